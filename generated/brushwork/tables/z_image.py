"""Rules of Z-Image: what each model and mode accepts, as the runtime checks it."""

from brushwork_runtime.tables.spec import Boolean, Dispute, Integer, Mode, Model, Price, Prompt, RateLimit, Route, Size

Z_IMAGE_TURBO = Model(
    "z-image-turbo",
    identifier="z_image_turbo",
    family="z-image",
    summary="Fast and the cheapest; one picture per call, synchronous only.",
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
            ),
            prompt=Prompt(max_characters=800),
            parameters=(
                Size(
                    "size",
                    ratios={
                        "1:1": (1024, 1024),
                        "2:3": (832, 1248),
                        "3:2": (1248, 832),
                        "3:4": (864, 1152),
                        "4:3": (1152, 864),
                        "9:16": (720, 1280),
                        "16:9": (1280, 720),
                    },
                    recommended=(
                        (1024, 1024),
                        (832, 1248),
                        (1248, 832),
                        (864, 1152),
                        (1152, 864),
                        (720, 1280),
                        (1280, 720),
                        (1280, 1280),
                        (1024, 1536),
                        (1536, 1024),
                        (1104, 1472),
                        (1472, 1104),
                        (864, 1536),
                        (1536, 864),
                        (1536, 1536),
                        (1248, 1872),
                        (1872, 1248),
                        (1296, 1728),
                        (1728, 1296),
                        (1152, 2048),
                        (2048, 1152),
                    ),
                    pixels=(262144, 4194304),
                    default="1024*1536",
                ),
                Boolean(
                    "prompt_extend",
                    default=False,
                    bills="tier",
                    disputes=(
                        Dispute(
                            "default",
                            True,
                            stated_by=("ha", "qw"),
                            sources=("guide-05",),
                            decision=(
                                "The default is false, as the vendor's pages say; an estimate without it "
                                "shows both prices."
                            ),
                        ),
                    ),
                ),
                Integer("seed", 0, 2147483647),
            ),
        ),
    ),
    regions={"ap-southeast-1": (), "cn-beijing": ()},
    prices=(
        Price("ap-southeast-1", "0.015", "USD", when={"prompt_extend": False}),
        Price("ap-southeast-1", "0.03", "USD", when={"prompt_extend": True}),
        Price("ap-southeast-1", "0.110089", "CNY", when={"prompt_extend": False}),
        Price("ap-southeast-1", "0.220177", "CNY", when={"prompt_extend": True}),
        Price("cn-beijing", "0.1", "CNY", when={"prompt_extend": False}),
        Price("cn-beijing", "0.2", "CNY", when={"prompt_extend": True}),
    ),
    rate_limits=(RateLimit(2, "second"),),
)
