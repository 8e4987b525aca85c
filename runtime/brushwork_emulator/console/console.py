"""The emulator itself, beside the API: no fault strikes it, no model is at its paths, nothing of it is billed."""

from __future__ import annotations

import hmac
import json
import secrets
from importlib.resources import files
from typing import TYPE_CHECKING, cast

from brushwork_emulator import ledger
from brushwork_emulator.console.recent import Recent
from brushwork_emulator.faults import KINDS, Rule
from brushwork_emulator.faults.rules import rule
from brushwork_emulator.judging.refusals import Refused
from brushwork_emulator.wire import Reply

if TYPE_CHECKING:
    from collections.abc import Callable

    from brushwork_emulator.clock import VirtualClock
    from brushwork_emulator.faults import Faults
    from brushwork_emulator.service import Service
    from brushwork_emulator.wire import Call, Document

PREFIX = "/__emulator__/"
_TOKEN = "x-emulator-token"
_PICTURES = 60


class Console:
    """Answers for the page and for what it shows and switches.

    All but the page and the ledger needs the key, as the API does, or the token that the page holds.
    """

    def __init__(self, service: Service, faults: Faults, clock: VirtualClock) -> None:
        self._service = service
        self._faults = faults
        self._clock = clock
        self._token = secrets.token_urlsafe(24)
        self.recent = Recent()
        self._actions: dict[tuple[str, str], Callable[[Call], object]] = {
            ("GET", "requests"): lambda call: {"requests": self.recent.entries(_number(call.query.get("after", "0")))},
            ("GET", "tasks"): lambda _: {"tasks": service.queue.overview()},
            ("GET", "pictures"): lambda _: {"pictures": service.results.latest(_PICTURES)},
            ("GET", "faults"): lambda _: self._shown_faults(),
            ("POST", "faults"): self._add,
            ("DELETE", "faults"): self._clear,
            ("GET", "ledger"): self._ledger,
            ("DELETE", "ledger"): self._forget,
            ("POST", "clock"): self._advance,
        }

    def owns(self, call: Call) -> bool:
        """Whether a request is for the emulator itself."""
        return call.path == "/" or call.path.startswith(PREFIX)

    def reply(self, call: Call) -> Reply:
        """The answer to a request that it owns."""
        try:
            if call.path == "/":
                return self._page(call)
            return self._answer(call)
        except Refused as refusal:
            return refusal.reply()

    def _answer(self, call: Call) -> Reply:
        name, _, which = call.path.removeprefix(PREFIX).partition("/")
        if (call.method, call.path) != ("GET", ledger.PATH):
            self._authorize(call)
        if which and (call.method, name) == ("DELETE", "faults"):
            return _json(self._remove(which))
        if which and (call.method, name) == ("GET", "pictures"):
            return self._picture(which)
        action = None if which else self._actions.get((call.method, name))
        if action is None:
            known = ", ".join(f"{method} {PREFIX}{path}" for method, path in self._actions)
            raise Refused(404, "NotFound", f"{call.method} {call.path[:100]} is not known. There are: {known}")
        return _json(action(call))

    def _authorize(self, call: Call) -> None:
        given = call.headers.get(_TOKEN) or call.query.get("token")  # a picture of a page has no header
        if given is None or not hmac.compare_digest(given.encode(), self._token.encode()):
            self._service.regions.authorize(call, self._service.regions.here)

    def _page(self, call: Call) -> Reply:
        if call.method != "GET":
            raise Refused(405, "MethodNotAllowed", "This is a page: GET.")
        nonce, api = secrets.token_urlsafe(12), self._service.api
        text = files("brushwork_emulator.console").joinpath("page.html").read_text("utf-8")
        facts = {"token": self._token, "base": api.base_path, "region": self._service.regions.here}
        document = json.dumps(facts).replace("<", "\\u003c")
        reply = Reply(200, text.replace("<!--nonce-->", nonce).replace("<!--facts-->", document).encode(), _HTML)
        policy = (
            f"default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; img-src 'self' data:; "
            "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        )
        reply.headers |= {"Content-Security-Policy": policy, "Referrer-Policy": "no-referrer", **_PRIVATE}
        return reply

    def _shown_faults(self) -> Document:
        chaos = self._faults.chaos
        kinds = [
            {"name": kind.name, "moment": kind.moment, "argument": kind.default, "meaning": kind.meaning}
            for kind in KINDS.values()
        ]
        return {
            "rules": [_rule(each) for each in tuple(self._faults.rules)],
            "chaos": None if chaos is None else {"rate": chaos.rate, "endpoint": chaos.endpoint, "seed": chaos.seed},
            "endpoints": self._service.endpoints,
            "kinds": kinds,
        }

    def _add(self, call: Call) -> Document:
        try:
            made = rule(_body(call), "the request")
        except ValueError as error:
            raise Refused(400, "EmulatorFault", str(error)) from None
        return _rule(self._faults.adopt(made))

    def _clear(self, _: Call) -> Document:
        self._faults.clear()
        return {"rules": []}

    def _remove(self, which: str) -> Document:
        found = next((each for each in tuple(self._faults.rules) if _id(each) == which), None)
        if found is None:
            raise Refused(404, "NotFound", f"No fault has the id {which[:40]!r}; GET {PREFIX}faults lists them.")
        self._faults.remove(found)
        return _rule(found)

    def _picture(self, name: str) -> Reply:
        found = self._service.results.picture(name)
        if found is None:
            raise Refused(404, "NotFound", f"No picture is called {name[:60]!r}; GET {PREFIX}pictures lists them.")
        reply = Reply(200, *found)
        reply.headers |= _PRIVATE
        return reply

    def _ledger(self, call: Call) -> object:
        document = json.loads(self._service.ledger.to_json())
        if call.query.get("bodies") == "no":
            for entry in document["entries"]:
                del entry["headers"], entry["body"]
        return document

    def _forget(self, _: Call) -> object:
        self._service.ledger.clear()
        return json.loads(self._service.ledger.to_json())

    def _advance(self, call: Call) -> Document:
        seconds = _body(call).get("advance")
        if not isinstance(seconds, int | float) or isinstance(seconds, bool) or not 0 <= seconds <= _LONGEST:
            raise Refused(400, "InvalidParameter", f'"advance" must be seconds from 0 to {_LONGEST:,}.')
        self._clock.advance(seconds)
        return {"now": self._clock.now()}


_HTML = "text/html; charset=utf-8"
_LONGEST = 10 * 365 * 24 * 3600
_PRIVATE = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


def _json(document: object) -> Reply:
    reply = Reply(200, json.dumps(document, ensure_ascii=False).encode())
    reply.headers |= _PRIVATE
    return reply


def _body(call: Call) -> Document:
    try:
        found: object = json.loads(call.content)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise Refused(400, "InvalidParameter", "The body must be a JSON object.")
    return cast("Document", found)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 12 else 0


def _id(each: Rule) -> str:
    return f"{id(each):x}"


def _rule(each: Rule) -> Document:
    fault = each.fault
    return {
        "id": _id(each),
        "fault": fault.kind.name,
        "argument": fault.argument,
        "endpoint": each.endpoint,
        "nth": each.nth,
        "times": each.times,
        "seen": each.seen,
        "over": each.over,
    }
