"""Logs: how lines are written, and what never stands in them."""
