"""`python -m bot doctor`: checks settings, database, Slack and Vitable, and says how to fix each problem.

It posts, writes and reissues nothing. `examination` runs all checks; each other module makes one kind of check and
returns `finding.Finding`s; `report` prints them.
"""
