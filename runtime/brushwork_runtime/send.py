"""Sending a prepared request: the one place where a request that starts work, and is billed, goes out.

It goes out once. The single exception is the vendor's 403 for a sync/async mismatch, which is answered before any work:
then the mode's other route is used, once. What may have happened is said by the error:

    never connected                        ConnectFailed      nothing left, nothing billed
    403 for the protocol                   (the other route)  refused before any work
    other 4xx                              APIError           refused
    no answer, or a 5xx after sending      OutcomeUnknown     perhaps made and billed
    200, then the body breaks off          ResultLost         made and billed
    200 with a body that is no answer      MalformedResponse  probably made and billed
"""

from __future__ import annotations

from brushwork_runtime import log
from brushwork_runtime.clock import Deadline
from brushwork_runtime.errors import (
    AccessDenied,
    MalformedResponse,
    ServerError,
    TransportError,
)
from brushwork_runtime.explained import AnyPrepared, explained, unknown
from brushwork_runtime.net import observed
from brushwork_runtime.net.exchange import answer_of, refusal
from brushwork_runtime.net.wire import CONNECT_TIMEOUT, HttpRequest
from brushwork_runtime.results.outcome import Origin, finish

TYPE_CHECKING = bool()  # true for type checkers only
if TYPE_CHECKING:
    from collections.abc import Iterable

    from brushwork_runtime.baseclient import AnyClient
    from brushwork_runtime.net.wire import HttpResponse
    from brushwork_runtime.results.response import Answer
    from brushwork_runtime.results.result import Result

_MISMATCH = "does not support"


def post(client: AnyClient, prepared: AnyPrepared, deadline: Deadline | None = None) -> HttpResponse:
    """Upload what is local, send the request once, and return an answer of status 200. Raises as the table says."""
    headers, body = _with_images(client, prepared) if prepared.local else (prepared.sent_headers(), prepared.content)
    headers["User-Agent"] = client.agent
    request = HttpRequest("POST", prepared.url, headers, body, read_timeout=client.read_timeout)
    request.stream = prepared.route.protocol == "stream"
    if deadline is not None:
        request.read_timeout = max(deadline.left(), 0.001)
        request.connect_timeout = min(CONNECT_TIMEOUT, request.read_timeout)
    try:
        response = observed.send(client, request, prepared=prepared)
    except TransportError as error:
        raise explained(error, prepared) from error.__cause__
    if response.status == 200:
        return response
    refused = _refused(client, response)
    if isinstance(refused, ServerError):
        raise unknown(refused, prepared) from refused
    raise refused


def _with_images(client: AnyClient, prepared: AnyPrepared) -> tuple[dict[str, str], bytes | Iterable[bytes]]:
    """Headers and body once the local images are uploaded, or with them inlined."""
    if prepared.inline:
        from brushwork_runtime.images.inlined import Inlined

        inlined = Inlined(prepared.segments(), prepared.reference_images)
        return {**prepared.sent_headers(), "Content-Length": str(inlined.length)}, inlined
    from brushwork_runtime.images.upload import put_all

    prepared.sent_headers()  # without a key nothing is uploaded
    urls = put_all(client, prepared.model_id, [(index, prepared.reference_images[index]) for index in prepared.local])
    return prepared.sent_headers(tuple(urls.values())), prepared.filled(urls)


def _refused(client: AnyClient, response: HttpResponse) -> Exception:
    response.body = response.read()
    response.chunks = None
    return refusal(client, response)


def result(client: AnyClient, prepared: AnyPrepared, deadline: Deadline | None = None) -> Result:
    """Send on a sync or stream route and return the result."""
    response = post(client, prepared, deadline)
    if prepared.route.protocol == "stream":
        from brushwork_runtime.net.streaming import joined

        return joined(client, prepared, response)
    return finish(client, answer_of(client, response), Origin.of(prepared))


def task(client: AnyClient, prepared: AnyPrepared) -> Answer:
    """Send on an async route and return the answer, which names the task."""
    response = post(client, prepared)
    answer = answer_of(client, response)
    if not answer.task_id:
        raise MalformedResponse(
            "the answer to a submission names no task",
            hint="The task may run and be billed: look for it with client.tasks.list().",
            request_id=answer.request_id,
            status=response.status,
        )
    log.debug("task %s of %s submitted", answer.task_id, prepared.model_id)
    return answer


def fallback(prepared: AnyPrepared, error: AccessDenied) -> AnyPrepared | None:
    """The same call on the mode's other route, if `error` is the refusal of this route's protocol.

    None if it is another error, the caller chose the protocol, or there is no other route.
    """
    if _MISMATCH not in str(error).lower() or "chronous call" not in str(error).lower():
        return None
    refused = prepared.route
    for route in prepared.mode.routes:
        if route.protocol != refused.protocol:
            other = prepared.rerouted(route)
            if other is not None:
                log.warning(
                    "%s: %s refuses %s calls; using its %s route instead, once",
                    prepared.model_id,
                    refused.endpoint,
                    refused.protocol,
                    route.protocol,
                )
            return other
    return None
