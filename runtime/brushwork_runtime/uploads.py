"""Local reference images to the vendor's temporary store, where the model fetches them as `oss://`.

A policy from the API allows several uploads while it lives. The file goes to another host, which must not see the key,
as the last field of a form, under a name that nobody has used. An upload bills nothing, so a failed one is tried again;
what a client has uploaded is not uploaded again while it lives.
"""

from __future__ import annotations

import binascii
import hashlib
import os
import threading
from typing import TYPE_CHECKING, cast
from urllib.parse import quote

from brushwork_runtime.api.answer import Answer, mapping, said
from brushwork_runtime.api.exchange import ask, from_api, unbilled
from brushwork_runtime.base import redact
from brushwork_runtime.base.errors import (
    APIError,
    BrushworkError,
    ConnectFailed,
    DownloadFailed,
    InvalidRequest,
    MalformedResponse,
    TransportError,
)
from brushwork_runtime.base.events import TransferEvent, tell
from brushwork_runtime.base.image_headers import EXTENSIONS
from brushwork_runtime.base.language import reason_of, tr
from brushwork_runtime.http.messages import CONNECT_TIMEOUT, GET_TIMEOUT, HttpRequest
from brushwork_runtime.http.network_guard import judge
from brushwork_runtime.results.download import Downloads, store_error
from brushwork_runtime.results.saving import safe
from brushwork_runtime.retry import Attempts, persist, retry_after

if TYPE_CHECKING:
    from collections.abc import Iterator

    from brushwork_runtime.api.answer import Document
    from brushwork_runtime.base.clock import Deadline
    from brushwork_runtime.base.events import Hook
    from brushwork_runtime.http.messages import HttpResponse
    from brushwork_runtime.session import Session
    from brushwork_runtime.validate.inputs import Input


class Form:
    """A multipart form whose last field is the file, streamed; it can be begun anew."""

    __slots__ = ("_head", "_host", "_image", "_listening", "_tail", "boundary", "length")

    def __init__(
        self, fields: dict[str, str], image: Input, host: str = "", listening: Hook[TransferEvent] = None
    ) -> None:
        self.boundary = f"brushwork-{os.urandom(16).hex()}"
        parts = [
            f'--{self.boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in fields.items()
        ]
        file_name = fields["key"].rpartition("/")[2]
        parts.append(
            f'--{self.boundary}\r\nContent-Disposition: form-data; name="file"; filename="{file_name}"\r\n'
            f"Content-Type: {image.media_type}\r\n\r\n"
        )
        self._image = image
        self._host = host
        self._listening = listening
        self._head = "".join(parts).encode()
        self._tail = f"\r\n--{self.boundary}--\r\n".encode()
        self.length = len(self._head) + cast("int", image.size) + len(self._tail)

    def __iter__(self) -> Iterator[bytes]:
        yield self._head
        done = 0
        for piece in content(self._image, _CHUNK):
            yield piece
            done += len(piece)  # the next is asked for, and so it has left
            if self._listening is not None:
                url = redact.url(self._host)
                tell(self._listening, TransferEvent("upload", url, done=done, total=self._image.size))
        yield self._tail


def content(image: Input, size: int) -> Iterator[bytes]:
    """The bytes of a local image in pieces of `size`.

    Raises `InvalidRequest` if the file is gone or is not the one that was checked; then what is being sent stays
    shorter than was announced, so that nobody takes it for whole.
    """
    expected = left = cast("int", image.size)
    try:
        with image.open() as stream:
            while left and image.unchanged(stream):
                chunk = stream.read(min(size, left))
                if not chunk:
                    break
                left -= len(chunk)
                yield chunk
            if left or stream.read(1) or not image.unchanged(stream):
                raise InvalidRequest(
                    tr(
                        "{label!r} changed after it was checked; it had {expected:,} bytes then",
                        label=image.label,
                        expected=expected,
                    ),
                    hint=tr("Nothing was billed. Call again once nobody writes to the file any more."),
                )
    except OSError as error:
        why = reason_of(error)
        raise InvalidRequest(
            tr("{label!r} could be read when it was checked, and no longer can be: {why}", label=image.label, why=why),
            hint=tr("Nothing was billed. Put the file back, or pass its bytes."),
        ) from error


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


