"""Inputs of every form: what is read of them, and what is said of what cannot be."""

from __future__ import annotations

import codecs
import io
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from brushwork import Client
from brushwork_batch.errors import InputError, KeyConflict
from brushwork_batch.expand import Expansion, values_of
from brushwork_batch.planning import Planning, plan
from brushwork_batch.records import Planned, Refused
from brushwork_batch.rows import read

CAT = {"model": "wan2.6-t2i", "prompt": "a cat"}
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d494844520000020000000200080200000000000000"  # 512 x 512: the header is enough
)


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    with Client(api_key="sk-test", region="ap-southeast-1") as made:
        yield made


def file(folder: Path, *lines: object, name: str = "jobs.jsonl", encoding: str = "utf-8") -> Path:
    path = folder / name
    texts = [line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines]
    path.write_bytes("".join(f"{text}\n" for text in texts).encode(encoding))
    return path


def planned(path: Path | str, client: Client, **options: Any) -> list[Planned]:
    found = list(plan(path, client, **options))
    assert all(isinstance(row, Planned) for row in found), found
    return [row for row in found if isinstance(row, Planned)]


def refused(path: Path, client: Client, **options: Any) -> list[Refused]:
    return [row for row in plan(path, client, **options) if isinstance(row, Refused)]


def test_flat_requests_bodies_and_lines_of_openai_are_read_alike(tmp_path: Path, client: Client) -> None:
    body = {"model": "wan2.6-t2i", "input": {"messages": [{"role": "user", "content": [{"text": "a cat"}]}]}}
    line = {"custom_id": "c", "method": "POST", "url": "/v1/images/generations", "body": {**CAT, "n": 2}}
    path = file(tmp_path, {"key": "a", **CAT}, {"key": "b", **body}, "", line)
    rows = planned(path, client)
    assert [(row.key, row.line, row.model, row.images) for row in rows] == [
        ("a", 1, "wan2.6-t2i", 1),
        ("b", 2, "wan2.6-t2i", 1),
        ("c", 4, "wan2.6-t2i", 2),
    ]
    assert {row.route for row in rows} == {"task"}
    assert [client.prepare(row.request).prompt for row in rows] == ["a cat"] * 3


def test_a_row_without_a_key_has_that_of_its_content(tmp_path: Path, client: Client) -> None:
    path = file(tmp_path, CAT, {"prompt": "a cat", "model": "wan2.6-t2i"}, {**CAT, "seed": 1})
    planning = Planning(path, client)
    first, other = list(planning)
    assert first.key != other.key
    assert planning.forecast().again == 1
    assert [row.key for row in plan(path, client)] == [first.key, other.key]


def test_a_key_of_two_requests_names_both_lines(tmp_path: Path, client: Client) -> None:
    path = file(tmp_path, {"key": "a", **CAT}, {"key": "b", **CAT}, {"key": "a", **CAT, "seed": 4})
    with pytest.raises(KeyConflict, match="'a' stands for two different requests, on line 1 and on line 3"):
        list(plan(path, client))


def test_every_faulty_line_is_told_and_none_stops_the_others(tmp_path: Path, client: Client) -> None:
    path = tmp_path / "jobs.jsonl"
    lines = [
        json.dumps({"key": "good", **CAT}).encode(),
        b'{"model": "wan2.6-t2i", "prompt"',
        b'{"prompt": "\xff"}',
        b'{"model": "wan2.6-t2i", "prompt": "a", "n": 1, "n": 4}',
        b"[]",
        b'{"prompt": "a", "n": NaN}',
        b'{"prompt": "\\ud800", "model": "wan2.6-t2i"}',
        json.dumps({**CAT, "n": 99}).encode(),
        json.dumps({"prompt": "a"}).encode(),
        json.dumps({**CAT, "sise": "1280*1280"}).encode(),
        json.dumps({"custom_id": "chat", "method": "POST", "url": "/v1/chat/completions", "body": CAT}).encode(),
        json.dumps({"key": "last", **CAT, "seed": 1}).encode(),
    ]
    path.write_bytes(b"\n".join(lines))
    rows = list(plan(path, client))
    assert [row.key for row in rows if isinstance(row, Planned)] == ["good", "last"]
    faults = {row.line: row.error for row in rows if isinstance(row, Refused)}
    assert sorted(faults) == [2, 3, 4, 5, 6, 7, 8, 9, 10, 11]
    told = (
        "not valid JSON",
        "not UTF-8",
        "n twice",
        "not an object",
        "NaN",
        "read as JSON",
        "n is 99",
        "model is required",
    )
    for line, words in enumerate((*told, "size", "url"), 2):
        assert words in faults[line], (line, faults[line])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be-bom"])
