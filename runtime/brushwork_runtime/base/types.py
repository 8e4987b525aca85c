"""What the methods of a model take, as types; imported by type checkers only."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Any, Protocol, TypeAlias, TypedDict


class Readable(Protocol):
    """A file open for reading bytes."""

    def read(self, size: int = ..., /) -> bytes:
        """Return up to `size` bytes."""
        ...


class Upload(Protocol):
    """A file that a web framework has received, as FastAPI's `UploadFile`: read without awaiting by its `file`."""

    @property
    def file(self) -> Readable:
        """The file itself."""
        ...


class Answer(Protocol):
    """An answer whose content is an image, as of requests and httpx."""

    @property
    def status_code(self) -> int:
        """The status of HTTP."""
        ...

    @property
    def content(self) -> bytes:
        """The body."""
        ...


class Stored(Protocol):
    """What gives its bytes at once, as an entry of a zip archive or a resource of a package."""

    def read_bytes(self) -> bytes:
        """All bytes."""
        ...


class Picture(Protocol):
    """A PIL image, or whatever has its `size`, `mode` and `save`."""

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        ...

    @property
    def mode(self) -> str:
        """Pixel format, such as "RGB"."""
        ...

    def save(self, fp: Any, format: str | None = ..., **params: Any) -> None:  # noqa: A002 - PIL's word
        """Write the picture to the file `fp`."""
        ...


class Made(Protocol):
    """An image of an earlier result, or whatever has its `url`."""

    @property
    def url(self) -> str | None:
        """The address of the image."""
        ...


class MadeTogether(Protocol):
    """An earlier result, which stands for its images, or whatever has its `images`."""

    @property
    def images(self) -> tuple[Made, ...]:
        """The images, in order."""
        ...


class Pixels(Protocol):
    """An array as numpy has it: uint8, height x width, or height x width x 1 to 4."""

    @property
    def __array_interface__(self) -> Any: ...


class Tensor(Protocol):
    """What becomes such an array, as a tensor of torch: channels may stand before the sides."""

    def __array__(self) -> Any: ...


class PaletteColor(TypedDict):
    """A colour and its share, as {"hex": "#C2D1E6", "ratio": "23.51%"}."""

    hex: str
    ratio: str


Received: TypeAlias = "Upload | Answer | Stored"
"""A file that somebody else keeps open, or has read."""

InMemory: TypeAlias = "bytes | bytearray | memoryview | Picture | Pixels | Tensor"
"""A file, or pixels, in memory."""

ImageInput: TypeAlias = "str | os.PathLike[str] | InMemory | Readable | Received | Made | MadeTogether"
"""Path, URL, `data:` URI, `oss://` URL, bytes, file object, upload, answer of a server, PIL image, array or tensor of
pixels, an image of an earlier result, or that result, which stands for all its images."""

ImageInputs: TypeAlias = "ImageInput | Sequence[ImageInput]"
"""One reference image or several; their order is "image 1", "image 2" of the prompt."""

Box: TypeAlias = "tuple[int, int, int, int] | list[int]"
"""(x1, y1, x2, y2) in pixels of the image, from its top left corner."""

BoxLists: TypeAlias = "Sequence[Sequence[Box]]"
"""A list of boxes per reference image; an empty one leaves that image free."""

Color: TypeAlias = "str | tuple[int, int, int] | list[int]"
"""A colour, as "#C2D1E6" or (194, 209, 230)."""

PaletteInput: TypeAlias = "Sequence[PaletteColor]"
"""Colours whose ratios sum to 100.00%."""

Extra: TypeAlias = "Mapping[str, object]"
"""Fields newer than the spec: members of `parameters`, or {"parameters": {...}, "input": {...}}."""
