"""A generated image: fetched when it is asked for, saved as the service made it."""

from __future__ import annotations

import io
from pathlib import Path

from brushwork_runtime import redact
from brushwork_runtime.images.sniff import EXTENSIONS, sniff

TYPE_CHECKING = bool()  # true for type checkers only
if TYPE_CHECKING:
    import os

    from PIL.Image import Image as PilImage

    from brushwork_runtime.images.sniff import Header
    from brushwork_runtime.results.download import Downloads
    from brushwork_runtime.results.names import Place


class Image:
    """A generated image at `url`, which lives for 24 hours; fetched when asked for.

    `path` is where it was saved last. `prompt` is the prompt that it was drawn from where the service tells
    (`prompt_extend` rewrites it). `width`, `height` and `format` are known once it has been fetched.
    """

    __slots__ = ("_content", "_downloads", "_header", "path", "prompt", "url")

    def __init__(self, url: str, downloads: Downloads, prompt: str | None = None) -> None:
        self.url = url
        self.prompt = prompt
        self.path: Path | None = None
        self._downloads = downloads
        self._content: bytes | None = None
        self._header: Header | None = None

    def bytes(self) -> bytes:
        """The image file's bytes, fetched once and kept. Raises `ResultExpired` or `DownloadFailed`."""
        if self._content is None:
            self._content = self._downloads.content(self.url)
            self._header = sniff(io.BytesIO(self._content))
        return self._content

    def save(self, path: str | os.PathLike[str], *, overwrite: bool = False) -> Path:
        """Write the image to `path` as the service made it (PNG), whatever the extension; `{ext}` in it is filled in.

        The file appears whole or not at all. Raises `FileExistsError` unless `overwrite`, `ResultExpired`,
        `DownloadFailed`, `OSError`.
        """
        return self.save_as(lambda extension: Path(str(path).replace("{ext}", extension)), overwrite)

    def save_as(self, place: Place, overwrite: bool) -> Path:
        """Write the image to the path that `place` gives for its extension; otherwise as `save`."""
        if self._content is not None:
            from brushwork_runtime.results.download import write

            target = place(EXTENSIONS[self._header.format if self._header else "PNG"])
            write(self._content, target, overwrite=overwrite)
        else:
            target = self._downloads.file(
                self.url, lambda kind: place(EXTENSIONS.get(kind, "png")), overwrite=overwrite
            )
            with open(target, "rb") as stream:
                self._header = sniff(stream)
        self.path = target
        return target

    def to_pil(self) -> PilImage:
        """The image as a PIL image; needs Pillow (`pip install brushwork[pil]`)."""
        from PIL import Image as Pil

        picture = Pil.open(io.BytesIO(self.bytes()))
        picture.load()
        return picture

    @property
    def format(self) -> str | None:
        """ "PNG" or another format, once fetched."""
        return self._header.format if self._header else None

    @property
    def width(self) -> int | None:
        """Pixels, once fetched."""
        return self._header.width if self._header else None

    @property
    def height(self) -> int | None:
        """Pixels, once fetched."""
        return self._header.height if self._header else None

    def __repr__(self) -> str:
        what = f"{self.width}x{self.height} {self.format}" if self._header else redact.url(self.url)
        saved = f", saved to {self.path}" if self.path else ""
        return f"<Image {what}{saved}; .save(path), .bytes(), .to_pil(), .url>"
