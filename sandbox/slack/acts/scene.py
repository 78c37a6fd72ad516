"""The context of an act: the workspace, the deliveries to the app, and the person who acts."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from sandbox.cast import Channel, Person
from sandbox.slack.blocks.containers import with_children
from sandbox.slack.blocks.views import elements_of
from sandbox.slack.delivery import Delivery, NotAnswered
from sandbox.slack.errors import ActRefused
from sandbox.slack.notices import NoticeKind
from sandbox.slack.workspace import Workspace

Json = dict[str, Any]


@dataclass(frozen=True)
class Scene:
    """The context of one person's act. `address` is the sandbox's URL in the request, without a slash at the end."""

    workspace: Workspace
    delivery: Delivery
    person: Person
    address: str
    force: bool = False

    def conversation(self, name: str) -> Channel:
        """A conversation that this person can see; with `force` any. Raises `ActRefused` if there isn't one."""
        channel = self.workspace.directory.conversation(name)
        if channel is None:
            raise ActRefused("no_such_conversation", f"There is no conversation {name}.")
        if not self.force and not self.workspace.directory.sees(self.person, channel):
            raise ActRefused("not_visible", f"{self.person.real_name} cannot see {channel.name}.")
        return channel

    def response_url(self, channel: Channel, message_ts: str | None = None) -> str:
        """A new response URL for something this person did."""
        return f"{self.address}/response/{self.workspace.response_urls.issue(self.person.id, channel.id, message_ts)}"

    def trigger_id(self, view_id: str | None = None) -> str:
        """A new trigger id for something this person did."""
        return self.workspace.triggers.issue(self.person.id, view_id)

    @contextmanager
    def telling(
        self,
        conversation: str | None = None,
        view_id: str | None = None,
        instead: Mapping[str, str] = MappingProxyType({}),
    ) -> Iterator[None]:
        """If the app does not answer in this block, show the person Slack's sentence, and raise `NotAnswered` with it.

        `instead` maps failure codes to other sentences, for acts that have their own in Slack.
        """
        try:
            yield
        except NotAnswered as failure:
            kind: NoticeKind = "operation_timeout" if failure.code == "operation_timeout" else "trouble_connecting"
            sentence = instead.get(failure.code, failure.sentence)
            self.workspace.notify(self.person.id, kind, sentence, conversation, view_id)
            raise NotAnswered(failure.code, sentence) from failure


def element_at(blocks: list[Json] | None, block_id: str, action_id: str) -> tuple[Json, Json]:
    """The block and element with these ids. Raises `ActRefused` if they no longer exist."""
    for block in with_children(blocks):
        for element in elements_of(block):
            if block["block_id"] == block_id and element.get("action_id") == action_id:
                return block, element
    raise ActRefused("gone", f"There is no {action_id} in {block_id} any more.")
