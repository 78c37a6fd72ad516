"""What the drawings of the documentation have in common: boxes, arrows and colours, as SVG."""

from dataclasses import dataclass
from html import escape

WIDTH = 860

STYLE = """
text { font: 15px system-ui, sans-serif; fill: #16211f }
.name { font-weight: 700 } .small { font-size: 13px; fill: #3c4b48 }
.room { fill: #e3f0ec; stroke: #17352f; stroke-width: 1.5 } .core { fill: #c9e4db }
.outside { fill: #fff; stroke: #17352f; stroke-width: 1.5; stroke-dasharray: 5 4 }
.import { stroke: #17352f; stroke-width: 2; fill: none; marker-end: url(#head) }
.call { stroke: #a04a12; stroke-width: 2; stroke-dasharray: 7 4; fill: none; marker-end: url(#call) }
"""

Arrow = tuple[int, int, int, int]
"""From x and y to x and y."""


@dataclass(frozen=True)
class Box:
    """A room, or something outside: its place in the drawing, its name, and lines about it."""

    x: int
    y: int
    width: int
    height: int
    name: str
    about: tuple[str, ...] = ()
    kind: str = "room"


def opened(height: int, title: str, said: str, style: str = STYLE) -> str:
    """The beginning of a drawing. `said` is read to those who cannot see it."""
    heads = "".join(
        f'<marker id="{name}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto">'
        f'<path d="M0 0L10 5L0 10z" fill="{colour}"/></marker>'
        for name, colour in (("head", "#17352f"), ("call", "#a04a12"))
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" aria-labelledby="t d">'
        f'<title id="t">{title}</title><desc id="d">{escape(" ".join(said.split()))}</desc>'
        f'<style>{style}</style><defs>{heads}</defs><rect width="{WIDTH}" height="{height}" fill="#fff"/>'
    )


def drawn(box: Box) -> str:
    """A box with its name and the lines about it, in the middle of its height."""
    middle = box.y + box.height / 2 - 9 * len(box.about) + 5
    lines = [f'<text class="name" x="{box.x + 14}" y="{middle:g}">{escape(box.name)}</text>']
    for number, line in enumerate(box.about, start=1):
        lines.append(small(box.x + 14, middle + 18 * number, line))
    return rect(box) + "".join(lines)


def rect(box: Box) -> str:
    """A box alone."""
    return f'<rect class="{box.kind}" x="{box.x}" y="{box.y}" width="{box.width}" height="{box.height}" rx="8"/>'


def small(x: float, y: float, text: str) -> str:
    """A line of small letters."""
    return f'<text class="small" x="{x:g}" y="{y:g}">{escape(text)}</text>'


def path(kind: str, arrow: Arrow) -> str:
    """An arrow."""
    x, y, to_x, to_y = arrow
    return f'<path class="{kind}" d="M{x} {y}L{to_x} {to_y}"/>'
