"""Shapes of the rule tables that generated code hands to this runtime.

Every fact about a model reaches the runtime through these classes. They are plain classes with `__slots__`, since a
dataclass costs eighty times as much to declare and these stand on the way to the first call.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Literal, TypedDict, Unpack

    Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]
    Pixels = tuple[int, int]
    Range = tuple[int, int]
    Place = str | Mapping[str, str]
    Bills = Literal["exactly", "at_most", "tier"] | None

    class Common(TypedDict, total=False):
        """What every kind of parameter may be given by name; see `Parameter`."""

        place: Place
        wire: str | None
        default: Json
        send: Json
        required: bool
        bills: Bills
        disputes: tuple[Dispute, ...]


class Dispute:
    """A narrower claim about one field of a fact: what passes the fact but not `value` warns."""

    __slots__ = ("decision", "field", "sources", "stated_by", "value")

    def __init__(
        self, field: str, value: Json, *, stated_by: tuple[str, ...], sources: tuple[str, ...], decision: str
    ) -> None:
        self.field = field
        self.value = value
        self.stated_by = stated_by
        self.sources = sources
        self.decision = decision


class Parameter:
    """What every kind of parameter has.

    `place` is the object of the body that holds it, such as "parameters" or "input.ext", or a mapping from payload
    style to that; `wire` is its key there. `send` is what goes out when the caller gives nothing. `bills` says how the
    parameter changes the bill: the number of images exactly or at most, or the price tier.
    """

    __slots__ = ("bills", "default", "disputes", "name", "place", "required", "send", "wire")
    kind = ""

    def __init__(
        self,
        name: str,
        *,
        place: Place = "parameters",
        wire: str | None = None,
        default: Json = None,
        send: Json = None,
        required: bool = False,
        bills: Bills = None,
        disputes: tuple[Dispute, ...] = (),
    ) -> None:
        self.name = name
        self.place = place
        self.wire = wire or name
        self.default = default
        self.send = send
        self.required = required
        self.bills: Bills = bills
        self.disputes = disputes


class Number(Parameter):
    """A number from `minimum` to `maximum`, but for the ends that are `exclusive` and the `excluded` values.

    With `step` it is a multiple of that, as decimals say it.
    """

    __slots__ = ("excluded", "exclusive", "maximum", "minimum", "step")
    kind = "number"

    def __init__(
        self,
        name: str,
        minimum: float,
        maximum: float,
        *,
        exclusive: tuple[str, ...] = (),
        step: float | None = None,
        excluded: tuple[float, ...] = (),
        **common: Unpack[Common],
    ) -> None:
        super().__init__(name, **common)
        self.minimum = minimum
        self.maximum = maximum
        self.exclusive = exclusive
        self.step = step
        self.excluded = excluded


class Integer(Number):
    """A number without a fraction."""

    __slots__ = ()
    kind = "integer"
    minimum: int
    maximum: int


class Boolean(Parameter):
    """True or False."""

    __slots__ = ()
    kind = "boolean"


class Text(Parameter):
    """Text that the server cuts after `max_characters` or `max_words`."""

    __slots__ = ("max_characters", "max_words")
    kind = "text"

    def __init__(
        self,
        name: str,
        max_characters: int | None = None,
        *,
        max_words: int | None = None,
        **common: Unpack[Common],
    ) -> None:
        super().__init__(name, **common)
        self.max_characters = max_characters
        self.max_words = max_words


class Choice(Parameter):
    """One of a few words, or one of a few integers; with `open`, or another one."""

    __slots__ = ("choices", "open")
    kind = "choice"

    def __init__(
        self,
        name: str,
        choices: tuple[str | int, ...],
        *,
        open: bool = False,  # noqa: A002 - the spec language's word
        **common: Unpack[Common],
    ) -> None:
        super().__init__(name, **common)
        self.choices = choices
        self.open = open


class Size(Parameter):
    """A picture size: a preset, a ratio of the table, or width and height within bounds.

    `presets` maps a name to its nominal width and height, `ratios` an aspect ratio to the size that it stands for.
    `recommended` sizes are always taken, also outside the bounds; with `fixed`, only they are.
    `pixels` bounds width times height, `sides` bounds each side, `aspect` bounds width : height as ("1:8", "8:1").
    """

    __slots__ = ("aspect", "fixed", "pixels", "presets", "ratios", "recommended", "sides")
    kind = "size"

    def __init__(
        self,
        name: str,
        *,
        presets: Mapping[str, Pixels] | None = None,
        ratios: Mapping[str, Pixels] | None = None,
        recommended: tuple[Pixels, ...] = (),
        fixed: bool = False,
        pixels: Range | None = None,
        sides: Range | None = None,
        aspect: tuple[str, str] | None = None,
        **common: Unpack[Common],
    ) -> None:
        super().__init__(name, **common)
        self.presets: Mapping[str, Pixels] = presets or {}
        self.ratios: Mapping[str, Pixels] = ratios or {}
        self.recommended = recommended
        self.fixed = fixed
        self.pixels = pixels
        self.sides = sides
        self.aspect = aspect


class Boxes(Parameter):
    """A list of boxes per reference image, `minimum` to `maximum` boxes each."""

    __slots__ = ("maximum", "minimum")
    kind = "boxes"

    def __init__(
        self,
        name: str,
        minimum: int,
        maximum: int,
        **common: Unpack[Common],
    ) -> None:
        super().__init__(name, **common)
        self.minimum = minimum
        self.maximum = maximum


class Color(Parameter):
    """A colour, as "#RRGGBB" or (r, g, b); it goes out in the one `form` or the other."""

    __slots__ = ("form",)
    kind = "color"

    def __init__(self, name: str, *, form: Literal["hex", "rgb"] = "hex", **common: Unpack[Common]) -> None:
        super().__init__(name, **common)
        self.form = form


class Share(Parameter):
    """A percentage as text with two decimals: "23.51%"."""

    __slots__ = ()
    kind = "share"


class Object(Parameter):
    """An object of some `members`, and no others."""

    __slots__ = ("members",)
    kind = "object"

    def __init__(self, name: str, members: tuple[Parameter, ...], **common: Unpack[Common]) -> None:
        super().__init__(name, **common)
        self.members = members


class List(Parameter):
    """`minimum` to `maximum` items of a kind; with `combinations`, only one of those lists."""

    __slots__ = ("combinations", "items", "maximum", "minimum")
    kind = "list"

    def __init__(
        self,
        name: str,
        items: Parameter,
        minimum: int,
        maximum: int,
        *,
        combinations: tuple[tuple[Json, ...], ...] = (),
        **common: Unpack[Common],
    ) -> None:
        super().__init__(name, **common)
        self.items = items
        self.minimum = minimum
        self.maximum = maximum
        self.combinations = combinations


class Palette(List):
    """`minimum` to `maximum` colours, each {"hex": "#RRGGBB", "ratio": "23.51%"}."""

    __slots__ = ()
    kind = "palette"

    def __init__(self, name: str, minimum: int, maximum: int, **common: Unpack[Common]) -> None:
        super().__init__(name, _PALETTE_COLOR, minimum, maximum, **common)


_PALETTE_COLOR = Object("", (Color("hex", required=True), Share("ratio", required=True)))


class Constant(Parameter):
    """A value that the mode always sends and no signature shows; `default` is what nothing sent stands for."""

    __slots__ = ("value",)
    kind = "constant"

    def __init__(
        self,
        name: str,
        value: Json,
        *,
        place: Place = "parameters",
        wire: str | None = None,
        default: Json = None,
    ) -> None:
        super().__init__(name, place=place, wire=wire, default=default)
        self.value = value


class Rule:
    """A statement about several arguments: what `kind` says of those in `of`, where every pair of `when` holds.

    Both map an argument to "given", "absent", a value, a list of values, or a record of `above`, `below` and `not`.
    Kinds: `only_when`, `forbidden_when`, `required_when`, `range_when` (range), `at_least_one`, `exactly_one`,
    `at_most_one`, `differ`, `counts_sum` (range), `length_equals` (to), `sums_to` (each, total).
    """

    __slots__ = ("each", "kind", "of", "range", "to", "total", "when")

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
    ) -> None:
        self.kind = kind
        self.of: Mapping[str, Json] = {of: "given"} if isinstance(of, str) else of
        self.to = to
        self.each = each
        self.total = total
        self.when: Mapping[str, Json] = when or {}
        self.range = range


class Prompt:
    """The text of a call; the server silently truncates longer text than a limit. `key` is its name in the body."""

    __slots__ = ("disputes", "key", "max_characters", "max_tokens", "max_words", "may_be_empty", "required")

    def __init__(
        self,
        *,
        max_characters: int | None = None,
        max_tokens: int | None = None,
        max_words: int | None = None,
        required: bool = True,
        may_be_empty: bool = False,
        key: str = "prompt",
        disputes: tuple[Dispute, ...] = (),
    ) -> None:
        self.max_characters = max_characters
        self.max_tokens = max_tokens
        self.max_words = max_words
        self.required = required
        self.may_be_empty = may_be_empty
        self.key = key
        self.disputes = disputes


class Images:
    """An image input of a mode: `minimum` to `maximum` images, a list of them or, if `single`, one by itself.

    `place` is the path in the body of what holds it under its name; None: where the payload has its images. The rest is
    what each image may be; sides in pixels, `alpha` for transparency, `same_size_as` another input, `accepts` the forms
    of address ("url", "data", "oss"; none for all).
    """

    __slots__ = (
        "accepts",
        "alpha",
        "aspect",
        "disputes",
        "formats",
        "height",
        "kilobytes",
        "max_megabytes",
        "maximum",
        "minimum",
        "name",
        "no_chinese_in_urls",
        "place",
        "same_size_as",
        "sides",
        "sides_recommended",
        "single",
        "total_megabytes",
        "width",
    )

    def __init__(
        self,
        name: str,
        minimum: int,
        maximum: int,
        *,
        formats: tuple[str, ...],
        single: bool = False,
        place: str | None = None,
        sides: Range | None = None,
        sides_recommended: bool = False,
        width: Range | None = None,
        height: Range | None = None,
        same_size_as: str | None = None,
        aspect: tuple[str, str] | None = None,
        alpha: Literal["required", "refused", "ignored", "allowed"] = "allowed",
        kilobytes: Range | None = None,
        max_megabytes: int | None = None,
        total_megabytes: int | None = None,
        accepts: tuple[str, ...] = (),
        no_chinese_in_urls: bool = False,
        disputes: tuple[Dispute, ...] = (),
    ) -> None:
        self.name = name
        self.minimum = minimum
        self.maximum = maximum
        self.single = single
        self.place = place
        self.formats = formats
        self.sides = sides
        self.sides_recommended = sides_recommended
        self.aspect = aspect
        self.width = width
        self.height = height
        self.same_size_as = same_size_as
        self.alpha = alpha
        self.kilobytes = kilobytes
        self.max_megabytes = max_megabytes
        self.total_megabytes = total_megabytes
        self.accepts = accepts
        self.no_chinese_in_urls = no_chinese_in_urls
        self.disputes = disputes


class Results:
    """What an answer holds beside what every answer may hold, and where: keys from its top, `[]` for each item.

    `images` are places of pictures, `values` those of other things by name; `usage` maps images, input_images, width,
    height and size to the keys that count them here. `lifetime` is in seconds. `samples` and `format` are what the
    emulator answers: values by their places, and the format of the pictures.
    """

    __slots__ = ("format", "images", "lifetime", "samples", "usage", "values")

    def __init__(
        self,
        *,
        images: tuple[str, ...] = (),
        values: Mapping[str, str] | None = None,
        usage: Mapping[str, str] | None = None,
        lifetime: int | None = None,
        samples: Mapping[str, Json] | None = None,
        format: str = "PNG",  # noqa: A002 - the spec language's word
    ) -> None:
        self.images = images
        self.values: Mapping[str, str] = values or {}
        self.usage: Mapping[str, str] = usage or {}
        self.lifetime = lifetime
        self.samples: Mapping[str, Json] = samples or {}
        self.format = format


ANY_RESULTS = Results()


class Route:
    """One way to send a mode.

    `path` is below the base path: the API's, or `base_path` if it has its own. `content` is the order of "text" and
    "images" in a message, `headers` and `send` are what this route needs beside the ordinary headers and parameters.
    Without `regions`, all of the model's have it. `size_separator` stands between width and height on the wire,
    `accepts` holds values of parameters that this route takes beside those of the mode, and with `always_parameters`
    `parameters` goes out even if it is empty.
    """

    __slots__ = (
        "accepts",
        "always_parameters",
        "base_path",
        "content",
        "disputes",
        "endpoint",
        "headers",
        "path",
        "payload",
        "prompt",
        "protocol",
        "regions",
        "results",
        "send",
        "size_separator",
    )

    def __init__(
        self,
        endpoint: str,
        path: str,
        *,
        protocol: Literal["sync", "async", "stream"],
        payload: Literal["messages", "prompt", "prompt+images", "fields", "flat"],
        content: tuple[str, ...] = ("text", "images"),
        headers: Mapping[str, str] | None = None,
        send: Mapping[str, Json] | None = None,
        prompt: Prompt | None = None,
        base_path: str | None = None,
        regions: tuple[str, ...] = (),
        results: Results | None = None,
        size_separator: str = "*",
        accepts: Mapping[str, tuple[Json, ...]] | None = None,
        always_parameters: bool = False,
        disputes: tuple[Dispute, ...] = (),
    ) -> None:
        self.endpoint = endpoint
        self.path = path
        self.protocol = protocol
        self.payload = payload
        self.content = content
        self.headers: Mapping[str, str] = headers or {}
        self.send: Mapping[str, Json] = send or {}
        self.prompt = prompt
        self.base_path = base_path
        self.regions = regions
        self.results = results
        self.size_separator = size_separator
        self.accepts: Mapping[str, tuple[Json, ...]] = accepts or {}
        self.always_parameters = always_parameters
        self.disputes = disputes


def by_name(routes: tuple[Route, ...]) -> dict[str, Route]:
    """Routes by what schemas call them: the best of each protocol by that, a further one by its endpoint."""
    named: dict[str, Route] = {}
    for route in routes:
        names = (route.protocol, route.endpoint, f"{route.endpoint}-{route.protocol}")
        named[next(name for name in names if name not in named)] = route
    return named


class Mode:
    """A method of a model: parameters in wire order, image inputs in theirs, routes best first."""

    __slots__ = ("inputs", "name", "output", "parameters", "prompt", "results", "routes", "rules")

    def __init__(
        self,
        name: str,
        *,
        routes: tuple[Route, ...],
        prompt: Prompt | None = None,
        parameters: tuple[Parameter, ...],
        inputs: tuple[Images, ...] = (),
        rules: tuple[Rule, ...] = (),
        results: Results = ANY_RESULTS,
        output: Literal["images", "parts"] = "images",
    ) -> None:
        self.name = name
        self.routes = routes
        self.prompt = prompt
        self.parameters = parameters
        self.inputs = inputs
        self.rules = rules
        self.results = results
        self.output = output

    @property
    def images(self) -> tuple[int, int]:
        """How many images it takes, in all its inputs."""
        return sum(images.minimum for images in self.inputs), sum(images.maximum for images in self.inputs)


class Price:
    """List price of an image that is made, or of an "input_image", in a region.

    An amount without a currency is nothing to pay, neither of them means that it cannot be bought. `when` names the
    parameter values that it holds for, a list any of them, `output_pixels` the area of the images, None an open end.
    """

    __slots__ = ("amount", "approximate", "currency", "output_pixels", "per", "region", "when")

    def __init__(
        self,
        region: str,
        amount: str | None,
        currency: str | None,
        *,
        per: Literal["image", "input_image"] = "image",
        when: Mapping[str, Json] | None = None,
        output_pixels: tuple[int | None, int | None] | None = None,
        approximate: bool = False,
    ) -> None:
        self.region = region
        self.amount = amount
        self.currency = currency
        self.per = per
        self.when: Mapping[str, Json] = when or {}
        self.output_pixels = output_pixels
        self.approximate = approximate

    def of_area(self, pixels: int) -> bool:
        """Whether it is the price of images of so many pixels."""
        low, high = self.output_pixels or (None, None)
        return (low is None or low <= pixels) and (high is None or pixels <= high)


class RateLimit:
    """At most `submits` requests per "second" or "minute", and `concurrent` tasks at once, of an account for a model.

    Without `regions` it holds in all of them. `shared_by` names the group of models whose tasks count together.
    """

    __slots__ = ("concurrent", "per", "regions", "shared_by", "submits")

    def __init__(
        self,
        submits: int,
        per: Literal["second", "minute"],
        *,
        concurrent: int | None = None,
        regions: tuple[str, ...] = (),
        shared_by: str | None = None,
    ) -> None:
        self.submits = submits
        self.per = per
        self.concurrent = concurrent
        self.regions = regions
        self.shared_by = shared_by


class Lifecycle:
    """What is announced of a model's end: the date YYYY-MM-DD, None if it goes on; `said` is all of it in words."""

    __slots__ = ("replacement", "retires", "said")

    def __init__(self, retires: str | None, *, said: str, replacement: str | None = None) -> None:
        self.retires = retires
        self.said = said
        self.replacement = replacement


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


