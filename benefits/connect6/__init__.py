"""The contract connect-6, which keys issued since 2026 speak: its rows, its search, and how they become our models.

`GET /v1/members/{id}` is never called: it carries income, marital status and tobacco use.
"""
