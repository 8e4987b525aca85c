"""Tasks at once that a group of models shares, and ids of a model that only a region knows."""

from __future__ import annotations

import json
from typing import Any, cast

from brushwork_emulator.clock import VirtualClock
from brushwork_emulator.limits import Limits
from brushwork_runtime import Model, RateLimit
from tests.emulator.services import ASYNC, MODELS, START, T2I, get, prompt, send, service, submit


def test_a_group_of_models_shares_its_tasks_at_once() -> None:
    """Two models of one tenth of a second: with one task at once for both, the second waits for the first."""
    shared = [grouped(name, "wan") for name in ("wan2.2-t2i-flash", "wan2.2-t2i-plus")]
    for models, states in ((shared, ["RUNNING", "PENDING"]), ([grouped(m.id, None) for m in shared], ["RUNNING"] * 2)):
        to = service(latency=30, models=models, limits=Limits(MODELS.api, VirtualClock(START)))
        tasks = [submit(to, T2I, prompt(model.id, n=1)) for model in models]
        cast("VirtualClock", to.clock).advance(10)
        assert [get(to, f"/tasks/{task}")["output"]["task_status"] for task in tasks] == states


def test_a_region_knows_a_model_by_its_own_id_there() -> None:
    table = MODELS.table("wan2.2-t2i-flash")
    kept: dict[str, Any] = {name: getattr(table, name) for name in Model.__slots__}
    kept |= {"modes": tuple(table.modes.values()), "ids": {"cn-beijing": "wanx2.2-t2i-flash"}}
    to = service(models=[Model(kept.pop("id"), **kept)])
    here = {"Host": "dashscope.aliyuncs.com", **ASYNC}
    body = prompt("wanx2.2-t2i-flash", n=1)
    # The schema of the package names the model's own id alone, so that only the lookup of the id is judged here.
    assert "Model not exist" not in json.dumps(send(to, T2I, body, **here)[1])
    assert send(to, T2I, body, **ASYNC)[0] == 404
    assert send(to, T2I, prompt("wan2.2-t2i-flash", n=1), **here)[0] == 404


def grouped(name: str, group: str | None) -> Model:
    table = MODELS.table(name)
    kept: dict[str, Any] = {each: getattr(table, each) for each in Model.__slots__}
    limit = RateLimit(5, "second", concurrent=1, shared_by=group)
    kept |= {"modes": tuple(table.modes.values()), "rate_limits": (limit,)}
    return Model(kept.pop("id"), **kept)
