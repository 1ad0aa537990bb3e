"""What start.py does differently on a stick, piece by piece; no piece of Windows can be run here."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from stick_parts import PTH, embeddable, make_wheel

import start
from merchant_helper.stick import offline
from merchant_helper.stick.program import ROOT
from merchant_helper.stick.windows_python import read_windows_python

HERE = f"{sys.version_info[0]}.{sys.version_info[1]}"


@pytest.fixture
def usb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Write what tells a stick for this computer."""
    root = tmp_path / "Bà Sáu – nước mắm 40°"
    for name in ("pip", "uv"):
        make_wheel(root / "tools", name)
    make_wheel(root / "tools", "uv").rename(root / "tools" / "uv-1.0-py3-none-manylinux_2_17_x86_64.whl")
    mark(root, finished=True, pythons={"linux": [HERE], "windows": ["3.12"]})
    monkeypatch.setattr(offline.sys, "platform", "linux")
    monkeypatch.setattr(offline.platform, "machine", lambda: "x86_64")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return root


def mark(root: Path, **about: object) -> None:
    (root / "stick.json").write_text(json.dumps(about), "utf-8")


def opened(root: Path) -> offline.Stick:
    return offline.open_stick(root, start.Stop)


def test_standard_library_is_all_it_needs() -> None:
    tree = ast.parse(Path(offline.__file__).read_text("utf-8"))
    imported = {alias.name for n in ast.walk(tree) if isinstance(n, ast.Import) for alias in n.names}
    imported |= {str(n.module) for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
    assert {name.split(".")[0] for name in imported} <= sys.stdlib_module_names
    code = "import sys; sys.path.insert(0, sys.argv[1]); from merchant_helper.stick import offline"
    subprocess.run([sys.executable, "-I", "-S", "-c", code, str(ROOT)], check=True)


def test_program_is_installed_on_the_computer_and_not_on_the_stick(usb: Path, tmp_path: Path) -> None:
    stick = opened(usb)
    assert stick.place == tmp_path / "cache" / "merchant-helper-program" / f"py{HERE}"
    assert stick.embedded is None
    assert stick.python(windows=False) == stick.place / "bin" / "python"
    assert stick.python(windows=True) == stick.place / "Scripts" / "python.exe"


def test_windows_keeps_programs_apart_from_data(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(offline.sys, "platform", "win32")
    monkeypatch.setenv("LOCALAPPDATA", "/local")
    assert offline.programs_folder() == Path("/local/MerchantHelper-program")
    monkeypatch.delenv("LOCALAPPDATA")
    assert offline.programs_folder() == Path.home() / "AppData" / "Local" / "MerchantHelper-program"
    monkeypatch.setattr(
        offline.sys, "_base_executable", "/Files/WindowsApps/Python.3.12/python.exe", raising=False
    )
    assert offline.programs_folder() == Path.home() / "MerchantHelper-program"


def test_pip_and_uv_look_nowhere_else(usb: Path) -> None:
    settings = opened(usb).settings()
    assert settings["PIP_NO_INDEX"] == settings["UV_NO_INDEX"] == settings["UV_OFFLINE"] == "1"
    assert settings["PIP_FIND_LINKS"] == settings["UV_FIND_LINKS"] == "wheels"


@pytest.mark.parametrize(
    ("about", "words"),
    [
        ({"finished": False}, "is not finished"),
        ({"finished": True}, "is not finished"),
        ({"finished": True, "pythons": {"linux": ["3.99"]}}, "works with Python 3.99"),
        ({"finished": True, "pythons": {"windows": ["3.12"]}}, "64-bit Windows and Linux"),
    ],
)
def test_stick_that_does_not_fit_is_one_sentence(usb: Path, about: dict[str, object], words: str) -> None:
    mark(usb, **about)
    with pytest.raises(start.Stop, match=re.escape(words)):
        opened(usb)


def test_damaged_marker_is_one_sentence(usb: Path) -> None:
    for content in (b"", b"[]", b"\xff", b"{"):
        (usb / "stick.json").write_bytes(content)
        with pytest.raises(start.Stop, match="is not finished"):
            opened(usb)


@pytest.mark.parametrize(
    ("system", "machine"), [("darwin", "x86_64"), ("linux", "aarch64"), ("win32", "ARM64")]
)
def test_other_computers_are_refused(
    usb: Path, system: str, machine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(offline.sys, "platform", system)
    monkeypatch.setattr(offline.platform, "machine", lambda: machine)
    with pytest.raises(start.Stop, match="Intel, AMD"):
        opened(usb)


def test_lost_tools_are_one_sentence(usb: Path) -> None:
    next((usb / "tools").glob("pip-*")).unlink()
    with pytest.raises(start.Stop, match="lacks files"):
        opened(usb)


def test_program_is_found_under_any_name_of_the_stick(usb: Path, tmp_path: Path) -> None:
    line = opened(usb).path_line
    assert line.isascii()
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "merchant-helper.pth").write_text(line, "ascii")
    code = "import site, sys; site.addsitedir(sys.argv[1]); print(ascii(sys.path))"
    for coding in ("utf8=1", "utf8=0"):
        command = [sys.executable, "-X", coding, "-I", "-c", code, str(tmp_path / "site")]
        said = subprocess.run(command, capture_output=True, check=True, env={"LC_ALL": "C"}).stdout
        assert str(usb) in ast.literal_eval(said.decode("ascii"))


def test_uv_is_unpacked_and_tried(usb: Path) -> None:
    stick = opened(usb)
    wheel = usb / "tools" / "uv-1.0-py3-none-manylinux_2_17_x86_64.whl"
    with zipfile.ZipFile(wheel, "a") as archive:
        archive.writestr("uv-1.0.data/scripts/uv", "#!/bin/sh\necho uv 1.0\n")
        archive.writestr("uv-1.0.data/scripts/uvx", "no")
    uv = stick.uv()
    assert uv and subprocess.run([uv], capture_output=True, check=True).stdout == b"uv 1.0\n"
    assert usb not in Path(uv).parents
    stick.clear()
    assert not Path(uv).exists()


@pytest.mark.parametrize("program", [None, "#!/bin/sh\nexit 1\n", "no program"])
def test_uv_that_does_not_run_is_done_without(usb: Path, program: str | None) -> None:
    wheel = usb / "tools" / "uv-1.0-py3-none-manylinux_2_17_x86_64.whl"
    if program is None:
        wheel.write_bytes(b"damaged")
    else:
        with zipfile.ZipFile(wheel, "a") as archive:
            archive.writestr("uv-1.0.data/scripts/uv", program)
    assert opened(usb).uv() is None


def test_uv_of_windows_has_its_ending(tmp_path: Path) -> None:
    wheel = make_wheel(tmp_path, "uv").rename(tmp_path / "uv-1.0-py3-none-win_amd64.whl")
    with zipfile.ZipFile(wheel, "a") as archive:
        archive.writestr("uv-1.0.data/scripts/uv.exe", "MZ")
        archive.writestr("uv-1.0.data/scripts/uvw.exe", "no")
    assert offline.unpack_uv(wheel, tmp_path / "here").read_bytes() == b"MZ"
    assert (tmp_path / "here" / "uv.exe").is_file()


@pytest.fixture
def embedded(usb: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> offline.Stick:
    """Run, as it seems, by the embeddable Python of the stick."""
    for name, content in read_windows_python(embeddable(tmp_path / "python.zip")).files():
        (usb / "python").mkdir(exist_ok=True)
        (usb / "python" / name).write_bytes(content)
    monkeypatch.setattr(offline.sys, "executable", str(usb / "python" / "python.exe"))
    return opened(usb)


def test_embeddable_python_is_copied_and_finds_its_packages(embedded: offline.Stick) -> None:
    assert embedded.place.name == f"py{HERE}-usb"
    assert embedded.uv() is None
    embedded.place.mkdir(parents=True)
    (embedded.place / "start.log").write_text("kept")
    assert embedded.copy_python()
    assert embedded.python(windows=True) == embedded.place / "python.exe"
    assert embedded.python(windows=True).is_file()
    assert (embedded.place / "Lib" / "site-packages").is_dir()
    assert (embedded.place / "start.log").is_file()
    paths = (embedded.place / "python312._pth").read_text("utf-8").splitlines()
    assert paths == ["python312.zip", ".", "", "# Uncomment to run site.main() automatically", "import site"]
    assert (embedded.root / "python" / "python312._pth").read_text("utf-8") == PTH


def test_installed_python_makes_an_environment_even_where_a_copy_lies(usb: Path) -> None:
    (usb / "python").mkdir()
    stick = opened(usb)
    assert not stick.copy_python()
    assert not stick.place.exists()


@pytest.mark.parametrize(
    "text", ["a.zip\n.\n#import site\n", "a.zip\r\n.\r\n# import site", "import site\na.zip\n.\n"]
)
def test_site_is_switched_on_once(text: str) -> None:
    lines = offline.with_site(text).splitlines()
    assert lines == ["a.zip", ".", "import site"]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("error: Hash mismatch for `alembic==1.20.1`", "USB đã hỏng"),
        ("zipfile.BadZipFile: Bad CRC-32 for file 'a.py'", "USB đã hỏng"),
        ("ERROR: No matching distribution found for alembic==1.20.1", "thiếu gói"),
        ("PermissionError: [Errno 13] Permission denied: '/x/py3.12'", "Không ghi được vào"),
        ("OSError: [Errno 30] Read-only file system", "Không ghi được vào"),
        ("No space left on device", "đã đầy"),
        ("DLL load failed while importing onnxruntime", "Visual C++"),
    ],
)
def test_failures_name_the_stick_and_not_the_network(
    usb: Path, said: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(start, "FAILURES", opened(usb).failures() + start.FAILURES)
    stop = start.explained(said)
    assert stop is not None and words in stop.vi
