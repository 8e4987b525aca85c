"""The images endpoints as the SDK of OpenAI calls them."""

from __future__ import annotations

import base64
import io
import json
import threading
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path
from typing import Any

import openai
import pytest
from openai import OpenAI
from openai.types import ImagesResponse
from PIL import Image

from brushwork_web import guard
from tests.web.conftest import KEY, TOKEN, House, opened

MAKING = ("qwen-image-2.0", "z-image-turbo", "wan2.6-t2i", "wan2.5-t2i-preview", "wan2.7-image", "qwen-image-3.0")
EDITING = (
    "qwen-image-2.0",
    "qwen-image-edit-plus",
    "wan2.5-i2i-preview",
    "wan2.6-image",
    "wan2.7-image",
    "qwen-image-3.0",
)
PNG = b"\x89PNG\r\n\x1a\n"


def picture(side: int = 512, colour: str = "teal") -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (side, side), colour).save(file, "PNG")
    return file.getvalue()


def fetched(answer: ImagesResponse) -> list[bytes]:
    """The pictures of an answer, from wherever they are."""
    found: list[bytes] = []
    for each in answer.data or []:
        if each.b64_json is not None:
            found.append(base64.b64decode(each.b64_json))
        else:
            assert each.url is not None
            with urllib.request.urlopen(each.url, timeout=20) as response:
                found.append(response.read())
    assert found
    return found


def told(error: openai.APIStatusError) -> dict[str, Any]:
    """The error of an answer."""
    body: Any = error.body
    assert set(body) >= {"message", "type", "param", "code"}
    return dict(body)


@pytest.mark.parametrize("model", MAKING)
def test_six_models_make_pictures(model: str, house: House) -> None:
    size: Any = "1024x1024"
    try:
        answer = house.openai().images.generate(model=model, prompt="a cat", size=size, n=1)
    except openai.BadRequestError as error:  # a model that makes none so small names the nearest
        (fault,) = told(error)["violations"]
        assert model in ("wan2.6-t2i", "wan2.5-t2i-preview")
        size = fault["nearest"].replace("*", "x")
        answer = house.openai().images.generate(model=model, prompt="a cat", size=size, n=1)
    (made,) = fetched(answer)
    assert "x".join(map(str, Image.open(io.BytesIO(made)).size)) == size
    again = house.openai().images.generate(model=model, prompt="a cat", size="auto", response_format="b64_json")
    assert fetched(again)[0].startswith(PNG)
    assert house.billed == 2


@pytest.mark.parametrize("model", EDITING)
def test_six_models_edit_pictures(model: str, house: House) -> None:
    edited = house.openai().images.edit(model=model, prompt="make it night", image=picture())
    assert fetched(edited)[0].startswith(PNG)
    files = [("a.png", picture(colour="red")), ("b.png", picture(colour="blue"))]
    if model != "wan2.5-i2i-preview":
        both = house.openai().images.edit(model=model, prompt="put 1 on 2", image=files, response_format="b64_json")
        assert fetched(both)[0].startswith(PNG)
        assert len(house.studio.journal.get(order(both)).request["reference_images"]) == 2  # type: ignore[union-attr]  # pyright: ignore[reportOptionalMemberAccess]


def order(answer: ImagesResponse) -> str:
    extra: Any = answer.model_extra
    return str(extra["brushwork"]["order"])


def test_both_kinds_of_route_are_used(house: House) -> None:
    client = house.openai()
    for model in ("qwen-image-2.0", "wan2.6-t2i"):
        client.images.generate(model=model, prompt="a cat")
    routes = {job.model: job.route for job in house.studio.journal.jobs()}
    assert routes == {"qwen-image-2.0": "sync", "wan2.6-t2i": "task"}


def post(house: House, path: str, body: object, **headers: str) -> tuple[int, dict[str, Any]]:
    """What a plain client gets for JSON."""
    content = json.dumps(body).encode()
    given = {"Content-Type": "application/json", "Authorization": f"Bearer {TOKEN}", **headers}
    request = urllib.request.Request(f"{house.server.origin}{path}", content, given)
    try:
        with urllib.request.urlopen(request, timeout=30) as response:
            return response.status, json.load(response)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.load(error)


def test_edits_take_json_too(house: House) -> None:
    uri = f"data:image/png;base64,{base64.b64encode(picture()).decode()}"
    for image in ({"image": uri}, {"image": [uri, uri]}, {"images": [{"image_url": uri}]}):
        status, answer = post(house, "/v1/images/edits", {"model": "wan2.7-image", "prompt": "night", **image})
        assert status == 200, answer
        assert answer["data"][0]["url"].startswith(f"{house.server.origin}/files/")
    assert len(list((house.studio.pictures.path("upload:" + uploads(house)[0])).parent.iterdir())) == 1


