"""Prints the requests of all examples of a tree: of the typed call, the flat request and the body of the documents."""

from __future__ import annotations

import json
import sys
import warnings

from brushwork import Client, Result, Task
from brushwork_runtime.client.calls import Prepared
from brushwork_runtime.tables.spec import Constant
from generator.ir import Example
from tests.every.cases import examples
from tests.package.facts import chosen


def shown(prepared: Prepared[Result, Task]) -> list[object]:
    """Mode, address below the host, own headers and JSON value."""
    own = {name: value for name, value in prepared.headers.items() if name.startswith("X-")}
    return [prepared.mode.name, "/" + prepared.url.split("/", 3)[3], own, json.loads(prepared.content)]


def requests(example: Example) -> dict[str, list[object]]:
    """The request of an example in each of three ways."""
    with Client(api_key="sk-test", region=example.region) as client:
        model = client.models[example.model].spec
        mode = model.modes[example.mode]
        (route,) = (
            each for each in mode.routes if (each.protocol, each.endpoint) == (example.protocol, example.endpoint)
        )
        flags = {each.name: each.value for each in mode.parameters if isinstance(each, Constant)}
        typed = getattr(getattr(client, model.identifier), mode.name)
        way = {"protocol": route.protocol, "route": route.endpoint}
        return {
            "typed": shown(typed.prepare(**example.call, **chosen(mode, route))),
            "flat": shown(client.prepare({"model": example.model, **example.call, **flags, **way})),
            "body": shown(client.prepare({**example.body, **way})),
        }


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    json.dump({f"{each.family}:{each.name}": requests(each) for each in examples()}, sys.stdout)
