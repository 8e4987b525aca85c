"""Rules of Wanx 2.1 image editing: what each model and mode accepts, as the runtime checks it."""

from brushwork_runtime.tables.spec import (
    Boolean,
    Constant,
    Images,
    Integer,
    Mode,
    Model,
    Number,
    Price,
    Prompt,
    RateLimit,
    Route,
)

_STRENGTH = Number("strength", 0.0, 1.0, default=0.5)
_N = Integer("n", 1, 4, default=1, send=1, bills="exactly")
_SEED = Integer("seed", 0, 2147483647)
_WATERMARK = Boolean("watermark", default=False)
_PROMPT_LIMIT = Prompt(max_characters=800, may_be_empty=True)
_ROUTES = (Route("image2image", "/services/aigc/image2image/image-synthesis", protocol="async", payload="prompt"),)
_BASE_IMAGE_URL = Images(
    "base_image_url",
    1,
    1,
    formats=("JPEG", "PNG", "BMP", "TIFF", "WEBP"),
    single=True,
    place="input",
    sides=(512, 4096),
    max_megabytes=10,
    accepts=("url", "data", "oss"),
    no_chinese_in_urls=True,
)

WANX2_1_IMAGEEDIT = Model(
    "wanx2.1-imageedit",
    identifier="wanx2_1_imageedit",
    family="wanx2.1-imageedit",
    summary="Ten editing functions for one picture.",
    modes=(
        Mode(
            "stylization_all",
            routes=_ROUTES,
            prompt=_PROMPT_LIMIT,
            inputs=(_BASE_IMAGE_URL,),
            parameters=(Constant("function", "stylization_all", place="input"), _STRENGTH, _N, _SEED, _WATERMARK),
        ),
        Mode(
            "stylization_local",
            routes=_ROUTES,
            prompt=_PROMPT_LIMIT,
            inputs=(_BASE_IMAGE_URL,),
            parameters=(Constant("function", "stylization_local", place="input"), _N, _SEED, _WATERMARK),
        ),
        Mode(
            "description_edit",
            routes=_ROUTES,
            prompt=_PROMPT_LIMIT,
            inputs=(_BASE_IMAGE_URL,),
            parameters=(Constant("function", "description_edit", place="input"), _STRENGTH, _N, _SEED, _WATERMARK),
        ),
        Mode(
            "description_edit_with_mask",
            routes=_ROUTES,
            prompt=_PROMPT_LIMIT,
            inputs=(
                _BASE_IMAGE_URL,
                Images(
                    "mask_image_url",
                    1,
                    1,
                    formats=("JPEG", "PNG", "BMP", "TIFF", "WEBP"),
                    single=True,
                    place="input",
                    sides=(512, 4096),
                    same_size_as="base_image_url",
                    max_megabytes=10,
                    accepts=("url", "data", "oss"),
                    no_chinese_in_urls=True,
                ),
            ),
            parameters=(Constant("function", "description_edit_with_mask", place="input"), _N, _SEED, _WATERMARK),
        ),
        Mode(
            "remove_watermark",
            routes=_ROUTES,
            prompt=_PROMPT_LIMIT,
            inputs=(_BASE_IMAGE_URL,),
            parameters=(Constant("function", "remove_watermark", place="input"), _N, _SEED, _WATERMARK),
        ),
        Mode(
            "expand",
            routes=_ROUTES,
            prompt=_PROMPT_LIMIT,
            inputs=(_BASE_IMAGE_URL,),
            parameters=(
                Constant("function", "expand", place="input"),
                Number("top_scale", 1.0, 2.0, default=1.0),
                Number("bottom_scale", 1.0, 2.0, default=1.0),
                Number("left_scale", 1.0, 2.0, default=1.0),
                Number("right_scale", 1.0, 2.0, default=1.0),
                _N,
                _SEED,
                _WATERMARK,
            ),
        ),
        Mode(
            "super_resolution",
            routes=_ROUTES,
            prompt=_PROMPT_LIMIT,
            inputs=(_BASE_IMAGE_URL,),
            parameters=(
                Constant("function", "super_resolution", place="input"),
                Integer("upscale_factor", 1, 4, default=1),
                _N,
                _SEED,
                _WATERMARK,
            ),
        ),
        Mode(
            "colorization",
            routes=_ROUTES,
            prompt=_PROMPT_LIMIT,
            inputs=(_BASE_IMAGE_URL,),
            parameters=(Constant("function", "colorization", place="input"), _N, _SEED, _WATERMARK),
        ),
        Mode(
            "doodle",
            routes=_ROUTES,
            prompt=_PROMPT_LIMIT,
            inputs=(_BASE_IMAGE_URL,),
            parameters=(
                Constant("function", "doodle", place="input"),
                Boolean("is_sketch", default=False),
                _N,
                _SEED,
                _WATERMARK,
            ),
        ),
        Mode(
            "control_cartoon_feature",
            routes=_ROUTES,
            prompt=_PROMPT_LIMIT,
            inputs=(_BASE_IMAGE_URL,),
            parameters=(Constant("function", "control_cartoon_feature", place="input"), _N, _SEED, _WATERMARK),
        ),
    ),
    regions={"cn-beijing": ()},
    prices=(Price("cn-beijing", "0.14", "CNY"),),
    rate_limits=(RateLimit(2, "second", concurrent=2),),
    typical_seconds=(5, 15),
)
