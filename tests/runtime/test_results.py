"""Results: what they hold, and where they are saved."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from brushwork_runtime.base.errors import BrushworkError, ResultExpired
from brushwork_runtime.http.messages import HttpRequest, HttpResponse
from brushwork_runtime.results.result import ImagePart, Result, TextPart
from brushwork_runtime.results.saving import safe
from tests.runtime.support import Client, client, images, picture, reply

CONTENT = picture(20, 10)


def serve(document: object) -> tuple[Client, list[str]]:
    """A client of a service that answers with `document` and whose images can be fetched."""
    fetched: list[str] = []

    def answer(request: HttpRequest) -> HttpResponse:
        if request.method == "POST":
            return reply(document)
        fetched.append(request.url)
        return HttpResponse(200, {}, CONTENT if "jpg" not in request.url else picture(form="JPEG"))

    return client(answer)[0], fetched


def result(*urls: str, seed: int | None = None) -> Result:
    usage = {"image_count": 1, "width": 20, "height": 10}
    made, _ = serve(images(*(urls or ("https://r.example/1.png",)), usage=usage))
    return made.generate("a cat", model="brush-1.0", n=len(urls) or 1, seed=seed)


def test_a_result_is_a_sequence_of_images() -> None:
    found = result("https://r.example/1.png", "https://r.example/2.png")
    assert len(found) == 2
    assert [image.url for image in found] == [found[0].url, found[1].url]
    assert found.images[1] is found[-1] is found[0:][1]


def test_what_the_service_said_is_kept() -> None:
    found = result(seed=7)
    assert (found.request_id, found.task_id, found.model, found.mode, found.seed) == (
        "r-1",
        None,
        "brush-1.0",
        "generate",
        7,
    )
    assert (found.usage.image_count, found.usage.size, found.usage.total_tokens) == (1, "20*10", None)
    assert found.raw["request_id"] == "r-1"
    assert found.failures == ()
    assert found.cost is None


def test_an_image_is_fetched_once() -> None:
    made, fetched = serve(images("https://r.example/1.png?Signature=a%2fb"))
    image = made.generate("a cat", model="brush-1.0")[0]
    assert repr(image.width) == "None"
    assert image.bytes() == image.bytes() == CONTENT
    assert fetched == ["https://r.example/1.png?Signature=a%2fb"]
    assert (image.format, image.width, image.height) == ("PNG", 20, 10)
    assert image.to_pil().size == (20, 10)


def test_saving_an_image(tmp_path: Path) -> None:
    image = result()[0]
    assert image.save(tmp_path / "a.png") == tmp_path / "a.png" == image.path
    assert (tmp_path / "a.png").read_bytes() == CONTENT
    with pytest.raises(FileExistsError):
        image.save(tmp_path / "a.png")
    image.bytes()
    with pytest.raises(FileExistsError):
        image.save(tmp_path / "a.png")
    assert image.save(str(tmp_path / "b.{ext}")) == tmp_path / "b.png"


def test_a_folder_is_made_and_names_do_not_collide(tmp_path: Path) -> None:
    found = result("https://r.example/../../etc/x.png", "https://r.example/2.jpg")
    paths = found.save(tmp_path / "out")
    assert [path.name for path in paths] == ["brush-1.0-r-1-0.png", "brush-1.0-r-1-1.jpg"]
    assert {path.parent for path in paths} == {tmp_path / "out"}


@pytest.mark.parametrize(
    ("template", "names"),
    [
        ("{model}-{seed}-{i}.{ext}", ["brush-1.0-7-0.png", "brush-1.0-7-1.png"]),
        ("{mode}.{ext}", ["generate-0.png", "generate-1.png"]),
        ("{i:03}.{ext}", ["000.png", "001.png"]),
        ("cat.png", ["cat-0.png", "cat-1.png"]),
        ("deep/{id}/{i}.{ext}", ["deep/r-1/0.png", "deep/r-1/1.png"]),
    ],
)
def test_templates(tmp_path: Path, template: str, names: list[str]) -> None:
    found = result("https://r.example/1.png", "https://r.example/2.png", seed=7)
    paths = found.save(str(tmp_path / template))
    assert [path.relative_to(tmp_path).as_posix() for path in paths] == names


def test_a_file_name_is_taken_as_it_is(tmp_path: Path) -> None:
    assert result().save(tmp_path / "cat.png") == [tmp_path / "cat.png"]


def test_an_unknown_field_is_named(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"no field \{nmae\}"):
        result().save(str(tmp_path / "{nmae}.png"))


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("../../etc", "_.._etc"),
        ("con", "_con"),
        ("a\0b", "a_b"),
        ("x" * 300, "x" * 80),
        ("NUL.txt", "_NUL.txt"),
        ("", "_"),
        ("..", "_"),
    ],
)
def test_fields_are_safe_names(value: str, name: str) -> None:
    assert safe(value) == name


def story() -> dict[str, object]:
    content = [
        {"type": "text", "text": "First "},
        {"type": "image", "image": "https://r.example/1.png"},
        {"type": "text", "text": "Then"},
        {"type": "image", "image": "https://r.example/2.png"},
    ]
    choices = [{"finish_reason": "stop", "message": {"role": "assistant", "content": content}}]
    return {"output": {"task_id": "t-1", "task_status": "SUCCEEDED", "choices": choices}, "request_id": "r-1"}


def test_text_and_images_in_turns_are_saved_as_a_page(tmp_path: Path) -> None:
    made, _ = serve(story())
    found = made.generate("latte", model="brush-1.0", mode="interleave", protocol="stream")
    assert [type(part) for part in found.parts] == [TextPart, ImagePart, TextPart, ImagePart]
    assert found.text == "First \n\nThen"
    paths = found.save(tmp_path / "latte")
    assert [path.name for path in paths][-1] == "index.md"
    assert (tmp_path / "latte" / "index.md").read_text() == (
        "First\n\n![](brush-1.0-t-1-0.png)\n\nThen\n\n![](brush-1.0-t-1-1.png)\n"
    )


def test_an_expired_image_says_so() -> None:
    made, _ = client(
        lambda request: reply(images("https://r/1")) if request.method == "POST" else HttpResponse(403, {})
    )
    with pytest.raises(ResultExpired):
        made.generate("a cat", model="brush-1.0")[0].bytes()


def test_reprs_say_what_to_do() -> None:
    found = result("https://r.example/1.png?Signature=secret")
    assert repr(found) == '<Result: 1 image of brush-1.0; .save("out/"), [0].to_pil(), .usage, .raw>'
    assert repr(found[0]) == "<Image https://r.example/1.png?…; .save(path), .bytes(), .to_pil(), .url>"
    found[0].bytes()
    assert "20x10 PNG" in repr(found[0])


def test_a_result_pickles_without_the_key() -> None:
    made, _ = serve(images("https://r.example/1.png"))
    found = made.generate("a cat", model="brush-1.0", seed=7)
    content = pickle.dumps(found)
    again: Result = pickle.loads(content)
    assert (again.model, again.seed, again[0].url) == (found.model, 7, found[0].url)
    assert b"sk-test" not in content


def test_an_error_names_no_more_files_than_a_person_reads(tmp_path: Path) -> None:
    """However many images an answer claims to hold."""

    def answer(request: HttpRequest) -> HttpResponse:
        if request.method == "POST":
            return reply(images(*(f"https://r.example/{number}.png" for number in range(148))))
        return HttpResponse(404, {}, b"") if request.url.endswith("/40.png") else HttpResponse(200, {}, CONTENT)

    found = client(answer)[0].generate("a cat", model="brush-1.0")
    with pytest.raises(BrushworkError, match="This is image 41 of 148") as caught:
        found.save(tmp_path)
    text = str(caught.value)
    assert text.count(".png") < 20
    assert "and 135 more." in text
    assert len(list(tmp_path.iterdir())) == 147
