"""An old Python must read start.py far enough to say which Python is needed."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

import start

SOURCE = Path(start.__file__)
TREE = ast.parse(SOURCE.read_text("utf-8"), feature_version=(3, 6))
OLD = ["3.6", "3.7", "3.8", "3.9", "3.10"]


def old_python(version: str) -> str:
    """Find a Python of that version, by its name or below pyenv."""
    homes = sorted(Path("~/.pyenv/versions").expanduser().glob(f"{version}.*/bin/python"))
    found = str(homes[-1]) if homes else shutil.which(f"python{version}")
    if not found:
        pytest.skip(f"no Python {version} here")
    return found


@pytest.mark.parametrize("version", OLD)
def test_old_python_says_one_sentence(version: str, tmp_path: Path) -> None:
    result = subprocess.run(
        [old_python(version), str(SOURCE), "--data", str(tmp_path / "none")],
        capture_output=True, encoding="utf-8", env={"PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    assert result.returncode == 1
    assert result.stderr == ""
    assert f"Cần Python 3.11 đến 3.14 bản 64-bit, ở đây là {version}, 64-bit" in result.stdout
    assert len(result.stdout.splitlines()) == 2
    assert not (tmp_path / "none").exists()


def test_annotations_are_no_newer_than_3_6() -> None:
    """``list[str]`` and ``str | None`` parse on an old Python and then end it with a TypeError."""
    annotations = [
        n.annotation for n in ast.walk(TREE) if isinstance(n, ast.arg | ast.AnnAssign) and n.annotation
    ]
    annotations += [n.returns for n in ast.walk(TREE) if isinstance(n, ast.FunctionDef) and n.returns]
    parts = [part for annotation in annotations for part in ast.walk(annotation)]
    assert len(annotations) > 20
    assert not [p for p in parts if isinstance(p, ast.BinOp)]
    subscripted = {ast.unparse(p.value) for p in parts if isinstance(p, ast.Subscript)}
    assert subscripted <= {"Callable", "Dict", "IO", "Iterator", "List", "Optional", "Set"}


def test_only_the_standard_library_is_imported() -> None:
    imported = {alias.name for n in ast.walk(TREE) if isinstance(n, ast.Import) for alias in n.names}
    imported |= {str(n.module) for n in ast.walk(TREE) if isinstance(n, ast.ImportFrom)}
    assert {name.split(".")[0] for name in imported} - sys.stdlib_module_names == {"merchant_helper"}
    assert "__future__" not in imported  # annotations came with 3.7


def test_the_program_is_imported_on_a_stick_only_and_after_the_look_at_python() -> None:
    functions = {n.name: ast.unparse(n) for n in TREE.body if isinstance(n, ast.FunctionDef)}
    assert [name for name, code in functions.items() if "from merchant_helper" in code] == ["find_stick"]
    assert "stick.json" in functions["find_stick"].partition("from merchant_helper")[0]
    assert functions["main"].index("check_python()") < functions["main"].index("find_stick()")


@pytest.mark.parametrize(
    ("version", "maxsize", "fits"),
    [
        ((3, 10, 9), 2**63 - 1, False),
        ((3, 11, 0), 2**63 - 1, True),
        ((3, 14, 9), 2**63 - 1, True),
        ((3, 15, 0), 2**63 - 1, False),
        ((3, 12, 0), 2**31 - 1, False),
        ((4, 0, 0), 2**63 - 1, False),
    ],
)
def test_which_python_fits(
    version: tuple[int, ...], maxsize: int, fits: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(start, "sys", SimpleNamespace(version_info=version, maxsize=maxsize))
    if fits:
        start.check_python()
    else:
        with pytest.raises(start.Stop, match="is needed"):
            start.check_python()
