"""The whole of `diff`: nothing escapes it, order says nothing, its reports, and what it can compare."""

from __future__ import annotations

import copy
import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from generator.cli import main
from generator.diff.compare import compare
from generator.diff.ir_json import ReadError, read_ir
from generator.diff.version import Version, needed, parse
from generator.ir import Json, Spec, to_json
from generator.load import load
from generator.plan import plan
from tests.generator.planned import HERE, real, tiny
from tests.package.made_up import spec as made_up

BASE = HERE / "spec_errors" / "base"
DERIVED = {"location", "identifier", "class_name", "module", "file", "family", "disputes", "probe", "in_result"}
"""Fields that follow from others, or that no caller can tell, such as how the service is asked about a dispute."""
REQUESTS = {"call", "body", "request"}
ORDERED = {"routes", "content", "aspect", "value", "inputs", "output_pixels", "combinations"}
"""Lists whose order says something, as it does in pairs of numbers and in lists of lists."""


def base() -> Spec:
    return plan(load(BASE))


def every() -> Spec:
    """The specs with a family of every construct of a parameter, as a new model may bring them."""
    return made_up("mosaic-1")


def leaves(item: Json, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if isinstance(item, dict):
        for key, value in item.items():
            if key not in DERIVED:
                yield from leaves(value, (*path, key))
    elif isinstance(item, list):
        for number, value in enumerate(item):
            yield from leaves(value, (*path, number))
    elif item is not None:
        yield path


def others(value: Any) -> list[Any]:
    """Other values, one of which the field takes."""
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, int):
        return [value + 1]
    words = "sync async messages prompt images parts never slowly exactly at_most choice integer size only_when minute"
    more = "forbidden_when second POST GET generate interleave sides count items choices ignored input_image"
    return ["3:7"] if ":" in value and len(value) == 3 else [f"{value}x", *f"{words} {more}".split()]


def unseen(path: tuple[Any, ...], spec: dict[str, Any]) -> bool:
    """The path of a route is that of its endpoint, where an example goes that of its request; of what is always sent,
    only the value shows.
    """
    holder: Any = spec
    for step in path[:-1]:
        holder = holder[step]
    constant = path[-1] in ("kind", "required") and path[-3] == "parameters" and holder["constant"] is not None
    derived = path[-1] in ("endpoint", "region") and path[-3] == "examples"
    return constant or derived or (path[-1] == "path" and path[-3] == "routes")


@pytest.mark.parametrize("spec", [tiny(), base()], ids=["tiny", "base"])
def test_no_fact_changes_unseen(spec: Spec) -> None:
    stored = json.loads(to_json(spec))
    paths = [path for path in leaves(stored) if not unseen(path, stored)]
    assert len(paths) > 300
    for path in paths:
        changed = copy.deepcopy(stored)
        holder = changed
        for step in path[:-1]:
            holder = holder[step]
        assert compare(spec, other(changed, holder, path[-1])), path


def other(stored: dict[str, Any], holder: Any, key: Any) -> Spec:
    """The IR with another value in one place."""
    before = holder[key]
    for value in others(before):
        holder[key] = value
        try:
            if value != before:
                return read_ir(json.dumps(stored), "changed")
        except ReadError:
            continue
    raise AssertionError(f"no other value for {key}: {before}")


def backwards(item: Json, key: str = "") -> Any:
    """All lists and mappings in the opposite order, but for the lists whose order says something."""
    if isinstance(item, dict):
        return {name: value if name in REQUESTS else backwards(value, name) for name, value in reversed(item.items())}
    if not isinstance(item, list):
        return item
    turned = [backwards(value) for value in item]
    numbers = all(isinstance(value, int | float) for value in item)
    return turned if numbers or key in ("", *ORDERED) else turned[::-1]


@pytest.mark.parametrize("spec", [tiny(), base(), real(), every()], ids=["tiny", "base", "real", "every construct"])
def test_order_says_nothing(spec: Spec) -> None:
    stored = json.loads(to_json(spec))
    turned = backwards(stored)
    for use in turned["api"]["uses"]:
        use["models"].reverse()  # best first
    turned["api"]["examples"] = stored["api"]["examples"][::-1]  # of requests, within which lists have an order
    turned["api"]["environment"] = stored["api"]["environment"]  # the first that is set
    assert json.dumps(turned) != json.dumps(stored)
    assert compare(spec, read_ir(json.dumps(turned), "turned")) == ()


@pytest.mark.parametrize("spec", [tiny(), real()], ids=["tiny", "real"])
def test_the_ir_survives_its_file(spec: Spec) -> None:
    assert read_ir(to_json(spec), "ir.json") == spec


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "ir.json: no JSON: "),
        ("[]", "ir.json: expected a mapping, found []"),
        ('{"api": 3}', "ir.json.api: expected a mapping, found 3"),
        ("{}", "ir.json.api: expected a value, found nothing"),
    ],
)
def test_what_is_no_ir(text: str, said: str) -> None:
    with pytest.raises(ReadError) as caught:
        read_ir(text, "ir.json")
    assert str(caught.value).startswith(said)


def test_a_wrong_value_is_named_with_its_place() -> None:
    stored = json.loads(to_json(tiny()))
    stored["families"][0]["models"][0]["modes"][0]["parameters"][1]["range"] = [1]
    with pytest.raises(
        ReadError, match=r"models\[0\]\.modes\[0\]\.parameters\[1\]\.range: expected a list of 2, found"
    ):
        read_ir(json.dumps(stored), "ir.json")


