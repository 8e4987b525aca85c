"""Shapes of the rule tables that generated code hands to this runtime.

Every fact about a model reaches the runtime through these classes. Checkers read them as dataclasses, which they are
not: a dataclass costs eighty times as much to declare, and these stand on the way to the first call.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from brushwork_runtime.base.language import tr

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any, ClassVar, Literal, dataclass_transform

    Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]
    Pixels = tuple[int, int]
    Range = tuple[int, int]
    Place = str | Mapping[str, str]
    Bills = Literal["exactly", "at_most", "tier"] | None
else:

    def dataclass_transform(**_: object) -> Callable[[type], type]:
        """What checkers know; it does nothing."""
        return lambda cls: cls


_NONE: Mapping[str, Any] = {}


class _Positional:
    """Marks a field that a constructor takes by its place."""

    __slots__ = ("default",)

    def __init__(self, default: object) -> None:
        self.default = default


def positional(default: Any = ..., *, kw_only: bool) -> Any:  # noqa: ARG001 - for checkers
    """A field that a constructor takes by its place too; without a default it must be given."""
    return _Positional(default)


@dataclass_transform(eq_default=False, kw_only_default=True, field_specifiers=(positional,))
class Table:
    """A class whose annotations are its fields, as in a dataclass, and whose declaration costs next to nothing."""

    _places: ClassVar[tuple[str, ...]] = ()
    _required: ClassVar[frozenset[str]] = frozenset()
    _fields: ClassVar[frozenset[str]] = frozenset()

    def __init_subclass__(cls) -> None:
        places, fields = dict.fromkeys(cls._places), cls.__annotations__
        for name in fields:
            found = vars(cls).get(name)
            if isinstance(found, _Positional):
                places[name] = None
                delattr(cls, name)
                if found.default is not ...:
                    setattr(cls, name, found.default)
            else:
                places.pop(name, None)
        cls._places, cls._fields = tuple(places), cls._fields.union(fields)
        cls._required = frozenset(name for name in (*cls._required, *fields) if not hasattr(cls, name))

    def __init__(self, *values: Any, **named: Any) -> None:
        given = self.__dict__
        given.update(zip(self._places, values, strict=False))
        given.update(named)
        if not self._required <= given.keys() <= self._fields or len(values) > len(self._places):
            raise TypeError(f"{type(self).__name__} {self._misfit(values)}")

    def _misfit(self, values: tuple[object, ...]) -> str:
        if unknown := sorted(self.__dict__.keys() - self._fields):
            return tr("has no field {name!r}", name=unknown[0])
        if missing := ", ".join(sorted(self._required - self.__dict__.keys())):
            return tr("lacks {missing}", missing=missing)
        return tr("takes {most} values by their place, not {given}", most=len(self._places), given=len(values))


class Dispute(Table):
    """A narrower claim about one field of a fact: what passes the fact but not `value` warns."""

    field: str = positional(kw_only=False)
    value: Json = positional(kw_only=False)
    stated_by: tuple[str, ...]
    sources: tuple[str, ...]
    decision: str


class Parameter(Table):
    """What every kind of parameter has.

    `place` is the object of the body that holds it, such as "parameters" or "input.ext", or a mapping from payload
    style to that; `wire` is its key there. `send` is what goes out when the caller gives nothing. `bills` says how the
    parameter changes the bill: the number of images exactly or at most, or the price tier.
    """

    kind = ""

    name: str = positional(kw_only=False)
    place: Place = "parameters"
    wire: str | None = None
    default: Json = None
    send: Json = None
    required: bool = False
    bills: Bills = None
    disputes: tuple[Dispute, ...] = ()

    @cached_property
    def claims(self) -> tuple[Dispute, ...]:
        """The disputes that a request can offend."""
        return tuple(dispute for dispute in self.disputes if dispute.field not in _HARMLESS)


_HARMLESS = frozenset({"default", "default_text", "type", "doc", "place", "in"})
"""Fields of a dispute that no request can offend."""


class Number(Parameter):
    """A number from `minimum` to `maximum`, but for the ends that are `exclusive` and the `excluded` values.

    With `step` it is a multiple of that, as decimals say it.
    """

    kind = "number"

    minimum: float = positional(kw_only=False)
    maximum: float = positional(kw_only=False)
    exclusive: tuple[str, ...] = ()
    step: float | None = None
    excluded: tuple[float, ...] = ()


class Integer(Number):
    """A number without a fraction."""

    kind = "integer"
    minimum: int = positional(kw_only=False)  # pyright: ignore[reportIncompatibleVariableOverride] - nobody sets it
    maximum: int = positional(kw_only=False)  # pyright: ignore[reportIncompatibleVariableOverride] - the same


class Boolean(Parameter):
    """True or False."""

    kind = "boolean"


class Text(Parameter):
    """Text that the server cuts after `max_characters` or `max_words`."""

    kind = "text"

    max_characters: int | None = positional(default=None, kw_only=False)
    max_words: int | None = None


class Choice(Parameter):
    """One of a few words, or one of a few integers; with `open`, or another one."""

    kind = "choice"

    choices: tuple[str | int, ...] = positional(kw_only=False)
    open: bool = False


class Size(Parameter):
    """A picture size: a preset, a ratio of the table, or width and height within bounds.

    `presets` maps a name to its nominal width and height, `ratios` an aspect ratio to the size that it stands for.
    `recommended` sizes are always taken, also outside the bounds; with `fixed`, only they are.
    `pixels` bounds width times height, `sides` bounds each side, `aspect` bounds width : height as ("1:8", "8:1").
    """

    kind = "size"

    presets: Mapping[str, Pixels] = _NONE
    ratios: Mapping[str, Pixels] = _NONE
    recommended: tuple[Pixels, ...] = ()
    fixed: bool = False
    pixels: Range | None = None
    sides: Range | None = None
    aspect: tuple[str, str] | None = None


class Boxes(Parameter):
    """A list of boxes per reference image, `minimum` to `maximum` boxes each."""

    kind = "boxes"

    minimum: int = positional(kw_only=False)
    maximum: int = positional(kw_only=False)


class Color(Parameter):
    """A colour, as "#RRGGBB" or (r, g, b); it goes out in the one `form` or the other."""

    kind = "color"

    form: Literal["hex", "rgb"] = "hex"


class Share(Parameter):
    """A percentage as text with two decimals: "23.51%"."""

    kind = "share"


class Object(Parameter):
    """An object of some `members`, and no others."""

    kind = "object"

    members: tuple[Parameter, ...] = positional(kw_only=False)


ENDLESS = 2**63 - 1
"""The most items of a list for which no document states a number."""


class List(Parameter):
    """`minimum` to `maximum` items of a kind, else any number; with `combinations`, only one of those lists."""

    kind = "list"

    items: Parameter = positional(kw_only=False)
    minimum: int = positional(default=0, kw_only=False)
    maximum: int = positional(default=ENDLESS, kw_only=False)
    combinations: tuple[tuple[Json, ...], ...] = ()


_PALETTE_COLOR = Object("", (Color("hex", required=True), Share("ratio", required=True)))


class Palette(List):
    """`minimum` to `maximum` colours, each {"hex": "#RRGGBB", "ratio": "23.51%"}."""

    kind = "palette"
    items: Parameter = _PALETTE_COLOR


class Constant(Parameter):
    """A value that the mode always sends and no signature shows; `default` is what nothing sent stands for."""

    kind = "constant"

    value: Json = positional(kw_only=False)


class Rule:
    """A statement about several arguments: what `kind` says of those in `of`, where every pair of `when` holds.

    Both map an argument to "given", "absent", a value, a list of values, or a record of `above`, `below` and `not`.
    With `ignore_case` texts are the same in another case, too.

    Kinds: `only_when`, `forbidden_when`, `required_when`, `range_when` (range), `at_least_one`, `exactly_one`,
    `at_most_one`, `differ`, `counts_sum` (range), `length_equals` (to), `sums_to` (each, total).
    """

    __slots__ = ("each", "ignore_case", "kind", "of", "range", "to", "total", "when")

    def __init__(
        self,
        kind: str,
        of: str | Mapping[str, Json],
        *,
        to: str | None = None,
        each: str | None = None,
        total: str | None = None,
        when: Mapping[str, Json] | None = None,
        range: tuple[float, float] | None = None,  # noqa: A002 - the spec language's word
        ignore_case: bool = False,
    ) -> None:
        self.kind = kind
        self.ignore_case = ignore_case
        self.of: Mapping[str, Json] = {of: "given"} if isinstance(of, str) else of
        self.to = to
        self.each = each
        self.total = total
        self.when: Mapping[str, Json] = when or {}
        self.range = range


class Prompt(Table):
    """The text of a call; the server silently truncates longer text than a limit. `key` is its name in the body."""

    max_characters: int | None = None
    max_tokens: int | None = None
    max_words: int | None = None
    required: bool = True
    may_be_empty: bool = False
    key: str = "prompt"
    disputes: tuple[Dispute, ...] = ()


class Images(Table):
    """An image input of a mode: `minimum` to `maximum` images, a list of them or, if `single`, one by itself.

    `place` is the path in the body of what holds it under its name; None: where the payload has its images. The rest is
    what each image may be; sides in pixels, `alpha` for transparency, `same_size_as` another input, `accepts` the forms
    of address ("url", "data", "oss"; none for all).
    """

    name: str = positional(kw_only=False)
    minimum: int = positional(kw_only=False)
    maximum: int = positional(kw_only=False)
    formats: tuple[str, ...]
    single: bool = False
    place: str | None = None
    sides: Range | None = None
    sides_recommended: bool = False
    width: Range | None = None
    height: Range | None = None
    same_size_as: str | None = None
    aspect: tuple[str, str] | None = None
    alpha: Literal["required", "refused", "ignored", "allowed"] = "allowed"
    kilobytes: Range | None = None
    max_megabytes: int | None = None
    total_megabytes: int | None = None
    accepts: tuple[str, ...] = ()
    no_chinese_in_urls: bool = False
    disputes: tuple[Dispute, ...] = ()


class Results(Table):
    """What an answer holds beside what every answer may hold, and where: keys from its top, `[]` for each item.

    `images` are places of pictures. `values` are other things by name, each with its place and its type: "text",
    "integer", "number", "boolean" or "boxes", [type] of a list, {name: type} of an object. `usage` maps images,
    input_images, width, height and size to the keys that count them here. `lifetime` is in seconds. `samples` and
    `format` are what the emulator answers: values by their places, and the format of the pictures.
    """

    images: tuple[str, ...] = ()
    values: Mapping[str, tuple[str, Json]] = _NONE
    usage: Mapping[str, str] = _NONE
    lifetime: int | None = None
    samples: Mapping[str, Json] = _NONE
    format: str = "PNG"


ANY_RESULTS = Results()


class Route(Table):
    """One way to send a mode.

    `path` is below the base path: the API's, or `base_path` if it has its own. `content` is the order of "text" and
    "images" in a message, `headers` and `send` are what this route needs beside the ordinary headers and parameters.
    Without `regions`, all of the model's have it. `size_separator` stands between width and height on the wire,
    `accepts` holds values of parameters that this route takes beside those of the mode, and with `always_parameters`
    `parameters` goes out even if it is empty.
    """

    endpoint: str = positional(kw_only=False)
    path: str = positional(kw_only=False)
    protocol: Literal["sync", "async", "stream"]
    payload: Literal["messages", "prompt", "prompt+images", "fields", "flat"]
    content: tuple[str, ...] = ("text", "images")
    headers: Mapping[str, str] = _NONE
    send: Mapping[str, Json] = _NONE
    prompt: Prompt | None = None
    base_path: str | None = None
    regions: tuple[str, ...] = ()
    results: Results | None = None
    size_separator: str = "*"
    accepts: Mapping[str, tuple[Json, ...]] = _NONE
    always_parameters: bool = False
    disputes: tuple[Dispute, ...] = ()


def by_name(routes: tuple[Route, ...]) -> dict[str, Route]:
    """Routes by what schemas call them: the best of each protocol by that, a further one by its endpoint."""
    named: dict[str, Route] = {}
    for route in routes:
        names = (route.protocol, route.endpoint, f"{route.endpoint}-{route.protocol}")
        named[next(name for name in names if name not in named)] = route
    return named


class Mode(Table):
    """A method of a model: parameters in wire order, image inputs in theirs, routes best first."""

    name: str = positional(kw_only=False)
    routes: tuple[Route, ...]
    prompt: Prompt | None = None
    parameters: tuple[Parameter, ...]
    inputs: tuple[Images, ...] = ()
    rules: tuple[Rule, ...] = ()
    results: Results = ANY_RESULTS
    output: Literal["images", "parts"] = "images"

    @cached_property
    def by_name(self) -> Mapping[str, Parameter]:
        """Its parameters by their names."""
        return {own.name: own for own in self.parameters}

    @property
    def images(self) -> tuple[int, int]:
        """How many images it takes, in all its inputs."""
        return sum(images.minimum for images in self.inputs), sum(images.maximum for images in self.inputs)


class Price(Table):
    """List price of an image that is made, or of an "input_image", in a region.

    An amount without a currency is nothing to pay, neither of them means that it cannot be bought. `when` names the
    parameter values that it holds for, a list any of them, `output_pixels` the area of the images, None an open end.
    """

    region: str = positional(kw_only=False)
    amount: str | None = positional(kw_only=False)
    currency: str | None = positional(kw_only=False)
    per: Literal["image", "input_image"] = "image"
    when: Mapping[str, Json] = _NONE
    output_pixels: tuple[int | None, int | None] | None = None
    approximate: bool = False

    def of_area(self, pixels: int) -> bool:
        """Whether it is the price of images of so many pixels."""
        low, high = self.output_pixels or (None, None)
        return (low is None or low <= pixels) and (high is None or pixels <= high)


class RateLimit(Table):
    """At most `submits` requests per "second" or "minute", and `concurrent` tasks at once, of an account for a model.

    Without `regions` it holds in all of them. `shared_by` names the group of models whose tasks count together.
    """

    submits: int = positional(kw_only=False)
    per: Literal["second", "minute"] = positional(kw_only=False)
    concurrent: int | None = None
    regions: tuple[str, ...] = ()
    shared_by: str | None = None


class Lifecycle(Table):
    """What is announced of a model's end: the date YYYY-MM-DD, None if it goes on; `said` is all of it in words."""

    retires: str | None = positional(kw_only=False)
    said: str
    replacement: str | None = None


