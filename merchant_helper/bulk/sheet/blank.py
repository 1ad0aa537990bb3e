"""Write the empty sheet: one row a product, with help, one example and a list of kinds in it."""

from __future__ import annotations

from merchant_helper.bulk.sheet.columns import Field, fields
from merchant_helper.bulk.sheet.paper import Paper, paper
from merchant_helper.bulk.sheet.read import EXAMPLE_MARKS, HELP_MARKS
from merchant_helper.i18n import gettext as _
from merchant_helper.i18n import language, mark
from merchant_helper.listings.kinds import kinds

# Rows that offer a list to choose from.
_ROWS = 2_000
CONDITIONS = (mark("Mới"), mark("Đã dùng"), mark("Đã tân trang"))


def blank_sheet() -> bytes:
    """Give the empty sheet as XLSX, in the current language; the keys stand beside the names."""
    with paper() as made:
        _products(made)
        _help(made)
        _kinds(made)
    return made.data


def _head(field: Field) -> str:
    return f"{field.label()} ({field.key})"


def _mark(marks: tuple[str, str]) -> str:
    return marks[1 if language() == "en" else 0]


def _products(made: Paper) -> None:
    columns = list(fields().values())
    sheet = made.sheet(_("Món hàng"), [field.width for field in columns])
    made.row(sheet, 0, map(_head, columns), made.head)
    made.row(sheet, 1, [_mark(HELP_MARKS), *(field.advice() for field in columns[1:])], made.help)
    made.row(sheet, 2, [_mark(EXAMPLE_MARKS), *(field.example for field in columns[1:])], made.help)
    sheet.freeze_panes(1, 3)
    sheet.write_comment(0, 0, fields()["sku"].advice())
    keys = [field.key for field in columns]
    kind_list = f"='{_('Loại hàng')}'!$A$2:$A${len(kinds()) + 1}"
    for key, source in (("category", kind_list), ("condition", [_(name) for name in CONDITIONS])):
        column = keys.index(key)
        rule = {"validate": "list", "source": source, "error_type": "warning", "show_error": False}
        sheet.data_validation(3, column, _ROWS, column, rule)


def _help(made: Paper) -> None:
    sheet = made.sheet(_("Cách ghi"), [28, 70, 34])
    made.row(sheet, 0, [_("Cột"), _("Ghi gì"), _("Ví dụ")], made.head)
    for number, field in enumerate(fields().values(), start=1):
        made.row(sheet, number, [field.label(), field.advice(), field.example])
    below = len(fields()) + 2
    for number, sentence in enumerate(_notes()):
        sheet.merge_range(below + number, 0, below + number, 2, sentence, made.help)


def _notes() -> tuple[str, ...]:
    return (
        _("Mỗi món một dòng, bắt đầu từ dòng 4. Hai dòng có dấu # để nguyên hay xóa đều được."),
        _("Đổi chỗ các cột được, bỏ bớt cột được; cột thêm của riêng tiệm không mất."),
        _("Ô để trống là chưa biết. Khi nhập lại để sửa món đã có, ô trống giữ nguyên điều đã ghi."),
    )


def _kinds(made: Paper) -> None:
    sheet = made.sheet(_("Loại hàng"), [34, 30])
    made.row(sheet, 0, [_("Loại hàng"), _("Ví dụ")], made.head)
    for number, kind in enumerate(kinds().values(), start=1):
        made.row(sheet, number, [kind.label(), kind.example])
