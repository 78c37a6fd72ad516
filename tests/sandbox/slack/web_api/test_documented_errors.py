"""Slack documents every error code that the sandbox answers with or the bot checks for, for that method."""

import ast
import asyncio
import re
from pathlib import Path

import pytest

import bot.doctor
import sandbox.slack
from bot.doctor.refusals import MEANING
from bot.socket_mode.watch import REMEDIES
from handlers.board.drawing import GONE, KEPT_AS_IT_IS
from handlers.slack.client import NOT_NOW
from handlers.slack.directory import NOT_ONE_OF_US
from handlers.slack.troubles import CLOSED, TOKEN
from handlers.slack.views import TOO_LATE
from tests.sandbox.slack.room import Room
from tests.sandbox.slack.web_api.documented_errors import COMMON, DOCUMENTED, UNKNOWN_METHOD
from tests.sandbox.slack.web_api.wrong_calls import PreparedCall, Refusal, mistakes

pytestmark = pytest.mark.anyio

SERVED = tuple(PreparedCall("api.test").web_api.methods)
NO_SUCH_METHOD = "chat.shout"

ROOT = Path(sandbox.slack.__file__).parent
NOT_THE_WEB_API = {ROOT / "response_endpoint.py", ROOT / "acts" / "modals.py"}
"""Response URLs and answers to a submission have error codes of their own; so does all in `ResponseUrls`."""

DISCONNECTED = {"link_disabled", "too_many_websockets"}
"""Reasons that are sent over a socket, not by a method."""

ASKED_BY_DOCTOR = (
    "apps.connections.open",
    "auth.test",
    "blocks.validate",
    "conversations.info",
    "conversations.members",
    "usergroups.users.list",
    "users.info",
)


def raise_sites() -> dict[tuple[str, int], str]:
    """The places where the sandbox refuses a Web API call, and the error raised at each."""
    sites = {}
    for path in set(ROOT.rglob("*.py")) - NOT_THE_WEB_API:
        module = ast.parse(path.read_text(encoding="utf-8"))
        looked_at = [part for part in module.body if getattr(part, "name", None) != "ResponseUrls"]
        for node in (node for part in looked_at for node in ast.walk(part)):
            if isinstance(node, ast.Raise) and ast.unparse(node).startswith("raise SlackError("):
                sites[str(path), node.lineno] = ast.unparse(node)
    return sites


@pytest.fixture(scope="module")
def refusals() -> dict[tuple[str, str], Refusal]:
    """The refusal of each method for each mistake that it notices."""
    return asyncio.run(_refusals())


async def _refusals() -> dict[tuple[str, str], Refusal]:
    heard = {}
    for method in (*SERVED, NO_SUCH_METHOD):
        for name, mistake in mistakes():
            prepared = PreparedCall(method)
            mistake(prepared)
            refusal = await prepared.refusal()
            if refusal is not None:
                heard[method, name] = refusal
    return heard


def test_every_method_that_is_served_is_in_the_table() -> None:
    assert set(SERVED) == set(DOCUMENTED)


@pytest.mark.parametrize("method", SERVED)
async def test_a_call_without_a_mistake_succeeds(method: str) -> None:
    assert await PreparedCall(method).refusal() is None


@pytest.mark.parametrize("method", SERVED)
def test_a_method_refuses_with_error_codes_that_slack_documents_for_it(
    refusals: dict[tuple[str, str], Refusal], method: str
) -> None:
    said = {name: refusal.code for (called, name), refusal in refusals.items() if called == method}
    assert {name: code for name, code in said.items() if code not in DOCUMENTED[method]} == {}


def test_the_mistakes_reach_every_place_that_refuses(refusals: dict[tuple[str, str], Refusal]) -> None:
    reached = {refusal.site for refusal in refusals.values()}
    assert {site: raised for site, raised in raise_sites().items() if site not in reached} == {}
    assert refusals[NO_SUCH_METHOD, "a modal"].code == UNKNOWN_METHOD


@pytest.mark.parametrize("kind", ["ratelimited", "error"])
async def test_a_fault_answers_with_an_error_code_that_slack_documents_for_every_method(room: Room, kind: str) -> None:
    await room.fault("slack", kind)
    assert (await room.api("auth.test"))["error"] in COMMON


def test_the_page_offers_a_refusal_that_slack_documents_for_every_method() -> None:
    presets = (ROOT.parent / "page" / "fault-presets.js").read_text(encoding="utf-8")
    [code] = re.findall(r'kind: "error", message: "(\w+)"', presets)
    assert code in COMMON


@pytest.mark.parametrize(
    ("codes", "methods"),
    [
        (TOKEN | NOT_NOW - {"rate_limited"}, SERVED),
        (CLOSED - {"is_inactive"} | {"rate_limited"}, ["chat.postMessage"]),
        ({"is_inactive", GONE} | KEPT_AS_IT_IS, ["chat.update"]),
        (TOO_LATE, ["views.update"]),
        (NOT_ONE_OF_US, ["users.info"]),
        (REMEDIES.keys() - DISCONNECTED, ["apps.connections.open"]),
    ],
)
def test_the_bot_waits_for_error_codes_that_slack_documents(codes: set[str], methods: list[str]) -> None:
    assert {method: codes - DOCUMENTED[method] for method in methods} == {method: set() for method in methods}


def test_the_doctor_explains_error_codes_that_slack_documents_for_its_calls() -> None:
    told_apart = {
        str(word.value)
        for path in Path(bot.doctor.__file__).parent.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Compare) and ast.unparse(node.left) == "refusal.code"
        for word in ast.walk(node.comparators[0])
        if isinstance(word, ast.Constant) and word.value is not None
    }
    assert told_apart
    documented = frozenset[str]().union(*(DOCUMENTED[method] for method in ASKED_BY_DOCTOR))
    assert (MEANING.keys() | told_apart) - documented == {UNKNOWN_METHOD}
