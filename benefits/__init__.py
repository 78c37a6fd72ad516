"""The Vitable Connect API, and nothing else: the only room that sees its JSON.

`models` and `ids` are the values that the other rooms use, `errors` the tree of what can go wrong. `client` reads
employers, employees, enrollments and qualifying life events. `reissue` and `life_event` are the two calls that change
something; `sending` sends each of them once, and `outcome` says what the answer proves. This room knows nothing of
Slack, the database or requests.
"""
