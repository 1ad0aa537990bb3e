"""Find the shop that a call names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from merchant_helper.cli.outcome import wrong_call
from merchant_helper.text import search_key, vietnamese_sort_key

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from merchant_helper.shops.model import Shop

ISSUE_CODES = ("cli.no_such_shop", "cli.no_shops", "cli.which_shop")


def named_shop(session: Session, name: str) -> Shop:
    """Find the one shop of this name, with or without marks; else ends the call with the names there are."""
    shops = all_shops(session)
    like = alike(shops, name)
    if len(like) == 1:
        return like[0]
    if len(like) > 1:
        raise wrong_call("cli.which_shop", "shop", seen=name, known=names(like))
    if not shops:
        raise wrong_call("cli.no_shops", "shop")
    raise wrong_call("cli.no_such_shop", "shop", seen=name, known=names(shops))


def all_shops(session: Session) -> list[Shop]:
    """Load all shops, by the Vietnamese alphabet."""
    from sqlalchemy import select

    from merchant_helper.shops.model import Shop

    return sorted(session.scalars(select(Shop)), key=lambda shop: vietnamese_sort_key(shop.name))


def alike(shops: list[Shop], name: str) -> list[Shop]:
    """Choose those of exactly this name, else those that are called so without marks."""
    exact = [shop for shop in shops if shop.name == name]
    return exact or [shop for shop in shops if search_key(shop.name) == search_key(name)]


def names(shops: list[Shop]) -> str:
    """List their names for a sentence."""
    return ", ".join(f"“{shop.name}”" for shop in shops)
