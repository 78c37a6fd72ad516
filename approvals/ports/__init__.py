"""Protocols that other rooms implement for the core: `outside` for Slack and the API, `storage` for the database."""
