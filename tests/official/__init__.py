"""What Vitable itself has published, as the judge of the sandbox: its documentation page and its own client.

Where one of them and the sandbox disagree, the sandbox is wrong. A client runs with a Python environment of its own,
because two versions of it have one import name.
"""
