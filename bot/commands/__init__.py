"""What the commands do, beside serving: export, verify, restore, manifest, demo."""
