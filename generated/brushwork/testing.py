"""The API on loopback, for tests and for trying things out: no key, no cost, no network.

    with Emulator() as api, Client(base_url=api.url, api_key=api.key) as client:
        client.qwen_image_2_0_pro.generate("a cat").save("cat.png")

Needs Pillow: pip install brushwork[emulator]
"""

from __future__ import annotations

from brushwork_runtime.emulator import Emulator as _Emulator
from brushwork_runtime.emulator import Ledger, Shape

from .registry import REGISTRY

__all__ = ["Emulator", "Ledger", "Shape"]

_SHAPES = {
    "qwen-image-2.0": Shape(typed=False, usage="sides", echo=False, choices=False),
    "qwen-image-edit": Shape(typed=False, usage="sides", echo=False, choices=False),
    "qwen-image": Shape(typed=False, usage="sides", echo=False, choices=False),
    "wan2.2-t2i": Shape(typed=False, usage="count", echo=False, choices=True),
    "wan2.5-i2i": Shape(typed=False, usage="count", echo=False, choices=True),
    "wan2.5-t2i": Shape(typed=False, usage="count", echo=False, choices=True),
    "wan2.6-image": Shape(typed=True, usage="size", echo=False, choices=True),
    "wan2.6-t2i": Shape(typed=True, usage="size", echo=False, choices=True),
    "wan2.7": Shape(typed=True, usage="size", echo=False, choices=False),
    "z-image": Shape(typed=False, usage="sides", echo=True, choices=True),
}
"""How the answers of a family look."""


class Emulator(_Emulator):
    """Answers for every model of this package; see `brushwork_runtime.emulator.Emulator`.

    `key` is the only key that it takes. A task has succeeded at its query number `polls`.
    """

    def __init__(self, *, key: str = "sk-emulator", polls: int = 2) -> None:
        super().__init__(REGISTRY.tables(), REGISTRY.api, key=key, polls=polls, shapes=_SHAPES)
