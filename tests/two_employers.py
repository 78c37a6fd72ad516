"""An office that looks after two employers: a second channel, and people who only see one of the two."""

from pathlib import Path

from sandbox import cast
from sandbox.cast import Channel, Person
from tests.office import Office

TESS, RAVI = "U0TESS", "U0RAVI"
"""Who requests and who decides for Halvorsen Freight; Nina and Marcus do for Juniper & Pine."""

FREIGHT = "C0FREIGHT"

JUNIPER = f"""
[[route]]
name = "juniper"
employers = ["empr_juniper"]
approvers = ["{cast.MARCUS}"]
requesters = ["{cast.NINA}"]
"""

HALVORSEN = f"""
[[route]]
name = "halvorsen"
employers = ["empr_halvorsen"]
channel = "{FREIGHT}"
approvers = ["{RAVI}"]
requesters = ["{TESS}"]
"""


def settle_in(office: Office) -> None:
    """Let the people of the second employer join, with a channel of their own."""
    directory = office.sandbox.workspace.directory
    directory.add(Person(TESS, "Tess Moreau", "HR, freight", "#0e7490"))
    directory.add(Person(RAVI, "Ravi Nair", "HR manager, freight", "#9f1239"))
    channel = Channel(
        FREIGHT, "freight-approvals", "Benefit changes of Halvorsen Freight", [TESS, RAVI], is_private=True
    )
    directory.channels[FREIGHT] = channel
    directory.channels[cast.GENERAL].members += [TESS, RAVI]


def routes_in(folder: Path, *routes: str) -> Path:
    """A file of these routes."""
    file = folder / "routes.toml"
    file.write_text("".join(routes), encoding="utf-8")
    return file
