"""Rules of Qwen-Image: what each model and mode accepts, as the runtime checks it."""

from brushwork_runtime.tables.spec import (
    Boolean,
    Dispute,
    Integer,
    Lifecycle,
    Mode,
    Model,
    Price,
    Prompt,
    RateLimit,
    Route,
    Size,
    Text,
)

_SIZE = Size(
    "size",
    ratios={"16:9": (1664, 928), "4:3": (1472, 1104), "1:1": (1328, 1328), "3:4": (1104, 1472), "9:16": (928, 1664)},
    recommended=((1664, 928), (1472, 1104), (1328, 1328), (1104, 1472), (928, 1664)),
    fixed=True,
    default="1664*928",
)
_N = Integer(
    "n",
    1,
    4,
    default=1,
    send=1,
    bills="exactly",
    disputes=(
        Dispute(
            "range",
            [1, 1],
            stated_by=("guide-04", "guide-05"),
            sources=("ha", "qc", "skill"),
            decision="Above 1 it is sent with a warning; the vendor's pages say that the server then answers 400.",
        ),
    ),
)
_PROMPT_EXTEND = Boolean("prompt_extend", default=True)
_NEGATIVE_PROMPT = Text("negative_prompt", 500, place={"messages": "parameters", "prompt": "input"})
_WATERMARK = Boolean("watermark", default=False)
_SEED = Integer("seed", 0, 2147483647)
_PROMPT_LIMIT = Prompt(max_tokens=800)
_ROUTES = (
    Route(
        "text2image",
        "/services/aigc/text2image/image-synthesis",
        protocol="async",
        payload="prompt",
        prompt=Prompt(max_characters=800),
    ),
    Route(
        "multimodal-generation",
        "/services/aigc/multimodal-generation/generation",
        protocol="sync",
        payload="messages",
        disputes=(
            Dispute(
                "supported",
                False,
                stated_by=("ha", "qc"),
                sources=("guide-04", "guide-05", "skill"),
                decision=(
                    "Sent if asked for; the vendor's pages recommend it, the guides list only the "
                    "asynchronous endpoint."
                ),
            ),
        ),
    ),
)

QWEN_IMAGE_PLUS = Model(
    "qwen-image-plus",
    identifier="qwen_image_plus",
    family="qwen-image",
    summary="Fixed sizes, synchronous or as a task, for batches.",
    modes=(
        Mode(
            "generate",
            routes=_ROUTES,
            prompt=_PROMPT_LIMIT,
            parameters=(_SIZE, _N, _PROMPT_EXTEND, _NEGATIVE_PROMPT, _WATERMARK, _SEED),
        ),
    ),
    regions={"ap-southeast-1": (), "cn-beijing": ()},
    prices=(
        Price("ap-southeast-1", "0.03", "USD", approximate=True),
        Price("ap-southeast-1", "0.220177", "CNY"),
        Price("cn-beijing", "0.2", "CNY"),
    ),
    rate_limits=(RateLimit(2, "second", concurrent=2),),
    typical_seconds=(8, 60),
    lifecycle=Lifecycle(
        "2026-10-10",
        replacement="qwen-image-2.0",
        said=(
            "The vendor announced on 2026-07-10 that it retires on 2026-10-10. This is "
            "not confirmed by an answer of the service. Its replacement is "
            "qwen-image-2.0: client.qwen_image_2_0.generate(...). Its size is "
            "width*height with an area of 262,144 (512*512) to 4,194,304 (2048*2048) "
            "pixels; recommended sizes are always accepted. It has no task route: no "
            'submit(), no protocol="async". Source: Notice 118434 of 2026-07-10 on the '
            "page of model retirements."
        ),
    ),
    snapshots=("qwen-image-plus-2026-01-09",),
)

