"""Rules of Qwen-Image 3.0: what each model and mode accepts, as the runtime checks it."""

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
    Results,
    Route,
    Size,
    Text,
)

_N = Integer("n", 1, 6, default=1, send=1, bills="exactly")
_SIZE = Size("size", pixels=(262144, 4194304), aspect=("1:8", "8:1"))
_NEGATIVE_PROMPT = Text("negative_prompt")
_SEED = Integer("seed", 0, 2147483647)
_PROMPT_EXTEND = Boolean("prompt_extend", default=True)
_PROMPT_EXTEND_MODE = Choice("prompt_extend_mode", ("direct", "agent"), default="direct")
_EDIT_PROMPT_EXTEND_MODE = Choice("prompt_extend_mode", ("direct",), default="direct")
_ENABLE_THINKING = Boolean("enable_thinking", default=True)
_WATERMARK = Boolean("watermark", default=False)
_PROMPT_LIMIT = Prompt(max_tokens=4500)
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
    Route(
        "openai-images",
        "/images/generations",
        protocol="sync",
        payload="flat",
        base_path="/compatible-mode/v1",
        regions=("ap-southeast-1", "cn-beijing", "us-east-1", "eu-central-1", "ap-northeast-1"),
        results=Results(
            images=("data[].url",),
            values={"rewrite_status": ("output.rewrite_status", "text")},
            usage={"images": "output_image_count", "width": "output_width", "height": "output_height"},
        ),
        size_separator="x",
        accepts={"size": ("auto",)},
    ),
)
_RESULTS = Results(
    values={"rewrite_status": ("output.rewrite_status", "text")},
    usage={"images": "output_image_count", "width": "output_width", "height": "output_height"},
)
_REFERENCE_IMAGES = Images(
    "reference_images",
    1,
    3,
    formats=("JPEG", "PNG", "BMP", "TIFF", "WEBP", "GIF"),
    sides=(384, 2048),
    sides_recommended=True,
    max_megabytes=10,
)

QWEN_IMAGE_3_0_PRO = Model(
    "qwen-image-3.0-pro",
    identifier="qwen_image_3_0_pro",
    family="qwen-image-3.0",
    summary="The strongest model of the line.",
    modes=(
        Mode(
            "generate",
            routes=_ROUTES,
            prompt=_PROMPT_LIMIT,
            parameters=(
                _N,
                _SIZE,
                _NEGATIVE_PROMPT,
                _SEED,
                _PROMPT_EXTEND,
                _PROMPT_EXTEND_MODE,
                _ENABLE_THINKING,
                _WATERMARK,
            ),
            results=_RESULTS,
        ),
        Mode(
            "edit",
            routes=_ROUTES,
            prompt=_PROMPT_LIMIT,
            inputs=(_REFERENCE_IMAGES,),
            parameters=(
                _N,
                _SIZE,
                _NEGATIVE_PROMPT,
                _SEED,
                _PROMPT_EXTEND,
                _EDIT_PROMPT_EXTEND_MODE,
                _ENABLE_THINKING,
                _WATERMARK,
            ),
            results=_RESULTS,
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
        Price("cn-beijing", "0.25", "CNY", output_pixels=(None, 2250000)),
        Price("cn-beijing", "0.50", "CNY", output_pixels=(2250001, None)),
        Price("cn-beijing", "0.02", "CNY", per="input_image"),
        Price("ap-southeast-1", "0.299768", "CNY", output_pixels=(None, 2250000)),
        Price("ap-southeast-1", "0.562065", "CNY", output_pixels=(2250001, None)),
        Price("ap-southeast-1", "0.022483", "CNY", per="input_image"),
        Price("us-east-1", "0.25", "CNY", output_pixels=(None, 2250000)),
        Price("eu-central-1", "0.25", "CNY", output_pixels=(None, 2250000)),
        Price("ap-northeast-1", "0.25", "CNY", output_pixels=(None, 2250000)),
        Price("us-east-1", "0.50", "CNY", output_pixels=(2250001, None)),
        Price("eu-central-1", "0.50", "CNY", output_pixels=(2250001, None)),
        Price("ap-northeast-1", "0.50", "CNY", output_pixels=(2250001, None)),
        Price("us-east-1", "0.02", "CNY", per="input_image"),
        Price("eu-central-1", "0.02", "CNY", per="input_image"),
        Price("ap-northeast-1", "0.02", "CNY", per="input_image"),
    ),
    rate_limits=(RateLimit(5, "minute", concurrent=10),),
)

QWEN_IMAGE_3_0 = Model(
    "qwen-image-3.0",
    identifier="qwen_image_3_0",
    family="qwen-image-3.0",
    summary="Cheaper, with the same parameters.",
    modes=(
        Mode(
            "generate",
            routes=_ROUTES,
            prompt=_PROMPT_LIMIT,
            parameters=(
                _N,
                _SIZE,
                _NEGATIVE_PROMPT,
                _SEED,
                _PROMPT_EXTEND,
                _PROMPT_EXTEND_MODE,
                _ENABLE_THINKING,
                _WATERMARK,
            ),
            results=_RESULTS,
        ),
        Mode(
            "edit",
            routes=_ROUTES,
            prompt=_PROMPT_LIMIT,
            inputs=(_REFERENCE_IMAGES,),
            parameters=(
                _N,
                _SIZE,
                _NEGATIVE_PROMPT,
                _SEED,
                _PROMPT_EXTEND,
                _EDIT_PROMPT_EXTEND_MODE,
                _ENABLE_THINKING,
                _WATERMARK,
            ),
            results=_RESULTS,
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
        Price("cn-beijing", "0.18", "CNY"),
        Price("cn-beijing", "0.02", "CNY", per="input_image"),
        Price("ap-southeast-1", "0.224826", "CNY"),
        Price("ap-southeast-1", "0.022483", "CNY", per="input_image"),
        Price("us-east-1", "0.18", "CNY"),
        Price("eu-central-1", "0.18", "CNY"),
        Price("ap-northeast-1", "0.18", "CNY"),
        Price("us-east-1", "0.02", "CNY", per="input_image"),
        Price("eu-central-1", "0.02", "CNY", per="input_image"),
        Price("ap-northeast-1", "0.02", "CNY", per="input_image"),
    ),
    rate_limits=(RateLimit(20, "minute", concurrent=10),),
)
