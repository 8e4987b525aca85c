"""Rules of Wan 2.7 Image: what each model and mode accepts, as the runtime checks it."""

from brushwork_runtime.tables.spec import (
    Boolean,
    Boxes,
    Constant,
    Dispute,
    Images,
    Integer,
    Mode,
    Model,
    Palette,
    Price,
    Prompt,
    RateLimit,
    Route,
    Rule,
    Size,
    Text,
)

_SIZE = Size(
    "size",
    presets={"1K": (1024, 1024), "2K": (2048, 2048)},
    pixels=(589824, 4194304),
    aspect=("1:8", "8:1"),
    default="2K",
)
_N = Integer(
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
            stated_by=("guide-04", "guide-05", "qw"),
            sources=("ha", "qc"),
            decision=(
                "The client always sends n, so the server's default never decides the bill; "
                "the vendor's page has printed the 1 in bold since July 2026."
            ),
        ),
    ),
)
_SEQUENCE_N = Integer("n", 1, 12, default=12, required=True, bills="at_most")
_THINKING_MODE = Boolean("thinking_mode", default=True)
_COLOR_PALETTE = Palette("color_palette", 3, 10)
_NEGATIVE_PROMPT = Text(
    "negative_prompt",
    500,
    disputes=(
        Dispute(
            "supported",
            False,
            stated_by=("guide-04", "guide-05"),
            sources=("ha", "qc", "qw", "ac"),
            decision=(
                "Sent if given, with a warning; the vendor's own pages do not list it, and one calls it unsupported."
            ),
        ),
    ),
)
_WATERMARK = Boolean("watermark", default=False)
_SEED = Integer("seed", 0, 2147483647)
_PROMPT_LIMIT = Prompt(max_characters=5000)
_ROUTES = (
    Route(
        "multimodal-generation", "/services/aigc/multimodal-generation/generation", protocol="sync", payload="messages"
    ),
    Route(
        "image-generation",
        "/services/aigc/image-generation/generation",
        protocol="async",
        payload="messages",
        disputes=(
            Dispute(
                "supported",
                False,
                stated_by=("ha", "qc", "qw"),
                sources=("guide-04", "guide-05"),
                decision=(
                    "Sent if asked for; the guides list only the synchronous endpoint, three "
                    "vendor pages document the asynchronous one."
                ),
            ),
        ),
    ),
)
_RULES = (Rule("sums_to", "color_palette", each="ratio", total="100.00"),)
_EDIT_RULES = (
    Rule("length_equals", "bbox_list", to="reference_images"),
    Rule("sums_to", "color_palette", each="ratio", total="100.00"),
)
_SEQUENCE_RULES = (Rule("length_equals", "bbox_list", to="reference_images"),)
_BBOX_LIST = Boxes("bbox_list", 0, 2)
_REFERENCE_IMAGES = Images(
    "reference_images",
    1,
    9,
    formats=("JPEG", "PNG", "BMP", "WEBP"),
    sides=(240, 8000),
    aspect=("1:8", "8:1"),
    alpha="refused",
    max_megabytes=20,
    disputes=(
        Dispute(
            "max_megabytes",
            10,
            stated_by=("ha", "ac", "qc"),
            sources=("guide-04", "guide-05"),
            decision="Files up to 20 MB are accepted, with a warning above 10 MB.",
        ),
    ),
)
_SEQUENCE_REFERENCE_IMAGES = Images(
    "reference_images",
    0,
    9,
    formats=("JPEG", "PNG", "BMP", "WEBP"),
    sides=(240, 8000),
    aspect=("1:8", "8:1"),
    alpha="refused",
    max_megabytes=20,
    disputes=(
        Dispute(
            "max_megabytes",
            10,
            stated_by=("ha", "ac", "qc"),
            sources=("guide-04", "guide-05"),
            decision="Files up to 20 MB are accepted, with a warning above 10 MB.",
        ),
    ),
)
_ENABLE_SEQUENTIAL = Constant("enable_sequential", True)