def uploads(house: House) -> list[str]:
    job = next(house.studio.journal.jobs())
    return [Path(path).name for path in job.request["reference_images"]]


def test_fields_of_ours_go_through_by_name_in_both_forms(house: House) -> None:
    client = house.openai()
    extra = {"bbox_list": [[[10, 10, 90, 90]]], "seed": 7, "watermark": False}
    status, answer = post(
        house,
        "/v1/images/edits",
        {
            "model": "wan2.7-image",
            "prompt": "a hat",
            "image": f"data:image/png;base64,{base64.b64encode(picture()).decode()}",
            **extra,
        },
    )
    assert status == 200, answer
    form = {"bbox_list": json.dumps([[[10, 10, 90, 90]]]), "seed": 7, "watermark": "false"}
    client.images.edit(model="wan2.7-image", prompt="a coat", image=picture(), n=2, extra_body=form)
    for job in house.studio.journal.jobs():
        assert {name: job.request[name] for name in extra} == extra
    assert house.billed == 3


def test_an_invalid_size_is_answered_with_the_nearest(house: House) -> None:
    with pytest.raises(openai.BadRequestError) as caught:
        house.openai().images.generate(model="wan2.6-t2i", prompt="a cat", size="256x256")
    error = told(caught.value)
    assert (error["type"], error["param"], error["code"]) == ("invalid_request_error", "size", "invalid_value")
    (fault,) = error["violations"]
    assert f"Nearest valid value: {fault['nearest']}" in error["message"].replace("'", "").replace('"', "")
    nearest = fault["nearest"].replace("*", "x")
    assert fetched(house.openai().images.generate(model="wan2.6-t2i", prompt="a cat", size=nearest))


@pytest.mark.parametrize(
    ("request_", "kind", "param", "code", "says"),
    [
        ({"model": "wan2.6-t2x"}, openai.NotFoundError, "model", "model_not_found", "wan2.6-t2i"),
        ({"n": 40}, openai.BadRequestError, "n", "invalid_value", "Nearest valid value: 4"),
        ({"response_format": "jpeg"}, openai.BadRequestError, "response_format", "invalid_value", "b64_json"),
        ({"quality": "hd"}, openai.BadRequestError, "quality", "invalid_value", "is not a parameter of generate"),
        ({"prompt": ""}, openai.BadRequestError, "prompt", "invalid_value", "prompt"),
        ({"extra_body": {"sise": "1:1"}}, openai.BadRequestError, "sise", "invalid_value", "did you mean size?"),
    ],
)
def test_what_is_wrong_is_said_in_their_shape_and_our_words(
    request_: dict[str, Any], kind: type[openai.APIStatusError], param: str, code: str, says: str, house: House
) -> None:
    generate: Any = house.openai().images.generate
    with pytest.raises(kind) as caught:
        generate(**{"model": "wan2.6-t2i", "prompt": "a cat", **request_})
    error = told(caught.value)
    assert (error["param"], error["code"]) == (param, code)
    assert says in error["message"]
    assert len(house.api.ledger) == 0


def test_neutral_fields_of_theirs_are_taken(house: House) -> None:
    client = house.openai()
    client.images.generate(
        prompt="a cat", quality="auto", background="auto", moderation="auto", output_format="png", size="auto", n=1,
        user="me",
    )  # fmt: skip
    assert [job.model for job in house.studio.journal.jobs()] == ["wan2.6-t2i"]


def test_an_edit_without_a_picture_or_with_a_mask_is_refused(house: House) -> None:
    status, answer = post(house, "/v1/images/edits", {"model": "wan2.7-image", "prompt": "night"})
    assert (status, answer["error"]["param"]) == (400, "image")
    with pytest.raises(openai.BadRequestError, match="bbox_list"):
        house.openai().images.edit(model="wan2.7-image", prompt="night", image=picture(), mask=picture())
    with pytest.raises(openai.BadRequestError) as caught:
        house.openai().images.edit(model="wan2.7-image", prompt="night", image=b"no picture")
    assert told(caught.value)["code"] == "invalid_image"


