"""Rules of Wan 2.5 text to image: what each model and mode accepts, as the runtime checks it."""

from brushwork_runtime.tables.spec import Boolean, Integer, Mode, Model, Price, Prompt, RateLimit, Route, Size, Text

WAN2_5_T2I_PREVIEW = Model(
    "wan2.5-t2i-preview",
    identifier="wan2_5_t2i_preview",
    family="wan2.5-t2i",
    summary="Text to image, as a task.",
    modes=(
        Mode(
            "generate",
            routes=(
                Route("text2image", "/services/aigc/text2image/image-synthesis", protocol="async", payload="prompt"),
            ),
            prompt=Prompt(max_characters=2000),
            parameters=(
                Size(
                    "size",
                    ratios={"1:1": (1280, 1280)},
                    recommended=((1280, 1280),),
                    pixels=(1638400, 2073600),
                    aspect=("1:4", "4:1"),
                    default="1280*1280",
                ),
                Integer("n", 1, 4, default=4, send=1, bills="exactly"),
                Boolean("prompt_extend", default=True),
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
