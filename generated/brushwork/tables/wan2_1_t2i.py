"""Rules of Wan 2.1 text to image: what each model and mode accepts, as the runtime checks it."""

from brushwork_runtime.tables.spec import Boolean, Integer, Mode, Model, Price, Prompt, RateLimit, Route, Size, Text

_SIZE = Size("size", ratios={"1:1": (1024, 1024)}, recommended=((1024, 1024),), sides=(512, 1440), default="1024*1024")
_N = Integer("n", 1, 4, default=4, send=1, bills="exactly")
_PROMPT_EXTEND = Boolean("prompt_extend", default=True)
_NEGATIVE_PROMPT = Text("negative_prompt", 500, place="input")
_WATERMARK = Boolean("watermark", default=False)
_SEED = Integer("seed", 0, 2147483647)
_PROMPT_LIMIT = Prompt(max_characters=500)
_ROUTES = (Route("text2image", "/services/aigc/text2image/image-synthesis", protocol="async", payload="prompt"),)

WAN2_1_T2I_PLUS = Model(
    "wan2.1-t2i-plus",
    identifier="wan2_1_t2i_plus",
    family="wan2.1-t2i",
    summary="More detail, at a higher price than turbo.",
    modes=(
        Mode(
            "generate",
            routes=_ROUTES,
            prompt=_PROMPT_LIMIT,
            parameters=(_SIZE, _N, _PROMPT_EXTEND, _NEGATIVE_PROMPT, _WATERMARK, _SEED),
        ),
    ),
    regions={"ap-southeast-1": (), "cn-beijing": ()},
    prices=(Price("ap-southeast-1", "0.366962", "CNY"), Price("cn-beijing", "0.20", "CNY")),
    rate_limits=(RateLimit(2, "second", concurrent=2),),
    typical_seconds=(6, 120),
    ids={"cn-beijing": "wanx2.1-t2i-plus"},
)

WAN2_1_T2I_TURBO = Model(
    "wan2.1-t2i-turbo",
    identifier="wan2_1_t2i_turbo",
    family="wan2.1-t2i",
    summary="Takes the same parameters as plus, at a lower price.",
    modes=(
        Mode(
            "generate",
            routes=_ROUTES,
            prompt=_PROMPT_LIMIT,
            parameters=(_SIZE, _N, _PROMPT_EXTEND, _NEGATIVE_PROMPT, _WATERMARK, _SEED),
        ),
    ),
    regions={"ap-southeast-1": (), "cn-beijing": ()},
    prices=(Price("ap-southeast-1", "0.183481", "CNY"), Price("cn-beijing", "0.14", "CNY")),
    rate_limits=(RateLimit(2, "second", concurrent=2),),
    typical_seconds=(6, 120),
    ids={"cn-beijing": "wanx2.1-t2i-turbo"},
)

WANX2_0_T2I_TURBO = Model(
    "wanx2.0-t2i-turbo",
    identifier="wanx2_0_t2i_turbo",
    family="wan2.1-t2i",
    summary="The version before, at the lowest price.",
    modes=(
        Mode(
            "generate",
            routes=_ROUTES,
            prompt=Prompt(max_characters=800),
            parameters=(_SIZE, _N, _PROMPT_EXTEND, _NEGATIVE_PROMPT, _WATERMARK, _SEED),
        ),
    ),
    regions={"cn-beijing": ()},
    prices=(Price("cn-beijing", "0.04", "CNY"),),
    rate_limits=(RateLimit(2, "second", concurrent=2),),
    typical_seconds=(6, 120),
)
