"""Answer everything that goes wrong with a sentence that says what to do.

The page for our own faults is made at the start, so that showing it needs no template and no data.
"""

from __future__ import annotations

import errno
import secrets
import traceback
from types import TracebackType
from typing import Any

from flask import Flask, Response, current_app, g, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DatabaseError, OperationalError
from werkzeug.exceptions import HTTPException

from merchant_helper.errors import DataFolderBusy, DataFolderError, DiskFull, is_disk_full
from merchant_helper.i18n import LANGUAGES, gettext, in_language, language
from merchant_helper.i18n import mark as _
from merchant_helper.web.security import StrangeHost
from merchant_helper.web.typed import send_again

ExcInfo = tuple[type[BaseException], BaseException, TracebackType] | tuple[None, None, None]
BUSY, FULL = 503, 507

# Status: what is seen, and what to do. Any other status reads as 400.
PAGES: dict[int, tuple[str, str]] = {
    400: (
        _("Trang này chưa nhận đủ thông tin"),
        _("Quay lại trang trước, tải lại trang đó rồi làm lần nữa. Những gì đã lưu vẫn còn."),
    ),
    403: (
        _("Trang này không dành cho người đang mở"),
        _("Mở trang đầu rồi chọn lại. Nếu đây là cửa hàng của bạn, gọi người hỗ trợ."),
    ),
    404: (
        _("Không thấy trang này"),
        _("Địa chỉ có thể gõ sai, hoặc món này đã được xóa. Mở trang đầu rồi chọn lại."),
    ),
    405: (
        _("Địa chỉ này chỉ mở được bằng nút bấm"),
        _("Mở trang đầu, tìm lại chỗ đang làm rồi bấm nút ở đó. Những gì đã lưu vẫn còn."),
    ),
    413: (
        _("Gửi một lần nhiều quá"),
        _("Chọn ít ảnh hơn, mỗi lần khoảng 10 ảnh, rồi gửi lại. Chữ thì viết ngắn bớt. Đã lưu gì vẫn còn."),
    ),
    429: (_("Bấm hơi nhanh"), _("Chờ một phút rồi bấm lại. Không mất gì cả.")),
    BUSY: (
        _("Máy tính đang bận"),
        _("Chờ một phút rồi làm lại. Những gì đã lưu vẫn còn."),
    ),
    FULL: (
        _("Ổ đĩa của máy tính đã đầy"),
        _("Lần này chưa lưu được; những gì lưu trước đó vẫn còn. Người hỗ trợ xóa bớt tệp không cần trên máy "
          "tính, chừa trống ít nhất 1 GB, rồi làm lại."),
    ),
}  # fmt: skip
STRANGE_HOST = (
    _("Địa chỉ này chưa được cho phép"),
    _("Mở bằng địa chỉ hiện trên máy tính đang chạy phần mềm. Người hỗ trợ: thêm tên này vào "
      "MERCHANT_HELPER_ALLOWED_HOSTS rồi mở lại phần mềm."),
)  # fmt: skip
TOO_NEW = (
    _("Thư mục dữ liệu do bản mới hơn ghi"),
    _("Chưa đụng vào gì cả. Người hỗ trợ cài bản phần mềm mới rồi mở lại."),
)
CLOSED = (
    _("Thư mục dữ liệu không cho ghi"),
    _("Lần này chưa lưu được; những gì lưu trước đó vẫn còn. Người hỗ trợ xem ổ đĩa hay USB chứa dữ liệu có "
      "bị khóa ghi không, mở khóa rồi làm lại."),
)  # fmt: skip
DAMAGED = (
    _("Tệp dữ liệu trên máy tính bị hỏng"),
    _("Người hỗ trợ tắt phần mềm, rồi lấy lại bản đã cất bằng lệnh: merchant-helper restore TỆP --replace."),
)
EXPIRED = (
    _("Trang này mở đã lâu, chưa gửi được"),
    _("Bấm nút bên dưới để gửi lần nữa. Những gì đã gõ vẫn còn đây."),
)
NOT_OURS = (
    _("Chưa nhận vì không rõ gửi từ đâu"),
    _("Mở trang đầu của phần mềm rồi làm lại từ đó. Không có gì bị đổi."),
)


