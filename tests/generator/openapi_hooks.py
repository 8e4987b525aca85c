"""What schemathesis is told beside the document when `test_openapi_tools.py` runs it."""

from __future__ import annotations

import os
from typing import Any

import schemathesis

hook = schemathesis.hook  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType] # it is typed in part

FLAGS = ("x-dashscope-sse", "x-dashscope-ossresourceresolve", "x-dashscope-datainspection")


@hook
def filter_headers(context: schemathesis.HookContext, headers: dict[str, Any] | None) -> bool:
    """No other value of an optional flag: the service does not refuse it, it takes the flag for absent."""
    given = {name.lower(): value for name, value in (headers or {}).items()}
    return all(given.get(name, "enable") == "enable" for name in FLAGS)


@hook
def before_call(context: schemathesis.HookContext, case: Any, kwargs: dict[str, Any]) -> None:
    """Leave out the optional header that the test names: the tool sends the one of an example with every other too."""
    case.headers.pop(os.environ.get("WITHOUT_HEADER", ""), None)
