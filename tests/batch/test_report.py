"""What a batch leaves behind, held against a journal made by hand."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from brushwork import Client
from brushwork_batch.journal import Journal
from brushwork_batch.planning import plan
from brushwork_batch.records import Planned, Refused
from brushwork_batch.report import Report, write
from tests.batch.support import planned

EVIL = '<script>alert("1")</script> & {"x"} \u2028 猫'


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    with Journal(tmp_path / "jobs.journal") as made:
        made.set_meta(out=str(tmp_path / "out"), source=str(tmp_path / "jobs.jsonl"))
        made.add(planned(f"k{number}", number, prompt=f"cat {number} {EVIL}") for number in range(1, 8))
        made.reject([Refused(key="bad", line=8, request={"prompt": ""}, error="prompt is required")])
        for number in range(1, 5):
            done(made, f"k{number}", tmp_path / "out", seconds=float(number))
        end(made, "k5", "failed", error_code="DataInspectionFailed", error=f"inappropriate {EVIL}")
        end(made, "k6", "unknown", error_code="OutcomeUnknown", error="no answer")
        made.note("retry", "throttled", "k1")
        yield made


def done(journal: Journal, key: str, out: Path, *, seconds: float = 1.0, images: int = 1) -> None:
    name = key.replace("/", "_")
    files = [
        {
            "url": f"https://host/{name}-{i}.png?x",
            "file": str(out / "some pictures" / f"{name}#{i}.png"),
            "bytes": 9,
            "sha256": "ab",
            "width": 64,
            "height": 32,
        }
        for i in range(images)
    ]
    end(journal, key, "done", files=files, seconds=seconds, cost=Decimal("0.03"), billed=images, request_id="r")


def end(journal: Journal, key: str, state: Any, **columns: Any) -> None:
    assert journal.move(key, "sending", expect=("planned",), sending_at=1_700_000_000.0)
    assert journal.move(key, state, expect=("sending",), finished_at=1_700_000_060.0, **columns)


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").split("\n") if line]


def test_the_pictures_are_a_data_set(journal: Journal, tmp_path: Path) -> None:
    write(journal)
    found = lines(tmp_path / "out" / "metadata.jsonl")
    assert [line["file_name"] for line in found] == [f"some pictures/k{n}#0.png" for n in range(1, 5)]
    assert all(next(iter(line)) == "file_name" for line in found)
    assert {tuple(line) for line in found} == {tuple(found[0])}
    assert found[0]["text"].startswith("cat 1")
    assert found[0]["cost"] == 0.03
    assert json.loads(found[0]["request"])["model"] == "wan2.6-t2i"


def test_answers_have_the_shape_of_openai(journal: Journal, tmp_path: Path) -> None:
    write(journal)
    found = {line["custom_id"]: line for line in lines(tmp_path / "out" / "output.jsonl")}
    assert list(found) == ["k1", "k2", "k3", "k4", "k5", "k6"]
    assert found["k1"]["error"] is None
    assert found["k1"]["response"]["status_code"] == 200
    assert found["k1"]["response"]["body"]["data"][0]["url"] == "https://host/k1-0.png?x"
    assert found["k5"]["response"] is None
    assert found["k5"]["error"]["code"] == "DataInspectionFailed"
    assert found["k6"]["error"] == {"code": "OutcomeUnknown", "message": "no answer"}


def test_errors_feed_back_in_and_what_is_unclear_does_not(journal: Journal, tmp_path: Path) -> None:
    write(journal)
    with Client(api_key="sk-test", region="ap-southeast-1") as client:
        (row,) = plan(tmp_path / "out" / "errors.jsonl", client)
        (bad,) = plan(tmp_path / "out" / "rejected.jsonl", client)
    job = journal.get("k5")
    assert isinstance(row, Planned)
    assert job is not None
    assert (row.key, row.request) == ("k5", job.request)
    assert isinstance(bad, Refused)
    assert lines(tmp_path / "out" / "rejected.jsonl")[0]["_error"]["line"] == 8


def test_files_of_faults_go_once_there_are_none(journal: Journal, tmp_path: Path) -> None:
    write(journal)
    journal.resend("k5")
    report = write(journal)
    assert not (tmp_path / "out" / "errors.jsonl").exists()
    assert "errors.jsonl" not in report.files


def test_figures_are_those_of_the_journal(journal: Journal) -> None:
    found = write(journal).to_dict()
    assert found["states"] == {"planned": 1, "done": 4, "failed": 1, "rejected": 1, "unknown": 1}
    (model,) = found["models"]
    assert model["cost"] == {"USD": "0.12"}
    assert model["latency"] == {"p50": 3.0, "p90": 4.0, "p99": 4.0}
    assert [each["key"] for each in found["slowest"]] == ["k4", "k3", "k2", "k1"]
    assert {each["code"]: each["count"] for each in found["errors"]} == {
        "DataInspectionFailed": 1, "OutcomeUnknown": 1, "InvalidRequest": 1,
    }  # fmt: skip
    assert found["unknown"] == ["k6"]
    assert found["retries"] == {"retry": 1}
    json.dumps(found)


class Page(HTMLParser):
    """Elements with their attributes, and the text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def page(report: Report) -> Page:
    return Page(report.files["report.html"].read_text("utf-8"))


