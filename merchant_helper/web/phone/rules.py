"""List which pages a phone may open; a page that is not listed stays on the laptop."""

from __future__ import annotations

from merchant_helper.i18n import mark as _

# Needs no join: files, the language, joining itself.
ANYONE = "anyone"
# Hers, once she has joined: pages of her own shop.
JOINED = "joined"
# The volunteer's: never on a phone.
LAPTOP = "laptop"

# Groups of pages that the volunteer opens one by one, on the laptop, for the length of the visit.
GROUPS = {
    "files": _("Tệp và ảnh cho trang web"),
    "shop": _("Tên cửa hàng, cách xưng gọi"),
    "pay": _("Mã nhận tiền, số tài khoản"),
}

RULES: dict[str, str] = {
    "assets.send": ANYONE,
    "health.healthz": ANYONE,
    "language.switch": ANYONE,
    "join.arrive": ANYONE,
    "join.enter": ANYONE,
    "join.typed": ANYONE,
    "join.unlock": ANYONE,
    "home.start": ANYONE,
    "shops.show": JOINED,
    "listings.start": JOINED,
    "listings.resume": JOINED,
    "listings.ask": JOINED,
    "listings.answer": JOINED,
    "listings.remove": JOINED,
    "more.show": JOINED,
    "title.show": JOINED,
    "title.answer": JOINED,
    "details.show": JOINED,
    "details.answer": JOINED,
    **dict.fromkeys(
        (f"variants.{name}" for name in ("show", "options", "arrange", "prices", "keep")), JOINED
    ),
    "takings.show": JOINED,
    "takings.keep": JOINED,
    "share.show": JOINED,
    "share.card": JOINED,
    "history.show": JOINED,
    "history.undo": JOINED,
    "live.choose": JOINED,
    "live.board": JOINED,
    "live.script": JOINED,
    # Read by the laptop's own voice, through the laptop's own speakers.
    "aloud.play": LAPTOP,
    "words.show": JOINED,
    "words.apply": JOINED,
    "paste.show": JOINED,
    "paste.read": JOINED,
    "paste.take": JOINED,
    "writing.show": JOINED,
    "writing.agree": JOINED,
    "writing.ask": JOINED,
    "writing.take": JOINED,
    "uploads.upload": JOINED,
    "pictures.photo": JOINED,
    "photo_edit.show": JOINED,
    "photo_edit.change": JOINED,
    "photo_edit.veil_picture": JOINED,
    "pictures.kit_picture": JOINED,
    "dossiers.show": JOINED,
    "dossiers.download": JOINED,
    "handover.prepare": JOINED,
    "handover.profile": JOINED,
    "visits.done": JOINED,
    "shop_guides.index": JOINED,
    "shop_guides.topic": JOINED,
    "shop_guides.paper": JOINED,
    "shop_guides.calendar": JOINED,
    "shop_guides.calendar_file": JOINED,
    "shop_guides.glossary": JOINED,
    "shop_guides.side_by_side": JOINED,
    "shop_guides.ask": JOINED,
    "shop_guides.goods_kind": JOINED,
    "shop_guides.card": JOINED,
    "shop_guides.step": JOINED,
    "shop_guides.step_done": JOINED,
    "visits.card": JOINED,
    "practice.index": JOINED,
    "practice.show": JOINED,
    "practice.choose": JOINED,
    "practice.card": JOINED,
    "lessons.show": JOINED,
    "lessons.check": JOINED,
    "lessons.answer": JOINED,
    # The consent says that she may delete everything at any time: also without the volunteer's hand.
    "shops.farewell": JOINED,
    "shops.delete": JOINED,
    # She agrees, and takes it back whenever she likes.
    "online.show": JOINED,
    "online.act": JOINED,
    "exports.ask": "files",
    "exports.make": "files",
    "exports.result": "files",
    "exports.download": "files",
    "answers.show": "files",
    "answers.receive": "files",
    "answers.mark": "files",
    "contact.show": "files",
    "contact.download": "files",
    "shops.edit": "shop",
    "shops.update": "shop",
    # The same pages without a shop: for whoever sits at the laptop.
    "guides.index": LAPTOP,
    "guides.topic": LAPTOP,
    "guides.paper": LAPTOP,
    "guides.calendar": LAPTOP,
    "guides.calendar_file": LAPTOP,
    "guides.glossary": LAPTOP,
    "guides.side_by_side": LAPTOP,
    "guides.ask": LAPTOP,
    "guides.goods_kind": LAPTOP,
    "guides.card": LAPTOP,
    "guides.step": LAPTOP,
    **dict.fromkeys(
        (
            *("pay.show", "pay.code", "pay.file", "pay.farewell", "pay.delete"),
            *("pay_maker.start", "pay_maker.ask", "pay_maker.answer", "pay_maker.trial", "pay_maker.tried"),
            *("pay_check.check", "pay_check.look", "pay_check.enrol", "pay_check.seen", "pay_check.keep"),
            "pay_check.morning",
        ),
        "pay",
    ),
    "shops.new": LAPTOP,
    "shops.create": LAPTOP,
    "phones.show": LAPTOP,
    "phones.let_in": LAPTOP,
    "phones.act": LAPTOP,
    "handover.read_back": LAPTOP,
    "handover.preview": LAPTOP,
    "handover.take": LAPTOP,
    "visits.new": LAPTOP,
    "visits.begin": LAPTOP,
    "visits.show": LAPTOP,
    "visits.finish": LAPTOP,
    "visits.gone": LAPTOP,
    "folders.show": LAPTOP,
    "folders.watch": LAPTOP,
    "folders.act": LAPTOP,
    "folders.take": LAPTOP,
    "folders.preview": LAPTOP,
    **dict.fromkeys((f"engines.{name}" for name in ("show", "choose", "add", "fetch", "verify")), LAPTOP),
    **dict.fromkeys(
        (f"fills.{name}" for name in ("ask", "receive", "questions", "answer", "result", "download")), LAPTOP
    ),
    "sheets.ask": LAPTOP,
    "sheets.empty": LAPTOP,
    "sheets.receive": LAPTOP,
    "sheets.result": LAPTOP,
    "sheets.download": LAPTOP,
    "sheets.fixes": LAPTOP,
    # For the whole net, by way of the laptop's own door or a proxy; phones have no need of it.
    "online.picture": LAPTOP,
    "sheet_taking.ask": LAPTOP,
    "sheet_taking.take": LAPTOP,
}


def access_of(endpoint: str) -> str:
    """Tell who may open a page."""
    return RULES.get(endpoint, LAPTOP)
