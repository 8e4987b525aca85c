"""What the command needs of the generated package."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from importlib.resources.abc import Traversable

    from brushwork_runtime import Registry


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """The facts and the clients that the command works with; the callables load what they give only when called.

    `make_client` and `make_emulator` take the arguments of `Client` and `Emulator`. `variables` maps a setting
    ("api_key", "base_url") to the names of its environment variables, the package's own one first. `files` gives
    the folder of the package, where its skill lies. `texts` gives what schemas and models say in a language, such as
    "zh", by its English.
    """

    version: str
    spec_version: str
    make_client: Callable[..., Any]
    make_emulator: Callable[..., Any]
    registry: Callable[[], Registry]
    variables: Mapping[str, tuple[str, ...]]
    files: Callable[[], Traversable]
    texts: Callable[[str], Mapping[str, str]] = lambda _: {}
