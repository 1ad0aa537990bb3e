"""Say what a spec knows of a template that sellers download: which columns take which of our values.

Limits, units, marks and allowed values stand in the seller's own file; what a spec says of them counts only
where the file says nothing.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

Layout = Literal["shopee", "tiktok", "lazada", "sapo", "any"]
PICTURES = 9
SIDES = ("length_cm", "width_cm", "height_cm")
WHAT = frozenset(
    {
        *("name", "description", "sku", "parent_sku", "group", "number", "category", "brand", "gtin"),
        *("price", "sale_price", "stock", "weight_g", "length_cm", "width_cm", "height_cm"),
        *("option1_name", "option1_value", "option2_name", "option2_value", "variant_picture"),
        *("origin", "unit", "unit_size", "expiry", "tags", "link"),
        *(f"picture{number}" for number in range(1, PICTURES + 1)),
    }
)
NUMBERS = frozenset(
    {"number", "price", "sale_price", "stock", "weight_g", "length_cm", "width_cm", "height_cm"}
)


class FillColumn(BaseModel):
    """Describe one column by its machine key (or header); ``key`` may end or begin with ``*``.

    ``value`` is one of ours, ``fixed`` a text for every row, ``ask`` a choice that a person makes once.
    ``per`` narrows it: the first row of a product, or only the rows of products with variants. ``unit`` and
    the limits count where the file tells none. ``off`` are answers that switch nothing on; of columns that
    have them one must be on.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: Annotated[str, Field(min_length=1)]
    value: str | None = None
    fixed: str | None = None
    ask: bool = False
    per: Literal["row", "first", "variant"] = "row"
    whole: bool = False
    unit: Literal["g", "kg", "cm"] | None = None
    choices: tuple[str, ...] = ()
    off: tuple[str, ...] = ()
    min_length: Annotated[int | None, Field(gt=0)] = None
    max_length: Annotated[int | None, Field(gt=0)] = None
    low: float | None = None
    high: float | None = None

    @model_validator(mode="after")
    def _has_one_content(self) -> Self:
        if (self.value is not None) + (self.fixed is not None) + self.ask != 1:
            raise ValueError(f"column {self.key!r} takes a value, a fixed text or a choice")
        if self.value is not None and self.value not in WHAT:
            raise ValueError(f"no value is called {self.value!r}; there are {', '.join(sorted(WHAT))}")
        return self


class FillRule(BaseModel):
    """Describe the templates of one place.

    ``same_name_joins``: rows of one name and category are one product there. ``pictures_later``: rows may
    come without pictures, which are added on the screen.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    layout: Layout
    same_name_joins: bool = False
    pictures_later: bool = False
    columns: tuple[FillColumn, ...] = ()

    @model_validator(mode="after")
    def _keys_once(self) -> Self:
        keys = [column.key.casefold() for column in self.columns]
        if len(set(keys)) < len(keys):
            raise ValueError("two columns share one key")
        if (self.layout == "any") != (not self.columns):
            raise ValueError("all layouts but any have columns")
        return self
