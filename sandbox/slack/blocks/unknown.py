"""Types of blocks that this workspace doesn't know: those that a fault of the target "blocks" takes away from it.

Slack brings new blocks to some workspaces earlier than to others, and refuses them elsewhere like a type that does not
exist.
"""

from sandbox.faults import FaultBook
from sandbox.slack.blocks.checks import Place, field
from sandbox.slack.blocks.containers import placed
from sandbox.slack.errors import SlackError


def refuse_unknown(faults: FaultBook, blocks: object, pointer: str, code: str) -> None:
    """Raise `SlackError` if a fault makes a block's type unknown, with the fault's error code or else with this one.

    `pointer` is the place of the blocks in what the app sent.
    """
    where = Place(pointer, [])
    for block, place in placed(blocks, where):
        kind = field(block, "type")
        fault = faults.take("blocks", kind) if isinstance(kind, str) else None
        if fault is not None:
            place.refuse(f"unsupported type: {kind}")
            raise SlackError(fault.message or code, where.problems)
