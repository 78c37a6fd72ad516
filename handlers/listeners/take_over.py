"""Listener of *Take over*: a requester takes a request over from one who left."""

from slack_bolt.async_app import AsyncAck

from approvals.core import UseCases
from handlers.payloads import Body, Click


async def on_take_over(ack: AsyncAck, body: Body, use_cases: UseCases) -> None:
    """*Take over*: it is committed before the acknowledgement."""
    click = Click.of(body)
    actor = await use_cases.authority.known(click.actor)
    await use_cases.take_overs.take_over(actor, click.seen.request_id)
    await ack()
