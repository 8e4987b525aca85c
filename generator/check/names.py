"""Rules about ids across families: every id once, and every name that is made of one distinct and free."""

from __future__ import annotations

import keyword
import re
from collections.abc import Callable, Collection, Iterable

from generator.check.findings import Findings
from generator.load.document import Path
from generator.naming import class_name, file_name, identifier
from generator.package.signatures import RUNTIME_TYPES

_SETTINGS = ("api_key", "base_url", "region", "timeout", "transport", "workspace", "clock", "headers", "proxy")
_METHODS = (
    *("after_fork", "as_completed", "close", "downloads", "fetch", "generate", "models", "on_unsupported", "pause"),
    *("prepare", "quotas", "resend", "save", "session", "settings", "task", "tasks", "uploads", "url_of", "wait_all"),
    "with_options",
)
CLIENT = frozenset((*_METHODS, *_SETTINGS))
"""Attributes that a client has for itself, or may have some day."""

CLASSES = frozenset(
    (
        *("Any", "AsyncClient", "AsyncClientBase", "AsyncTask", "AsyncTaskOf", "BaseClient", "Client", "Coroutine"),
        *("Literal", "ModeCall", "ModelClient", "Models", "NotRequired", "Prepared", "Result", "ResultOf", "ResultT"),
        *("Self", "Sequence", "Stream", "SyncClient", "Task", "TaskOf", "TaskT", "TypedDict", *RUNTIME_TYPES),
    )
)
"""Names that the generated modules import or define beside the classes of models."""

MODULES = frozenset(("api", "requests", "responses"))
"""Generated modules that are not those of a family, where one could stand."""

_FILES = re.compile(r"index|con|prn|aux|nul|com[0-9]|lpt[0-9]")
"""Names of files that mean something else: the index of a folder, and devices of Windows."""
_KEPT = "a name that file systems or the site keep for themselves"

Named = tuple[Findings, Path, str]
"""A name and where it stands."""


def check_names(families: Iterable[Findings]) -> None:
    """Records names that clash: families, model ids, snapshots, and the Python names and files made of them."""
    families = tuple(families)
    ids: list[Named] = [
        (findings, ("models", name), name) for findings in families for name in findings.mapping(("models",))
    ]
    snapshots = [snapshot for findings, path, _ in ids for snapshot in _snapshots(findings, path)]
    known = _unique("model or snapshot", [*ids, *snapshots])
    models = [named for named in known if named in ids]
    _distinct("class", _distinct("attribute of the client", models, identifier), class_name)
    for named in models:
        _ = (
            _free(named, "attribute", identifier(named[2]), CLIENT, "an attribute of every client")
            and _free(named, "class", class_name(named[2]), CLASSES, "a class that client modules need")
            and _free(named, "file", file_name(named[2]), _FILES, _KEPT)
        )
    titles = _unique(
        "family",
        [
            (findings, ("family",), str(findings.document.data["family"]))
            for findings in families
            if findings.document.readable and findings.sound(("family",))
        ],
    )
    _distinct("class", _distinct("module", titles, identifier), class_name)
    for named in titles:
        module = identifier(named[2])
        _ = _free(named, "module", module, MODULES, "a module of the package itself") and _free(
            named, "file", module, _FILES, _KEPT
        )


def _free(named: Named, kind: str, made: str, taken: Collection[str] | re.Pattern[str], why: str) -> bool:
    """Whether what is made of a name is neither a Python keyword nor taken, which is recorded."""
    findings, path, name = named
    if kind != "file" and keyword.iskeyword(made):
        why = "a Python keyword"
    elif not (taken.fullmatch(made) if isinstance(taken, re.Pattern) else made in taken):
        return True
    at_value = path == ("family",)
    findings.add(path, f'"{name}" would be the {kind} {made}, which is {why}', at_value=at_value, expected="another id")
    return False


def _snapshots(findings: Findings, model: Path) -> list[Named]:
    path, ids = (*model, "snapshots"), (*model, "ids")
    listed = [
        (findings, (*path, number), str(each.get("id") if isinstance(each, dict) else each))
        for number, each in enumerate(findings.items(path))
    ]
    elsewhere = {str(name): region for region, name in reversed(findings.mapping(ids).items()) if name != model[-1]}
    return [*listed, *((findings, (*ids, region), name) for name, region in elsewhere.items())]


def _unique(kind: str, names: list[Named]) -> list[Named]:
    """The names of which there is one; for each further one a problem that tells where the first stands."""
    first: dict[str, Named] = {}
    for named in names:
        findings, path, name = named
        known = first.setdefault(name, named)
        if known is not named and known[:2] != (findings, path):
            where = known[0].document.location(known[1])
            message = f'a second {kind} "{name}"'
            findings.add(path, message, expected="every name once", found=f"first at {where}")
    return list(first.values())


def _distinct(kind: str, names: list[Named], made: Callable[[str], str]) -> list[Named]:
    """The names of which each makes another; for each further one a problem."""
    first: dict[str, Named] = {}
    for named in names:
        findings, path, name = named
        python = made(name)
        known = first.setdefault(python, named)
        if known is not named:
            where = known[0].document.location(known[1])
            message = f'"{name}" and "{known[2]}" both become the {kind} {python}'
            wanted = "names that differ in more than -, ., _ and /"
            findings.add(path, message, expected=wanted, found=f"the other at {where}")
    return list(first.values())
