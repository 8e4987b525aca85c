"""Rules of Wan 2.2 text to image: what each model and mode accepts, as the runtime checks it."""

from brushwork_runtime.tables.spec import (
    Boolean,
    Dispute,
    Integer,
    Mode,
    Model,
    Price,
    Prompt,
    RateLimit,
    Route,
    Size,
    Text,
)

_SIZE = Size("size", ratios={"1:1": (1024, 1024)}, recommended=((1024, 1024),), sides=(512, 1440), default="1024*1024")
_N = Integer("n", 1, 4, default=4, send=1, bills="exactly")
_PROMPT_EXTEND = Boolean("prompt_extend", default=True)
_NEGATIVE_PROMPT = Text("negative_prompt", 500, place="input")
_WATERMARK = Boolean("watermark", default=False)
_SEED = Integer("seed", 0, 2147483647)
_PROMPT_LIMIT = Prompt(
    max_characters=800,
    disputes=(
        Dispute(
            "max_characters",
            500,
            stated_by=("ha",),
            sources=("qc", "qw", "ha-05"),
            decision=(
                "The server truncates long prompts and rejects none; between 500 and 800 characters the client warns."
            ),
        ),
    ),
)
_ROUTES = (Route("text2image", "/services/aigc/text2image/image-synthesis", protocol="async", payload="prompt"),)

WAN2_2_T2I_FLASH = Model(
    "wan2.2-t2i-flash",
    identifier="wan2_2_t2i_flash",
    family="wan2.2-t2i",
    summary="Lowest latency, for drafts and batches.",
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
        Price("ap-southeast-1", "0.025", "USD", approximate=True),
        Price("ap-southeast-1", "0.183481", "CNY"),
        Price("cn-beijing", "0.14", "CNY"),
    ),
    rate_limits=(RateLimit(2, "second", concurrent=2),),
    typical_seconds=(6, 120),
)

WAN2_2_T2I_PLUS = Model(
    "wan2.2-t2i-plus",
    identifier="wan2_2_t2i_plus",
    family="wan2.2-t2i",
    summary="Takes the same parameters as flash, at a higher price.",
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
        Price("ap-southeast-1", "0.05", "USD", approximate=True),
        Price("ap-southeast-1", "0.366962", "CNY"),
        Price("cn-beijing", "0.20", "CNY"),
    ),
    rate_limits=(RateLimit(2, "second", concurrent=2),),
    typical_seconds=(6, 120),
)
