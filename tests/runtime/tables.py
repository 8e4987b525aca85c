"""Made-up models with every kind of rule, and a client that only prepares."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias, cast

from brushwork_runtime import config
from brushwork_runtime.client.calls import Prepared, prepare
from brushwork_runtime.request import flat
from brushwork_runtime.tables.registry import Registry
from brushwork_runtime.tables.spec import (
    Api,
    Boolean,
    Boxes,
    Choice,
    Constant,
    Dispute,
    ErrorCode,
    Images,
    Integer,
    Mode,
    Model,
    Palette,
    Price,
    Prompt,
    Region,
    Route,
    Rule,
    Size,
    Text,
)
from brushwork_runtime.validate.call import Call

Request: TypeAlias = Prepared[object, object]
KEY = "sk-abcdef0123456789f3a9"

API = Api(
    spec_version="1.0.0",
    base_path="/api/v1",
    default_region="east-1",
    regions=(
        Region(
            "east-1", host="https://east.example", workspace_host="https://{workspace}.east.example", aliases=("e",)
        ),
        Region(
            "west-1", host="https://west.example", workspace_host="https://{workspace}.west.example", aliases=("w",)
        ),
        Region("far-1", host=None, workspace_host="https://{workspace}.far.example"),
    ),
    paths={},
    environment={
        "api_key": ("BRUSHWORK_API_KEY", "DASHSCOPE_API_KEY", "QWEN_API_KEY"),
        "region": ("BRUSHWORK_REGION", "DASHSCOPE_REGION"),
        "workspace": ("BRUSHWORK_WORKSPACE", "DASHSCOPE_WORKSPACE"),
        "base_url": ("BRUSHWORK_BASE_URL", "DASHSCOPE_HTTP_BASE_URL"),
    },
    states={},
    lifetimes={},
    limits={},
    errors=(
        ErrorCode(
            "InvalidApiKey", (401,), error="AuthError", retry="never", meaning="wrong key", hint="Check the key."
        ),
        ErrorCode("Throttling", (429,), error="RateLimited", retry="after_delay", meaning="rate", hint="Wait."),
        ErrorCode(
            "Throttling.AllocationQuota",
            (400, 429),
            error="RateLimited",
            retry="slowly",
            meaning="quota",
            hint="Wait long.",
        ),
        ErrorCode(
            "ModelNotFound", (404,), error="ModelNotFound", retry="never", meaning="no model", hint="Other name."
        ),
        ErrorCode("Odd", (418,), error="NoSuchClass", retry="never", meaning="odd", hint="None."),
    ),
    sources={"guide": "The guide", "help": "The help pages", "sdk": "The SDK"},
)

SYNC = Route("multimodal", "/sync", protocol="sync", payload="messages")
ASYNC = Route("tasks", "/async", protocol="async", payload="prompt")
STREAM = Route(
    "multimodal", "/sync", protocol="stream", payload="messages", headers={"X-SSE": "enable"}, send={"stream": True}
)
IMAGES_ASYNC = Route("edits", "/edits", protocol="async", payload="prompt+images")
IMAGES_FIRST = Route("multimodal", "/sync", protocol="sync", payload="messages", content=("images", "text"))


def dispute(field: str, value: object) -> Dispute:
    return Dispute(field, value, stated_by=("guide",), sources=("help",), decision="It is sent.")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType] - values of the tests are JSON


FREE_SIZE = Size(
    "size",
    presets={"1K": (1024, 1024), "2K": (2048, 2048)},
    pixels=(768 * 768, 2048 * 2048),
    aspect=("1:8", "8:1"),
    default="2K",
)
SEED = Integer("seed", 0, 2147483647)
N = Integer("n", 1, 4, default=4, send=1, bills="exactly")
NEGATIVE = Text("negative_prompt", 50, place={"messages": "parameters", "prompt": "input", "prompt+images": "input"})
REFERENCES = Images(
    "reference_images",
    1,
    3,
    formats=("JPEG", "PNG"),
    sides=(240, 8000),
    aspect=("1:8", "8:1"),
    alpha="refused",
    max_megabytes=20,
    disputes=(dispute("max_megabytes", 10),),
)

BRUSH = Model(
    "brush-1",
    identifier="brush_1",
    family="brush",
    summary="All kinds of parameters.",
    modes=(
        Mode(
            "generate",
            routes=(SYNC, ASYNC),
            prompt=Prompt(max_characters=100),
            parameters=(
                FREE_SIZE,
                N,
                Boolean("thinking", default=True, bills="tier", disputes=(dispute("default", False),)),
                Palette("palette", 3, 5),
                NEGATIVE,
                Choice("style", ("oil", "ink")),
                Boolean("watermark", disputes=(dispute("supported", False),)),
                SEED,
            ),
            rules=(
                Rule("sums_to", "palette", each="ratio", total="100.00"),
                Rule("only_when", "style", when={"thinking": True}),
                Rule("forbidden_when", "palette", when={"style": "given"}),
                Rule("range_when", "n", when={"size": "2K"}, range=(1, 2)),
            ),
        ),
        Mode(
            "edit",
            routes=(SYNC, ASYNC),
            prompt=Prompt(max_characters=100),
            inputs=(REFERENCES,),
            parameters=(FREE_SIZE, N, Boxes("boxes", 0, 2), NEGATIVE, SEED),
            rules=(Rule("length_equals", "boxes", to="reference_images"),),
        ),
        Mode(
            "sequence",
            routes=(SYNC,),
            prompt=Prompt(max_characters=100),
            inputs=(Images("reference_images", 0, 3, formats=("JPEG", "PNG")),),
            parameters=(Constant("sequential", True), Integer("n", 1, 12, default=12, required=True, bills="at_most")),
        ),
    ),
    regions={"east-1": (), "west-1": (), "far-1": ("async",)},
    prices=(
        Price("east-1", "0.03", "USD", when={"thinking": True}),
        Price("east-1", "0.015", "USD", when={"thinking": False}),
        Price("east-1", "0.22", "CNY"),
        Price("west-1", "0.20", "CNY", approximate=True),
    ),
    snapshots=("brush-1-2026-01-01",),
)
LITE = Model(
    "lite",
    identifier="lite",
    family="brush",
    summary="Fixed sizes, tasks only.",
    modes=(
        Mode(
            "generate",
            routes=(ASYNC,),
            prompt=Prompt(max_tokens=10),
            parameters=(
                Size("size", ratios={"16:9": (1664, 928), "1:1": (1328, 1328)}, fixed=True, default="1664*928"),
                Integer("n", 1, 6, default=1, send=1, bills="exactly", disputes=(dispute("range", [1, 1]),)),
                NEGATIVE,
            ),
        ),
    ),
    regions={},
)
PENCIL = Model(
    "pencil",
    identifier="pencil",
    family="pencil",
    summary="Edits, and text with images.",
    modes=(
        Mode(
            "edit",
            routes=(IMAGES_ASYNC, IMAGES_FIRST),
            prompt=Prompt(),
            inputs=(Images("reference_images", 1, 9, formats=("JPEG", "PNG")),),
            parameters=(
                Size("size", pixels=(512 * 512, 2048 * 2048), disputes=(dispute("sides", [512, 2048]),)),
                NEGATIVE,
                Constant("interleave", False),
            ),
        ),
        Mode(
            "interleave",
            routes=(STREAM,),
            prompt=Prompt(),
            inputs=(Images("reference_images", 0, 1, formats=("JPEG", "PNG")),),
            parameters=(
                Constant("interleave", True),
                Integer("max_images", 1, 5, default=5, bills="at_most"),
                Integer("n", 1, 1, default=1),
            ),
            output="parts",
        ),
    ),
    regions={},
    prices=(Price("east-1", "0.1", "USD"),),
    without_images="lite",
)
PEN = Model(
    "pen",
    identifier="pen",
    family="pen",
    summary="Every kind of price.",
    modes=(
        Mode(
            "generate",
            routes=(SYNC,),
            prompt=Prompt(),
            inputs=(Images("reference_images", 0, 3, formats=("JPEG", "PNG")),),
            parameters=(Size("size", presets={"2K": (2048, 2048)}, pixels=(1, 4096 * 4096)), N),
        ),
    ),
    regions={},
    prices=(
        Price("east-1", "0.04", "USD", output_pixels=(None, 2250000)),
        Price("east-1", "0.075", "USD", output_pixels=(2250001, None)),
        Price("east-1", "0.003", "USD", per="input_image"),
        Price("west-1", "1", "CNY", when={"size": ["512*512", "640*480"]}),
        Price("west-1", "3", "CNY", when={"size": ["1024*1024"]}),
        Price("west-1", "0", None, when={"size": ["64*64"]}),
        Price("far-1", None, None),
    ),
)
INDEX = {model.id: (__name__, name) for name, model in (("BRUSH", BRUSH), ("LITE", LITE), ("PENCIL", PENCIL))}


def schema(model: str) -> Mapping[str, object]:
    return {"modes": {"generate": {"arguments": {"title": model}, "requests": {"sync": {"title": "body"}}}}}


class Preparing:
    """A client without a network."""

    def __init__(
        self,
        *,
        environment: Mapping[str, str] | None = None,
        api_key: str | None = KEY,
        added: tuple[Model, ...] = (),
        **settings: Any,
    ) -> None:
        self.settings = config.settle(API, api_key=api_key, environment=environment or {}, **settings)
        self.models = Registry(INDEX, lambda: API, schema, {"brush-1-2026-01-01": "brush-1"}).opened(added)
        self.sent: list[object] = []
        self._session: Any = None  # for models that retire, of which there are none here

    def _send(self, prepared: Request, timeout: float | None) -> object:
        self.sent.append((prepared, timeout))
        return "result"

    def _submit(self, prepared: Request) -> object:
        self.sent.append(prepared)
        return "task"

    def _stream(self, prepared: Request, timeout: float | None) -> Any:
        self.sent.append((prepared, timeout))
        return "stream"

    def call(
        self,
        model: str,
        mode: str,
        prompt: object = "a cat",
        images: object = (),
        *,
        extra: Mapping[str, object] | None = None,
        fit: bool | str = False,
        inline: bool = False,
        protocol: str | None = None,
        validate: bool = True,
        **values: object,
    ) -> Request:
        """As a generated method calls it: every parameter of the mode is there, None where it is not given."""
        table = self.models.table(model)
        names = [own.name for own in table.modes[mode].parameters if not isinstance(own, Constant)]
        given: dict[str, object] = {**dict.fromkeys(names), **values}
        by_input = cast("dict[str, object]", images) if isinstance(images, dict) else {"reference_images": images}
        call = Call(
            table, model, table.modes[mode], prompt, by_input, given, extra=extra, fit=fit, inline=inline,
            protocol=protocol, validate=validate,
        )  # fmt: skip
        return prepare(self, call)

    def flat(self, request: Mapping[str, object], on_unsupported: str = "error") -> Request:
        return prepare(self, flat.resolve(self.models, request, on_unsupported=on_unsupported))
