"""Doctor's check of routes: who decides for whom, unknown employers, and employers that no route names."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from anyio import Path as Async

from benefits.contract import Contract
from bot.doctor.finding import Check, Finding, State
from sandbox import cast
from tests.bot.doctor.checkup import checked, found, only
from tests.contracts import ON
from tests.office import Office, open_office

pytestmark = pytest.mark.anyio

JUNIPER = f"""
[[route]]
name = "juniper"
employers = ["empr_juniper"]
approvers = ["{cast.MARCUS}", "{cast.PRIYA}"]
requesters = ["{cast.NINA}"]
"""


@pytest.fixture(params=ON.values(), ids=str)
async def office(request: pytest.FixtureRequest) -> AsyncIterator[Office]:
    async with open_office(contract=request.param) as office:
        yield office


async def examined(office: Office, one_database_url: str, file: Path, written: str, **changes: object) -> list[Finding]:
    await Async(file).write_text(written, encoding="utf-8")
    settings: dict[str, Any] = {"routes_file": file, "vitable_connect_contract": office.contract, **changes}
    return await checked(office, one_database_url, **settings)


async def test_without_a_file_there_is_one_route(office: Office, one_database_url: str) -> None:
    findings = await checked(office, one_database_url, vitable_connect_contract=office.contract)
    assert only(findings, Check.ROUTES).says == "one for everything: ROUTES_FILE is not set"


async def test_each_route_is_listed_with_its_employers_channel_and_people(
    office: Office, one_database_url: str, tmp_path: Path
) -> None:
    rest = f'[[route]]\nname = "rest"\nemployers = ["*"]\nchannel = "{cast.NO_BOT}"\n'
    findings = await examined(office, one_database_url, tmp_path / "routes.toml", JUNIPER + rest)
    assert [(each.about, each.state, each.says) for each in found(findings, Check.ROUTES)] == [
        ("juniper", State.OK, "Juniper & Pine Bakery"),
        ("rest", State.OK, "every employer that no other route names"),
    ]
    one, other = found(findings, Check.CHANNEL)
    assert (one.about, one.state) == (f"juniper: {cast.APPROVALS}", State.OK)
    assert (other.about, other.state) == (f"rest: {cast.NO_BOT}", State.FAILED)
    approvers = [(each.about, each.says) for each in found(findings, Check.APPROVER)]
    assert approvers == [
        (f"juniper: {cast.MARCUS}", "an active member"),
        (f"juniper: {cast.PRIYA}", "an active member"),
        (f"rest: {cast.HR_MANAGERS}", approvers[2][1]),
    ]
    assert approvers[2][1].startswith("a group: 2 of 4 may act")
    assert [each.about for each in found(findings, Check.ENOUGH_APPROVERS)] == ["juniper", "rest"]


async def test_employers_without_a_route_are_named_and_unknown_ids_are_a_problem(
    office: Office, one_database_url: str, tmp_path: Path
) -> None:
    written = (
        JUNIPER + f'[[route]]\nname = "teeth"\nemployers = ["empr_okami"]\ncategories = ["dental"]\n'
        f'[[route]]\nname = "gone"\nemployers = ["empr_gone"]\napprovers = ["{cast.DANA}"]\n'
    )
    findings = await examined(office, one_database_url, tmp_path / "routes.toml", written)
    told = {each.about: each for each in found(findings, Check.ROUTES) if each.about}
    untold = [each for each in found(findings, Check.ROUTES) if each.about is None]
    assert told["teeth"].says == "Atelier Ōkami (dental)"
    assert (told["gone"].state, "empr_gone" in told["gone"].says) == (State.FAILED, True)
    assert [(each.state, each.says) for each in untold] == [
        (State.WARNING, "without a route: Halvorsen Freight"),
        (State.WARNING, "only some kinds of benefit have a route: Atelier Ōkami"),
    ]
    wrong = next(each for each in found(findings, Check.APPROVER) if each.about == f"gone: {cast.DANA}")
    assert "`approvers` of route gone (ROUTES_FILE)" in str(wrong.remedy)
    assert "APPROVERS" not in str(wrong.remedy)


async def test_while_vitable_does_not_answer_the_routes_are_not_judged(
    office: Office, one_database_url: str, tmp_path: Path
) -> None:
    nowhere = {"vitable_connect_base_url": "http://127.0.0.1:9", "vitable_connect_contract": Contract.DOCUMENTED}
    findings = await examined(office, one_database_url, tmp_path / "routes.toml", JUNIPER, **nowhere)
    assert only(findings, Check.ROUTES).state is State.NOT_CHECKED
