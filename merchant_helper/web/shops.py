"""Keep the volunteer's pages: whose shop, whose laptop, the list of products, and deleting it all."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response
from wtforms import RadioField, SelectChoice, StringField
from wtforms.validators import ValidationError

from merchant_helper.db.base import utc_now
from merchant_helper.i18n import gettext as _
from merchant_helper.listings.check import STATUSES, check, status
from merchant_helper.listings.facts import Facts
from merchant_helper.listings.goods import listings_of, photos_of
from merchant_helper.listings.model import Listing
from merchant_helper.photos.farewell import in_use, own_files
from merchant_helper.photos.model import Photo
from merchant_helper.shops.consent import withdraw
from merchant_helper.shops.model import Membership, Role, Shop
from merchant_helper.text import parse_date, vietnamese_sort_key
from merchant_helper.web.db import after_commit, read_session, services, writing
from merchant_helper.web.page import LOCAL, load_shop
from merchant_helper.web.words_form import WordsForm, at_most, tidy

bp = Blueprint("shops", __name__)
PRONOUNS = ("cô", "chú", "bác", "anh", "chị", "dì", "ông", "bà", "em", "bạn")


class ShopForm(WordsForm):
    """Ask the volunteer whose shop it is, how to speak to the owner, and whose laptop this is."""

    name = StringField(filters=[tidy], validators=[at_most(100)])
    co = RadioField(validate_choice=False)
    nghin = RadioField(validate_choice=False, choices=[SelectChoice("nghìn"), SelectChoice("ngàn")])
    laptop_of = StringField(filters=[tidy], validators=[at_most(100)])
    team = StringField(filters=[tidy], validators=[at_most(100)])
    until = RadioField(validate_choice=False)
    until_day = StringField(filters=[tidy], validators=[at_most(20)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.co.choices = [*map(SelectChoice, PRONOUNS), SelectChoice("", _("Không xưng gọi"))]
        self.until.choices = [
            SelectChoice("visit", _("Hết buổi làm hôm nay")),
            SelectChoice("day", _("Tới một ngày khác")),
        ]

    def validate_name(self, field: Any) -> None:
        """Want a name for the shop."""
        if not field.data:
            raise ValidationError(_("Chưa có tên cửa hàng. Gõ tên mà bà con hay gọi, ví dụ: Nước mắm Bà Sáu"))

    def validate_laptop_of(self, field: Any) -> None:
        """Want to know whose laptop this is, since the owner is told."""
        if not field.data:
            raise ValidationError(_("Chưa ghi máy tính này của ai. Gõ tên bạn; chủ tiệm sẽ thấy tên này."))

    def validate_until_day(self, field: Any) -> None:
        """Read the day when one was chosen; it lies ahead."""
        if self.until.data != "day":
            return
        day = parse_date(field.data or "")
        if day is None:
            raise ValidationError(_("Chưa rõ ngày nào. Gõ ngày/tháng/năm, ví dụ 31/12/2026"))
        if day < (utc_now() + timedelta(hours=7)).date():
            raise ValidationError(_("Ngày này đã qua. Gõ một ngày từ hôm nay trở đi."))

    def fill_in(self, shop: Shop) -> None:
        """Write the answers into a shop."""
        shop.name, shop.laptop_of = self.name.data, self.laptop_of.data
        shop.team = self.team.data or ""
        shop.co = self.co.data if self.co.data in PRONOUNS else ""
        shop.nghin = "ngàn" if self.nghin.data == "ngàn" else "nghìn"
        shop.agreed_until = parse_date(self.until_day.data or "") if self.until.data == "day" else None


@dataclass(frozen=True)
class Row:
    """Be one product on the list."""

    listing: Listing
    facts: Facts
    status: str
    cover: Photo | None

    @property
    def lacks(self) -> int:
        """Count what stops it from being sold."""
        return sum(issue.severity == "block" for issue in check(self.facts))


@bp.get("/shops/new")
def new() -> str:
    """Ask about a new shop; the laptop and the team are offered as they were last time."""
    last = max(read_session().scalars(select(Shop)), key=lambda s: s.created_at, default=None)
    known = {n: getattr(last, n) for n in ("laptop_of", "team", "nghin")} if last else {"nghin": "nghìn"}
    form = ShopForm(formdata=None, data={"co": "", "until": "visit", **known})
    return render_template("shops/edit.html", form=form, shop=None)


@bp.post("/shops/new")
def create() -> str | Response:
    """Make the shop and go to its page."""
    form = ShopForm()
    if not form.validate_on_submit():
        return render_template("shops/edit.html", form=form, shop=None)
    with writing() as session:
        shop = Shop()
        form.fill_in(shop)
        shop.memberships.append(Membership(person_id=LOCAL, role=Role.VOLUNTEER))
        session.add(shop)
        session.flush()
        return redirect(url_for("shops.show", shop_id=shop.id), 303)


@bp.get("/shops/<shop_id>")
def show(shop_id: str) -> str:
    """List the shop's products, each with its status and the way on."""
    session = read_session()
    shop = load_shop(session, shop_id)
    photos = photos_of(session, shop_id)
    listings = listings_of(session, shop_id)
    rows = [
        Row(listing, facts, status(facts), photos.get(facts.photos[0]) if facts.photos else None)
        for listing, facts in listings
        if not facts.removed
    ]
    put_away = [(listing, facts) for listing, facts in listings if facts.removed]
    rows.sort(key=lambda row: (STATUSES.index(row.status), vietnamese_sort_key(row.facts.name or "")))
    return render_template("shops/show.html", shop=shop, rows=rows, put_away=put_away)


