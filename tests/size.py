"""How large the code is: modules and lines of code of each package. Run by `make size`.

A line of code is one that holds more than blanks and a comment and is not part of a docstring. The generator's
templates are not Python and are not counted.
"""

from __future__ import annotations

import ast
import tokenize
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ROOTS = ("runtime", "generator", "generated")
_LAYOUT = frozenset(
    {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}
)


def code_lines(source: str) -> int:
    """The number of lines that hold code."""
    documented = set(_docstring_lines(ast.parse(source)))
    reader = iter(source.splitlines(keepends=True))
    code: set[int] = set()
    for token in tokenize.generate_tokens(lambda: next(reader, "")):
        if token.type not in _LAYOUT:
            code.update(range(token.start[0], token.end[0] + 1))
    return len(code - documented)


def _docstring_lines(tree: ast.Module) -> Iterator[int]:
    """The lines of strings that stand alone as a statement: docstrings, and those below an attribute."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            yield from range(node.lineno, (node.end_lineno or node.lineno) + 1)


def packages(root: Path) -> Iterator[tuple[str, int, int]]:
    """Name, modules and lines of code of each package with modules of its own, and after them of the whole."""
    for top in ROOTS:
        folders = [root / top] if (root / top / "__init__.py").exists() else sorted((root / top).iterdir())
        for folder in folders:
            files = sorted(folder.rglob("*.py")) if folder.is_dir() else []
            for inner in sorted({file.parent for file in files}):
                here = [file for file in files if file.parent == inner]
                yield _row(inner, here, root)
            if files:
                yield (f"{folder.relative_to(root)}, total", *_row(folder, files, root)[1:])


def _row(folder: Path, files: list[Path], root: Path) -> tuple[str, int, int]:
    return str(folder.relative_to(root)), len(files), sum(code_lines(file.read_text("utf-8")) for file in files)


def main() -> None:
    """Print a line for each package, and the totals."""
    rows = list(packages(ROOT))
    width = max(len(name) for name, _, _ in rows)
    print(f"{'package':<{width}}  modules  lines of code")
    for name, modules, lines in rows:
        print(f"{name:<{width}}  {modules:>7}  {lines:>13,}")


if __name__ == "__main__":
    main()
