"""docs/reference/metrics.md, from `bot/metrics/registry.py` if there is one, and else from the source of the page."""

import importlib
import importlib.util
import re
from collections.abc import Iterable, Iterator
from typing import Any

from tests.docs.blocks import ROOT
from tests.docs.markdown import NONE, code, page, table

REGISTRY = "bot.metrics.registry"

FOREWORD = """`/metrics` has these for Prometheus, and `process_…` of its Python client. Where it is, and what to alert
on: [health](../monitor.md#health)."""

SCOPES = """Of the **process**: add up the replicas. **Database-wide**: every replica says the same, so take the `max`
of them, never the sum."""

DECLARED = re.compile(r'Gauge\(\s*"(\w+)",\s*"([^"]+)"(?:,\s*\[([^\]]*)\])?')


def metrics_page() -> str:
    """The whole page."""
    parts = [SCOPES, _declared()] if importlib.util.find_spec(REGISTRY.rpartition(".")[0]) else [_found()]
    return page("Metrics", FOREWORD, *parts)


def _declared() -> str:
    metrics: Iterable[Any] = importlib.import_module(REGISTRY).METRICS.values()
    titles = ["metric", "type", "labels", "of", "processes", "meaning"]
    return table(titles, sorted(_row(each) for each in metrics))


def _row(metric: Any) -> tuple[str, ...]:  # noqa: ANN401 - its class is not there in every release
    scope = "the database" if metric.scope.value == "database" else "the process"
    modes = ", ".join(sorted(mode.value for mode in metric.modes))
    return code(metric.name), metric.kind.value, _codes(metric.labels), scope, modes, metric.help


def _found() -> str:
    return table(["metric", "type", "labels", "meaning"], _rows())


def _rows() -> Iterator[tuple[str, ...]]:
    source = (ROOT / "bot/health/metrics.py").read_text(encoding="utf-8")
    for name, meaning, labels in sorted(DECLARED.findall(source)):
        yield code(name), "gauge", _codes(re.findall(r"\w+", labels)), meaning
    for name, what in (("deliveries", "Deliveries"), ("webhooks", "Vitable's deliveries")):
        yield code(f"reissue_{name}_verified_total"), "counter", NONE, f"{what} with a right signature"
        yield code(f"reissue_{name}_refused_total"), "counter", code("reason"), f"{what} refused"


def _codes(names: Iterable[str]) -> str:
    return ", ".join(map(code, names)) or NONE
