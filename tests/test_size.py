"""The count of `make size`: what is a line of code."""

from __future__ import annotations

from pathlib import Path

from tests.size import ROOT, code_lines, packages

SAMPLE = '''"""A module.

Of several lines.
"""

# a comment
LIMIT = 4  # code with a comment
"""What the limit is for."""

TEXT = """three
lines of
code"""


def double(number: int) -> int:
    """Twice the number."""

    return (
        number
        # a comment within an expression
        + number
    )
'''


def test_blanks_comments_and_docstrings_are_not_counted() -> None:
    assert code_lines(SAMPLE) == 1 + 3 + 1 + 4
    assert code_lines("") == code_lines("# nothing\n") == code_lines('"""Nothing."""\n') == 0


def test_a_package_is_counted_with_the_packages_in_it(tmp_path: Path) -> None:
    (tmp_path / "generator/inner").mkdir(parents=True)
    (tmp_path / "generator/__init__.py").write_text("A = 1\n")
    (tmp_path / "generator/inner/__init__.py").write_text("B = 1\nC = 1\n")
    for top in ("runtime", "generated"):
        (tmp_path / top).mkdir()
    assert list(packages(tmp_path)) == [("generator", 1, 1), ("generator/inner", 1, 2), ("generator, total", 2, 3)]


def test_every_package_of_the_project_is_counted() -> None:
    names = {name for name, _, _ in packages(ROOT)}
    assert {"runtime/brushwork_runtime, total", "generator, total", "generated/brushwork, total"} <= names
