"""A colleague in the office: sees what Slack shows them, types, chooses and clicks."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import httpx

from benefits.ids import EMPLOYEE_PREFIX, ENROLLMENT_PREFIX
from sandbox import cast
from tests.patience import eventually
from tests.shown import block_of, buttons_of, inventory, label_of, labels_of, menus_of, notice_of, words_of

Json = dict[str, Any]

TRY_AGAIN = "try again in a moment"
"""What the bot asks for where a read took too long, as on a busy machine."""


@dataclass(frozen=True)
class Colleague:
    """One person in the office, who sees what Slack shows them and does what can be done there."""

    http: httpx.AsyncClient
    id: str

    async def act(self, verb: str, **details: Any) -> Json:  # noqa: ANN401 - fields of the act
        """Do something; returns Slack's answer, `ok` or not."""
        answer: Json = (await self.http.post("/sandbox/act", json={"as": self.id, "do": verb, **details})).json()
        return answer

    async def state(self) -> Json:
        """Everything this person sees."""
        seen: Json = (await self.http.get("/sandbox/state", params={"as": self.id})).json()
        return seen

    async def command(self, text: str, conversation: str = cast.GENERAL) -> Json:
        """Type a command into a channel."""
        return await self.act("say", conversation=conversation, text=text)

    async def modal(self, holds: Callable[[Json], bool] = lambda _view: True) -> Json:
        """The modal on top, once it is there and `holds`."""

        async def look() -> Json | None:
            views = (await self.state())["views"]
            return views[-1] if views and holds(views[-1]) else None

        found: Json = await eventually(look, "a modal")
        return found

    async def modal_with(self, text: str) -> Json:
        """The modal on top, once it contains a text."""
        return await self.modal(lambda view: text in words_of(view))

    async def home(self, text: str) -> Json:
        """Their Home tab, once it contains a text."""

        async def look() -> Json | None:
            shown = (await self.state())["home"]
            return shown if shown and text in words_of(shown) else None

        found: Json = await eventually(look, f"a Home tab with {text!r}")
        return found

    async def press(self, view: Json, action: str) -> Json:
        """Press the first button of this kind in their Home tab."""
        return await self.act("view_click", view_id=view["id"], block_id=block_of(view, action), action_id=action)

    async def messages(self, conversation: str = cast.APPROVALS) -> list[Json]:
        """What stands in a conversation."""
        found: list[Json] = (await self.state())["messages"].get(conversation, [])
        return found

    async def reads(self, text: str, conversation: str = cast.APPROVALS) -> Json:
        """A message that contains a text, once it is there; the latest."""

        async def look() -> Json | None:
            found = [message for message in await self.messages(conversation) if text in words_of(message)]
            return found[-1] if found else None

        message: Json = await eventually(look, f"a message with {text!r}")
        return message

    async def told(self, conversation: str = cast.APPROVALS) -> str:
        """The latest message that only this person sees, once there is one."""

        async def look() -> str | None:
            found = [m["text"] for m in await self.messages(conversation) if m["ephemeral"]]
            return found[-1] if found else None

        sentence: str = await eventually(look, "an ephemeral message")
        return sentence

    async def direct(self) -> str:
        """The conversation with the bot."""

        async def look() -> str | None:
            return next((c["id"] for c in (await self.state())["conversations"] if c["kind"] == "im"), None)

        conversation: str = await eventually(look, "a conversation with the bot")
        return conversation

    async def card(self, status: str = "", conversation: str = cast.APPROVALS, of: str = "") -> Json:
        """The latest card (a message that is in no thread), or that `of` one request, once it shows `status`."""

        async def look() -> Json | None:
            cards = [m for m in await self.messages(conversation) if not m["thread_ts"] and not m["ephemeral"]]
            cards = [card for card in cards if not of or labels_of(card)[:1] == [of]]
            return cards[-1] if cards and status in words_of(cards[-1]) else None

        wanted = " ".join(part for part in ("a card", of and f"of {of}", status and f"with {status!r}") if part)
        card: Json = await self._eventually(look, wanted, conversation)
        return card

    async def copy(self, of: Json, status: str, conversation: str = cast.APPROVALS) -> Json:
        """That very message, once it shows `status`; not another one that says the same."""

        async def look() -> Json | None:
            found = (m for m in await self.messages(conversation) if m["ts"] == of["ts"])
            return next((message for message in found if status in words_of(message)), None)

        copy: Json = await self._eventually(look, f"the message {of['ts']} with {status!r}", conversation)
        return copy

    async def thread(self, card: Json, conversation: str = cast.APPROVALS) -> list[str]:
        """What stands in the thread under a card, post by post."""
        return [words_of(m) for m in await self.messages(conversation) if m["thread_ts"] == card["ts"]]

    async def posted(self, card: Json, text: str, conversation: str = cast.APPROVALS) -> str:
        """The post in the thread under a card that contains a text, once it is there."""

        async def look() -> str | None:
            return next((post for post in await self.thread(card, conversation) if text in post), None)

        post: str = await eventually(look, f"a post with {text!r}")
        return post

    async def click(self, message: Json, action: str, conversation: str = cast.APPROVALS, **more: Any) -> Json:  # noqa: ANN401
        """Press a button of a message, also if the message is being redrawn with the same button."""
        place = {"conversation": conversation, "ts": message["ts"], "action_id": action}
        answer = await self.act("click", **place, block_id=block_of(message, action), **more)
        if answer.get("error") != "gone":
            return answer
        redrawn = next(found for found in await self.messages(conversation) if found["ts"] == message["ts"])
        return await self.act("click", **place, block_id=block_of(redrawn, action), **more)

    async def opens_approval(self, card: Json, conversation: str = cast.APPROVALS) -> Json:
        """Open the form that shows all facts and approves."""
        assert (await self.click(card, "approve_form", conversation))["ok"]
        return await self.modal_with("You may leave it empty.")

    async def approves(self, card: Json, note: str = "", conversation: str = cast.APPROVALS) -> Json:
        """Approve in the form; returns Slack's answer to it."""
        return await self.submit(await self.opens_approval(card, conversation), {"note": {"note": note}})

    async def withdraws(self, card: Json, reason: str = "") -> Json:
        """Take a request back, in the direct message about it; returns Slack's answer to the form."""
        direct, label = await self.direct(), label_of(card)

        async def look() -> Json | None:
            found = [m for m in await self.messages(direct) if label in words_of(m).split() and m["blocks"]]
            return next((message for message in found if "withdraw" in buttons_of(message)), None)

        message = await eventually(look, f"a button to withdraw {label}")
        assert (await self.click(message, "withdraw", direct))["ok"]
        view = await self.modal_with("Nothing changes until you submit")
        return await self.submit(view, {"reason": {"reason": reason}})

    async def find(self, view: Json, typed: str) -> list[Json]:
        """What the employee typeahead offers."""
        answer = await self.act(
            "options", view_id=view["id"], block_id="employee", action_id="employee", query=typed, values={}
        )
        options: list[Json] = answer.get("options", [])
        return options

    async def choose(self, view: Json, block_id: str, option: Json | list[Json], values: Json | None = None) -> Json:
        """Choose an option in a modal's menu, or several where it takes several."""
        action = block_id.partition(":")[0].removesuffix("_optional")
        menu = next((block for block in view["blocks"] if block.get("block_id") == block_id), None)
        takes_several = menu is not None and menu["element"]["type"] in ("checkboxes", "multi_static_select")
        if takes_several and not isinstance(option, list):
            option = [option]
        return await self.act(
            "view_click", view_id=view["id"], block_id=block_id, action_id=action, selected=option, values=values or {}
        )

    async def fill_in(
        self, employee: str, enrollment: int = 0, qle: int = 0, reason: str = "New baby", *, together: bool = False
    ) -> Json:
        """Open the request modal and fill it in; returns it with `values`, ready to be submitted. `together` is for
        every enrollment that can be chosen."""
        await self.command("/reissue")
        view = await self.modal(lambda shown: any(b["type"] == "input" for b in shown["blocks"]))
        option = await self._somebody(view, employee)
        await self.choose(view, "employee", option)
        view = await self.modal(lambda shown: len(menus_of(shown)) == 2 or _asks_for_another_try(shown))
        if _asks_for_another_try(view):  # on a busy machine an answer may come too late
            await self.choose(view, "employee", option)
            view = await self.modal(lambda shown: len(menus_of(shown)) == 2)
        first, second = menus_of(view)
        options = first["element"]["options"]
        values = {
            "employee": {"employee": option},
            first["block_id"]: {"enrollment": options if together else [options[enrollment]]},
            second["block_id"]: {"qle": second["element"]["options"][qle]},
            "reason": {"reason": reason},
        }
        return {**view, "values": values}

    async def submit(self, view: Json, values: Json | None = None) -> Json:
        """Submit a modal."""
        return await self.act("submit", view_id=view["id"], values=values or view["values"])

    async def requests(self, employee: str = "ada", **choices: Any) -> Json:  # noqa: ANN401 - arguments of fill_in
        """Send a request for approval; returns its card."""
        return (await self._requested(await self.fill_in(employee, **choices)))[0]

    async def requests_together(self, employee: str = "ada", **choices: Any) -> list[Json]:  # noqa: ANN401
        """Send a request for every enrollment of an employee; returns the cards, the full one first."""
        return await self._requested(await self.fill_in(employee, together=True, **choices))

    async def _requested(self, view: Json) -> list[Json]:

        async def submitted() -> Json | None:
            answer = await self.submit(view)
            return None if TRY_AGAIN in str(answer.get("errors")) else answer

        answer = await eventually(submitted, "a request that could be read in time")
        assert answer["ok"], answer
        labels = labels_of(await self.modal_with("Sent to"))
        await self.act("close", view_id=view["id"])
        return [await self.card("Waiting for approval", of=label) for label in labels]

    async def hears(self, act: Awaitable[Json], conversation: str = cast.APPROVALS) -> str:
        """What only this person is told after they did something, once they are: in a new modal, or in a message."""
        before = {message["ts"] for message in await self._only_mine(conversation)}
        before |= {view["id"] for view in (await self.state())["views"]}
        answer = await act
        assert answer.get("ok", True), answer

        async def look() -> str | None:
            modals = [view for view in (await self.state())["views"] if view["id"] not in before]
            if modals and (said := notice_of(modals[-1])):
                await self.act("close", view_id=modals[-1]["id"])
                return said
            return next((m["text"] for m in await self._only_mine(conversation) if m["ts"] not in before), None)

        sentence: str = await eventually(look, "an answer for one person only")
        return sentence

    async def _somebody(self, view: Json, typed: str) -> Json:
        """The first employee the typeahead offers, once it offers any: at first they may still be being loaded."""

        async def look() -> Json | None:
            found = await self.find(view, typed)
            is_somebody = found and found[0]["value"].startswith((EMPLOYEE_PREFIX, ENROLLMENT_PREFIX))
            return found[0] if is_somebody else None

        option: Json = await eventually(look, f"somebody called {typed!r}")
        return option

    async def _eventually(self, look: Callable[[], Awaitable[Json | None]], what: str, conversation: str) -> Json:
        """What `look` finds at last; or else the error says which messages there were."""
        try:
            found: Json = await eventually(look, what)
        except AssertionError as error:
            error.add_note(f"In {conversation} there is: {inventory(await self.messages(conversation))}")
            raise
        return found

    async def _only_mine(self, conversation: str) -> list[Json]:
        return [message for message in await self.messages(conversation) if message["ephemeral"]]


def _asks_for_another_try(view: Json) -> bool:
    return "try_again" in buttons_of(view) or any(block.get("block_id") == "notice" for block in view["blocks"])
