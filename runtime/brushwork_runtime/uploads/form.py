"""The form of an upload, streamed."""

from __future__ import annotations

import binascii
import os
from typing import TYPE_CHECKING, cast

from brushwork_runtime.base import redact
from brushwork_runtime.base.errors import InvalidRequest
from brushwork_runtime.base.events import TransferEvent
from brushwork_runtime.base.language import reason_of, tr

if TYPE_CHECKING:
    from collections.abc import Iterator

    from brushwork_runtime.base.clock import Deadline
    from brushwork_runtime.base.events import Hooks
    from brushwork_runtime.validate.inputs import Input

_CHUNK = 256 * 1024


class Form:
    """A multipart form whose last field is the file, streamed; it can be begun anew."""

    __slots__ = ("_head", "_hooks", "_host", "_image", "_tail", "boundary", "length")

    def __init__(self, fields: dict[str, str], image: Input, host: str = "", hooks: Hooks | None = None) -> None:
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
        self._host = host
        self._hooks = hooks
        self._head = "".join(parts).encode()
        self._tail = f"\r\n--{self.boundary}--\r\n".encode()
        self.length = len(self._head) + cast("int", image.size) + len(self._tail)

    def __iter__(self) -> Iterator[bytes]:
        yield self._head
        pieces = content(self._image, _CHUNK)
        yield from pieces if self._hooks is None else self._told(pieces, self._hooks)
        yield self._tail

    def _told(self, pieces: Iterator[bytes], hooks: Hooks) -> Iterator[bytes]:
        """The pieces, each told of once the next is asked for, and so it has left."""
        done = 0
        for piece in pieces:
            yield piece
            done += len(piece)
            url = redact.url(self._host)
            hooks.transfer(TransferEvent("upload", url, done=done, total=self._image.size))


def content(image: Input, size: int) -> Iterator[bytes]:
    """The bytes of a local image in pieces of `size`.

    Raises `InvalidRequest` if the file is gone or is not the one that was checked; then what is being sent stays
    shorter than was announced, so that nobody takes it for whole.
    """
    expected = left = cast("int", image.size)
    try:
        with image.open() as stream:
            while left and image.unchanged(stream):
                chunk = stream.read(min(size, left))
                if not chunk:
                    break
                left -= len(chunk)
                yield chunk
            if left or stream.read(1) or not image.unchanged(stream):
                raise InvalidRequest(
                    tr(
                        "{label!r} changed after it was checked; it had {expected:,} bytes then",
                        label=image.label,
                        expected=expected,
                    ),
                    hint=tr("Nothing was billed. Call again once nobody writes to the file any more."),
                )
    except OSError as error:
        why = reason_of(error)
        raise InvalidRequest(
            tr("{label!r} could be read when it was checked, and no longer can be: {why}", label=image.label, why=why),
            hint=tr("Nothing was billed. Put the file back, or pass its bytes."),
        ) from error


_BASE64_CHUNK = 192 * 1024
"""Bytes read at a time for base64; a multiple of three, so that the pieces join without padding."""


class Inlined:
    """A body with local images as data: URIs, read and encoded while it goes out; it can be begun anew.

    A call that is cancelled meanwhile leaves it shorter than announced, so that the service begins no work.
    """

    __slots__ = ("_deadline", "_images", "_segments", "length")

    def __init__(self, segments: list[bytes | int], images: tuple[Input, ...], deadline: Deadline) -> None:
        self._segments = segments
        self._images = images
        self._deadline = deadline
        self.length = sum(
            len(segment) if isinstance(segment, bytes) else _uri_length(images[segment]) for segment in segments
        )

    def __iter__(self) -> Iterator[bytes]:
        for segment in self._segments:
            if isinstance(segment, bytes):
                yield segment
                continue
            image = self._images[segment]
            yield _uri_head(image)
            for piece in content(image, _BASE64_CHUNK):
                if self._deadline.cancellation.cancelled:
                    raise self._deadline.refusal()
                yield binascii.b2a_base64(piece, newline=False)


def _uri_head(image: Input) -> bytes:
    return f"data:{image.media_type};base64,".encode()


def _uri_length(image: Input) -> int:
    return len(_uri_head(image)) + 4 * -(-(image.size or 0) // 3)
