"""Ways stand side by side, and a few questions lead to one of them, all without a script."""

from __future__ import annotations

import pytest

from web.page_reader import Client, words


def test_two_ways_stand_side_by_side_by_the_owners_questions(client: Client) -> None:
    page = client.read("/guides/compare?way=momo&way=cod")
    heads = [words(th) for th in page.find("th", scope="col")]
    rows = [words(th) for th in page.find("th", scope="row")]
    assert heads == ["Ví điện tử", "Thu hộ khi giao hàng"]
    assert len(rows) == 12 and "Thuế có khác không?" in rows and "Mất mạng thì sao?" in rows
    assert "22/11/2026" in page.text and "Vừa một tờ" in page.text


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", None),
        ("?way=momo", "Mới chọn một cách"),
        ("?way=momo&way=momo", "Mới chọn một cách"),
        ("?way=momo&way=cod&way=vietqr-personal&way=vietqr-household", "nhiều nhất ba cách"),
        ("?way=no-such&way=sample-pack", None),
    ],
)
def test_too_few_and_too_many_get_a_sentence(client: Client, query: str, said: str | None) -> None:
    page = client.read(f"/guides/compare{query}")
    assert not list(page.find("table"))
    assert (said in page.text) if said else ("notice" not in page.html.split("<main")[1].split("</main")[0])


def test_what_was_chosen_stays_ticked(client: Client) -> None:
    page = client.read("/guides/momo").follow("So sánh với cách khác")
    ticked = [i.get("value") for i in page.find("input", type="checkbox") if i.get("checked") is not None]
    assert ticked == ["momo"]


def test_the_questions_lead_to_one_way_and_back_again(client: Client) -> None:
    page = client.read("/guides").follow("Nên bắt đầu bằng cách nào?")
    said = "Ở quầy, ở chợ, khách tới tận nơi|Có rồi|Rảnh|Không, hoặc rất ít|Không|Không, món nhỏ thôi"
    for option in said.split("|"):
        assert "Câu" in page.html
        page = page.follow(option)
    question = page.h1
    page = page.follow("Không")
    assert page.h1 == "Nên bắt đầu bằng: Mã VietQR của hộ kinh doanh"
    assert "rõ tiền bán hàng" in page.text
    assert page.links["Xem cách này"] == "/guides/vietqr-household"
    assert page.follow("Quay lại").h1 == question


def test_what_comes_later_is_named_with_its_reason(client: Client) -> None:
    answers = "where=far&registered=unsure&feature-phones=no&many=no"
    page = client.read(f"/guides/compare/ask?{answers}")
    assert page.h1 == "Nên bắt đầu bằng: Thu hộ khi giao hàng"
    assert "Để nhận tiền cọc trước khi gửi hàng" in page.text
    assert list(page.follow("So sánh với cách khác").find("table"))


def test_answers_that_nobody_offered_begin_again(client: Client) -> None:
    assert client.read("/guides/compare/ask?where=moon&x=<b>").h1 == client.read("/guides/compare/ask").h1
