"""Keep the volunteer's pages: whose shop, whose laptop, the list of products, and deleting it all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from flask import Blueprint, flash, redirect, render_template, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from merchant_helper.handover.wipe import WipeReport, is_begun, wipe
from merchant_helper.i18n import gettext as _
from merchant_helper.listings.check import STATUSES, check, status
from merchant_helper.listings.facts import Facts
from merchant_helper.listings.family import Member, families, option_words
from merchant_helper.listings.goods import listings_of, photos_of
from merchant_helper.listings.live import price_words
from merchant_helper.listings.model import Listing
from merchant_helper.photos.model import Photo
from merchant_helper.shops import place_files, visits
from merchant_helper.shops.consent import withdraw
from merchant_helper.shops.model import Membership, Role, Shop
from merchant_helper.shops.visits import Visit
from merchant_helper.text import vietnamese_sort_key
from merchant_helper.web import publishing
from merchant_helper.web.db import end_reading, read_session, services, writing
from merchant_helper.web.door import door, on_phone
from merchant_helper.web.file_log import named
from merchant_helper.web.language import say
from merchant_helper.web.page import LOCAL, load_shop
from merchant_helper.web.shop_forms import ShopForm, offered

bp = Blueprint("shops", __name__)
NAMED = 3


@dataclass(frozen=True)
class Row:
    """Be one product on the list."""

    listing: Listing
    facts: Facts
    status: str
    cover: Photo | None
    variants: tuple[Facts, ...] = ()

    @property
    def price(self) -> str:
        """Write its price, from the lowest to the highest where variants differ."""
        return price_words(self.variants or (self.facts,))

    @property
    def lacks(self) -> int:
        """Count what stops it from being sold."""
        return sum(issue.severity == "block" for issue in check(self.facts))


@bp.get("/shops/new")
def new() -> str:
    """Ask about a new shop; who comes, the laptop and the team are offered as they were last time."""
    session = read_session()
    before = session.scalars(select(Shop).order_by(Shop.created_at.desc()).limit(1)).first()
    visit = session.scalars(select(Visit).order_by(Visit.started_at.desc()).limit(1)).first()
    known = offered(before, visit) | {"co": "", "nghin": before.nghin if before else "nghìn"}
    # How long things may stay is each owner's own answer.
    form = ShopForm(formdata=None, data=known | {"until": "visit", "until_day": ""})
    return render_template("shops/edit.html", form=form, shop=None, visit=None)


@bp.post("/shops/new")
def create() -> str | Response:
    """Make the shop, begin its first visit and go to its page."""
    form = ShopForm()
    if not form.validate_on_submit():
        return render_template("shops/edit.html", form=form, shop=None, visit=None)
    with writing() as session:
        shop = Shop()
        form.fill_in(shop)
        shop.memberships.append(Membership(person_id=LOCAL, role=Role.VOLUNTEER))
        session.add(shop)
        session.flush()
        form.note(visits.begin(session, shop))
        return redirect(url_for("shops.show", shop_id=shop.id), 303)


@bp.get("/shops/<shop_id>")
def show(shop_id: str) -> str:
    """List the shop's products, each with its status and the way on."""
    session = read_session()
    shop = load_shop(session, shop_id)
    photos = photos_of(session, shop_id)
    listings = listings_of(session, shop_id)
    rows = [_row(family, photos) for family in families(row for row in listings if not row[1].removed)]
    sold = {row.facts.group.casefold() for row in rows if row.facts.group}
    put_away = [
        family[0]
        for family in families(row for row in listings if row[1].removed)
        if (family[0][1].group or "").casefold() not in sold and not _stray(*family[0])
    ]
    rows.sort(key=lambda row: (STATUSES.index(row.status), vietnamese_sort_key(row.facts.name or "")))
    visit = visits.current(session, shop_id)
    phone = visits.joined(visit) if visit and door().port else None
    return render_template(
        "shops/show.html",
        shop=shop,
        rows=rows,
        put_away=put_away,
        visit=visit,
        phone=phone,
        variant_words=option_words,
    )


