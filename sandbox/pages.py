"""Serves the page and its files, and does not let another site show them in a frame.

An edit of a file is seen after a reload. Browsers store none of the files but `main.js` and `main.css`, which have all
others in them; they ask whether these two are still the same.
"""

import hashlib
from functools import lru_cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route

from sandbox.assembled import script, sheet

FOLDER = Path(__file__).parent / "page"
MEDIA_TYPES = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".html": "text/html",
    ".svg": "image/svg+xml",
    ".png": "image/png",
}
HEADERS = {"cache-control": "no-store", "content-security-policy": "frame-ancestors 'none'"}
ASSEMBLED = {"main.js": script, "main.css": sheet}


class Pages:
    """Answers / and /page/{file} with the files of a folder."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self._folder = folder

    def routes(self) -> list[Route]:
        """The routes to mount."""
        return [Route("/", self.index), Route("/page/{file:path}", self.file)]

    async def index(self, _request: Request) -> Response:
        """Answer with the page itself."""
        return self._as_it_is("index.html")

    async def file(self, request: Request) -> Response:
        """Answer with a file of the page."""
        name = request.path_params["file"]
        return self._assembled(name, request) if name in ASSEMBLED else self._as_it_is(name)

    def _as_it_is(self, name: str) -> Response:
        file = (self._folder / name).resolve()
        if not file.is_relative_to(self._folder) or not file.is_file():
            return PlainTextResponse("There is no such file.", 404)
        return FileResponse(file, media_type=MEDIA_TYPES.get(file.suffix), headers=HEADERS)

    def _assembled(self, name: str, request: Request) -> Response:
        edited = max(file.stat().st_mtime_ns for file in self._folder.iterdir())
        text, etag = _assembled(self._folder / name, edited)
        headers = HEADERS | {"cache-control": "no-cache", "etag": etag}
        if request.headers.get("if-none-match") == etag:
            return Response(status_code=304, headers=headers)
        return Response(text, media_type=MEDIA_TYPES[Path(name).suffix], headers=headers)


@lru_cache(maxsize=len(ASSEMBLED))
def _assembled(file: Path, _edited: int) -> tuple[str, str]:
    """The text of an assembled file, and its ETag. It is put together again when a file of the page was edited."""
    text = ASSEMBLED[file.name](file)
    return text, f'"{hashlib.sha256(text.encode()).hexdigest()[:16]}"'
