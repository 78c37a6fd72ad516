"""What people do in the workspace: say, click, open, choose, submit, close, read."""
