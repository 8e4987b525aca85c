"""The answer of a stream route: read to its end, or to where it breaks."""

from __future__ import annotations

from brushwork_runtime.errors import MalformedResponse, ResultLost, TransportError
from brushwork_runtime.explained import explained
from brushwork_runtime.net.exchange import answer_of, from_document
from brushwork_runtime.net.stream import Joined, events
from brushwork_runtime.results.outcome import Origin, finish
from brushwork_runtime.results.response import Answer

TYPE_CHECKING = bool()  # true for type checkers only
if TYPE_CHECKING:
    from brushwork_runtime.baseclient import AnyClient
    from brushwork_runtime.explained import AnyPrepared
    from brushwork_runtime.net.wire import HttpResponse
    from brushwork_runtime.results.result import Result


def joined(client: AnyClient, prepared: AnyPrepared, response: HttpResponse, begun: float) -> Result:
    """The result of a whole stream. Raises `PartialResult` with what came, if it broke off after something had."""
    content = Joined()
    origin = Origin.of(prepared, begun)
    chunks = response.chunks if response.chunks is not None else iter((response.body,))
    try:
        if "json" in response.headers.get("content-type", ""):
            response.body, response.chunks = response.read(), None
            return finish(client, answer_of(client, response), origin)
        for event in events(chunks):
            if event.failed:
                status = event.status if event.status >= 400 else 400
                raise from_document(client, status, event.data, request_id=response.request_id)
            content.add(event.data)
        if not content.finished:
            raise ResultLost("the stream ended before its last event", status=200, request_id=response.request_id)
    except (TransportError, MalformedResponse) as error:
        if isinstance(error, TransportError):
            explained(error, prepared)
        if not content.content:
            raise
        return finish(client, Answer(content.document(), response.request_id), origin, broken=error)
    finally:
        response.close()
    return finish(client, Answer(content.document(), response.request_id), origin)
