"""Estimates: counts, tiers, ranges, and what is not known."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from brushwork_runtime.request.cost import of_images
from brushwork_runtime.tables.spec import Integer, Mode, Model, Price, Prompt, Route
from tests.runtime.tables import PEN, SYNC, Preparing

ONE = "https://a.example/1.png"


@pytest.mark.parametrize(
    ("model", "mode", "region", "values", "minimum", "maximum"),
    [
        ("brush-1", "generate", "e", {"n": 3, "size": "1K", "thinking": True}, "0.09", "0.09"),
        ("brush-1", "generate", "e", {"n": 3, "size": "1K", "thinking": False}, "0.045", "0.045"),
        ("brush-1", "generate", "e", {"n": 2}, "0.030", "0.06"),
        ("brush-1", "generate", "e", {"thinking": True}, "0.03", "0.03"),
        ("brush-1", "generate", "w", {"n": 2}, "0.40", "0.40"),
        ("brush-1", "sequence", "w", {"n": 5}, "0.20", "1.00"),
        ("pencil", "interleave", "e", {}, "0.1", "0.5"),
        ("pencil", "interleave", "e", {"max_images": 2}, "0.1", "0.2"),
        ("pencil", "edit", "e", {"images": ONE}, "0.1", "0.1"),
        ("pen", "generate", "e", {"size": "1500*1500", "n": 2}, "0.08", "0.08"),
        ("pen", "generate", "e", {"size": "1500*1501"}, "0.075", "0.075"),
        ("pen", "generate", "e", {"size": "2K", "images": [ONE, ONE]}, "0.081", "0.081"),
        ("pen", "generate", "e", {"n": 2, "images": ONE}, "0.083", "0.153"),
        ("pen", "generate", "w", {"size": "640*480", "images": ONE}, "1", "1"),
        ("pen", "generate", "w", {"size": "1024*1024", "n": 2}, "6", "6"),
        ("pen", "generate", "w", {}, "0", "3"),
        ("pen", "generate", "w", {"size": "64*64"}, "0", "0"),
    ],
)
def test_estimates(
    model: str,
    mode: str,
    region: str,
    values: dict[str, Any],
    minimum: str,
    maximum: str,
    snapshot: SnapshotAssertion,
) -> None:
    found = Preparing(region=region, added=(PEN,)).call(model, mode, **values).estimate()
    assert (found.minimum, found.maximum) == (Decimal(minimum), Decimal(maximum))
    assert found.known
    assert str(found) == snapshot


def test_what_is_not_known_stays_so() -> None:
    client = Preparing(base_url="http://127.0.0.1:1/")
    for prepared in (client.call("brush-1", "generate", n=2), Preparing().call("lite", "generate", n=1)):
        found = prepared.estimate()
        assert not found.known
        assert (found.minimum, found.maximum, found.currency) == (None, None, None)
        assert found.images_maximum in (1, 2)
        assert "no list price" in str(found)


def test_input_images_are_told_apart_from_those_that_are_made() -> None:
    found = Preparing(added=(PEN,)).call("pen", "generate", images=[ONE, ONE], size="2K", n=1).estimate()
    assert (found.input_images, found.input_minimum, found.input_maximum) == (2, Decimal("0.006"), Decimal("0.006"))
    assert (found.unit_minimum, found.unit_maximum) == (Decimal("0.075"), Decimal("0.075"))
    assert found.to_dict()["input_maximum"] == "0.006"


def test_what_cannot_be_bought_says_so() -> None:
    found = Preparing(region="far-1", workspace="w", added=(PEN,)).call("pen", "generate", n=1).estimate()
    assert not found.known
    assert "pen is not for sale in far-1" in str(found)


def test_a_number_that_is_no_number_is_not_known() -> None:
    found = Preparing().call("brush-1", "generate", n="many", validate=False).estimate()
    assert not found.known
    assert found.images_minimum is None


def test_the_cost_of_what_was_made() -> None:
    prepared = Preparing().call("brush-1", "sequence", n=12)
    assert of_images(Preparing(region="w").call("brush-1", "sequence", n=12), 7).maximum == Decimal("1.40")
    assert prepared.estimate().to_dict()["currency"] == "USD"


def test_the_area_of_what_was_made_is_known_from_the_answer() -> None:
    prepared = Preparing(added=(PEN,)).call("pen", "generate", n=2)
    assert (prepared.estimate().minimum, prepared.estimate().maximum) == (Decimal("0.08"), Decimal("0.150"))
    for size, cost in (("1500*1500", "0.08"), ("2048*1152", "0.150")):
        made = of_images(prepared, 2, size)
        assert (made.minimum, made.maximum) == (Decimal(cost), Decimal(cost))
    assert of_images(prepared, 2, "0*0 or so").minimum == Decimal("0.08")


@pytest.mark.parametrize(
    ("size", "minimum", "maximum"),
    [("2048*2048", "0.150", "0.150"), ("1024*1024", "0.08", "0.08"), ("auto", "0.08", "0.150")],
)
def test_a_body_with_everything_at_the_top_costs_the_same(size: str, minimum: str, maximum: str) -> None:
    flat = Route("oai", "/flat", protocol="sync", payload="flat", size_separator="x", accepts={"size": ("auto",)})
    made = PEN.modes["generate"]
    mode = Mode("generate", routes=(flat,), prompt=Prompt(), parameters=made.parameters)
    model = Model("pen", identifier="pen", family="pen", summary="", modes=(mode,), regions={}, prices=PEN.prices)
    prepared = Preparing(added=(model,)).call("pen", "generate", n=2, size=size)
    assert prepared.body["n"] == 2
    found = prepared.estimate()
    assert (found.minimum, found.maximum) == (Decimal(minimum), Decimal(maximum))


def test_a_parameter_of_another_key_in_the_body_counts() -> None:
    count = Integer("n", 1, 9, default=1, bills="exactly", place="input.ext", wire="amount")
    mode = Mode("generate", routes=(SYNC,), prompt=Prompt(), parameters=(count,))
    price = (Price("east-1", "0.01", "USD"),)
    model = Model("pen", identifier="pen", family="pen", summary="", modes=(mode,), regions={}, prices=price)
    assert Preparing(added=(model,)).call("pen", "generate", n=7).estimate().maximum == Decimal("0.07")
