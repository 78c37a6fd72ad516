"""Slack's rules for blocks, views and messages, as pure functions that report each problem with its JSON pointer."""

from sandbox.slack.blocks.messages import validate_message
from sandbox.slack.blocks.views import validate_view

__all__ = ["validate_message", "validate_view"]
