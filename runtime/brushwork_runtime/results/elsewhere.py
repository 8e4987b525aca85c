"""Saving to what is no path of this machine: an open file, another object with `write`, a URL of fsspec."""

from __future__ import annotations

import errno
import io
from importlib import import_module
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from brushwork_runtime.base import log, redact
from brushwork_runtime.base.errors import DownloadFailed
from brushwork_runtime.base.image_headers import EXTENSIONS, signature
from brushwork_runtime.base.language import tr
from brushwork_runtime.results.saving import SIDECAR, Destination, Names, OneName, told

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from brushwork_runtime.base.clock import Cancellation
    from brushwork_runtime.results.image import Image
    from brushwork_runtime.results.result import Result
    from brushwork_runtime.results.saving import SaveOptions, Wish, Writable


class Remote(Destination):
    """A URL of fsspec: a folder, a file or a template there."""

    def __init__(self, url: str, options: SaveOptions, count: int, fields: Mapping[str, str] | None) -> None:
        scheme, _, rest = str.__str__(url).partition("://")
        self._prefix = f"{scheme.lower()}://"
        self._system = _system(self._prefix + rest, scheme)
        super().__init__(
            OneName(rest) if fields is None else Names(rest or ".", fields, count, remote=True), options, count, fields
        )

    def one(self, image: Image, index: int, stop: Cancellation | None = None) -> str:
        """Save an image; returns its URL."""
        place, wish = self.place(index), self.wish(image, index)
        if wish.form is not None or (self.names and "{ext}" not in self.names.template):
            self.vacant(place(EXTENSIONS.get(wish.form or "PNG", "png")))  # its name is known before it is fetched
        form = signature(image.fetched(stop)[:64]) or ""
        path = place(EXTENSIONS.get(wish.form or form, "png"))
        url = self.vacant(path)
        content, why = _changed(image, path, self.options.metadata, wish)
        parent = path.parent.as_posix()
        if parent.strip("/."):
            self._system.makedirs(self._prefix + parent, exist_ok=True)
        self._system.pipe_file(url, content)
        if self.options.sidecar or why:
            self._system.pipe_file(f"{url}{SIDECAR}", told(image, wish, why))
        return url

    def page(self, result: Result, places: Sequence[Path | str | None]) -> str:
        """Write texts and images in turns as `index.md` beside the images at `places`; returns its URL."""
        url = self.vacant(self.folder / "index.md")
        paths = [None if place is None else str(place).removeprefix(self._prefix) for place in places]
        self._system.pipe_file(url, result.markdown(self.folder, paths).encode())
        return url

    def vacant(self, path: Path) -> str:
        """The URL of a path there. Raises `FileExistsError` if there is such a file, and it may not be replaced."""
        url = self._prefix + path.as_posix()
        if not self.options.overwrite and self._system.exists(url):
            raise FileExistsError(errno.EEXIST, tr("the file exists; pass overwrite=True to replace it"), url)
        return url


class Opened(Destination):
    """An open file, or whatever else has `write`: it takes one image, and has no place for a file beside it."""

    def __init__(self, given: Writable, options: SaveOptions, count: int, fields: Mapping[str, str] | None) -> None:
        self._stream = _checked(given)
        if count != 1:
            raise ValueError(
                tr(
                    "{count} images do not go into one file; save each, as result.images[0].save(file), or "
                    "all to a folder",
                    count=count,
                )
            )
        if options.sidecar:
            raise ValueError(tr("sidecar=True writes a file beside the image, and an open file has no place beside it"))
        super().__init__(None, options, count, fields)
        form = self.wishes[0].form
        if options.metadata and form not in (None, "PNG"):
            raise ValueError(
                tr(
                    "metadata=True writes text into a PNG only; for {form} it goes beside the file, where an "
                    "open file has no place",
                    form=form,
                )
            )

    def one(self, image: Image, index: int, stop: Cancellation | None = None) -> None:
        """Write the image, all of it also where a call takes some of its bytes."""
        image.fetched(stop)
        content, why = _changed(image, PurePosixPath(), self.options.metadata, self.wish(image, index))
        for what, reason in why.items():
            log.warning("the %s is left out, since %s", what, reason)
        left = memoryview(content)
        while left:
            done = self._stream.write(bytes(left))
            if not isinstance(done, int) or isinstance(done, bool) or not 0 < done < len(left):
                return
            left = left[done:]


def _changed(
    image: Image, path: PurePosixPath | Path, metadata: bool, wish: Wish
) -> tuple[bytes, dict[str, ValueError]]:
    """The bytes of the file, and what of that which was asked for it does not hold, and why."""
    from brushwork_runtime.results.converting import changed

    content = image.fetched()
    form = wish.anew(path, signature(content[:64]) or "")
    try:
        return changed(content, form, wish, image.provenance if metadata else None)
    except Exception as error:  # Pillow raises many classes
        raise DownloadFailed(
            tr(
                "{url} cannot be made a {wanted}: {error}",
                url=redact.url(image.url),
                wanted=form,
                error=redact.words(error),
            ),
            hint=tr("image.bytes() gives it as the service made it."),
        ) from error


def _checked(given: Writable) -> Writable:
    """An object that bytes can be written to. Raises `TypeError` or `ValueError`, naming what it is."""
    from inspect import iscoroutinefunction

    what = redact.value(given)
    if isinstance(given, type) or not callable(getattr(given, "write", None)):
        raise TypeError(tr("{what} is not an open file: its write() cannot be called", what=what))
    if callable(getattr(given, "namelist", None)):
        raise TypeError(tr("{what} is a whole archive; pass one of its files, open for writing", what=what))
    if isinstance(getattr(given, "file", given), io.TextIOBase):
        raise TypeError(tr("{what} is opened as text; open it with mode 'wb'", what=what))
    if iscoroutinefunction(given.write):
        raise TypeError(tr("{what} has a write() to be awaited; pass it await client.fetch(image) yourself", what=what))
    if getattr(given, "closed", False) is True:
        raise ValueError(tr("{what} is closed; save while it is open", what=what))
    writable = getattr(given, "writable", None)
    if callable(writable) and not writable():
        raise ValueError(tr("{what} is not open for writing; open it with mode 'wb'", what=what))
    return given


def _system(url: str, scheme: str) -> Any:
    """The file system of a URL. Raises `ImportError` without fsspec or what it needs, `ValueError` for no such one."""
    shown = redact.value(redact.url(url))
    if scheme.lower() in ("http", "https"):
        raise ValueError(
            tr(
                "{shown} cannot be saved to: {scheme} has no files to write; give a path, or s3://, gs://, ...",
                shown=shown,
                scheme=scheme,
            )
        )
    try:
        core: Any = import_module("fsspec.core")  # it has no types
    except ModuleNotFoundError:
        raise ImportError(
            tr("{shown} is a URL, which needs fsspec: pip install 'brushwork[fsspec]'", shown=shown)
        ) from None
    try:
        return core.url_to_fs(url.replace("{", "").replace("}", ""))[0]
    except (ImportError, ValueError) as error:
        kind = ImportError if isinstance(error, ImportError) else ValueError
        raise kind(tr("{shown} cannot be saved to: {error}", shown=shown, error=redact.words(error))) from error
