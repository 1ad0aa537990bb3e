"""Static files: joined, hashed, packed once; small enough for a weak network."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from flask import Flask

import merchant_helper.web
from merchant_helper.web.assets import ALL_CSS, CSS_ORDER, FOREVER, OWN_CSS, TYPES, Assets, static_folder
from web.page_reader import Client

STATIC = static_folder()
GZIP = {"Accept-Encoding": "gzip"}
FIRST_VISIT, LATER_PAGE = 110_000, 15_000


@pytest.fixture
def assets(app: Flask) -> Assets:
    return app.extensions["assets"]


def wire_bytes(client: Client, url: str) -> tuple[int, str]:
    """Give the bytes of an answer with its headers, and its text."""
    answer = client.raw.get(url, headers=GZIP)
    assert answer.status_code == 200, url
    text = gzip.decompress(answer.data) if answer.content_encoding == "gzip" else answer.data
    return len(answer.data) + len(str(answer.headers).encode()), text.decode("utf-8", "replace")


def test_every_style_sheet_is_joined_and_none_forgotten() -> None:
    own = {Path(path).name for path in OWN_CSS}
    assert {path.name for path in (STATIC / "css").glob("*.css")} == set(CSS_ORDER) | own
    assert not own & set(CSS_ORDER)


def test_css_names_only_files_that_are_there(assets: Assets, client: Client) -> None:
    css = assets.get(ALL_CSS).body.decode()
    urls = re.findall(r"url\(([^)]+)\)", css)
    assert len(urls) >= 5 and "@import" not in css
    for url in urls:
        assert client.raw.get(url).status_code == 200, url


def test_scripts_find_each_other_under_their_hashed_addresses(assets: Assets, client: Client) -> None:
    main = assets.get("js/main.mjs").body.decode()
    found = re.findall(r'import\("([^"]+)"\)', main)
    assert {Path(url).name for url in found} == {p.name for p in (STATIC / "js").glob("*.mjs")} - {"main.mjs"}
    for url in found:
        assert client.raw.get(url).content_type.startswith("text/javascript")


@pytest.mark.parametrize(
    "path", [ALL_CSS, "js/main.mjs", "icons/tabler-3.51.0.svg", "vendor/htmx/2.0.11/htmx.min.js"]
)
def test_texts_are_stored_packed_and_kept_for_good(assets: Assets, client: Client, path: str) -> None:
    url = assets.url(path)
    packed, plain = client.raw.get(url, headers=GZIP), client.raw.get(url)
    assert packed.content_encoding == "gzip" and gzip.decompress(packed.data) == plain.data
    assert plain.content_encoding is None
    for answer in (packed, plain):
        assert answer.headers["Cache-Control"] == FOREVER
        assert "Accept-Encoding" in answer.vary and "Cookie" not in answer.vary
        assert "Set-Cookie" not in answer.headers


def test_fonts_are_not_packed_twice(assets: Assets, client: Client) -> None:
    url = assets.url("fonts/be-vietnam-pro-5.3.0/be-vietnam-pro-latin-400-normal.woff2")
    answer = client.raw.get(url, headers=GZIP)
    assert answer.content_encoding is None and answer.data[:4] == b"wOF2"


def test_an_address_from_before_an_update_still_works_but_is_not_kept(client: Client) -> None:
    answer = client.raw.get(f"/static/000000000000/{ALL_CSS}")
    assert answer.status_code == 200 and answer.headers["Cache-Control"] == "no-store"


def test_a_file_that_is_known_already_is_not_sent_again(assets: Assets, client: Client) -> None:
    url = assets.url(ALL_CSS)
    again = client.raw.get(url, headers={"If-None-Match": client.raw.get(url).headers["ETag"]})
    assert again.status_code == 304 and again.data == b""


@pytest.mark.parametrize(
    "path", ["../pyproject.toml", "css/../../pyproject.toml", "nothing.css", "%2e%2e/x", "fonts"]
)
def test_nothing_else_can_be_fetched(client: Client, path: str) -> None:
    assert client.raw.get(f"/static/0/{path}").status_code == 404


def test_the_address_changes_with_the_content(tmp_path: Path) -> None:
    (tmp_path / "css").mkdir()
    for name in (*CSS_ORDER, *(Path(path).name for path in OWN_CSS)):
        (tmp_path / "css" / name).write_text("p { color: red; }")
    before = Assets(tmp_path).url(ALL_CSS)
    (tmp_path / "css" / "base.css").write_text("p { color: blue; }")
    assert Assets(tmp_path).url(ALL_CSS) != before


def test_vendored_files_stand_beside_their_licence() -> None:
    for path in STATIC.rglob("*"):
        if path.is_file() and path.relative_to(STATIC).parts[0] in ("vendor", "fonts", "icons"):
            assert (path.parent / "LICENSE").is_file(), path
            assert path.name == "LICENSE" or path.suffix in TYPES, path


def test_own_css_and_scripts_keep_their_budget() -> None:
    assert sum((STATIC / "css" / name).stat().st_size for name in CSS_ORDER) < 30_000
    assert all((STATIC / path).stat().st_size < 6_000 for path in OWN_CSS)
    sizes = {p.name: p.stat().st_size for p in (STATIC / "js").iterdir()}
    # The brush is fetched by the photo editor alone.
    assert sizes.pop("edit.mjs") < 10_000
    assert sum(sizes.values()) < 20_000


def templates() -> list[str]:
    """Read the product's pages."""
    files = sorted((Path(merchant_helper.web.__file__).parent / "templates").rglob("*.html"))
    return [file.read_text("utf-8") for file in files]


def scripts_of(client: Client, assets: Assets, source: str) -> int:
    """Weigh the scripts that one page fetches, with those that every question has."""
    named = " ".join(re.findall(r'data-module="([^"]*)"', source)) + " submit-once keep error-focus"
    known = {path.stem for path in (STATIC / "js").iterdir()} & set(re.findall(r"[a-z-]+", named))
    urls = [assets.url(f"js/{name}.mjs") for name in known]
    if re.search(r"set htmx = (?!false)", source):
        urls.append(assets.url("vendor/htmx/2.0.11/htmx.min.js"))
    return sum(wire_bytes(client, url)[0] for url in urls)


def test_first_visit_and_later_pages_are_light(client: Client, assets: Assets) -> None:
    page, html = wire_bytes(client, "/sample/step")
    fetched = set(re.findall(r'(?:src|href)="(/static/[^"#]+)', html))
    css = wire_bytes(client, assets.url(ALL_CSS))[1]
    fetched |= set(re.findall(r"url\((/static/[^)]+)\)", css))
    first = page + sum(wire_bytes(client, url)[0] for url in fetched)
    first += max(scripts_of(client, assets, source) for source in templates())
    assert len(fetched) > 7 and first < FIRST_VISIT, first
    assert page < LATER_PAGE, page


def test_every_icon_that_is_asked_for_is_in_the_sprite(assets: Assets) -> None:
    sprite = assets.get("icons/tabler-3.51.0.svg").body.decode()
    drawn = set(re.findall(r'<symbol id="([\w-]+)"', sprite))
    templates = "\n".join(p.read_text() for p in Path("merchant_helper/web/templates").rglob("*.html"))
    asked = set(re.findall(r'icon\("([\w-]+)"\)', templates)) | set(
        re.findall(r'picture="([\w-]+)"', templates)
    )
    assert asked and asked <= drawn, asked - drawn
