"""Fix what she tells: the words do not change when the pages do, so that numbers can be compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Told:
    """Hold the answers about one product.

    ``suggested`` are the words she takes for a field when they stand under it to be tapped; where they do
    not, she types what ``typed`` says.
    """

    typed: Mapping[str, str]
    chosen: Mapping[str, tuple[str, ...]]
    suggested: Mapping[str, str] = field(default_factory=dict)


FIRST = Told(
    typed={
        "name": "Bánh tráng phơi sương Tây Ninh",
        "price": "45.000",
        "unit_size": "500 g",
        "special": "Dẻo, thơm mùi gạo",
        "made": "Gạo nhà, phơi sương",
        "use": "Cuốn rau, thịt luộc",
        "weight": "500 g",
        "expiry": "3 tháng",
    },
    chosen={
        "selling": ("none",),
        "kind": ("food",),
        "unit": ("gói",),
        "stock": ("always",),
        "places": ("facebook", "zalo"),
    },
    suggested={
        "unit_size": "500 g",
        "special": "Dẻo, thơm",
        "made": "Nhà tự làm",
        "use": "Ăn liền",
        "weight": "500 g",
        "expiry": "3 tháng",
    },
)
SECOND = Told(
    typed={"name": "Bánh tráng mè Tây Ninh", "price": "50.000", "unit_size": "300 g"},
    chosen=FIRST.chosen,
    suggested={"unit_size": "300 g"},
)

# The order in which she answers, whatever page a question stands on.
ORDER = (
    *("selling", "name", "kind", "price", "unit", "unit_size", "special", "made", "use"),
    *("stock", "weight", "expiry", "places"),
)
SHOP = {"name": "Bánh tráng Cô Tư", "co": "cô", "laptop_of": "Lan", "team": "Thanh niên xã Tân Hòa"}
