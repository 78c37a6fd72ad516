"""A small Slack: the parts that an app and the people of one workspace need, with Slack's limits and refusals.

The app calls `web_api`, people act through `people_api`, and `delivery` sends their acts to the app, signed. All state
is in memory, in one `Workspace`.
"""
