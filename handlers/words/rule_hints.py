"""Hints about the rules behind each kind of life event, for orientation. They are data: `rule_hints.toml` has them all.

The data is read and checked once, when the bot is put together. A hint never allows or blocks anything.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Annotated, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from benefits.models import QualifyingLifeEvent, event_type_key
from handlers.words.mrkdwn import Mrkdwn, escape, link

FILE = "rule_hints.toml"
HOSTS = frozenset({"www.ecfr.gov", "www.law.cornell.edu", "www.dol.gov", "www.irs.gov"})
"""Where a source may be: the law itself, and those who publish it."""

LONGEST, MOST_IN_FORM = 140, 2
ORIENTATION = "For orientation: check your plan document."


def _official(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme != "https" or parts.hostname not in HOSTS:
        raise ValueError(f"a source is at one of {', '.join(sorted(HOSTS))}")
    return url


class _Read(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Source(_Read):
    """Where a statement stands."""

    title: str = Field(min_length=1, max_length=40)
    link: Annotated[str, AfterValidator(_official)]


class Hint(_Read):
    """One sentence, and where it stands."""

    kinds: tuple[str, ...] = Field(alias="for", min_length=1)
    words: str = Field(min_length=1, max_length=LONGEST, pattern=r"\.$")
    source: str
    in_form: bool = False


class _Data(_Read):
    no_hint: tuple[str, ...]
    sources: Mapping[str, Source]
    kinds: Mapping[str, tuple[str, ...]]
    hint: tuple[Hint, ...]

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        """Raises ValueError for a name that leads nowhere or to two kinds, and for too much or nothing in the form."""
        _check_names(self)
        for kind in self.kinds:
            in_form = [hint for hint in self.hint if kind in hint.kinds and hint.in_form]
            if not 1 <= len(in_form) <= MOST_IN_FORM:
                raise ValueError(f"{kind} has {len(in_form)} hints for the form")
        return self


def _check_names(data: _Data) -> None:
    called = [name for names in (*data.kinds.values(), data.no_hint) for name in set(map(event_type_key, names))]
    if len(called) != len(set(called)):
        raise ValueError("an event type is of two kinds")
    unknown = {kind for hint in data.hint for kind in hint.kinds} - data.kinds.keys()
    unknown |= {hint.source for hint in data.hint} - data.sources.keys()
    if unknown:
        raise ValueError(f"nothing is called {', '.join(sorted(unknown))}")


@dataclass(frozen=True, slots=True)
class RuleHints:
    """The hints by the folded name of an event type. Without any, nothing is shown."""

    sources: Mapping[str, Source] = field(default_factory=dict)
    by_type: Mapping[str, Sequence[Hint]] = field(default_factory=dict)

    @classmethod
    def read(cls) -> Self:
        """All hints. Raises ValueError if the file is not as it must be."""
        return cls.of(files("handlers.words").joinpath(FILE).read_text(encoding="utf-8"))

    @classmethod
    def of(cls, toml: str) -> Self:
        """The hints in a text. Raises ValueError."""
        data = _Data.model_validate(tomllib.loads(toml))
        hints = {kind: tuple(hint for hint in data.hint if kind in hint.kinds) for kind in data.kinds}
        return cls(
            data.sources, {event_type_key(name): hints[kind] for kind, names in data.kinds.items() for name in names}
        )

    def in_form(self, qle: QualifyingLifeEvent | None) -> Mrkdwn:
        """The few hints under the chosen event; empty without any."""
        lines = [self._line(hint) for hint in self._of(qle) if hint.in_form]
        return Mrkdwn("\n".join([f"ℹ️ {ORIENTATION}", *lines]) if lines else "")  # noqa: RUF001 - the sign is meant

    def in_details(self, qle: QualifyingLifeEvent | None) -> Mrkdwn:
        """All hints for an event, with their sources; empty without any."""
        lines = [f"• {self._line(hint)}" for hint in self._of(qle)]
        return Mrkdwn("\n".join([f"ℹ️ {ORIENTATION}", *lines]) if lines else "")  # noqa: RUF001 - the sign is meant

    def _of(self, qle: QualifyingLifeEvent | None) -> Sequence[Hint]:
        return () if qle is None else self.by_type.get(event_type_key(qle.event_type), ())

    def _line(self, hint: Hint) -> str:
        source = self.sources[hint.source]
        return f"{escape(hint.words.removesuffix('.'))} ({link(source.link, source.title)})."
