"""The rules, as pure functions: how a request changes, what the evidence proves, deadlines and waits."""
