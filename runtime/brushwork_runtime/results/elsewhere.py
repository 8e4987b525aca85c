"""Saving to what is no path of this machine: an open file, another object with `write`, a URL of fsspec."""

from __future__ import annotations

import errno
import io
import json
from importlib import import_module
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, cast

from brushwork_runtime.base import log, redact
from brushwork_runtime.base.errors import DownloadFailed
from brushwork_runtime.base.image_headers import EXTENSIONS, signature
from brushwork_runtime.base.json_values import flag
from brushwork_runtime.base.language import tr
from brushwork_runtime.results.atomic_file import put_in
from brushwork_runtime.results.saving import SIDECAR, Names, Unfit, addition, run, wished

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from brushwork_runtime.api.answer import Document
    from brushwork_runtime.base.clock import Cancellation
    from brushwork_runtime.results.image import Image
    from brushwork_runtime.results.result import Result
    from brushwork_runtime.results.saving import Job, Writable


class Elsewhere:
    """A destination that is no path, with how images are saved to it.

    Raises `TypeError`, `ValueError` or `ImportError` for what cannot be, before anything is fetched.
    """

    def __init__(
        self,
        destination: str | os.PathLike[str] | Writable,
        count: int,
        overwrite: bool,
        metadata: bool,
        sidecar: bool,
        form: str | None,
        quality: int | None,
        ai_marking: object = False,
        fields: Mapping[str, str] | None = None,
    ) -> None:
        self._overwrite, self._metadata = flag("overwrite", overwrite), flag("metadata", metadata)
        self._sidecar = flag("sidecar", sidecar)
        self._count = count
        self._prefix, self._rest, self._system = "", "", cast("Any", None)
        self._stream: Writable | None = None
        if isinstance(destination, str):
            scheme, _, self._rest = str.__str__(destination).partition("://")
            self._prefix = f"{scheme.lower()}://"
            self._system = _system(self._prefix + self._rest, scheme)
        else:
            self._stream = _checked(cast("Writable", destination))
            if count != 1:
                raise ValueError(
                    tr(
                        "{count} images do not go into one file; save each, as result.images[0].save(file), or "
                        "all to a folder",
                        count=count,
                    )
                )
            if self._sidecar:
                raise ValueError(
                    tr("sidecar=True writes a file beside the image, and an open file has no place beside it")
                )
        named = None if self._stream is not None or "{ext}" in self._rest else self._rest
        self._wishes = wished(fields or {}, count, named, form, quality, ai_marking)
        self._form = next((each.form for each in self._wishes if each is not None), None)
        if self._metadata and self._stream is not None and self._form not in (None, "PNG"):
            raise ValueError(
                tr(
                    "metadata=True writes text into a PNG only; for {form} it goes beside the file, where an "
                    "open file has no place",
                    form=self._form,
                )
            )

    def names(self, fields: Mapping[str, str]) -> Names | None:
        """The names of a result's files; None where nothing is named."""
        if self._stream is not None:
            return None
        return Names(self._rest or ".", {**fields}, self._count, remote=True)

    def all(self, result: Result, cancellation: Cancellation | None) -> list[str]:
        """Save every image; returns the URLs."""
        names = self.names(result.fields())
        urls = list[str]()

        def job(index: int) -> Job:
            def work(stop: Cancellation) -> Path:
                return cast("Path", self.one(result.images[index], names, index, stop))

            return work

        for outcome in run([job(index) for index in range(self._count)], cancellation):
            if isinstance(outcome, Exception):
                from brushwork_runtime.results.saving import telling

                raise telling(outcome, len(urls), cast("list[Path]", urls), self._count)
            if self._stream is None:
                urls.append(str(outcome))
        if result.story and names is not None:
            urls.append(self.page(result, names, list(urls)))
        return urls

    def one(
        self, image: Image, names: Names | None, index: int = 0, cancellation: Cancellation | None = None
    ) -> str | None:
        """Save an image; returns its URL, None if it has none."""
        if self._stream is not None:
            _write(self._stream, self._content(image, cancellation, None, index)[0])
            return None
        assert names is not None
        form = self._form
        if form is not None or "{ext}" not in names.template:  # its name is known: refuse it before it is fetched
            self.vacant(names.of(index)(EXTENSIONS.get(form or "PNG", "png")).as_posix())
        fetched = image.fetched(cancellation)
        own = signature(fetched[:64]) or "PNG"
        path = names.of(index)(EXTENSIONS.get(form or own, "png")).as_posix()
        self.vacant(path)
        content, beside = self._content(image, cancellation, path, index)
        parent = path.rpartition("/")[0]
        if parent.strip("/."):
            self._system.makedirs(self._prefix + parent, exist_ok=True)
        self._system.pipe_file(self._prefix + path, content)
        if self._sidecar or beside is not None:
            facts = json.dumps(image.provenance | (beside or {}), ensure_ascii=False, indent=2, default=str)
            self._system.pipe_file(f"{self._prefix}{path}{SIDECAR}", f"{facts}\n".encode("utf-8", "replace"))
        return self._prefix + path

    def page(self, result: Result, names: Names, urls: Sequence[str | None]) -> str:
        """Write texts and images in turns as `index.md` beside the images at `urls`; returns its URL."""
        folder = names.folder.as_posix()
        path = f"{folder}/index.md" if folder != "." else "index.md"
        self.vacant(path)
        places = [None if url is None else url.removeprefix(self._prefix) for url in urls]
        self._system.pipe_file(self._prefix + path, result.markdown(names.folder, places).encode())
        return self._prefix + path

    def vacant(self, path: str) -> None:
        """Raise `FileExistsError` if there is a file of this name, and it may not be replaced."""
        if not self._overwrite and self._system.exists(self._prefix + path):
            raise FileExistsError(
                errno.EEXIST, tr("the file exists; pass overwrite=True to replace it"), self._prefix + path
            )

    def _content(
        self, image: Image, cancellation: Cancellation | None, path: str | None, index: int
    ) -> tuple[bytes, Document | None]:
        """The bytes of the file, and what of the facts it does not hold, though it should; None if there is nothing."""
        from brushwork_runtime.results.converting import asked, encoded, sized, with_marks

        content, wish = image.fetched(cancellation), sized(self._wishes[index], image.output_size)
        beside: Document | None = None
        why: dict[str, ValueError] = {}

        def told(error: ValueError | None) -> None:
            if error is not None:
                why["AI marking"] = error

        wanted = asked(PurePosixPath(path or ""), signature(content[:64]), wish)
        if wanted is not None:
            try:
                content = encoded(io.BytesIO(content), wanted, wish, told)
            except Exception as error:  # Pillow raises many classes
                raise DownloadFailed(
                    tr(
                        "{url} cannot be made a {wanted}: {error}",
                        url=redact.url(image.url),
                        wanted=wanted,
                        error=redact.words(error),
                    ),
                    hint=tr("image.bytes() gives it as the service made it."),
                ) from error
        else:
            content = with_marks(content, wish, told)
        if self._metadata:
            stream = io.BytesIO(content)
            try:
                if wanted not in (None, "PNG"):
                    raise Unfit("it is converted")
                put_in(stream, *addition(stream, image.provenance))
                content = stream.getvalue()
            except Unfit as error:
                why["metadata"], beside = error, {}
        if wish is not None and "AI marking" in why:
            beside = wish.told
        for what, reason in why.items() if path is None else ():
            log.warning("the %s is left out, since %s", what, reason)
        return content, beside


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


def _write(stream: Writable, content: bytes) -> None:
    """All of the bytes, also where a call takes some of them."""
    left = memoryview(content)
    while left:
        done = stream.write(bytes(left))
        if not isinstance(done, int) or isinstance(done, bool) or not 0 < done < len(left):
            return
        left = left[done:]


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
    except ImportError as error:
        raise ImportError(tr("{shown} cannot be saved to: {error}", shown=shown, error=redact.words(error))) from error
    except ValueError as error:
        raise ValueError(tr("{shown} cannot be saved to: {error}", shown=shown, error=redact.words(error))) from error
