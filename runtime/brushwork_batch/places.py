"""Where a journal may lie: on a disk of this machine, since SQLite's write-ahead log needs its locks and its memory."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from brushwork_batch.errors import NetworkFileSystem
from brushwork_runtime import tr

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_TYPES = re.compile(
    r"9p|afs|beegfs|(fuse\.)?(ceph|cephfs|davfs|davfs2|glusterfs)|cifs|coda|gpfs|lustre|ncpfs|nfs4?|orangefs|pvfs2|smb3|"
    r"smbfs|fuse\.(gcsfuse|goofys|juicefs|mount-s3|mountpoint-s3|ossfs|rclone|s3fs|sshfs)"
)
"""Types of file systems that several machines share, as /proc/mounts calls them."""

_ESCAPED = re.compile(r"\\([0-7]{3})")


def mounts() -> str:
    """What is mounted on this machine, as the kernel lists it; empty where no kernel does."""
    try:
        with open("/proc/self/mounts", encoding="utf-8", errors="surrogateescape") as file:
            return file.read()
    except OSError:
        return ""


def file_system(path: Path, listed: str) -> tuple[str, str] | None:
    """The mount point and the type of the file system that holds `path`; None where the list does not say."""
    place = os.path.realpath(path)
    found: tuple[str, str] | None = None
    for line in listed.splitlines():
        fields = line.split()
        if len(fields) < 3:
            continue
        point = _ESCAPED.sub(lambda code: chr(int(code[1], 8)), fields[1])
        inside = place == point or place.startswith(point.rstrip("/") + "/")
        if inside and (found is None or len(point) >= len(found[0])):  # what is mounted last lies on top
            found = point, fields[2]
    return found


def check(path: Path, listed: Callable[[], str] = mounts) -> None:
    """Raise `NetworkFileSystem` for a journal at `path` that several machines would share."""
    found = file_system(path, listed())
    if found is not None and _TYPES.fullmatch(found[1]):
        raise NetworkFileSystem(
            tr(
                "the journal {path} lies on a network file system ({kind} at {point})",
                path=path,
                kind=found[1],
                point=found[0],
            ),
            hint=tr(
                "Locks and writes there are not reliable enough for what guards your money. Put the "
                "journal on a disk of this machine (--journal PATH, journal=PATH); the pictures may stay "
                "where they are."
            ),
        )
