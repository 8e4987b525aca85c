"""What docs/EMULATOR.md says of faults and scenarios, from the code: `make faults` writes it there."""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from brushwork_emulator.faults import Kind

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs/EMULATOR.md"
_PART = re.compile(r"(?<=<!-- written by `make faults` -->\n).*?(?=<!-- end -->)", re.DOTALL)
_VALUES = {
    "str": "text",
    "int": "number",
    "float": "number",
    "int | None": "number, or null",
    "object": "text or number",
    "Iterable[str]": "list of faults",
}
_MOMENTS = {"head": "at the headers", "before": "before any work", "after": "after the work"}


def reference() -> str:
    """The part of the page."""
    from brushwork_emulator.faults import CATALOGUE, KINDS, Chaos, Rule, Scenario

    parts = [
        "## Scenarios",
        "A file of YAML or JSON, given as `Emulator(faults=FILE)` or `brushwork emulator --scenario FILE`.",
        _example(),
        _fields("`faults`: a list of rules", Rule),
        _text(Rule),
        _fields("`chaos`: one object", Chaos),
        _text(Chaos),
        _text(Scenario),
        "## Every fault",
        f"{len(KINDS)} in all. An argument follows the name and a colon, or is `argument`; the usual one is told. "
        "What strikes before the work keeps anything from being made and billed.",
    ]
    for module in CATALOGUE:
        parts += [f"### {_title(module)}", _table(module, KINDS.values())]
    return "\n\n".join(["", *parts, "", ""])


def _example() -> str:
    return """```yaml
faults:
  - fault: drop-after-accepting # the connection closes once the work is done
    endpoint: multimodal-generation
    nth: 2 # at the second request
  - fault: rate-limited
    argument: 2 # Retry-After
    endpoint: "task*"
    times: null # at all of them
chaos:
  rate: 0.05
  faults: [reset, "truncated-body:60%"]
  seed: 7
```"""


def _fields(title: str, kind: Callable[..., object]) -> str:
    parameters = inspect.signature(kind).parameters.values()
    rows = [f"| `{each.name}` | {_VALUES[str(each.annotation)]} | {_default(each)} |" for each in parameters]
    return "\n".join([f"{title}.", "", "| Key | Value | Left out |", "|---|---|---|", *rows])


def _default(parameter: inspect.Parameter) -> str:
    if parameter.default is inspect.Parameter.empty:
        return "must be there"
    return "none" if parameter.default is None else f"`{parameter.default}`"


def _text(of: object) -> str:
    """A docstring, as prose."""
    return inspect.cleandoc(of.__doc__ or "")


def _title(module: ModuleType) -> str:
    return _text(module).partition("\n")[0].rstrip(".")


def _table(module: ModuleType, kinds: Iterable[Kind]) -> str:
    rows = [_row(kind) for kind in kinds if kind.work.__module__ == module.__name__]
    return "\n".join(["| Fault | Argument | Strikes | What happens |", "|---|---|---|---|", *rows])


def _row(kind: Kind) -> str:
    argument = f"`{kind.default}`" if kind.default else ""
    return f"| `{kind.name}` | {argument} | {_MOMENTS[kind.moment]} | {_cell(kind.meaning)} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")


def page(text: str) -> str:
    """The page with that part as the code has it now."""
    return _PART.sub(lambda _: reference(), text)


if __name__ == "__main__":
    sys.path[:0] = [str(ROOT / "generated"), str(ROOT / "runtime")]
    PAGE.write_text(page(PAGE.read_text("utf-8")), "utf-8")
