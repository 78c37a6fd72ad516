"""Where the bot runs, as far as that decides who can read its files and who can change their modes."""

import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

MARKS = (Path("/run/.containerenv"), Path("/.dockerenv"))
"""Files that Podman and Docker put into every container."""

VARIABLES = ("container", "KUBERNETES_SERVICE_HOST")
"""Variables that Podman and systemd-nspawn set in every container, and Kubernetes in every pod."""

ROOT = 0

OTHERS = stat.S_IRWXG | stat.S_IRWXO


@dataclass(frozen=True, kw_only=True, slots=True)
class Surroundings:
    """The bot's user and groups, the first of which is `group`; whether it runs in a container; and the folder of its
    credentials, if systemd gives it any."""

    user: int
    group: int
    groups: frozenset[int] = frozenset()
    in_container: bool = False
    credentials: Path | None = None

    @classmethod
    def of_process(cls, environ: Mapping[str, str] = os.environ) -> "Surroundings":
        """Those of this process."""
        folder = environ.get("CREDENTIALS_DIRECTORY")
        return cls(
            user=os.geteuid(),
            group=os.getegid(),
            groups=frozenset(os.getgroups()),
            in_container=any(map(environ.get, VARIABLES)) or any(mark.exists() for mark in MARKS),
            credentials=None if folder is None else Path(folder),
        )

    def is_open(self, file: os.stat_result) -> bool:
        """Whether others can get at a file. The bot's group may read one of another user: else the bot could not."""
        is_for_group = file.st_uid != self.user and file.st_gid in {self.group, *self.groups}
        return bool(file.st_mode & OTHERS & ~(stat.S_IRGRP if is_for_group else 0))

    def can_change(self, file: Path, found: os.stat_result) -> bool:
        """Whether `chmod` works."""
        return self.user in {ROOT, found.st_uid} and not os.statvfs(file).f_flag & os.ST_RDONLY

    def is_handed_out(self, file: Path, found: os.stat_result) -> bool:
        """Whether what started the bot decides on owner and mode of a file that holds a secret, and on who sees it.

        systemd: 0400, and an access list for the unit's user, which looks like 0440 (systemd.exec, "Credentials").
        Podman: root's, 0444 (podman-run, --secret). Compose: as on the host. Kubernetes: root's, 0644 or `defaultMode`,
        with the group of `fsGroup` (SecretVolumeSource). Root has no others in a container.
        """
        if self.credentials is not None and file.is_relative_to(self.credentials):
            return True
        return self.in_container and (self.user == ROOT or not self.can_change(file, found))
