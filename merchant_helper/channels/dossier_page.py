"""Draw the sheet of a dossier: A4, black on white, without scripts, with room to write by hand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from merchant_helper.channels.by_hand import DossierRule
from merchant_helper.channels.lines import dossier_lines
from merchant_helper.channels.model import Channel
from merchant_helper.channels.own_page import beginning
from merchant_helper.i18n import gettext as _
from merchant_helper.i18n import in_language
from merchant_helper.listings.product import Product
from merchant_helper.text import clean_text, format_date

# The pages of the program show the same sheet by the same rules: static/css/dossier.css begins with them.
SHEET_STYLE = """
@page { size: A4; margin: 14mm }
.sheet { overflow-wrap: anywhere }
.sheet h2 { margin: 1.2em 0 .4em; border-bottom: 2px solid currentColor; font-size: 1.2em }
.sheet .shown { display: flex; flex-wrap: wrap; gap: 8px; margin: 12px 0 }
.sheet .shown img { width: auto; height: 120px; max-width: 100%; border: 1px solid currentColor }
.sheet .shown img:first-child { height: 260px; object-fit: contain }
.sheet table { width: 100%; border-collapse: collapse }
.sheet th, .sheet td { padding: 4px 8px; border: 1px solid currentColor; text-align: left;
  vertical-align: top }
.sheet th { width: 32%; font-weight: 700 }
.sheet td { height: 2em; white-space: pre-wrap }
.sheet ul { margin: 0; padding: 0; list-style: none }
.sheet li { margin-bottom: 6px }
.sheet .ticks li { position: relative; padding-left: 2em }
.sheet .ticks li::before { content: ""; position: absolute; left: 0; top: .25em; width: 1em; height: 1em;
  border: 2px solid currentColor }
.sheet .answer { display: block; height: 2em; border-bottom: 1px dotted currentColor }
@media print {
  .sheet { font-size: 11pt; line-height: 1.4 }
  .sheet h2 { margin-top: .9em; break-after: avoid }
  .sheet li, .sheet tr:not(:last-child), .sheet .shown img { break-inside: avoid }
  .sheet .shown img { height: 32mm }
  .sheet .shown img:first-child { height: 66mm }
}
""".strip()
# Paper is white, so is this page, whatever the phone or the computer prefers.
_STYLE = f"""
:root {{ color-scheme: light }}
* {{ box-sizing: border-box }}
body {{ margin: 0 auto; padding: 16px; max-width: 800px; background: #FFFFFF; color: #000000;
  font: 18px/1.5 "Be Vietnam Pro", system-ui, sans-serif; overflow-wrap: anywhere }}
h1 {{ margin: 0; font-size: 1.5em; line-height: 1.3 }}
footer {{ margin-top: 16px; font-size: .9em }}
@media print {{ body {{ max-width: none; padding: 0 }} footer {{ font-size: 9pt }}
  .off-paper {{ display: none }} }}
{SHEET_STYLE}
""".strip()


def page(product: Product, channel: Channel, pictures: Sequence[str], language: str, shop: str = "") -> str:
    """Give the sheet as a page of its own; every text of the shop is escaped."""
    with in_language(language):
        steps = "".join(f"<li>{escape(step)}</li>" for step in channel.steps("dossier", language))
        parts = [
            *beginning(product, channel, language, _STYLE),
            f'<ol class="off-paper">{steps}</ol>',
            sheet(product, channel, pictures, language, shop),
            f"</main><footer><p>{escape(checked(channel))}</p></footer></body></html>",
        ]
    return "\n".join(parts) + "\n"


def sheet(product: Product, channel: Channel, pictures: Sequence[str], language: str, shop: str = "") -> str:
    """Give what stands on the paper below the product's name, as HTML that may stand in any page."""
    rule = channel.dossier
    if rule is None:
        raise ValueError(f"{channel.id} takes no dossier")
    with in_language(language):
        to = _(
            "Gửi {officer}, {place}", officer=rule.officer.text(language), place=channel.name.text(language)
        )
        parts = [
            '<div class="sheet">',
            f"<p>{escape(to)}</p>",
            *_pictures(product, pictures),
            *_facts(product, channel, language),
            *_papers(product, rule, language),
            *_asks(rule, language),
            *_counter(rule, language),
            *_contact(product, shop),
            "</div>",
        ]
    return "\n".join(parts)


def checked(channel: Channel) -> str:
    """Say when what is known of the place was last looked up."""
    return _("Cách đăng xem lần cuối ngày {day}.", day=format_date(channel.checked_on))


def _pictures(product: Product, pictures: Sequence[str]) -> Iterator[str]:
    if not pictures:
        return
    if any(picture.asked is False for picture in product.pictures):
        look = _("Trước khi in, xem trong ảnh có mặt người, giấy tờ hay biển số xe không.")
        yield f'<p class="off-paper">{escape(look)}</p>'
    yield '<div class="shown">'
    name = clean_text(product.name).text
    for number, file in enumerate(pictures, start=1):
        caption = _("Ảnh {number}", number=number)
        told = f"{caption}: {name}"
        yield f'<img src="{escape(file)}" alt="{escape(told)}">'
    yield "</div>"


def _facts(product: Product, channel: Channel, language: str) -> Iterator[str]:
    lines = dossier_lines(product, channel, language)
    yield from _table(_("Về món hàng"), [(line.label, line.text) for line in lines])


def _table(heading: str, rows: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Draw rows of a name and a text; an empty one is room to write."""
    yield f"<section><h2>{escape(heading)}</h2><table>"
    for label, text in rows:
        yield f'<tr><th scope="row">{escape(label)}</th><td dir="auto">{escape(text)}</td></tr>'
    yield "</table></section>"


def _papers(product: Product, rule: DossierRule, language: str) -> Iterator[str]:
    heading = escape(_("Giấy tờ mang theo"))
    yield f'<section><h2>{heading}</h2><ul class="ticks">'
    for paper in rule.papers:
        if paper.goods and product.category not in (*paper.goods, None):
            continue
        room = '<span class="answer"></span>' if paper.certainty == "unknown" else ""
        yield f"<li>{escape(paper.text(language))}{room}</li>"
    yield "</ul></section>"


def _asks(rule: DossierRule, language: str) -> Iterator[str]:
    if not rule.asks:
        return
    heading = escape(_("Hỏi ở bưu cục, ghi câu trả lời"))
    yield f"<section><h2>{heading}</h2><ul>"
    for ask in rule.asks:
        yield f'<li>{escape(ask.text(language))}<span class="answer"></span></li>'
    yield "</ul></section>"


def _counter(rule: DossierRule, language: str) -> Iterator[str]:
    steps = "".join(f"<li>{escape(act.text(language))}</li>" for act in rule.officer_does)
    heading = escape(_("Việc ở bưu cục"))
    yield f"<section><h2>{heading}</h2><ol>{steps}</ol></section>"


def _contact(product: Product, shop: str) -> Iterator[str]:
    """Leave room for names and numbers; the product is named again, because this may be the second leaf."""
    rows = [
        (_("Tên món"), clean_text(product.name).text),
        (_("Cửa hàng"), shop),
        (_("Người bán"), ""),
        (_("Điện thoại"), ""),
        (_("Địa chỉ lấy hàng"), ""),
        (_("Tên và điện thoại của nhân viên"), ""),
        (_("Ngày hẹn"), ""),
    ]
    yield from _table(_("Liên hệ (ghi tay)"), rows)
    warning = _("Không ghi số tài khoản, mật khẩu, mã OTP vào tờ này. Không kẹp ảnh căn cước.")
    yield f"<p>{escape(warning)}</p>"
