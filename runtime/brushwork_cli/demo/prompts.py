"""What the demo asks for: prompts and aspect ratios for each kind of mode."""

from __future__ import annotations

from dataclasses import dataclass

GENERATE = (
    ("A cozy flower shop on a rainy evening, warm light behind the window", "4:3"),
    ("A lighthouse above a calm sea at night, full moon", "3:4"),
    ("A red fox in a snowy pine forest", "1:1"),
    ("Latte art in a white cup on a wooden table, morning light", "4:3"),
    ("An orange cat in a summer meadow", "1:1"),
    ("A pagoda in the mountains, autumn leaves", "3:4"),
    ("A hot air balloon above the desert at sunrise", "4:3"),
    ("A sailboat on a quiet lake at sunset", "16:9"),
    ('A poster that says "SUMMER JAZZ NIGHT"', "3:4"),
    ("月光下的小屋，冬天，雪", "4:3"),
    ("A koi fish under water, bright corals", "16:9"),
    ("Portrait of a young woman in a green coat, evening light", "3:4"),
    ("A yellow taxi in Tokyo on a rainy night", "16:9"),
    ("A rocket on its way to a ringed planet", "3:4"),
    ("A cherry tree in spring, falling petals", "1:1"),
    ("A bouquet of pink peonies in a glass vase", "3:4"),
    ("A small robot with a red umbrella", "1:1"),
    ("清晨海边的灯塔", "16:9"),
    ("A corgi before a cottage, summer morning", "4:3"),
    ('A perfume bottle, label "No. 5", soft studio light', "3:4"),
    ("City skyline at dusk, lit windows", "16:9"),
    ("A paper crane on a desk by the window", "4:3"),
    ("A red apple and an alarm clock on a kitchen table", "1:1"),
    ("A songbird on a branch in the garden, dawn", "4:3"),
)
"""Prompts with the ratio of the picture, where a model takes one."""

EDIT = (
    ("Make it night, with stars and a full moon", 1),
    ("Put it into spring, with falling cherry blossoms", 1),
    ("Let the cat of image 1 sit in image 2", 2),
    ("The same place in winter, with snow", 1),
    ("As a comic with strong lines", 1),
    ("A rainy evening instead", 1),
    ("A bouquet of flowers in the foreground", 1),
    ("In the colours of autumn", 1),
    ("As a pencil sketch", 1),
    ("At sunrise, with soft light", 1),
    ("Black and white, like an old photograph: grey", 1),
    ("变成夜晚，有月亮", 1),
)
"""Prompts with the number of pictures that they speak of."""

SEQUENCE = (
    "A stray orange cat before the flower shop, one picture for each season",
    "A lighthouse from dawn to night",
    "A sailboat on its way through a day",
)
INTERLEAVE = ("Latte art at home in three steps, with a picture for each",)
TOOLS = {
    "stylization_all": "In the style of a picture book",
    "stylization_local": "Make the window a cartoon",
    "description_edit": "Make it a winter evening with snow",
    "description_edit_with_mask": "Make it glow in red",
    "remove_watermark": "Remove the letters",
    "expand": "Show more of the surroundings",
    "super_resolution": "Sharper",
    "colorization": "Bring back the colours",
    "doodle": "A flower shop from this drawing",
    "control_cartoon_feature": "A cartoon cat before this scene",
}
"""Prompts of further modes, by name."""

_ABOUT = {
    "translate": "poster",
    "remove_watermark": "bottle",
    "doodle": "shop",
    "expand": "lighthouse",
    "repaint": "woman",
}
"""What the picture shows that goes into some of them."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a mode is asked for: the prompt, the ratio of the picture or "", and how many pictures go in.

    `of` is a word of the prompt that these pictures were made from, if there is one with it.
    """

    prompt: str
    ratio: str = ""
    images: int = 1
    of: str = ""


def wish(mode: str, number: int) -> Wish:
    """What to ask of the call number `number` of all of its mode."""
    match mode:
        case "generate":
            return Wish(*GENERATE[number % len(GENERATE)])
        case "edit":
            prompt, images = EDIT[number % len(EDIT)]
            return Wish(prompt, images=images)
        case "sequence":
            return Wish(SEQUENCE[number % len(SEQUENCE)], "4:3")
        case "interleave":
            return Wish(INTERLEAVE[number % len(INTERLEAVE)], "4:3")
        case _:
            prompt = TOOLS.get(mode, f"The flower shop: {mode.replace('_', ' ')}")
            return Wish(prompt, of=_ABOUT.get(mode, ""))
