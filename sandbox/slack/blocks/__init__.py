"""Slack's rules for blocks, views and messages, as pure functions that name every breach by its JSON pointer."""

from sandbox.slack.blocks.messages import validate_message
from sandbox.slack.blocks.views import validate_view

__all__ = ["validate_message", "validate_view"]
