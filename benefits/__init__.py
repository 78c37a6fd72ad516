"""The Vitable Connect API, and nothing else: the only room that sees its JSON.

`models` and `ids` are the values the other rooms talk in, `errors` the tree of what can go wrong. `client` reads:
employers, employees, enrollments, qualifying life events. `reissue` sends the one call that changes something, once,
and says with an `outcome` what the answer proves. Nothing here knows Slack, the database or what a request is.
"""
