"""A flat request may come from anywhere: it says what is made, and never overrides the program that sends it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from brushwork import AsyncClient, Client, InvalidRequest
from brushwork.testing import Emulator

KEY = "sk-emulator-0123456789"
URL = "https://example.com/1.png"
WIRE = {"parameters": {"n": 12}, "input": {"messages": [{"role": "user", "content": [{"text": "another prompt"}]}]}}
EDIT = {"model": "wan2.7-image", "prompt": "a cat"}

Prepare = Callable[..., Any]


@pytest.fixture(params=[Client, AsyncClient])
def prepare(request: pytest.FixtureRequest) -> Prepare:
    """`prepare` of either client."""
    found: Prepare = request.param(KEY).prepare
    return found


@pytest.fixture
def api() -> Iterator[Emulator]:
    with Emulator(key=KEY, polls=1) as emulator:
        yield emulator


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("validate", False),
        ("extra", WIRE),
        ("extra", None),
        ("inline", True),
        ("local_files", True),
        ("on_unsupported", "drop"),
        ("timeout", 0.001),
    ],
)
def test_an_argument_of_the_call_is_no_part_of_a_request(prepare: Prepare, name: str, value: object) -> None:
    request = {"prompt": "a cat", name: value}
    for each in (request, json.loads(json.dumps(request)), MappingProxyType(request)):
        with pytest.raises(InvalidRequest, match=f"{name} is an argument of the call") as caught:
            prepare(each, model="wan2.6-t2i", n=1)
        assert [fault.parameter for fault in caught.value.violations] == [name]


def test_all_of_them_are_told_at_once(prepare: Prepare) -> None:
    with pytest.raises(InvalidRequest) as caught:
        prepare({**EDIT, "validate": False, "extra": WIRE, "images": ["/etc/passwd"], 7: 1})
    assert [fault.parameter for fault in caught.value.violations] == ["validate", "extra", "7", "images[0]"]


def test_the_bill_is_the_one_that_the_service_pinned(api: Emulator) -> None:
    untrusted = {"prompt": "a cat", "validate": False, "extra": WIRE}
    with Client(KEY, base_url=api.url) as client:
        with pytest.raises(InvalidRequest):
            client.prepare(untrusted, model="wan2.7-image", n=1).send()
        del untrusted["validate"], untrusted["extra"]
        client.prepare({**untrusted, "n": 4, "model": "wan2.7-image-pro"}, model="wan2.7-image", n=1).send()
    assert api.ledger.images == 1


def test_the_bill_of_the_twin_for_asyncio(api: Emulator) -> None:
    async def main() -> None:
        async with AsyncClient(KEY, base_url=api.url) as client:
            with pytest.raises(InvalidRequest):
                client.prepare({"prompt": "a cat", "extra": WIRE}, model="wan2.7-image", n=1)
            await client.prepare({"prompt": "a cat", "n": 4}, model="wan2.7-image", n=1).send()

    asyncio.run(main())
    assert api.ledger.images == 1


@pytest.mark.parametrize("theirs", ["images", "reference_image", "reference_images"])
@pytest.mark.parametrize("ours", ["images", "reference_images"])
@pytest.mark.parametrize("pinned", [[], (), URL, [URL]])
def test_images_by_keyword_win_under_whichever_name(prepare: Prepare, theirs: str, ours: str, pinned: Any) -> None:
    body = json.dumps(prepare({**EDIT, theirs: ["https://evil.example/2.png"]}, **{ours: pinned}).body)
    assert "evil" not in body
    assert (URL in body) == bool(pinned)


@pytest.mark.parametrize(
    ("theirs", "pinned"),
    [
        ({"n": 4}, {"n": 1}),
        ({"n": 4}, {"n": None}),
        ({"size": "4K"}, {"size": "1K"}),
        ({"prompt": "b"}, {"prompt": "a"}),
    ],
)
def test_a_keyword_wins(prepare: Prepare, theirs: dict[str, Any], pinned: dict[str, Any]) -> None:
    own = {**EDIT, **pinned}
    assert prepare({**EDIT, **theirs}, **pinned).body == prepare({**own}).body


@pytest.mark.parametrize(
    ("theirs", "pinned"),
    [
        ({"mode": "sequence", "n": 12}, {"enable_sequential": False}),
        ({"enable_sequential": True, "n": 12}, {"mode": "generate"}),
        ({"parameters": {"n": 12}}, {"n": 1}),
        ({"input": {"prompt": "b"}}, {"prompt": "a"}),
    ],
)
def test_what_contradicts_a_keyword_is_refused(prepare: Prepare, theirs: Any, pinned: Any) -> None:
    with pytest.raises(InvalidRequest):
        prepare({**EDIT, **theirs}, **pinned)


@pytest.mark.parametrize("request_", [[1], "model", 7, [("model", "wan2.6-t2i")]])
def test_a_request_that_is_no_mapping(prepare: Prepare, request_: Any) -> None:
    with pytest.raises(InvalidRequest, match="it takes a mapping"):
        prepare(request_, model="wan2.6-t2i", prompt="a cat")


class TestLocalFiles:
    """Files of this machine are read for a program, never for a request."""

    @pytest.fixture
    def secret(self, tmp_path: Path) -> Path:
        path = tmp_path / "secret.txt"
        path.write_text("hunter2 and more")
        return path

    @pytest.mark.parametrize("name", ["images", "reference_image", "reference_images"])
    @pytest.mark.parametrize("written", ["{}", "file://{}", "FILE://{}", "file://localhost{}", " {}"])
    @pytest.mark.parametrize("several", [False, True])
    def test_they_are_refused_unseen(
        self, prepare: Prepare, secret: Path, name: str, written: str, several: bool
    ) -> None:
        """The same words for a file, a secret one, a folder and for what does not exist."""
        told = set[str]()
        for path in (secret, secret.parent, secret.parent / "nothing", Path("/dev/zero")):
            given = written.format(path)
            with pytest.raises(InvalidRequest, match="local_files=True") as caught:
                prepare({**EDIT, name: [URL, given] if several else given})
            told.add(str(caught.value))
        assert len(told) == 1
        assert "hunter" not in told.pop()

    def test_nor_is_one_by_its_path_object_or_without_checks(self, prepare: Prepare, secret: Path) -> None:
        for image in (secret, str(secret)):
            with pytest.raises(InvalidRequest, match="is a local file"):
                prepare({**EDIT, "images": [image]}, validate=False, inline=True)

    @pytest.mark.parametrize("nested", [[["{}"]], [{"image": "{}"}], [{"url": "{}"}], {"url": "{}"}])
    def test_nor_deeper_within(self, prepare: Prepare, secret: Path, nested: Any) -> None:
        given = json.loads(json.dumps(nested).replace("{}", str(secret)))
        with pytest.raises(InvalidRequest) as caught:
            prepare({**EDIT, "images": given}, local_files=True)
        assert "hunter" not in str(caught.value)

    def test_no_error_shows_what_a_file_holds(self, prepare: Prepare, secret: Path) -> None:
        with pytest.raises(InvalidRequest, match="is not a valid image") as caught:
            prepare({**EDIT, "images": str(secret)}, local_files=True)
        assert "hunter" not in str(caught.value)
        assert "hunter" not in repr(caught.value.violations)

    def test_a_url_of_an_object_is_an_address(self, prepare: Prepare, secret: Path) -> None:
        class Answer:
            url = str(secret)

        with pytest.raises(InvalidRequest, match="not a web address"):
            prepare({**EDIT, "images": [Answer()]}, local_files=True)

    def test_what_the_program_names_is_read(self, prepare: Prepare, tmp_path: Path) -> None:
        from PIL import Image

        path = tmp_path / "a.png"
        Image.new("RGB", (512, 512)).save(path)
        trusted = prepare({**EDIT, "images": str(path)}, local_files=True)
        assert trusted.body == prepare(EDIT, reference_images=str(path)).body
        assert "a.png" in json.dumps(trusted.body)

    @pytest.mark.parametrize("image", [URL, "HTTP://example.com/1.png", "oss://bucket/1.png"])
    def test_addresses_pass(self, prepare: Prepare, image: str) -> None:
        assert image in json.dumps(prepare({**EDIT, "images": [image]}).body)


STORY = {"prompt": "a story", "enable_interleave": True, "max_images": 5}


@pytest.mark.parametrize(
    "theirs", [STORY, {"prompt": "a story", "enable_interleave": True}, {**STORY, "mode": "interleave"}]
)
def test_no_mode_of_a_request_goes_round_the_number_that_was_pinned(prepare: Prepare, theirs: dict[str, Any]) -> None:
    with pytest.raises(InvalidRequest, match="has max_images decide the bill"):
        prepare(theirs, model="wan2.6-image", n=1)
    with pytest.raises(InvalidRequest):
        prepare({"model": "wan2.6-image", "input": {"prompt": "x"}, "parameters": theirs}, n=1)
    pinned = prepare(theirs, model="wan2.6-image", n=1, max_images=2)
    assert pinned.estimate().images_maximum == 2
    assert prepare(STORY, model="wan2.6-image").estimate().images_maximum == 5
    assert prepare(model="wan2.6-image", n=1, **STORY).estimate().images_maximum == 5


def spoken(*content: dict[str, Any], **parameters: Any) -> dict[str, Any]:
    messages = [{"role": "user", "content": list(content)}]
    return {"model": "wan2.7-image", "input": {"messages": messages}, "parameters": parameters}


WRONG: list[tuple[dict[str, Any], str]] = [
    (spoken({"text": "a"}, {"image": "/etc/passwd"}), "reference_images[0]"),
    (spoken({"text": "a"}, {"image": "file:///etc/passwd"}), "reference_images[0]"),
    ({"model": "wan2.5-i2i-preview", "input": {"prompt": "a", "images": ["a.png"]}}, "reference_images[0]"),
    (spoken({"text": "a"}, extra={"n": 4}), "parameters.extra"),
    (spoken({"text": "a"}, validate=False), "parameters.validate"),
    ({**spoken({"text": "a"}), "validate": False}, "validate"),
    ({**spoken({"text": "a"}), "prompt": "b"}, "input.messages"),
    ({**spoken({"text": "a"}, n=1), "n": 4}, "parameters.n"),
    (spoken({"text": "a"}, {"text": "b"}), "input.messages"),
    (spoken({"video": "a"}), "input.messages[0].content[0]"),
    (spoken({"text": "a", "image": URL}), "input.messages[0].content[0]"),
    ({"model": "wan2.7-image", "input": {"messages": []}}, "input.messages"),
    ({"model": "wan2.7-image", "input": {"messages": [{"role": "system", "content": []}]}}, "input.messages"),
    ({"model": "wan2.7-image", "input": "a cat"}, "input"),
    ({"model": "wan2.7-image", "input": {"prompt": "a"}, "parameters": [1]}, "parameters"),
    (spoken({"text": "a"}, num_images=4), "num_images"),
    (spoken({"text": "a"}, n=40), "n"),
]


class TestBodies:
    """A body of the documents is a flat request too."""

    def test_it_is_sent_as_it_stands(self, prepare: Prepare) -> None:
        body = spoken({"text": "a cat"}, {"image": URL}, size="1K", n=2, seed=7)
        assert prepare(body).body == body
        older = {"model": "wan2.2-t2i-flash", "input": {"prompt": "a", "negative_prompt": "b"}, "parameters": {"n": 1}}
        assert prepare(older).body == older

    def test_the_mode_follows_from_it(self, prepare: Prepare) -> None:
        assert prepare(spoken({"text": "a cat"}, enable_sequential=True, n=3)).mode.name == "sequence"
        assert prepare(spoken({"text": "a cat"})).mode.name == "generate"

    def test_keywords_win_over_it(self, prepare: Prepare) -> None:
        body = spoken({"text": "theirs"}, {"image": "https://evil.example/1.png"}, n=4)
        sent = prepare(body, prompt="ours", n=1, reference_images=[URL], model="wan2.7-image-pro").body
        assert sent == {**spoken({"text": "ours"}, {"image": URL}, n=1), "model": "wan2.7-image-pro"}

    @pytest.mark.parametrize(("body", "parameter"), WRONG)
    def test_it_is_checked(self, prepare: Prepare, body: dict[str, Any], parameter: str) -> None:
        with pytest.raises(InvalidRequest) as caught:
            prepare(body)
        assert parameter in [fault.parameter for fault in caught.value.violations]
