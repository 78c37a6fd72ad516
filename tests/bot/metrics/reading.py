"""Reads a page of metrics as Prometheus does."""

from collections.abc import Mapping

import httpx
from prometheus_client import Metric
from prometheus_client.parser import text_string_to_metric_families

Series = Mapping[tuple[str, frozenset[tuple[str, str]]], float]


def families_of(page: str) -> Mapping[str, Metric]:
    """The families by the name that the registry has."""
    return {
        f"{one.name}_total" if one.type == "counter" else one.name: one for one in text_string_to_metric_families(page)
    }


class Figures:
    """The values of one page: `figures("reissue_requests", status="pending")`."""

    def __init__(self, page: str) -> None:
        self.page = page
        self._series: Series = {
            (sample.name, frozenset(sample.labels.items())): sample.value
            for family in text_string_to_metric_families(page)
            for sample in family.samples
        }

    def __call__(self, name: str, **labels: str) -> float | None:
        """The value of a series; None if there is none."""
        return self._series.get((name, frozenset(labels.items())))


async def figures_of(web: httpx.AsyncClient) -> Figures:
    """The values now."""
    answer = await web.get("/metrics")
    assert answer.status_code == 200
    return Figures(answer.text)
