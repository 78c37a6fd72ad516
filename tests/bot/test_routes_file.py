"""The file of routes: what it may say, and a sentence for each mistake that names the file and the route."""

from pathlib import Path

import pytest

from approvals.model.routing import Claim
from bot.from_settings import routes_of
from bot.settings import Settings, SettingsError, load_settings
from tests.bot.settings.good import GOOD

ACME = """
[[route]]
name = "acme"
employers = ["empr_acme"]
channel = "C0ACME"
approvers = ["S0ACME"]
requesters = ["U0NINA"]
approvals_required = 2
second_approval_when = ["window_closed", "coverage_older_than=90"]
escalation_approvers = ["U0CHIEF"]
escalate_days_before = 5

[[route]]
name = "teeth"
employers = ["empr_acme"]
categories = ["Dental", "vision"]

[[route]]
name = "rest"
employers = ["*"]
requesters = []
"""


@pytest.fixture
def file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    for name, value in {**GOOD, "REQUESTERS": "S0HRTEAM", "APPROVALS_REQUIRED": "3"}.items():
        monkeypatch.setenv(name, value)
    path = tmp_path / "routes.toml"
    monkeypatch.setenv("ROUTES_FILE", str(path))
    return path


def load(file: Path, written: str) -> Settings:
    file.write_text(written, encoding="utf-8")
    return load_settings()


def test_a_route_has_what_it_says_and_the_rest_is_as_in_the_settings(file: Path) -> None:
    routes = routes_of(load(file, ACME))
    acme, teeth, rest = (routes.named[name] for name in ("acme", "teeth", "rest"))
    assert (acme.approvals_channel, acme.approvers, acme.requesters) == ("C0ACME", ("S0ACME",), ("U0NINA",))
    assert (acme.approvals_required, acme.escalation_approvers, acme.escalate_days_before) == (2, ("U0CHIEF",), 5)
    assert [str(each) for each in acme.second_approval_when] == ["window_closed", "coverage_older_than=90"]
    assert (teeth.approvals_channel, teeth.approvers) == ("C0APPROVALS", ("U0MARCUS", "S0HRMANAGERS"))
    assert (teeth.requesters, teeth.approvals_required) == (("S0HRTEAM",), 3)
    assert rest.requesters == ()
    assert routes.map.claims == (
        Claim("teeth", frozenset({"empr_acme"}), frozenset({"dental", "vision"})),
        Claim("acme", frozenset({"empr_acme"})),
        Claim("rest"),
    )


def test_without_a_file_there_is_one_route_for_everything(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    del file
    monkeypatch.delenv("ROUTES_FILE")
    routes = routes_of(load_settings())
    assert not routes.are_several
    assert routes.of("empr_any", None).approvals_channel == "C0APPROVALS"


ONE = '[[route]]\nname="a"\nemployers=["*"]\n'

BAD = {
    "a wrong id": (
        '[[route]]\nname="a"\nemployers=["acme"]',
        "route 'a' employers: each must be the id of an employer, or \"*\" alone",
    ),
    "a star beside others": (
        '[[route]]\nname="a"\nemployers=["*", "empr_1"]',
        "route 'a' employers: \"*\" stands alone",
    ),
    "no employers": ('[[route]]\nname="a"', "route 'a' employers: field required"),
    "no name": ('[[route]]\nemployers=["*"]', "the route no. 1 name: field required"),
    "a misspelled key": (f'{ONE}chanel="C0A"', "route 'a' chanel: extra inputs"),
    "a person for a channel": (
        f'{ONE}channel="U0NINA"',
        "route 'a' channel: string should",
    ),
    "nobody to approve": (
        f"{ONE}approvers=[]",
        "route 'a' approvers: tuple should have",
    ),
    "an unknown condition": (
        f'{ONE}second_approval_when=["rain"]',
        "route 'a' second_approval_when: there is no condition 'rain'",
    ),
    "an empty category": (
        f'{ONE}categories=[" "]',
        "a category without letters is none",
    ),
    "a name twice": (
        f'{ONE}[[route]]\nname="a"\nemployers=["empr_1"]',
        "two routes are called 'a': give one of them another name",
    ),
    "an employer twice": (
        '[[route]]\nname="a"\nemployers=["empr_1"]\n[[route]]\nname="b"\nemployers=["empr_2", "empr_1"]',
        "routes 'a' and 'b' both claim empr_1: leave it to one of them",
    ),
    "a pair twice": (
        f'{ONE}categories=["Dental"]\n[[route]]\nname="b"\nemployers=["*"]\ncategories=["vision", "DENTAL"]',
        "routes 'a' and 'b' both claim * (dental): leave it to one of them",
    ),
    "nothing": ("", "it has no [[route]]: write one for each employer"),
    "something else": ("[[routes]]", "routes has no meaning outside of a [[route]]"),
    "no TOML": ("name = ", "is no TOML"),
}


@pytest.mark.parametrize(("written", "says"), BAD.values(), ids=BAD)
def test_a_mistake_stops_the_start_with_the_file_the_route_and_what_to_do(file: Path, written: str, says: str) -> None:
    with pytest.raises(SettingsError) as refused:
        load(file, written)
    assert f"ROUTES_FILE cannot be used: {str(file)[:1].lower()}{str(file)[1:]}" in str(refused.value)
    assert says in str(refused.value)


def test_a_file_that_is_not_there_is_told(file: Path) -> None:
    with pytest.raises(SettingsError, match=r"cannot be read \(No such file or directory\): check the path"):
        load_settings()
    assert not file.exists()


def test_routes_that_differ_in_breadth_may_claim_the_same(file: Path) -> None:
    assert len(routes_of(load(file, ACME)).named) == 3
