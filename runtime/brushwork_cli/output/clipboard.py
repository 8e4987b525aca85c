"""`--copy`: an image or the paths to the clipboard, by a tool of this machine; a path also by the terminal itself."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from base64 import b64encode
from pathlib import Path
from typing import TYPE_CHECKING

from brushwork_cli import streams
from brushwork_runtime import tr

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_PATIENCE = 5.0
"""Seconds that a tool may take; xclip stays behind to serve what was copied, and is not waited for."""

_LONGEST = 4096
"""Bytes of text that a terminal is asked to copy; some take no more."""

_TYPES = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".webp": "image/webp"}


def copy(paths: Sequence[Path | str], *, picture: bool) -> None:
    """Copy the first image, or where that cannot be the paths; what became of it is said on stderr."""
    if not paths:
        return
    first = paths[0]
    if picture and isinstance(first, Path) and any(_ran(command, first) for command in _of_pictures(first)):
        told = tr("copied: {what}", what=first)
        streams.talk(told + (tr(" (the first of {count})", count=len(paths)) if len(paths) > 1 else ""))
        return
    text = "\n".join(str(path.resolve() if isinstance(path, Path) else path) for path in paths)
    if any(_ran(command, text.encode()) for command in _of_texts()) or _by_terminal(text):
        streams.talk(tr("copied: the path") if len(paths) == 1 else tr("copied: {count} paths", count=len(paths)))
    else:
        streams.talk(
            tr("warning: nothing is copied: it needs wl-copy, xclip or xsel, or a terminal that copies (OSC 52)")
        )


def _of_pictures(path: Path) -> Iterator[list[str]]:
    """Commands that copy an image from their input, for the desktop that runs."""
    kind = _TYPES.get(path.suffix.lower())
    if kind is None:
        return
    if sys.platform == "darwin":
        form = {"image/png": "«class PNGf»", "image/jpeg": "JPEG picture"}.get(kind)
        if form is not None:
            quoted = str(path.resolve()).replace("\\", "\\\\").replace('"', '\\"')
            yield ["osascript", "-e", f'set the clipboard to (read (POSIX file "{quoted}") as {form})']
        return
    if os.environ.get("WAYLAND_DISPLAY"):
        yield ["wl-copy", "--type", kind]
    if os.environ.get("DISPLAY"):
        yield ["xclip", "-selection", "clipboard", "-t", kind]


def _of_texts() -> Iterator[list[str]]:
    """Commands that copy text from their input."""
    if sys.platform == "darwin":
        yield ["pbcopy"]
    if os.environ.get("WAYLAND_DISPLAY"):
        yield ["wl-copy"]
    if os.environ.get("DISPLAY"):
        yield ["xclip", "-selection", "clipboard"]
        yield ["xsel", "--clipboard", "--input"]
    if sys.platform == "win32" or "WSL_DISTRO_NAME" in os.environ:
        yield ["clip.exe"]


def _ran(command: list[str], given: Path | bytes) -> bool:
    """Whether the tool is there and took what it was given."""
    if shutil.which(command[0]) is None:
        return False
    try:
        content = given if isinstance(given, bytes) else given.read_bytes()
        done = subprocess.run(
            command, input=content, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=_PATIENCE, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _by_terminal(text: str) -> bool:
    """Ask the terminal to copy (OSC 52); none answers, so that it is not known whether it did."""
    encoded = b64encode(text.encode()).decode("ascii")
    if len(encoded) > _LONGEST or os.environ.get("TERM", "dumb") == "dumb":
        return False
    try:
        return sys.stderr.isatty() and streams.draw(f"\x1b]52;c;{encoded}\x07")
    except (OSError, ValueError):
        return False
