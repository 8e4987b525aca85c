"""What is wrong with a reference image."""

from __future__ import annotations

FORMATS = "PNG, JPEG, WEBP, BMP, TIFF or GIF"
WAYS = "a path, a URL, a data: URI, bytes, a file opened in binary mode, a PIL image or an Image from a result"
_NAME = "reference_images"


def nameless(index: int, what: str) -> str:
    """The label of an image that has no name of its own, at `index` (from 0) of the call."""
    return f"{_NAME}[{index}] ({what})"


def called(label: str, index: int) -> str:
    """An image as messages begin with it."""
    return label if label.startswith(f"{_NAME}[{index}] ") else f"image {index + 1} {label!r}"


class InputProblem(ValueError):
    """A reference image that cannot be used; the message says which and why, `expected` what would be accepted."""

    def __init__(self, message: str, *, expected: str = f"an image in {FORMATS} format") -> None:
        super().__init__(message)
        self.expected = expected
