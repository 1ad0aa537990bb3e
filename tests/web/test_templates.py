"""Rules for the templates themselves: they compile, use what they import, wear only known classes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import nodes

from merchant_helper.web.assets import static_folder

FOLDER = Path(__file__).parents[2] / "merchant_helper" / "web" / "templates"
SAMPLES = Path(__file__).parent / "sample_templates"
PRODUCT = sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.html"))
# Marks for tests and scripts, and names of kinds that look like the plain thing.
UNSTYLED = {
    "button",
    "product",
    "products",
    "message",
    "info",
    "question",
    "empty",
    "started",
    "upload-again",
}


def source(name: str) -> str:
    return (FOLDER / name).read_text("utf-8")


@pytest.mark.parametrize("name", PRODUCT)
def test_template_compiles_and_is_short(app: Flask, name: str) -> None:
    app.jinja_env.get_template(name)
    limit = 240 if name == "ui.html" else 100
    assert len(source(name).splitlines()) <= limit


@pytest.mark.parametrize("name", PRODUCT)
def test_every_import_is_used(app: Flask, name: str) -> None:
    tree = app.jinja_env.parse(source(name))
    imported = {
        n if isinstance(n, str) else n[1] for node in tree.find_all(nodes.FromImport) for n in node.names
    }
    used = {node.name for node in tree.find_all(nodes.Name) if node.ctx == "load"}
    assert imported <= used, f"never used: {sorted(imported - used)}"


@pytest.mark.parametrize("name", PRODUCT)
def test_nothing_is_let_through_unescaped(name: str) -> None:
    assert not re.search(r"\|\s*safe\b|autoescape|Markup|<script(?![^>]*src)|style=", source(name))


def test_every_piece_is_small_and_used(app: Flask) -> None:
    text = source("ui.html")
    everywhere = "\n".join(
        path.read_text("utf-8") for folder in (FOLDER, SAMPLES) for path in folder.rglob("*.html")
    )
    for macro in app.jinja_env.parse(text).find_all(nodes.Macro):
        body = re.search(rf"macro {macro.name}\(.*?endmacro", text, re.DOTALL)
        assert body and body[0].count("\n") <= 25, macro.name
        assert len(macro.args) <= 5, macro.name
        assert re.search(
            rf"(import [^%]*\b{macro.name}\b)|(\b{macro.name}\()", everywhere.replace(body[0], "")
        ), macro.name


def test_every_class_is_styled() -> None:
    css = "\n".join(path.read_text("utf-8") for path in (static_folder() / "css").glob("*.css"))
    styled = set(re.findall(r"\.([a-z][\w-]*)", css)) | UNSTYLED
    worn: dict[str, str] = {}
    for name in PRODUCT:
        for found in re.findall(r'class="([^"]*)"', re.sub(r"\{\{.*?\}\}|\{%.*?%\}", " ", source(name))):
            worn |= dict.fromkeys(found.split(), name)
    assert not {cls: name for cls, name in worn.items() if cls not in styled}
