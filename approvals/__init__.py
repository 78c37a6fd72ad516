"""What a request is and what it may become.

The state machine, the rules of who may decide, the use cases, and the ports through which they reach the world. No
Slack, no SQL, no HTTP and no durable engine in here: those rooms come to this one.
"""