_CHUNK = 256 * 1024
_SPARE = 3600.0
"""Seconds before its end that an upload is no longer used: the model reads it some time after it is named."""


class _Upload:
    """One content: where it is and until when. Its lock is held by the thread that uploads it."""

    __slots__ = ("address", "end", "lock")

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.address = ""
        self.end = 0.0


def digest(image: Input) -> bytes:
    """The SHA-256 of an image's bytes, read in pieces. Raises `InvalidRequest` if the file is not as it was."""
    found = hashlib.sha256()
    for piece in content(image, _CHUNK):
        found.update(piece)
    return found.digest()


_ANEW = "policy"
"""How a refusal is marked that a new policy may mend."""

_TOKENS = ("OSSAccessKeyId", "Signature", "policy")

_MARGIN = 30.0
"""Seconds before its end that a policy is no longer used."""

SILENCE = 60.0
"""Seconds without a word from the store after which an upload is given up."""

TIMEOUT = 300.0
"""Seconds after which no other attempt of an upload begins, in a call that has no end of its own."""


class Policy:
    """Leave to upload for one model, until `end` on the client's clock."""

    __slots__ = ("end", "fields", "folder", "host", "megabytes")

    def __init__(self, data: Document, now: float) -> None:
        def need(name: str, instead: str | None = None) -> str:
            value = data.get(name) or instead
            if not isinstance(value, str):
                raise MalformedResponse(tr("the upload policy has no {name}", name=name))
            if not value.isascii() or not value.isprintable():  # it becomes a line of the form
                raise MalformedResponse(
                    tr("{name} of the upload policy is {value}", name=name, value=redact.value(value))
                )
            return value

        def number(name: str, most: float) -> float | None:
            value = data.get(name)
            return value if isinstance(value, (int, float)) and 0 < value <= most else None

        self.host = need("upload_host")
        self.folder = need("upload_dir").strip("/")
        self.fields = {
            "OSSAccessKeyId": need("oss_access_key_id"),
            "Signature": need("signature"),
            "policy": need("policy"),
            "x-oss-object-acl": need("x_oss_object_acl", "private"),
            "x-oss-forbid-overwrite": need("x_oss_forbid_overwrite", "true"),
        }
        self.end = now + (number("expire_in_seconds", 86400) or 300) - _MARGIN
        self.megabytes = number("max_file_size_mb", 1e6)


