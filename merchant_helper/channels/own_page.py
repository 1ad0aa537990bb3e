"""Begin a page that stands alone in a folder: it asks nobody for anything and runs no script."""

from __future__ import annotations

from html import escape

from merchant_helper.channels.model import Channel
from merchant_helper.listings.product import Product
from merchant_helper.text import clean_text


def beginning(product: Product, channel: Channel, language: str, style: str) -> list[str]:
    """Give the lines down to the product's name as heading, every text of the shop escaped."""
    name, place = shown_name(product), escape(channel.name.text(language))
    return [
        "<!doctype html>",
        f'<html lang="{escape(language)}">',
        '<head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="referrer" content="no-referrer">',
        '<meta name="format-detection" content="telephone=no">',
        f"<title>{name} – {place}</title>",
        f"<style>{style}</style></head>",
        f"<body><main><h1>{name}</h1>",
    ]


def shown_name(product: Product) -> str:
    """Give a product's name as it may stand in HTML."""
    return escape(clean_text(product.name).text)
