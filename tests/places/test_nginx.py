"""The bot behind a real nginx, as docs/network.md recommends: replicas are restarted while people click."""

import asyncio
import shutil
import sys
from collections.abc import Coroutine
from pathlib import Path

import pytest

from tests.places.environments import ROOT, environment_with_the_lock, run
from tests.places.rolling import Site, site

pytestmark = [pytest.mark.anyio, pytest.mark.places]

PREVIOUS = "5b6b150a59024d7c4771ae7b5f5433d06b602914"
"""A commit with older tables: three migrations come after it."""


async def clicked_during(deploy: Coroutine[None, None, None], place: Site) -> None:
    """People click until the deploy is over. Every delivery was answered, and every approval sent once."""
    rolling = asyncio.create_task(deploy)
    await place.click_until(rolling.done)
    await rolling
    await place.all_reissued()
    passed = place.nginx.passed()
    assert [delivery for delivery in passed if (delivery.status, delivery.scheme) != ("200", "https")] == []
    assert any(len(delivery.asked) > 1 for delivery in passed), "no delivery met a replica that was away"
    assert len(passed) >= 2 * len(place.made)
    assert {number: len(posts) for number in place.made if len(posts := place.api.posts(number)) != 1} == {}
    assert place.told == {}, "an approval was refused"


async def test_no_click_is_lost_or_carried_out_twice_while_replicas_are_restarted_in_turn(
    postgres_url: str, tmp_path: Path
) -> None:
    async def restart_each_twice() -> None:
        for replica in (*place.replicas, *place.replicas):
            await replica.stop()
            await replica.start()

    async with site(postgres_url, tmp_path) as place:
        for replica in place.replicas:
            await replica.start()
        await clicked_during(restart_each_twice(), place)


async def test_nor_while_an_older_version_is_replaced_by_this_one_with_a_migration_between(
    empty_postgres_url: str, tmp_path: Path
) -> None:
    async def deploy() -> None:
        await asyncio.to_thread(migrate, ROOT, place)
        for replica in place.replicas:
            await replica.stop()
            replica.source, replica.python = ROOT, sys.executable
            await replica.start()

    async with site(empty_postgres_url, tmp_path) as place:
        older = unpacked(PREVIOUS, tmp_path / "older")
        python = environment_with_the_lock(Path(sys.executable), "previous", older / "requirements-dev.txt")
        migrate(older, place, python)
        for replica in place.replicas:
            replica.source, replica.python = older, python
            await replica.start()
        await clicked_during(deploy(), place)
        verified = bot(ROOT, place, "export", "--verify")
    assert verified.startswith("The chain is whole")


def unpacked(commit: str, folder: Path) -> Path:
    """The source as it was at a commit, in a new folder."""
    packed = folder.with_suffix(".tar")
    run("git", "archive", "--output", str(packed), commit, folder=ROOT)
    shutil.unpack_archive(packed, folder, filter="data")
    return folder


def migrate(source: Path, place: Site, python: str | Path = sys.executable) -> None:
    """What a release does first."""
    bot(source, place, "migrate", python=python)


def bot(source: Path, place: Site, *arguments: str, python: str | Path = sys.executable) -> str:
    """What a command of that source says, with the settings of the replicas."""
    return run(str(python), "-m", "bot", *arguments, folder=source, env=place.replicas[0].env)