@pytest.mark.parametrize("name", ["jobs.jsonl", "jobs.csv"])
def test_marks_and_utf_16_are_read(tmp_path: Path, client: Client, encoding: str, name: str) -> None:
    prompt = "一只猫, 春天\u2028and a long enough line to be cut somewhere 呀"
    lines = [json.dumps({"key": f"k{i}", **CAT, "prompt": prompt}, ensure_ascii=False) for i in range(3)]
    if name.endswith("csv"):
        lines = ["key,model,prompt", *(f'k{i},wan2.6-t2i,"{prompt}"' for i in range(3))]
    text = "\r\n".join(lines) + "\r\n"
    big = encoding == "utf-16-be-bom"
    path = tmp_path / name
    path.write_bytes(codecs.BOM_UTF16_BE + text.encode("utf-16-be") if big else text.encode(encoding))
    rows = planned(path, client)
    assert [(row.key, row.request["prompt"]) for row in rows] == [(f"k{i}", prompt) for i in range(3)]


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.jsonl", json.dumps([CAT]).encode(), "JSON lines"),
        ("a.jsonl", json.dumps([CAT], indent=1).encode(), "JSON lines"),
        ("a.jsonl", json.dumps(CAT).encode("utf-16-le"), "UTF-16 without its mark"),
        ("a.jsonl", json.dumps(CAT).encode("utf-32"), "UTF-32"),
        ("a.csv", "prompt\n一张图片\n".encode("gbk"), "not UTF-8: line 2"),
        ("a.csv", b"prompt;model\na;b\n", "semicolons"),
        ("a.csv", b"prompt,prompt\na,b\n", "'prompt' twice"),
        ("a.csv", b'prompt\n"never closed\n', "line 2"),
        ("a.xlsx", b"PK", "spreadsheet"),
        ("a.parquet", b"PAR0", "Parquet"),
    ],
)
def test_what_holds_for_the_whole_input_is_an_error(tmp_path: Path, name: str, content: bytes, told: str) -> None:
    if name.endswith("parquet"):
        pytest.importorskip("pyarrow")
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError) as caught:
        list(read(tmp_path / name))
    assert told in f"{caught.value} {caught.value.hint}"


def test_a_missing_file_and_an_empty_folder_are_told(tmp_path: Path) -> None:
    for path in (tmp_path / "none.jsonl", tmp_path):
        with pytest.raises(InputError):
            list(read(path))


def test_cells_of_csv_become_what_the_model_says_they_are(tmp_path: Path, client: Client) -> None:
    path = file(
        tmp_path,
        "key,model,prompt,n,prompt_extend,seed",
        '1,wan2.6-t2i,"a cat,\nin two lines",2,false,',
        "2,wan2.6-t2i,7,,,12",
        "3,wan2.6-t2i,a,b,c,d,e,f",
        "4,wan2.6-t2i,a,two,,",
        name="jobs.csv",
    )
    one, two, three, four = list(plan(path, client))
    assert one.request == {
        "model": "wan2.6-t2i", "prompt": "a cat,\nin two lines", "n": 2, "prompt_extend": False,
    }  # fmt: skip
    assert (two.line, two.request["prompt"], two.request["seed"]) == (4, "7", 12)
    assert isinstance(three, Refused)
    assert "8 cells" in three.error
    assert isinstance(four, Refused)
    assert "n is 'two'" in four.error


def test_parquet_is_read(tmp_path: Path, client: Client) -> None:
    arrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    rows = [{"key": "a", **CAT, "n": 2, "seed": None}, {"key": "b", **CAT, "n": None, "seed": 3}]
    parquet.write_table(arrow.Table.from_pylist(rows), tmp_path / "jobs.parquet")
    found = planned(tmp_path / "jobs.parquet", client)
    assert [row.request for row in found] == [{**CAT, "n": 2}, {**CAT, "seed": 3}]


def test_parquet_says_which_extra_it_needs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyarrow.parquet", None)
    with pytest.raises(ImportError, match=r"brushwork\[arrow\]"):
        list(read(tmp_path / "jobs.parquet"))


def test_a_folder_is_edited_by_one_prompt(tmp_path: Path, client: Client) -> None:
    for name in ("b.png", "a.PNG", "notes.txt"):
        (tmp_path / name).write_bytes(PNG)
    expansion = Expansion(model="wan2.7-image", values={"prompt": "make it night"})
    rows = planned(tmp_path, client, expansion=expansion)
    assert [(row.key, row.mode) for row in rows] == [("a", "edit"), ("b", "edit")]
    assert rows[0].request["reference_images"] == [str(tmp_path / "a.PNG")]


