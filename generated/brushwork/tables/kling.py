"""Rules of Kling image models: what each model and mode accepts, as the runtime checks it."""

from brushwork_runtime.tables.spec import (
    Boolean,
    Choice,
    Constant,
    Images,
    Integer,
    List,
    Mode,
    Model,
    Object,
    Price,
    Prompt,
    RateLimit,
    Results,
    Route,
    Rule,
)

_N = Integer("n", 1, 9, default=1, send=1, bills="exactly")
_ASPECT_RATIO = Choice("aspect_ratio", ("16:9", "9:16", "1:1"), default="16:9")
_RESOLUTION = Choice("resolution", ("1k", "2k", "4k"), default="1k", bills="tier")
_WATERMARK = Boolean("watermark", default=False)
_PROMPT_LIMIT = Prompt(max_characters=2500)
_ROUTES = (
    Route("image-generation", "/services/aigc/image-generation/generation", protocol="async", payload="messages"),
)
_RESULTS = Results(lifetime=2592000)
_ELEMENT_LIST = List(
    "element_list", Object("", (Integer("element_id", 0, 9223372036854775807, required=True),)), 1, 10, place="messages"
)
_RESULT_TYPE = Constant("result_type", "single", default="single")
_RULES = (Rule("counts_sum", {"reference_images": "given", "element_list": "given"}, range=(0, 10)),)

KLING_KLING_V3_IMAGE_GENERATION = Model(
    "kling/kling-v3-image-generation",
    identifier="kling_kling_v3_image_generation",
    family="kling",
    summary="Text to image, and images after one reference.",
    modes=(
        Mode(
            "generate",
            routes=_ROUTES,
            prompt=_PROMPT_LIMIT,
            parameters=(_N, _ASPECT_RATIO, Choice("resolution", ("1k", "2k"), default="1k"), _WATERMARK),
            results=_RESULTS,
        ),
        Mode(
            "edit",
            routes=_ROUTES,
            prompt=_PROMPT_LIMIT,
            inputs=(
                Images(
                    "reference_images",
                    1,
                    1,
                    formats=("JPEG", "PNG"),
                    sides=(300, 8000),
                    aspect=("2:5", "5:2"),
                    alpha="refused",
                    max_megabytes=10,
                    accepts=("url",),
                ),
            ),
            parameters=(_N, _ASPECT_RATIO, Choice("resolution", ("1k", "2k"), default="1k"), _WATERMARK),
            results=_RESULTS,
        ),
    ),
    regions={"cn-beijing": ()},
    prices=(Price("cn-beijing", "0.20", "CNY"),),
    rate_limits=(RateLimit(5, "second", concurrent=10, shared_by="kling"),),
    typical_seconds=(30, 120),
    activation="Before its first call it must be activated in the Model Studio console.",
)

KLING_KLING_V3_OMNI_IMAGE_GENERATION = Model(
    "kling/kling-v3-omni-image-generation",
    identifier="kling_kling_v3_omni_image_generation",
    family="kling",
    summary="Up to ten references and elements, coherent sets, and 4k.",
    modes=(
        Mode(
            "generate",
            routes=_ROUTES,
            prompt=_PROMPT_LIMIT,
            parameters=(_ELEMENT_LIST, _RESULT_TYPE, _N, _ASPECT_RATIO, _RESOLUTION, _WATERMARK),
            results=_RESULTS,
        ),
        Mode(
            "edit",
            routes=_ROUTES,
            prompt=_PROMPT_LIMIT,
            inputs=(
                Images(
                    "reference_images",
                    1,
                    10,
                    formats=("JPEG", "PNG"),
                    sides=(300, 8000),
                    aspect=("2:5", "5:2"),
                    alpha="refused",
                    max_megabytes=10,
                    accepts=("url",),
                ),
            ),
            parameters=(_ELEMENT_LIST, _RESULT_TYPE, _N, _ASPECT_RATIO, _RESOLUTION, _WATERMARK),
            rules=_RULES,
            results=_RESULTS,
        ),
        Mode(
            "sequence",
            routes=_ROUTES,
            prompt=_PROMPT_LIMIT,
            inputs=(
                Images(
                    "reference_images",
                    0,
                    10,
                    formats=("JPEG", "PNG"),
                    sides=(300, 8000),
                    aspect=("2:5", "5:2"),
                    alpha="refused",
                    max_megabytes=10,
                    accepts=("url",),
                ),
            ),
            parameters=(
                _ELEMENT_LIST,
                Constant("result_type", "series", default="single"),
                Integer("series_amount", 2, 9, default=4, required=True, bills="exactly"),
                _ASPECT_RATIO,
                _RESOLUTION,
                _WATERMARK,
            ),
            rules=_RULES,
            results=_RESULTS,
        ),
    ),
    regions={"cn-beijing": ()},
    prices=(
        Price("cn-beijing", "0.20", "CNY", when={"resolution": ["1k", "2k"]}),
        Price("cn-beijing", "0.40", "CNY", when={"resolution": "4k"}),
    ),
    rate_limits=(RateLimit(5, "second", concurrent=10, shared_by="kling"),),
    typical_seconds=(30, 120),
    activation="Before its first call it must be activated in the Model Studio console.",
)
