"""The commands that do not serve: export, verify, restore, manifest, demo."""
