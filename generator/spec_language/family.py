"""The spec language: every key of every spec file, what it holds, and whether it is required (`!`).

Read `FAMILY` at the bottom first. `Ref` is a name that is defined elsewhere. What cannot be said as a shape (a default
inside its range, a rule that names a parameter of its mode) is in the modules `check_*`.
"""

from __future__ import annotations

from keyword import kwlist

from generator.ir import Json
from generator.spec_language.measures import ASPECT, SIZE
from generator.spec_language.shape import (
    Anything,
    Between,
    Choice,
    Either,
    Flag,
    Integer,
    Items,
    Map,
    Nothing,
    Number,
    Record,
    Ref,
    Shape,
    Tagged,
    Text,
)

TEXT = Text()
WORDS = Either((TEXT, Record({"en!": TEXT, "zh": TEXT}, "{en: ..., zh: ...}")))
SOURCE = Either((Ref("source"), Items(Ref("source"))))
SIZE_TEXT = Text("a size, width*height", SIZE)
ASPECT_TEXT = Text("an aspect ratio, width:height", ASPECT)
PATH = Text("a path that begins with /", r"/\S*")
ENDPOINT_ID = Text("lower-case letters, digits and -", r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
WORD = Text("lower-case letters, digits and _", r"[a-z][a-z0-9_]*")
NAME = Text("letters, digits and _, a lower-case letter first", r"[a-z][A-Za-z0-9_]*")
ID = Text("lower-case letters and digits, joined by one of - . _ /", r"[a-z][a-z0-9]*([-._/][a-z0-9]+)*")
AMOUNT = Text('a decimal in quotes, such as "0.03"', r"[0-9]{1,6}\.[0-9]{1,9}")
RATE = Text("a rate, such as 5/second or 2/minute", r"[1-9][0-9]{0,5}/(second|minute)")
DATE = Text("a date, such as 2026-10-10", r"20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])")
TIER = Text("letters and digits, such as 2K", r"[0-9A-Za-z]+")
HOST = Text("an https:// address without a path", r"https://[^/\s]+")
COUNT, INTEGER, NUMBER = Integer(minimum=1), Integer(minimum=-(2**63)), Number()
SIDE = Integer("a side in pixels", 1, 65_535)
MEGABYTES = Integer("a size in megabytes", 1, 200)
PLACE = Text(
    "parameters, input, a path below one of them such as input.ext, or messages for an item of its own beside the text",
    r"messages|(parameters|input)([.][A-Za-z_][A-Za-z0-9_]*)*",
)
KEY = Text("letters, digits and _", r"[A-Za-z_][A-Za-z0-9_]*")
PROTOCOL = Choice(("sync", "async", "stream"))
PAYLOAD = ("messages", "prompt", "prompt+images", "fields", "flat")

# A narrower or other claim about one field of a fact; `check_conflicts` judges field and value.
# `in_result`: no refusal shows who is right, only what comes out.
_CONFLICT: dict[str, Shape] = {"field!": TEXT, "value!": Anything(), "source!": SOURCE, "decision!": WORDS}
CONFLICT = Items(Record({**_CONFLICT, "warn": Flag(), "in_result": Flag()}), 0)
STATED: dict[str, Shape] = {"source": SOURCE, "conflict": CONFLICT}
CITED: dict[str, Shape] = {"source!": SOURCE}
# How the service shows who is right: by taking `send` (path in the body -> value), by answering `get` (where `holds` is
# a key of the answer), by knowing the model or, with `lifecycle`, the retiring models. `taken` is the side that then
# holds.
PROBE = Record(
    {
        "taken!": Choice(("fact", "claim")),
        "model": Ref("model"),
        "mode": WORD,
        "protocol": PROTOCOL,
        "send": Map(Anything(), Text("a path in the body", r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)+")),
        "get": PATH,
        "holds": KEY,
        "region": Ref("region"),
        "lifecycle": Flag(),
    }
)
DISAGREEMENTS = Items(Record({"about!": WORDS, "claim!": WORDS, "decision!": WORDS, "probe": PROBE, **CITED}), 0)
ARGUMENT = Ref("parameter", "argument")  # prompt and image inputs too
# "given", "absent", a value, a list of values, or a record; `check_test` judges them by the argument.
_TEST = Record({"above": NUMBER, "below": NUMBER, "not": Anything()}, "{above, below, not}")
TEST = Either((_TEST, Anything()))
WHEN = Map(TEST, ARGUMENT)

PROMPT_FIELDS: dict[str, Shape] = {
    "max_characters": COUNT,
    "max_tokens": COUNT,
    "max_words": COUNT,
    "required": Flag(),
    "may_be_empty": Flag(),
    "key": KEY,
}
PROMPT = Either((Record(PROMPT_FIELDS | STATED), Choice(("none",))))
IMAGE_FIELDS: dict[str, Shape] = {
    "formats": Items(Choice(("JPEG", "PNG", "BMP", "WEBP", "TIFF", "GIF", "HEIC", "HEIF", "PNM", "PPM", "AVIF"))),
    "sides": Between(SIDE),
    "sides_recommended": Flag(),
    "width": Between(SIDE),
    "height": Between(SIDE),
    "aspect": Between(ASPECT_TEXT, "aspect"),
    "alpha": Choice(("required", "refused", "ignored", "allowed")),
    "kilobytes": Between(Integer()),
    "max_megabytes": MEGABYTES,
    "total_megabytes": MEGABYTES,
    "accepts": Items(Choice(("url", "data", "oss"))),
    "no_chinese_in_urls": Flag(),
    "note": WORDS,
}
IMAGES = Record(IMAGE_FIELDS | STATED)
INPUT_FIELDS: dict[str, Shape] = {
    "doc": WORDS,
    "in": PLACE,
    "count": Between(Integer()),
    "optional": Flag(),
    "same_size_as": Ref("image input", "input"),
    **IMAGE_FIELDS,
}
INPUTS = Map(Either((Between(Integer()), Record(INPUT_FIELDS | STATED))), WORD)

# --- parameters: what each type may say beside COMMON; a key with `!` must be there once all overrides are laid over
COMMON: dict[str, Shape] = {
    "type!": Choice(
        ("integer", "number", "boolean", "text", "choice", "color", "size", "boxes", "palette", "list", "object")
    ),
    "in!": Either(
        (PLACE, Map(PLACE, Text(f"one of {', '.join(PAYLOAD)}", "messages|prompt|prompt[+]images|fields|flat")))
    ),
    "wire": KEY,
    "doc!": WORDS,
    "default": Anything(),
    "default_text": Either((Nothing(), *WORDS.shapes)),
    "send": Anything(),
    "constant": Anything(),
    "required": Flag(),
    "bills": Choice(("exactly", "at_most", "tier")),
}
_NUMBERS: dict[str, Shape] = {
    "range!": Between(NUMBER),
    "exclusive": Items(Choice(("minimum", "maximum"))),
    "step": NUMBER,
    "excluded": Items(NUMBER),
}
_OF_ONE: dict[str, dict[str, Shape]] = {
    "integer": _NUMBERS,
    "number": _NUMBERS,
    "boolean": {},
    "text": {"max_characters": COUNT, "max_words": COUNT},
    "choice": {"choices!": Items(Either((Text("text", r"(?s).*"), INTEGER))), "open": Flag()},
    "size": {
        "presets": Map(SIZE_TEXT),
        "pixels": Between(SIZE_TEXT, "area"),
        "sides": Between(SIDE),
        "aspect": Between(ASPECT_TEXT, "aspect"),
        "ratios": Map(SIZE_TEXT, ASPECT_TEXT),
        "recommended": Items(SIZE_TEXT),
        "tiers": Map(Items(SIZE_TEXT), TIER),
        "outside_bounds": Items(SIZE_TEXT),
        "fixed": Flag(),
    },
    "color": {"form": Choice(("hex", "rgb"))},
    "boxes": {"boxes!": Between(Integer())},
    "palette": {"colors!": Between(COUNT)},
}
_PLAIN = ("integer", "number", "boolean", "text", "choice", "color")


def _holding(depth: int) -> dict[str, dict[str, Shape]]:
    """What a list and an object say: plain values, and so many times lists and objects, in one another."""
    kinds = {kind: _OF_ONE[kind] for kind in _PLAIN} | (_holding(depth - 1) if depth else {})

    def value(**more: Shape) -> Shape:
        about: dict[str, Shape] = {"type!": TEXT, "doc": WORDS, **more}
        return Tagged("type", {kind: Record(about | fields) for kind, fields in kinds.items()})

    combinations = Items(Items(Anything(), 0))
    lists: dict[str, Shape] = {"items!": value(), "count": Between(Integer()), "combinations": combinations}
    return {"list": lists, "object": {"members!": Map(value(required=Flag()), KEY)}}


OF_TYPE = _OF_ONE | _holding(2)
MEMBERS = OF_TYPE["object"]["members!"]
_EVERY = [COMMON, *OF_TYPE.values(), STATED]
ANY_TYPE = {name.rstrip("!"): shape for fields in _EVERY for name, shape in fields.items()}
PARAMETER = Record(ANY_TYPE | {name: shape for name, shape in COMMON.items() if name.endswith("!")} | CITED)
OVERRIDES = Map(Either((Nothing(), Record(ANY_TYPE))), Ref("parameter"), 0)

# --- what spans parameters
_RULE: dict[str, Shape] = {"rule!": TEXT, "source": SOURCE}
_ON: dict[str, Shape] = {**_RULE, "when!": WHEN}
_SOME: dict[str, Shape] = {**_RULE, "of!": Either((Items(ARGUMENT, 2), Map(TEST, ARGUMENT, 2))), "when": WHEN}
_NAMES = Either((ARGUMENT, Items(ARGUMENT)))
_VALUES = Either((*_NAMES.shapes, Map(TEST, ARGUMENT)))
RULE = Tagged(
    "rule",
    {
        "only_when": Record({**_ON, "of!": _VALUES, "ignore_case": Flag()}),
        "forbidden_when": Record({**_ON, "of!": _VALUES, "ignore_case": Flag()}),
        "required_when": Record({**_ON, "of!": _NAMES}),
        "ignored_when": Record({**_ON, "of!": _NAMES}),
        "range_when": Record({**_ON, "of!": ARGUMENT, "range!": Between(NUMBER)}),
        "at_least_one": Record(_SOME),
        "exactly_one": Record(_SOME),
        "at_most_one": Record(_SOME),
        "differ": Record({**_RULE, "of!": Items(ARGUMENT, 2), "ignore_case": Flag(), "when": WHEN}),
        "counts_sum": Record({**_RULE, "of!": Items(ARGUMENT, 2), "range!": Between(Integer()), "when": WHEN}),
        "length_equals": Record({**_RULE, "of!": ARGUMENT, "to!": ARGUMENT}),
        "sums_to": Record({**_RULE, "of!": ARGUMENT, "each!": TEXT, "total!": AMOUNT}),
    },
)


def members(of: Json) -> dict[str, Json]:
    """What `of` of a rule names, and with each what it must be for the rule to mean it."""
    return of if isinstance(of, dict) else {str(name): "given" for name in (of if isinstance(of, list) else [of])}


# Where an answer holds what was made: keys from its top, [] for each item of a list; of pictures, nulls are skipped.
_SPOT = Text(
    "a place in the answer, such as output.image_url or data[].url", r"[A-Za-z_]\w*(\[\])?(\.[A-Za-z_]\w*(\[\])?)*"
)
_VALUE_SPOT = Text(
    "a place in the answer without [] at its end, such as output.message (a list there has the type list)",
    r"[A-Za-z_]\w*((\[\])?\.[A-Za-z_]\w*)*",
)
_NO_KEYWORD = Text("letters, digits and _, and no Python keyword", rf"(?!({'|'.join(kwlist)})$)[A-Za-z_]\w*")


def _told(depth: int) -> dict[str, dict[str, Shape]]:
    """The types of what answers hold, without bounds: nobody refuses an answer."""
    kinds: dict[str, dict[str, Shape]] = {kind: {} for kind in ("text", "integer", "number", "boolean", "boxes")}
    if not depth:
        return kinds
    about: dict[str, Shape] = {"type!": TEXT, "doc": WORDS}
    within = Tagged("type", {kind: Record(about | more) for kind, more in _told(depth - 1).items()})
    return {**kinds, "list": {"items!": within}, "object": {"members!": Map(within, _NO_KEYWORD)}}


_VALUE_FIELDS: dict[str, Shape] = {"at!": _VALUE_SPOT, "type": TEXT, "doc!": WORDS, "example": Anything()}
_VALUE = Tagged("type", {kind: Record(_VALUE_FIELDS | more) for kind, more in _told(2).items()}, "text")
USAGE_NAMES = ("images", "input_images", "width", "height", "size")
RESULT_FIELDS: dict[str, Shape] = {
    "images": Items(_SPOT),
    "values": Map(_VALUE, _NO_KEYWORD, 0),
    "usage": Map(Text("a key of usage", r"\w+"), Text(f"one of {', '.join(USAGE_NAMES)}", "|".join(USAGE_NAMES))),
    "format": Choice(("PNG", "JPEG", "WEBP")),
    "lifetime_hours": COUNT,
    "hosts": Items(Text("a host, such as *.example.com", r"(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)+")),
}
RESULTS = Record(RESULT_FIELDS | STATED)
ROUTE_FIELDS: dict[str, Shape] = {
    "endpoint!": Ref("endpoint"),
    "protocol!": PROTOCOL,
    "payload!": Choice(PAYLOAD),
    "content": Items(Choice(("text", "images"))),
    "headers": Map(TEXT),
    "send": Map(Anything()),
    "prompt": PROMPT,
    "regions": Items(Ref("region")),
    "regions_except": Items(Ref("region")),
    "size_separator": Choice(("*", "x")),
    "accepts": Map(Items(Anything()), Ref("parameter")),
    "always_parameters": Flag(),
    "results": RESULTS,
}
ROUTES = Items(Record(ROUTE_FIELDS | STATED))
# What a family says of an endpoint of its own; those that several share are in api.yaml, which says the same of them.
ENDPOINT_FIELDS: dict[str, Shape] = {
    "path!": PATH,
    "base_path": PATH,
    "protocols!": Items(PROTOCOL),
    "summary!": WORDS,
    "ignores": Map(WORDS),
    "response": Ref("response schema"),
}
ENDPOINT = Record(ENDPOINT_FIELDS | CITED | {"conflict": CONFLICT})
MODE_FIELDS: dict[str, Shape] = {
    "summary": WORDS,
    "inputs": INPUTS,
    "output": Choice(("images", "parts")),
    "routes": ROUTES,
    "prompt": PROMPT,
    "images": IMAGES,
    "parameters": OVERRIDES,
    "results": RESULTS,
}
MODE = Record({**MODE_FIELDS, "rules": Items(RULE), "summary!": WORDS, "parameters!": OVERRIDES})
MODEL_MODE = Record({**MODE_FIELDS, "without": Items(Ref("parameter"))})
# --- models
_LIMITED = Record({"region!": Ref("region"), "protocols!": Items(PROTOCOL)}, "{region, protocols}")
REGION_FIELDS: dict[str, Shape] = {"available!": Items(Either((Ref("region"), _LIMITED)))}
_CURRENCY = Choice(("USD", "CNY"))
# Of a made image, or of each one that goes in; `output_pixels` is a tier by the area of what is made, null an open end.
PRICE_TERMS = ("amount", "free", "not_for_sale")
_PRICE: dict[str, Shape] = {
    "region!": Either((Ref("region"), Items(Ref("region")))),
    "per": Choice(("image", "input_image")),
    "amount": AMOUNT,
    "currency": _CURRENCY,
    "free": Flag(),
    "not_for_sale": Flag(),
    "when": Map(Either((Items(Anything()), Flag(), INTEGER, TEXT)), ARGUMENT),
    "output_pixels": Between(Either((COUNT, Nothing()))),
    "approximate": Flag(),
}
PRICES = Items(Record(_PRICE | CITED), 0)
# `shared_by`: the group of models, of any family, whose tasks count together.
_LIMIT: dict[str, Shape] = {
    "submit!": RATE,
    "concurrent": COUNT,
    "shared_by": WORD,
    "regions": Items(Ref("region")),
}
RATE_LIMITS = Items(Record(_LIMIT | CITED), 0)
# Between which nine of ten tasks end; the basis says how much of it a document states and how much is our estimate.
TYPICAL_SECONDS = Record({"range!": Between(COUNT), "basis!": WORDS, "source": SOURCE})
# Without `retires` the model goes on and another one is advised; `confirmed` by an answer of the service.
LIFECYCLE_FIELDS: dict[str, Shape] = {
    "announced": DATE,
    "retires": DATE,
    "replacement": Ref("model"),
    "confirmed": Flag(),
    "note": WORDS,
}
SHARED: dict[str, Shape] = {
    "source": SOURCE,
    "regions": Record(REGION_FIELDS | STATED),
    "prompt": PROMPT,
    "images": IMAGES,
    "results": RESULTS,
    "routes": ROUTES,
    "prices": PRICES,
    "rate_limits": RATE_LIMITS,
    "typical_seconds": TYPICAL_SECONDS,
    "lifecycle": Record(LIFECYCLE_FIELDS | CITED),
    "activation": Record({"where!": WORDS, **CITED}),
}
MODEL = Record(
    {
        "summary!": WORDS,
        "ids": Map(ID, Ref("region")),
        "snapshots": Items(Either((ID, Record({"id!": ID, "current!": Flag(), **CITED})))),
        "without_images": Ref("model"),
        "modes_only": Items(Ref("mode")),
        "parameters": OVERRIDES,
        "modes": Map(Either((Nothing(), MODEL_MODE)), Ref("mode"), 0),
        "rules": Items(RULE),
        **SHARED,
    }
)
DOCUMENTS = Items(Record({"source!": Ref("source"), "region!": Ref("region")}), 0)
EXAMPLE = Record(
    {
        "name!": Text("lower-case letters, digits and -", r"[a-z0-9]+(-[a-z0-9]+)*"),
        "title!": WORDS,
        "model!": Ref("model", "own model"),
        "mode!": Ref("mode"),
        "documents": DOCUMENTS,
        "call!": Map(Anything(), ARGUMENT),
        "protocol": PROTOCOL,
        "endpoint": Ref("endpoint"),
        "request!": Record({"path!": PATH, "headers": Map(TEXT), "body!": TEXT}),
    }
)
ANSWERS = Record(
    {
        "typed": Flag(),
        "usage": Choice(("size", "sides", "count")),
        "several": Choice(("choices", "items")),
        "echo": Flag(),
        "tokens": Flag(),
        "metric": Flag(),
        "rounded": COUNT,
        "area": SIZE_TEXT,
        "watermark": TEXT,
        "source!": SOURCE,
    }
)
FAMILY = Record(
    {
        "family!": ID,
        "title!": WORDS,
        "summary!": WORDS,
        "source!": SOURCE,
        "answers": ANSWERS,
        "endpoints": Map(ENDPOINT, ENDPOINT_ID),
        "parameters!": Map(PARAMETER, NAME),
        "rules": Items(RULE),
        "modes!": Map(MODE, WORD),
        "models!": Map(MODEL, ID),
        "conflicts": DISAGREEMENTS,
        "examples": Items(EXAMPLE, 0),
        **{name: shape for name, shape in SHARED.items() if name != "source"},
    }
)
