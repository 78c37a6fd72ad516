"""The steps by which the tables became what they are. Alembic's place; `store.migrate` runs it."""
