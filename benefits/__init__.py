"""The Vitable Connect API, and nothing else: the only room that sees its JSON.

`models` and `ids` are the values that the other rooms use, `errors` the tree of what can go wrong. `client` reads
employers, employees, enrollments and qualifying life events. `reissue` sends the one call that changes something, once,
and returns an `outcome`: what the answer proves. This room knows nothing of Slack, the database or requests.
"""
