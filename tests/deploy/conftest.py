"""The office for what the kit starts."""

from tests.conversations.conftest import own_office

__all__ = ["own_office"]