def test_images_are_found_beside_the_input_and_nowhere_else(tmp_path: Path, client: Client) -> None:
    inside = tmp_path / "in"
    inside.mkdir()
    (inside / "a.png").write_bytes(PNG)
    (tmp_path / "secret.png").write_bytes(PNG)
    edit = {"model": "wan2.7-image", "prompt": "night"}
    content = [{"image": "a.png"}, {"text": "night"}]
    body = {"model": "wan2.7-image", "input": {"messages": [{"role": "user", "content": content}]}}
    path = file(
        inside,
        {**edit, "reference_images": ["a.png"]},
        body,
        {**edit, "reference_images": ["https://example.com/a.png", str(inside / "a.png")]},
        {**edit, "reference_images": ["../secret.png"]},
        {**edit, "reference_images": [str(tmp_path / "secret.png")]},
    )
    rows = list(plan(path, client))
    assert [isinstance(row, Planned) for row in rows] == [True, True, True, False, False]
    assert rows[0].request["reference_images"] == [str(inside / "a.png")]
    assert str(inside / "a.png") in json.dumps(rows[1].request)
    assert [row.line for row in refused(path, client)] == [4, 5]
    assert all(isinstance(row, Planned) for row in plan(path, client, anywhere=True))


def test_notes_are_not_sent(tmp_path: Path, client: Client) -> None:
    (row,) = planned(file(tmp_path, {"key": "a", **CAT, "_error": {"code": "x"}}), client)
    assert row.request == CAT


def test_stdin_is_json_lines(client: Client) -> None:
    rows = list(plan("-", client, stdin=io.BytesIO(json.dumps({"key": "a", **CAT}).encode())))
    assert [row.key for row in rows] == ["a"]


def test_known_rows_are_not_looked_at_again(tmp_path: Path, client: Client) -> None:
    path = file(tmp_path, {"key": "a", **CAT}, {"key": "b", **CAT, "seed": 1})
    first = planned(path, client)
    from brushwork_batch.records import fingerprint

    marks = {row.key: fingerprint(row.request) for row in first}

    def known(keys: Sequence[str]) -> dict[str, str]:
        assert keys == ["a", "b"]
        return {"a": marks["a"]}

    assert list(plan(path, client, known=known)) == first[1:]
    marks["a"] = "another"
    with pytest.raises(KeyConflict, match="line 1"):
        list(plan(path, client, known=known))


# What is made of a row


def test_values_hold_for_every_row_and_the_model_for_those_without_one(tmp_path: Path, client: Client) -> None:
    path = file(tmp_path, {"key": "a", "prompt": "a cat", "n": 4}, {"key": "b", **CAT})
    expansion = Expansion(model="wan2.7-image", values={"n": "1"})
    rows = planned(path, client, expansion=expansion)
    assert [(row.model, row.request["n"]) for row in rows] == [("wan2.7-image", 1), ("wan2.6-t2i", 1)]


def test_a_matrix_makes_every_pair_and_repeat_several(tmp_path: Path, client: Client) -> None:
    path = file(tmp_path, {"key": "a", **CAT})
    matrix = {"model": ["wan2.6-t2i", "wan2.7-image"], "size": ["1280*1280", "1696*960"]}
    rows = planned(path, client, expansion=Expansion(matrix=matrix, repeat=2))
    assert len({row.key for row in rows}) == len(rows) == 8
    assert rows[0].key == "a.model=wan2.6-t2i.size=1280*1280.1"
    assert {(row.model, row.request["size"]) for row in rows} == {
        (model, size) for model in matrix["model"] for size in matrix["size"]
    }


def test_repetitions_of_a_seed_have_the_seeds_after_it(tmp_path: Path, client: Client) -> None:
    rows = planned(file(tmp_path, {**CAT, "seed": 7}), client, expansion=Expansion(repeat=3))
    assert [row.request["seed"] for row in rows] == [7, 8, 9]
    assert len({row.key for row in rows}) == 3


def test_a_prompt_is_filled_from_its_row(tmp_path: Path, client: Client) -> None:
    path = file(tmp_path, "animal,place", "cat,garden", "dog,sea", name="jobs.csv")
    values = {"prompt": "a {animal} by the {place}, {{really}}"}
    rows = planned(path, client, expansion=Expansion(model="wan2.6-t2i", values=values, template=True))
    assert [row.request for row in rows] == [
        {"prompt": "a cat by the garden, {really}", "model": "wan2.6-t2i"},
        {"prompt": "a dog by the sea, {really}", "model": "wan2.6-t2i"},
    ]


@pytest.mark.parametrize("prompt", ["a {animal}", "a {", "a {0!r}", "a {}", "a {model.__class__}"])
def test_a_prompt_that_cannot_be_filled_is_refused(tmp_path: Path, client: Client, prompt: str) -> None:
    (row,) = refused(file(tmp_path, {**CAT, "prompt": prompt}), client, expansion=Expansion(template=True))
    assert row.line == 1


def test_values_of_a_matrix_are_written_with_commas_or_as_json() -> None:
    assert values_of("a, b") == ["a", "b"]
    assert values_of('["a, b", 2]') == ["a, b", "2"]
    assert values_of("[a") == ["[a"]
