"""Look at what this program needs from a computer, one small check at a time."""

from __future__ import annotations

import os
import platform
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Literal

from merchant_helper.errors import DataFolderBusy, DataFolderError
from merchant_helper.i18n import gettext as _

if TYPE_CHECKING:
    from merchant_helper.db import DataFolder

State = Literal["ok", "warn", "fail"]
OLDEST, TOO_NEW = (3, 11), (3, 15)
# A photo with its mask and renditions takes 10 MB; below the second the next upload may fail.
LITTLE_ROOM, NO_ROOM = 1_000_000_000, 100_000_000
# No computer with this program has seen an earlier day.
FIRST_DAY = date(2026, 11, 1)
FAR_DAY = date(2040, 1, 1)
# Reads the model runtime in a process of its own: it ends the process when a part is missing.
RUNTIME = "import onnxruntime; import rembg.session_factory"
RUNTIME_SECONDS = 120
# An address that belongs to nobody (RFC 5737).
NOBODY = "192.0.2.1"


@dataclass(frozen=True)
class Finding:
    """Say how one thing stands; ``fix`` is empty when there is nothing to do."""

    check: str
    state: State
    message: str
    fix: str = ""


def python() -> Finding:
    """See whether the packages were made for this Python."""
    version = f"Python {platform.python_version()}, {platform.system()} {platform.release()}"
    if OLDEST <= sys.version_info[:2] < TOO_NEW and sys.maxsize > 2**32:
        return Finding("python", "ok", version)
    return Finding(
        "python", "fail", version, _("Cài Python 3.11 đến 3.14 bản 64-bit từ https://www.python.org.")
    )


def data_folder(folder: DataFolder) -> Finding:
    """See whether the data folder can be written, without leaving anything in it."""
    place = folder.path
    while not place.exists() and place != place.parent:
        place = place.parent
    try:
        with tempfile.TemporaryFile(dir=place) as probe:
            probe.write(b"." * 4096)
    except OSError as error:
        message = _("Không ghi được vào {path} ({reason}).", path=place, reason=error.strerror or error)
        fix = _("Chọn thư mục khác bằng --data, hoặc mở quyền ghi thư mục này.")
        return Finding("data", "fail", message, fix)
    if place != folder.path:
        return Finding("data", "ok", _("{path} chưa có, lần mở đầu tiên sẽ tạo.", path=folder.path))
    return Finding("data", "ok", _("{path} ghi được.", path=folder.path))


def disk(folder: DataFolder) -> Finding:
    """See how much room there is."""
    place = folder.path
    while not place.exists() and place != place.parent:
        place = place.parent
    free = shutil.disk_usage(place).free
    message = _("Ổ đĩa còn trống {gb} GB.", gb=f"{free / 1e9:.1f}".replace(".", ","))
    state: State = "ok" if free >= LITTLE_ROOM else "warn" if free >= NO_ROOM else "fail"
    return Finding("disk", state, message, "" if state == "ok" else _("Xóa bớt tệp không dùng trên ổ này."))


def database(folder: DataFolder) -> Finding:
    """See whether the database is whole and of a version that this program knows."""
    from merchant_helper.db.opening import file_revision, is_known, quick_check

    if not folder.app_db.exists():
        return Finding("database", "ok", _("Chưa có dữ liệu."))
    mend = _("Lấy lại bản đã cất: merchant-helper restore TỆP --replace.")
    try:
        whole = quick_check(folder.app_db)
        revision = file_revision(folder.app_db) if whole else None
    except (sqlite3.Error, OSError):
        whole, revision = False, None
    if not whole:
        return Finding("database", "fail", _("Tệp dữ liệu {file} bị hỏng.", file=folder.app_db), mend)
    if revision is not None and not is_known(revision):
        message = _("Dữ liệu này do bản phần mềm mới hơn ghi.")
        return Finding("database", "fail", message, _("Cài bản phần mềm mới."))
    return Finding("database", "ok", _("Tệp dữ liệu còn nguyên vẹn."))


def running(folder: DataFolder) -> Finding:
    """See whether the program is open with this folder."""
    if not folder.lock_file.exists():
        return Finding("running", "ok", _("Phần mềm đang không mở với thư mục này."))
    try:
        with folder.lock():
            return Finding("running", "ok", _("Phần mềm đang không mở với thư mục này."))
    except DataFolderBusy as error:
        return Finding("running", "ok", str(error))
    except DataFolderError as error:
        return Finding("running", "warn", str(error))


def static_files() -> Finding:
    """See whether pages would come with their look, letters and icons."""
    from merchant_helper.web.assets import CSS_ORDER, static_folder

    folder = static_folder()
    wanted = [folder / "css" / name for name in CSS_ORDER]
    missing = [path.name for path in wanted if not path.is_file()]
    missing += [_("phông chữ")] if not any(folder.glob("fonts/**/*.woff2")) else []
    missing += [_("biểu tượng")] if not any(folder.glob("icons/*.svg")) else []
    if missing:
        message = _("Thiếu tệp của trang: {names}.", names=", ".join(missing))
        return Finding("fonts", "fail", message, _("Chép lại cả thư mục phần mềm, hoặc cài lại."))
    return Finding("fonts", "ok", _("Đủ phông chữ, màu và biểu tượng."))


