"""What an answer holds beside its images: texts, places of images, failures, usage."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brushwork_runtime.base import redact

if TYPE_CHECKING:
    from brushwork_runtime.api.answer import Document
    from brushwork_runtime.results.image import Image


class TextPart:
    """A piece of text of an answer."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        return f"TextPart({self.text!r})"


class ImagePart:
    """An image at its place in an answer."""

    __slots__ = ("image",)

    def __init__(self, image: Image) -> None:
        self.image = image

    def __repr__(self) -> str:
        return f"ImagePart({self.image!r})"


class Failure:
    """An image that was not made: the service's code and message."""

    __slots__ = ("code", "message")

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        self.message = message

    def __repr__(self) -> str:
        return f"Failure({self.code!r}, {self.message!r})"


class Usage:
    """What the service counted; None where it did not say. Images made are what is billed."""

    __slots__ = ("raw",)

    def __init__(self, raw: Document) -> None:
        self.raw = raw

    def _number(self, name: str) -> int | None:
        value = self.raw.get(name)
        return value if isinstance(value, int) else None

    @property
    def image_count(self) -> int | None:
        """Images made."""
        return self._number("image_count")

    @property
    def size(self) -> str | None:
        """Size as "width*height" in pixels."""
        size = self.raw.get("size")
        if isinstance(size, str):
            return redact.shown(size)
        width, height = self._number("width"), self._number("height")
        return f"{width}*{height}" if width and height else None

    @property
    def input_tokens(self) -> int | None:
        """Tokens read; images are billed by count, not by these."""
        return self._number("input_tokens")

    @property
    def output_tokens(self) -> int | None:
        """Tokens written."""
        return self._number("output_tokens")

    @property
    def total_tokens(self) -> int | None:
        """Tokens in all."""
        return self._number("total_tokens")

    def __repr__(self) -> str:
        return f"Usage({', '.join(f'{redact.shown(name)}={redact.value(value)}' for name, value in self.raw.items())})"
