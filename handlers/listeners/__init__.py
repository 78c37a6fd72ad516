"""Listeners for everything that Slack sends, one file per use case; `table` says which listener hears what."""
