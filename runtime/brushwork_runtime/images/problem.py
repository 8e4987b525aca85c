"""What is wrong with a reference image."""

from __future__ import annotations

FORMATS = "PNG, JPEG, WEBP, BMP, TIFF or GIF"
WAYS = "a path, a URL, a data: URI, bytes, a file open for reading bytes, a PIL image or an Image of a result"


class InputProblem(ValueError):
    """A reference image that cannot be used; the message says which and why, `expected` what would do."""

    def __init__(self, message: str, *, expected: str = f"an image: {FORMATS}") -> None:
        super().__init__(message)
        self.expected = expected
