"""The intermediate representation: what the specs say, with every name, default and inheritance resolved.

`plan` builds it, `render` reads it, nothing changes it. All of it is frozen and made of plain values, so that it dumps
to JSON (`to_json`) and two of them compare field by field.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any, Literal

Json = None | bool | int | float | str | list[Any] | dict[str, Any]
Range = tuple[int, int]
Bounds = tuple[int | float, int | float]
Pixels = tuple[int, int]
"""Width and height."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """Where a fact stands in the specs; lines and columns count from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """What the service answered to a question about a fact, in our words."""

    about: str
    """The id of the question."""
    date: str
    region: str
    status: int
    code: str
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A document that facts are taken from."""

    id: str
    title: str
    publisher: str
    edition: str
    trust: str
    url: str | None = None
    note: str | None = None
    answers: tuple[Observation, ...] = ()
    """Of the service itself as a source."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """What another source claims about one field of a fact, and what was decided.

    The fact itself holds the widest claim that any source makes; `value` is the other claim. Where `warn` is true, a
    request that fits the fact but not `value` passes with a DisputedWarning. `field` is `"supported"` with the value
    False where a source denies the whole fact.
    """

    field: str
    value: Json
    sources: tuple[str, ...]
    decision: str
    stated_by: tuple[str, ...]
    warn: bool = True
    in_result: bool = False
    """Only what comes out shows who is right: a request is taken under both claims."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """How an answer of the service shows which side of a disagreement is right.

    `taken` is the side that holds if the service takes `send` (path in the body -> value) in a request, answers `get`
    (with the key `holds`), knows `model`, or, with `lifecycle`, still knows the retiring models of the family.
    """

    taken: Literal["fact", "claim"]
    model: str | None = None
    mode: str | None = None
    protocol: str | None = None
    send: dict[str, Json] = field(default_factory=dict[str, Json])
    get: str | None = None
    holds: str | None = None
    region: str | None = None
    """Where the disagreement is about one region."""
    lifecycle: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """A conflict about something that is not a field of a fact."""

    about: str
    claim: str
    sources: tuple[str, ...]
    decision: str
    probe: Probe | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """The text of a call. The server silently truncates longer prompts, so they cause a warning and are not refused.

    `key` is its name in the body, where it does not stand in a message.
    """

    max_characters: int | None = None
    max_tokens: int | None = None
    max_words: int | None = None
    required: bool = True
    may_be_empty: bool = False
    key: str = "prompt"
    sources: tuple[str, ...] = ()
    conflicts: tuple[Conflict, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Images:
    """An image input of a mode: `minimum` to `maximum` images, in a list or, if it is `single`, one by itself.

    `place` is the path in the body of what holds it under its name; None: the place that the payload has for images.
    """

    name: str
    minimum: int
    maximum: int
    formats: tuple[str, ...]
    single: bool = False
    place: str | None = None
    sides: Range | None = None
    sides_recommended: bool = False
    aspect: tuple[str, str] | None = None
    width: Range | None = None
    height: Range | None = None
    same_size_as: str | None = None
    """The input whose image has the same width and height."""
    alpha: Literal["required", "refused", "ignored", "allowed"] = "allowed"
    kilobytes: Range | None = None
    max_megabytes: int | None = None
    total_megabytes: int | None = None
    """Of all images of the input."""
    accepts: tuple[str, ...] = ()
    """Forms of address: url, data, oss; none stands for all."""
    no_chinese_in_urls: bool = False
    doc: str | None = None
    sources: tuple[str, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """What a `size` parameter accepts; every size is (width, height) in pixels."""

    presets: dict[str, Pixels] = field(default_factory=dict[str, Pixels])
    pixels: Range | None = None
    sides: Range | None = None
    aspect: tuple[str, str] | None = None
    ratios: dict[str, Pixels] = field(default_factory=dict[str, Pixels])
    """Recommended size by aspect ratio: `size="16:9"` sends this one."""
    recommended: tuple[Pixels, ...] = ()
    """Every recommended size, those of `ratios` first. Always accepted, even outside the bounds."""
    fixed: bool = False
    """Only the recommended sizes are accepted."""
    tiers: dict[str, tuple[Pixels, ...]] = field(default_factory=dict[str, tuple[Pixels, ...]])
    """Recommended sizes in groups that have a price each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One parameter of a mode of a model. `kind` says which of the fields below the line speak."""

    name: str
    kind: Literal[
        "integer", "number", "boolean", "text", "choice", "color", "size", "boxes", "palette", "list", "object"
    ]
    place: dict[str, str]
    """Payload style -> the object of the body that holds the value, such as "parameters" or "input.ext"."""
    doc: str
    sources: tuple[str, ...]
    location: Location
    conflicts: tuple[Conflict, ...] = ()
    default: Json = None
    """What the server uses if nothing is sent; None where unknown or not one value (then see `default_text`)."""
    default_text: str | None = None
    send: Json = None
    """What the client sends if the caller gives nothing; None: nothing."""
    required: bool = False
    constant: Json = None
    """The mode always sends this value; the parameter is then not part of any signature."""
    bills: Literal["exactly", "at_most", "tier"] | None = None
    wire: str | None = None
    """Its key in the body, where that is not its name."""
    # --- by kind
    range: Bounds | None = None
    exclusive: tuple[str, ...] = ()
    """Ends of the range that are not in it: "minimum", "maximum"."""
    step: int | float | None = None
    """Every value is a multiple of it."""
    excluded: tuple[int | float, ...] = ()
    max_characters: int | None = None
    max_words: int | None = None
    choices: tuple[str | int, ...] = ()
    open: bool | None = None
    """Of a choice: there may be more choices than the documents name."""
    size: Size | None = None
    boxes: Range | None = None
    colors: Range | None = None
    form: Literal["hex", "rgb"] | None = None
    """How a colour goes out."""
    items: Parameter | None = None
    """What each item of a list is; it has no name and no place."""
    count: Range | None = None
    """How many items a list has."""
    combinations: tuple[tuple[Json, ...], ...] = ()
    """The lists that are accepted, where not every one is."""
    members: tuple[Parameter, ...] = ()
    """Of an object; they have no place of their own."""

    def steps(self, payload: str) -> tuple[str, ...]:
        """The keys that lead to the value in a body."""
        place = self.place.get(payload) or next(iter(self.place.values()))
        return (*place.split("."), self.wire or self.name)


RuleKind = Literal[
    "length_equals",
    "sums_to",
    "only_when",
    "forbidden_when",
    "required_when",
    "ignored_when",
    "range_when",
    "at_least_one",
    "exactly_one",
    "at_most_one",
    "differ",
    "counts_sum",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A statement about several arguments of a mode: what `kind` says of `of`, where every pair of `when` holds.

    Both map an argument to a test: "given", "absent", a value, a list of values (any of them), or a record of `above`,
    `below` (a number) and `not` (a value or a list). In `of` it is "given", or tells which values the rule is about.

    With `ignore_case` texts are the same in another case, too.

    `only_when` / `forbidden_when`: they may be given only / never then. `required_when`: each must be given then.
    `ignored_when`: they have no effect then; nothing is refused.
    `at_least_one` / `exactly_one` / `at_most_one`: how many of them hold. `differ`: no two have the same value.
    `counts_sum`: their lengths add up to something in `range`. `range_when`: the number, or the area of the size, is in
    `range`. `length_equals`: it has as many items as `to`. `sums_to`: the `each` fields of its items sum to `total`.
    """

    kind: RuleKind
    of: dict[str, Json]
    sources: tuple[str, ...]
    location: Location
    to: str | None = None
    each: str | None = None
    total: str | None = None
    when: dict[str, Json] = field(default_factory=dict[str, Json])
    range: Bounds | None = None
    ignore_case: bool = False

    @property
    def subject(self) -> str:
        """The argument that the rule is shown at: the first of those that it is about."""
        return next(iter(self.of))


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultValue:
    """Something in an answer that is no picture; with `[]` in `at` there is one for each item.

    An item of a list has no name, and neither it nor a member of an object has a place.
    """

    name: str
    at: str = ""
    doc: str = ""
    type: Literal["text", "integer", "number", "boolean", "boxes", "list", "object"] = "text"
    items: ResultValue | None = None
    members: tuple[ResultValue, ...] = ()
    example: Json = None
    """What the emulator answers; None: something of the type, but no text."""

    @property
    def kind(self) -> Json:
        """The type with what it holds, as plain data: "text", ["text"] for a list, {"wool": "text"} for an object."""
        if self.items is not None:
            return [self.items.kind]
        return {member.name: member.kind for member in self.members} if self.members else self.type

    @property
    def listed(self) -> bool:
        """Whether there is one for each item of a list on the way to it."""
        return "[]" in self.at


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """What an answer holds, and where: keys from its top, `[]` for each item of a list."""

    images: tuple[str, ...] = ()
    """None: in `output.choices[].message.content[].image` or `output.results[].url`."""
    values: tuple[ResultValue, ...] = ()
    usage: dict[str, str] = field(default_factory=dict[str, str])
    """images, input_images, width, height or size -> the key of `usage` that counts them here."""
    format: str | None = None
    """Of the pictures; None: PNG."""
    lifetime_hours: int | None = None
    """How long their addresses live; None: as the API says."""
    hosts: tuple[str, ...] = ()
    """That serve the pictures."""
    sources: tuple[str, ...] = ()
    conflicts: tuple[Conflict, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One way to send a mode: endpoint, protocol, payload style, and the order of text and images in a message."""

    endpoint: str
    path: str
    """Below the base path."""
    protocol: Literal["sync", "async", "stream"]
    payload: Literal["messages", "prompt", "prompt+images", "fields", "flat"]
    """`fields`: `input` holds what has a place of its own; `flat`: everything stands at the top, images in `image`."""
    content: tuple[str, ...]
    headers: dict[str, str]
    send: dict[str, Json]
    """Extra members of `parameters` that this route needs (`stream: true`)."""
    sources: tuple[str, ...]
    prompt: Prompt | None = None
    """The prompt limit if it differs on this route."""
    conflicts: tuple[Conflict, ...] = ()
    base_path: str | None = None
    """The endpoint's own base path; None for the API's."""
    regions: tuple[str, ...] = ()
    """The regions that have it; none: all of the model."""
    results: Results | None = None
    """What answers hold if that differs on this route."""
    size_separator: str = "*"
    """Between width and height of a size on the wire."""
    accepts: dict[str, tuple[Json, ...]] = field(default_factory=dict[str, tuple[Json, ...]])
    """Parameter -> values that this route takes beside those of the mode."""
    always_parameters: bool = False
    """`parameters` is sent even if it is empty."""

    @property
    def sent_headers(self) -> dict[str, str]:
        """Every header beside those of any request: the protocol's and the route's own."""
        return {**headers_of_protocol(self.protocol), **self.headers}


def headers_of_protocol(protocol: str) -> dict[str, str]:
    """What tells the service to answer by this protocol, wherever the request goes."""
    return {"X-DashScope-Async": "enable"} if protocol == "async" else {}


def by_name(routes: tuple[Route, ...]) -> dict[str, Route]:
    """Routes by what a schema calls them: the best of each protocol by that, a further one by its endpoint."""
    named: dict[str, Route] = {}
    for route in routes:
        names = (route.protocol, route.endpoint, f"{route.endpoint}-{route.protocol}")
        named[next(name for name in names if name not in named)] = route
    return named


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """List price of one generated image, or of each `per` that goes in, in one region.

    An amount without a currency is "0": it is free. Neither: it cannot be bought.
    """

    region: str
    amount: str | None
    currency: str | None
    sources: tuple[str, ...]
    per: Literal["image", "input_image"] = "image"
    when: dict[str, Json] = field(default_factory=dict[str, Json])
    tiers: dict[str, str] = field(default_factory=dict[str, str])
    """The names of tiers, where `when` lists their sizes."""
    output_pixels: tuple[int | None, int | None] | None = None
    """The area of the images that it holds for, both ends included; None is an open end."""
    approximate: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Lifecycle:
    """What is announced of a model's end; without `retires` it goes on, though another one is advised.

    Dates are YYYY-MM-DD. `confirmed` tells whether an answer of the service has shown it.
    """

    announced: str | None
    retires: str | None
    replacement: str | None
    confirmed: bool
    note: str | None
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RateLimit:
    """Submissions per time and tasks at once, per account and model; no regions: all of them.

    `shared_by` names the group of models whose tasks at once count together.
    """

    submit: int
    per: Literal["second", "minute"]
    concurrent: int | None
    regions: tuple[str, ...]
    sources: tuple[str, ...]
    shared_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Activation:
    """Where an account switches the model on before its first call."""

    where: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Current:
    """The snapshot that a model's own id stands for now."""

    snapshot: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TypicalSeconds:
    """The seconds between which nine of ten tasks end; `basis` says what of it is documented and what is estimated."""

    low: int
    high: int
    basis: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mode:
    """A method of a model."""

    name: str
    summary: str
    location: Location
    output: Literal["images", "parts"]
    routes: tuple[Route, ...]
    prompt: Prompt | None
    inputs: tuple[Images, ...] = ()
    """Image inputs, in the order of the spec."""
    parameters: tuple[Parameter, ...]
    """In wire order, constants included."""
    rules: tuple[Rule, ...]
    results: Results = Results()

    @property
    def listed(self) -> Images | None:
        """The input whose images go to the place that the payload has for images."""
        return next((images for images in self.inputs if images.place is None), None)

    @property
    def sized(self) -> bool:
        """Whether the size of its pictures can be chosen, by a size or by a ratio."""
        return any(
            own.kind == "size" or (own.kind == "choice" and all(_RATIO.fullmatch(str(each)) for each in own.choices))
            for own in self.parameters
        )


_RATIO = re.compile(r"\d+:\d+")


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionUse:
    """A region that has the model; `protocols` limits how it may be called there (empty: every route)."""

    region: str
    protocols: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A model id and what it accepts."""

    id: str
    identifier: str
    """The attribute of the client: the id with "." and "-" as "_"."""
    class_name: str
    summary: str
    location: Location
    snapshots: tuple[str, ...]
    without_images: str | None
    """The model to use if this one needs reference images and there are none."""
    modes: tuple[Mode, ...]
    regions: tuple[RegionUse, ...]
    region_conflicts: tuple[Conflict, ...]
    prices: tuple[Price, ...]
    rate_limits: tuple[RateLimit, ...]
    typical_seconds: TypicalSeconds | None = None
    lifecycle: Lifecycle | None = None
    ids: dict[str, str] = field(default_factory=dict[str, str])
    """The id in a region where it is another one."""
    current: Current | None = None
    activation: Activation | None = None
    sources: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Every id that stands for it: its own, those of regions, those of snapshots."""
        return tuple(dict.fromkeys((self.id, *self.ids.values(), *self.snapshots)))

    def id_in(self, region: str) -> str:
        """The id that a region knows it by."""
        return self.ids.get(region, self.id)

    def regions_of(self, route: Route) -> list[str]:
        """The regions that offer it on a route."""
        return [
            use.region
            for use in self.regions
            if (not use.protocols or route.protocol in use.protocols)
            and (not route.regions or use.region in route.regions)
        ]

    def region_for(self, route: Route, preferred: str) -> str:
        """A region that offers it on a route: the preferred one if that does."""
        offering = self.regions_of(route)
        return next((region for region in (preferred, *offering) if region in offering), preferred)


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A call and the exact request that it makes."""

    name: str
    title: str
    family: str
    model: str
    mode: str
    call: dict[str, Json]
    protocol: str
    path: str
    """Below the base path of its endpoint."""
    headers: dict[str, str]
    body: dict[str, Any]
    documents: tuple[tuple[str, str], ...]
    """Pairs of source id and the region whose host that document shows."""
    location: Location
    endpoint: str = ""
    region: str = ""
    """The region that it is sent to: the first that a document shows, else one that offers the model."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """How a family's answers look, for the emulator.

    `typed`: content items carry `type`. `usage` tells the size as one text, as two sides, or only counts images.
    `several`: several images are several choices, or several items of one. `echo`: a text item repeats the prompt.
    `tokens`: tokens are counted, though not billed. `metric`: answers of a synchronous call count the images.
    `rounded`: sides of an edited image are multiples of it. `area`: pixels of an image for which no size is given.
    `watermark`: what the mark reads that a parameter asks for.
    """

    typed: bool
    usage: Literal["size", "sides", "count"]
    several: Literal["choices", "items"]
    echo: bool
    tokens: bool
    metric: bool
    rounded: int | None
    area: Pixels | None
    watermark: str | None
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """The models of one spec file."""

    id: str
    module: str
    title: str
    summary: str
    file: str
    sources: tuple[str, ...]
    models: tuple[Model, ...]
    answers: Answers
    disagreements: tuple[Disagreement, ...]
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A region and its hosts; `{workspace}` stands for the workspace id in the workspace host."""

    id: str
    name: str
    aliases: tuple[str, ...]
    host: str | None
    workspace_host: str
    sources: tuple[str, ...]
    hosts: tuple[str, ...] = ()
    """Further hosts with the same paths."""
    conflicts: tuple[Conflict, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """An HTTP operation; `path` is below the base path and may hold `{task_id}`."""

    id: str
    method: Literal["GET", "POST"]
    path: str
    summary: str
    limit: str | None
    sources: tuple[str, ...]
    arguments: tuple[Parameter, ...] = ()
    """What stands in the query of its address."""
    response: str | None = None
    """Name of the response schema in `Api.schemas`."""
    ignores: dict[str, str] = field(default_factory=dict[str, str])
    """Parameter that the service accepts and ignores -> who sends it."""
    protocols: tuple[str, ...] = ()
    """For generation endpoints: how they answer."""
    base_path: str | None = None
    """The endpoint's own base path; None for the API's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskState:
    """A state that a task can be in."""

    name: str
    terminal: bool
    succeeded: bool
    meaning: str
    spellings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """A use case and the models for it, best first."""

    scenario: str
    models: tuple[str, ...]
    note: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Api:
    """What all models share."""

    spec_version: str
    base_path: str
    default_region: str
    regions: tuple[Region, ...]
    endpoints: tuple[Endpoint, ...]
    """Those of all models, then those that families have of their own."""
    headers: dict[str, dict[str, str]]
    """Header -> {"value", "when"}; documentation."""
    environment: dict[str, tuple[str, ...]]
    """Setting -> environment variables, first one wins."""
    task_states: tuple[TaskState, ...]
    lifetimes: dict[str, int]
    """Seconds by name: task, result_url, upload, upload_policy, task_runtime."""
    limits: dict[str, int]
    schemas: dict[str, Any]
    """JSON Schemas of the responses, by name."""
    disagreements: tuple[Disagreement, ...]
    examples: tuple[dict[str, Any], ...]
    uses: tuple[Use, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorCode:
    """An error code of the API."""

    code: str
    status: tuple[int, ...]
    meaning: str
    error: str
    """Name of the exception class of the runtime."""
    retry: Literal["never", "after_delay", "slowly", "once", "unknown_outcome"]
    hint: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Disputed:
    """A fact of a mode of a model, by its name; without a mode the model as a whole."""

    model: str
    mode: str | None = None
    kind: Literal["model", "parameter", "images", "prompt", "route"] = "model"
    name: str = ""
    """Of a route, its name in `by_name`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """A recorded conflict, about a field of a fact or an entry of `conflicts`, with an id that lasts."""

    id: str
    path: tuple[str | int, ...]
    """Of its entry in its file."""
    location: Location
    family: str | None
    conflict: Conflict | None = None
    disagreement: Disagreement | None = None
    about: tuple[Disputed, ...] = ()
    """The modes that it is about, and what in them."""


@dataclass(frozen=True, kw_only=True)  # without slots, for the indexes below
class Spec:
    """Everything."""

    api: Api
    sources: tuple[Source, ...]
    families: tuple[Family, ...]
    errors: tuple[ErrorCode, ...]
    disputes: tuple[Dispute, ...] = ()
    """Every recorded conflict of the above."""
    chinese: dict[str, str] = field(default_factory=dict[str, str])
    """Chinese translations of the texts above, by their English; used only by the Chinese pages."""

    @cached_property
    def models(self) -> dict[str, Model]:
        """Every model by its id."""
        return {model.id: model for family in self.families for model in family.models}

    @cached_property
    def examples(self) -> dict[tuple[str, str], list[Example]]:
        """The examples of each model and mode."""
        found: dict[tuple[str, str], list[Example]] = {}
        for family in self.families:
            for each in family.examples:
                found.setdefault((each.model, each.mode), []).append(each)
        return found

    @cached_property
    def examples_of_modes(self) -> dict[tuple[str, str], Example]:
        """The first example of each mode in each family, and under "" that of all families."""
        every = [example for family in self.families for example in family.examples][::-1]
        return {("", each.mode): each for each in every} | {(each.family, each.mode): each for each in every}

    @cached_property
    def family_of(self) -> dict[str, str]:
        """The family of each model."""
        return {model.id: family.id for family in self.families for model in family.models}


def to_json(spec: Spec) -> str:
    """The IR as JSON, the same text for the same specs."""
    return json.dumps(asdict(spec), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
