"""The pictures of the server: those that clients bring, and those that it made; each by a handle, never by a path.

upload:6f1c...e2.png    what a client brought; the name is that of its content, so that the same file is the same
made:KEY:0              picture 0 of the order KEY
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import io
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from brushwork_runtime import EXTENSIONS, sniff, tr
from brushwork_web.errors import UnknownPicture

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from brushwork_batch.journal import Journal

_UPLOAD = re.compile(r"upload:([0-9a-f]{32}\.[a-z]{3,4})")
_MADE = re.compile(r"made:([^:\s]{1,100}):(\d{1,3})")
_SAVED = re.compile(r"(.+)-(\d{1,3})")
_DATA = re.compile(r"data:[\w.+/-]+;base64,([A-Za-z0-9+/=\s]+)")
_PLACEHOLDER = "https://upload.invalid/picture.png"
"""Stands for a handle while a request is looked at for files that a client must not name."""


class Pictures:
    """Keeps what clients bring below `folder`, and finds what the `journal` says was made.

    `secret` signs the addresses of pictures, which whoever has one may fetch without a key.
    """

    def __init__(self, folder: Path, journal: Journal, secret: str) -> None:
        self._folder = folder.absolute() / "uploads"
        self._journal = journal
        self._secret = secret.encode()

    def keep(self, content: bytes) -> str:
        """Keep a picture that a client brings; its handle. Raises `UnknownPicture` for what is none."""
        header = sniff(io.BytesIO(content))
        if header is None or header.format not in EXTENSIONS:
            raise UnknownPicture(
                tr("this is not a picture of a known format"),
                hint=tr("Its content decides, not its name: JPEG, PNG, WEBP and others."),
            )
        name = f"{hashlib.blake2b(content, digest_size=16).hexdigest()}.{EXTENSIONS[header.format]}"
        path = self._folder / name
        if not path.exists():
            self._folder.mkdir(parents=True, exist_ok=True)
            part = path.with_suffix(".part")
            part.write_bytes(content)
            part.replace(path)
        return f"upload:{name}"

    def path(self, handle: str) -> Path:
        """The file of a handle. Raises `UnknownPicture`."""
        if found := _UPLOAD.fullmatch(handle):
            path = self._folder / found[1]
            if path.is_file():
                return path
        elif found := _MADE.fullmatch(handle):
            made = self.made(found[1], int(found[2]))
            if made is not None:
                return made
        raise UnknownPicture(
            tr("there is no picture {handle}", handle=handle[:150]),
            hint=tr("It may have been removed, or belong to another folder: choose the file anew."),
        )

    def made(self, key: str, index: int) -> Path | None:
        """The file of a picture that an order made; None where there is none."""
        job = self._journal.get(key)
        paths = () if job is None else job.paths
        path = Path(paths[index]) if index < len(paths) else None
        return path if path is not None and path.is_file() else None

    def handle(self, path: str) -> str | None:
        """The handle of a file that a request names; None for what is none of this server's."""
        file = Path(path)
        if file.parent == self._folder and _UPLOAD.fullmatch(f"upload:{file.name}"):
            return f"upload:{file.name}"
        found = _SAVED.fullmatch(file.stem)
        made = None if found is None else self.made(found[1], int(found[2]))
        return f"made:{found[1]}:{found[2]}" if found is not None and made == file else None

    def address(self, key: str, index: int) -> str:
        """Where the server shows a picture that an order made, to whoever knows this."""
        name = f"{key}/{index}"
        return f"/files/{self._signature(name)}/{name}"

    def signed(self, signature: str, key: str, index: int) -> bool:
        """Whether an address is one that `address` has given."""
        return hmac.compare_digest(signature.encode(), self._signature(f"{key}/{index}").encode())

    def _signature(self, name: str) -> str:
        return hmac.new(self._secret, name.encode(), hashlib.sha256).hexdigest()[:32]

    def located(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """A flat request with paths in the places of handles and of `data:` addresses. Raises `UnknownPicture`."""
        return _replaced(request, self._located)

    def masked(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """The request with a public address in the place of each handle, so that what else is a file shows as one."""
        return _replaced(request, lambda text: _PLACEHOLDER if _is_handle(text) else text)

    def _located(self, text: str) -> str:
        if _is_handle(text):
            return str(self.path(text))
        found = _DATA.fullmatch(text)
        if found is None:
            return text
        try:
            return str(self.path(self.keep(base64.b64decode(found[1], validate=True))))
        except (ValueError, UnknownPicture):
            return text  # as it stands: the checks of the request say what is wrong with it


def _replaced(request: Mapping[str, Any], of: Callable[[str], str]) -> dict[str, Any]:
    return {name: value if name == "prompt" else _each(value, of) for name, value in request.items()}


def _each(value: object, of: Callable[[str], str]) -> object:
    if isinstance(value, str):
        return of(value)
    if isinstance(value, list):
        return [of(each) if isinstance(each, str) else each for each in cast("list[object]", value)]
    return value


def _is_handle(text: str) -> bool:
    return bool(_UPLOAD.fullmatch(text) or _MADE.fullmatch(text))
