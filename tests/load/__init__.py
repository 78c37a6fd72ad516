"""How long clicks take while strangers keep the bot busy: `make load`."""