@bp.get("/shops/<shop_id>/edit")
def edit(shop_id: str) -> str:
    """Show what is known of the shop."""
    shop = load_shop(read_session(), shop_id, "answer")
    day = shop.agreed_until
    known = {n: getattr(shop, n) for n in ("name", "co", "nghin", "laptop_of", "team")}
    known |= {"until": "day" if day else "visit", "until_day": day.strftime("%d/%m/%Y") if day else ""}
    return render_template("shops/edit.html", form=ShopForm(formdata=None, data=known), shop=shop)


@bp.post("/shops/<shop_id>/edit")
def update(shop_id: str) -> str | Response:
    """Keep the changes; what the owner agreed to before is asked again when it changed."""
    form = ShopForm()
    with writing() as session:
        shop = load_shop(session, shop_id, "answer")
        if not form.validate_on_submit():
            return render_template("shops/edit.html", form=form, shop=shop)
        agreed_on = (shop.laptop_of, shop.team, shop.agreed_until)
        form.fill_in(shop)
        if agreed_on != (shop.laptop_of, shop.team, shop.agreed_until):
            withdraw(shop)
        return redirect(url_for("shops.show", shop_id=shop_id), 303)


@bp.get("/shops/<shop_id>/delete")
def farewell(shop_id: str) -> str:
    """Say what will be deleted, and ask once."""
    session = read_session()
    shop = load_shop(session, shop_id, "delete")
    count = len(listings_of(session, shop_id)), len(photos_of(session, shop_id))
    return render_template(
        "shops/delete.html",
        shop=shop,
        listings=count[0],
        photos=count[1],
        backups=any(services().folder.backups.glob("*")),
    )


@bp.post("/shops/<shop_id>/delete")
def delete(shop_id: str) -> Response:
    """Delete the shop, its answers and the files that no other shop uses."""
    with writing() as session:
        shop = load_shop(session, shop_id, "delete")
        gone, name = own_files(session, shop_id), shop.name
        session.delete(shop)
        after_commit(lambda: _forget(shop_id, gone))
    flash(_("Đã xóa hết của cửa hàng “{name}” khỏi máy tính này.", name=name), "good")
    return redirect(url_for("home.start"), 303)


def _forget(shop_id: str, hashes: set[str]) -> None:
    """Delete files that nobody needs any more, and every picture made from photos: those are made again."""
    # Another shop may have taken the same photo in meanwhile.
    for sha256 in hashes - in_use(read_session(), hashes):
        services().files.delete(sha256)
    cache = services().folder.cache
    for made in (cache / "pictures", cache / "exports" / shop_id):
        shutil.rmtree(made, ignore_errors=True)
    services().database.empty_journal()
