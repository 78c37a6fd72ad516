"""The acts of people in the workspace: say, click, open, choose, submit, close, read."""
