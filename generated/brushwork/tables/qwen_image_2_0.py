"""Rules of Qwen-Image 2.0: what each model and mode accepts, as the runtime checks it."""

from brushwork_runtime.tables.spec import (
    Boolean,
    Dispute,
    Images,
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

_N = Integer("n", 1, 6, default=1, send=1, bills="exactly")
_SIZE = Size(
    "size",
    ratios={"1:1": (2048, 2048), "16:9": (2688, 1536), "9:16": (1536, 2688), "4:3": (2368, 1728), "3:4": (1728, 2368)},
    recommended=((2048, 2048), (2688, 1536), (1536, 2688), (2368, 1728), (1728, 2368)),
    pixels=(262144, 4194304),
    default="2048*2048",
)
_EDIT_SIZE = Size(
    "size",
    ratios={"1:1": (2048, 2048), "16:9": (2688, 1536), "9:16": (1536, 2688), "4:3": (2368, 1728), "3:4": (1728, 2368)},
    recommended=((2048, 2048), (2688, 1536), (1536, 2688), (2368, 1728), (1728, 2368)),
    pixels=(262144, 4194304),
)
_PROMPT_EXTEND = Boolean("prompt_extend", default=True)
_NEGATIVE_PROMPT = Text("negative_prompt", 500)
_WATERMARK = Boolean("watermark", default=False)
_SEED = Integer("seed", 0, 2147483647)
_PROMPT_LIMIT = Prompt(max_tokens=1300)
_ROUTES = (
    Route(
        "multimodal-generation",
        "/services/aigc/multimodal-generation/generation",
        protocol="sync",
        payload="messages",
        content=("images", "text"),
    ),
)
_REFERENCE_IMAGES = Images(
    "reference_images",
    1,
    3,
    formats=("JPEG", "PNG", "BMP", "TIFF", "WEBP", "GIF"),
    sides=(384, 3072),
    sides_recommended=True,
    max_megabytes=10,
    disputes=(
        Dispute(
            "sides_recommended",
            False,
            stated_by=("ha",),
            sources=("guide-04", "guide-05"),
            decision=(
                "A limit in the guides, a recommendation on the vendor's page; sides outside "
                "it are accepted with a warning."
            ),
        ),
    ),
)

QWEN_IMAGE_2_0_PRO = Model(
    "qwen-image-2.0-pro",
    identifier="qwen_image_2_0_pro",
    family="qwen-image-2.0",
    summary="Strongest text rendering and most realistic textures of the family.",
    modes=(
        Mode(
            "generate",
            routes=_ROUTES,
            prompt=_PROMPT_LIMIT,
            parameters=(_N, _SIZE, _PROMPT_EXTEND, _NEGATIVE_PROMPT, _WATERMARK, _SEED),
        ),
        Mode(
            "edit",
            routes=_ROUTES,
            prompt=_PROMPT_LIMIT,
            inputs=(_REFERENCE_IMAGES,),
            parameters=(_N, _EDIT_SIZE, _PROMPT_EXTEND, _NEGATIVE_PROMPT, _WATERMARK, _SEED),
        ),
    ),
    regions={"ap-southeast-1": (), "cn-beijing": ()},
    prices=(
        Price("ap-southeast-1", "0.075", "USD"),
        Price("ap-southeast-1", "0.550443", "CNY"),
        Price("cn-beijing", "0.5", "CNY"),
    ),
    rate_limits=(RateLimit(2, "minute"),),
    snapshots=("qwen-image-2.0-pro-2026-03-03", "qwen-image-2.0-pro-2026-04-22", "qwen-image-2.0-pro-2026-06-22"),
)

QWEN_IMAGE_2_0 = Model(
    "qwen-image-2.0",
    identifier="qwen_image_2_0",
    family="qwen-image-2.0",
    summary="Faster and cheaper, with the same parameters.",
    modes=(
        Mode(
            "generate",
            routes=_ROUTES,
            prompt=_PROMPT_LIMIT,
            parameters=(_N, _SIZE, _PROMPT_EXTEND, _NEGATIVE_PROMPT, _WATERMARK, _SEED),
        ),
        Mode(
            "edit",
            routes=_ROUTES,
            prompt=_PROMPT_LIMIT,
            inputs=(_REFERENCE_IMAGES,),
            parameters=(_N, _EDIT_SIZE, _PROMPT_EXTEND, _NEGATIVE_PROMPT, _WATERMARK, _SEED),
        ),
    ),
    regions={"ap-southeast-1": (), "cn-beijing": ()},
    prices=(
        Price("ap-southeast-1", "0.035", "USD"),
        Price("ap-southeast-1", "0.256873", "CNY"),
        Price("cn-beijing", "0.2", "CNY"),
    ),
    rate_limits=(RateLimit(2, "second"),),
    snapshots=("qwen-image-2.0-2026-03-03",),
)
