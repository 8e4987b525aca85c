"""What a client asks of a transport: one method. Importing this loads `typing`, so the core does it for types only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from brushwork_runtime.http.messages import HttpRequest, HttpResponse


class Transport(Protocol):
    """What carries requests: the one thing to replace for a recorder, a fake or another HTTP library.

    It must be safe to call from several threads. If it has `close()`, the client calls that when it is closed.
    """

    def send(self, request: HttpRequest, /) -> HttpResponse:
        """Send the request once, and return the answer whatever its status; follow no redirect.

        Raises `ConnectFailed` if nothing of the request was sent, `OutcomeUnknown` if something was and no answer came,
        and `ResultLost` if the answer broke off: whether a request is sent again depends on which it is.
        """
        ...