class Region:
    """A region: the shared host, if it has one, and the workspace host with `{workspace}` in it."""

    __slots__ = ("aliases", "host", "id", "workspace_host")

    def __init__(
        self,
        id: str,  # noqa: A002 - the API's word
        *,
        host: str | None,
        workspace_host: str,
        aliases: tuple[str, ...] = (),
    ) -> None:
        self.id = id
        self.host = host
        self.workspace_host = workspace_host
        self.aliases = aliases


class ErrorCode:
    """What an error code of the API means: the exception class by name, when it may be sent again, what to do."""

    __slots__ = ("code", "error", "hint", "meaning", "retry", "status")

    def __init__(self, code: str, status: tuple[int, ...], *, error: str, retry: str, meaning: str, hint: str) -> None:
        self.code = code
        self.status = status
        self.error = error
        self.retry = retry
        self.meaning = meaning
        self.hint = hint


class Api:
    """What all models share: regions, paths, environment names, task states, lifetimes in seconds, error codes."""

    __slots__ = (
        "base_path",
        "default_region",
        "environment",
        "errors",
        "lifetimes",
        "limits",
        "paths",
        "regions",
        "sources",
        "spec_version",
        "states",
    )

    def __init__(
        self,
        *,
        spec_version: str,
        base_path: str,
        default_region: str,
        regions: tuple[Region, ...],
        paths: Mapping[str, str],
        environment: Mapping[str, tuple[str, ...]],
        states: Mapping[str, str],
        lifetimes: Mapping[str, int],
        limits: Mapping[str, int],
        errors: tuple[ErrorCode, ...],
        sources: Mapping[str, str],
    ) -> None:
        self.spec_version = spec_version
        self.base_path = base_path
        self.default_region = default_region
        self.regions = regions
        self.paths = paths
        """Endpoint id -> path below `base_path`; task paths hold `{task_id}`."""
        self.environment = environment
        self.states = states
        """Task state, every spelling -> "running", "succeeded", "failed", "canceled" or "unknown"."""
        self.lifetimes = lifetimes
        self.limits = limits
        self.errors = errors
        self.sources = sources
        """Source id -> title, for warnings."""
