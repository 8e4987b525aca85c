"""Rules of Wan 2.6 Image: what each model and mode accepts, as the runtime checks it."""

from brushwork_runtime.tables.spec import (
    Boolean,
    Constant,
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

_NEGATIVE_PROMPT = Text("negative_prompt", 500)
_WATERMARK = Boolean("watermark", default=False)
_SEED = Integer("seed", 0, 2147483647)
_PROMPT_LIMIT = Prompt(max_characters=2000)

WAN2_6_IMAGE = Model(
    "wan2.6-image",
    identifier="wan2_6_image",
    family="wan2.6-image",
    summary="Editing with one to four references, and mixed text and images.",
    modes=(
        Mode(
            "edit",
            routes=(
                Route(
                    "multimodal-generation",
                    "/services/aigc/multimodal-generation/generation",
                    protocol="sync",
                    payload="messages",
                ),
                Route(
                    "image-generation",
                    "/services/aigc/image-generation/generation",
                    protocol="async",
                    payload="messages",
                ),
            ),
            prompt=_PROMPT_LIMIT,
            inputs=(
                Images(
                    "reference_images",
                    1,
                    4,
                    formats=("JPEG", "PNG", "BMP", "WEBP"),
                    sides=(240, 8000),
                    alpha="refused",
                    max_megabytes=10,
                ),
            ),
            parameters=(
                Size(
                    "size",
                    presets={"1K": (1280, 1280), "2K": (2048, 2048)},
                    ratios={
                        "1:1": (1280, 1280),
                        "2:3": (800, 1200),
                        "3:2": (1200, 800),
                        "3:4": (960, 1280),
                        "4:3": (1280, 960),
                        "9:16": (720, 1280),
                        "16:9": (1280, 720),
                        "21:9": (1344, 576),
                    },
                    recommended=(
                        (1280, 1280),
                        (800, 1200),
                        (1200, 800),
                        (960, 1280),
                        (1280, 960),
                        (720, 1280),
                        (1280, 720),
                        (1344, 576),
                    ),
                    pixels=(589824, 4194304),
                    aspect=("1:4", "4:1"),
                    default="1K",
                ),
                Integer(
                    "n",
                    1,
                    4,
                    default=4,
                    send=1,
                    bills="exactly",
                    disputes=(
                        Dispute(
                            "default",
                            1,
                            stated_by=("guide-04", "guide-05", "ha", "qc"),
                            sources=("skill",),
                            decision="The script sends 1 itself, and so does this client; the server's default is 4.",
                        ),
                    ),
                ),
                Boolean("prompt_extend", default=True),
                _NEGATIVE_PROMPT,
                _WATERMARK,
                _SEED,
                Constant("enable_interleave", False),
            ),
        ),
        Mode(
            "interleave",
            routes=(
                Route(
                    "image-generation",
                    "/services/aigc/image-generation/generation",
                    protocol="async",
                    payload="messages",
                ),
                Route(
                    "multimodal-generation",
                    "/services/aigc/multimodal-generation/generation",
                    protocol="stream",
                    payload="messages",
                    headers={"X-DashScope-SSE": "enable"},
                    send={"stream": True},
                ),
            ),
            prompt=_PROMPT_LIMIT,
            inputs=(
                Images(
                    "reference_images",
                    0,
                    1,
                    formats=("JPEG", "PNG", "BMP", "WEBP"),
                    sides=(240, 8000),
                    alpha="refused",
                    max_megabytes=10,
                ),
            ),
            parameters=(
                Constant("enable_interleave", True),
                Integer("max_images", 1, 5, default=5, bills="at_most"),
                Size(
                    "size",
                    ratios={
                        "1:1": (1280, 1280),
                        "2:3": (800, 1200),
                        "3:2": (1200, 800),
                        "3:4": (960, 1280),
                        "4:3": (1280, 960),
                        "9:16": (720, 1280),
                        "16:9": (1280, 720),
                        "21:9": (1344, 576),
                    },
                    recommended=(
                        (1280, 1280),
                        (800, 1200),
                        (1200, 800),
                        (960, 1280),
                        (1280, 960),
                        (720, 1280),
                        (1280, 720),
                        (1344, 576),
                    ),
                    pixels=(589824, 1638400),
                    aspect=("1:4", "4:1"),
                ),
                Integer("n", 1, 1, default=1),
                _NEGATIVE_PROMPT,
                _WATERMARK,
                _SEED,
            ),
            output="parts",
        ),
    ),
    regions={"ap-southeast-1": (), "cn-beijing": (), "us-east-1": (), "eu-central-1": ("async",)},
    prices=(
        Price("ap-southeast-1", "0.03", "USD"),
        Price("ap-southeast-1", "0.220177", "CNY"),
        Price("cn-beijing", "0.20", "CNY"),
        Price("us-east-1", "0.20", "CNY"),
        Price("eu-central-1", "0.20", "CNY"),
    ),
    rate_limits=(RateLimit(5, "second", concurrent=5),),
    typical_seconds=(10, 240),
    without_images="wan2.6-t2i",
)
