"""How requests are remembered: SQLModel tables, the repositories over them, the unit of work, and the migrations.

The room implements `approvals.ports.storage.Store` for SQLite (one process) and PostgreSQL (any number). Rows stay in
here: the core's frozen values go in and out, and `mapping` translates. Repositories never commit; a unit of work does,
and starts the drivers that its transaction asked for. A database that cannot be reached leaves this room as
`StoreUnavailable`.
"""
