"""Conventions of the object store behind uploads and result files: signatures, times, XML errors."""

from __future__ import annotations

import base64
import hashlib
import hmac
import time
import uuid
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from brushwork_emulator.wire import Reply

if TYPE_CHECKING:
    from typing import Protocol

    class Ticking(Protocol):
        """The clock of the store."""

        def now(self) -> float:
            """Seconds since 1970."""
            ...


ACCESS_KEY = "LTAI-EMULATOR"
"""The access key id of every signature of the store."""

_SECRET = b"brushwork-emulator"


def sign(text: str) -> str:
    """The signature of `text`, as the store's first scheme has it: HMAC-SHA1 in base64."""
    return base64.b64encode(hmac.new(_SECRET, text.encode(), hashlib.sha1).digest()).decode()


def signed(text: str, signature: str) -> bool:
    """Whether `signature` is the one of `text`."""
    return hmac.compare_digest(sign(text).encode(), signature.encode())


def moment(seconds: float) -> str:
    """A time as the store's XML and its policies write it."""
    return time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime(seconds))


def stored(status: int, content: bytes = b"", media_type: str = "application/xml") -> Reply:
    """A reply of the store, which names its requests by a header of its own."""
    reply = Reply(status, content, media_type)
    reply.headers["Server"] = "AliyunOSS"
    reply.headers["x-oss-request-id"] = uuid.uuid4().hex[:24].upper()
    return reply


def xml_refusal(status: int, code: str, message: str, **more: str) -> Reply:
    """An error of the store. `more` are further elements, in their order."""
    reply = stored(status)
    elements = {"Code": code, "Message": message, "RequestId": reply.headers["x-oss-request-id"], "HostId": "emulator"}
    lines = [f"  <{name}>{escape(value)}</{name}>" for name, value in {**elements, **more}.items()]
    reply.content = "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', "<Error>", *lines, "</Error>"]).encode()
    return reply


def both_signatures() -> Reply:
    """The refusal of a request with a signature of the store and an Authorization header."""
    return xml_refusal(400, "InvalidArgument", "Only one auth mechanism allowed", EC="0002-00000039")


def wrong_signature(given: str, text: str) -> Reply:
    """The refusal of a signature that is not the one of `text`."""
    message = (
        "The request signature we calculated does not match the signature you provided. "
        "Check your key and signing method."
    )
    return xml_refusal(
        403,
        "SignatureDoesNotMatch",
        message,
        OSSAccessKeyId=ACCESS_KEY,
        SignatureProvided=given,
        StringToSign=text,
    )


def wrong_access_key(given: str) -> Reply:
    """The refusal of an access key that the store has never seen."""
    message = "The OSS Access Key Id you provided does not exist in our records."
    return xml_refusal(403, "InvalidAccessKeyId", message, OSSAccessKeyId=given)
