"""A generated image: fetched when it is asked for, saved as the service made it.

Where it comes from and when its URL ends is plain data, to keep beside it or in it.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, cast, overload

from brushwork_runtime.base import redact
from brushwork_runtime.base.errors import DownloadFailed, ResultExpired
from brushwork_runtime.base.language import tr
from brushwork_runtime.base.redact import short

if TYPE_CHECKING:
    import builtins
    import os
    from datetime import datetime

    from PIL.Image import Image as PilImage

    from brushwork_runtime.api.answer import Document
    from brushwork_runtime.base.clock import Cancellation
    from brushwork_runtime.base.image_headers import Header
    from brushwork_runtime.base.image_marks import AigcLabel, AiMarking
    from brushwork_runtime.request.request import Request
    from brushwork_runtime.results.atomic_file import Memory, PartFile
    from brushwork_runtime.results.download import Downloads
    from brushwork_runtime.results.result import Origin
    from brushwork_runtime.results.saving import Place, SaveOptions, Wish, Writable
    from brushwork_runtime.tables.spec import Api, Pixels


class Provenance:
    """What is known of a call, put together when it is asked for. A pickle of it holds the facts and no client."""

    __slots__ = ("_facts", "_origin", "_specs", "lifetime", "made", "output_size", "request_id", "task_id")

    def __init__(self, api: Api, origin: Origin, *, request_id: str | None, task_id: str | None) -> None:
        self.made: float | None = None if origin.prepared is None else time.time()
        self.output_size: Pixels | None = None if origin.prepared is None else origin.prepared.output_size
        declared = origin.results
        self.lifetime: float | None = None  # of a model that is not known
        if declared is not None:
            self.lifetime = declared.lifetime or api.lifetimes.get("result_url")
        self._facts: Document | None = None
        self._origin: Origin | None = origin
        self.request_id = request_id
        self.task_id = task_id
        self._specs = api.spec_version

    @property
    def seed(self) -> int | None:
        """The seed that was sent, None if none was or it is not known."""
        if self._origin is not None:
            return self._origin.seed()
        seed = self.facts.get("seed")
        return seed if isinstance(seed, int) else None

    @property
    def facts(self) -> Document:
        """What was asked for, of whom, and by what; a value that is not known is left out."""
        if self._facts is None:
            self._facts = self._told()
        return dict(self._facts)

    def _told(self) -> Document:
        origin = self._origin
        prepared = origin.prepared if origin is not None else None
        facts: Document = {"prompt": None, "model": origin.model if origin else None}
        if origin is not None and prepared is not None:
            facts["prompt"] = prepared.prompt
            facts["mode"] = origin.mode
            facts["parameters"] = sent(prepared)
            facts["output_size"] = None if self.output_size is None else list(self.output_size)
            facts["seed"] = origin.seed()
            for name, images in prepared.inputs.items():
                if images:
                    labels = [image.label for image in images]
                    facts[name] = [redact.url(label) if "://" in label else label for label in labels]
        facts["request_id"], facts["task_id"] = self.request_id, self.task_id
        facts["made"] = None if self.made is None else _moment(self.made).isoformat(timespec="seconds")
        facts["software"] = f"brushwork {_version()}, specs {self._specs}"
        return {name: value for name, value in facts.items() if value is not None}

    def __getstate__(self) -> object:
        return None, {**{name: getattr(self, name) for name in self.__slots__}, "_facts": self.facts, "_origin": None}


def sent(prepared: Request) -> Document:
    """The parameters that a request carried, wherever they stand in its body."""
    from brushwork_runtime.request.request import parameters_of

    return parameters_of(prepared.body, prepared.mode, prepared.route)


def _moment(seconds: float) -> datetime:
    """A moment in seconds since 1970, in UTC."""
    from datetime import UTC, datetime

    return datetime.fromtimestamp(seconds, UTC)


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("brushwork")
    except PackageNotFoundError:  # run from a checkout
        return "0"


_FUTURE = 253_402_300_799
"""The end of the year 9999 in seconds since 1970; nothing later is a date."""


def expiry(url: str, made: float | None = None, lifetime: float | None = None) -> datetime | None:
    """The moment in UTC from which `url` is refused; None where it does not say and `made` (epoch) is not known."""
    end = _written(url)
    if end is None and made is not None and lifetime is not None:
        end = made + lifetime
    return _moment(end) if end is not None and 0 <= end <= _FUTURE else None


def until(url: str, lifetime: float | None) -> str:
    """What an error says of the end of `url`; `lifetime` is that of the model's results, where the model is known."""
    end = expiry(url)
    live = f"; URLs of results live {lifetime / 3600:g} hours" if lifetime else ""
    return live if end is None else f"{live}; this one was good until {end:%Y-%m-%d %H:%M:%S} UTC"


