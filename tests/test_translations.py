"""Every sentence stands in both languages, and the catalogues are true to the code."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from merchant_helper.i18n import CATALOGUES, LANGUAGES
from merchant_helper.translations.__main__ import PACKAGE, PARTS, issue_codes, messages

SPOKEN = {"co", "Co", "nghin"}  # Vietnamese alone needs a pronoun
SHOUTED = ("không hợp lệ", "bắt buộc", "vui lòng", "rất tiếc", "bạn quên", "lỗi hệ thống")
PLACEHOLDER = re.compile(r"\{(\w+)\}")
parts = pytest.mark.parametrize("part", PARTS)
languages = pytest.mark.parametrize("code", LANGUAGES)
found = cache(messages)


@cache
def read(code: str, part: str) -> Catalog:
    path = CATALOGUES / code / f"{part}.po"
    if not path.exists():
        return Catalog(locale=code)
    with path.open("rb") as file:
        return read_po(file, locale=code, abort_invalid=True)


def sentences(code: str, part: str) -> dict[str, str]:
    return {str(m.id): str(m.string) for m in read(code, part) if m.id}


def modules() -> Iterator[Path]:
    yield from sorted(PACKAGE.rglob("*.py"))


@parts
@languages
def test_catalogues_hold_what_the_code_says(code: str, part: str) -> None:
    update = f"run: python -m merchant_helper.translations update {part}"
    assert sorted(sentences(code, part)) == sorted(found(part)), update


@parts
@languages
def test_every_sentence_has_a_sure_text(code: str, part: str) -> None:
    empty = [m.id for m in read(code, part) if m.id and not str(m.string).strip()]
    unsure = [m.id for m in read(code, part) if m.id and m.fuzzy]
    assert (empty, unsure) == ([], [])


@parts
def test_both_languages_fill_in_the_same(part: str) -> None:
    english = sentences("en", part)
    for msgid, text in sentences("vi", part).items():
        wanted = set(PLACEHOLDER.findall(text)) - SPOKEN
        assert set(PLACEHOLDER.findall(english.get(msgid, ""))) == wanted, msgid


@parts
def test_english_needs_no_pronoun(part: str) -> None:
    for msgid, text in sentences("en", part).items():
        assert not SPOKEN & set(PLACEHOLDER.findall(text)), msgid


@parts
@languages
def test_brackets_and_braces_are_closed(code: str, part: str) -> None:
    for msgid, text in sentences(code, part).items():
        bare = re.sub(r"\[[^\[\]]*\]", "", PLACEHOLDER.sub("", text))
        assert not set(bare) & set("{}[]"), msgid


@parts
def test_vietnamese_is_what_the_code_says(part: str) -> None:
    for msgid, text in sentences("vi", part).items():
        assert msgid.startswith(("issue:", "fix:")) or text == msgid


@parts
def test_nobody_is_shouted_at(part: str) -> None:
    for msgid, text in sentences("vi", part).items():
        assert not [word for word in SHOUTED if word in text.lower()], msgid


@languages
def test_a_sentence_is_said_one_way_in_all_parts(code: str) -> None:
    ways: dict[str, set[str]] = {}
    for part in PARTS:
        for msgid, text in sentences(code, part).items():
            ways.setdefault(msgid, set()).add(text)
    assert {msgid: texts for msgid, texts in ways.items() if len(texts) > 1} == {}


@languages
def test_every_catalogue_belongs_to_a_part(code: str) -> None:
    assert {path.stem for path in (CATALOGUES / code).glob("*.po")} <= set(PARTS)


def test_every_module_that_may_speak_belongs_to_a_part() -> None:
    covered = {name for names in PARTS.values() for name in names}
    # The stick is made and started beside start.py, and like it says everything in both languages at once.
    silent = {"__init__.py", "__main__.py", "translations", "stick"}
    own = {path.name for path in PACKAGE.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    assert own - covered - silent == set()


def issue_calls(path: Path) -> Iterator[tuple[str, int]]:
    """Find the literal codes that a module makes issues of."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if called == "Issue":
            given = [*node.args[:1], *(k.value for k in node.keywords if k.arg == "code")]
            yield from ((n.value, n.lineno) for n in given if isinstance(n, ast.Constant))


def test_every_issue_that_is_made_is_listed() -> None:
    listed = {code for path in modules() for code in issue_codes(path)}
    made = {(path.name, *call) for path in modules() for call in issue_calls(path)}
    assert made, "the search must find issues, or it proves nothing"
    assert [where for where in sorted(made) if where[1] not in listed] == []


def test_every_listed_issue_is_made_somewhere() -> None:
    literals: dict[str, int] = {}
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                literals[node.value] = literals.get(node.value, 0) + 1
    listed = [code for path in modules() for code in issue_codes(path)]
    assert [code for code in listed if literals[code] <= listed.count(code)] == []


@languages
def test_every_listed_issue_has_its_two_sentences(code: str) -> None:
    texts = {msgid for part in PARTS for msgid in sentences(code, part)}
    listed = {issue for path in modules() for issue in issue_codes(path)}
    missing = [f"{which}:{issue}" for issue in sorted(listed) for which in ("issue", "fix")]
    assert [msgid for msgid in missing if msgid not in texts] == []


def test_issue_codes_name_their_part_and_one_thing() -> None:
    listed = {code for path in modules() for code in issue_codes(path)}
    assert [code for code in sorted(listed) if not re.fullmatch(r"[a-z]+\.[a-z0-9_]+", code)] == []
