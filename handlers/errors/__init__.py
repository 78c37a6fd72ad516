"""What becomes of an error of a listener: a sentence in the place where the person looks, and a line in the log."""
