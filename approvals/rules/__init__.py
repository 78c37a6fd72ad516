"""What may happen, as pure functions: how a request moves, what the evidence proves, deadlines and waits."""
