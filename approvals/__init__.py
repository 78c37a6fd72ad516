"""What a request is and what may happen to it.

The state machine, the rules of who may decide, the use cases, and the protocols through which they reach the outside
world. There is no Slack, SQL or HTTP in here: those rooms import this one.
"""
