"""What has been uploaded already: the same content goes up once per client and model, while it lives."""

from __future__ import annotations

import hashlib
import threading
from typing import TYPE_CHECKING

from brushwork_runtime.uploads.form import content

if TYPE_CHECKING:
    from collections.abc import Callable

    from brushwork_runtime.base.clock import Clock, Deadline
    from brushwork_runtime.validate.inputs import Input

_CHUNK = 256 * 1024
_MARGIN = 3600.0
"""Seconds before its end that an upload is no longer used: the model reads it some time after it is named."""


class _Upload:
    """One content: where it is and until when. Its lock is held by the thread that uploads it."""

    __slots__ = ("address", "end", "lock")

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.address = ""
        self.end = 0.0


class Once:
    """The uploads that still live, by model and content. Safe for threads: one uploads, the others wait for it."""

    __slots__ = ("_clock", "_lifetime", "_lock", "_uploads")

    def __init__(self, clock: Clock, lifetime: float) -> None:
        self._clock = clock
        self._lifetime = lifetime
        self._lock = threading.Lock()
        self._uploads: dict[tuple[str, bytes], _Upload] = {}

    def address(self, model_id: str, image: Input, deadline: Deadline, upload: Callable[[], str]) -> str:
        """The address of an image's content, from `upload` if it has none that lives. Raises what `upload` raises.

        Raises `ConnectFailed` if another thread still uploads it when the deadline is over.
        """
        key = (model_id, digest(image))
        with self._lock:
            entry = self._uploads.setdefault(key, _Upload())
        with deadline.holding(entry.lock):
            now = self._clock.now()
            if entry.end <= now:
                entry.address = upload()
                entry.end = now + self._lifetime - _MARGIN
            return entry.address

    def __reduce__(self) -> tuple[type[Once], tuple[Clock, float]]:
        return type(self), (self._clock, self._lifetime)


def digest(image: Input) -> bytes:
    """The SHA-256 of an image's bytes, read in pieces. Raises `InvalidRequest` if the file is not as it was."""
    found = hashlib.sha256()
    for piece in content(image, _CHUNK):
        found.update(piece)
    return found.digest()
