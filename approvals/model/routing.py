"""Whose a request is: a table of claims on employers and benefit categories, the most specific first."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Self

SOLE = ""
"""The name of the route when there is only one, for everything."""


def category_key(category: str | None) -> str | None:
    """A benefit category in the form that is compared: Vitable writes `Dental`, a file of routes may say `dental`."""
    return (category or "").strip().casefold() or None


@dataclass(frozen=True, slots=True)
class Claim:
    """What one route claims: `employers` (ids) and `categories` (keys). None is all that no narrower claim has."""

    route: str
    employers: frozenset[str] | None = None
    categories: frozenset[str] | None = None

    @property
    def breadth(self) -> int:
        """0 for the narrowest claim: employer and category, then employer, then category, then everything."""
        return 2 * (self.employers is None) + (self.categories is None)

    def has(self, employer_id: str | None, category: str | None) -> bool:
        """Whether an employer's benefit is within the claim."""
        return self.has_employer(employer_id) and (self.categories is None or category in self.categories)

    def has_employer(self, employer_id: str | None) -> bool:
        """Whether any benefit of an employer can be within the claim."""
        return self.employers is None or employer_id in self.employers


@dataclass(frozen=True, kw_only=True, slots=True)
class EmployerScope:
    """Some employers: the ones in `only`, or without that, all but the ones in `besides`."""

    only: frozenset[str] | None = None
    besides: frozenset[str] = frozenset()

    @property
    def is_everything(self) -> bool:
        """Whether no employer is left out."""
        return self.only is None and not self.besides

    def has(self, employer_id: str | None) -> bool:
        """Whether an employer is among them; one that Vitable does not name is only where all others are."""
        return employer_id not in self.besides if self.only is None else employer_id in self.only


EVERY_EMPLOYER = EmployerScope()


@dataclass(frozen=True, slots=True)
class RouteMap:
    """The claims, the narrowest first. Two of the same breadth never claim the same pair."""

    claims: tuple[Claim, ...] = field(default=(Claim(SOLE),))

    @classmethod
    def of(cls, claims: Iterable[Claim]) -> Self:
        """The map of these claims, in any order."""
        return cls(tuple(sorted(claims, key=lambda claim: claim.breadth)))

    @property
    def is_one(self) -> bool:
        """Whether one route has everything, so that nothing depends on the employer."""
        return self.claims[0].employers is None and self.claims[0].categories is None if self.claims else False

    def route_of(self, employer_id: str | None, category: str | None) -> str | None:
        """The name of the route that an employer's benefit belongs to; None if no route claims it."""
        key = category_key(category)
        return next((claim.route for claim in self.claims if claim.has(employer_id, key)), None)

    def depends_on_category(self, employer_id: str | None) -> bool:
        """Whether the benefits of an employer may belong to different routes."""
        first = next((claim for claim in self.claims if claim.has_employer(employer_id)), None)
        return first is not None and first.categories is not None

    def is_routed(self, employer_id: str | None) -> bool:
        """Whether some benefit of an employer belongs to a route."""
        return any(claim.has_employer(employer_id) for claim in self.claims)

    def employers_of(self, routes: Collection[str]) -> EmployerScope:
        """The employers with a benefit that belongs to one of these routes."""
        if self.is_one:
            return EVERY_EMPLOYER if routes else EmployerScope(only=frozenset())
        named = frozenset[str]().union(*(claim.employers or () for claim in self.claims))
        theirs = frozenset(employer for employer in named if self._reaches(employer, routes))
        if self._reaches(None, routes):
            return EmployerScope(besides=named - theirs)
        return EmployerScope(only=theirs)

    def _reaches(self, employer_id: str | None, routes: Collection[str]) -> bool:
        """Whether one of the routes has a benefit of an employer; None stands for one that no claim names."""
        taken: frozenset[str] = frozenset()
        for claim in self.claims:
            if not claim.has_employer(employer_id):
                continue
            if claim.categories is None:
                return claim.route in routes
            if claim.route in routes and claim.categories - taken:
                return True
            taken |= claim.categories
        return False
