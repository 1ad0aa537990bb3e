"""Put the owner's own answers into a title and a description; nothing is added.

The words are for her buyers, so they are Vietnamese whatever language the pages are read in.
"""

from __future__ import annotations

from merchant_helper.listings.facts import Facts
from merchant_helper.text import format_weight


def title(facts: Facts) -> str:
    """Give the name as told, with the size when the name does not hold it yet."""
    name = facts.name or ""
    size = facts.unit_size or ""
    if not size or size.replace(" ", "").casefold() in name.replace(" ", "").casefold():
        return name
    return f"{name}, {facts.unit} {size}" if facts.unit else f"{name}, {size}"


def description(facts: Facts) -> str:
    """Give one short line for each thing the owner told, in the order in which a buyer asks.

    A description of her own stands as she wrote it.
    """
    if facts.description:
        return facts.description
    lines: list[str] = [_sentence(facts.special)] if facts.special else []
    if facts.made:
        lines.append(f"Nguồn gốc, cách làm: {_sentence(facts.made)}")
    if facts.use:
        lines.append(f"Cách dùng, cách giữ: {_sentence(facts.use)}")
    if facts.unit_size and facts.unit:
        lines.append(f"Quy cách: {facts.unit} {_sentence(facts.unit_size)}")
    if facts.unit_count and facts.unit:
        lines.append(f"Một {facts.unit} có {facts.unit_count}.")
    if facts.expiry:
        lines.append(f"Hạn dùng: {_sentence(facts.expiry)}")
    if facts.weight_g:
        lines.append(f"Cân nặng cả gói khi gửi: khoảng {format_weight(facts.weight_g)}.")
    return "\n".join(lines)


def _sentence(text: str) -> str:
    text = text.strip()
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."
