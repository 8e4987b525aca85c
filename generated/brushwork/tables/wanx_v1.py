"""Rules of Wanx v1: what each model and mode accepts, as the runtime checks it."""

from brushwork_runtime.tables.spec import (
    Choice,
    Images,
    Integer,
    Mode,
    Model,
    Number,
    Price,
    Prompt,
    RateLimit,
    Route,
    Size,
    Text,
)

WANX_V1 = Model(
    "wanx-v1",
    identifier="wanx_v1",
    family="wanx-v1",
    summary="Ten styles, four sizes, one reference picture.",
    modes=(
        Mode(
            "generate",
            routes=(
                Route("text2image", "/services/aigc/text2image/image-synthesis", protocol="async", payload="prompt"),
            ),
            prompt=Prompt(max_characters=800),
            inputs=(
                Images(
                    "ref_img",
                    0,
                    1,
                    formats=("JPEG", "PNG", "BMP", "TIFF", "WEBP"),
                    single=True,
                    place="input",
                    sides=(256, 4096),
                    max_megabytes=10,
                    accepts=("url", "oss"),
                    no_chinese_in_urls=True,
                ),
            ),
            parameters=(
                Text("negative_prompt", 500, place="input"),
                Choice(
                    "style",
                    (
                        "<auto>",
                        "<photography>",
                        "<portrait>",
                        "<3d cartoon>",
                        "<anime>",
                        "<oil painting>",
                        "<watercolor>",
                        "<sketch>",
                        "<chinese painting>",
                        "<flat illustration>",
                    ),
                    default="<auto>",
                ),
                Size(
                    "size",
                    ratios={"1:1": (1024, 1024), "9:16": (720, 1280), "2:3": (768, 1152), "16:9": (1280, 720)},
                    recommended=((1024, 1024), (720, 1280), (768, 1152), (1280, 720)),
                    fixed=True,
                    default="1024*1024",
                ),
                Integer("n", 1, 4, default=4, send=1, bills="exactly"),
                Integer("seed", 0, 2147483647),
                Number("ref_strength", 0.0, 1.0),
                Choice("ref_mode", ("repaint", "refonly"), default="repaint"),
            ),
        ),
    ),
    regions={"cn-beijing": ()},
    prices=(Price("cn-beijing", "0.16", "CNY"),),
    rate_limits=(RateLimit(2, "second", concurrent=1),),
    typical_seconds=(6, 120),
    snapshots=("wanx-v1-0521",),
)
