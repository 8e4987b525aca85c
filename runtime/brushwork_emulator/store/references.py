"""The reference images of an order: their bytes, where the emulator has them."""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from brushwork_emulator.store.uploads import SCHEME

if TYPE_CHECKING:
    from collections.abc import Callable

_INLINE = "data:"


class References:
    """Finds the bytes behind an address: inline ones, uploaded ones, results of this emulator. Fetches nothing."""

    __slots__ = ("_result", "_upload")

    def __init__(self, *, upload: Callable[[str], bytes | None], result: Callable[[str], bytes | None]) -> None:
        self._upload = upload
        self._result = result

    def content(self, url: str) -> bytes | None:
        """The bytes of the image at `url`; None for an address that is elsewhere, unknown or past its life."""
        if url.startswith(_INLINE):
            return inline(url)
        if url[: len(SCHEME)].lower() == SCHEME:
            return self._upload(url[len(SCHEME) :])
        return self._result(url)


def inline(url: str) -> bytes | None:
    """The bytes of a `data:` address; None if it is malformed."""
    head, _, data = url.partition(",")
    if not head.endswith(";base64"):
        return None
    try:
        return base64.b64decode(data, validate=True)
    except (binascii.Error, ValueError):
        return None


def shown(url: str) -> str:
    """A few words for an address whose picture is not at hand: its host and its last part."""
    if url.startswith(_INLINE):
        return "inline"
    parts = urlsplit(url)
    name = parts.path.rstrip("/").rpartition("/")[2]
    return name if parts.scheme == "oss" else "\n".join(filter(None, (parts.netloc, name)))