class Shell(Flask):
    """Be the Flask application that logs where it broke, never what people typed."""

    def log_exception(self, exc_info: ExcInfo) -> None:
        """Log kind and place under a short number that the page shows too.

        The message of an exception may quote what was typed; so may an address's query. Neither is logged.
        """
        kind, _error, trace = exc_info
        g.error_number = number = secrets.token_hex(4)
        name = kind.__name__ if kind else "?"
        frames = "".join(traceback.format_tb(trace))
        self.logger.error("%s: %s at %s %s\n%s", number, name, request.method, request.endpoint, frames)


def init_app(app: Flask) -> None:
    """Register every answer to trouble; last of all, when the templates know their words."""
    with app.app_context():
        template = app.jinja_env.get_template("errors/crash.html")
        app.extensions["crash_pages"] = {code: _crash_page(template, code) for code in LANGUAGES}
    app.register_error_handler(HTTPException, show_http)
    app.register_error_handler(StrangeHost, lambda _error: show(400, *STRANGE_HOST))
    app.register_error_handler(CSRFError, show_expired)
    app.register_error_handler(DataFolderError, show_data_folder)
    app.register_error_handler(OSError, show_os_error)
    app.register_error_handler(OperationalError, show_database_error)
    app.register_error_handler(DatabaseError, show_damaged)
    app.register_error_handler(500, show_crash)


def _crash_page(template: Any, code: str) -> str:
    with in_language(code):
        return str(template.render())


def show(status: int, heading: str, text: str) -> tuple[str, int]:
    """Show a page of trouble in the language of the request."""
    page = render_template("errors/page.html", heading=gettext(heading), text=gettext(text))
    return page, status


def show_http(error: HTTPException) -> HTTPException | tuple[str, int]:
    """Answer an HTTP error; one that carries its own answer is let through."""
    if error.code is None or error.code < 400:
        return error
    return show(error.code, *PAGES.get(error.code, PAGES[400]))


def show_or_keep(status: int) -> tuple[str, int]:
    """Answer trouble that passes: keep what was typed, so that it can be sent again."""
    return keep_or_show(status, *PAGES[status])


def keep_or_show(status: int, heading: str, text: str) -> tuple[str, int]:
    """Show trouble with a button that sends the form again, where there is a form of ours."""
    return send_again(gettext(heading), gettext(text), status) or show(status, heading, text)


def show_expired(_error: CSRFError) -> tuple[str, int]:
    """Be kind about a form from yesterday, and refuse one from somewhere else."""
    heading, text = EXPIRED
    return send_again(gettext(heading), gettext(text), 400) or show(400, *NOT_OURS)


def show_data_folder(error: DataFolderError) -> tuple[str, int]:
    """Say what keeps the data folder from being used."""
    if isinstance(error, DiskFull):
        return show_or_keep(FULL)
    if isinstance(error, DataFolderBusy):
        return show_or_keep(BUSY)
    return show(BUSY, *TOO_NEW)


def show_os_error(error: OSError) -> tuple[str, int] | Response:
    """Say that the disk is full when it is; anything else is our fault."""
    if error.errno == errno.EROFS:
        return keep_or_show(BUSY, *CLOSED)
    return show_or_keep(FULL) if is_disk_full(error) else _our_fault(error)


def show_database_error(error: OperationalError) -> tuple[str, int] | Response:
    """Tell a full disk and a busy database from our own faults."""
    reason = str(error.orig).lower()
    if "disk is full" in reason:
        return show_or_keep(FULL)
    if "readonly" in reason:
        return keep_or_show(BUSY, *CLOSED)
    return show_or_keep(BUSY) if "locked" in reason else _our_fault(error)


def show_damaged(error: DatabaseError) -> tuple[str, int] | Response:
    """Tell a damaged file from our own faults."""
    reason = str(error.orig).lower()
    broken = "malformed" in reason or "not a database" in reason
    return show(BUSY, *DAMAGED) if broken else _our_fault(error)


def _our_fault(error: BaseException) -> Response:
    """Hand an error back to the framework's last resort, which logs it once."""
    raise error


def show_crash(_error: BaseException) -> Response:
    """Show the page that cannot fail: made at the start, with the number under which the log has it."""
    pages: dict[str, str] = current_app.extensions["crash_pages"]
    number = g.get("error_number", "")
    return Response(pages[language()].replace("@NUMBER@", number), 500)
