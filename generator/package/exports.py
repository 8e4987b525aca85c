"""The package itself: what `brushwork` exports, and the clients with one attribute per model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.ir import Family, Model, Spec
from generator.package.signatures import prompt_is_positional, signature_parameters
from generator.package.source_text import docstring, paragraph
from generator.phrasing import listing, retirement_mark, sentence

_ERRORS = (
    "APIError",
    "AccessDenied",
    "AuthError",
    "BadRequest",
    "BrushworkError",
    "BrushworkWarning",
    "ConfigError",
    "ConnectFailed",
    "ContentRejected",
    "DisputedWarning",
    "DownloadFailed",
    "InvalidArguments",
    "InvalidRequest",
    "MalformedResponse",
    "ModelNotFound",
    "NoTaskFound",
    "OutOfCredit",
    "OutcomeUnknown",
    "PartialResult",
    "RateLimited",
    "ResultExpired",
    "ResultLost",
    "RetirementWarning",
    "ServerError",
    "SeveralTasksFound",
    "TaskCanceled",
    "TaskExpired",
    "TaskFailed",
    "TransportError",
    "TruncationWarning",
    "WaitTimeout",
)
_HOMES = {
    ".aio": ("AsyncClient",),
    ".client": ("Client", "generate"),
    "brushwork_runtime.base.errors": _ERRORS,
    "brushwork_runtime.base.events": ("RequestEvent", "ResponseEvent", "RetryEvent", "TaskEvent", "TransferEvent"),
    "brushwork_runtime.base.image_marks": ("AiMarking", "AigcLabel"),
    "brushwork_runtime.client.quotas": ("Quota", "QuotaLimit", "Quotas"),
    "brushwork_runtime.http.messages": ("HttpRequest", "HttpResponse", "Transport"),
    "brushwork_runtime.http.transport": ("HttpTransport",),
    "brushwork_runtime.results.result": ("Image", "ImagePart", "Result", "TextPart"),
    "brushwork_runtime.submit.stream": ("Stream",),
    "brushwork_runtime.tasks.aiotasks": ("AsyncTask",),
    "brushwork_runtime.tasks.task": ("Task",),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """A module and what the package exports from it."""

    module: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """What `init.py.j2` shows."""

    doc: str
    runtime: tuple[Home, ...]
    own: tuple[Home, ...]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelAttribute:
    """The attribute of the clients for a model."""

    name: str
    class_name: str
    module: str
    doc: str
    values: str | None
    """The TypedDict of what its answers hold beside pictures, if they do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientImport:
    """The model classes of a family."""

    module: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Clients:
    """What `client.py.j2` shows."""

    imports: tuple[ClientImport, ...]
    models: tuple[ModelAttribute, ...]
    valued: tuple[ModelAttribute, ...]
    """Those whose answers hold more than pictures."""
    valued_imports: tuple[ClientImport, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Versions:
    """What `version.py.j2` shows."""

    package: str
    specs: str


def exports(spec: Spec) -> Package:
    """The exports."""
    first = example_model(spec)
    lines = ["Typed clients for Alibaba's image models, generated from the vendor's documentation.", ""]
    lines += ["    from brushwork import Client", "", f"    client = Client()  # the key: {_key_words(spec)}"]
    lines += [f'    client.{first.identifier}.{first.modes[0].name}("a cozy flower shop").save("out/")', ""]
    lines += paragraph("One attribute per model, one method per mode; `AsyncClient` is the same for asyncio.", 0)
    lines += ["", *paragraph(f"Families: {listing(family.title for family in spec.families)}.", 0)]
    homes = tuple(
        Home(module=module, names=tuple(sorted(names, key=str.lower))) for module, names in sorted(_HOMES.items())
    )
    exported = [name for home in homes for name in home.names]
    return Package(
        doc=docstring(lines, 0),
        runtime=tuple(home for home in homes if not home.module.startswith(".")),
        own=tuple(home for home in homes if home.module.startswith(".")),
        names=tuple(sorted((*exported, "SPEC_VERSION", "__version__"), key=_export_order)),
    )


def example_model(spec: Spec) -> Model:
    """The model of the first examples that a reader sees: it goes on, takes a prompt alone, and is easily had."""

    def unfit(model: Model) -> tuple[bool, ...]:
        first = model.modes[0]
        at_hand = not model.activation and spec.api.default_region in {use.region for use in model.regions}
        wants_more = bool(first.inputs) or any(parameter.required for parameter in signature_parameters(first))
        return bool(retirement_mark(model)), not prompt_is_positional(first) or wants_more, not at_hand

    return min(spec.models.values(), key=unfit)


def _key_words(spec: Spec) -> str:
    """Where the client gets the key if it is not given."""
    names = spec.api.environment.get("api_key")
    return f"api_key=..., else ${names[0]}" if names else "api_key=..."


def _export_order(name: str) -> tuple[int, str]:
    """Constants, classes, the rest, as ruff sorts `__all__`."""
    return (0 if name.isupper() else 1 if name[0].isupper() else 2, name)


def clients(spec: Spec, values: Mapping[str, str]) -> Clients:
    """The attributes of the clients; `values` names the TypedDicts of models that have one."""
    models = tuple(
        _attribute(family, model, values.get(model.id)) for family in spec.families for model in family.models
    )
    valued = tuple(model for model in models if model.values)
    return Clients(imports=_imports(models), models=models, valued=valued, valued_imports=_imports(valued))


def _imports(models: Sequence[ModelAttribute]) -> tuple[ClientImport, ...]:
    names: dict[str, set[str]] = {}
    for model in models:
        names.setdefault(model.module, set()).update(filter(None, (model.class_name, model.values)))
    return tuple(ClientImport(module=module, names=tuple(sorted(names[module]))) for module in sorted(names))


def _attribute(family: Family, model: Model, values: str | None) -> ModelAttribute:
    mark = retirement_mark(model)
    modes = ", ".join(mode.name for mode in model.modes)
    doc = f"{model.id} ({modes}): {sentence(model.summary)}{f' {sentence(mark)}' if mark else ''}"
    return ModelAttribute(
        name=model.identifier,
        class_name=model.class_name,
        module=family.module,
        doc=docstring(paragraph(doc, 14), 8),
        values=values,
    )
