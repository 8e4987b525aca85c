"""Rules of Qwen-Image 2.1: what each model and mode accepts, as the runtime checks it."""

from brushwork_runtime.tables.spec import (
    Boolean,
    Choice,
    Images,
    Integer,
    Mode,
    Model,
    Price,
    Prompt,
    RateLimit,
    Route,
    Size,
)

_N = Integer("n", 1, 6, default=1, send=1, bills="exactly")
_SIZE = Size("size", pixels=(262144, 4194304), aspect=("1:8", "8:1"))
_SEED = Integer("seed", 0, 2147483647)
_PROMPT_EXTEND = Boolean("prompt_extend")
_PROMPT_EXTEND_MODE = Choice("prompt_extend_mode", ("direct", "agent"))
_EDIT_PROMPT_EXTEND_MODE = Choice("prompt_extend_mode", ("direct",))
_ENABLE_THINKING = Boolean("enable_thinking")
_WATERMARK = Boolean("watermark", default=False)
_PROMPT_LIMIT = Prompt()
_ROUTES = (
    Route(
        "multimodal-generation",
        "/services/aigc/multimodal-generation/generation",
        protocol="sync",
        payload="messages",
        content=("images", "text"),
    ),
    Route(
        "image-generation",
        "/services/aigc/image-generation/generation",
        protocol="async",
        payload="messages",
        content=("images", "text"),
    ),
)
_REFERENCE_IMAGES = Images(
    "reference_images", 1, 10, formats=("JPEG", "PNG", "BMP", "TIFF", "WEBP", "GIF"), max_megabytes=10
)

QWEN_IMAGE_2_1_PRO = Model(
    "qwen-image-2.1-pro",
    identifier="qwen_image_2_1_pro",
    family="qwen-image-2.1",
    summary="The vendor's strongest 2.1 model, with up to ten references.",
    modes=(
        Mode(
            "generate",
            routes=_ROUTES,
            prompt=_PROMPT_LIMIT,
            parameters=(_N, _SIZE, _SEED, _PROMPT_EXTEND, _PROMPT_EXTEND_MODE, _ENABLE_THINKING, _WATERMARK),
        ),
        Mode(
            "edit",
            routes=_ROUTES,
            prompt=_PROMPT_LIMIT,
            inputs=(_REFERENCE_IMAGES,),
            parameters=(_N, _SIZE, _SEED, _PROMPT_EXTEND, _EDIT_PROMPT_EXTEND_MODE, _ENABLE_THINKING, _WATERMARK),
        ),
    ),
    regions={
        "ap-southeast-1": (),
        "cn-beijing": (),
        "us-east-1": (),
        "eu-central-1": (),
        "ap-northeast-1": (),
        "cn-hongkong": (),
    },
    prices=(
        Price("cn-beijing", "0.25", "CNY"),
        Price("ap-southeast-1", "0.283404", "CNY"),
        Price("us-east-1", "0.25", "CNY"),
        Price("eu-central-1", "0.25", "CNY"),
        Price("ap-northeast-1", "0.25", "CNY"),
        Price("cn-hongkong", "0.25", "CNY"),
    ),
    rate_limits=(RateLimit(20, "minute", concurrent=10),),
)

QWEN_IMAGE_2_1_TURBO = Model(
    "qwen-image-2.1-turbo",
    identifier="qwen_image_2_1_turbo",
    family="qwen-image-2.1",
    summary="Faster and cheaper; several references, how many is not documented.",
    modes=(
        Mode(
            "generate",
            routes=_ROUTES,
            prompt=_PROMPT_LIMIT,
            parameters=(_N, _SIZE, _SEED, _PROMPT_EXTEND, _PROMPT_EXTEND_MODE, _ENABLE_THINKING, _WATERMARK),
        ),
        Mode(
            "edit",
            routes=_ROUTES,
            prompt=_PROMPT_LIMIT,
            inputs=(_REFERENCE_IMAGES,),
            parameters=(_N, _SIZE, _SEED, _PROMPT_EXTEND, _EDIT_PROMPT_EXTEND_MODE, _ENABLE_THINKING, _WATERMARK),
        ),
    ),
    regions={
        "ap-southeast-1": (),
        "cn-beijing": (),
        "us-east-1": (),
        "eu-central-1": (),
        "ap-northeast-1": (),
        "cn-hongkong": (),
    },
    prices=(
        Price("cn-beijing", "0.10", "CNY"),
        Price("ap-southeast-1", "0.113362", "CNY"),
        Price("us-east-1", "0.10", "CNY"),
        Price("eu-central-1", "0.10", "CNY"),
        Price("ap-northeast-1", "0.10", "CNY"),
        Price("cn-hongkong", "0.10", "CNY"),
    ),
    rate_limits=(RateLimit(120, "minute", concurrent=10),),
)
