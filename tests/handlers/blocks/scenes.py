"""Everything that has a snapshot, by name. `python -m tests.handlers.blocks.scenes` writes the snapshots anew.

Look at what changed in them as you would look at a changed screen.
"""

import json
from pathlib import Path
from typing import Any

from tests.handlers.blocks.card_scenes import (
    card_scenes,
    group_scenes,
    in_place_of_others_scenes,
    post_scenes,
    unrouted_scenes,
)
from tests.handlers.blocks.document_scenes import document_form_scenes, document_scenes
from tests.handlers.blocks.form_scenes import group_modal_scenes, other_modal_scenes, request_modal_scenes
from tests.handlers.blocks.found_scenes import found_scenes, named_scenes
from tests.handlers.blocks.overview_scenes import digest_scenes, home_scenes, listing_scenes, several_scenes
from tests.handlers.blocks.record_scenes import record_messages, record_modals

SNAPSHOTS = Path(__file__).parent / "snapshots"
Payload = dict[str, Any]


def message_scenes() -> dict[str, Payload]:
    """Every message."""
    drawings = {
        **dict(card_scenes()),
        **dict(unrouted_scenes()),
        **dict(post_scenes()),
        **dict(in_place_of_others_scenes()),
        **dict(digest_scenes()),
    }
    drawings |= {**dict(listing_scenes()), **dict(found_scenes()), **dict(group_scenes()), **dict(record_messages())}
    drawings |= dict(document_scenes())
    return {name: {"text": drawing.text, "blocks": drawing.blocks} for name, drawing in drawings.items()}


def view_scenes() -> dict[str, Payload]:
    """Every modal, and the Home tab."""
    return {
        **dict(request_modal_scenes()),
        **dict(named_scenes()),
        **dict(record_modals()),
        **dict(other_modal_scenes()),
        **dict(group_modal_scenes()),
        **dict(home_scenes()),
        **dict(several_scenes()),
        **dict(document_form_scenes()),
    }


def snapshot_of(payload: Payload) -> str:
    """A payload as it stands in its file."""
    return json.dumps(payload, indent=1, ensure_ascii=False) + "\n"


def path_of(name: str) -> Path:
    """Where the snapshot of a scene is kept."""
    return SNAPSHOTS / f"{name}.json"


def write_all() -> None:
    """Write every snapshot, and remove those of scenes that are gone."""
    scenes = {**message_scenes(), **view_scenes()}
    for name, payload in scenes.items():
        path_of(name).parent.mkdir(parents=True, exist_ok=True)
        path_of(name).write_text(snapshot_of(payload), encoding="utf-8")
    wanted = {path_of(name) for name in scenes}
    for path in set(SNAPSHOTS.rglob("*.json")) - wanted:
        path.unlink()


if __name__ == "__main__":
    write_all()