class Model:
    """A model: its modes, the regions that have it (region -> protocols, empty for all), its prices and rate limits.

    `ids` has the id of a region where it is another one, `activation` says what an account does before its first call.
    `without_images` is the model that a flat request without reference images falls back to, where this one needs them.
    """

    __slots__ = (
        "activation",
        "family",
        "id",
        "identifier",
        "ids",
        "lifecycle",
        "modes",
        "prices",
        "rate_limits",
        "regions",
        "snapshots",
        "summary",
        "typical_seconds",
        "without_images",
    )

    def __init__(
        self,
        id: str,  # noqa: A002 - the API's word
        *,
        identifier: str,
        family: str,
        summary: str,
        modes: tuple[Mode, ...],
        regions: Mapping[str, tuple[str, ...]],
        prices: tuple[Price, ...] = (),
        rate_limits: tuple[RateLimit, ...] = (),
        snapshots: tuple[str, ...] = (),
        without_images: str | None = None,
        typical_seconds: tuple[float, float] | None = None,
        lifecycle: Lifecycle | None = None,
        ids: Mapping[str, str] | None = None,
        activation: str | None = None,
    ) -> None:
        self.id = id
        self.identifier = identifier
        self.family = family
        self.summary = summary
        self.modes: Mapping[str, Mode] = {mode.name: mode for mode in modes}
        self.regions = regions
        self.prices = prices
        self.rate_limits = rate_limits
        self.snapshots = snapshots
        self.without_images = without_images
        self.lifecycle = lifecycle
        self.ids: Mapping[str, str] = ids or {}
        self.activation = activation
        self.typical_seconds = typical_seconds
        """Between which nine of ten of its tasks end, where anything says so; when to query is guessed from it."""

    def id_in(self, region: str | None, name: str) -> str:
        """What goes out for it in a region, where it was asked for by this name."""
        own = not self.ids or name not in (self.id, *self.ids.values())
        return name if own or region is None else self.ids.get(region, self.id)


class Region(Table):
    """A region: the shared host, if it has one, further ones, and the workspace host with `{workspace}` in it."""

    id: str = positional(kw_only=False)
    host: str | None
    workspace_host: str
    aliases: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()


class ErrorCode(Table):
    """What an error code of the API means: the exception class by name, when it may be sent again, what to do."""

    code: str = positional(kw_only=False)
    status: tuple[int, ...] = positional(kw_only=False)
    error: str
    retry: str
    meaning: str
    hint: str
    hint_zh: str = ""


class Api(Table):
    """What all models share: regions, paths, environment names, task states, lifetimes in seconds, error codes."""

    spec_version: str
    base_path: str
    default_region: str
    regions: tuple[Region, ...]
    paths: Mapping[str, str]
    environment: Mapping[str, tuple[str, ...]]
    states: Mapping[str, str]
    lifetimes: Mapping[str, int]
    limits: Mapping[str, int]
    errors: tuple[ErrorCode, ...]
    bases: tuple[str, ...] = ()
    """Base paths of other protocols on the same hosts."""
    image_places: tuple[str, ...] = ()
    """Where results of any model say that images stand: for a task of which nothing but its id is known."""
    sources: Mapping[str, str]
