"""Rules of Wan 2.5 image to image: what each model and mode accepts, as the runtime checks it."""

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

WAN2_5_I2I_PREVIEW = Model(
    "wan2.5-i2i-preview",
    identifier="wan2_5_i2i_preview",
    family="wan2.5-i2i",
    summary="Editing with one to three references, as a task.",
    modes=(
        Mode(
            "edit",
            routes=(
                Route(
                    "image2image",
                    "/services/aigc/image2image/image-synthesis",
                    protocol="async",
                    payload="prompt+images",
                ),
            ),
            prompt=Prompt(max_characters=2000),
            inputs=(
                Images(
                    "reference_images",
                    1,
                    3,
                    formats=("JPEG", "PNG", "BMP", "WEBP"),
                    sides=(384, 5000),
                    alpha="ignored",
                    max_megabytes=10,
                    disputes=(
                        Dispute(
                            "alpha",
                            "refused",
                            stated_by=("guide-04", "guide-05"),
                            sources=("ha",),
                            decision=(
                                "PNG files with transparency are accepted, with a warning; both guides say "
                                "that it is ignored."
                            ),
                        ),
                    ),
                ),
            ),
            parameters=(
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
                        (1024, 1024),
                    ),
                    pixels=(589824, 1638400),
                    aspect=("1:4", "4:1"),
                ),
                Boolean("prompt_extend", default=True),
                Integer("n", 1, 4, default=4, send=1, bills="exactly"),
                Text("negative_prompt", 500, place="input"),
                Boolean("watermark", default=False),
                Integer("seed", 0, 2147483647),
            ),
        ),
    ),
    regions={"ap-southeast-1": (), "cn-beijing": ()},
    prices=(
        Price("ap-southeast-1", "0.03", "USD", approximate=True),
        Price("ap-southeast-1", "0.220177", "CNY"),
        Price("cn-beijing", "0.20", "CNY"),
    ),
    rate_limits=(RateLimit(5, "second", concurrent=5),),
    typical_seconds=(10, 120),
)
