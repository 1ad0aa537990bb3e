"""Make a payment code as a picture or a poster, and read codes from photos; accounts are never said whole."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from merchant_helper.cli.calling import Call, pass_call, verb
from merchant_helper.cli.outcome import Ended, Problem, Status, wrong_call
from merchant_helper.cli.report import issue_lines
from merchant_helper.errors import PhotoUnreadable
from merchant_helper.i18n import gettext as _
from merchant_helper.i18n import mark
from merchant_helper.issues import Issue, blocking
from merchant_helper.text import clean_text, format_vnd, parse_vnd

if TYPE_CHECKING:
    from merchant_helper.guides.vietqr import Bank, Expected, Recognised, Verdict

ISSUE_CODES = ("cli.qr_kind", "cli.name_letters", "cli.expect_unclear")
KINDS = (".png", ".svg", ".pdf")
RESULTS = {
    "same": mark("đúng mã đã biết"),
    "different": mark("khác mọi mã đã biết"),
    "cannot-compare": mark("chưa so được"),
    "unreadable": mark("không đọc được"),
}


@verb("qr")
@click.option("--bank", required=True, metavar="BIN-OR-NAME", help=mark("Ngân hàng: sáu chữ số, hoặc tên."))
@click.option("--account", required=True, metavar="A", help=mark("Số tài khoản, ghi liền."))
@click.option("--name", default="", metavar="N", help=mark("Tên như ngân hàng hiện, để in trên tờ PDF."))
@click.option("--name-in-code", is_flag=True, help=mark("Ghi cả tên vào mã, bằng chữ không dấu."))
@click.option("--card", is_flag=True, help=mark("Số ghi ở trên là số thẻ, không phải số tài khoản."))
@click.option("--amount", metavar="D", help=mark("Số tiền ghi sẵn, ví dụ 50.000; bỏ trống để khách tự ghi."))
@click.option("--purpose", default="", metavar="P", help=mark("Lời nhắn, nhiều nhất 25 ký tự không dấu."))
@click.option(
    "--tried", is_flag=True, help=mark("Đã thử 1.000 đ và thấy tiền về: tờ PDF không còn dải “Chưa thử”.")
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    metavar="FILE.png|svg|pdf",
    help=mark("Tệp sẽ được tạo; PDF là tờ A5 để in."),
)
@pass_call
def qr(
    call: Call, bank: str, account: str, name: str, name_in_code: bool, card: bool, amount: str | None,
    purpose: str, tried: bool, out: Path,
) -> Status:  # fmt: skip
    """Write a code that reads back from its own picture, or nothing."""
    from merchant_helper.guides.vietqr import check, decode, encode, the_bank
    from merchant_helper.photos.files import write_atomically

    if out.suffix.lower() not in KINDS:
        raise wrong_call("cli.qr_kind", "out", seen=out.suffix or out.name)
    name = clean_text(name).text
    if out.suffix.lower() == ".pdf":
        _check_printed(name)
    dong = _amount(amount)
    in_code = name if name_in_code else ""
    issues = check(bank, account, dong, purpose, name=in_code)
    payload = encode(bank, account, dong, purpose, name=in_code, card=card)
    chosen = the_bank(bank)
    if not isinstance(payload, str) or isinstance(chosen, Issue):
        raise _wrong(call, blocking(issues))
    data = _drawn(payload, out.suffix.lower(), chosen, name, tried=tried)
    out.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(out, data)
    said = decode(payload)
    told = [issue.to_json() for issue in issues]
    item = {
        "payload": payload, "bank": chosen.bin, "bank_name": chosen.name, "account": account, "amount": dong,
        "purpose": said.purpose, "verified": True, "path": out.as_posix(),
        "issues": told,
    }  # fmt: skip
    call.report.item(item, _made(chosen, account, dong, said.purpose) + issue_lines(told))
    then = _("{path}: quét bằng điện thoại khác, đọc tên, chuyển thử 1.000 đ rồi hãy dùng.", path=out)
    call.report.summary({"path": out.as_posix(), "codes": 1}, then)
    return Status.DONE


def _check_printed(name: str) -> None:
    """End a call whose poster would show a name with holes in it: customers compare it letter by letter."""
    from merchant_helper.guides.poster_font import unprintable

    if strange := unprintable(name):
        raise wrong_call("cli.name_letters", "name", letter=strange[0])


def _amount(typed: str | None) -> int | None:
    """Read an amount as people write it; one that is unclear ends the call."""
    if typed is None or not typed.strip():
        return None
    amount = parse_vnd(typed, allow_small=True, field="amount")
    if isinstance(amount, Issue):
        raise Ended(Problem(amount))
    return amount


def _wrong(call: Call, issues: list[Issue]) -> Ended:
    """Tell everything that stands in the way, the last as the end of the call."""
    for issue in issues[:-1]:
        call.report.trouble(issue)
    return Ended(Problem(issues[-1]))


def _drawn(payload: str, kind: str, bank: Bank, name: str, *, tried: bool) -> bytes:
    """Draw the file, once the code has come back from its picture."""
    from merchant_helper.guides import poster
    from merchant_helper.guides.vietqr import decode, picture

    drawn = picture.png(payload)
    if not picture.shows(drawn, payload):
        raise Ended(Problem(picture.not_verified(), Status.STOPPED))
    if kind == ".png":
        return drawn
    if kind == ".svg":
        return picture.svg(payload).encode()
    said = decode(payload)
    paper = poster.Poster(payload, bank.name, said.account or "", name, said.amount, said.purpose, tried)
    return poster.pdf(paper, "a5")


def _made(bank: Bank, account: str, amount: int | None, purpose: str) -> str:
    from merchant_helper.guides.vietqr import masked

    parts = [
        f"{bank.name} {masked(account)}",
        format_vnd(amount) if amount else "",
        f"“{purpose}”" if purpose else "",
    ]
    return _("Đã tạo mã và đọc lại đúng: {what}", what=" · ".join(part for part in parts if part))


@verb("read-qr")
@click.argument("image", type=click.Path(path_type=Path), metavar="IMAGE")
@click.option(
    "--expect",
    multiple=True,
    metavar="PAYLOAD-OR-ACCOUNT",
    help=mark(
        "Mã đã biết để so: cả nội dung mã, số tài khoản, hoặc NGÂN-HÀNG:SỐ-TÀI-KHOẢN. Ghi nhiều lần được."
    ),
)
@pass_call
def read_qr(call: Call, image: Path, expect: tuple[str, ...]) -> Status:
    """Read every code of a photo and compare each with all that are known."""
    from merchant_helper.guides.vietqr import picture

    known = [_expected(text) for text in expect]
    if not image.exists():
        raise wrong_call("cli.no_such_path", "image", path=str(image))
    try:
        verdicts = picture.checked(_bytes(image), known)
        items = [_item(verdict, compared=bool(known)) for verdict in verdicts]
    except PhotoUnreadable as error:
        items = [_nothing(error.issue)]
    for item in items:
        call.report.item(item, _sentence(item))
    counts = Counter(str(item["verdict"]) for item in items)
    results = {result.replace("-", "_"): counts[result] for result in RESULTS}
    found = sum(item["payload"] is not None for item in items)
    call.report.summary({"codes": found, **results}, _("Đọc được {found} mã.", found=found))
    return Status.DONE if all(item["verdict"] in (None, "same") for item in items) else Status.HELD


def _bytes(image: Path) -> bytes:
    """Take a file in, one byte more than is allowed at most; a pipe or a folder is no photo."""
    from merchant_helper.guides.vietqr.opening import MAX_BYTES

    if not image.is_file():
        raise PhotoUnreadable(Issue("vietqr.file_kind", "photo", "block"))
    with image.open("rb") as file:
        return file.read(MAX_BYTES + 1)


def _expected(text: str) -> str | Expected:
    """Take a known code as it was given: an account, a bank and an account, or a whole payload."""
    from merchant_helper.guides.vietqr import Expected, recognise, the_bank

    text = text.strip()
    account = "".join(text.split())
    if re.fullmatch("[0-9A-Za-z]{1,19}", account):
        return Expected(account)
    if recognise(text).kind != "text":
        return text
    name, _colon, account = text.rpartition(":")
    bank = the_bank(name)
    if isinstance(bank, Issue) or not re.fullmatch("[0-9A-Za-z]{1,19}", "".join(account.split())):
        raise wrong_call("cli.expect_unclear", "expect")
    return Expected("".join(account.split()), bank.bin)


def _item(verdict: Verdict, *, compared: bool) -> dict[str, Any]:
    """Give the line of one code; without anything to compare with there is no verdict but "unreadable"."""
    read = verdict.recognised
    if not read.payload:
        return _nothing(verdict.issue)
    result = verdict.result if compared else ("unreadable" if read.damaged else None)
    issues = [*read.issues, *([verdict.issue] if verdict.issue and compared else [])]
    return {
        "payload": read.payload, "code_kind": read.kind, "fields": _fields(read),
        "issues": [issue.to_json() for issue in issues], "verdict": result,
    }  # fmt: skip


def _nothing(issue: Issue | None) -> dict[str, Any]:
    told = [issue.to_json()] if issue else []
    return {"payload": None, "code_kind": None, "fields": {}, "issues": told, "verdict": "unreadable"}


def _fields(read: Recognised) -> dict[str, Any]:
    """Give what a payment code says; the name in it is left out, since anybody can write one there."""
    said = read.decoded
    if not said.fields:
        return {}
    found = {
        "bank": said.bank, "bank_name": said.bank_name or None, "account": said.account,
        "service": said.service, "method": said.method, "amount": said.amount,
        "purpose": said.purpose or None, "additional": dict(said.additional) or None,
    }  # fmt: skip
    return {key: value for key, value in found.items() if value is not None}


def _sentence(item: dict[str, Any]) -> str:
    from merchant_helper.guides.vietqr import masked, recognise

    if item["payload"] is None:
        return _("không đọc được") + issue_lines(item["issues"])
    fields, parts = item["fields"], [recognise(item["payload"]).name]
    if "account" in fields:
        parts.append(f"{fields.get('bank_name') or fields['bank']} {masked(fields['account'])}")
    if "amount" in fields:
        parts.append(format_vnd(fields["amount"]))
    result = item["verdict"]
    if result:
        said = RESULTS[result]
        parts.append(_(said))
    return " · ".join(parts) + issue_lines(item["issues"])
