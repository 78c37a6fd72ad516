"""Settings under examination: those that work otherwise than they seem to are warnings, and say what counts."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from bot.doctor.finding import Check, Finding, State
from bot.doctor.settings import examine_settings
from tests.office import settings_for

POSTGRESQL = "postgres://reissue:in-the-variable@db/hr"


def examined(environ: Mapping[str, str], **changes: Path) -> list[Finding]:
    """What is found about settings with these variables."""
    return examine_settings(settings_for("http://127.0.0.1:1", "postgres://db/hr", **changes), environ)


@pytest.mark.parametrize(
    ("variable", "inside", "value"),
    [
        ("AUDIT_KEY", "f" * 32, "v" * 32),
        ("AUDIT_KEYS_OLD", f"{'f' * 32}, {'g' * 32}", "v" * 32),
        ("SLACK_SIGNING_SECRET", "0" * 32, "1" * 32),
        ("DATABASE_URL", "postgres://reissue:in-the-file@db/hr", POSTGRESQL),
    ],
)
def test_a_variable_beside_a_file_that_holds_another_value_is_a_warning_that_says_which_counts(
    tmp_path: Path, variable: str, inside: str, value: str
) -> None:
    file = tmp_path / "secret"
    file.write_text(f"{inside}\n", encoding="utf-8")
    (found,) = examined({variable: value}, **{f"{variable.lower()}_file": file})
    assert (found.check, found.state, found.about) == (Check.SETTINGS, State.WARNING, variable)
    assert found.says == f"set, and so is {variable}_FILE, whose file holds another value: the file's value counts"
    assert str(found.remedy).startswith(f"Unset {variable}")
    assert value not in repr(found)
    assert inside not in repr(found)


@pytest.mark.parametrize("environ", [{}, {"AUDIT_KEY": "f" * 32}, {"AUDIT_KEY": ""}, {"DATABASE_URL": POSTGRESQL}])
def test_the_same_value_in_both_or_one_of_them_is_none(tmp_path: Path, environ: Mapping[str, str]) -> None:
    file = tmp_path / "secret"
    file.write_text(f"{'f' * 32}\n", encoding="utf-8")
    (found,) = examined(environ, audit_key_file=file)
    assert (found.state, found.says) == (State.OK, "complete")


def test_a_variable_in_lower_case_counts_as_it_does_at_the_start(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("f" * 32, encoding="utf-8")
    (found,) = examined({"audit_key": "v" * 32}, audit_key_file=file)
    assert (found.state, found.about) == (State.WARNING, "AUDIT_KEY")