@pytest.mark.parametrize("path", ["/etc/passwd", "file:///etc/passwd", "../j", "upload:../j"])
def test_no_request_names_a_file_of_the_machine(path: str, house: House) -> None:
    for field in ("image", "reference_images"):
        body = {"model": "wan2.7-image", "prompt": "night", field: [path]}
        status, answer = post(house, "/v1/images/edits", body)
        assert status == 400
        assert "local file" in answer["error"]["message"]
    wire = {"messages": [{"role": "user", "content": [{"image": path}, {"text": "night"}]}]}
    status, _ = post(house, "/v1/images/generations", {"model": "wan2.7-image", "input": wire})
    assert status == 400
    assert len(house.api.ledger) == 0


def test_the_same_again_costs_nothing_and_a_variation_is_new(house: House) -> None:
    client = house.openai()
    first = client.images.generate(model="wan2.6-t2i", prompt="a cat", response_format="b64_json")
    with ThreadPoolExecutor(8) as pool:

        def again(_: int) -> ImagesResponse:
            return client.images.generate(model="wan2.6-t2i", prompt="a cat", response_format="b64_json")

        for answer in pool.map(again, range(8)):
            assert fetched(answer) == fetched(first)
    assert house.billed == 1
    client.images.generate(model="wan2.6-t2i", prompt="a cat", extra_body={"variation": 2})
    client.images.generate(model="wan2.6-t2i", prompt="a cat", user="somebody else")
    assert house.billed == 3


def test_an_idempotency_key_names_one_request(house: House) -> None:
    client = house.openai()

    def made(key: str, prompt: str = "a cat") -> str:
        return order(client.images.generate(prompt=prompt, extra_headers={"Idempotency-Key": key}))

    assert made("one") == made("one")
    assert made("two") != made("one")
    assert house.billed == 2
    with pytest.raises(openai.ConflictError) as caught:
        made("one", "a dog")
    assert told(caught.value)["code"] == "idempotency_key_reused"
    assert house.billed == 2


def test_a_client_that_gives_up_after_a_second_and_asks_again_pays_once(tmp_path: Path) -> None:
    with opened(tmp_path, latency=2.0) as house:
        impatient = house.openai(timeout=0.5, max_retries=0)
        for _ in range(2):
            with pytest.raises(openai.APITimeoutError):
                impatient.images.generate(model="qwen-image-2.0", prompt="a cat")
        assert fetched(house.openai(max_retries=0).images.generate(model="qwen-image-2.0", prompt="a cat"))
        assert house.billed == 1
        patient = house.openai(timeout=1.0, max_retries=5)  # the SDK itself repeats what timed out
        assert fetched(patient.images.generate(model="qwen-image-2.0", prompt="a dog"))
        assert house.billed == 2


def test_who_waits_too_long_is_told_that_it_is_under_way(tmp_path: Path) -> None:
    with opened(tmp_path, latency=2.0, wait=0.2) as house:
        with pytest.raises(openai.InternalServerError) as caught:
            house.openai(max_retries=0).images.generate(model="qwen-image-2.0", prompt="a cat")
        assert told(caught.value)["code"] == "still_running"
        assert fetched(house.openai(max_retries=20).images.generate(model="qwen-image-2.0", prompt="a cat"))
        assert house.billed == 1


