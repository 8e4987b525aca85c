"""The reference of the Python interface, from the code as griffe reads it: nothing is imported."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import griffe

_PAGES: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "client": (
        "Client",
        "The client: it calls models and waits for the images. Each model is an attribute and has a page of its own; "
        "here is what all of them share.",
        ("brushwork.Client", "brushwork.Quotas", "brushwork.Quota", "brushwork.QuotaLimit"),
    ),
    "async-client": (
        "AsyncClient",
        "The client for asyncio: the same models, modes and parameters, with calls that are awaited.",
        ("brushwork.AsyncClient", "brushwork.AsyncTask"),
    ),
    "result": (
        "Result and its parts",
        "What a call returns: images, texts, the usage and the cost, and where all of it comes from.",
        ("brushwork.Result", "brushwork.TextPart", "brushwork.ImagePart", "brushwork.Stream"),
    ),
    "image": (
        "Image",
        "One picture of a result, fetched when it is needed.",
        ("brushwork.Image", "brushwork.AiMarking", "brushwork.AigcLabel"),
    ),
    "task": (
        "Task",
        "Submitted work, which is found again by its id for 24 hours, also from another process.",
        ("brushwork.Task",),
    ),
    "prepared": (
        "Prepared",
        "A checked request that was not sent: its address, its body, its price, and the same as a curl command.",
        ("brushwork_runtime.client.calls.Prepared",),
    ),
    "tool": (
        "Tool",
        "A mode for an agent: a name, a description, a JSON Schema, and a call that answers with plain data.",
        ("brushwork_runtime.client.tools.Tool", "brushwork_runtime.client.tools.AsyncTool"),
    ),
    "errors": (
        "Exceptions and warnings",
        "Every exception and warning, with what it carries. What each means for the bill is in the guide on errors.",
        ("brushwork_runtime.base.errors.*",),
    ),
    "hooks": (
        "Hooks and transports",
        "What a client tells its hooks (`on_request`, `on_response`, `on_retry`, `on_task`, `on_transfer`), and what "
        "carries its requests.",
        (
            "brushwork.RequestEvent",
            "brushwork.ResponseEvent",
            "brushwork.RetryEvent",
            "brushwork.TaskEvent",
            "brushwork.TransferEvent",
            "brushwork.Transport",
            "brushwork.HttpTransport",
            "brushwork.HttpRequest",
            "brushwork.HttpResponse",
        ),
    ),
    "testing": (
        "brushwork.testing",
        "The emulator for tests: the whole API on loopback, its faults, its ledger and its clock.",
        (
            "brushwork.testing.Emulator",
            "brushwork.testing.Ledger",
            "brushwork.testing.Scenario",
            "brushwork.testing.Rule",
            "brushwork.testing.Chaos",
            "brushwork.testing.Shape",
            "brushwork.testing.VirtualClock",
        ),
    ),
    "batch": (
        "brushwork.batch",
        "Thousands of requests, each sent once, whatever dies meanwhile, and the journal that knows where each stands.",
        (
            "brushwork.batch.Batch",
            "brushwork.batch.Event",
            "brushwork.batch.Job",
            "brushwork.batch.Journal",
            "brushwork.batch.Summary",
            "brushwork.batch.JournalError",
            "brushwork.batch.JournalTooNew",
            "brushwork.batch.KeyConflict",
            "brushwork.batch.NetworkFileSystem",
        ),
    ),
    "otel": (
        "brushwork.otel",
        "The clients that tell OpenTelemetry what they do: one span for each request that makes images. All else is as "
        "of Client and AsyncClient.",
        ("brushwork.otel.Client", "brushwork.otel.AsyncClient"),
    ),
}
"""Page -> its title, what it is about, and the classes on it."""
_TOLD_ELSEWHERE = ("brushwork.otel.",)
"""What begins so has its members on the page of another class; only how it is made is shown."""
_BETWEEN_MODULES = {
    *("add", "by", "draw", "ended", "fetched", "filled", "listed", "on_unsupported", "pause", "queries", "recovery"),
    *("refuse", "rerouted", "segments", "session", "stopped", "strikes", "submitted", "take", "tell", "typical"),
}
"""Names without an underscore that only modules of the project call."""
_MADE = (
    "Client",
    "AsyncClient",
    "Batch",
    "Emulator",
    "VirtualClock",
    "HttpTransport",
    "HttpRequest",
    "HttpResponse",
    "Rule",
    "Chaos",
)
"""Classes that a program makes itself; of others only events show what they are made of."""
PYTHON_PAGES = ("index", *_PAGES)
_WIDTH = 88


def python_reference(root: Path) -> dict[str, str]:
    """Name -> text of every page, `index` first."""
    loader = griffe.GriffeLoader(search_paths=[root / "runtime", root / "generated"], allow_inspection=False)
    for package in ("brushwork_runtime", "brushwork_emulator", "brushwork_batch", "brushwork"):
        loader.load(package)
    loader.resolve_aliases()
    modules = loader.modules_collection
    made: dict[str, str] = {}
    for page, (title, about, names) in _PAGES.items():
        parts = [f"# {title}", about]
        for name in names:
            parts += [_class_page(each) for each in _classes(modules, name)]
        made[page] = "\n\n".join(parts) + "\n"
    lines = [f"| [{title}]({page}.md) | {about} |" for page, (title, about, _) in _PAGES.items()]
    table = "\n".join(["| Page | What it is |", "|---|---|", *lines])
    about = (
        "What a program imports from `brushwork`, `brushwork.batch`, `brushwork.otel` and `brushwork.testing`: "
        "signatures and docstrings of the code."
    )
    return {"index": f"# Python reference\n\n{about}\n\n{table}\n", **made}


def _classes(modules: griffe.ModulesCollection, name: str) -> list[griffe.Class]:
    if name.endswith(".*"):
        found = [each for each in modules[name[:-2]].members.values() if not each.is_alias]
    else:
        found = [_final(modules[name])]
    return [each for each in found if isinstance(each, griffe.Class) and not each.name.startswith("_")]


def _final(found: griffe.Object | griffe.Alias) -> griffe.Object:
    return found.final_target if isinstance(found, griffe.Alias) else found


def _members(found: griffe.Class) -> dict[str, griffe.Object]:
    """Its own and those that it inherits, without what models are reached by, which has pages of its own."""
    every = {name: _final(member) for name, member in {**found.inherited_members, **found.members}.items()}
    return {
        name: member
        for name, member in sorted(every.items())
        if member.parent is None or member.parent.path != "brushwork.client.Models"
    }


def _class_page(found: griffe.Class) -> str:
    parts = [f"## {found.name}"]
    members = _members(found)
    start = members.pop("__init__", None)
    shown = found.name in _MADE or found.name.endswith("Event")
    if shown and isinstance(start, griffe.Function):
        parts += [_signature(f"class {found.name}", start), _about(found), _docstring(start)]
    else:
        bases = ", ".join(f"`{base}`" for base in found.bases if "[" not in str(base))
        parts += [f"Bases: {bases}." if bases else "", _about(found)]
    if found.path.startswith(_TOLD_ELSEWHERE):
        return "\n\n".join(part for part in parts if part)
    known = {name: each for name, each in members.items() if not name.startswith("_") and name not in _BETWEEN_MODULES}
    values = [
        f"| `{name}` | {_cell(f'`{member.annotation}`')} | {_cell(' '.join(_docstring(member).split()))} |"
        for name, member in known.items()
        if isinstance(member, griffe.Attribute)
        if member.annotation and (member.docstring or "dataclass" in found.labels)
    ]
    if values:
        parts.append("\n".join(["| Attribute | Type | What it is |", "|---|---|---|", *values]))
    for name, member in known.items():
        if isinstance(member, griffe.Function):
            mark = "async " if "async" in member.labels else ""
            parts += [f"### {found.name}.{name}", _signature(f"{mark}{name}", member), _docstring(member)]
    return "\n\n".join(part for part in parts if part)


def _signature(head: str, called: griffe.Function) -> str:
    """What is to be written to call it, folded where it is long."""
    kinds = griffe.ParameterKind
    parameters: list[griffe.Parameter] = [each for each in called.parameters if each.name not in ("self", "cls")]
    words: list[str] = []
    for number, each in enumerate(parameters):
        before = parameters[number - 1].kind if number else None
        if each.kind is kinds.keyword_only and before not in (kinds.keyword_only, kinds.var_positional):
            words.append("*")
        if before is kinds.positional_only and each.kind is not kinds.positional_only:
            words.append("/")
        mark = {kinds.var_positional: "*", kinds.var_keyword: "**"}.get(each.kind or kinds.keyword_only, "")
        told = f"{mark}{each.name}" + (f": {each.annotation}" if each.annotation else "")
        words.append(told if each.default is None or mark else f"{told} = {each.default}")
    if parameters and parameters[-1].kind is kinds.positional_only:
        words.append("/")
    end = f" -> {called.returns}" if called.returns and not head.startswith("class ") else ""
    line = f"{head}({', '.join(words)}){end}"
    if len(line) > _WIDTH:
        line = "\n".join([f"{head}(", *(f"    {word}," for word in words), f"){end}"])
    return f"```python\n{line}\n```"


def _about(found: griffe.Class) -> str:
    """What a class is; one that refers to a class of the runtime is what that is."""
    referred = re.search(r"; see `([\w.]+)`\.$", found.docstring.value) if found.docstring else None
    bases = {base.path: base for base in found.mro()} if referred else {}
    return _docstring(bases[referred[1]] if referred and referred[1] in bases else found)


def _docstring(found: griffe.Object) -> str:
    """What the code says of it, as Markdown; an indented sample becomes a block of code."""
    text = inspect.cleandoc(found.docstring.value) if found.docstring else ""
    blocks = re.split(r"\n\n", text)
    shown = [
        f"```python\n{inspect.cleandoc(block)}\n```" if block.startswith("    ") else block.replace("<", "&lt;")
        for block in blocks
    ]
    return re.sub(r"\n```\n\n```python\n", "\n\n", "\n\n".join(shown))


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
