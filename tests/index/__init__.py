"""What it takes to read the employees and to keep the index of them, at any size."""
