"""The migrations of our tables. `store.migrate` runs them with Alembic."""