def pictures() -> Finding:
    """See whether photos of every kind can be opened."""
    from PIL import features

    kinds = (("JPEG", "jpg"), ("WebP", "webp"), ("AVIF", "avif"))
    missing = [name for name, part in kinds if not features.check(part)]
    try:
        import pillow_heif  # noqa: F401
    except ImportError:
        missing.append("HEIC (iPhone)")
    if missing:
        message = _("Chưa mở được ảnh {kinds}.", kinds=", ".join(missing))
        return Finding("pictures", "warn", message, _("Cài lại phần mềm bằng start.py."))
    return Finding("pictures", "ok", _("Mở được ảnh JPEG, PNG, WebP, AVIF, HEIC."))


def runtime() -> Finding:
    """See whether cut-out models can be run; without them the plain engine still can."""
    command = [sys.executable, "-c", RUNTIME]
    env = {**os.environ, "NUMBA_DISABLE_JIT": "1"}
    try:
        child = subprocess.run(command, env=env, capture_output=True, timeout=RUNTIME_SECONDS, check=False)  # noqa: S603
        broken = child.returncode != 0
        dll = b"DLL load failed" in child.stderr
    except (OSError, subprocess.TimeoutExpired):
        broken, dll = True, False
    if not broken:
        return Finding("runtime", "ok", _("Chạy được mẫu tách nền."))
    fix = _("Cài vc_redist.x64.exe từ https://aka.ms/vc14.") if dll else _("Cài lại phần mềm bằng start.py.")
    return Finding("runtime", "warn", _("Chưa chạy được mẫu tách nền; cách không cần mẫu vẫn chạy."), fix)


def models(folder: DataFolder) -> list[Finding]:
    """See how each cut-out model stands."""
    from merchant_helper.photos.cutout.shelf import ModelShelf

    words: dict[str, tuple[State, str]] = {
        "ready": ("ok", _("sẵn sàng")),
        "unverified": ("warn", _("dùng được khi gọi tên, chưa rõ nguồn")),
        "missing": ("ok", _("chưa có, không có cũng được")),
        "broken": ("fail", _("tệp bị hỏng hoặc bị đổi")),
    }
    found = []
    for model in ModelShelf(folder.models).list():
        state, word = words[model.state]
        fix = _("Chép lại tệp mẫu từ bản gốc vào {path}.", path=folder.models) if state == "fail" else ""
        found.append(Finding(f"model:{model.name}", state, f"{model.name}: {word}.", fix))
    return found


def port(number: int = 8000) -> Finding:
    """See whether the usual port is free."""
    with socket.socket() as probe:
        if os.name != "nt":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", number))
        except OSError:
            message = _("Cổng {port} đang có chương trình khác dùng.", port=number)
            fix = _("start.py tự chọn cổng kế tiếp; serve thì thêm --port.")
            return Finding("port", "warn", message, fix)
    return Finding("port", "ok", _("Cổng {port} còn trống.", port=number))


def lan() -> Finding:
    """Find the address by which a phone in the same network would reach this computer; sends nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            # Choosing a route sends no packet.
            probe.connect((NOBODY, 9))
            address = probe.getsockname()[0]
        except OSError:
            address = ""
    if not address or address.startswith("127."):
        fix = _("Bắt Wi-Fi, nếu cần dùng với điện thoại.")
        return Finding("lan", "warn", _("Máy tính này chưa vào mạng nào."), fix)
    return Finding("lan", "ok", _("Địa chỉ trong mạng: {address}.", address=address))


def firewall() -> Finding:
    """Say what a volunteer has to answer when Windows asks."""
    if platform.system() != "Windows":
        return Finding("firewall", "ok", _("Phần mềm chỉ mở cho chính máy tính này, không cần mở tường lửa."))
    message = _("Phần mềm chỉ mở cho chính máy tính này. Nếu Windows hỏi, chọn Mạng riêng rồi cho phép.")
    return Finding("firewall", "ok", message)


def clock() -> Finding:
    """See whether the clock can be true."""
    today = datetime.now(UTC).date()
    if FIRST_DAY <= today < FAR_DAY:
        return Finding("clock", "ok", _("Ngày giờ có vẻ đúng."))
    message = _("Ngày của máy tính này là {day}.", day=f"{today:%d/%m/%Y}")
    return Finding("clock", "warn", message, _("Chỉnh lại ngày giờ trong phần cài đặt."))


#: Every check, those that need the data folder first.
OF_THE_FOLDER: tuple[Callable[[DataFolder], Finding], ...] = (data_folder, disk, database, running)
OF_THE_COMPUTER: tuple[Callable[[], Finding], ...] = (
    static_files, pictures, runtime, port, lan, firewall, clock,
)  # fmt: skip
