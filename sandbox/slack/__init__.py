"""A small Slack: what an app and the people in one workspace need of the real one, with its limits and its refusals.

The app talks to `web_api`; people act through `people_api`; `delivery` carries what they did to the app, signed. All
state is in memory, in one `Workspace`.
"""
