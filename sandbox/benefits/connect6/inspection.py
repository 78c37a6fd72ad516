"""Endpoints for tests and the page about connect-6: violations, organizations, the calendar and webhooks."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from sandbox.benefits.connect6.organizations import NAMES
from sandbox.benefits.connect6.webhooks import Webhooks
from sandbox.benefits.connect6_state import Connect6State, PlanYear
from sandbox.benefits.posted import posted
from sandbox.benefits.replies import Refusal

Json = dict[str, Any]


class Connect6Inspection:
    """More endpoints under /sandbox/benefits. Like the others they need no key."""

    def __init__(self, state: Connect6State, webhooks: Webhooks) -> None:
        self._state = state
        self._webhooks = webhooks

    def routes(self) -> list[Route]:
        """The routes of all these endpoints."""
        return [
            Route("/violations", self._violations, methods=["GET"]),
            Route("/webhooks", self._shown_webhooks, methods=["GET"]),
            posted("/organizations", self._organizations),
            posted("/window", self._window),
            posted("/plan-year", self._plan_year),
            posted("/webhooks", self._subscribe),
            posted("/webhooks/deliver", self._deliver),
        ]

    async def _violations(self, _: Request) -> JSONResponse:
        return JSONResponse({"violations": self._state.violations})

    async def _shown_webhooks(self, _: Request) -> JSONResponse:
        return JSONResponse(self._webhooks.shown())

    def _organizations(self, asked: Json) -> Json:
        """Let the key reach these organizations: `{"reach": ["org_brightside", "org_lakeside"]}`."""
        reach = asked.get("reach")
        if not isinstance(reach, list) or not reach or not set(reach) <= set(NAMES):
            raise Refusal(400, f"reach is a list of {' and '.join(NAMES)}")
        self._state.reach = tuple(reach)
        return {"reach": reach}

    def _window(self, asked: Json) -> Json:
        """Let the window of an enrollment end: `{"enrollment_id": …, "ends": "2026-11-22"}`, or null for never."""
        end = _day(asked, "ends")
        self._state.window_ends[str(asked.get("enrollment_id"))] = end
        return {"ends": end and end.isoformat()}

    def _plan_year(self, asked: Json) -> Json:
        """Change a plan year: `{"plan_year_id": …, "ends": "2026-11-30", "is_open_enrollment": true}`."""
        is_open, end = asked.get("is_open_enrollment") is True, _day(asked, "ends")
        self._state.plan_years[str(asked.get("plan_year_id"))] = PlanYear(end, is_open)
        return {"ends": end and end.isoformat(), "is_open_enrollment": is_open}

    def _subscribe(self, asked: Json) -> Json:
        """Deliver further events: `{"url": "http://127.0.0.1:3000/…", "secret": …}`."""
        try:
            self._webhooks.subscribe(str(asked.get("url", "")), str(asked.get("secret", "")))
        except ValueError as error:
            raise Refusal(400, str(error)) from error
        return {"url": self._webhooks.url}

    async def _deliver(self, asked: Json) -> Json:
        """Deliver one event now, even a second time, and tell what the bot answered.

        `{"event_id": …}` is one of the list, `{"event": {…}}` is made up. `age` (seconds) and `secret` change the
        signature.
        """
        if not self._webhooks.url:
            raise Refusal(400, "There is no address to deliver to")
        delivery = await self._webhooks.deliver(
            self._event(asked), age=float(asked.get("age", 0)), secret=asked.get("secret")
        )
        return {"status": delivery.status, "trouble": delivery.trouble}

    def _event(self, asked: Json) -> Json:
        if isinstance(asked.get("event"), dict):
            return dict(asked["event"])
        for event in self._state.webhook_events:
            if event["id"] == asked.get("event_id"):
                return event
        raise Refusal(400, "There is no such event")


def _day(asked: Mapping[str, Any], name: str) -> date | None:
    try:
        return date.fromisoformat(asked[name]) if asked.get(name) else None
    except (TypeError, ValueError) as error:
        raise Refusal(400, f"{name} is a date such as 2026-11-30, or null") from error
