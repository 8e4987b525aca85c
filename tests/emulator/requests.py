"""Random requests to a mode of a model, right in most places, as a caller gives them."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from functools import cache

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from brushwork_runtime.tables.spec import Boxes, Images, Mode, Model, Prompt
from tests.emulator.values import Value, Values, doubtful, likely
from tests.runtime.support import picture

BLANKS: list[Value] = [
    "",
    " ",
    "\n\t\u3000",
    "\u200b",
    "\ufeff\u2060",
    "\0",
    "a\0b",
    "\x1c",
    "\xad",
    "\x85",
    "\ue000",
    "\u3164",
]
NO_PROMPTS: list[Value] = [None, 7, True, ["a"], {"text": "a"}, *BLANKS]
PLACES = [
    "https://example.com/1.png",
    "http://example.com/2.jpg?a=b#c",
    "oss://dashscope-instant/a/b.png",
    "HTTPS://例.cn/猫",
]
NO_PLACES: list[Value] = [
    *(
        "",
        " ",
        "no-such-file.png",
        "ftp://example.com/1.png",
        "file:///no-such-file.png",
        "iVBORw0KGgo=",
        "//example.com/a",
    ),
    *(
        "https:",
        "https:/",
        "https://",
        "https:example.com",
        "http:///a",
        "oss:",
        "oss://",
        "oss:/a",
        "OSS://a/b",
        "https:// ",
    ),
    *(
        "https://example.com/a b",
        "https://example.com/a\n",
        " https://example.com/a",
        "https://example.com/\0",
        "https://a/\u200b",
    ),
    *("https://a/\ue000", "https://a/\u3000", "https://a/\x7f", "data:", "data:image/png;base64,", "data:image/png,a"),
    *(
        "data:image/png;base64,????",
        "data:image/png;base64",
        "data:;base64,",
        7,
        True,
        [],
        {},
        ["https://example.com/1.png"],
    ),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a caller gives: images by input, `values` by name, among them such as the mode does not have."""

    model: str
    prompt: Value
    images: dict[str, list[Value]]
    values: dict[str, Value]


@cache
def png(mode: str = "RGB") -> str:
    """A picture that every model takes, as a data: URI; as "RGBA" if it must be transparent."""
    return f"data:image/png;base64,{base64.b64encode(picture(512, 512, mode=mode)).decode()}"


_EITHER = st.booleans()
_SPARE = st.sampled_from([0, 0, 0, 0, 1, -1])
_ANYTHING: Values = st.sampled_from([True, False, 1, "a", None, [], {}])


@cache
def _wrong(mode: Mode) -> SearchStrategy[str]:
    """The place where a request is most likely wrong, if it is."""
    names = [own.name for own in mode.parameters]
    return st.sampled_from(["", "", "", "", "prompt", "images", "count", "unknown", "missing", *names])


@st.composite
def requests(draw: st.DrawFn, model: Model, mode: Mode, others: tuple[str, ...]) -> Request:
    """Any request to the mode; `others` are names of parameters that it does not have."""
    wrong = draw(_wrong(mode))
    images = {limits.name: draw(_images(limits, wrong)) for limits in mode.inputs}
    if not mode.inputs and wrong in ("images", "count"):
        images["reference_images"] = [PLACES[0]]
    values: dict[str, Value] = {}
    for own in mode.parameters:
        if wrong == own.name or (own.required and wrong != "missing") or draw(_EITHER):
            values[own.name] = draw(doubtful(own) if wrong == own.name else likely(own))
        if isinstance(own, Boxes) and own.name in values and wrong != own.name:
            values[own.name] = _for_each(values[own.name], len(images["reference_images"]), spare=draw(_SPARE))
    if wrong == "unknown":
        values[draw(st.sampled_from(others))] = draw(_ANYTHING)
    return Request(
        model=draw(st.sampled_from([model.id, *model.snapshots])),
        prompt=draw(_prompts(mode.prompt, odd=wrong == "prompt")),
        images=images,
        values=values,
    )


@cache
def _prompts(limits: Prompt | None, *, odd: bool) -> Values:
    right: Values = st.sampled_from(["a cat", "一只猫\n在窗边", "🦊", "x" * 5001])
    if limits is None or not limits.required:
        right = st.none() if limits is None else st.none() | right
    return st.sampled_from(NO_PROMPTS) | st.text(max_size=3) if odd else right


@cache
def _images(limits: Images, wrong: str) -> SearchStrategy[list[Value]]:
    least, most = limits.minimum, limits.maximum
    drawn = png("RGBA" if limits.alpha == "required" else "RGB")
    places: Values = st.sampled_from([*PLACES, *([] if limits.kilobytes else [drawn])])
    if wrong == "images":
        wrong_ones = [place for place in NO_PLACES if not (limits.single and isinstance(place, list))]
        return st.lists(places | st.sampled_from(wrong_ones), min_size=1, max_size=most)
    if wrong == "count":  # of an input without a list, two have no place in a body
        return st.lists(places, min_size=max(least - 1, 0), max_size=most + (not limits.single))
    return st.lists(places, min_size=least, max_size=most)


def _for_each(rows: Value, images: int, *, spare: int) -> Value:
    """As many of the rows as there are images, and `spare` more."""
    given: list[Value] = list(rows) if isinstance(rows, list) else []  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType] - rows of boxes
    wanted = max(images + spare, 0)
    free: list[list[Value]] = [[] for _ in range(wanted - len(given))]
    return [*given[:wanted], *free]