def _stray(listing: Listing, facts: Facts) -> bool:
    """Tell whether this was a variant of a product that has none any more: there is nothing to bring back."""
    return bool(listing.copied_from and facts.group) and not facts.name


def _row(family: list[Member], photos: Mapping[str, Photo]) -> Row:
    """Show variants as one product, by the first of them."""
    listing, facts = family[0]
    states = [status(one) for _listing, one in family]
    worst = min(states, key=STATUSES.index)
    cover = photos.get(facts.photos[0]) if facts.photos else None
    variants = tuple(one for _listing, one in family) if facts.group else ()
    return Row(listing, facts, worst, cover, variants)


@bp.get("/shops/<shop_id>/edit")
def edit(shop_id: str) -> str:
    """Show what is known of the shop and of the visit that goes on."""
    session = read_session()
    shop = load_shop(session, shop_id, "answer")
    visit = visits.current(session, shop_id)
    known = offered(shop, visit) | {n: getattr(shop, n) for n in ("name", "co", "nghin")}
    form = ShopForm(formdata=None, data=known)
    return render_template("shops/edit.html", form=form, shop=shop, visit=visit)


@bp.post("/shops/<shop_id>/edit")
def update(shop_id: str) -> str | Response:
    """Keep the changes; what the owner agreed to before is asked again when it changed."""
    form = ShopForm()
    with writing() as session:
        shop = load_shop(session, shop_id, "answer")
        visit = visits.current(session, shop_id)
        if not form.validate_on_submit():
            return render_template("shops/edit.html", form=form, shop=shop, visit=visit)
        if form.fill_in(shop):
            withdraw(shop)
        if visit is not None:
            form.note(visit)
        return redirect(url_for("shops.show", shop_id=shop_id), 303)


@bp.get("/shops/<shop_id>/delete")
def farewell(shop_id: str) -> str:
    """Say what will be deleted, and ask once."""
    session = read_session()
    shop = load_shop(session, shop_id, "delete")
    count = len(listings_of(session, shop_id)), len(photos_of(session, shop_id))
    visit = visits.current(session, shop_id)
    places = named(place_files.to_sign_out(session, visit)) if visit else []
    return render_template(
        "shops/delete.html", shop=shop, listings=count[0], photos=count[1], places=", ".join(places)
    )


@bp.post("/shops/<shop_id>/delete")
def delete(shop_id: str) -> Response:
    """Delete the shop and all that was made of it; a second press goes on where the first had to stop."""
    at_hand = services()
    session = read_session()
    if not is_begun(at_hand.folder, shop_id) or session.get(Shop, shop_id) is not None:
        load_shop(session, shop_id, "delete")
    # What stood at her phone's door read too; the wipe would wait for it in vain.
    end_reading()
    publishing.take_down(shop_id)
    report = wipe(at_hand.folder, at_hand.database, at_hand.files, at_hand.jobs, shop_id)
    _tell(report)
    return redirect(url_for("home.start", deleted=1), 303)


def _tell(report: WipeReport) -> None:
    """Say what became of it; at her phone, whatever is still to do is the volunteer's."""
    if on_phone():
        flash(*_told_her(report))
        return
    if report.finished:
        flash(_("Đã xóa hết của cửa hàng này khỏi máy tính."), "good")
    else:
        flash(_("Đã xóa cửa hàng này, còn vài tệp đang bận. Tắt phần mềm rồi mở lại để dọn nốt."), "warn")
    if report.left:
        folder = services().folder.path
        names = ", ".join(_place(folder, file) for file in report.left[:NAMED])
        flash(_("Vẫn thấy dấu vết của cửa hàng trong: {names}. Xóa tay các tệp này.", names=names), "warn")


def _told_her(report: WipeReport) -> tuple[str, str]:
    if report.finished and not report.left:
        return _("Đã xóa hết của cửa hàng này khỏi máy tính của người hỗ trợ."), "good"
    words = _("Máy tính của người hỗ trợ còn vài tệp chưa xóa xong. {Co} nhờ họ tắt phần mềm rồi mở lại nhé.")
    return say(words), "warn"


def _place(folder: Path, file: Path) -> str:
    return str(file.relative_to(folder) if file.is_relative_to(folder) else file)
