"""Metrics for Prometheus: where the requests stand, as the database knows it, whichever replica is asked."""

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, ProcessCollector, generate_latest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from approvals.errors import StoreError
from approvals.status import RequestStatus
from bot.app import Bot


async def metrics(request: Request) -> Response:
    """The figures in Prometheus's text format; 503 when the database does not answer."""
    bot: Bot = request.app.state.bot
    try:
        async with bot.store.reading() as work:
            counts = await work.requests.count_by_status()
            sending = await work.attempts.count_sending()
    except StoreError as error:
        return PlainTextResponse(f"{error}\n", status_code=503)
    registry = CollectorRegistry()
    ProcessCollector(registry=registry)
    requests = Gauge("reissue_requests", "Requests by status", ["status"], registry=registry)
    for status in RequestStatus:
        requests.labels(status.value).set(counts.get(status, 0))
    Gauge("reissue_attempts_sending", "Reissue calls that may be under way", registry=registry).set(sending)
    troubles = Gauge("reissue_troubles", "What Slack or the benefits API refuses now", registry=registry)
    troubles.set(len(bot.board.troubles) + len(bot.background.troubles))
    return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)
