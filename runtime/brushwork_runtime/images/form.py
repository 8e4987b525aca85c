"""The form of an upload, streamed."""

from __future__ import annotations

import os
from typing import cast

from brushwork_runtime.errors import InvalidRequest

TYPE_CHECKING = bool()  # true for type checkers only
if TYPE_CHECKING:
    from collections.abc import Iterator

    from brushwork_runtime.images.inputs import Input

_CHUNK = 256 * 1024


class Form:
    """A multipart form whose last field is the file, streamed; it can be begun anew."""

    __slots__ = ("_head", "_image", "_tail", "boundary", "length")

    def __init__(self, fields: dict[str, str], image: Input) -> None:
        self.boundary = f"brushwork-{os.urandom(16).hex()}"
        parts = [
            f'--{self.boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in fields.items()
        ]
        file_name = fields["key"].rpartition("/")[2]
        parts.append(
            f'--{self.boundary}\r\nContent-Disposition: form-data; name="file"; filename="{file_name}"\r\n'
            f"Content-Type: {image.media_type}\r\n\r\n"
        )
        self._image = image
        self._head = "".join(parts).encode()
        self._tail = f"\r\n--{self.boundary}--\r\n".encode()
        self.length = len(self._head) + cast("int", image.size) + len(self._tail)

    def __iter__(self) -> Iterator[bytes]:
        yield self._head
        yield from content(self._image, _CHUNK)
        yield self._tail


def content(image: Input, size: int) -> Iterator[bytes]:
    """The bytes of a local image in pieces of `size`. Raises `InvalidRequest` if the file is no longer as long."""
    expected = left = cast("int", image.size)
    with image.open() as stream:
        while left:
            chunk = stream.read(min(size, left))
            if not chunk:
                break
            left -= len(chunk)
            yield chunk
        if left or stream.read(1):
            raise InvalidRequest(f"{image.label!r} changed while it was sent; it had {expected:,} bytes before")
