"""The triggers that let the audit only grow. A migration that touches `bot_event` must create them again."""

_POSTGRESQL = (
    """
    CREATE OR REPLACE FUNCTION bot_event_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'bot_event is append-only'; END $$
    """,
    """
    CREATE OR REPLACE TRIGGER bot_event_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON bot_event
    FOR EACH STATEMENT EXECUTE FUNCTION bot_event_is_append_only()
    """,
)

_SQLITE = tuple(
    f"""
    CREATE TRIGGER IF NOT EXISTS bot_event_append_only_{name} BEFORE {act} ON bot_event {condition}
    BEGIN SELECT RAISE(ABORT, 'bot_event is append-only'); END
    """
    for name, act, condition in (
        ("update", "UPDATE", ""),
        ("delete", "DELETE", ""),
        # REPLACE deletes without asking the trigger above
        ("replace", "INSERT", "WHEN EXISTS (SELECT 1 FROM bot_event WHERE seq = NEW.seq)"),
    )
)


def append_only(dialect_name: str) -> tuple[str, ...]:
    """The statements that protect the audit on `sqlite` or `postgresql`. Running them twice does no harm."""
    return _SQLITE if dialect_name == "sqlite" else _POSTGRESQL