def test_ten_at_once_never_pass_the_budget(tmp_path: Path) -> None:
    with opened(tmp_path, budget="0.10") as house:
        client, errors = house.openai(), list[dict[str, Any]]()

        def buy(number: int) -> None:
            try:
                client.images.generate(model="wan2.6-t2i", prompt=f"cat {number}")
            except openai.RateLimitError as error:
                errors.append(told(error))

        threads = [threading.Thread(target=buy, args=(number,)) for number in range(10)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert house.billed == 3
        assert {error["code"] for error in errors} == {"insufficient_quota"}
        assert len(errors) == 7
        assert "of the budget are left" in errors[0]["message"]


def test_a_call_may_have_a_limit_of_its_own(tmp_path: Path) -> None:
    with opened(tmp_path, most=Decimal("0.05"), currency="USD") as house:
        client = house.openai()
        assert fetched(client.images.generate(model="wan2.6-t2i", prompt="a cat"))
        with pytest.raises(openai.BadRequestError) as caught:
            client.images.generate(model="wan2.6-t2i", prompt="a cat", n=2)
        assert told(caught.value)["code"] == "cost_limit"
        assert house.billed == 1


@pytest.mark.parametrize(
    ("fault", "kind", "code"),
    [
        ("moderated", openai.BadRequestError, "moderation_blocked"),
        ("drop-after-accepting", openai.InternalServerError, "outcome_unknown"),
    ],
)
def test_what_goes_wrong_behind_it_is_told_once(
    fault: str, kind: type[openai.APIStatusError], code: str, house: House
) -> None:
    house.api.faults.add(fault, nth=1)
    with pytest.raises(kind) as caught:
        house.openai().images.generate(model="qwen-image-2.0", prompt="a cat")
    assert told(caught.value)["code"] == code
    assert len([seen for seen in house.api.traffic if seen.method == "POST"]) == 1, "the SDK was told not to try again"


def test_models_are_listed_and_shown(house: House) -> None:
    client = house.openai()
    names = [model.id for model in client.models.list()]
    assert {"wan2.7-image", "qwen-image-2.0", "z-image-turbo"} <= set(names)
    assert client.models.retrieve("wan2.7-image").owned_by == "alibaba"
    assert client.models.retrieve("kling/kling-v3-image-generation").id.startswith("kling/")
    with pytest.raises(openai.NotFoundError):
        client.models.retrieve("gpt-image-1")


@pytest.mark.parametrize("key", ["sk-another", KEY])
def test_the_token_lets_in_and_nothing_else(key: str, house: House) -> None:
    with pytest.raises(openai.AuthenticationError) as caught:
        house.openai(api_key=key).images.generate(prompt="a cat")
    assert told(caught.value)["code"] == "invalid_api_key"
    assert key not in str(caught.value)
    with pytest.raises(openai.AuthenticationError):
        house.openai(api_key=key).models.list()


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "evil.example"}, 403),
        ({"Host": "127.0.0.1.evil.example"}, 403),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://127.0.0.1:1"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Host": "localhost"}, 200),
    ],
    ids=str,
)
def test_host_and_origin_are_checked(headers: dict[str, str], status: int, house: House) -> None:
    assert post(house, "/v1/images/generations", {"prompt": "a cat"}, **headers)[0] == status
    assert len(house.api.ledger) == (status == 200)


def test_the_address_of_a_picture_is_signed(house: House) -> None:
    answer = house.openai().images.generate(prompt="a cat")
    (image,) = answer.data or []
    assert image.url is not None
    head, signature, key, index = image.url.rsplit("/", 3)
    for wrong in (f"{head}/{'0' * 32}/{key}/{index}", f"{head}/{signature}/{key}/1", f"{head}/{signature}/other/0"):
        with pytest.raises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(wrong, timeout=20)
        caught.value.close()
        assert caught.value.code == 404


def test_the_key_of_the_account_is_in_no_answer(house: House) -> None:
    client: OpenAI = house.openai()
    said = [client.images.generate(prompt="a cat").to_json(), str(client.models.list())]
    house.api.faults.add("key-echoed", nth=1)
    bodies: list[object] = [{"prompt": "a cat", "n": 9}, {"prompt": KEY}, [], {"prompt": "dog", "model": KEY}]
    for body in bodies:
        said.append(json.dumps(post(house, "/v1/images/generations", body)))
    assert [text for text in said if KEY in text.replace(json.dumps({"prompt": KEY}), "")] == []


ODD: list[Any] = [None, True, -1, float("nan"), "", "\ud800", "\u0000", [], [[]], {}, ["x"], [None], {"image_url": 5}]
FIELDS = ("model", "prompt", "n", "size", "image", "images", "user", "variation", "bbox_list", "mode", "input", "extra")


def test_whatever_is_sent_is_answered_in_words(tmp_path: Path) -> None:
    """Every field with every odd value, on each endpoint: an answer, or an error that says what is wrong."""
    with opened(tmp_path, wait=0.0) as house:
        bodies = [{"prompt": "a cat", field: value} for field in FIELDS for value in ODD]
        for path in ("/v1/images/generations", "/v1/images/edits"):
            for body in bodies:
                status, answer = post(house, path, body)
                assert status < 500 or answer["error"]["code"] == "still_running", (path, body, answer)
        for path in ("/api/check", "/api/orders"):
            for content in [{"request": body} for body in bodies] + [{"request": value} for value in ODD] + ODD:
                status, answer = post(house, path, content)
                assert status < 500, (path, content, answer)


def test_a_body_that_cannot_be_read_or_is_too_large_is_refused(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"{house.server.origin}/v1/images/edits"
    monkeypatch.setattr(guard, "LARGEST", 1000)
    cases = ((b"", "multipart/form-data", 400), (b"{", "application/json", 400), (b"x" * 2000, "application/json", 413))
    for content, kind, status in cases:
        headers = {"Content-Type": kind, "Authorization": f"Bearer {TOKEN}"}
        with pytest.raises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(urllib.request.Request(url, content, headers), timeout=20)
        with caught.value as answer:
            assert (answer.code, set(json.load(answer)["error"])) == (status, {"message", "type", "param", "code"})
