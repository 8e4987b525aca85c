"""Templates of file names: whatever a server says, the files lie in the folder that the caller named."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from brushwork_runtime.http.messages import HttpResponse
from brushwork_runtime.results.saving import Names, safe
from tests.runtime.support import client, images, picture, reply

FIELDS = {"model": "brush", "seed": "7", "id": "r-1", "request_id": "r-1", "task_id": "none"}
EVIL = st.one_of(
    st.text(max_size=300),
    st.text(alphabet="./\\ \0\n:~%{}$", max_size=12),
    st.sampled_from(["", ".", "..", "...", "/", "//", "/etc/passwd", "C:\\x", "con", "NUL.txt", "COM¹", "a. ", "{i}"]),
)
TEMPLATES = st.sampled_from(
    [
        "{task_id}/{i}.{ext}",
        "{task_id}.{ext}",
        "{task_id}{id}.{ext}",
        ".{task_id}/{id}",
        "{model}-{task_id}-{request_id}-{id}-{seed}.{ext}",
        "a/{task_id}/{request_id}/{i:03}.{ext}",
        "{task_id!r:>20}.{ext}",
        "",
    ]
)


@given(TEMPLATES, st.fixed_dictionaries(dict.fromkeys(FIELDS, EVIL)), st.integers(0, 60), st.integers(1, 3))
def test_files_stay_in_the_folder(template: str, fields: dict[str, str], index: int, count: int) -> None:
    folder = Path("/somewhere/chosen")
    path = Names(f"{folder}/{template}", fields, count).of(index)("png")
    assert path.is_relative_to(folder)
    assert os.path.normpath(path) == str(path)
    assert "\0" not in str(path)
    parts = path.relative_to(folder).parts
    assert parts
    assert len(parts) == (template or "x").count("/") + 1
    assert all(len(part.encode()) <= 250 and part == part.strip(" ") for part in parts)


@given(EVIL, st.integers(10, 80))
def test_a_field_is_a_name_by_itself(value: str, length: int) -> None:
    name = safe(value, length)
    assert name
    assert name.strip(". ") == name
    assert not set(name) & set('/\\:*?"<>|\0\n\r\t')
    assert name.isprintable()
    assert len(name.encode()) <= length
    assert name.partition(".")[0].upper() not in {"CON", "PRN", "AUX", "NUL", "COM1", "COM¹", "LPT9"}


@pytest.mark.parametrize("request_id", ["..", "/", "", "../../../etc", "\\..\\"])
def test_an_id_of_the_server_leads_nowhere_else(tmp_path: Path, request_id: str) -> None:
    content = picture(20, 10)
    document = images("https://r.example/1.png") | {"request_id": request_id}
    made, _ = client(lambda request: reply(document) if request.method == "POST" else HttpResponse(200, {}, content))
    target = tmp_path / "in" / "{request_id}" / "{task_id}" / "{i}.png"
    (path,) = made.generate("a cat", model="brush-1.0").save(str(target))
    assert path.is_relative_to(tmp_path / "in")
    assert path.resolve() == path
    assert len(path.relative_to(tmp_path).parts) == 4
    assert path.read_bytes() == content


@pytest.mark.parametrize(
    "template",
    [
        "a{b.png",
        "a{b}.png",
        "{}.png",
        "{0}.png",
        "{model",
        "{i}}",
        "{i:zz}",
        "{i!x}",
        "{i:{b}}",
        "{i.real}",
        "{i[0]}",
        "{i:99999999999999}",
    ],
)
def test_a_template_that_cannot_be_filled_says_what_is_accepted(template: str) -> None:
    for count in (1, 2):
        with pytest.raises(ValueError, match=r"not a valid template .*\{ext\}, \{i\}, \{id\}.*twice"):
            Names(template, FIELDS, count)


@pytest.mark.parametrize(
    ("template", "names"),
    [
        ("a{{b.png", ["a{b-0.png", "a{b-1.png"]),
        ("a}b.png", ["a}b-0.png", "a}b-1.png"]),
        ("{id}.png", ["r-1-0.png", "r-1-1.png"]),
        ("{id:.1}", ["r-0", "r-1"]),
        ("aux.png", ["aux-0.png", "aux-1.png"]),
    ],
)
def test_several_images_have_names_of_their_own(template: str, names: list[str]) -> None:
    found = Names(template, FIELDS, 2)
    assert [found.of(index)("png").name for index in range(2)] == names


def test_long_fields_are_cut_so_that_the_name_can_be_written(tmp_path: Path) -> None:
    long = dict.fromkeys(FIELDS, "é" * 200)
    path = Names(str(tmp_path / "{model}-{task_id}-{request_id}-{id}-{seed}-{i}.{ext}"), long, 1).of(3)("png")
    path.with_name(path.name + ".json").write_bytes(b"")
    assert path.name.endswith("-3.png")
