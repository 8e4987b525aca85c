"""One exchange with the API that bills nothing: a GET or a cancel, its answer decoded, its refusals raised.

These may be sent any number of times, so a failed one is sent again, with pauses, while its deadline lasts.
"""

from __future__ import annotations

from brushwork_runtime import redact
from brushwork_runtime.apierrors import from_api
from brushwork_runtime.clock import Deadline
from brushwork_runtime.errors import (
    AuthError,
    BadRequest,
    BrushworkError,
    MalformedResponse,
    RateLimited,
    ServerError,
    TransportError,
)
from brushwork_runtime.net import observed
from brushwork_runtime.net.retryafter import retry_after, seconds_of
from brushwork_runtime.net.wire import CONNECT_TIMEOUT, HttpRequest, HttpResponse
from brushwork_runtime.results.response import Answer, decode, mapping, text

TYPE_CHECKING = bool()  # true for type checkers only
if TYPE_CHECKING:
    from brushwork_runtime.baseclient import AnyClient
    from brushwork_runtime.errors import APIError
    from brushwork_runtime.results.response import Document

GET_TIMEOUT = 60.0
"""Seconds for one GET, tries included."""

TEMPORARY = (TransportError, RateLimited, ServerError, MalformedResponse)
"""What another try of a request that bills nothing may mend."""


def get(client: AnyClient, path: str, *, task_id: str | None = None, timeout: float = GET_TIMEOUT) -> Document:
    """The JSON object at `path` below the base path, with as many tries as the client has, in `timeout` seconds."""
    return _persistently(client, "GET", path, task_id, timeout)[0]


def get_dated(client: AnyClient, path: str, *, timeout: float = GET_TIMEOUT) -> tuple[Document, float | None]:
    """As `get`, with the moment of the answer by the server's own clock, in seconds since 1970, where it says it."""
    document, response = _persistently(client, "GET", path, None, timeout)
    return document, seconds_of(response.headers.get("date", ""))


def cancel(client: AnyClient, task_id: str, *, timeout: float = GET_TIMEOUT) -> None:
    """Ask for a task to be cancelled, which bills nothing and so is tried as a GET is. Raises `BadRequest`.

    A try may have worked without its answer coming back, and then the next one is refused: that is no error.
    """
    path = client.api.paths["task-cancel"].replace("{task_id}", task_id)
    _persistently(client, "POST", path, task_id, timeout, harmless=BadRequest)


def ask(
    client: AnyClient, method: str, path: str, *, task_id: str | None = None, timeout: float = GET_TIMEOUT
) -> Document:
    """One request without a body, sent once. Raises `APIError`, `TransportError`, `MalformedResponse`."""
    return _asked(client, method, path, task_id, timeout, 1)[0]


def temporary(error: BrushworkError) -> bool:
    """Whether another try of a request that bills nothing may mend `error`."""
    from brushwork_runtime.retry import decide

    return decide(error, bills=False) != "never"


def _persistently(
    client: AnyClient,
    method: str,
    path: str,
    task_id: str | None,
    timeout: float,
    *,
    harmless: type[BrushworkError] | None = None,
) -> tuple[Document, HttpResponse]:
    """Ask until an answer comes, by the rules of `retry.decide`; after a failure, `harmless` is success too."""
    from brushwork_runtime.tries import Tries, persist

    deadline = Deadline(client.clock, timeout)
    lane = path.lstrip("/").partition("/")[0].partition("?")[0]
    tries = Tries(client, method, client.url_of(path), lane=lane, deadline=deadline, bills=False)

    def once(number: int) -> tuple[Document, HttpResponse]:
        try:
            return _asked(client, method, path, task_id, min(timeout, max(1.0, deadline.left())), number)
        except BrushworkError as error:
            if number > 1 and harmless is not None and isinstance(error, harmless):
                return {}, HttpResponse(200, {})
            raise

    return persist(client, tries, once)


