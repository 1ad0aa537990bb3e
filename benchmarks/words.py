"""Print the title and the description that twenty told products get, to be read by a person.

    python benchmarks/words.py [FILE.toml]

The file holds [[products]] with the fields of listings.facts.Facts; without one it is
tests/listings/texts/twenty.toml.
"""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

from merchant_helper.listings.describe import plain, sentences, short
from merchant_helper.listings.facts import Facts
from merchant_helper.listings.titles import title_for, variants

TWENTY = Path(__file__).parents[1] / "tests" / "listings" / "texts" / "twenty.toml"
# The strictest of the common places is Facebook: it advises a hundred letters.
LONGEST = 100


def told(path: Path) -> list[Facts]:
    """Read products from a file; lists of answers become tuples."""
    rows = tomllib.loads(path.read_text("utf-8"))["products"]
    return [Facts(**{**row, "traits": tuple(row.get("traits", ()))}) for row in rows]


def table(products: list[Facts]) -> str:
    """Write a table in Markdown: the name as told, the title, other titles, the description, the chat's."""
    lines = [
        "| # | Lời chủ tiệm | Tên bán hàng (chữ) | Tên khác để chọn | Mô tả | Bài ngắn cho Zalo |",
        "|---|---|---|---|---|---|",
    ]
    for number, facts in enumerate(products, 1):
        best, ways = title_for(facts), variants(facts, LONGEST)
        made = sentences(facts)
        others = "<br>".join(f"· {each.text}" for each in ways if each.text != best)
        cells = (facts.name or "", f"**{best}** ({len(best)})", others, plain(made), short(made))
        lines.append(f"| {number} | " + " | ".join(cell.replace("\n", "<br>") for cell in cells) + " |")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    print(table(told(Path(sys.argv[1]) if len(sys.argv) > 1 else TWENTY)))