def _written(url: str) -> float | None:
    """The end that is part of a signed URL: `Expires` as a time, or a date and how long it lives from then on."""
    from datetime import UTC, datetime, timedelta
    from urllib.parse import parse_qs, urlsplit

    try:
        query = {name.lower(): values[-1] for name, values in parse_qs(urlsplit(url).query).items()}
    except ValueError:
        return None
    end = query.get("expires", "")
    if end.isascii() and end.isdecimal() and len(end) <= 12:
        return float(end)
    date, seconds = query.get("x-oss-date", ""), query.get("x-oss-expires", "")
    if seconds.isascii() and seconds.isdecimal() and len(seconds) <= 9:
        try:
            begun = datetime.strptime(date, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        except ValueError:
            return None
        return (begun + timedelta(seconds=int(seconds))).timestamp()
    return None


_NOT_KNOWN = "not known: neither the server nor the format tells where the image ends"


class Image:
    """A generated image at `url`, which lives until `expires_at`; fetched when asked for.

    `path` is where it was saved last. `prompt` is the prompt that it was drawn from where the service tells
    (`prompt_extend` rewrites it). `width`, `height` and `format` are known once it has been fetched; `complete` is True
    then, or None where neither the server nor the format tells where the image ends.
    """

    __module__ = "brushwork"
    __slots__ = ("_complete", "_downloads", "_header", "_origin", "held", "path", "prompt", "url")

    def __init__(
        self, url: str, downloads: Downloads, prompt: str | None = None, *, origin: Provenance | None = None
    ) -> None:
        self.url = url
        self.prompt = prompt
        self.path: Path | None = None
        self._complete: bool | None = None
        self._downloads = downloads
        self._origin = origin
        self.held: builtins.bytes | None = None
        """What was fetched already."""
        self._header: Header | None = None

    def bytes(self) -> bytes:
        """The image file's bytes, fetched once and kept. Raises `ResultExpired` or `DownloadFailed`."""
        with short:
            return self.fetched()

    def kept(self) -> builtins.bytes | None:
        """What was fetched already, or saved and is still there; None where it would have to be fetched."""
        if self.held is None and self.path is not None:
            try:
                return self.path.read_bytes()
            except OSError:
                return None
        return self.held

    def fetched(self, cancellation: Cancellation | None = None) -> builtins.bytes:
        """As `bytes`, until it is cancelled."""
        if self.held is None:
            from io import BytesIO

            from brushwork_runtime.base.image_headers import sniff

            self.held = self.loaded(cancellation)
            self._header = sniff(BytesIO(self.held))
        return self.held

    def loaded(self, cancellation: Cancellation | None = None) -> builtins.bytes:
        """The bytes as they were fetched before, else fetched now and not kept."""
        if self.held is not None:
            return self.held
        from brushwork_runtime.results.atomic_file import Memory

        memory = Memory()
        self.fill(memory, cancellation)
        return memory.content

    def fill(self, sink: Memory | PartFile, cancellation: Cancellation | None) -> None:
        """Fetch it into `sink`."""
        try:
            self._complete = self._downloads.fill(redact.Address(self.url), sink, cancellation)
        except ResultExpired as error:
            error.message += until(self.url, None if self._origin is None else self._origin.lifetime)
            raise

    @overload
    def save(
        self,
        path: str | os.PathLike[str],
        *,
        overwrite: bool = False,
        metadata: bool = False,
        sidecar: bool = False,
        format: str | None = None,
        quality: int | None = None,
        ai_marking: bool | AigcLabel = False,
    ) -> Path: ...

    @overload
    def save(
        self,
        path: Writable,
        *,
        overwrite: bool = False,
        metadata: bool = False,
        sidecar: bool = False,
        format: str | None = None,
        quality: int | None = None,
        ai_marking: bool | AigcLabel = False,
    ) -> None: ...

    def save(
        self,
        path: str | os.PathLike[str] | Writable,
        *,
        overwrite: bool = False,
        metadata: bool = False,
        sidecar: bool = False,
        format: str | None = None,
        quality: int | None = None,
        ai_marking: bool | AigcLabel = False,
    ) -> Path | None:
        """Write the image to `path` as the service made it (PNG); `{ext}` in it is filled in. Returns the path.

        An open binary file, or another object with `write`, gets the bytes and stays open; None is returned. A URL of
        fsspec (extra `fsspec`), such as "s3://bucket/cat.png", is returned as text.

        An extension of another format, as "cat.jpg", asks for a conversion, which needs Pillow (extra `pil`). Where
        that cannot be, the image is kept under its own extension, "cat.png", and a warning in the log says so. So do
        `format`, such as "jpeg" or "webp", and `quality`, from 1 to 100; they are refused before anything is fetched if
        they cannot be. Where the call asked for an `output_size`, the image gets that on the way.

        `metadata=True` puts the `provenance` into a PNG as text, otherwise unchanged; `sidecar=True` writes it to
        `path` + ".json", and so does `metadata` for another format and for a PNG that is signed (C2PA) or has such a
        text already. `ai_marking=True` writes into a PNG, JPEG or WEBP that a trained model made it (IPTC's digital
        source type), an `AigcLabel` China's label, too; what the file says already stays, and where there is no place
        for it, as in one that is signed, it goes beside the file. The file appears whole or not at all. Raises
        `FileExistsError` unless `overwrite`, `ResultExpired`, `DownloadFailed`, `OSError` naming the file.
        """
        from brushwork_runtime.results.saving import SaveOptions, destination_of

        with short:
            options = SaveOptions(
                overwrite=overwrite,
                metadata=metadata,
                sidecar=sidecar,
                format=format,
                quality=quality,
                ai_marking=ai_marking,
            )
            return cast("Path | None", destination_of(path, options).one(self, 0))

    def save_as(
        self,
        place: Place,
        options: SaveOptions | None = None,
        wish: Wish | None = None,
        stop: Cancellation | None = None,
    ) -> Path:
        """Write the image to the path that `place` gives for its extension; otherwise as `save`."""
        from brushwork_runtime.results.saving import SaveOptions, Wish, Writing

        writing = Writing(self, place, options or SaveOptions(), wish or Wish(size=self.output_size))
        self.path, self._header = writing.save(stop)
        return self.path

    def to_pil(self) -> PilImage:
        """The image as a PIL image, of `output_size` if there is one; needs Pillow (`pip install brushwork[pil]`).

        Raises `ResultExpired` or `DownloadFailed`, the latter also for an image that Pillow cannot read.
        """
        from io import BytesIO

        from PIL import Image as Pil

        with short:
            content = self.bytes()
            try:
                picture = Pil.open(BytesIO(content))
                picture.load()
                if self.output_size is not None:
                    from brushwork_runtime.results.converting import resized

                    return resized(picture, self.output_size)
            except Exception as error:  # Pillow raises many classes for a damaged file
                raise DownloadFailed(
                    tr("Pillow cannot read {url}: {error}", url=redact.url(self.url), error=redact.words(error)),
                    hint=tr(
                        "It has {count:,} bytes: image.bytes() gives them, image.save() writes them.",
                        count=len(content),
                    ),
                ) from error
            return picture

    def data_uri(self) -> str:
        """The image as a `data:` URI, fetched if it was not yet."""
        from brushwork_runtime.base.image_headers import MEDIA_TYPES
        from brushwork_runtime.results.notebook import data_uri

        content = self.bytes()
        return data_uri(content, MEDIA_TYPES.get(self.format or "", "application/octet-stream"))

    def sha256(self) -> str:
        """The SHA-256 of the bytes as the service made them, in hex; fetched if they were not yet."""
        from hashlib import sha256

        return sha256(self.bytes()).hexdigest()

    def ai_marking(self) -> AiMarking:
        """What the file at `path` says of how it was made, or else the image as the service made it, then fetched.

        Anyone can write it, and nothing of it is verified. False, as a condition, if it says nothing.
        """
        from brushwork_runtime.base.image_marks import AiMarking

        try:
            return AiMarking(self.bytes() if self.path is None else self.path.read_bytes())
        except OSError:
            return AiMarking(self.bytes())

    @property
    def expires_at(self) -> datetime | None:
        """When `url` ends, in UTC: as it says itself, else by the documented lifetime; None where neither is known."""
        origin = self._origin
        return expiry(self.url) if origin is None else expiry(self.url, origin.made, origin.lifetime)

    @property
    def provenance(self) -> Document:
        """What is known of where it comes from, as plain data: see `Result.provenance`; `actual_prompt` is `prompt`."""
        facts = self._origin.facts if self._origin is not None else {}
        told = {"actual_prompt": self.prompt, "complete": _NOT_KNOWN if self._complete is False else None}
        return {**facts, **{name: value for name, value in told.items() if value}}

    @property
    def output_size(self) -> Pixels | None:
        """Width and height that the call asked for as `output_size`, which what is saved gets; `bytes()` is as made."""
        return None if self._origin is None else self._origin.output_size

    @property
    def complete(self) -> bool | None:
        """True once it has been fetched and nothing of it is missing; None where that is not known."""
        return self._complete or None

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
        size = f", {len(self.held):,} bytes" if self.held is not None else ""
        saved = f", saved to {self.path}" if self.path else ""
        return f"<Image {what}{size}{saved}; .save(path), .bytes(), .to_pil(), .url>"

    def _repr_html_(self) -> str:
        """For a notebook: a thumbnail, fetched if the picture was neither fetched nor saved."""
        from brushwork_runtime.results.notebook import picture

        return picture(self)
