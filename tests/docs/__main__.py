"""`make reference`: writes the pages of the reference that are made from the code."""

from tests.docs.generated import PAGES, REFERENCE


def main() -> None:
    """Write every page."""
    REFERENCE.mkdir(exist_ok=True)
    for name, made in PAGES.items():
        (REFERENCE / name).write_text(made(), encoding="utf-8")


main()
