"""What the page and the tests talk to: the workspace as one person sees it, and everything that person can do."""
