"""Local images inside a body, as data: URIs that are read and encoded while they go out."""

from __future__ import annotations

import binascii
from typing import TYPE_CHECKING

from brushwork_runtime.uploads.form import content

if TYPE_CHECKING:
    from collections.abc import Iterator

    from brushwork_runtime.base.clock import Deadline
    from brushwork_runtime.validate.inputs import Input

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
