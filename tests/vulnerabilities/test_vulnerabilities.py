"""What `make audit` says about vulnerabilities, with a service on this machine in place of OSV."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest

from tests.processes import free_port
from tests.vulnerabilities.__main__ import NONE_KNOWN, NOT_CHECKED, SOME_KNOWN, main
from tests.vulnerabilities.asking import FILES, Service, read

Json = dict[str, Any]

KNOWN = {"aiohttp": {"vulns": [{"id": "PYSEC-0000-1", "affected": []}]}}


def test_a_package_with_a_known_vulnerability_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    with _osv(KNOWN) as (service, asked):
        assert main([service]) == SOME_KNOWN
    name, total = capsys.readouterr().out.splitlines()
    assert name.startswith("aiohttp ")
    assert name.endswith(": PYSEC-0000-1")
    assert total == f"OSV knows vulnerabilities in 1 of {len(asked)} packages."


def test_every_package_of_all_files_is_asked_about_and_without_a_vulnerability_all_is_well() -> None:
    with _osv({}) as (service, asked):
        assert main([service]) == NONE_KNOWN
    pinned = {line.partition("==")[0] for file in FILES for line in file.read_text().splitlines() if "==" in line}
    assert set(asked) <= pinned
    assert pinned - set(asked) <= {"colorama", "pywin32-ctypes"}  # on Windows only


def test_a_service_out_of_reach_is_no_good_news(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([_service(f"http://127.0.0.1:{free_port()}")]) == NOT_CHECKED
    assert capsys.readouterr().out.splitlines() == [
        "OSV could not be reached.",
        "Vulnerabilities were NOT CHECKED: no service answered for all packages.",
    ]


def test_after_a_service_out_of_reach_the_next_one_is_asked() -> None:
    with _osv(KNOWN) as (service, _asked):
        assert main([_service(f"http://127.0.0.1:{free_port()}"), service]) == SOME_KNOWN


def test_a_package_that_a_mirror_has_no_answer_about_is_not_taken_for_a_safe_one() -> None:
    skipped = {"name": "aiohttp", "skip_reason": "Dependency not found on PyPI and could not be audited"}
    report = read(json.dumps({"dependencies": [skipped, {"name": "httpx", "version": "0.28.1", "vulns": []}]}))
    assert report is not None
    assert (report.answered, report.known, report.unknown) == (("httpx 0.28.1",), {}, ("aiohttp",))


def _service(url: str) -> Service:
    return Service("OSV", ("--vulnerability-service=osv", f"--osv-url={url}"))


@contextmanager
def _osv(known: Json) -> Iterator[tuple[Service, list[str]]]:
    """A service with these vulnerabilities by package, and the packages it was asked about."""
    asked: list[str] = []

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            name = json.loads(self.rfile.read(int(self.headers["content-length"])))["package"]["name"]
            asked.append(name)
            body = json.dumps(known.get(name, {})).encode()
            self.send_response(200)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Log nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield _service(f"http://127.0.0.1:{server.server_port}"), asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
