"""Read rows as WooCommerce's importer does, in short: what its parse functions make of each cell.

After class-wc-product-csv-importer.php and abstract-wc-product-importer.php; only the columns that we write.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

STATES = {"-1": "draft", "0": "private", "1": "publish"}


@dataclass
class Shop:
    """Hold products by SKU, as the database compares them; ``skipped`` are those that were passed over."""

    products: dict[str, dict[str, Any]] = field(default_factory=dict)
    skipped: list[str] = field(default_factory=list)

    def take(self, rows: list[dict[str, str]], *, update: bool = False) -> None:
        """Import a file, with or without “Update existing products”."""
        for row in rows:
            known = self.products.get(row["SKU"].casefold())
            if update == (known is None):
                self.skipped.append(row["SKU"])
            else:
                self.products[row["SKU"].casefold()] = {**(known or {"status": "publish"}), **self._read(row)}

    def _read(self, row: dict[str, str]) -> dict[str, Any]:
        if row["Type"] == "variation":
            parent = self.products[row["Parent"].casefold()]
            assert set(attributes(row)) <= set(parent["attributes"]), "the parent offers every option"
        images = {"images": exploded(row["Images"])} if row["Images"] else {}
        # A cell that is there decides, even a blank one.
        state = {"status": STATES.get(row["Published"], "draft")} if "Published" in row else {}
        return {
            "type": row["Type"],
            "name": row["Name"],
            "description": row["Description"].replace("\\n", "\n"),
            "price": row["Regular price"],
            "sale_price": row["Sale price"],
            "counted": row["Stock"] != "",
            "in_stock": row["In stock?"] == "1",
            "tags": exploded(row["Tags"]),
            "categories": exploded(row["Categories"]),
            "attributes": attributes(row),
            **images,
            **state,
        }


def exploded(cell: str) -> list[str]:
    """Part a cell at commas that are not escaped; an apostrophe before a sign goes."""
    cell = re.sub(r"^'(?=[=+@-])", "", cell).replace("\\,", "::separator::")
    return [part.replace("::separator::", ",").strip() for part in cell.split(",")] if cell else []


def attributes(row: dict[str, str]) -> dict[str, list[str]]:
    """Give the attributes as they lie in the database: by name without marks, values parted by ``|``."""
    found: dict[str, list[str]] = {}
    for number in range(1, 8):
        name = row[f"Attribute {number} name"]
        values = [wc_clean(value) for value in exploded(row[f"Attribute {number} value(s)"])]
        if name:
            found[name.casefold()] = [part.strip() for part in " | ".join(values).split("|")]
    return found


def wc_clean(text: str) -> str:
    """Take out what sanitize_text_field takes out."""
    return " ".join(re.sub("%[a-fA-F0-9]{2}", "", re.sub("<[^<>]*>", "", text)).split())
