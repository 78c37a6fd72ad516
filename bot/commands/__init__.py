"""The commands that do not serve: export, verify, restore, forget, manifest, demo."""
