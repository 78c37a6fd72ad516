"""docs/pictures/architecture.svg: the rooms as boxes, and who imports or calls whom as arrows."""

from collections.abc import Iterator

from tests.docs.svg import Box, drawn, opened, path, small

HEIGHT = 588

TITLE = "The rooms of the bot"

SAID = """Slack and Vitable are outside. bot, at the top, assembles and runs everything; it imports handlers, store and
sandbox. handlers, which speaks with Slack, and store, which remembers requests, both import approvals and not each
other. approvals, the core, imports benefits, which calls Vitable. The sandbox stands alone and imports none of them."""

BOXES = (
    Box(24, 24, 190, 62, "Slack", ("people click and read",), "outside"),
    Box(640, 24, 196, 62, "You, in a terminal", ("doctor, migrate, export, …",), "outside"),
    Box(24, 150, 812, 76, "bot/", ("web · Socket Mode · commands · settings · drivers · health; app.py assembles",)),
    Box(24, 290, 250, 76, "handlers/", ("Slack, both ways:", "listeners, cards, forms, words")),
    Box(304, 290, 250, 76, "store/", ("SQLite and PostgreSQL:", "tables, migrations, the audit")),
    Box(584, 290, 252, 76, "sandbox/", ("a Slack and a benefits API", "on your machine; stands alone")),
    Box(24, 416, 530, 56, "approvals/", ("what a request is, and what may happen to it",), "room core"),
    Box(24, 508, 530, 56, "benefits/", ("the Vitable Connect API, in both contracts",)),
    Box(640, 505, 196, 62, "Vitable", ("reads, and one POST",), "outside"),
)

IMPORTS = (
    (149, 226, 149, 288),
    (429, 226, 429, 288),
    (710, 226, 710, 288),
    (149, 366, 149, 414),
    (429, 366, 429, 414),
    (289, 472, 289, 506),
)
CALLS = ((90, 86, 90, 148), (150, 148, 150, 88), (738, 86, 738, 148), (554, 536, 638, 536))


def rooms_drawing() -> str:
    """The whole picture."""
    return "\n".join([opened(HEIGHT, TITLE, SAID), *map(drawn, BOXES), *_lines(), _legend(), "</svg>", ""])


def _lines() -> Iterator[str]:
    for kind, arrows in (("import", IMPORTS), ("call", CALLS)):
        yield from (path(kind, arrow) for arrow in arrows)


def _legend() -> str:
    return (
        path("import", (300, 42, 344, 42))
        + small(352, 47, "imports")
        + path("call", (300, 68, 344, 68))
        + small(352, 73, "calls, at run time")
        + small(170, 122, "deliveries, Web API")
    )
