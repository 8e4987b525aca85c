"""What a connection that fails means: whether the request left, what to say, and whether it may work another time.

What urllib3 raises is kept as the cause, without its frames: they hold the request, key and all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brushwork_runtime.base import redact
from brushwork_runtime.base.errors import ConnectFailed, OutcomeUnknown, ResultLost
from brushwork_runtime.http.messages import request_id

if TYPE_CHECKING:
    from http.client import HTTPResponse

    from urllib3 import HTTPConnectionPool

    from brushwork_runtime.base.errors import TransportError
    from brushwork_runtime.http.messages import HttpRequest

_SAFE = "Nothing was sent, so trying again is safe."
_CERTIFICATES = (
    "Nothing was sent. The server's certificate is not trusted here: behind a company proxy that opens TLS, let "
    "SSL_CERT_FILE name the file with its authority; else check the clock and the base URL."
)
_TLS = "Nothing was sent. Server and client share no version or cipher of TLS; check the base URL and the proxy."
_LONGEST = 300
_TUNNEL = "Tunnel connection failed:"
_PROXY = "Nothing was sent. Check HTTP_PROXY, HTTPS_PROXY and NO_PROXY, and the user and password in them."


def broken() -> tuple[type[Exception], ...]:
    """What a connection that fails raises; looked up when it does, urllib3 being loaded by then."""
    from http.client import HTTPException

    from urllib3.exceptions import HTTPError

    return HTTPError, HTTPException, OSError


def unanswered(pool: HTTPConnectionPool, request: HttpRequest, sent: bool, error: Exception) -> TransportError:
    """The error of a request without an answer, by whether a byte of it has left."""
    host = redact.url(f"{pool.scheme}://{pool.host}{f':{pool.port}' if pool.port else ''}")
    chain = _bared(error, (*request.secrets, *_proxy_secrets(pool)))
    if sent:
        return OutcomeUnknown(
            f"{host} did not answer after the request was sent: {_reason(chain, request.read_timeout)}"
        )
    return _unconnected(pool, request, host, chain)


def _proxy_secrets(pool: HTTPConnectionPool) -> tuple[str, ...]:
    auth = pool.proxy.auth if pool.proxy is not None else None
    return () if not auth else tuple(secret for secret in (auth, auth.partition(":")[2]) if len(secret) >= 4)


def _unconnected(
    pool: HTTPConnectionPool, request: HttpRequest, host: str, chain: list[BaseException]
) -> ConnectFailed:
    from ssl import SSLCertVerificationError, SSLEOFError, SSLError

    from urllib3.exceptions import EmptyPoolError

    if isinstance(chain[0], EmptyPoolError):
        what = f"no connection to {host} became free within {round(request.connect_timeout, 2):g} s"
        return ConnectFailed(what, hint=f"{_SAFE} Send fewer at once.")
    proxy = f" through the proxy {pool.proxy.host}:{pool.proxy.port}" if pool.proxy else ""
    reason = _reason(chain, request.connect_timeout)
    failed = ConnectFailed(
        f"could not connect to {host}{proxy}: {reason}",
        hint=f"{_SAFE} Check the network, the proxy and the base URL.",
    )
    if any(isinstance(one, SSLCertVerificationError) for one in chain):
        failed.hint, failed.lasting = _CERTIFICATES, True
    elif any(isinstance(one, SSLError) and not isinstance(one, SSLEOFError) for one in chain):
        failed.hint, failed.lasting = _TLS, True
    elif reason.startswith(_TUNNEL):
        failed.hint, failed.lasting = _PROXY, not reason.startswith(f"{_TUNNEL} 5")
    return failed


def lost(answer: HTTPResponse, request: HttpRequest, error: Exception) -> ResultLost:
    """The error of an answer that began and broke off, or that did not come to its end in time."""
    reason = _reason(_bared(error, request.secrets), request.read_timeout)
    return ResultLost(
        f"the answer to {request.method} {redact.url(request.url)} broke off: {reason}",
        status=answer.status,
        request_id=request_id(answer.headers, request.secrets),
    )


def _reason(chain: list[BaseException], patience: float) -> str:
    """The words of the innermost error, which knows best."""
    said = str(chain[-1])
    if said == "timed out":
        return f"nothing came for {round(patience, 2):g} s"
    return redact.shown(said, length=_LONGEST) if said else type(chain[-1]).__name__


def _bared(error: Exception, secrets: tuple[str, ...]) -> list[BaseException]:
    """An error and what it came of, the innermost last, all without their frames, and their texts fit to be shown."""
    own: tuple[type[BaseException], ...] = (*broken(), ValueError)
    chain: list[BaseException] = []
    waiting: list[object] = [error]
    while waiting:
        one = waiting.pop(0)
        if isinstance(one, own) and one not in chain:
            one.__traceback__ = None
            chain.append(one)
            waiting += [one.__cause__, getattr(one, "original_error", None), *one.args]
            one.__context__ = None  # such as a ValueError, which repeats what could not be read
            if not (isinstance(one, OSError) and len(one.args) > 1):  # which are words of the system
                one.args = tuple(_fit(held, secrets) for held in one.args)
            vars(one).update({name: _fit(held, secrets) for name, held in vars(one).items()})
    return chain


def _fit(held: object, secrets: tuple[str, ...]) -> object:
    if isinstance(held, str):
        return redact.shown(held, secrets)
    return b"" if isinstance(held, bytes) and redact.leaks(held, secrets) else held