QWEN_IMAGE_MAX = Model(
    "qwen-image-max",
    identifier="qwen_image_max",
    family="qwen-image",
    summary="Highest quality of the family.",
    modes=(
        Mode(
            "generate",
            routes=(
                Route(
                    "multimodal-generation",
                    "/services/aigc/multimodal-generation/generation",
                    protocol="sync",
                    payload="messages",
                    disputes=(
                        Dispute(
                            "supported",
                            False,
                            stated_by=("ha", "qc"),
                            sources=("guide-04", "guide-05", "skill"),
                            decision="Used first; the vendor's pages have no other endpoint for this model.",
                        ),
                    ),
                ),
                Route(
                    "text2image",
                    "/services/aigc/text2image/image-synthesis",
                    protocol="async",
                    payload="prompt",
                    prompt=Prompt(max_characters=800),
                    disputes=(
                        Dispute(
                            "supported",
                            False,
                            stated_by=("guide-04", "guide-05"),
                            sources=("ha", "qc"),
                            decision=(
                                "Offered with a warning; the vendor's pages allow tasks for qwen-image-plus "
                                "and qwen-image only, and the server may answer 403."
                            ),
                        ),
                    ),
                ),
            ),
            prompt=_PROMPT_LIMIT,
            parameters=(
                Size(
                    "size",
                    ratios={
                        "16:9": (1664, 928),
                        "4:3": (1472, 1104),
                        "1:1": (1328, 1328),
                        "3:4": (1104, 1472),
                        "9:16": (928, 1664),
                    },
                    recommended=((1664, 928), (1472, 1104), (1328, 1328), (1104, 1472), (928, 1664)),
                    pixels=(262144, 4194304),
                    default="1664*928",
                    disputes=(
                        Dispute(
                            "fixed",
                            True,
                            stated_by=("qc",),
                            sources=("guide-04", "guide-05", "ha"),
                            decision=(
                                "Any size within the area passes, as one vendor page says; beside the five it "
                                "gets a warning."
                            ),
                        ),
                    ),
                ),
                _N,
                _PROMPT_EXTEND,
                _NEGATIVE_PROMPT,
                _WATERMARK,
                _SEED,
            ),
        ),
    ),
    regions={"ap-southeast-1": (), "cn-beijing": ()},
    prices=(
        Price("ap-southeast-1", "0.075", "USD", approximate=True),
        Price("ap-southeast-1", "0.550443", "CNY"),
        Price("cn-beijing", "0.5", "CNY"),
    ),
    rate_limits=(RateLimit(2, "minute"),),
    typical_seconds=(8, 60),
    lifecycle=Lifecycle(
        "2026-10-10",
        replacement="qwen-image-2.0",
        said=(
            "The vendor announced on 2026-07-10 that it retires on 2026-10-10. This is "
            "not confirmed by an answer of the service. Its replacement is "
            "qwen-image-2.0: client.qwen_image_2_0.generate(...). Its size is "
            "width*height with an area of 262,144 (512*512) to 4,194,304 (2048*2048) "
            "pixels; recommended sizes are always accepted. It has no task route: no "
            'submit(), no protocol="async". Source: Notice 118434 of 2026-07-10 on the '
            "page of model retirements."
        ),
    ),
    snapshots=("qwen-image-max-2025-12-30",),
)

QWEN_IMAGE = Model(
    "qwen-image",
    identifier="qwen_image",
    family="qwen-image",
    summary="Same abilities as qwen-image-plus, at a higher price.",
    modes=(
        Mode(
            "generate",
            routes=_ROUTES,
            prompt=_PROMPT_LIMIT,
            parameters=(_SIZE, _N, _PROMPT_EXTEND, _NEGATIVE_PROMPT, _WATERMARK, _SEED),
        ),
    ),
    regions={"ap-southeast-1": (), "cn-beijing": ()},
    prices=(
        Price("ap-southeast-1", "0.035", "USD", approximate=True),
        Price("ap-southeast-1", "0.256873", "CNY"),
        Price("cn-beijing", "0.25", "CNY"),
    ),
    rate_limits=(RateLimit(2, "second", concurrent=2),),
    typical_seconds=(8, 60),
    lifecycle=Lifecycle(
        "2026-10-10",
        replacement="qwen-image-2.0",
        said=(
            "The vendor announced on 2026-07-10 that it retires on 2026-10-10. This is "
            "not confirmed by an answer of the service. Its replacement is "
            "qwen-image-2.0: client.qwen_image_2_0.generate(...). Its size is "
            "width*height with an area of 262,144 (512*512) to 4,194,304 (2048*2048) "
            "pixels; recommended sizes are always accepted. It has no task route: no "
            'submit(), no protocol="async". Source: Notice 118434 of 2026-07-10 on the '
            "page of model retirements."
        ),
    ),
)
