"""Reads the folder of specs.

    loaded = load(Path("specs"))
    loaded.problems                  -> what cannot be read (syntax, duplicate keys, missing files), never an exception
    loaded.sources.data              -> plain dict, list, str, int, float, bool and None
    for family in loaded.families:   -> one Document a file of models/, by file name
        family.data["parameters"]
        family.location(("parameters", "size"))   -> ir.Location

See `located.Document` for positions. Text is YAML 1.2: `16:9` and `no` and `2026-03-03` are text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.ir import Location
from generator.load.document import Document
from generator.load.parse import read
from generator.problems import Problem

COMMON = ("api.yaml", "errors.yaml", "sources.yaml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """Every spec file, and what is wrong with their YAML."""

    api: Document
    errors: Document
    sources: Document
    families: tuple[Document, ...]
    problems: tuple[Problem, ...]

    @property
    def documents(self) -> tuple[Document, ...]:
        """All files, the families last."""
        return (self.api, self.errors, self.sources, *self.families)

    @property
    def lines(self) -> dict[str, tuple[str, ...]]:
        """The lines of every file, for carets."""
        return {document.file: document.lines for document in self.documents}


def spec_files(root: Path) -> list[Path]:
    """The spec files under `root` in the order in which they are read, whether they exist or not."""
    families = (path for path in (root / "models").glob("*.yaml") if not hidden(path))
    return [*(root / name for name in COMMON), *sorted(families)]


def hidden(path: Path) -> bool:
    """Whether it is no file of an author's: editors put their locks and copies beside it, such as `.#wan2.7.yaml`."""
    return path.name.startswith(".")


def load(root: Path) -> Loaded:
    """Reads `root`/api.yaml, errors.yaml, sources.yaml and models/*.yaml."""
    problems: list[Problem] = list(_strays(root))
    documents: list[Document] = []
    for path in spec_files(root):
        file = "specs/" + path.relative_to(root).as_posix()
        try:
            content = path.read_bytes()
        except OSError as error:
            reason = "no such file" if isinstance(error, FileNotFoundError) else (error.strerror or "not readable")
            problems.append(Problem(location=_top(file), message=f"cannot read the file: {reason}"))
            documents.append(Document(file=file, lines=(), data={}, marks={}, readable=False))
            continue
        document, found = read(file, content)
        documents.append(document)
        problems += found
    api, errors, sources, *families = documents
    if not families:
        problems.append(Problem(location=_top("specs/models"), message="no family file", expected="models/*.yaml"))
    return Loaded(api=api, errors=errors, sources=sources, families=tuple(families), problems=tuple(problems))


def _strays(root: Path) -> Iterator[Problem]:
    """Files that look like specs and are not read."""
    for path in sorted(root.rglob("*.y*ml")):
        place = path.relative_to(root)
        known = place.as_posix() in COMMON or (place.parent.as_posix() == "models" and path.suffix == ".yaml")
        if not known and not hidden(path):
            yield Problem(
                location=_top("specs/" + place.as_posix()),
                message="this file is not read",
                expected=f"{', '.join(COMMON)} or models/<family>.yaml",
            )


def _top(file: str) -> Location:
    return Location(file=file, line=1, column=1)
