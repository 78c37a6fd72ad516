"""The office for what happens in places."""

from tests.conversations.conftest import own_office

__all__ = ["own_office"]