class Uploads:
    """The uploads of one client, with the policies that still live. Safe for threads."""

    __slots__ = ("_lock", "_policies", "_session", "_uploads")

    def __init__(self, session: Session) -> None:
        self._session = session
        self._policies: dict[str, Policy] = {}
        self._lock = threading.Lock()
        self._uploads: dict[tuple[str, bytes], _Upload] = {}

    def put(self, model_id: str, image: Input, deadline: Deadline | None = None) -> str:
        """Upload `image` for the model `model_id`, once, and return its `oss://` address, good for 48 hours.

        Where threads put the same content, one uploads it and the others wait. Raises `InvalidRequest` if the file has
        changed or is too large for the store, `APIError`, `TransportError`. None of them is billed.
        """
        session = self._session
        until = deadline or session.within(TIMEOUT, bounded=False)
        entry = self._uploads.setdefault((model_id, digest(image)), _Upload())  # one, however many ask
        with until.holding(entry.lock):
            now = session.clock.now()
            if entry.end <= now:
                entry.address = self._put(model_id, image, until)
                entry.end = now + session.api.lifetimes.get("upload", 0) - _SPARE
            return entry.address

    def _put(self, model_id: str, image: Input, until: Deadline) -> str:
        session = self._session
        attempts = Attempts(session, "GET", session.settings.base_url, scope="uploads", deadline=until, bills=False)

        def once(number: int) -> str:
            try:
                until.check()
                policy = self._policy(model_id, attempts, until)
                _check_size(image, policy)
                attempts.to("POST", policy.host)
                return self._post(policy, image, until, number)
            except BrushworkError as error:
                if isinstance(error, APIError) and error.retry == _ANEW:
                    self._policies.pop(model_id, None)
                failed = unbilled(_astray(error) if isinstance(error, DownloadFailed) else error, "upload")
                if isinstance(failed, TransportError):
                    failed.message = tr(
                        "uploading {label!r} failed: {message}", label=image.label, message=failed.message
                    )
                raise failed from error.__cause__

        return persist(session, attempts, once)

    def _policy(self, model_id: str, attempts: Attempts, until: Deadline) -> Policy:
        """A policy that still lives; asked for under the lock, so that threads share one."""
        session = self._session
        with until.holding(self._lock):
            policy = self._policies.get(model_id)
            if policy is None or policy.end <= session.clock.now():
                path = f"{session.api.paths['upload-policy']}?action=getPolicy&model={quote(model_id, safe='')}"
                attempts.to("GET", session.url_of(path))
                document = ask(session, path, deadline=until.part(0.05, GET_TIMEOUT), attempt=attempts.number)
                policy = Policy(mapping(document.get("data")), session.clock.now())
                judge(policy.host, session.one(Downloads.of).reach)
                self._policies[model_id] = policy
            return policy

    def _post(self, policy: Policy, image: Input, until: Deadline, number: int) -> str:
        name = f"{os.urandom(8).hex()}-{safe(image.label.rpartition('.')[0] or image.label)}"
        key = f"{policy.folder}/{name}.{EXTENSIONS.get(image.format or '', 'bin')}"
        fields = {**policy.fields, "key": key, "success_action_status": "200"}
        form = Form(fields, image, policy.host, self._session.hooks.on_transfer)
        headers = {
            "User-Agent": self._session.agent,
            "Content-Type": f"multipart/form-data; boundary={form.boundary}",
            "Content-Length": str(form.length),
        }
        left = max(min(SILENCE, until.left()), 0.001)
        request = HttpRequest(
            "POST",
            policy.host,
            headers,
            form,
            connect_timeout=min(CONNECT_TIMEOUT, left),
            read_timeout=left,
            total_timeout=max(until.left(), 0.001),
            tokens=(policy.fields[name] for name in _TOKENS),
            leaves=until.check,
            cancellation=until.cancellation,
        )
        # Over the connections of downloads, which carry no key and look at where they lead before they send.
        response = self._session.send(request, attempt=number, transport=self._session.one(Downloads.of).transport)
        if not 200 <= response.status < 300:
            raise self._refusal(response)
        return f"oss://{key}"

    def _refusal(self, response: HttpResponse) -> APIError:
        """What the refusal of the store means; many a one is mended by a new policy and a new name."""
        code, message = store_error(response.body, response.secrets)
        answer = Answer({"code": code, "message": message}, said(response.headers.get("x-oss-request-id")))
        where = tr("while uploading a reference image")
        error = from_api(self._session.api, response.status, answer, where=where)
        error.retry_after = retry_after(response.headers)
        if response.status >= 500 or (response.status in (403, 409) and code != "SignatureDoesNotMatch"):
            error.retry = _ANEW
        return error


def _astray(error: DownloadFailed) -> ConnectFailed:
    """What it means that the API named a store that nothing is sent to."""
    failed = ConnectFailed(tr("the upload policy names no store: {message}", message=error.message), hint=error.hint)
    failed.lasting = True
    return failed


def _check_size(image: Input, policy: Policy) -> None:
    if policy.megabytes is not None and cast("int", image.size) > policy.megabytes * 1_048_576:
        raise InvalidRequest(
            tr(
                "{label!r} has {size:,} bytes; the store takes up to {megabytes:g} MB for this model",
                label=image.label,
                size=image.size,
                megabytes=policy.megabytes,
            )
        )
