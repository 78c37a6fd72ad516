"""What Alembic runs: our tables, on the connection and in the transaction that `store.migrate` opened."""

from alembic import context

from store.migrate import configuration

context.configure(connection=context.config.attributes["connection"], **configuration())
context.run_migrations()
