"""Writing, comparing, and never losing a hand edit."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from generator import manifest
from generator.write import HandEditError, differences, write

FILES = {"brushwork/__init__.py": "a = 1\n", "docs/models/é.md": "# é\n", "openapi.yaml": "b: 2\n"}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write(tmp_path / "out", FILES, "inputs")
    return tmp_path / "out"


def texts(root: Path) -> dict[str, str]:
    return {path: (root / path).read_text("utf-8") for path in sorted(manifest.on_disk(root))}


def test_writes_everything_and_then_nothing(tmp_path: Path) -> None:
    first = write(tmp_path, FILES, "inputs")
    assert first.changed == tuple(sorted(FILES))
    assert texts(tmp_path) == FILES
    stamps = {path: (tmp_path / path).stat().st_mtime_ns for path in [*FILES, manifest.NAME]}
    again = write(tmp_path, FILES, "inputs")
    assert (again.changed, again.deleted, again.foreign) == ((), (), ())
    assert {path: (tmp_path / path).stat().st_mtime_ns for path in stamps} == stamps
    assert list(differences(tmp_path, FILES)) == []


def test_writes_only_what_changed(root: Path) -> None:
    before = (root / "openapi.yaml").stat().st_ino
    done = write(root, FILES | {"brushwork/__init__.py": "a = 2\n"}, "other")
    assert done.changed == ("brushwork/__init__.py",)
    assert (root / "openapi.yaml").stat().st_ino == before
    assert manifest.read(root).inputs == "other"


def test_deletes_what_is_no_longer_made_and_the_folders_that_it_leaves_empty(root: Path) -> None:
    (root / "docs" / "models" / "__pycache__").mkdir()
    (root / "docs" / "models" / "__pycache__" / "x.pyc").touch()
    left = {path: text for path, text in FILES.items() if not path.startswith("docs")}
    assert write(root, left, "inputs").deleted == ("docs/models/é.md",)
    assert texts(root) == left
    assert not (root / "docs").exists()


@pytest.mark.parametrize("path", sorted(FILES))
def test_a_hand_edit_is_never_overwritten_or_deleted(root: Path, path: str) -> None:
    (root / path).write_text("mine\n", "utf-8")
    before = texts(root)
    for wanted in (FILES, FILES | {path: "new\n", "openapi.yaml": "new\n"}, {"new.txt": "new\n"}):
        with pytest.raises(HandEditError) as caught:
            write(root, wanted, "other")
        assert caught.value.paths == (path,)
        assert str(root / path) in str(caught.value)
        assert "--force" in str(caught.value)
        assert texts(root) == before, "nothing was written"
    write(root, FILES, "inputs", force=True)
    assert texts(root) == FILES


def test_a_hand_edit_that_the_specs_give_too_is_no_edit(root: Path) -> None:
    (root / "openapi.yaml").write_text("b: 3\n")
    assert write(root, FILES | {"openapi.yaml": "b: 3\n"}, "inputs").changed == ()
    assert manifest.up_to_date(root, "inputs")


def test_a_file_in_the_way_is_a_hand_edit(root: Path) -> None:
    (root / "new.md").write_text("mine\n")
    with pytest.raises(HandEditError):
        write(root, FILES | {"new.md": "theirs\n"}, "inputs")


def test_without_a_manifest_nothing_is_overwritten(root: Path) -> None:
    (root / manifest.NAME).write_text("{")
    assert write(root, FILES, "inputs").changed == ()
    (root / manifest.NAME).unlink()
    with pytest.raises(HandEditError):
        write(root, FILES | {"openapi.yaml": "b: 3\n"}, "inputs")


def test_a_deleted_file_comes_back(root: Path) -> None:
    (root / "openapi.yaml").unlink()
    assert not manifest.up_to_date(root, "inputs")
    assert write(root, FILES, "inputs").changed == ("openapi.yaml",)


def test_foreign_files_are_named_and_left_alone(root: Path) -> None:
    (root / "notes.txt").write_text("mine\n")
    (root / "brushwork" / "__pycache__").mkdir()
    (root / "brushwork" / "__pycache__" / "a.pyc").touch()
    assert write(root, FILES, "inputs").foreign == ("notes.txt",)
    assert (root / "notes.txt").exists()
    assert not manifest.up_to_date(root, "inputs")


def test_differences_name_every_file(root: Path) -> None:
    (root / "brushwork" / "__init__.py").write_text("a = 2")
    (root / "openapi.yaml").unlink()
    (root / "extra.md").write_text("mine\n")
    assert "".join(differences(root, FILES)) == (
        "--- generated/brushwork/__init__.py\n"
        "+++ generated/brushwork/__init__.py (from the specs)\n"
        "@@ -1 +1 @@\n"
        "-a = 2\n"
        "\\ No newline at end of file\n"
        "+a = 1\n"
        "extra: generated/extra.md (not made by the generator)\n"
        "missing: generated/openapi.yaml\n"
    )


def test_broken_text_is_a_difference(root: Path) -> None:
    (root / "brushwork" / "__init__.py").write_bytes(b"\xff\n")
    assert "-\\xff\n" in "".join(differences(root, FILES))


def test_the_line_ends_of_a_checkout_are_no_difference_and_no_hand_edit(root: Path) -> None:
    for path in [*FILES, manifest.NAME]:
        (root / path).write_bytes((root / path).read_bytes().replace(b"\n", b"\r\n"))
    assert list(differences(root, FILES)) == []
    assert manifest.up_to_date(root, "inputs")
    done = write(root, FILES | {"openapi.yaml": "b: 3\n"}, "other")
    assert done.changed == ("openapi.yaml",)
    assert (root / "openapi.yaml").read_bytes() == b"b: 3\n"


def test_an_edit_in_a_checkout_with_other_line_ends_is_shown_alone(root: Path) -> None:
    (root / "openapi.yaml").write_bytes(b"b: 2\r\nc: 3\r\n")
    assert "".join(differences(root, FILES)).splitlines()[2:] == ["@@ -1,2 +1 @@", " b: 2", "-c: 3"]
    with pytest.raises(HandEditError):
        write(root, FILES | {"openapi.yaml": "b: 3\n"}, "other")


def test_a_manifest_of_other_files_is_a_difference_and_other_inputs_are_none(root: Path) -> None:
    write(root, FILES, "other inputs")
    assert list(differences(root, FILES)) == []
    (root / manifest.NAME).write_text(manifest.dump(manifest.of({"a": "b"}, "inputs")))
    (found,) = differences(root, FILES)
    assert found.startswith("stale: generated/.manifest.json")


def test_the_manifest_is_sorted_and_holds_hashes_alone(root: Path) -> None:
    assert (root / manifest.NAME).read_text() == manifest.dump(manifest.of(dict(reversed(FILES.items())), "inputs"))


def test_a_failed_write_leaves_no_half_file(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("os.replace", refuse)
    with pytest.raises(OSError, match="disk full"):
        write(root, FILES | {"openapi.yaml": "b: 3\n"}, "inputs")
    assert texts(root) == FILES


def test_the_input_hash_sees_specs_wherever_they_are(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder / "models").mkdir(parents=True)
        (tmp_path / folder / "api.yaml").write_text("a: 1\n")
    first, second = manifest.input_hash(tmp_path / "a"), manifest.input_hash(tmp_path / "b")
    assert first == second
    (tmp_path / "b" / "api.yaml").write_bytes(b"a: 1\r\n")
    assert manifest.input_hash(tmp_path / "b") == first, "line ends are no input"
    (tmp_path / "b" / "models" / "new.yaml").write_text("")
    assert manifest.input_hash(tmp_path / "b") != first


_names = st.sampled_from(["a", "b/c", "b/d", "e/f/g"])
_trees = st.dictionaries(_names, st.text(st.characters(codec="utf-8"), max_size=8))


@given(_trees, _trees)
def test_writing_gives_just_the_files_and_their_manifest(old: dict[str, str], new: dict[str, str]) -> None:
    from tempfile import TemporaryDirectory  # tmp_path is one folder for all examples

    with TemporaryDirectory() as folder:
        root = Path(folder)
        write(root, old, "old")
        write(root, new, "new")
        assert manifest.on_disk(root) == set(new)
        found = {path: manifest.unix_ends((root / path).read_bytes()) for path in new}
        assert found == {path: manifest.unix_ends(text.encode()) for path, text in new.items()}
        assert manifest.up_to_date(root, "new")
        assert list(differences(root, new)) == []
