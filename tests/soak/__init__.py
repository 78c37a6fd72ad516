"""Hours under Socket Mode on a bad network: `make soak`. A short form is `tests/conversations/test_socket_soak.py`."""
