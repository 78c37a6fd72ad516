"""The page `/metrics`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, ProcessCollector
from prometheus_client.registry import Collector
from starlette.responses import Response

from bot.app import Bot
from bot.metrics.figures import Family, families
from bot.metrics.registry import METRICS, Mode

if TYPE_CHECKING:
    from bot.socket_mode.watch import SocketWatch  # a bot over HTTP does not load it


class MetricsPage:
    """Prometheus's text format of what a process of this mode has."""

    def __init__(self, bot: Bot, mode: Mode, watch: "SocketWatch | None") -> None:
        self._bot = bot
        self._mode = mode
        self._watch = watch
        self._counted = bot.signals.counts.registered(mode)
        ProcessCollector(registry=self._counted)

    async def answer(self) -> Response:
        """The page. While the database is away it lacks what is in there; `reissue_troubles` says so."""
        from prometheus_client.exposition import (  # noqa: PLC0415 - it has a server too, of 0.6 MB
            CONTENT_TYPE_LATEST,
            generate_latest,
        )

        read = CollectorRegistry(auto_describe=False)
        read.register(_Read([each for each in await families(self._bot, self._watch) if self._has(each)]))
        return Response(generate_latest(read) + generate_latest(self._counted), media_type=CONTENT_TYPE_LATEST)

    def _has(self, family: Family) -> bool:
        name = f"{family.name}_total" if family.type == "counter" else family.name
        return self._mode in METRICS[name].modes


@dataclass(frozen=True, slots=True, eq=False)
class _Read(Collector):
    """Families that were read already: Prometheus's client cannot wait for a database."""

    families: Sequence[Family]

    def collect(self) -> Iterator[Family]:
        """All of them."""
        yield from self.families
