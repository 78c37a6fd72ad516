"""The audit of a request's life: exported and verified while the bot runs, and nothing done to it goes unnoticed."""

import asyncio
import hashlib
import hmac
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.commands.export import Period, export_lines
from bot.commands.verify import Verdict, verify_chain
from sandbox import cast
from store.audit.chain import Chain
from tests.office import AUDIT_KEY, Office, bot_at_work, label_of

pytestmark = pytest.mark.anyio


async def test_a_life_is_exported_and_verified_and_one_changed_line_is_named(
    own_office: Office, sqlite_file: Path, tmp_path: Path
) -> None:
    office, url, output = own_office, f"sqlite:///{sqlite_file}", tmp_path / "audit.jsonl"
    async with bot_at_work(office, url):
        card = await office.nina.requests("ada", reason="Twins called Byron and Annabella")
        await office.person(cast.GIL).click(card, "details", force=True)
        await office.person(cast.GIL).modal_with("Not possible")
        await office.marcus.click(card, "details")
        await office.marcus.modal_with("Timeline")
        assert (await office.marcus.click(card, "approve"))["ok"]
        await office.marcus.card("Reissued", of=label_of(card))
        await asyncio.to_thread(export_lines, url, Period(None, None), "jsonl", output)
        verified, sentence = await asyncio.to_thread(verify_chain, url, Chain(AUDIT_KEY), None)
        await office.priya.click(card, "details")
        assert "Details viewed by" in str(await office.priya.modal_with(f"<@{cast.MARCUS}>"))
    lines = [json.loads(line) for line in output.read_text(encoding="utf-8").splitlines()]
    assert lines.pop(0)["kind"] == "chain_begun"
    assert [(line["kind"], line["actor"]) for line in lines] == [
        ("submitted", cast.NINA),
        ("refused", cast.GIL),
        ("viewed", cast.MARCUS),
        ("approved", cast.MARCUS),
        ("attempted", "bot"),
        ("reissued", "bot"),
    ]
    assert {line["request"] for line in lines} == {label_of(card)}
    assert "Byron" not in output.read_text(encoding="utf-8")
    assert len(lines[0]["codes"]["reason_hash"]) == 64
    assert (verified, sentence.endswith(lines[-1]["mac"])) == (Verdict.WHOLE, True)
    request_id, codes = lines[3]["request_id"], lines[3]["codes"]
    assert codes["facts_hash"] == signed(request_id, "facts", facts_in(sqlite_file))
    assert codes["members"] == 4
    members = ",".join(sorted([cast.MARCUS, cast.PRIYA, cast.DANA, cast.GIL]))
    assert codes["members_hash"] == signed(request_id, "members", members)
    tamper(sqlite_file, lines[3]["seq"])
    verified, sentence = verify_chain(url, Chain(AUDIT_KEY), lines[-1]["mac"])
    assert (verified, f"Broken at line {lines[3]['seq']} (of {label_of(card)})" in sentence) == (Verdict.BROKEN, True)


def signed(request_id: str, name: str, text: str) -> str:
    """The keyed hash of a text, as docs/audit.md says."""
    canonical = json.dumps(["text", request_id, name, text], sort_keys=True, separators=(",", ":"))
    return hmac.new(AUDIT_KEY.encode(), canonical.encode(), hashlib.sha256).hexdigest()


def facts_in(database: Path) -> str:
    """What was approved, from the database alone, as docs/audit.md says."""
    with closing(sqlite3.connect(database)) as connection:
        connection.row_factory = sqlite3.Row
        row = dict(connection.execute("SELECT * FROM bot_request").fetchone())
    columns = ("number", "revision", "requester", "product", "reason", "asked_on", "deadline")
    plain = {name: row[name] for name in columns}
    parsed = {name: json.loads(row[name]) for name in ("employee", "enrollment", "qle", "warnings")}
    return json.dumps(plain | parsed, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def tamper(database: Path, seq: int) -> None:
    """Say that somebody else approved."""
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("DROP TRIGGER bot_event_append_only_update")
        connection.execute("UPDATE bot_event SET actor = ? WHERE seq = ?", (cast.PRIYA, seq))
        connection.commit()
