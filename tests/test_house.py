"""Rules of the house that no other tool holds: small parts, no drawer for odds and ends, settings told."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import tracked

from merchant_helper.web.settings import PREFIX, SETTINGS

MODULE, FUNCTION, TEST = 400, 50, 40
# One file by promise, run before anything is installed; its own docstring says more.
ALLOWED_LONGER = {"start.py": 540}
MIGRATIONS = tracked.ROOT / "merchant_helper" / "db" / "migrations"  # written by alembic, read by nobody
CODE = [
    file
    for file in tracked.below("merchant_helper", "benchmarks", "start.py", suffix=".py")
    if not file.is_relative_to(MIGRATIONS)
]
TESTS = tracked.below("tests", suffix=".py")
# Inside a function stand only imports that are heavy or belong to one system.
LATE = {
    *("python_calamine", "xlsxwriter", "markdown_it", "nh3", "requests", "fontTools", "fpdf", "zxingcpp"),
    *("babel", "dbos", "numpy", "onnxruntime", "PIL", "pillow_heif", "pymatting", "rembg"),
    *("urllib3", "scipy", "segno", "skimage", "sqlalchemy", "alembic", "waitress", "merchant_helper"),
    *("fcntl", "msvcrt", "obstore", "zxingcpp"),
}  # fmt: skip

Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def nodes(file: Path) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(ast.parse(file.read_text("utf-8"))))


def functions(files: list[Path]) -> Iterator[tuple[str, Function]]:
    """Give all functions with a name that a person finds."""
    for file in files:
        for node in nodes(file):
            if isinstance(node, Function):
                yield f"{tracked.name(file)}:{node.lineno} {node.name}", node


def length(function: Function) -> int:
    return (function.end_lineno or 0) - function.lineno + 1


def test_there_is_code_to_judge() -> None:
    assert len(CODE) > 50
    assert len(TESTS) > 30


def test_modules_are_short() -> None:
    lengths = {tracked.name(file): len(file.read_text("utf-8").splitlines()) for file in CODE + TESTS}
    assert {n: lines for n, lines in lengths.items() if lines > ALLOWED_LONGER.get(n, MODULE)} == {}


def test_functions_are_short() -> None:
    assert [name for name, function in functions(CODE) if length(function) > FUNCTION] == []
    assert [name for name, function in functions(TESTS) if length(function) > TEST] == []


def test_docstrings_begin_with_one_sentence() -> None:
    odd = []
    for file in CODE:
        for node in nodes(file):
            if isinstance(node, ast.Module | ast.ClassDef | Function) and (text := ast.get_docstring(node)):
                first = text.splitlines()[0]
                odd += [] if first.endswith((".", ":", "``", "?")) else [f"{tracked.name(file)}: {first}"]
    assert odd == []


def test_everything_has_types() -> None:
    untyped = [
        name
        for name, function in functions(CODE)
        if function.returns is None
        or any(a.annotation is None and a.arg not in ("self", "cls") for a in function.args.args)
    ]
    assert untyped == []


def test_nothing_is_left_for_later() -> None:
    later = re.compile(r"\b(TODO|FIXME|XXX|HACK|NotImplementedError)\b")
    assert [tracked.name(file) for file in CODE if later.search(file.read_text("utf-8"))] == []


def test_no_drawer_for_odds_and_ends() -> None:
    drawers = {"utils", "util", "helpers", "helper", "common", "misc", "tools"}
    assert [tracked.name(file) for file in CODE if drawers & {file.stem, file.parent.name}] == []


def test_imports_inside_functions_are_heavy_ones() -> None:
    found = set()
    for name, function in functions(tracked.below("merchant_helper", "start.py", suffix=".py")):
        for node in ast.walk(function):
            if isinstance(node, ast.ImportFrom):
                found |= {(name, (node.module or "merchant_helper").split(".")[0])}
            elif isinstance(node, ast.Import):
                found |= {(name, alias.name.split(".")[0]) for alias in node.names}
    assert sorted(name for name, library in found if library not in LATE) == []


def test_readme_names_every_setting_and_no_other() -> None:
    in_code = {PREFIX + setting.name for setting in SETTINGS}
    for file in [*CODE, tracked.ROOT / "tests" / "run.py"]:
        in_code |= set(re.findall(r"MERCHANT_HELPER_[A-Z][A-Z_]*[A-Z]", file.read_text("utf-8")))
    readme = (tracked.ROOT / "README.md").read_text("utf-8")
    assert set(re.findall(r"`(MERCHANT_HELPER_[A-Z_]+)`", readme)) == in_code
