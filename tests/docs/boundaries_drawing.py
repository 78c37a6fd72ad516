"""docs/pictures/boundaries.svg: who stands where, and what crosses from one to another, by number."""

from tests.docs.svg import STYLE, Arrow, Box, drawn, opened, path, rect, small

HEIGHT = 560

TITLE = "The trust boundaries"

SAID = """At the top are three places that you do not control: Slack's, with people and Slack in it; the internet, with
anyone in it; Vitable's. Below them is yours: the bot in the middle, its database, the operator, and your monitoring.
Numbered arrows cross between them: 1 people to Slack; 2 Slack to the bot; 3 the bot to Slack; 4 anyone to the bot; 5
the bot to Vitable; 6 Vitable to the bot; 7 the bot to its database; 8 the operator to the bot and to its database; 9
monitoring to the bot."""

MARKS = """
.place { fill: #f6f4ef; stroke: #a04a12; stroke-width: 1.5; stroke-dasharray: 3 4 }
.yours { fill: #f2f8f6; stroke: #17352f }
.mark { fill: #16211f } .number { fill: #fff; font-size: 13px; font-weight: 700; text-anchor: middle }
"""

PLACES = (
    Box(24, 24, 396, 130, "Slack's", kind="place"),
    Box(440, 24, 180, 130, "The internet", kind="place"),
    Box(640, 24, 196, 130, "Vitable's", kind="place"),
    Box(24, 250, 812, 290, "Yours", kind="place yours"),
)

BOXES = (
    Box(40, 62, 150, 76, "People", ("yours, guests,", "other companies'"), "outside"),
    Box(256, 62, 148, 76, "Slack", ("says who clicked,", "and who is who"), "outside"),
    Box(456, 62, 148, 76, "Anyone", ("who knows", "the address"), "outside"),
    Box(656, 62, 164, 76, "Vitable Connect", ("the enrollments",), "outside"),
    Box(
        256, 296, 348, 88, "The bot", ("checks each click: signature, person, right;", "holds the secrets"), "room core"
    ),
    Box(256, 446, 348, 76, "The database", ("requests, decisions, names; the audit, chained",)),
    Box(40, 446, 148, 76, "The operator", ("settings, secrets,", "commands")),
    Box(672, 296, 148, 88, "Monitoring", ("health, metrics,", "the log")),
)

CROSSINGS: tuple[tuple[str, tuple[Arrow, ...]], ...] = (
    ("1", ((190, 100, 254, 100),)),
    ("2", ((300, 138, 300, 294),)),
    ("3", ((364, 296, 364, 140),)),
    ("4", ((500, 138, 500, 294),)),
    ("5", ((560, 296, 682, 140),)),
    ("6", ((752, 138, 604, 312),)),
    ("7", ((430, 384, 430, 444),)),
    ("8", ((188, 484, 254, 484), (114, 446, 254, 350))),
    ("9", ((672, 340, 606, 340),)),
)
"""The number of each, and its arrows."""


def boundaries_drawing() -> str:
    """The whole picture."""
    places = [rect(place) + small(place.x + 14, place.y + 24, place.name) for place in PLACES]
    arrows = [path("import", arrow) for _, those in CROSSINGS for arrow in those]
    numbers = [_number(number, arrow) for number, those in CROSSINGS for arrow in those]
    opening = opened(HEIGHT, TITLE, SAID, STYLE + MARKS.lstrip())
    return "\n".join([opening, *places, *map(drawn, BOXES), *arrows, *numbers, "</svg>", ""])


def _number(number: str, arrow: Arrow) -> str:
    x, y, to_x, to_y = arrow
    at_x, at_y = (x + to_x) / 2, (y + to_y) / 2
    return (
        f'<circle class="mark" cx="{at_x:g}" cy="{at_y:g}" r="11"/>'
        f'<text class="number" x="{at_x:g}" y="{at_y + 4.5:g}">{number}</text>'
    )