def test_an_older_ir_lacks_fields_and_has_others() -> None:
    stored = json.loads(to_json(tiny()))
    for model in stored["families"][0]["models"]:
        del model["location"]
        model["no longer known"] = 1
        for mode in model["modes"]:
            del mode["prompt"]["conflicts"]
    assert compare(tiny(), read_ir(json.dumps(stored), "old.json")) == ()


@pytest.fixture
def older(tmp_path: Path) -> Path:
    """Specs with edits of every class."""
    specs = Path(shutil.copytree(BASE, tmp_path / "older"))
    file = specs / "models" / "paint.yaml"
    text = file.read_text("utf-8")
    for new, old in (
        ("    range: [1, 4]\n    default: 4", "    range: [1, 6]\n    default: 2"),
        ('amount: "0.03"', 'amount: "0.02"'),
        ("choices: [oil, pencil]", "choices: [oil]"),
        ("summary: The faster one.", "summary: The fast one."),
        ("  - {endpoint: draw-later, protocol: async,", "  - {endpoint: draw, protocol: stream,"),
    ):
        assert text.count(new) == 1
        text = text.replace(new, old)
    file.write_text(text, "utf-8")
    return specs


@pytest.mark.parametrize("form", [[], ["--json"], ["--markdown"]], ids=["text", "json", "markdown"])
def test_report(
    form: list[str],
    older: Path,
    monkeypatch: pytest.MonkeyPatch,
    snapshot: SnapshotAssertion,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(older.parent)
    shutil.copytree(BASE, "newer")
    assert main(["diff", "older", "newer", *form]) == 0
    found = capsys.readouterr()
    assert found.out == snapshot
    assert found.err == ""


def test_no_change(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(HERE)
    assert main(["diff", "tiny_specs", "tiny_specs"]) == 0
    assert main(["diff", "tiny_specs", "tiny_specs", "--markdown"]) == 0
    assert capsys.readouterr().out == "tiny_specs -> tiny_specs: no change\n"


def git(folder: Path, *arguments: str) -> None:
    who = ("-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false")
    subprocess.run(["git", "-C", folder, *who, *arguments], check=True, capture_output=True)


def test_revisions_and_files(older: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project = tmp_path / "project"
    shutil.copytree(older, project / "sub" / "specs")
    (project / "sub" / "pyproject.toml").write_text('[project]\nname = "x"\nversion = "2.3.4"\n')
    git(tmp_path, "init", "-q", "project")
    git(project, "add", ".")
    git(project, "commit", "-q", "-m", "Old")
    git(project, "tag", "v2.3.4")
    specs = project / "sub" / "specs"
    shutil.copytree(BASE, specs, dirs_exist_ok=True)

    assert main(["diff", "v2.3.4", "--specs", str(specs)]) == 0
    by_tag = capsys.readouterr().out
    assert by_tag.startswith("v2.3.4 -> ")
    assert by_tag.endswith("version: 2.3.4 -> 3.0.0 or higher (major)\n")

    assert main(["ir", "--specs", str(older)]) == 0
    stored = tmp_path / "old.json"
    stored.write_text(capsys.readouterr().out, "utf-8")
    assert main(["diff", str(stored), "--specs", str(specs), "--json"]) == 0
    by_file = json.loads(capsys.readouterr().out)
    assert main(["diff", "HEAD", str(specs), "--specs", str(specs), "--json"]) == 0
    by_head = json.loads(capsys.readouterr().out)
    assert by_file["changes"] == by_head["changes"]
    assert (by_file["version"], by_head["version"]) == (None, "3.0.0")

    (specs / "errors.yaml").write_text("codes: {}\n")
    git(project, "commit", "-q", "-a", "-m", "Broken")
    shutil.copytree(BASE, specs, dirs_exist_ok=True)
    for name, said in (
        (
            "HEAD",
            "error: HEAD: this generator does not read the specs of that revision:\nspecs/errors.yaml:1:8: the mapping",
        ),
        (
            "nosuch",
            "error: nosuch: no file, no folder, and no revision that git knows with specs in it; expected released",
        ),
    ):
        assert main(["diff", name, "--specs", str(specs)]) == 1
        found = capsys.readouterr()
        assert (found.out, found.err.startswith(said)) == ("", True), found.err


def test_without_a_release(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    specs = shutil.copytree(BASE, tmp_path / "specs")
    assert main(["diff", "--specs", str(specs)]) == 1
    assert (
        "specs/released.json: cannot be read (No such file or directory); `make baseline` writes it"
        in capsys.readouterr().err
    )


@pytest.mark.parametrize(
    ("released", "level", "wanted"),
    [
        ("0.1.0", "breaking", "0.2.0"),
        ("0.1.9", "feature", "0.1.10"),
        ("0.1.0", "fix", "0.1.1"),
        ("0.1.0", None, "0.1.0"),
        ("1.2.3", "breaking", "2.0.0"),
        ("1.2.3", "feature", "1.3.0"),
        ("1.2.3", "fix", "1.2.4"),
    ],
)
def test_the_version_that_follows(released: str, level: Any, wanted: str) -> None:
    assert str(needed(parse(released), level)) == wanted


@pytest.mark.parametrize("text", ["", "1", "1.2", "1.2.3.4", "01.2.3", "1.2.3rc1", "v1.2.3", "1.2.x"])
def test_what_is_no_version(text: str) -> None:
    with pytest.raises(ValueError, match="expected three numbers"):
        parse(text)


def test_versions_have_an_order() -> None:
    assert Version(0, 9, 0) < Version(0, 10, 0) < Version(1, 0, 0)
