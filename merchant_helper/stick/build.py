"""Make the folder of a stick, step by step; a stop in between is taken up again by the next run."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import merchant_helper
from merchant_helper.stick import wheels
from merchant_helper.stick.first_page import NAME as FIRST_PAGE
from merchant_helper.stick.first_page import first_page
from merchant_helper.stick.folder import StickFolder
from merchant_helper.stick.licences import licence_files
from merchant_helper.stick.models import copy_models
from merchant_helper.stick.offline import PYTHON, TOOLS, WHEELS
from merchant_helper.stick.program import ROOT, program_files
from merchant_helper.stick.targets import SYSTEMS, Target
from merchant_helper.stick.telling import CannotMakeStick, say
from merchant_helper.stick.windows_python import WindowsPython

# Measured: 150 to 190 MB of wheels a kind of computer; the program, pip, uv and Windows' Python beside them.
BYTES_PER_TARGET, BYTES_BESIDE = 190_000_000, 100_000_000
HERE = timezone(timedelta(hours=7))


@dataclass(frozen=True)
class Order:
    """Hold what is asked for. ``models`` is the folder of this computer's cut-out models."""

    folder: Path
    targets: Sequence[Target]
    python: WindowsPython | None
    models: Path
    root: Path = ROOT

    def pythons(self) -> dict[str, list[str]]:
        """Give the versions of Python on each system."""
        return {s: [t.python for t in self.targets if t.system == s] for s in SYSTEMS}


def build(order: Order) -> None:
    """Make the stick. Raises CannotMakeStick, or OSError for what the disk says."""
    check_place(order.folder, order.root)
    out = StickFolder(order.folder)
    out.open()
    check_room(order)
    say("[1/4] Chép phần mềm", "Copy the program")
    for name, content in program_files(order.root, order.pythons()["windows"]):
        out.put(name, content)
    fetch_packages(order, out)
    say("[3/4] Chép Python và mẫu tách nền, nếu có", "Copy Python and cut-out models, if there are any")
    for name, content in order.python.files() if order.python else ():
        out.put(f"{PYTHON}/{name}", content)
    models = copy_models(order.models, order.folder / "data" / "models")
    say("[4/4] Ghi giấy phép và mã kiểm tra", "Write licences and sums")
    write_papers(order, out, models)
    out.finish(about(order))


def fetch_packages(order: Order, out: StickFolder) -> None:
    """Fetch pip, uv and the packages for every kind of computer."""
    lock = (order.root / "requirements.lock").read_text("utf-8")
    tools = order.folder / TOOLS
    say("[2/4] Tải các gói", "Download packages")
    for name in wheels.fetch_tools(tools):
        out.count(f"{TOOLS}/{name}")
    for target in order.targets:
        say(f"      {target}")
        for name in wheels.fetch(target, lock, tools, order.folder / WHEELS):
            out.count(f"{WHEELS}/{name}")


def write_papers(order: Order, out: StickFolder, models: Sequence[str]) -> None:
    """Write the licences and the first page."""
    carried = [order.folder / name for name in sorted(out.sums) if name.endswith(".whl")]
    third_party = (order.root / "THIRD-PARTY.md").read_text("utf-8")
    version = order.python.version if order.python else None
    for name, text in licence_files(carried, third_party, version, models).items():
        out.put(name, text.encode())
    pythons = order.pythons()
    made_on = datetime.now(UTC).astimezone(HERE).strftime("%d/%m/%Y")
    python_sum = order.python.sha256 if order.python else None
    page = first_page(merchant_helper.__version__, made_on, pythons["windows"], pythons["linux"], python_sum)
    out.put(FIRST_PAGE, page.encode())


def about(order: Order) -> dict[str, object]:
    """Describe the stick, for ``start.py`` on it and for people."""
    python = order.python
    return {
        "program": merchant_helper.__version__,
        "made_on": datetime.now(UTC).isoformat(timespec="seconds"),
        "pythons": order.pythons(),
        "windows_python": {"version": python.version, "zip_sha256": python.sha256} if python else None,
    }


def check_place(folder: Path, root: Path) -> None:
    """Refuse a place inside the program itself."""
    inside = [root / name for name in ("merchant_helper", "static", "tests")]
    if folder.resolve() == root or any(folder.resolve().is_relative_to(place) for place in inside):
        raise CannotMakeStick(
            f"{folder} nằm trong thư mục phần mềm: chọn một thư mục trên USB.",
            f"{folder} is inside the program's own folder: choose one on the stick.",
        )


def check_room(order: Order) -> None:
    """Say at once when the stick is too small, and not after ten minutes."""
    needed = BYTES_BESIDE + BYTES_PER_TARGET * len(order.targets)
    there = sum(file.stat().st_size for file in (order.folder / WHEELS).glob("*.whl"))
    free = shutil.disk_usage(order.folder).free
    if free + there < needed:
        raise CannotMakeStick(
            f"USB còn trống {free // 10**6} MB, cần khoảng {(needed - there) // 10**6} MB: "
            "xóa bớt, hoặc chọn một bản Python bằng --for 3.12.",
            f"The stick has {free // 10**6} MB free and needs about {(needed - there) // 10**6} MB: "
            "make room, or take one version of Python by --for 3.12.",
        )