def _asked(
    client: AnyClient, method: str, path: str, task_id: str | None, timeout: float, number: int
) -> tuple[Document, HttpResponse]:
    headers = client.headers()
    if method == "POST":
        headers["Content-Length"] = "0"
    request = HttpRequest(
        method,
        client.url_of(path),
        headers,
        connect_timeout=min(CONNECT_TIMEOUT, timeout),
        read_timeout=min(timeout, GET_TIMEOUT),
        total_timeout=timeout,
    )
    try:
        response = observed.send(client, request, attempt=number)
    except TransportError as error:
        error.task_id = task_id
        raise
    return accepted(client, response, task_id=task_id), response


def accepted(client: AnyClient, response: HttpResponse, *, task_id: str | None = None) -> Document:
    """The document of an answer that accepted the request; otherwise raises what the error code means."""
    if response.status == 200:
        return _document(client, response)
    raise refusal(client, response, task_id=task_id)


def answer_of(client: AnyClient, response: HttpResponse) -> Answer:
    """The answer of status 200; a `code` without any output is a refusal all the same."""
    document = _document(client, response)
    answer = Answer(document, response.request_id)
    if not answer.found and answer.code and not answer.task_id:
        raise from_document(client, response.status, document, request_id=response.request_id)
    return answer


def _document(client: AnyClient, response: HttpResponse) -> Document:
    """The JSON object of an answer, in which the key never stands, though a service may repeat it."""
    key = client.settings.api_key
    if key and key.encode() in response.body:
        response.body = response.body.replace(key.encode(), redact.key(key).encode())
    return decode(response)


def refusal(client: AnyClient, response: HttpResponse, *, task_id: str | None = None) -> APIError | MalformedResponse:
    """The error of an answer whose status is not 200; one that is no JSON, as of a gateway, goes by its status."""
    document: Document = {}
    try:
        document = _document(client, response)
    except MalformedResponse as error:
        if response.status < 300:
            return error
        if response.status < 400:
            return _redirect(response)
    refused = from_document(client, response.status, document, task_id=task_id, request_id=response.request_id)
    refused.retry_after = retry_after(response.headers)
    return refused


def _redirect(response: HttpResponse) -> MalformedResponse:
    return MalformedResponse(
        f"the answer is a redirect (HTTP {response.status}), which is not followed: the key would go along",
        hint="Nothing was made. Check the base URL, and whether a network in between asks for a login.",
        status=response.status,
        request_id=response.request_id,
    )


def from_document(
    client: AnyClient,
    status: int,
    document: Document,
    *,
    task_id: str | None = None,
    request_id: str | None = None,
) -> APIError:
    """The error that a document with `code` and `message` means, at the top level or under `output`."""
    output = mapping(document.get("output"))
    error = from_api(
        client.api,
        status,
        text(document.get("code")) or text(output.get("code")),
        text(document.get("message")) or text(output.get("message")),
        text(document.get("request_id")) or request_id,
        task_id=task_id,
        body=document,
        where=f"from {client.host}{f' (region {client.settings.region})' if client.settings.region else ''}",
        secrets=(client.settings.api_key,),
    )
    if isinstance(error, AuthError):
        error.hint = _region_hint(client)
    return error


def _region_hint(client: AnyClient) -> str:
    """Which region was tried with which key, and which other one the key may belong to."""
    tried, key = client.settings.region, client.settings.shown_key
    if tried is None:  # a base URL of somebody's own, such as a proxy's, belongs to no region
        return f"The key {key} was tried on {client.host}, which is of no known region. Check that it is meant for it."
    others = [region for region in client.api.regions if region.id != tried and region.host]
    if not others:
        return f"The key {key} was tried on {client.host}. Keys belong to one region."
    other = others[0].id
    variables = client.api.environment.get("region") or ("BRUSHWORK_REGION",)
    return (
        f"Keys belong to one region, and {key} was tried in {tried}. If it was made in {other}: "
        f'Client(region="{other}"), or export {variables[min(1, len(variables) - 1)]}={other}.'
    )
