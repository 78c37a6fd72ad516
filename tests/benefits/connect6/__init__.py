"""The contract connect-6: its calls to the byte, its rows, its search."""
