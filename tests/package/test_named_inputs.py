"""Image inputs, prompts and modes of a spec's own, from tests/generator/made_up/retouch-1.yaml to the request."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from brushwork import BadRequest, Client, InvalidRequest
from brushwork_runtime.request.flat import resolve
from brushwork_runtime.tables.registry import Registry
from brushwork_runtime.tables.spec import Model
from generator.docs.render import docs
from tests.package.made_up import client as made_up, emulated, spec
from tests.runtime.support import picture

URL = "https://a.example/{}.png"
ONE, TWO = URL.format(1), URL.format(2)
BASE: dict[str, Any] = {"model": "retouch-1", "function": "expand", "prompt": "a garden"}


@pytest.fixture
def client() -> Iterator[Client]:
    with made_up("retouch-1") as client:
        yield client


def stage(client: Client, *given: Any, **more: Any) -> Any:
    return getattr(client["retouch-1-stage"], "background").prepare(*given, **more)  # noqa: B009 - of no class


def refused(make: Any, **given: Any) -> str:
    with pytest.raises(InvalidRequest) as caught:
        make(given) if given else make()
    return str(caught.value)


def test_images_go_to_their_places(client: Client) -> None:
    body = stage(client, ONE, TWO, [ONE, TWO], prompt="pebbles", noise_level=7).body
    edges = {"foreground_edge": [ONE, TWO]}
    assert body["input"] == {
        "ref_prompt": "pebbles",
        "base_image_url": ONE,
        "ref_image_url": TWO,
        "reference_edge": edges,
    }
    assert body["parameters"] == {"n": 1, "noise_level": 7}
    assert stage(client, base_image_url=ONE, prompt="x").body["input"] == {"base_image_url": ONE, "ref_prompt": "x"}


def test_a_mode_without_a_prompt_has_none(client: Client) -> None:
    body = client.prepare({"model": "retouch-1-style", "image_url": ONE, "style_index": 3}).body
    assert body == {"model": "retouch-1-style", "input": {"image_url": ONE, "style_index": 3}}
    told = refused(client.prepare, model="retouch-1-style", prompt="x", image_url=ONE, style_index=3)
    assert "prompt is 'x'; repaint takes no prompt." in told


def test_a_prompt_may_be_empty_or_left_out_where_the_spec_says_so(client: Client) -> None:
    assert client.prepare({**BASE, "prompt": "", "base_image_url": ONE}).body["input"] == {
        "prompt": "",
        "base_image_url": ONE,
        "function": "expand",
    }
    assert "ref_prompt" not in stage(client, ONE, TWO).body["input"]
    assert "prompt is empty" in refused(lambda: stage(client, ONE, TWO, prompt=""))
    with pytest.warns(match="prompt has 6 words; the service silently truncates it to 5"):
        stage(client, ONE, prompt="one two three four five six")
    with pytest.warns(match="prompt has 6 words"):
        stage(client, ONE, prompt="a 正午的卵石")


@pytest.mark.parametrize(
    ("request_", "mode"),
    [
        ({"base_image_url": ONE}, "expand"),
        ({"reference_images": [ONE]}, "expand"),
        ({"function": "local_edit", "reference_images": [ONE, TWO]}, "local_edit"),
        ({"function": None, "mode": "local_edit", "base_image_url": ONE, "mask_image_url": TWO}, "local_edit"),
        ({"function": "local_edit", "mask_image_url": TWO, "reference_images": [ONE]}, "local_edit"),
    ],
)
def test_the_value_that_a_mode_sends_tells_it(client: Client, request_: dict[str, object], mode: str) -> None:
    prepared = client.prepare({**BASE, **request_})
    assert prepared.mode.name == mode
    sent: Any = prepared.body["input"]
    assert sent["function"] == mode
    assert sent["base_image_url"] == ONE
    assert client.prepare(prepared.body).body == prepared.body  # a wire body is a flat request


def test_a_wire_body_with_nested_images_makes_itself(client: Client) -> None:
    sent = stage(client, ONE, TWO, [ONE], prompt="pebbles", foreground_edge_prompt="a leaf").body
    assert client.prepare(sent).body == sent


@pytest.mark.parametrize(
    "request_",
    [
        {},
        {"base_image_url": [ONE, TWO]},
        {"base_image_url": ONE, "mask_image_url": TWO},
        {"function": "expnd", "base_image_url": ONE},
        {"function": None, "base_image_url": ONE},
        {"function": "local_edit", "base_image_url": ONE},
        {"function": "local_edit", "reference_images": [ONE, TWO, ONE]},
        {"function": "local_edit", "base_image_url": ONE, "mask_image_url": "oss://b/mask.png"},
        {"base_image_url": "https://a.example/房子.png"},
        {"base_image_url": 7},
    ],
    ids=["none", "two", "another mode's", "near value", "no value", "no mask", "one too many", "form", "chinese", "7"],
)
def test_a_message_names_the_input(client: Client, request_: dict[str, object], snapshot: SnapshotAssertion) -> None:
    assert refused(client.prepare, **{**BASE, **request_}) == snapshot


def test_what_an_image_may_be(client: Client, tmp_path: Path, snapshot: SnapshotAssertion) -> None:
    base, mask, tiny = (tmp_path / name for name in ("base.png", "mask.png", "tiny.png"))
    base.write_bytes(picture(128, 128).ljust(2048, b"\0"))
    mask.write_bytes(picture(64, 128).ljust(2048, b"\0"))
    tiny.write_bytes(picture(128, 128)[:1000])
    edit = getattr(client["retouch-1"], "local_edit")  # noqa: B009 - of no class
    assert refused(lambda: edit.prepare("a cat", base, mask, inline=True)) == snapshot(name="another size")
    assert refused(lambda: edit.prepare("a cat", base, base)) == snapshot(name="uploaded")
    assert refused(lambda: edit.prepare("a cat", tiny, base, inline=True)) == snapshot(name="few bytes")
    assert refused(lambda: stage(client, base, prompt="x")) == snapshot(name="no alpha")
    big = picture(1024, 1024, mode="RGBA").ljust(900_000, b"\0")
    assert refused(lambda: stage(client, big, None, [big, big], prompt="x")) == snapshot(name="too many bytes")


def test_local_images_of_every_input_are_told(client: Client, tmp_path: Path) -> None:
    base = tmp_path / "base.png"
    base.write_bytes(picture(128, 128).ljust(2048, b"\0"))
    edit = getattr(client["retouch-1"], "local_edit")  # noqa: B009 - of no class
    prepared = edit.prepare("a cat", base, base, inline=True)
    assert prepared.body["input"]["mask_image_url"] == "<data: URI of base.png>"
    assert prepared.local == (0, 1)
    pieces = prepared.segments()
    assert [piece for piece in pieces if isinstance(piece, int)] == [0, 1]
    assert {name: [image.label for image in images] for name, images in prepared.inputs.items()} == {
        "base_image_url": ["base.png"],
        "mask_image_url": ["base.png"],
    }


def test_a_request_from_elsewhere_names_no_file_in_any_input(client: Client, tmp_path: Path) -> None:
    told = refused(client.prepare, **BASE, base_image_url=str(tmp_path / "secret.png"))
    assert "base_image_url[0] is a local file, which a flat request may not name" in told
    nested = {"input": {"base_image_url": ONE, "reference_edge": {"foreground_edge": ["secret.png"]}}}
    told = refused(client.prepare, model="retouch-1-stage", **nested)
    assert "foreground_edge[0] is a local file" in told


def test_the_schema_of_a_call_names_every_input(client: Client) -> None:
    schema: Any = client.models["retouch-1-stage"].json_schema("background")
    assert schema["required"] == ["base_image_url"]
    assert schema["properties"]["base_image_url"]["type"] == "string"
    assert schema["properties"]["foreground_edge"]["maxItems"] == 3
    assert "prompt" not in client.models["retouch-1-style"].json_schema("repaint")["properties"]  # type: ignore[operator]


@pytest.mark.parametrize("inline", [False, True], ids=["upload", "inline"])
def test_local_images_of_every_input_reach_the_service(tmp_path: Path, inline: bool) -> None:
    base = tmp_path / "bottle.png"
    base.write_bytes(picture(128, 128, mode="RGBA").ljust(2048, b"\0"))
    edges = [picture(96, 96, mode="RGBA").ljust(2048, b"\0"), picture(80, 80, mode="RGBA").ljust(2048, b"\0")]
    with emulated("retouch-1") as (client, api):
        background = getattr(client["retouch-1-stage"], "background")  # noqa: B009 - of no class
        result = background(base, None, edges, prompt="pebbles", inline=inline)
        (image,) = result.save(tmp_path)
        sent: Any = api.ledger[-1]["body"]["input"]
    assert image.read_bytes()[:4] == b"\x89PNG"
    begins = "data:image/png;base64," if inline else "oss://"
    given = [sent["base_image_url"], *sent["reference_edge"]["foreground_edge"]]
    assert len(set(given)) == 3
    assert all(address.startswith(begins) for address in given)
    assert "ref_image_url" not in sent
    assert result.provenance["base_image_url"] == ["bottle.png"]
    assert len(result.provenance["foreground_edge"]) == 2


def test_no_image_is_dropped_where_nothing_is_checked() -> None:
    call = {**BASE, "function": "local_edit", "base_image_url": [ONE, TWO]}
    with made_up("retouch-1") as made:
        body: Any = made.prepare(call, validate=False).body
    assert body["input"]["base_image_url"] == [ONE, TWO]


def test_drop_leaves_a_prompt_out_where_none_is_taken(caplog: pytest.LogCaptureFixture) -> None:
    call = {"model": "retouch-1-style", "prompt": "a garden", "image_url": ONE, "style_index": 3}
    with made_up("retouch-1") as made:
        with pytest.raises(InvalidRequest, match="repaint takes no prompt"):
            made.prepare(call)
        body: Any = made.prepare(call, on_unsupported="drop").body
    assert "prompt" not in body["input"]
    assert "does not take prompt='a garden'; left out" in caplog.text


def test_the_service_refuses_what_the_rules_refuse() -> None:
    with emulated("retouch-1") as (client, api):
        unchecked = client.prepare({**BASE, "function": "local_edit", "base_image_url": ONE}, validate=False)
        with pytest.raises(BadRequest):
            unchecked.send()
        assert api.ledger.images == 0
        made = client.generate("a cat", model="retouch-1", mode="local_edit", reference_images=[ONE, TWO])
        assert len(made) == 1


def test_the_page_shows_every_input_and_how_it_is_called() -> None:
    page = docs(spec("retouch-1"))["docs/models/retouch-1-stage.md"]
    for line in (
        "### `base_image_url` of background",
        "- Transparency is required: an image without an alpha channel is rejected.",
        "  --mode background \\",
        "  -i foreground_edge=leaf.png \\",
        '    foreground_edge=["leaf.png"],',
    ):
        assert line in page.splitlines()
    assert "`input.ref_prompt`, `input.base_image_url`, `input.ref_image_url` and" in page
    style = docs(spec("retouch-1"))["docs/models/retouch-1-style.md"]
    assert 'result = client.retouch_1_style.repaint("face.jpg", style_index=32)' in style
    assert "### Prompt of" not in style


def test_what_every_mode_sends_need_not_be_said(client: Client) -> None:
    table = client.models.table("retouch-1")
    only = Model(
        "only-expands", identifier="only_expands", family="", summary="", modes=(table.modes["expand"],), regions={}
    )
    known = Registry({}, lambda: client.models.api, lambda _: {}, {})
    known.add(only)
    request = {"model": "only-expands", "prompt": "a garden", "base_image_url": "https://example.com/house.jpg"}
    assert resolve(known, request).mode is only.modes["expand"]
    with pytest.raises(InvalidRequest, match="function"):
        resolve(known, {**request, "function": "local_edit"})
