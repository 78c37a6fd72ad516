"""The API for the page and the tests: the workspace as one person sees it, and everything that person can do."""