def test_the_page_shows_it_and_escapes_it(journal: Journal) -> None:
    found = page(write(journal))
    assert "script" not in {tag for tag, _ in found.elements}
    assert EVIL in found.text
    for words in ("DataInspectionFailed", "USD 0.12", "k6", "throttled", "prompt is required"):
        assert words in found.text
    images = [attributes["src"] for tag, attributes in found.elements if tag == "img"]
    assert images == [f"some%20pictures/k{n}%230.png" for n in range(1, 5)]


def test_the_page_asks_nobody_for_anything(journal: Journal) -> None:
    found = page(write(journal))
    named = [
        value
        for _, attributes in found.elements
        for name, value in attributes.items()
        if name in ("src", "href", "srcset")
    ]
    assert named
    assert not [value for value in named if value is None or re.match(r"(?!data:)[a-z]+:|//", value)]


def test_a_matrix_is_side_by_side(tmp_path: Path) -> None:
    with Journal(tmp_path / "m.journal") as journal:
        journal.set_meta(out=str(tmp_path / "out"), matrix=json.dumps(["model"]))
        for line in (1, 2):
            for model in ("wan2.6-t2i", "wan2.7-image"):
                journal.add([planned(f"r{line}.{model}", line, prompt=f"row {line}", model=model)])
                if (line, model) != (2, "wan2.7-image"):
                    done(journal, f"r{line}.{model}", tmp_path / "out", images=2)
        text = write(journal).files["report.html"].read_text("utf-8")
    table = re.search(r'<table class="matrix">.*?</table>', text)
    assert table is not None
    rows = table[0].split("<tr>")[1:]
    assert re.findall(r'scope="col">([^<]+)', rows[0]) == ["wan2.6-t2i", "wan2.7-image"]
    assert [row.count("<img") for row in rows] == [0, 4, 2]
    assert "no picture" in rows[2]


def test_a_large_batch_shows_some_and_lists_all(tmp_path: Path) -> None:
    with Journal(tmp_path / "l.journal") as journal:
        journal.set_meta(out=str(tmp_path / "out"))
        journal.add(planned(f"k{number}", number) for number in range(1, 451))
        for number in range(1, 451):
            done(journal, f"k{number}", tmp_path / "out")
        report = write(journal)
    assert len(lines(tmp_path / "out" / "metadata.jsonl")) == 450
    assert "The first 400 of 450" in page(report).text


def test_a_batch_that_did_not_begin_has_a_page(tmp_path: Path) -> None:
    with Journal(tmp_path / "e.journal") as journal:
        journal.set_meta(out=str(tmp_path / "out"))
        report = write(journal)
    assert "Nothing was sent yet." in page(report).text
    assert list(report.files) == ["report.html"]
