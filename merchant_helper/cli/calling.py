"""Give verbs what they share: the call they belong to, the options that all of them take."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click

from merchant_helper.cli.outcome import Ended, Problem
from merchant_helper.cli.report import Report
from merchant_helper.cli.wording import Spoken
from merchant_helper.i18n import LANGUAGES, mark, set_language
from merchant_helper.i18n import gettext as _
from merchant_helper.issues import Issue

# The module of each verb and what it is for, in the order of a first visit.
VERBS: dict[str, tuple[str, str]] = {
    "serve": ("serve", mark("Mở phần mềm trên trình duyệt của máy tính này.")),
    "inspect": ("inspect", mark("Xem ảnh chụp đã dùng được chưa.")),
    "clean": ("clean", mark("Tách hàng khỏi nền, ra ảnh vuông nền trắng.")),
    "models": ("models", mark("Xem, thêm, tải, kiểm tra các mẫu tách nền của máy tính này.")),
    "channels": ("channels", mark("Liệt kê các nơi bán, hoặc xem đủ quy định của một nơi.")),
    "sheet": ("sheets", mark("Tạo bảng mẫu để ghi các món hàng.")),
    "suggest": ("suggesting", mark("Viết tên và mô tả cho những ô còn trống của bảng.")),
    "check": ("checking", mark("Xem nơi bán sẽ không nhận những dòng nào của bảng.")),
    "export": ("export", mark("Tạo tệp và bộ ảnh để đăng lên một nơi bán.")),
    "unpublish": (
        "putting_online",
        mark("Lấy khỏi kho ảnh các ảnh mà export --publish đã đưa lên."),
    ),
    "answers": ("answering", mark("Đọc câu trả lời của nơi bán: món nào không nhận, sửa ở đâu.")),
    "import": ("taking_in", mark("Đưa các món của bảng vào một cửa hàng trong máy tính này.")),
    "guides": ("guides", mark("Xem các thẻ hướng dẫn, hoặc tìm điều đã quá ngày (check).")),
    "qr": ("qr", mark("Tạo mã VietQR để nhận tiền, đọc lại đúng rồi mới ghi ra tệp.")),
    "read-qr": ("qr", mark("Đọc mã trong ảnh, gọi tên loại mã, so với các mã đã biết.")),
    "backup": ("backup", mark("Cất một bản của tất cả dữ liệu phòng khi hỏng.")),
    "restore": ("backup", mark("Lấy lại dữ liệu từ một bản đã cất.")),
    "doctor": ("doctor", mark("Kiểm tra máy tính này: cái gì chạy được, cái gì còn thiếu.")),
}


_DIGITS = re.compile("[0-9]+")


@dataclass
class Call:
    """Hold what is common to every call: where the data is, and how to tell the results."""

    data: Path | None = None
    report: Report = field(default_factory=Report)


pass_call = click.make_pass_decorator(Call)


class Verb(Spoken):
    """Be one verb, with the options that all verbs share."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params += common_options()

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments; what is left over belongs to nothing."""
        ctx.allow_extra_args = True
        rest = super().parse_args(ctx, args)
        if rest and not ctx.resilient_parsing:
            # Words left over from an account that was typed in groups are digits of it.
            secret = {"account", "expect"} & {param.name for param in self.params}
            seen = " ".join(_DIGITS.sub("•", word) if secret else word for word in rest)
            raise Ended(usage_problem(_("Thừa phần này: {seen}.", seen=seen), ctx.command_path))
        return rest


def usage_problem(what: str, command: str, param: str | None = None) -> Problem:
    """Say what was wrong with a call and where its help is."""
    return Problem(Issue("cli.usage", param, "block", {"what": what, "command": command}))


def _set_data(ctx: click.Context, _param: click.Parameter, value: Path | None) -> None:
    if value is not None:
        ctx.ensure_object(Call).data = value


def _set_json(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    if value:
        ctx.ensure_object(Call).report.as_json = True


def _set_lang(_ctx: click.Context, _param: click.Parameter, value: str | None) -> None:
    if value is not None:
        set_language(value)


def common_options() -> list[click.Parameter]:
    """Make the options that stand before or after the verb."""
    return [
        click.Option(
            ["--data"],
            type=click.Path(path_type=Path),
            metavar="DIR",
            help=mark("Thư mục dữ liệu (hoặc đặt trong MERCHANT_HELPER_DATA)."),
            expose_value=False,
            callback=_set_data,
        ),
        click.Option(
            ["--json"],
            is_flag=True,
            help=mark("Ghi kết quả thành từng dòng JSON cho chương trình khác đọc."),
            expose_value=False,
            callback=_set_json,
        ),
        click.Option(
            ["--lang"],
            type=click.Choice(LANGUAGES),
            help=mark("Tiếng Việt (vi) hoặc tiếng Anh (en)."),
            expose_value=False,
            is_eager=True,
            callback=_set_lang,
        ),
    ]


def verb(name: str) -> Callable[[Callable[..., Any]], Verb]:
    """Make a function a verb; its purpose is the one in the table."""
    return click.command(name, cls=Verb, help=VERBS[name][1])
