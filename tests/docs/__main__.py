"""`make reference`: writes the pages of the reference that are made from the code."""

from tests.docs.generated import DOCS, MADE, REFERENCE


def main() -> None:
    """Write every page."""
    REFERENCE.mkdir(exist_ok=True)
    for name, made in MADE.items():
        (DOCS / name).write_text(made(), encoding="utf-8")


main()
