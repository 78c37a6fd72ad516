"""Alembic runs this file: it migrates our tables in the transaction that `store.migrate` has begun."""

from alembic import context

from store.migrations.running import configuration

context.configure(
    connection=context.config.attributes["connection"],
    **configuration(),
    on_version_apply=context.config.attributes["told"],
)
context.run_migrations()
