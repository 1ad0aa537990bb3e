"""Draw the kit's one page: it opens from a folder, on any phone, without a network and without scripts."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from merchant_helper.channels.lines import KitLine
from merchant_helper.channels.model import Channel
from merchant_helper.channels.own_page import beginning, shown_name
from merchant_helper.i18n import gettext as _
from merchant_helper.i18n import in_language
from merchant_helper.listings.product import Product
from merchant_helper.text import format_date

# Colours of the application; one tap marks a whole block ("user-select: all"), so no button is needed.
_STYLE = """
:root { color-scheme: light dark; --main: #0B5D3B;
  --paper: #FFFDF8; --ink: #1B1B1B; --card: #FFFFFF; --line: #6B6B6B }
@media (prefers-color-scheme: dark) {
  :root { --paper: #161613; --ink: #F3F1EA; --card: #22221E; --line: #A5A399; --main: #8FD9B3 }
}
* { box-sizing: border-box }
body { margin: 0 auto; padding: 16px; max-width: 560px; background: var(--paper); color: var(--ink);
  font: 20px/1.6 "Be Vietnam Pro", system-ui, sans-serif; overflow-wrap: anywhere }
h1 { font-size: 26px; line-height: 1.4 }
h2 { font-size: 22px; line-height: 1.4; margin: 32px 0 8px; color: var(--main) }
h3 { font-size: 18px; margin: 24px 0 4px }
figure { margin: 0 0 24px }
img { display: block; width: 100%; height: auto; border: 1px solid var(--line); border-radius: 12px }
figcaption, .hint, footer { font-size: 18px }
.copy { min-height: 48px; padding: 12px; white-space: pre-wrap; background: var(--card);
  border: 2px solid var(--main); border-radius: 12px; -webkit-user-select: all; user-select: all }
li { margin-bottom: 8px }
""".strip()


def page(
    product: Product, channel: Channel, lines: Sequence[KitLine], pictures: Sequence[str], language: str
) -> str:
    """Give the page as HTML; every text of the shop is escaped."""
    with in_language(language):
        name = shown_name(product)
        parts = [
            *beginning(product, channel, language, _STYLE),
            *_way(channel),
            *_pictures(name, pictures, any(picture.asked is False for picture in product.pictures)),
            *_texts(lines, channel),
            *_steps(channel, language),
            f"</main><footer><p>{_checked(channel)}</p></footer></body></html>",
        ]
    return "\n".join(parts) + "\n"


def _pictures(name: str, pictures: Sequence[str], unasked: bool) -> list[str]:
    if not pictures:
        return []
    heading = escape(_("Ảnh"))
    hint = escape(_("Giữ ngón tay trên ảnh, rồi chọn lưu ảnh vào điện thoại."))
    parts = [f"<section><h2>{heading}</h2>", f'<p class="hint">{hint}</p>']
    if unasked:
        look = escape(_("Trước khi đăng, xem trong ảnh có mặt người, giấy tờ hay biển số xe không."))
        parts.append(f'<p class="hint">{look}</p>')
    for number, file in enumerate(pictures, start=1):
        caption = escape(_("Ảnh {number}", number=number))
        parts.append(f'<figure><img src="{escape(file)}" alt="{caption}: {name}">')
        parts.append(f"<figcaption>{caption}</figcaption></figure>")
    return [*parts, "</section>"]


def _way(channel: Channel) -> list[str]:
    """Say which way fits, where there is more than one."""
    return [f'<p class="hint">{escape(which_way())}</p>'] if channel.has_file_way else []


def which_way() -> str:
    """Tell when a person copies by hand and when a file is quicker."""
    return _(
        "Vài món thì đăng từng món như trang này. Từ khoảng mười món thì nhờ người ngồi máy tính làm tệp."
    )


def by_label() -> str:
    """Tell how lines find their boxes where the order of the boxes is not known."""
    return _("Thứ tự các ô ở nơi bán có thể khác. Xem tên dòng, dán vào ô cùng tên.")


def _texts(lines: Sequence[KitLine], channel: Channel) -> list[str]:
    heading = escape(_("Chữ để dán"))
    hint = escape(_("Chạm vào khung để chọn cả đoạn, rồi chọn Sao chép."))
    parts = [f"<section><h2>{heading}</h2>", f'<p class="hint">{hint}</p>']
    if channel.kit and channel.kit.by_label:
        parts.append(f'<p class="hint">{escape(by_label())}</p>')
    for line in lines:
        parts.append(f'<h3>{escape(line.label)}</h3>\n<div class="copy" dir="auto">{escape(line.text)}</div>')
    return [*parts, "</section>"]


def _steps(channel: Channel, language: str) -> list[str]:
    steps = "".join(f"<li>{escape(step)}</li>" for step in channel.steps("kit", language))
    heading = escape(_("Các bước tiếp theo"))
    return [f"<section><h2>{heading}</h2>", f"<ol>{steps}</ol></section>"] if steps else []


def _checked(channel: Channel) -> str:
    return escape(_("Cách đăng xem lần cuối ngày {day}.", day=format_date(channel.checked_on)))
