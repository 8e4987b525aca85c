"""Rules of Wanx portrait style repaint: what each model and mode accepts, as the runtime checks it."""

from brushwork_runtime.tables.spec import Choice, Images, Mode, Model, Price, RateLimit, Route, Rule

WANX_STYLE_REPAINT_V1 = Model(
    "wanx-style-repaint-v1",
    identifier="wanx_style_repaint_v1",
    family="wanx-style-repaint",
    summary="23 styles for a portrait, or the style of another picture.",
    modes=(
        Mode(
            "repaint",
            routes=(
                Route(
                    "image-generation", "/services/aigc/image-generation/generation", protocol="async", payload="fields"
                ),
            ),
            inputs=(
                Images(
                    "image_url",
                    1,
                    1,
                    formats=("JPEG", "PNG", "BMP", "WEBP"),
                    single=True,
                    place="input",
                    width=(256, 5760),
                    height=(256, 3240),
                    aspect=("1:2", "2:1"),
                    max_megabytes=10,
                    accepts=("url", "data", "oss"),
                    no_chinese_in_urls=True,
                ),
                Images(
                    "style_ref_url",
                    0,
                    1,
                    formats=("JPEG", "PNG", "BMP", "WEBP"),
                    single=True,
                    place="input",
                    width=(256, 5760),
                    height=(256, 3240),
                    aspect=("1:2", "2:1"),
                    max_megabytes=10,
                    accepts=("url", "data", "oss"),
                    no_chinese_in_urls=True,
                ),
            ),
            parameters=(
                Choice(
                    "style_index",
                    (-1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 14, 15, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40),
                    place="input",
                    required=True,
                ),
            ),
            rules=(Rule("required_when", "style_ref_url", when={"style_index": -1}),),
        ),
    ),
    regions={"cn-beijing": ()},
    prices=(Price("cn-beijing", "0.12", "CNY"),),
    rate_limits=(RateLimit(2, "second", concurrent=2),),
)
