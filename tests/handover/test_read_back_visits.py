"""Whose visits there were, and when, comes back with the shop: her file tells of all of them each time."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from little_shop import Laptop
from test_hostile_profile import code_of, edited

from merchant_helper.handover.read_back import read_profile
from merchant_helper.shops import visits
from merchant_helper.shops.model import Shop
from merchant_helper.shops.visits import Visit


@pytest.fixture
def shop(lan: Laptop) -> Shop:
    """Give a shop with a visit in which a product was made; the file is taken before its end."""
    shop = lan.shop()
    visit = visits.begin(lan.session, shop, who="Lan", contact="0900 000 000")
    told = lan.product(shop, [lan.photo(shop)]).answers
    visit.started_at = min(answer.given_at for answer in told) - timedelta(minutes=1)
    lan.session.flush()
    return shop


def known(one: Laptop, shop_id: str) -> list[Visit]:
    return list(one.session.query(Visit).filter_by(shop_id=shop_id).order_by(Visit.number))


def met(one: Laptop, shop_id: str) -> list[tuple[int, str, str]]:
    return [(visit.number, visit.team, visit.who) for visit in known(one, shop_id)]


def test_earlier_visits_come_along_and_are_over(
    lan: Laptop, minh: Laptop, shop: Shop, tmp_path: Path
) -> None:
    file = lan.write(shop, tmp_path / "out.html")
    minh.take(file)
    (visit,) = known(minh, shop.id)
    assert (visit.number, visit.team, visit.who, visit.contact) == (1, "Đội 1", "Lan", "")
    assert not visit.is_open and visits.current(minh.session, shop.id) is None
    assert visit.digits != known(lan, shop.id)[0].digits
    visits.begin(minh.session, minh.shop_of(shop.id), who="Minh")
    page = minh.write(minh.shop_of(shop.id), tmp_path / "next.html").read_text("utf-8")
    assert "làm 1 món. Đội 1 – Lan" in page and "làm 0 món. Xã Tân Hòa – Minh" in page


def test_visits_meet_each_other_again_at_home(lan: Laptop, minh: Laptop, shop: Shop, tmp_path: Path) -> None:
    minh.take(lan.write(shop, tmp_path / "out.html"))
    visits.begin(minh.session, minh.shop_of(shop.id), who="Minh")
    file = minh.write(minh.shop_of(shop.id), tmp_path / "back.html")
    visits.begin(lan.session, shop, who="Hoa")
    for _time in range(2):
        lan.take(file, laptop_of="Lan", team="Đội 1")
        assert met(lan, shop.id) == [(1, "Đội 1", "Lan"), (2, "Xã Tân Hòa", "Minh"), (3, "Đội 1", "Hoa")]
        going_on = visits.current(lan.session, shop.id)
        assert going_on is not None and going_on.who == "Hoa"


def test_file_without_visits_and_with_odd_ones_is_read(
    lan: Laptop, minh: Laptop, shop: Shop, tmp_path: Path
) -> None:
    def odd(data: dict[str, Any]) -> None:
        data["visits"][0].update(who="<b>\u202eLan\u0000", team=" ")

    minh.take(edited(lan.write(shop, tmp_path / "odd.html"), odd))
    assert met(minh, shop.id) == [(1, "", "<b>Lan")]
    older = edited(lan.write(shop, tmp_path / "older.html"), lambda data: data.pop("visits"))
    assert read_profile(older).data.visits == []
    many = edited(
        lan.write(shop, tmp_path / "many.html"), lambda data: data.update(visits=data["visits"] * 301)
    )
    assert code_of(many) == "profile.broken"
