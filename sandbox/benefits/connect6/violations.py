"""What no bot should do: calls that a real server may take silently, with a bad outcome.

Tests look at the list and expect it to be empty.
"""

from typing import Literal

from starlette.requests import Request

from sandbox.benefits.connect6_state import Connect6State
from sandbox.recording import note

Rule = Literal["wrong name in the body", "null in the body", "header not taken here", "private record read"]


def record_violation(state: Connect6State, request: Request, rule: Rule, detail: str) -> None:
    """Record that a call breaks a rule; the inspector says it, too."""
    note(request.scope, trouble=f"No bot should do this: {rule} ({detail})")
    state.violations.append(
        {
            "n": len(state.violations) + 1,
            "rule": rule,
            "detail": detail,
            "method": request.method,
            "path": request.url.path.removeprefix("/benefits"),
        }
    )
