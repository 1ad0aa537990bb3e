"""The README tells what is: its Python runs, its row is what an export writes, its links lead somewhere."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
import tracked
from PIL import Image

README = (tracked.ROOT / "README.md").read_text("utf-8")
RUN_AND_LOOK = """
import pathlib, sys
exec(compile(pathlib.Path("readme.py").read_text("utf-8"), "readme.py", "exec"))
print("web:", {"flask", "werkzeug", "wtforms", "click"} & {name.split(".")[0] for name in sys.modules})
"""


@pytest.fixture(scope="module")
def maker() -> ModuleType:
    """Load the script that makes picture and row."""
    path = tracked.ROOT / "benchmarks" / "readme_picture.py"
    spec = importlib.util.spec_from_file_location("readme_picture", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_ten_lines_of_python_run_without_a_web_framework(tmp_path: Path) -> None:
    from skimage import data

    block = re.search(r"<!-- python -->\n```python\n(.+?)```", README, re.S)
    assert block
    statements = [
        line for line in block[1].splitlines() if line and not line.startswith(("from ", "import "))
    ]
    assert len(statements) <= 10
    (tmp_path / "readme.py").write_text(block[1], "utf-8")
    Image.fromarray(data.coffee()).save(tmp_path / "coffee.png")
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", RUN_AND_LOOK],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1] == "web: set()"
    assert "'rows_in': 1, 'rows_out': 1" in done.stdout
    assert (tmp_path / "out" / "woocommerce.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert len(list((tmp_path / "out" / "images").glob("CA-PHE-01_1-*.jpg"))) == 1


def test_row_is_what_an_export_writes(maker: ModuleType) -> None:
    shown = README.split(maker.BEGIN)[1].split(maker.END)[0]
    made = maker.row_as_table(maker.make())
    # The name of a picture follows its bytes, which may differ by a bit between processors.
    loose = re.compile(r"-[0-9a-f]{8}\.jpg")
    assert loose.sub("-#.jpg", shown) == loose.sub("-#.jpg", made)
    assert loose.search(shown)


def test_picture_shows_before_and_after(maker: ModuleType) -> None:
    with Image.open(maker.PICTURE) as picture:
        assert picture.format == "JPEG"
        assert picture.width == 2 * maker.SIDE + 24
        assert picture.getpixel((picture.width - 4, 4)) == pytest.approx((255, 255, 255), abs=3)
    assert maker.PICTURE.stat().st_size < 200_000


def test_links_and_named_files_exist() -> None:
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", README) if "://" not in link]
    named = re.findall(r"`([\w./-]+\.(?:py|md|cmd|lock))`", README) + re.findall(
        r"`(\.ci/run|LICENSE)`", README
    )
    assert links
    assert [name for name in {*links, *named} if not (tracked.ROOT / name).exists()] == []


def test_vietnamese_comes_first() -> None:
    assert README.index("Giúp cô chú") < README.index("Helps household shops")
    assert README.index("before-after.jpg") < README.index("start.py") < README.index("```python")
