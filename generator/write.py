"""Makes the folder of generated files match what was rendered, or shows how they differ.

write(root, files, inputs)     writes what changed, deletes what is no longer made, refuses to lose a hand edit
differences(root, files)       the same comparison as a unified diff, and nothing is touched
"""

from __future__ import annotations

import contextlib
import difflib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from generator import manifest


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What `write` did, as paths; `foreign` files are in the folder, are not the generator's and were left alone."""

    changed: tuple[str, ...]
    deleted: tuple[str, ...]
    foreign: tuple[str, ...]


class HandEditError(Exception):
    """Files in the generated folder contain text that the generator did not write."""

    def __init__(self, root: Path, paths: tuple[str, ...]) -> None:
        self.paths = paths
        named = "\n".join(f"    {root / path}" for path in paths)
        super().__init__(
            f"edited by hand since they were generated, so nothing was written:\n{named}\n"
            "Move the edit into specs/ or generator/ (generated files are never edited), "
            "or discard it with `generate --force`."
        )


def write(root: Path, files: Mapping[str, str], inputs: str, *, force: bool = False) -> Written:
    """Make `root` contain exactly `files`, and their manifest with the hash of the inputs.

    Raises HandEditError, before anything is touched, if that would overwrite or delete text that the generator did not
    write; `force` does it anyway.
    """
    known = manifest.read(root).outputs
    present = manifest.on_disk(root)
    changed = tuple(p for p in sorted(files) if manifest.file_hash(root / p) != manifest.text_hash(files[p]))
    gone = tuple(sorted((present & set(known)) - set(files)))
    edited = tuple(sorted(p for p in {*changed, *gone} & present if manifest.file_hash(root / p) != known.get(p)))
    if edited and not force:
        raise HandEditError(root, edited)
    for path in changed:
        _replace(root / path, files[path])
    for path in gone:
        _delete(root, path)
    stored = manifest.dump(manifest.of(files, inputs))
    if manifest.file_hash(root / manifest.NAME) != manifest.text_hash(stored):
        _replace(root / manifest.NAME, stored)
    return Written(changed=changed, deleted=gone, foreign=tuple(sorted(present - set(files) - set(gone))))


def differences(root: Path, files: Mapping[str, str], called: str = "generated") -> Iterator[str]:
    """Every difference between `root` and `files`: a diff, "missing: ...", "extra: ..."; `called` is `root` in them.

    Of the manifest only the list of outputs counts: other inputs that give the same files are no difference. Nor are
    CRLF in place of LF: git makes them so where it is told to.
    """
    present = manifest.on_disk(root)
    for path in sorted(present | set(files)):
        shown = f"{called}/{path}"
        if path not in files:
            yield f"extra: {shown} (not made by the generator)\n"
        elif path not in present:
            yield f"missing: {shown}\n"
        else:
            yield from _diff(shown, (root / path).read_bytes(), files[path])
    if manifest.read(root).outputs != manifest.of(files, "").outputs:
        yield f"stale: {called}/{manifest.NAME} (it lists other files)\n"


def _diff(shown: str, have: bytes, want: str) -> Iterator[str]:
    have = manifest.unix_ends(have)
    if have == want.encode():
        return
    old = have.decode("utf-8", "backslashreplace").splitlines(keepends=True)
    lines = difflib.unified_diff(old, want.splitlines(keepends=True), shown, f"{shown} (from the specs)")
    for line in lines:
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def _replace(path: Path, text: str) -> None:
    """Write a file atomically."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.new")
    try:
        temporary.write_bytes(text.encode())
        os.replace(temporary, path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _delete(root: Path, path: str) -> None:
    """Deletes a file, and the folders that are then empty except for Python's cache."""
    (root / path).unlink()
    for folder in (root / path).parents:
        if folder == root or any(entry.name != "__pycache__" for entry in folder.iterdir()):
            return
        for cached in folder.glob("__pycache__/*.pyc"):
            cached.unlink()
        with contextlib.suppress(FileNotFoundError):
            (folder / "__pycache__").rmdir()
        folder.rmdir()
