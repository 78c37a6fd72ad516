"""Settings under examination: those that work otherwise than they seem to are warnings, and say what counts."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from bot.doctor.finding import Check, Finding, State
from bot.doctor.settings import examine_settings
from tests.office import settings_for

POSTGRESQL = "postgres://reissue:in-the-variable@db/hr"

ASKED = {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:1"}


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


def test_traces_by_a_protocol_that_is_not_built_in_are_a_warning_that_says_what_to_set() -> None:
    (found,) = examined({**ASKED, "OTEL_EXPORTER_OTLP_PROTOCOL": "grpc"})
    assert (found.check, found.state, found.about) == (Check.SETTINGS, State.WARNING, "OTEL_EXPORTER_OTLP_PROTOCOL")
    assert found.says == "asks for a protocol that is not built in: no traces are sent"
    assert "http/protobuf" in str(found.remedy)


def test_traces_that_opentelemetry_refuses_are_a_warning_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OTEL_BSP_MAX_QUEUE_SIZE", "0")
    (found,) = examined({**ASKED, "OTEL_BSP_MAX_QUEUE_SIZE": "0"})
    assert (found.state, found.says) == (State.WARNING, "refused by OpenTelemetry: no traces are sent")
    assert "OTEL_BSP_MAX_QUEUE_SIZE" in str(found.about)


def test_traces_without_the_extra_are_a_warning_too(monkeypatch: pytest.MonkeyPatch) -> None:
    no_module: Any = None
    monkeypatch.setitem(sys.modules, "bot.otel", no_module)
    monkeypatch.setitem(sys.modules, "opentelemetry", no_module)
    monkeypatch.delitem(sys.modules, "bot.otel")
    for name in [name for name in sys.modules if name.startswith("opentelemetry.")]:
        monkeypatch.delitem(sys.modules, name)
    (found,) = examined(ASKED)
    assert (found.state, found.about) == (State.WARNING, "OTEL_EXPORTER_OTLP_ENDPOINT")
    assert found.says == "asks for traces, and OpenTelemetry is not installed: none are sent"
    assert "pip install 'reissue-bot[otel]'" in str(found.remedy)


@pytest.mark.parametrize("environ", [{}, ASKED, {"OTEL_EXPORTER_OTLP_PROTOCOL": "grpc"}])
def test_traces_that_are_sent_or_not_asked_for_are_none(environ: Mapping[str, str]) -> None:
    assert [finding.state for finding in examined(environ)] == [State.OK]
