"""Look at what this program needs from a computer, one small check at a time."""

from __future__ import annotations

import os
import platform
import socket
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime

from merchant_helper.cli.finding import Finding, State
from merchant_helper.guides import aloud
from merchant_helper.i18n import gettext as _
from merchant_helper.issues import Issue
from merchant_helper.network import about_firewall, about_network, addresses, guesses, reachable
from merchant_helper.web.settings import defaults, from_environment

OLDEST, TOO_NEW = (3, 11), (3, 15)
# No computer with this program has seen an earlier day.
FIRST_DAY = date(2026, 11, 1)
FAR_DAY = date(2040, 1, 1)
# Reads the model runtime in a process of its own: it ends the process when a part is missing.
RUNTIME = "import onnxruntime; import rembg.session_factory"
RUNTIME_SECONDS = 120


def python() -> Finding:
    """See whether the packages were made for this Python."""
    version = f"Python {platform.python_version()}, {platform.system()} {platform.release()}"
    if OLDEST <= sys.version_info[:2] < TOO_NEW and sys.maxsize > 2**32:
        return Finding("python", "ok", version)
    return Finding(
        "python", "fail", version, _("Cài Python 3.11 đến 3.14 bản 64-bit từ https://www.python.org.")
    )


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
    wrong = about_network(addresses())
    if wrong:
        fixes = [wrong[0].fix(), *(_whole(issue) for issue in wrong[1:])]
        return Finding("lan", "warn", wrong[0].message(), " ".join(fixes))
    likely = " ".join(_whole(issue) for issue in guesses())
    message = _("Địa chỉ trong mạng: {address}.", address=", ".join(reachable()))
    return Finding("lan", "ok", message, _("Điện thoại vẫn không vào được thì xem: {causes}", causes=likely))


def _whole(issue: Issue) -> str:
    return f"{issue.message()} {issue.fix()}"


def firewall() -> Finding:
    """See what the firewall does to a phone that is let in, and say what a volunteer has to answer."""
    number = int({**defaults(), **from_environment(os.environ)}["PHONE_PORT"])
    for issue in about_firewall(number):
        state: State = "ok" if issue.severity == "hint" else "warn"
        return Finding("firewall", state, issue.message(), issue.fix())
    return Finding("firewall", "ok", _("Không thấy tường lửa nào chặn điện thoại."))


def voice() -> Finding:
    """See whether this computer can read pages aloud by itself; browsers often can without it."""
    if aloud.program() is None:
        message = _("Chưa có espeak-ng, không có cũng không sao: trang được đọc bằng giọng của trình duyệt.")
        return Finding("voice", "ok", message)
    return Finding("voice", "ok", _("Có espeak-ng: máy tính này tự đọc được trang xem lại."))


def clock() -> Finding:
    """See whether the clock can be true."""
    today = datetime.now(UTC).date()
    if FIRST_DAY <= today < FAR_DAY:
        return Finding("clock", "ok", _("Ngày giờ có vẻ đúng."))
    message = _("Ngày của máy tính này là {day}.", day=f"{today:%d/%m/%Y}")
    return Finding("clock", "warn", message, _("Chỉnh lại ngày giờ trong phần cài đặt."))


CHECKS: tuple[Callable[[], Finding], ...] = (
    static_files,
    pictures,
    runtime,
    port,
    lan,
    firewall,
    voice,
    clock,
)
