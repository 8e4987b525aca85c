"""Rules of Qwen-Image-Edit: what each model and mode accepts, as the runtime checks it."""

from brushwork_runtime.tables.spec import (
    Boolean,
    Dispute,
    Images,
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

_N = Integer("n", 1, 6, default=1, send=1, bills="exactly")
_SIZE = Size(
    "size",
    pixels=(262144, 4194304),
    disputes=(
        Dispute(
            "sides",
            [512, 2048],
            stated_by=("guide-04", "guide-05"),
            sources=("ha",),
            decision="Every size within the guides' area passes; a side outside 512 to 2048 gets a warning.",
        ),
    ),
)
_PROMPT_EXTEND = Boolean("prompt_extend", default=True)
_NEGATIVE_PROMPT = Text("negative_prompt", 500)
_WATERMARK = Boolean("watermark", default=False)
_SEED = Integer("seed", 0, 2147483647)
_PROMPT_LIMIT = Prompt(max_tokens=800)
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

QWEN_IMAGE_EDIT_MAX = Model(
    "qwen-image-edit-max",
    identifier="qwen_image_edit_max",
    family="qwen-image-edit",
    summary="Most precise editing of text and elements.",
    modes=(
        Mode(
            "edit",
            routes=_ROUTES,
            prompt=_PROMPT_LIMIT,
            inputs=(_REFERENCE_IMAGES,),
            parameters=(_N, _SIZE, _PROMPT_EXTEND, _NEGATIVE_PROMPT, _WATERMARK, _SEED),
        ),
    ),
    regions={"ap-southeast-1": (), "cn-beijing": ()},
    prices=(
        Price("ap-southeast-1", "0.075", "USD", approximate=True),
        Price("ap-southeast-1", "0.550443", "CNY"),
        Price("cn-beijing", "0.5", "CNY"),
    ),
    rate_limits=(RateLimit(2, "minute"),),
    lifecycle=Lifecycle(
        "2026-10-10",
        replacement="qwen-image-2.0",
        said=(
            "The vendor announced on 2026-07-10 that it retires on 2026-10-10. This is "
            "not confirmed by an answer of the service. Its replacement is "
            "qwen-image-2.0: client.qwen_image_2_0.edit(...). Its size is width*height "
            "with an area of 262,144 (512*512) to 4,194,304 (2048*2048) pixels; "
            "recommended sizes are always accepted. Source: Notice 118434 of 2026-07-10 "
            "on the page of model retirements."
        ),
    ),
    snapshots=("qwen-image-edit-max-2026-01-16",),
)

QWEN_IMAGE_EDIT_PLUS = Model(
    "qwen-image-edit-plus",
    identifier="qwen_image_edit_plus",
    family="qwen-image-edit",
    summary="The same parameters as max at a lower price.",
    modes=(
        Mode(
            "edit",
            routes=_ROUTES,
            prompt=_PROMPT_LIMIT,
            inputs=(_REFERENCE_IMAGES,),
            parameters=(_N, _SIZE, _PROMPT_EXTEND, _NEGATIVE_PROMPT, _WATERMARK, _SEED),
        ),
    ),
    regions={"ap-southeast-1": (), "cn-beijing": ()},
    prices=(
        Price("ap-southeast-1", "0.03", "USD", approximate=True),
        Price("ap-southeast-1", "0.220177", "CNY"),
        Price("cn-beijing", "0.2", "CNY"),
    ),
    rate_limits=(RateLimit(2, "second"),),
    lifecycle=Lifecycle(
        "2026-10-10",
        replacement="qwen-image-2.0",
        said=(
            "The vendor announced on 2026-07-10 that it retires on 2026-10-10. This is "
            "not confirmed by an answer of the service. Its replacement is "
            "qwen-image-2.0: client.qwen_image_2_0.edit(...). Its size is width*height "
            "with an area of 262,144 (512*512) to 4,194,304 (2048*2048) pixels; "
            "recommended sizes are always accepted. Source: Notice 118434 of 2026-07-10 "
            "on the page of model retirements."
        ),
    ),
    snapshots=("qwen-image-edit-plus-2025-10-30", "qwen-image-edit-plus-2025-12-15"),
)

QWEN_IMAGE_EDIT = Model(
    "qwen-image-edit",
    identifier="qwen_image_edit",
    family="qwen-image-edit",
    summary="The first of the family; one image per call.",
    modes=(
        Mode(
            "edit",
            routes=_ROUTES,
            prompt=_PROMPT_LIMIT,
            inputs=(_REFERENCE_IMAGES,),
            parameters=(
                Integer("n", 1, 1, default=1, send=1, bills="exactly"),
                Size(
                    "size",
                    pixels=(262144, 4194304),
                    disputes=(
                        Dispute(
                            "supported",
                            False,
                            stated_by=("guide-04", "guide-05"),
                            sources=("ha",),
                            decision=(
                                "Sent if given, with a warning; the vendor's page says that this model takes no size."
                            ),
                        ),
                    ),
                ),
                Boolean(
                    "prompt_extend",
                    default=True,
                    disputes=(
                        Dispute(
                            "supported",
                            False,
                            stated_by=("guide-04", "guide-05"),
                            sources=("ha",),
                            decision=(
                                "Sent if given, with a warning; the vendor's page says that this model does "
                                "not take it."
                            ),
                        ),
                    ),
                ),
                _NEGATIVE_PROMPT,
                _WATERMARK,
                _SEED,
            ),
        ),
    ),
    regions={"ap-southeast-1": (), "cn-beijing": ()},
    prices=(
        Price("ap-southeast-1", "0.045", "USD"),
        Price("ap-southeast-1", "0.330266", "CNY"),
        Price("cn-beijing", "0.3", "CNY"),
    ),
    rate_limits=(RateLimit(2, "second"),),
    lifecycle=Lifecycle(
        "2026-10-10",
        replacement="qwen-image-2.0",
        said=(
            "The vendor announced on 2026-07-10 that it retires on 2026-10-10. This is "
            "not confirmed by an answer of the service. Its replacement is "
            "qwen-image-2.0: client.qwen_image_2_0.edit(...). Its size is width*height "
            "with an area of 262,144 (512*512) to 4,194,304 (2048*2048) pixels; "
            "recommended sizes are always accepted. Source: Notice 118434 of 2026-07-10 "
            "on the page of model retirements."
        ),
    ),
)
