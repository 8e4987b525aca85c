"""A request, checked and built, before it is sent.

What every call needs is done at once; URL, headers, curl and estimate are worked out when they are asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar, cast

from brushwork_runtime.request.headers import headers
from brushwork_runtime.request.routes import route_and_plan
from brushwork_runtime.secret import Authorization

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from brushwork_runtime.baseclient import AnyClient
    from brushwork_runtime.images.inputs import Input
    from brushwork_runtime.request.connection import Connection as Connection  # noqa: PLC0414 - for those who import it from here
    from brushwork_runtime.request.cost import Estimate
    from brushwork_runtime.results.stream import Stream
    from brushwork_runtime.spec import Json, Mode, Model, Route
    from brushwork_runtime.types import Extra

    Call = tuple[object, Sequence[object], Extra | None, str | None]
    """Prompt, images, extra and protocol, as the caller gave them."""

ResultT = TypeVar("ResultT")
TaskT = TypeVar("TaskT")


class Prepared(Generic[ResultT, TaskT]):
    """A request that passed the checks and was not sent.

    `model_id` is what goes out as the model, `inline` whether local images go out as data: URIs. Of `content` and
    `body` one is given, and the other made of it when it is asked for.
    """

    __slots__ = ("_body", "_call", "_content", "_images", "client", "inline", "mode", "model", "model_id", "route")

    def __init__(
        self,
        client: Connection[ResultT, TaskT],
        model: Model,
        model_id: str,
        mode: Mode,
        route: Route,
        content: bytes | None,
        body: dict[str, Json] | None,
        images: tuple[Input, ...] | None,
        inline: bool,
        call: Call,
    ) -> None:
        self.client = client
        self.model = model
        self.model_id = model_id
        self.mode = mode
        self.route = route
        self.inline = inline
        self._content = content
        self._body = body
        self._images = images
        self._call = call

    def __repr__(self) -> str:
        return f"<{self.model_id} {self.mode.name}, {self.route.protocol}: {self.method} {self.url}>"

    @property
    def prompt(self) -> object:
        """The prompt as it was given."""
        return self._call[0]

    @property
    def method(self) -> str:
        """The HTTP method."""
        return "POST"

    @property
    def url(self) -> str:
        """Where the request goes."""
        return self.client.settings.base_url + self.route.path

    @property
    def headers(self) -> dict[str, str]:
        """The headers as people may see them: the key shows no more than its ends, or as the variable to set."""
        return self._headers(f"Bearer {self.client.settings.shown_key}", ())

    def sent_headers(self, urls: Sequence[str] = ()) -> dict[str, str]:
        """The headers as they go out, for images uploaded to `urls`. Raises `ConfigError` if there is no key."""
        return self._headers(Authorization(f"Bearer {self.client.settings.key()}"), urls)

    def _headers(self, authorization: str, urls: Sequence[str]) -> dict[str, str]:
        # The short way takes no oss:// address, so there is none while its images have not been looked at.
        oss = bool(self._images) and any(image.kind == "oss" for image in self._images or ())
        oss = oss or (bool(urls) and any(url.startswith("oss:") for url in urls))
        in_extra = self._call[2] is not None and b'"oss://' in self.content
        return headers(self.client.settings, self.route, authorization, oss=oss or in_extra)

    @property
    def body(self) -> dict[str, Json]:
        """The JSON as sent, as a dict, with a placeholder for each local image."""
        if self._body is None:
            from json import loads

            self._body = loads(self._content or b"{}")
        return self._body or {}

    @property
    def content(self) -> bytes:
        """The JSON that is sent; where there are local images, with placeholders for them."""
        if self._content is None:
            from brushwork_runtime.request.encode import encode

            self._content = encode(self.body)
        return self._content

    @property
    def reference_images(self) -> tuple[Input, ...]:
        """The reference images, in order."""
        if self._images is None:
            from brushwork_runtime.images.inputs import read_all

            self._images = tuple(read_all(self._call[1]))
        return self._images

    @property
    def local(self) -> tuple[int, ...]:
        """The indices of the images that are uploaded or inlined before the request is sent."""
        if not self._images:  # none at all, or the URLs of the short way
            return ()
        return tuple(index for index, image in enumerate(self._images) if image.kind == "local")

    def filled(self, urls: Mapping[int, str]) -> bytes:
        """The JSON with these URLs in the places of the images at their indices."""
        from brushwork_runtime.request.encode import filled

        return filled(self.body, self.reference_images, urls)

    def segments(self) -> list[bytes | int]:
        """The JSON cut at the places of the local images, whose indices stand in the gaps."""
        from brushwork_runtime.request.encode import segments

        return segments(self.body, self.reference_images, self.local)

    def curl(self) -> str:
        """The request as a curl command for a POSIX shell; it takes the key from the environment."""
        from brushwork_runtime.request.curl import curl

        return curl(self)

    def estimate(self) -> Estimate:
        """What the request costs by the list price of its region."""
        from brushwork_runtime.request.cost import estimate

        return estimate(self)

    def send(self, timeout: float | None = None) -> ResultT:
        """Send it and wait for the result, for `timeout` seconds at most. It is billed."""
        return self.client._send(self, timeout)  # pyright: ignore[reportPrivateUsage] - not for users of a client

    def submit(self) -> TaskT:
        """Send it as a task and return at once. It is billed. Raises `InvalidRequest` if the mode has no such route."""
        if self.route.protocol != "async":
            registry, region = self.client.models, self.client.settings.region
            return self._on(route_and_plan(self.model, self.mode, "async", region, registry)[0]).submit()
        return self.client._submit(self)  # pyright: ignore[reportPrivateUsage] - not for users of a client

    def stream(self, timeout: float | None = None) -> Stream[ResultT]:
        """Its parts as they come. It is sent, and billed, once the iteration begins.

        Raises `InvalidRequest` if the mode has no route that streams.
        """
        from brushwork_runtime.results.stream import Stream

        if self.route.protocol != "stream":
            registry, region = self.client.models, self.client.settings.region
            return self._on(route_and_plan(self.model, self.mode, "stream", region, registry)[0]).stream(timeout)
        return Stream(cast("AnyClient", self.client), self, timeout)

    def rerouted(self, route: Route) -> Prepared[ResultT, TaskT] | None:
        """The same call on another route; None where the caller chose the protocol."""
        return None if self._call[3] is not None else self._on(route)

    def _on(self, route: Route) -> Prepared[ResultT, TaskT]:
        from brushwork_runtime.request.body import moved

        body = moved(self.body, self.mode, self.route, route, self._call[0], self._call[2])
        return Prepared(
            self.client, self.model, self.model_id, self.mode, route, None, body, self._images, self.inline, self._call
        )
