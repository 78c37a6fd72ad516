"""The image, built from `deploy/Containerfile` and run by Podman, with nothing from outside but packages.

No registry is needed: in place of Python's official image stands a Debian with Python, made by mmdebstrap.
"""

import asyncio
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.places.environments import ROOT, run
from tests.processes import Process

DEBIAN = "trixie"
"""The Debian of the official image that the Containerfile names."""

PACKAGES = "ca-certificates,python3,python3-venv,tzdata"

STAND_IN = """
FROM scratch
ADD debian.tar /
COPY certificates.crt /etc/ssl/certs/ca-certificates.crt
RUN ln -s /usr/bin/python3 /usr/local/bin/python
"""
"""What Python's official image has, as far as our Containerfile uses it."""

CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
"""Those that this machine trusts, for pip: a company's proxy may have one of its own."""

BUILD = ("build", "--layers=false", "--isolation=chroot", "--network=host", "--format=docker", "--pull=never")
"""How images are built: in a chroot, with the network of this machine, from what is here."""

CONFINED = (
    *("--read-only", "--read-only-tmpfs=false", "--cap-drop=all", "--security-opt=no-new-privileges"),
    *("--network=host", "--pull=never", "--no-healthcheck", "--rm"),
    *("--ulimit=nofile=1024:1024", "--ulimit=nproc=4096:4096"),  # the default raises limits, which not every root may
)
"""How containers are run: as confined as Compose and Kubernetes do it, and without any place to write to."""


@dataclass(frozen=True)
class Image:
    """A built image. `podman` is the command that knows it."""

    podman: tuple[str, ...]
    name: str

    @property
    def config(self) -> dict[str, Any]:
        """What the image says about itself."""
        (told,) = json.loads(run(*self.podman, "image", "inspect", self.name))
        config: dict[str, Any] = told["Config"]
        return config | {"Healthcheck": told["Healthcheck"]}

    def command(self, *arguments: str, env: Mapping[str, str], options: tuple[str, ...] = ()) -> list[str]:
        """The command line that runs a confined container."""
        variables = [f"--env={name}={value}" for name, value in env.items()]
        return [*self.podman, "run", *CONFINED, *options, *variables, self.name, *arguments]

    def says(self, *arguments: str, env: Mapping[str, str] | None = None, options: tuple[str, ...] = ()) -> str:
        """What a container writes that ends by itself; it must succeed."""
        return run(*self.command(*arguments, env=env or {}, options=options))

    def python(self, program: str) -> str:
        """What a program of Python in the image writes."""
        return self.says("-c", program, options=("--entrypoint=python",))

    @asynccontextmanager
    async def started(
        self, name: str, output: Path, port: int, env: Mapping[str, str], options: tuple[str, ...] = ()
    ) -> AsyncIterator[Process]:
        """A container that runs the image's own command, and is removed at the end."""
        command = self.command(env={**env, "PORT": str(port)}, options=(f"--name={name}", *options))
        with output.open("a") as log:
            running = await asyncio.create_subprocess_exec(*command, stdout=log, stderr=log)
        try:
            yield Process(running, f"http://127.0.0.1:{port}", output)
        finally:
            subprocess.run([*self.podman, "rm", "--force", "--ignore", name], capture_output=True, check=False)  # noqa: S603, ASYNC221
            await running.wait()


@contextmanager
def own_podman() -> Iterator[tuple[str, ...]]:
    """The command for a Podman with a store of its own, which is removed at the end. Skips by name where there is none.

    It needs no systemd. With runc, if it is there: crun refuses machines that have cgroups of both kinds.
    """
    for program in ("podman", "mmdebstrap"):
        if shutil.which(program) is None:
            pytest.skip(f"needs {program}: bash .ci/podman installs Debian's")
    if os.getuid() != 0:
        pytest.skip("needs root: without, Podman needs more of the machine than we can look at")
    store = Path(tempfile.mkdtemp(prefix="podman", dir="/var/tmp"))
    runtime = ("--runtime=runc",) if shutil.which("runc") else ()
    places = (f"--root={store / 'root'}", f"--runroot={store / 'run'}")
    try:
        yield ("podman", *places, "--cgroup-manager=cgroupfs", "--events-backend=file", *runtime)
    finally:
        shutil.rmtree(store, ignore_errors=True)


@contextmanager
def built_image() -> Iterator[Image]:
    """The image of the Containerfile."""
    with own_podman() as podman:
        build(podman, STAND_IN, "localhost/python", DEBIAN, PACKAGES)
        from_ours = ("--build-arg=PYTHON=localhost/python", "--file=deploy/Containerfile")
        run(*podman, *BUILD, *from_ours, "--tag=localhost/reissue-bot", ".", folder=ROOT)
        yield Image(podman, "localhost/reissue-bot")


def build(
    podman: tuple[str, ...], steps: str, tag: str, debian: str, packages: str, context: Path | None = None
) -> None:
    """Build an image in steps that begin with a Debian, in `debian.tar`, and may take files from a folder."""
    with tempfile.TemporaryDirectory(prefix="context", dir="/var/tmp") as name:
        folder = Path(name)
        if context is not None:
            shutil.copytree(context, folder, dirs_exist_ok=True)
        run("mmdebstrap", "--variant=minbase", f"--include={packages}", debian, str(folder / "debian.tar"))
        shutil.copy(CERTIFICATES, folder / "certificates.crt")
        (folder / "Containerfile").write_text(steps, encoding="utf-8")
        run(*podman, *BUILD, f"--tag={tag}", str(folder))