WAN2_7_IMAGE_PRO = Model(
    "wan2.7-image-pro",
    identifier="wan2_7_image_pro",
    family="wan2.7",
    summary="Highest quality of the family; 4K in text to image.",
    modes=(
        Mode(
            "generate",
            routes=_ROUTES,
            prompt=_PROMPT_LIMIT,
            parameters=(
                Size(
                    "size",
                    presets={"1K": (1024, 1024), "2K": (2048, 2048), "4K": (4096, 4096)},
                    pixels=(589824, 16777216),
                    aspect=("1:8", "8:1"),
                    default="2K",
                ),
                _N,
                _THINKING_MODE,
                _COLOR_PALETTE,
                _NEGATIVE_PROMPT,
                _WATERMARK,
                _SEED,
            ),
            rules=_RULES,
        ),
        Mode(
            "edit",
            routes=_ROUTES,
            prompt=_PROMPT_LIMIT,
            inputs=(_REFERENCE_IMAGES,),
            parameters=(_SIZE, _N, _BBOX_LIST, _COLOR_PALETTE, _NEGATIVE_PROMPT, _WATERMARK, _SEED),
            rules=_EDIT_RULES,
        ),
        Mode(
            "sequence",
            routes=_ROUTES,
            prompt=_PROMPT_LIMIT,
            inputs=(_SEQUENCE_REFERENCE_IMAGES,),
            parameters=(_SIZE, _ENABLE_SEQUENTIAL, _SEQUENCE_N, _BBOX_LIST, _NEGATIVE_PROMPT, _WATERMARK, _SEED),
            rules=_SEQUENCE_RULES,
        ),
    ),
    regions={"ap-southeast-1": (), "cn-beijing": ()},
    prices=(
        Price("ap-southeast-1", "0.075", "USD"),
        Price("ap-southeast-1", "0.562065", "CNY"),
        Price("cn-beijing", "0.50", "CNY"),
    ),
    rate_limits=(RateLimit(5, "second", concurrent=5),),
    typical_seconds=(6, 60),
)

WAN2_7_IMAGE = Model(
    "wan2.7-image",
    identifier="wan2_7_image",
    family="wan2.7",
    summary="Faster and cheaper; up to 2K.",
    modes=(
        Mode(
            "generate",
            routes=_ROUTES,
            prompt=_PROMPT_LIMIT,
            parameters=(_SIZE, _N, _THINKING_MODE, _COLOR_PALETTE, _NEGATIVE_PROMPT, _WATERMARK, _SEED),
            rules=_RULES,
        ),
        Mode(
            "edit",
            routes=_ROUTES,
            prompt=_PROMPT_LIMIT,
            inputs=(_REFERENCE_IMAGES,),
            parameters=(_SIZE, _N, _BBOX_LIST, _COLOR_PALETTE, _NEGATIVE_PROMPT, _WATERMARK, _SEED),
            rules=_EDIT_RULES,
        ),
        Mode(
            "sequence",
            routes=_ROUTES,
            prompt=_PROMPT_LIMIT,
            inputs=(_SEQUENCE_REFERENCE_IMAGES,),
            parameters=(_SIZE, _ENABLE_SEQUENTIAL, _SEQUENCE_N, _BBOX_LIST, _NEGATIVE_PROMPT, _WATERMARK, _SEED),
            rules=_SEQUENCE_RULES,
        ),
    ),
    regions={"ap-southeast-1": (), "cn-beijing": ()},
    prices=(
        Price("ap-southeast-1", "0.03", "USD"),
        Price("ap-southeast-1", "0.224826", "CNY"),
        Price("cn-beijing", "0.20", "CNY"),
    ),
    rate_limits=(RateLimit(5, "second", concurrent=5),),
    typical_seconds=(6, 60),
)
