"""The API on loopback, for tests and experiments: no key, no cost, no network.

    with Emulator() as api, Client(base_url=api.url, api_key=api.key) as client:
        client.qwen_image_2_0_pro.generate("a cat").save("cat.png")

Needs Pillow: pip install brushwork[emulator]
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brushwork_emulator import Chaos, Emulator as _Emulator, Ledger, Rule, Scenario, Shape, VirtualClock

from .registry import REGISTRY

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

__all__ = ["Chaos", "Emulator", "Ledger", "Rule", "Scenario", "Shape", "VirtualClock"]

_SHAPES = {
    "kling": Shape(typed=True, usage="size", echo=False, choices=False, watermark="可灵AI"),
    "qwen-image-2.0": Shape(
        typed=False, usage="sides", echo=False, choices=False, rounded=16, area=(1024, 1024), watermark="Qwen-Image"
    ),
    "qwen-image-2.1": Shape(typed=False, usage="sides", echo=False, choices=False),
    "qwen-image-3.0": Shape(typed=False, usage="sides", echo=False, choices=False),
    "qwen-image-edit": Shape(
        typed=False, usage="sides", echo=False, choices=False, rounded=16, area=(1024, 1024), watermark="Qwen-Image"
    ),
    "qwen-image": Shape(typed=False, usage="sides", echo=False, choices=False, metric=True, watermark="Qwen-Image"),
    "qwen-mt-image": Shape(typed=False, usage="count", echo=False, choices=True),
    "vidu": Shape(typed=True, usage="size", echo=False, choices=False),
    "wan2.1-t2i": Shape(typed=False, usage="count", echo=False, choices=True, watermark="AI Generated"),
    "wan2.2-t2i": Shape(typed=False, usage="count", echo=False, choices=True, watermark="AI Generated"),
    "wan2.5-i2i": Shape(
        typed=False, usage="count", echo=False, choices=True, area=(1280, 1280), watermark="AI Generated"
    ),
    "wan2.5-t2i": Shape(typed=False, usage="count", echo=False, choices=True, watermark="AI Generated"),
    "wan2.6-image": Shape(
        typed=True, usage="size", echo=False, choices=True, rounded=16, area=(1280, 1280), watermark="AI Generated"
    ),
    "wan2.6-t2i": Shape(typed=True, usage="size", echo=False, choices=True, watermark="AI Generated"),
    "wan2.7": Shape(typed=True, usage="size", echo=False, choices=False, tokens=True, watermark="AI Generated"),
    "wanx-style-repaint": Shape(typed=False, usage="count", echo=False, choices=True),
    "wanx-v1": Shape(typed=False, usage="count", echo=False, choices=True),
    "wanx2.1-imageedit": Shape(typed=False, usage="count", echo=False, choices=True, watermark="AI生成"),
    "z-image": Shape(typed=False, usage="sides", echo=True, choices=True),
}
"""What the answers of each family look like."""


class Emulator(_Emulator):
    """Answers for every model of this package; see `brushwork_emulator.Emulator`.

    `key` is the only key that it accepts, or `keys` has one per region; without either, anything that looks like a key
    is accepted. A task succeeds at query number `polls` or, with `latency`, that many seconds of `clock` after it was
    submitted. `faults` and `chaos` make things fail; `limits` enforces the rate limits of the specs. It listens on
    `host`, and accepts requests addressed to loopback, to the API's hosts and to `hosts`.

    `world` says of conflicts that the specs record, by their ids, whether the service does as the "fact" has it or the
    other "claim". `python -m generator probe plan` lists the ids; one of them:
    `Emulator(world={"qwen-image-2.0/prompt/max_characters": "claim"})`.
    """

    def __init__(
        self,
        *,
        key: str | None = None,
        keys: Mapping[str, str] | None = None,
        region: str | None = None,
        host: str = "127.0.0.1",
        port: int = 0,
        hosts: Iterable[str] = (),
        polls: int = 2,
        latency: float = 0.0,
        clock: VirtualClock | None = None,
        faults: Scenario | str | Path | Sequence[Rule] | None = None,
        chaos: Chaos | None = None,
        limits: bool = False,
        seed: int = 0,
        world: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(
            REGISTRY.tables(),
            REGISTRY.api,
            schemas=_schema,
            shapes=_SHAPES,
            key=key,
            keys=keys,
            region=region,
            host=host,
            port=port,
            hosts=hosts,
            polls=polls,
            latency=latency,
            clock=clock,
            faults=faults,
            chaos=chaos,
            limits=limits,
            seed=seed,
            world=world,
            worlds=_worlds,
        )


def _worlds() -> dict[str, dict[str, dict[str, object]]]:
    import json
    from importlib.resources import files

    sides: dict[str, dict[str, dict[str, object]]] = json.loads(
        files("brushwork").joinpath("worlds.json").read_text("utf-8")
    )
    return sides


def _schema(model: str, mode: str, protocol: str) -> dict[str, object]:
    return REGISTRY[model].json_schema(mode, protocol)
