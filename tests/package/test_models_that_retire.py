"""Whatever models of the package are announced to retire: calls of them warn and go out, and nothing leads to them."""

from __future__ import annotations

import warnings
from typing import Any

import pytest

from brushwork import Client, RetirementWarning
from brushwork.registry import REGISTRY
from brushwork.testing import Emulator
from brushwork_runtime.client import calls
from tests.package.facts import ROOT, pictures, region_for, required, said

MODELS = {model.id: model for model in Client(api_key="sk-none", region="intl").models.tables()}
RETIRING = {id_: model for id_, model in MODELS.items() if model.lifecycle and model.lifecycle.retires}


@pytest.mark.parametrize("model_id", [name for each in RETIRING.values() for name in (each.id, *each.snapshots)])
def test_a_call_warns_and_goes_out(model_id: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calls, "_warned_of", set[str]())
    model = REGISTRY[model_id].spec
    mode = next(iter(model.modes.values()))
    call: dict[str, Any] = {**said(mode), **pictures(mode, 0), **required(mode)}
    region = region_for(model, mode.routes[0])
    with Emulator(polls=1, region=region) as api, Client(api.key, base_url=api.url, region=region) as client:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            result = client.generate(model=model_id, mode=mode.name, **call)
        assert (len(result.images), api.ledger.images) == (1, 1)
    lifecycle = model.lifecycle
    (text,) = [str(each.message) for each in caught if each.category is RetirementWarning]
    assert lifecycle is not None
    assert all(str(fact) in text for fact in (lifecycle.retires, lifecycle.replacement, "Source: "))


def test_a_replacement_is_a_model_that_goes_on() -> None:
    assert {str(model.lifecycle and model.lifecycle.replacement) for model in RETIRING.values()} <= {*MODELS} - {
        *RETIRING
    }


def test_the_table_to_choose_from_leads_to_none() -> None:
    index = (ROOT / "generated/docs/index.md").read_text("utf-8")
    table = index.partition("## Choose a model")[2].partition("\n## ")[0]
    assert any(f"[{id_}]" in table for id_ in MODELS)
    assert not any(f"[{id_}]" in table for id_ in RETIRING)
