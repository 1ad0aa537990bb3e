"""A code is made and read on the command line; account numbers stay out of every sentence."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cli.calls import call, process
from merchant_helper.guides.vietqr import encode, picture

BANK, ACCOUNT = "970436", "0123456789"
VECTORS = json.loads((Path(__file__).parents[1] / "guides/vietqr/vectors.json").read_text("utf-8"))["vectors"]


def payload(account: str = ACCOUNT, bank: str = BANK) -> str:
    made = encode(bank, account)
    assert isinstance(made, str)
    return made


HERS, OTHER = payload(), payload("100000000001", "970415")


@pytest.fixture
def photo(hard: Path) -> Path:
    path = hard / "mã ở quầy.png"
    path.write_bytes(picture.png(HERS))
    return path


def make(*words: object) -> Any:
    return call("qr", "--json", "--bank", BANK, "--account", ACCOUNT, *words)


def test_a_code_is_made_and_reads_back(hard: Path) -> None:
    out = hard / "mã.png"
    answer = make("--amount", "50k", "--purpose", "Đơn DH0012", "--out", out)
    (item,) = answer.items
    assert answer.status == 0 and item["verified"] is True
    assert (item["bank"], item["account"], item["amount"], item["purpose"]) == (
        BANK,
        ACCOUNT,
        50_000,
        "Don DH0012",
    )
    assert picture.shows(out.read_bytes(), item["payload"])
    assert answer.summary["path"] == out.as_posix()
    assert [issue["code"] for issue in item["issues"]] == ["vietqr.purpose_written"]


def test_the_svg_and_the_poster_are_written(hard: Path) -> None:
    assert make("--out", hard / "mã.svg").status == 0
    assert make("--name", "Nguyễn Thị Sáu", "--out", hard / "tờ.pdf").status == 0
    assert (hard / "mã.svg").read_bytes().startswith(b"<svg ")
    assert (hard / "tờ.pdf").read_bytes().startswith(b"%PDF")


def test_a_name_of_the_bank_and_a_name_in_the_code(hard: Path) -> None:
    words = ("--json", "--account", ACCOUNT, "--out", hard / "a.png", "--name", "Đỗ Sáu")
    (plain,) = call("qr", "--bank", "ngân hàng Ngoại thương", *words).items
    (named,) = call("qr", "--bank", "vcb", "--name-in-code", *words).items
    assert plain["payload"] == HERS and "5906Do Sau" in named["payload"]


@pytest.mark.parametrize(
    "vector", [v for v in VECTORS if v["id"] in ("syn-card", "syn-amount-1")], ids=lambda v: v["id"]
)
def test_vectors_are_made(vector: dict[str, Any], hard: Path) -> None:
    said = vector["decoded"]
    card = ["--card"] if said["service"] == "QRIBFTTC" else []
    words = [
        "--amount",
        said["amount"],
        "--purpose",
        said["additional_62"]["08"],
        "--out",
        hard / "a.png",
        *card,
    ]
    answer = call("qr", "--json", "--bank", said["bin"], "--account", said["account"], *words)
    assert answer.items[0]["payload"] == vector["payload"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--bank", "nowhere"], "vietqr.bank_unknown"),
        (["--bank", "BVB"], "vietqr.bank_unclear"),
        (["--bank", "MoMo"], "vietqr.bank_wallet"),
        (["--account", "0123 456"], "vietqr.account_form"),
        (["--account", "1" * 20], "vietqr.account_long"),
        (["--amount", "500000000"], "vietqr.amount_range"),
        (["--amount", "12.5"], "price.unclear"),
        (["--purpose", "a" * 26], "vietqr.purpose_long"),
        (["--out", "a.jpg"], "cli.qr_kind"),
        (["--name", "NGUYỄN ☃ SÁU", "--out", "a.pdf"], "cli.name_letters"),
    ],
)
def test_what_cannot_be_made_makes_nothing(words: list[str], code: str, hard: Path) -> None:
    answer = make("--out", hard / "a.png", *words)
    assert (answer.status, answer.error["code"]) == (2, code)
    assert not list(hard.glob("a.*"))


def test_every_reason_is_told_at_once(hard: Path) -> None:
    answer = make("--account", "0123 456", "--purpose", "a" * 26, "--out", hard / "a.png")
    assert [line["code"] for line in answer.lines] == ["vietqr.account_form", "vietqr.purpose_long"]


def test_a_code_that_does_not_read_back_is_not_written(hard: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = picture.png(OTHER)
    monkeypatch.setattr(picture, "png", lambda _payload: other)
    answer = make("--out", hard / "a.png")
    assert (answer.status, answer.error["code"]) == (3, "vietqr.not_verified")
    assert not (hard / "a.png").exists()


@pytest.mark.parametrize(
    ("expect", "verdict", "status"),
    [
        ([], None, 0),
        ([HERS], "same", 0),
        ([OTHER, HERS], "same", 0),
        ([ACCOUNT], "same", 0),
        (["0123 456 789"], "same", 0),
        (["Vietcombank:" + ACCOUNT], "same", 0),
        ([f"970415:{ACCOUNT}"], "different", 1),
        ([OTHER], "different", 1),
        (["123456789"], "different", 1),
        (["https://example.invalid"], "cannot-compare", 1),
    ],
)
def test_a_photo_is_compared(expect: list[str], verdict: str | None, status: int, photo: Path) -> None:
    answer = call("read-qr", "--json", photo, *(word for text in expect for word in ("--expect", text)))
    (item,) = answer.items
    assert (item["verdict"], answer.status) == (verdict, status)
    assert set(item) == {"kind", "payload", "code_kind", "fields", "issues", "verdict"}
    assert (item["payload"], item["code_kind"]) == (HERS, "vietqr")
    assert (item["fields"]["bank"], item["fields"]["account"]) == (BANK, ACCOUNT)
    assert answer.summary["codes"] == 1


@pytest.mark.parametrize("vector", VECTORS, ids=lambda v: v["id"])
def test_every_vector_is_read_from_a_picture(vector: dict[str, Any], hard: Path) -> None:
    path = hard / "v.png"
    path.write_bytes(picture.png(vector["payload"]))
    answer = call("read-qr", "--json", path)
    (item,) = answer.items
    assert item["payload"] == vector["payload"]
    assert (answer.status, item["verdict"]) == (
        (1, "unreadable") if vector["expect"] == "invalid" else (0, None)
    )
    if vector["expect"] == "valid":
        assert item["fields"]["account"] == vector["decoded"]["account"]
    assert "merchant_name" not in item["fields"] and "EVN CONG TY" not in json.dumps(item["fields"])


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "vietqr.file_empty"),
        (b"%PDF-1.7", "vietqr.file_kind"),
        (b"\xff\xd8\xff\xe0", "vietqr.file_broken"),
    ],
)
def test_what_is_no_picture_is_unreadable(data: bytes, code: str, hard: Path) -> None:
    (hard / "x.jpg").write_bytes(data)
    answer = call("read-qr", "--json", hard / "x.jpg", "--expect", HERS)
    (item,) = answer.items
    assert (answer.status, item["verdict"], item["payload"]) == (1, "unreadable", None)
    assert [issue["code"] for issue in item["issues"]] == [code]


def test_wrong_calls(photo: Path, hard: Path) -> None:
    assert call("read-qr", "--json", hard / "none.png").error["code"] == "cli.no_such_path"
    answer = call("read-qr", "--json", photo, "--expect", "gì đó 0123456789")
    assert (answer.status, answer.error["code"]) == (2, "cli.expect_unclear")
    assert call("read-qr", "--json", hard).items[0]["verdict"] == "unreadable"


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_no_sentence_says_an_account(lang: str, photo: Path, hard: Path) -> None:
    said = [
        call("qr", "--lang", lang, "--bank", BANK, "--account", ACCOUNT, "--out", hard / "a.png").text(),
        call("read-qr", "--lang", lang, photo, "--expect", OTHER).text(),
        call("read-qr", "--lang", lang, photo, "--expect", "x: 0123-456789").text(),
        call(
            "qr", "--lang", lang, "--bank", BANK, "--account", "0123-456789", "--out", hard / "b.png"
        ).text(),
    ]
    assert call("qr", "--account", "0123", "456789", "--bank", "vcb", "--out", hard / "b.png").status == 2
    said += [
        call("qr", "--lang", lang, "--account", "0123", "456789", "--bank", "v", "--out", "b.png").text(),
        call("qr", "--lang", lang, "--bank", ACCOUNT, "--account", BANK, "--out", hard / "b.png").text(),
    ]
    assert "•••• 6789" in said[0] and "•••• 6789" in said[1]
    assert not [text for text in said if "3456789" in text or "456789" in text]


def test_as_a_process_with_json_alone_on_stdout(photo: Path) -> None:
    answer = process("read-qr", photo, "--json", "--expect", OTHER)
    assert (answer.status, answer.items[0]["verdict"]) == (1, "different")
    assert ACCOUNT not in answer.err.decode()
