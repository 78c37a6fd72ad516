"""What `/reissue` answers in words: help, list, status, find, history. Only the person who asked sees it."""

import asyncio
import re
from typing import Any

from slack_bolt.async_app import AsyncAck

from approvals.core import UseCases
from approvals.errors import UnknownRequest
from approvals.lookups.authority import Actor
from handlers.blocks.drawn import Drawn
from handlers.blocks.messages.listing import listed, request_status
from handlers.board.links import CardLinks
from handlers.listeners.find import find, history
from handlers.payloads import Opening
from handlers.words.controls.commands import HELP, unknown_subcommand, which_request
from handlers.words.overview import FOR_NOBODY
from handlers.words.refusals import sentence_for

NUMBER = re.compile(r"(?:R-?)?([0-9]{1,9})", re.IGNORECASE | re.ASCII)
"""A request's number as people write it: R-12, r-12, R12, 12."""

ANSWER_LEAVES = 0.1
"""Seconds until an acknowledgement has left: Bolt looks for one every 0.01 s."""

SUBCOMMANDS = frozenset({"help", "list", "status", "find", "history"})


def is_subcommand(typed: str) -> bool:
    """Whether the words after `/reissue` ask for something to read; all others are the name or id of an employee."""
    return typed.partition(" ")[0].lower() in SUBCOMMANDS


async def answer_command(ack: AsyncAck, typed: str, opening: Opening, use_cases: UseCases, links: CardLinks) -> None:
    """Answer the words after `/reissue`.

    A number that does not concern the person gets the answer of one that does not exist, after the same work: the audit
    gets its line only once the answer has left.
    """
    actor = await use_cases.authority.known(opening.actor)
    try:
        answer = await _answer_to(typed, actor, use_cases, links)
    except UnknownRequest as refusal:
        await ack(text=sentence_for(refusal), response_type="ephemeral")
        await asyncio.sleep(ANSWER_LEAVES)
        if refusal.number is not None:
            await use_cases.overview.note_hidden(actor, refusal.number)
        return
    await ack(**answer, response_type="ephemeral")


async def _answer_to(typed: str, actor: Actor, use_cases: UseCases, links: CardLinks) -> dict[str, Any]:
    """The text, and blocks where there are any. Raises Refusal."""
    word, _, rest = typed.partition(" ")
    match word.lower(), rest.strip():
        case "help", "":
            return {"text": HELP}
        case "list", "":
            return await _list(actor, use_cases, links)
        case "status" | "find", words if number := NUMBER.fullmatch(words):
            return await _status(int(number.group(1)), actor, use_cases, links)
        case "status", words:
            return {"text": which_request(words)}
        case "find" | "history" as asked, words:
            answer = find if asked == "find" else history
            return await answer(words, actor, use_cases, links)
        case _:
            return {"text": unknown_subcommand(typed)}


async def _list(actor: Actor, use_cases: UseCases, links: CardLinks) -> dict[str, Any]:
    overview = await use_cases.overview.of(actor)
    if overview.is_for_nobody:
        return {"text": FOR_NOBODY}
    return _message(listed(overview, await links.at_once([each.id for each in overview.shown])))


async def _status(number: int, actor: Actor, use_cases: UseCases, links: CardLinks) -> dict[str, Any]:
    entry = await use_cases.overview.numbered(actor, number)
    link = (await links.at_once([entry.id])).get(entry.id)
    return _message(request_status(entry, actor.user_id, link))


def _message(drawn: Drawn) -> dict[str, Any]:
    return {"text": drawn.text, "blocks": drawn.blocks}
