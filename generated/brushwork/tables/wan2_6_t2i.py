"""Rules of Wan 2.6 text to image: what each model and mode accepts, as the runtime checks it."""

from brushwork_runtime.tables.spec import Boolean, Integer, Mode, Model, Price, Prompt, RateLimit, Route, Size, Text

WAN2_6_T2I = Model(
    "wan2.6-t2i",
    identifier="wan2_6_t2i",
    family="wan2.6-t2i",
    summary="Dedicated text-to-image model, slightly faster without editing overhead; synchronous or as a task.",
    modes=(
        Mode(
            "generate",
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
            prompt=Prompt(max_characters=2100),
            parameters=(
                Size(
                    "size",
                    ratios={
                        "1:1": (1280, 1280),
                        "4:3": (1472, 1104),
                        "3:4": (1104, 1472),
                        "16:9": (1696, 960),
                        "9:16": (960, 1696),
                    },
                    recommended=((1280, 1280), (1472, 1104), (1104, 1472), (1696, 960), (960, 1696)),
                    pixels=(1638400, 2073600),
                    aspect=("1:4", "4:1"),
                    default="1280*1280",
                ),
                Integer("n", 1, 4, default=4, send=1, bills="exactly"),
                Boolean("prompt_extend", default=True),
                Text("negative_prompt", 500),
                Boolean("watermark", default=False),
                Integer("seed", 0, 2147483647),
            ),
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
    rate_limits=(
        RateLimit(5, "second", concurrent=5, regions=("ap-southeast-1", "us-east-1")),
        RateLimit(1, "second", concurrent=5, regions=("cn-beijing", "eu-central-1")),
    ),
    typical_seconds=(6, 120),
)
