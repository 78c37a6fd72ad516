"""The documents' pictures, taken of the main stories in the sandbox: `make pictures`."""
