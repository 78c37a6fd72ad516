"""`python -m bot doctor`: looks at settings, database, Slack and Vitable, and says how to mend what is wrong.

Nothing is posted, written or reissued. `examination` puts the checks together; each other module asks one kind of
thing and answers with `finding.Finding`s; `report` prints them.
"""
