"""Result files behind signed URLs, which expire, and which know no other key than their own signature."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote, urlsplit

from brushwork_emulator.drawing.pictures import draw, picture
from brushwork_emulator.store.objectstore import (
    ACCESS_KEY,
    both_signatures,
    moment,
    sign,
    signed,
    wrong_access_key,
    wrong_signature,
    xml_refusal as refusal,
)
from brushwork_emulator.store.ranges import served
from brushwork_emulator.store.references import References
from brushwork_emulator.store.uploads import STORE
from brushwork_emulator.wire import new_id

if TYPE_CHECKING:
    from collections.abc import Mapping

    from brushwork_emulator.drawing.pictures import Ordered
    from brushwork_emulator.store.objectstore import Ticking
    from brushwork_emulator.store.uploads import Uploads
    from brushwork_emulator.wire import Call, Reply

__all__ = ["RESULTS", "STORE", "Results"]

RESULTS = "/results/"
"""The prefix of the paths of result files."""

_MOST_DRAWN = 64 * 1_048_576
"""Bytes of pictures that are kept; one that is asked for after that is drawn again, byte for byte the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A picture that was ordered: the picture number `index` of an order, made at a time, with a seed."""

    order: Ordered
    seed: int
    index: int
    made: float


class Results:
    """The pictures made, drawn when they are first fetched. Their URLs live `lifetime` seconds. Safe for threads.

    `marks` are the words of the watermark by family of models.
    """

    def __init__(
        self,
        origin: str,
        *,
        clock: Ticking,
        uploads: Uploads | None = None,
        lifetime: float = 24 * 3600,
        marks: Mapping[str, str] | None = None,
    ) -> None:
        self.origin = origin
        self.lifetime = lifetime
        self.references = References(upload=uploads.content if uploads else lambda _: None, result=self.content)
        self._clock = clock
        self._marks = marks or {}
        self._files: dict[str, File] = {}
        self._drawn: OrderedDict[str, bytes] = OrderedDict()
        self._orders = 0
        self._lock = threading.Lock()

    def make(self, order: Ordered) -> list[str]:
        """URLs of the pictures of an order, for each place that its answer has for pictures.

        Without a seed each order has one of its own: its number.
        """
        made = self._clock.now()
        with self._lock:
            self._orders += 1
            seed = self._orders if order.seed is None else order.seed
            extension = order.results.format.lower()
            names = [
                f"{new_id()}-{index}.{extension}" for index in range(order.count * (len(order.results.images) or 1))
            ]
            for index, name in enumerate(names):
                self._files[name] = File(order=order, seed=seed, index=index, made=made)
        return [self.signed(name, order.results.lifetime) for name in names]

    def signed(self, name: str, lifetime: float | None = None) -> str:
        """A URL of the file `name`, valid from now on, for as long as the files of its model are."""
        path, expires = RESULTS + name, int(self._clock.now() + (lifetime or self.lifetime))
        signature = quote(sign(_to_sign("GET", path, str(expires))), safe="")
        return f"{self.origin}{path}?Expires={expires}&OSSAccessKeyId={ACCESS_KEY}&Signature={signature}"

    def latest(self, most: int) -> list[dict[str, object]]:
        """The last pictures that were ordered and have not expired, the newest first."""
        now = self._clock.now()
        with self._lock:
            files = list(self._files.items())[-most:]
        return [
            {
                "name": name,
                "model": file.order.model_id,
                "mode": file.order.mode.name,
                "prompt": file.order.prompt,
                "seed": file.seed,
                "width": file.order.width,
                "height": file.order.height,
                "made": file.made,
            }
            for name, file in reversed(files)
            if now < file.made + (file.order.results.lifetime or self.lifetime)
        ]

    def picture(self, name: str) -> tuple[bytes, str] | None:
        """The file of this name and its media type, whoever asks."""
        file, content = self._files.get(name), self._content(name)
        return None if file is None or content is None else (content, f"image/{file.order.results.format.lower()}")

    def delete(self, url: str) -> None:
        """Remove the file at `url`, as the store does some time after the URL has expired."""
        with self._lock:
            self._files.pop(_name(url), None)
            self._drawn.pop(_name(url), None)

    def content(self, url: str) -> bytes | None:
        """The file at `url` until it expires; None for a URL that is not of this emulator."""
        expires = dict(parse_qsl(urlsplit(url).query)).get("Expires", "")
        if not url.startswith(self.origin + RESULTS) or _past(expires, self._clock.now()):
            return None
        return self._content(_name(url))

    def _content(self, name: str) -> bytes | None:
        file = self._files.get(name)
        if file is None:
            return None
        with self._lock:
            found = self._drawn.get(name)
        if found is None:
            mark = self._marks.get(file.order.model.family)
            wanted = picture(file.order, file.seed, file.index, self.references, mark)
            found = draw(wanted, file.order.results.format)
            self._keep(name, found)
        return found

    def _keep(self, name: str, content: bytes) -> None:
        with self._lock:
            self._drawn[name] = content
            while len(self._drawn) > 1 and sum(map(len, self._drawn.values())) > _MOST_DRAWN:
                self._drawn.popitem(last=False)

    def reply(self, call: Call) -> Reply:
        """The file, whole or in part, for a GET with the signature of its URL and no key."""
        refused = self._refused(call)
        if refused is not None:
            return refused
        name = call.path.removeprefix(RESULTS)
        file, content = self._files.get(name), self._content(name)
        if file is None or content is None:
            return refusal(404, "NoSuchKey", "The specified key does not exist.", Key=name)
        return served(content, f"image/{file.order.results.format.lower()}", file.made, call.headers)

    def _refused(self, call: Call) -> Reply | None:
        query = call.query
        given, expires = query.get("Signature"), query.get("Expires", "")
        if given is None and "OSSAccessKeyId" not in query:
            return refusal(403, "AccessDenied", "You have no right to access this object because of bucket acl.")
        if "authorization" in call.headers:
            return both_signatures()
        if given is None or not _is_time(expires):
            missing = "Signature" if given is None else "Expires"
            return refusal(403, "AccessDenied", f"The signed URL has no valid {missing}.")
        if query.get("OSSAccessKeyId") != ACCESS_KEY:
            return wrong_access_key(query.get("OSSAccessKeyId", ""))
        now = self._clock.now()
        if _past(expires, now):
            times = {"Expires": moment(int(expires)), "ServerTime": moment(now)}
            return refusal(403, "AccessDenied", "Request has expired.", **times)
        text = _to_sign(call.method, call.path, expires)
        return None if signed(text, given) else wrong_signature(given, text)


def _to_sign(method: str, path: str, expires: str) -> str:
    """What the signature of a URL covers: the method too, so that a URL for GET is none for HEAD."""
    return f"{method}\n\n\n{expires}\n{path}"


def _past(expires: str, now: float) -> bool:
    return not _is_time(expires) or int(expires) <= now


def _is_time(text: str) -> bool:
    """Whether this is a number of seconds since 1970, and no longer than one can be."""
    return text.isdecimal() and len(text) <= 12


def _name(url: str) -> str:
    return urlsplit(url).path.removeprefix(RESULTS)
