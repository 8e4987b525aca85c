"""Who may talk to the server, and what a browser may make of its answers.

A web page can have its own name resolve to the loopback address (DNS rebinding), or post to it: its browser then tells
the page's name as Host or Origin. So both are checked, and whoever talks to it must know the token besides.
"""

from __future__ import annotations

import secrets
from http.cookies import CookieError, SimpleCookie
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse, RedirectResponse

if TYPE_CHECKING:
    from starlette.responses import Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST = 128 * 1024 * 1024
"""Bytes of the largest request."""

_HEADERS = {
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}
_OPEN = ("/assets/", "/files/")
"""Paths that need no token: what is no secret, and addresses that are signed."""


class Guard:
    """Lets in what knows the `token`, for the names of loopback and `hosts`, from no foreign page."""

    def __init__(self, app: ASGIApp, *, token: str, hosts: tuple[str, ...] = ()) -> None:
        self._app = app
        self._token = token
        self._hosts = {name.lower() for name in hosts}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        refusal = self._refusal(scope)
        answer = self._app if refusal is None else refusal
        await answer(scope, _bounded(receive), _marked(send))

    def _refusal(self, scope: Scope) -> Response | None:
        headers, path = Headers(scope=scope), scope["path"]
        host, origin = headers.get("host", ""), headers.get("origin")
        if not self._answers_to(host):
            return _refused(403, "forbidden_host", f"This server does not answer to the name {host[:100]!r}.")
        if origin is not None and urlsplit(origin).netloc != host:
            return _refused(403, "forbidden_origin", f"This server takes nothing from the page {origin[:100]!r}.")
        if path != "/" and headers.get("sec-fetch-site", "none") not in ("none", "same-origin"):
            return _refused(403, "forbidden_origin", "This server takes nothing from other pages.")
        if path == "/":
            return self._entered(scope)
        if path.startswith(_OPEN) or self.knows(scope):
            return None
        text = "The token that `brushwork serve` prints is missing or wrong. Give it as the API key: Bearer TOKEN."
        return _refused(401, "invalid_api_key", text)

    def _entered(self, scope: Scope) -> Response | None:
        """Whoever brings the token in the address gets a cookie, and the address without it."""
        query = parse_qs(scope["query_string"].decode("latin-1"))
        given = query.pop("token", [""])[0]
        if not given or not _same(given, self._token):
            return None
        rest = "&".join(f"{name}={value[0]}" for name, value in query.items() if name == "lang")
        answer = RedirectResponse(f"/?{rest}" if rest else "/", 303)
        answer.set_cookie(_cookie(scope), self._token, httponly=True, samesite="strict", path="/")
        return answer

    def knows(self, scope: Scope) -> bool:
        """Whether a request brings the token, as a cookie or as an API key."""
        headers = Headers(scope=scope)
        scheme, _, given = headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            return _same(given.strip(), self._token)
        cookies = SimpleCookie()
        try:
            cookies.load(headers.get("cookie", ""))
        except CookieError:
            return False
        found = cookies.get(_cookie(scope))
        return found is not None and _same(found.value, self._token)

    def _answers_to(self, host: str) -> bool:
        try:
            name = (urlsplit(f"//{host}").hostname or "").rstrip(".").lower()
        except ValueError:
            return False
        if name in self._hosts or name == "localhost" or name.endswith(".localhost"):
            return True
        try:
            return ip_address(name).is_loopback
        except ValueError:
            return False


def _cookie(scope: Scope) -> str:
    """The cookie's name: cookies are shared by all ports of a host, and each server has a token of its own."""
    return f"brushwork-{(scope.get('server') or ('', 0))[1]}"


def _same(one: str, other: str) -> bool:
    return secrets.compare_digest(one.encode("utf-8", "replace"), other.encode())


def _refused(status: int, code: str, message: str) -> Response:
    error = {"message": message, "type": "invalid_request_error", "param": None, "code": code}
    return JSONResponse({"error": error}, status)


class TooLarge(Exception):
    """A request has more bytes than any may have."""


def _bounded(receive: Receive) -> Receive:
    read = 0

    async def bounded() -> Message:
        nonlocal read
        message = await receive()
        read += len(message.get("body", b""))
        if read > LARGEST:
            raise TooLarge
        return message

    return bounded


def _marked(send: Send) -> Send:
    async def marked(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
            headers.setdefault("cache-control", "no-store")
        await send(message)

    return marked
