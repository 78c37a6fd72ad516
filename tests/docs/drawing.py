"""docs/pictures/architecture.svg: the rooms as boxes, and who imports or calls whom as arrows."""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT = 860, 588

TITLE = "The rooms of the bot"

SAID = """Slack and Vitable are outside. bot, at the top, assembles and runs everything; it imports handlers, store and
sandbox. handlers, which speaks with Slack, and store, which remembers requests, both import approvals and not each
other. approvals, the core, imports benefits, which calls Vitable. The sandbox stands alone and imports none of them."""

STYLE = """
text { font: 15px system-ui, sans-serif; fill: #16211f }
.name { font-weight: 700 } .small { font-size: 13px; fill: #3c4b48 }
.room { fill: #e3f0ec; stroke: #17352f; stroke-width: 1.5 } .core { fill: #c9e4db }
.outside { fill: #fff; stroke: #17352f; stroke-width: 1.5; stroke-dasharray: 5 4 }
.import { stroke: #17352f; stroke-width: 2; fill: none; marker-end: url(#head) }
.call { stroke: #a04a12; stroke-width: 2; stroke-dasharray: 7 4; fill: none; marker-end: url(#call) }
"""


@dataclass(frozen=True)
class Box:
    """A room, or something outside: its place in the drawing, its name, and lines about it."""

    x: int
    y: int
    width: int
    height: int
    name: str
    about: tuple[str, ...]
    kind: str = "room"


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


def drawing() -> str:
    """The whole picture."""
    return "\n".join([_head(), *map(_box, BOXES), *_lines(), _legend(), "</svg>", ""])


def _head() -> str:
    heads = "".join(
        f'<marker id="{name}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto">'
        f'<path d="M0 0L10 5L0 10z" fill="{colour}"/></marker>'
        for name, colour in (("head", "#17352f"), ("call", "#a04a12"))
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-labelledby="t d">'
        f'<title id="t">{TITLE}</title><desc id="d">{escape(" ".join(SAID.split()))}</desc>'
        f'<style>{STYLE}</style><defs>{heads}</defs><rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>'
    )


def _box(box: Box) -> str:
    middle = box.y + box.height / 2 - 9 * len(box.about) + 5
    lines = [f'<text class="name" x="{box.x + 14}" y="{middle:g}">{escape(box.name)}</text>']
    for number, line in enumerate(box.about, start=1):
        lines.append(f'<text class="small" x="{box.x + 14}" y="{middle + 18 * number:g}">{escape(line)}</text>')
    shape = f'<rect class="{box.kind}" x="{box.x}" y="{box.y}" width="{box.width}" height="{box.height}" rx="8"/>'
    return shape + "".join(lines)


def _lines() -> Iterator[str]:
    for kind, arrows in (("import", IMPORTS), ("call", CALLS)):
        for x, y, to_x, to_y in arrows:
            yield f'<path class="{kind}" d="M{x} {y}L{to_x} {to_y}"/>'


def _legend() -> str:
    return (
        '<path class="import" d="M300 42L344 42"/><text class="small" x="352" y="47">imports</text>'
        '<path class="call" d="M300 68L344 68"/><text class="small" x="352" y="73">calls, at run time</text>'
        '<text class="small" x="170" y="122">deliveries, Web API</text>'
    )
