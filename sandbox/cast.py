"""The fixed cast of the sandbox: its team, people, channels, user groups and secrets."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final, Literal
from zoneinfo import ZoneInfo

TEAM_ID: Final = "T0SANDBOX"
TEAM_NAME: Final = "Brightside HR"
TEAM_DOMAIN: Final = "brightside-hr"
OTHER_TEAM_ID: Final = "T0PARTNER"
OTHER_TEAM_DOMAIN: Final = "harbor-payroll"
ENTERPRISE_ID: Final = "E0BRIGHTSIDE"
ENTERPRISE_NAME: Final = "Brightside"
SISTER_TEAM_ID: Final = "T0SISTER"
SISTER_TEAM_DOMAIN: Final = "brightside-finance"
APP_ID: Final = "A0REISSUE"
APP_NAME: Final = "Reissue"
BOT_USER_ID: Final = "U0BOT"
BOT_ID: Final = "B0BOT"
BOT_TOKEN: Final = "xoxb-sandbox-token"  # noqa: S105 - a made-up token of a made-up workspace
APP_TOKEN: Final = "xapp-1-A0REISSUE-sandbox"  # noqa: S105 - likewise
SIGNING_SECRET: Final = "5a4db0c5a4db0c5a4db0c5a4db0c5a4d"  # noqa: S105 - likewise; 32 hex digits, as Slack's are
API_KEY: Final = "sandbox-vitable-key"
VERIFICATION_TOKEN: Final = "sandbox-verification"  # noqa: S105 - likewise; Slack still sends one, but apps no longer check it

ZONE: Final = "America/New_York"
"""Where the people live, unless one has moved."""

NINA: Final = "U0NINA"
MARCUS: Final = "U0MARCUS"
PRIYA: Final = "U0PRIYA"
GIL: Final = "U0GIL"
OLGA: Final = "U0OLGA"
DANA: Final = "U0DANA"
HUGO: Final = "W0HUGO"
SELMA: Final = "W0SELMA"

APPROVALS: Final = "C0APPROVALS"
GENERAL: Final = "C0GENERAL"
PARTNERS: Final = "C0PARTNERS"
NO_BOT: Final = "C0NOBOT"

HR_MANAGERS: Final = "S0HRMANAGERS"
HR_TEAM: Final = "S0HRTEAM"

SCOPES: Final = frozenset(
    {
        "commands",
        "chat:write",
        "users:read",
        "users:read.email",
        "usergroups:read",
        "channels:read",
        "groups:read",
    }
)
"""The scopes granted to the app when it was installed: exactly those its manifest asks for."""

EVENTS: Final = frozenset({"app_home_opened"})
"""The events the app is subscribed to; they match manifest.json."""

MESSAGES_TAB_READ_ONLY: Final = True
"""Whether people can only read in the app's own conversation (`messages_tab_read_only_enabled` in manifest.json)."""


def today() -> date:
    """The day of the people: in the evening, UTC has the next one already."""
    return datetime.now(ZoneInfo(ZONE)).date()


PersonKind = Literal["member", "guest", "outsider", "deactivated"]


@dataclass
class Person:
    """A person with a Slack account. The flags are Slack's own, and tests may change them.

    In an organization, `teams` are all workspaces of the person, and `global_id` is a second id, which people have who
    were in a workspace before it joined. `acts_under` is the id that payloads name, one of the two. `tz_offset` is what
    Slack says it adds to UTC, in seconds; None: what `tz` says. `status_expiration` is in seconds since 1970; 0: never.
    """

    id: str
    real_name: str
    title: str
    color: str
    team_id: str = TEAM_ID
    deleted: bool = False
    is_restricted: bool = False
    is_stranger: bool = False
    is_bot: bool = False
    tz: str | None = ZONE
    tz_offset: int | None = None
    enterprise_id: str | None = None
    teams: tuple[str, ...] = ()
    global_id: str | None = None
    acts_under: str = ""
    status_text: str = ""
    status_emoji: str = ""
    status_expiration: int = 0

    @property
    def sent_id(self) -> str:
        """The id that payloads name."""
        return self.acts_under or self.id

    @property
    def name(self) -> str:
        """The handle, as in @nina."""
        return self.real_name.split()[0].lower()

    @property
    def initials(self) -> str:
        """Two letters to show in place of a picture."""
        return "".join(part[0] for part in self.real_name.split()[:2])

    @property
    def kind(self) -> PersonKind:
        """This person's role in the team, in one word."""
        if self.deleted:
            return "deactivated"
        if self.is_stranger or (self.enterprise_id is not None and TEAM_ID not in self.teams):
            return "outsider"
        return "guest" if self.is_restricted else "member"

    @property
    def domain(self) -> str:
        """The subdomain of the team that the account belongs to."""
        return {TEAM_ID: TEAM_DOMAIN, SISTER_TEAM_ID: SISTER_TEAM_DOMAIN}.get(self.team_id, OTHER_TEAM_DOMAIN)


