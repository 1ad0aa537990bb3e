"""What the owner said passes in any order; what she did not say is marked, however it is written."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from merchant_helper.listings.facts import Facts
from merchant_helper.listings.kinds import kinds
from merchant_helper.listings.unsaid import unsaid
from merchant_helper.listings.write import description, title
from merchant_helper.text import fold, nfc

SAID = Facts(
    name="Nước mắm nhĩ Phú Quốc",
    kind="drink",
    special="Độ đạm 40, màu cánh gián",
    made="Cá cơm và muối, ủ 12 tháng trong thùng gỗ; không chất bảo quản",
    use="Chấm trực tiếp hoặc nêm",
    unit="chai",
    unit_size="nửa lít",
    price=95000,
    weight_g=850,
    expiry="24 tháng",
    accepted=("được làm thủ công",),
)


def seen(text: str, facts: Facts = SAID) -> list[tuple[str, str]]:
    return [(claim.kind, claim.seen) for claim in unsaid(text, facts)]


@pytest.mark.parametrize(
    "text",
    [
        "Nước mắm nhĩ Phú Quốc, chai 500 ml, 40 độ đạm.",
        "Ủ mười hai tháng trong thùng gỗ, từ muối và cá cơm. Không dùng chất bảo quản.",
        "KHÔNG CHẤT BẢO QUẢN! Hạn dùng hai mươi bốn tháng, giá 95k, 95.000 đồng.",
        "nuoc mam nhi phu quoc, khong chat bao quan, chai nua lit",
        "Hàng làm thủ công. Gói gửi nặng 0,85 kg.",
        "Mời cô bác chấm trực tiếp. Một chai dùng được lâu.",
        "MUA NGAY KẺO LỠ!\nXin cảm ơn!\n- Mời xem. 👉 Nhắn tin nhé",
        "",
    ],
)
def test_her_own_words_pass_in_any_order_case_and_without_marks(text: str) -> None:
    assert seen(text) == []


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("Nước mắm chống nước", ("claim", "chống nước")),
        ("nuoc mam chong nuoc", ("claim", "chong nuoc")),
        ("Đạt OCOP 4 sao", ("claim", "OCOP")),
        ("Đạt OCOP 4 sao", ("number", "4 sao")),
        ("Hàng hữu cơ", ("claim", "hữu cơ")),
        ("Ủ 18 tháng", ("number", "18 tháng")),
        ("Ủ 12 ngày", ("unit", "12 ngày")),
        ("Chai 500 g", ("unit", "500 g")),
        ("Giá 59.000 đồng", ("number", "59.000 đồng")),
        ("Thùng inox", ("material", "inox")),
        ("Cá cơm Nha Trang", ("place", "Nha Trang")),
        ("Hàng nhập khẩu từ Mỹ", ("name", "Mỹ")),
        ("Nhập từ Đức", ("name", "Đức")),
        ("Của anh Ước Đạt", ("name", "Ước Đạt")),
        ("Do bà Lan làm", ("name", "Lan")),
        ("Gọi 0905 123 456", ("contact", "Gọi 0905 123 456")),
        ("Có chất bảo quản", ("claim", "chất bảo quản")),
    ],
)
def test_what_she_did_not_say_is_marked(text: str, claim: tuple[str, str]) -> None:
    assert claim in seen(text)


def test_a_claim_that_she_denied_is_marked() -> None:
    facts = replace(SAID, special="Áo này không chống nước")
    assert seen("Áo chống nước", facts) == [("claim", "chống nước")]
    assert seen("Áo không chống nước", facts) == []


@pytest.mark.parametrize("kind", kinds().values(), ids=lambda kind: kind.key)
def test_the_templates_own_texts_say_nothing_new(kind: object) -> None:
    facts = Facts(name=kind.example, kind=kind.key, special=kind.special, made=kind.made, use=kind.use)  # type: ignore[attr-defined]
    facts = replace(facts, unit="gói", unit_size="1,2 kg", unit_count=12, expiry="3 tháng", weight_g=1300)
    assert seen(title(facts), facts) == []
    assert seen(description(facts), facts) == []


@settings(max_examples=60)
@given(
    st.permutations([SAID.name, SAID.special, SAID.made, SAID.use, SAID.expiry]), st.booleans(), st.booleans()
)
def test_any_order_of_the_answers_passes(parts: list[str], loud: bool, bare: bool) -> None:
    text = ". ".join(parts)
    text = text.upper() if loud else text
    assert seen(fold(text) if bare else text) == []


@settings(max_examples=60)
@given(st.text(max_size=120), st.sampled_from(["chống nước", "OCOP", "hữu cơ", "37 tháng"]))
def test_places_of_claims_stand_in_the_text(before: str, fake: str) -> None:
    text = nfc(f"{before} {fake}")
    claims = unsaid(text, SAID)
    assert all(text[claim.start : claim.end] == claim.seen for claim in claims)
    assert all(a.end <= b.start for a, b in pairwise(claims))


def test_a_fake_fact_is_found_wherever_it_is_put() -> None:
    words = description(SAID).split(" ")
    for at in range(len(words) + 1):
        text = " ".join([*words[:at], "chống nước", *words[at:]])
        assert ("claim", "chống nước") in seen(text)
