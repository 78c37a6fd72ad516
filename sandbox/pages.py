"""Serves the files of the page; browsers are told not to cache them, and not to show them in another site's frame."""

from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route

FOLDER = Path(__file__).parent / "page"
MEDIA_TYPES = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".html": "text/html",
    ".svg": "image/svg+xml",
    ".png": "image/png",
}
HEADERS = {"cache-control": "no-store", "content-security-policy": "frame-ancestors 'none'"}


def page_routes() -> list[Route]:
    """The routes of the page at / and of its files under /page/."""
    return [Route("/", _index), Route("/page/{file:path}", _file)]


async def _index(_request: Request) -> Response:
    return _served(FOLDER / "index.html")


async def _file(request: Request) -> Response:
    return _served((FOLDER / request.path_params["file"]).resolve())


def _served(file: Path) -> Response:
    if not file.is_relative_to(FOLDER) or not file.is_file():
        return PlainTextResponse("There is no such file.", 404)
    return FileResponse(file, media_type=MEDIA_TYPES.get(file.suffix), headers=HEADERS)
