"""Hours under Socket Mode on a bad network: `make soak`. Short form: `tests/conversations/socket_mode/test_soak.py`."""
