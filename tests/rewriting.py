"""Compiles the tests before the workers begin: each would find out for itself how to explain the assertions of all.

That takes 3 s of the processor, once in each process. pytest has no door to it but its own functions.
"""

import sys
from pathlib import Path

import pytest
from _pytest.assertion import rewrite

TESTS = Path(__file__).parent


def pytest_configure(config: pytest.Config) -> None:
    """Where there are going to be workers, and what is compiled may be kept."""
    if config.getoption("numprocesses", 0) and not hasattr(config, "workerinput") and not sys.dont_write_bytecode:
        for path in TESTS.rglob("test_*.py"):
            _compile(config, path)


def _compile(config: pytest.Config, path: Path) -> None:
    folder = rewrite.get_cache_dir(path)
    kept = folder / f"{path.stem}{rewrite.PYC_TAIL}"
    if not kept.exists() or kept.stat().st_mtime < path.stat().st_mtime:
        source, code = rewrite._rewrite_test(path, config)
        folder.mkdir(exist_ok=True)
        rewrite._write_pyc(config.stash[rewrite.assertstate_key], code, source, kept)
