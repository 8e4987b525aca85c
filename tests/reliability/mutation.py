"""Answers of the emulator, written as bytes, and ways to spoil them: their bytes, framing, headers, JSON and files."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from contextlib import suppress
from random import Random
from typing import Any

from brushwork_runtime.base import json_values
from brushwork_runtime.http.messages import HttpRequest, HttpResponse

ORIGIN = "http://127.0.0.1:1"
"""What stands in recorded answers for the server that will give them."""

EVIL = "\x1b]0;t\x07\r\nERROR forged \x9b2J\u202e \ud800"
DIGITS = ("9" * 400, "9" * 5000, "-5", "-0", "1e400", "nan", "0x10", "٣", "1_0", "", " ", "+1", "1.5", "99999999999")
ADDRESSES = (
    "",
    "/",
    "//",
    "http://",
    "https://[::1",
    "https://a b/",
    "https://%/",
    "https://127.0.0.1:99999/",
    "http://127.0.0.1:x/",
    "https://h\u00e9/",
    "https://a..b/",
    "https://.../",
    "https://" + "a" * 300 + "/",
    "https://" + "a." * 5000,
    "https://u:p@127.0.0.1:1/",
    "file:///etc/passwd",
    "data:image/png;base64,AAAA",
    "oss://x/y",
    "https://fe80::1%25eth0/",
    "https://[fe80::1%25]/",
    "http://0x7f.1/",
    "https://\u2488com/",
    f"{ORIGIN}/\u200b",
    f"{ORIGIN}/a b",
    f"{ORIGIN}/%",
    f"{ORIGIN}?x",
    f"{ORIGIN}#x",
    f"{ORIGIN}/{EVIL}",
)
VALUES: tuple[Any, ...] = (
    None,
    True,
    False,
    0,
    -1,
    1.5,
    10**400,
    -(10**400),
    2**63,
    float("inf"),
    float("nan"),
    "",
    " ",
    EVIL,
    "x" * 20_000,
    "http://" * 2000,
    [],
    {},
    [[]],
    [None],
    {"": {}},
    {"code": "A"},
    {"url": ORIGIN},
    [{"text": EVIL}, {"image": 5}, {"code": [], "message": {}}],
    *DIGITS,
    *ADDRESSES,
    "SUCCEEDED",
    "FAILED",
    "UNKNOWN",
    "CANCELED",
    "succeeded",
    "STRANGE",
    "0001-01-01 00:00:00",
    "9999-12-31T23:59:59+23:59",
)
HEADERS: tuple[str, ...] = (
    "Transfer-Encoding: chunked",
    "Transfer-Encoding: gzip, chunked",
    "Content-Encoding: gzip",
    "Content-Encoding: identity",
    "Connection: close",
    "Content-Type: text/html",
    "Content-Type: application/json",
    f"Location: {ORIGIN}/elsewhere",
    "Location: ",
    "Retry-After: Mon, 01 Jan 0001 00:00:00 +2359",
    "Retry-After: Fri, 31 Dec 9999 23:59:59 -2359",
    "Date: Mon, 01 Jan 0001 00:00:00 +2359",
    "Date: x",
    "Content-Range: bytes 0-5/6",
    "Content-Range: bytes 5-0/*",
    "Content-MD5: AAAA",
    "ETag: W/x",
    "X-Request-Id: \x1b[2J\x9b",
    " folded",
    "no colon",
    ": no name",
    "\u00fcber: \u00fc",
    "Set-Cookie: a=b",
    "X: " + "y" * 70_000,
    *(f"{name}: {digits}" for name in ("Content-Length", "Retry-After") for digits in DIGITS),
    *(f"Location: {address}" for address in ADDRESSES if "\n" not in address and "\ud800" not in address),
)
STATUSES = (
    "200",
    "201",
    "204",
    "206",
    "301",
    "302",
    "304",
    "400",
    "401",
    "403",
    "404",
    "408",
    "409",
    "429",
    "500",
    "503",
)
STATUS_LINES = (
    "HTTP/1.1",
    "HTTP/1.1 ",
    "HTTP/1.1 " + "2" * 5000 + " OK",
    "HTTP/1.1 99 Few",
    "HTTP/1.1 1000 Many",
    "HTTP/1.1 -200 OK",
    "HTTP/1.1 100 Continue",
    "HTTP/1.1 103 Hints",
    "HTTP/0.9 200 OK",
    "HTTP/2 200 OK",
    "HTTP/9.9 200 OK",
    "ICY 200 OK",
    "",
    "\x1b[2J\x9b",
)
CHUNKS = (b"-5", b"+5", b"0x5", b"ffffffffffffffff", b"5;x=y", b"5 ", b" 5", b"", b"z", b"f" * 5000, b"1_0", b"05")


class Recorded:
    """One answer of the emulator."""

    def __init__(self, response: HttpResponse) -> None:
        self.status = response.status
        self.headers = {
            name: value
            for name, value in response.headers.items()
            if name.lower() not in ("content-length", "transfer-encoding", "connection")
        }
        self.body = response.read()

    def spoiled(self, random: Random, origin: str) -> bytes:
        """Its bytes with one to three faults in them."""
        body, head = self.body, f"HTTP/1.1 {self.status} OK"
        lines = [f"{name}: {value}" for name, value in self.headers.items()]
        ways = random.choices(
            ("json", "head", "status", "chunks", "bytes", "body"), (8, 3, 1, 2, 2, 2), k=random.choice((1, 1, 2, 3))
        )
        if "json" in ways:
            body = _spoiled_json(body, random)
        if "body" in ways:
            body = _spoiled_bytes(body, random)
        if "status" in ways:
            head = random.choice((*STATUS_LINES, *(f"HTTP/1.1 {status} X" for status in STATUSES)))
        if "head" in ways:
            for line in random.choices(HEADERS, k=random.choice((1, 1, 2))):
                lines.insert(random.randrange(len(lines) + 1), line)
        if "chunks" in ways:
            lines.append("Transfer-Encoding: chunked")
            content = _in_chunks(body, random)
        else:
            content = body
            if random.random() < 0.95:
                lines.append(f"Content-Length: {len(body)}")
        text = "\r\n".join((head, *lines)) + "\r\n\r\n"
        found = text.replace(ORIGIN, origin).encode("utf-8", "surrogatepass") + content.replace(
            ORIGIN.encode(), origin.encode()
        )
        return _spoiled_bytes(found, random) if "bytes" in ways else found

    def whole(self, origin: str) -> bytes:
        """Its bytes as they were."""
        body = self.body.replace(ORIGIN.encode(), origin.encode())
        lines = [f"HTTP/1.1 {self.status} OK", *(f"{name}: {value}" for name, value in self.headers.items())]
        return "\r\n".join((*lines, f"Content-Length: {len(body)}")).encode() + b"\r\n\r\n" + body


class Recorder:
    """A transport that keeps what another one answers, by what it was asked."""

    def __init__(self, inner: Any, url: str) -> None:
        self._inner = inner
        self._url = url
        self.answers: dict[str, list[Recorded]] = {}

    def send(self, request: HttpRequest, /) -> HttpResponse:
        response = self._inner.send(request)
        known = Recorded(response)
        found = HttpResponse(known.status, response.headers, known.body)
        known.body = known.body.replace(self._url.encode(), ORIGIN.encode())
        self.answers.setdefault(what(request.method, request.url.partition("://")[2].partition("/")[2]), []).append(
            known
        )
        return found


def what(method: str, target: str) -> str:
    """What a request of this target asks for."""
    path, _, query = target.lstrip("/").partition("?")
    if "/tasks" in path or path.endswith("tasks"):
        if path.endswith("/cancel"):
            return "cancel"
        return "list" if path.rstrip("/").endswith("tasks") else "query"
    if "action=getPolicy" in query:
        return "policy"
    if method == "GET":
        return "file"
    return "work" if "/services/" in path else "store"


def _spoiled_bytes(content: bytes, random: Random) -> bytes:
    found = bytearray(content)
    for _ in range(random.choice((1, 1, 3, 10))):
        at = random.randrange(len(found) + 1)
        way = random.randrange(5)
        if way == 0:
            found[at : at + 1] = random.randbytes(1)
        elif way == 1:
            del found[at : at + random.choice((1, 4, 100))]
        elif way == 2:
            found[at:at] = random.randbytes(random.choice((1, 3, 50)))
        elif way == 3:
            found[at:at] = found[max(0, at - 20) : at]
        else:
            del found[at:]
    return bytes(found)


def _in_chunks(body: bytes, random: Random) -> bytes:
    found, size = b"", random.choice((1, 7, 100, 5000)) if len(body) < 3000 else 5000
    bad = random.randrange(1 + len(body) // size)
    for number, at in enumerate(range(0, len(body), size)):
        piece = body[at : at + size]
        length = b"%x" % len(piece) if number != bad else random.choice(CHUNKS)
        found += length + random.choice((b"\r\n", b"\r\n", b"\r\n", b"\n")) + piece + b"\r\n"
    return found + random.choice((b"0\r\n\r\n", b"0\r\nX: y\r\n\r\n", b"", b"0\r\n", b"0\r\nX: \x1b\r\n\r\nmore"))


def _spoiled_json(body: bytes, random: Random) -> bytes:
    if body.lstrip()[:1] in (b"{", b"["):
        return _dumped(_spoiled(json.loads(body), random), random)
    if b"data:" not in body:
        return _spoiled_bytes(body, random)
    lines = body.split(b"\n")
    data = [at for at, line in enumerate(lines) if line.startswith(b"data:")]
    at = random.choice(data)
    way = random.randrange(6)
    if way == 0:
        lines[at:at] = random.choice(
            (
                (b":HTTP_STATUS/" + b"9" * 5000,),
                (b":HTTP_STATUS/500",),
                (b"event:error",),
                (b"id: \x1b",),
                (b"data:[]", b""),
            )
        )
    elif way == 1:
        del lines[at]
    else:
        lines[at] = b"data:" + _dumped(_spoiled(json.loads(lines[at][5:]), random), random).replace(b"\n", b" ")
    return b"\n".join(lines)


def _dumped(document: object, random: Random) -> bytes:
    way = random.randrange(30)
    if way == 0:
        deep = random.choice((90, 400, 990, 5000))
        return b'{"output":' + b"[" * deep + b"]" * deep + b"}"
    text = json.dumps(document, ensure_ascii=random.random() < 0.7)
    if way == 1:
        return text.encode(random.choice(("utf-16", "utf-32", "utf-8-sig")), "surrogatepass")
    return text.encode("utf-8", "surrogatepass")


def _spoiled(document: Any, random: Random) -> Any:
    for _ in range(random.choice((1, 1, 1, 2, 4))):
        places = list(_places(document))
        if not places:
            return copy.deepcopy(random.choice(VALUES))
        holder, key = random.choice(places)
        way = random.randrange(10)
        if way < 6:
            holder[key] = copy.deepcopy(random.choice(VALUES))
        elif way == 6:
            del holder[key]
        elif way == 7 and json_values.fields(holder) is not None:
            holder[random.choice(("", EVIL, "code", "url", "text", "x" * 300))] = holder[key]
            del holder[key]
        elif way == 8:
            holder[key] = [copy.deepcopy(holder[key]) for _ in range(random.choice((1, 2, 150)))]
        else:
            other, name = random.choice(places)
            with suppress(KeyError, IndexError):  # gone with another fault
                holder[key] = json.loads(json.dumps(other[name]))
    return document


def _places(document: Any) -> Iterator[tuple[Any, Any]]:
    """Every member of every object and array of a document, as what holds it and its name or index."""
    keys: list[Any] = []
    if (members := json_values.fields(document)) is not None:
        keys = list(members)
    elif (items := json_values.items(document)) is not None:
        keys = list(range(len(items)))
    for key in keys:
        yield document, key
        yield from _places(document[key])
