"""Health: is the process alive, and can it commit a click now?"""

from typing import TYPE_CHECKING, Any

from starlette.responses import JSONResponse, Response

from approvals.errors import StoreError
from bot.app import Bot
from bot.health.audit_trouble import told_of_audit
from bot.health.trouble_words import sentence, told, told_of_contract, told_of_held_back, told_of_names, told_of_slack
from bot.metrics.registry import Mode
from handlers.board.opened import DUTY

if TYPE_CHECKING:
    from bot.socket_mode.watch import SocketWatch  # a bot over HTTP does not load it

UNKNOWN = {"benefits": "unknown", "sending": "unknown", "audit": "unknown", "names": "unknown"}


async def readiness(bot: Bot, mode: Mode, watch: "SocketWatch | None") -> Response:
    """The answer of /readyz: 503 if this process cannot commit. `watch` is its connection if it uses Socket Mode.

    Troubles with Slack and the API are listed with 200: clicks are still kept.

    A socket that is not connected is listed with 200 too. Clicks do not arrive then, but nothing is lost, requests are
    still driven, and a restart would not connect any sooner.
    """
    trouble, database = await bot.database.look()
    troubles, spoken = bot.background.troubles, bot.background.spoken
    without_trouble = "ok" if spoken.looked.is_set() else "unknown"
    body: dict[str, Any] = {
        "ready": trouble is None,
        "database": database,
        "cards": bot.board.troubles.current() or "ok",
        "slack": told_of_slack(troubles["slack"]) if "slack" in troubles else "ok",
        "contract": told_of_contract(troubles["contract"], spoken.told) if "contract" in troubles else without_trouble,
        "products": told_of_contract(troubles["products"], spoken.told) if "products" in troubles else "ok",
        "vitable": {call: sentence(why) for call, why in bot.vitable.current().items()} or "ok",
        **(UNKNOWN if trouble else await _told_by_all(bot)),
    }
    if mode is Mode.WEB:
        body["slack_signature"] = bot.refused.trouble() or "ok"
        if bot.webhooks is not None:
            body["webhook_signature"] = bot.webhooks.refused.trouble() or "ok"
    if watch is not None:
        body["socket"] = watch.trouble or "ok"
    return JSONResponse(body, status_code=200 if trouble is None else 503)


async def _told_by_all(bot: Bot) -> dict[str, Any]:
    """The troubles of the employee index and of the audit, the approved requests that wait, and the names in channels
    that are open. Every replica says the same.
    """
    try:
        async with bot.store.reading() as work:
            open_channels = await work.leases.report(DUTY)
            left = {channel: await work.cards.with_names(channel) for channel in open_channels}
            names = {channel: told_of_names(open_channels[channel], those) for channel, those in left.items() if those}
            return {
                "benefits": told(await work.refreshes.report()) or "ok",
                "sending": told_of_held_back(await work.requests.held_back()) or "ok",
                "audit": told_of_audit(await bot.audit.trouble()) or "ok",
                "names": names or "ok",
            }
    except StoreError:
        return UNKNOWN