@dataclass
class Channel:
    """A channel of the team. `bot_member` says whether the bot is in it."""

    id: str
    name: str
    topic: str
    members: list[str]
    is_private: bool = False
    is_ext_shared: bool = False
    is_org_shared: bool = False
    is_pending_ext_shared: bool = False
    is_archived: bool = False
    bot_member: bool = True


@dataclass
class Group:
    """A user group, mentioned as @handle."""

    id: str
    handle: str
    name: str
    users: list[str] = field(default_factory=list)
    disabled: bool = False


@dataclass(frozen=True)
class Command:
    """A slash command of the app, as its manifest describes it."""

    command: str
    description: str
    usage_hint: str


@dataclass(frozen=True)
class Shortcut:
    """A global shortcut of the app."""

    callback_id: str
    name: str


def cast_people() -> list[Person]:
    """All people, in the order the page lists them."""
    return [
        Person(NINA, "Nina Okafor", "HR operations", "#7c3aed"),
        Person(MARCUS, "Marcus Lindqvist", "HR manager", "#0f766e"),
        Person(PRIYA, "Priya Raman", "HR manager", "#b45309"),
        Person(GIL, "Gil Torres", "Contractor", "#1d4ed8", is_restricted=True),
        Person(OLGA, "Olga Weiss", "Harbor Payroll", "#be123c", team_id=OTHER_TEAM_ID, is_stranger=True),
        Person(DANA, "Dana Cole", "Former HR manager", "#57534e", deleted=True),
        Person(BOT_USER_ID, APP_NAME, "App", "#334155", is_bot=True),
    ]


def cast_sisters() -> list[Person]:
    """People of another workspace of the organization: Hugo is in ours too, Selma is not."""
    return [
        Person(
            HUGO,
            "Hugo Brandt",
            "Benefits, finance",
            "#4d7c0f",
            team_id=SISTER_TEAM_ID,
            enterprise_id=ENTERPRISE_ID,
            teams=(SISTER_TEAM_ID, TEAM_ID),
        ),
        Person(
            SELMA,
            "Selma Aydin",
            "Finance",
            "#a16207",
            team_id=SISTER_TEAM_ID,
            enterprise_id=ENTERPRISE_ID,
            teams=(SISTER_TEAM_ID,),
        ),
    ]


def cast_channels() -> list[Channel]:
    """The channels: private, public, shared with another company, and one the bot is not in."""
    return [
        Channel(
            APPROVALS,
            "benefits-approvals",
            "Mid-year benefit changes waiting for a decision",
            [NINA, MARCUS, PRIYA, GIL, DANA],
            is_private=True,
        ),
        Channel(GENERAL, "general", "Company-wide", [NINA, MARCUS, PRIYA, GIL, DANA]),
        Channel(
            PARTNERS, "partner-desk", "Shared with Harbor Payroll", [NINA, MARCUS, PRIYA, OLGA], is_ext_shared=True
        ),
        Channel(NO_BOT, "hr-lounge", "No apps here", [NINA, MARCUS, PRIYA], is_private=True, bot_member=False),
    ]


def cast_groups() -> list[Group]:
    """The user groups."""
    return [
        Group(HR_MANAGERS, "hr-managers", "HR managers", [MARCUS, PRIYA, DANA, GIL]),
        Group(HR_TEAM, "hr-team", "HR team", [NINA, MARCUS]),
    ]


def cast_commands() -> list[Command]:
    """The app's slash commands."""
    return [Command("/reissue", "Reissue an enrollment", "[enrollment id] | list | status R-12 | help")]


def cast_shortcuts() -> list[Shortcut]:
    """The app's global shortcuts."""
    return [Shortcut("reissue_shortcut", "Reissue an enrollment")]
