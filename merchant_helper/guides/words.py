"""Read a card's Markdown into lines, and refuse everything that has no place on a card.

Allowed are one title, a lead, sections, paragraphs, flat lists, **strong** words, ``{fact:KEY}`` and
``[word](term:KEY)``. Money, per cent and dates stand in facts, never in the words.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from merchant_helper.errors import GuideBroken
from merchant_helper.guides.model import SECTIONS, Block, Page, Section
from merchant_helper.text import nfc

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

FACT = re.compile(r"\{fact:([a-z0-9-]+)\}")
TERM = re.compile(r"\[([^\[\]]+)\]\(term:([a-z0-9-]+)\)")
SPOKEN = frozenset({"co", "Co", "nghin"})
LEAD_SENTENCES = STEP_SENTENCES = 2
A6_LINES, A6_LETTERS = 6, 120

_HEADING = re.compile(r"([a-z]+): (\S.*)")
_BRACE = re.compile(r"\{([^{}]*)\}")
_INLINE = frozenset(
    {"text", "softbreak", "strong_open", "strong_close", "em_open", "em_close", "link_open", "link_close"}
)
_BLOCKS = {"paragraph": "p", "bullet_list": "ul", "ordered_list": "ol"}
# The trial payment is the one amount that never changes.
_TRIAL = re.compile(r"(?<![\d.,])1[.,]000 (?:đồng|đ\b|dong)")
_UNIT = r"(?:đồng|đ|dong|vnd|vnđ|₫|nghìn|ngàn|triệu|tỷ|tỉ|thousand|million|billion|tr|k)"
_NUMBERS = {
    "money": re.compile(
        rf"\d[\d.,]*\s*{_UNIT}(?!\w)|(?<![\d.,])\d{{1,3}}(?:[.,]\d{{3}})+(?![\d.,]*\d)", re.I
    ),
    "per cent": re.compile(r"\d\s*(?:%|phần trăm|per ?cent)", re.I),
    "a date": re.compile(
        r"(?<!\d)\d{1,2}/\d{1,2}(?:/\d{4})?(?!\d)|\d{4}-\d\d-\d\d|\d{1,2} (?:January|February|March|April|May"
        r"|June|July|August|September|October|November|December)\b"
    ),
}
_SENTENCE_END = re.compile(r"[.!?…]+[\"”’')*]*(?=\s|$)")
_NO_END = re.compile(r"\b(?:v\.v|TP|e\.g|i\.e)\.(?=\s)")


@cache
def markdown() -> MarkdownIt:
    """Make the one reader of Markdown; HTML stays text for it."""
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False}).disable(["image", "autolink", "entity", "backticks"])


@cache
def _suspicious() -> MarkdownIt:
    """Make a reader that sees HTML, tables and bare addresses as such, so that they can be refused."""
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def read(text: str, file: str, *, kind: str) -> Page:
    """Read one language of a card.

    Raises GuideBroken with the file and the first rule that is broken.
    """
    if text != nfc(text):
        raise GuideBroken(file, "letters and marks stand apart: write it in NFC")
    page = _Reader(file).read(_suspicious().parse(text))
    _check(page, file, kind)
    return page


def sentences(text: str) -> int:
    """Count sentences: 1.000 ends none, and the last one may go without its full stop."""
    text = _NO_END.sub("", TERM.sub(r"\1", FACT.sub("x", text))).strip()
    ends = list(_SENTENCE_END.finditer(text))
    open_end = bool(text) and (not ends or ends[-1].end() < len(text))
    return len(ends) + open_end


def number_in(text: str) -> str | None:
    """Name the first sum, share or date that stands in some words, where only facts may tell one."""
    bare = _TRIAL.sub("", FACT.sub("", text))
    found = ((pattern.search(bare), what) for what, pattern in _NUMBERS.items())
    return next((f"{match[0]!r} is {what}" for match, what in found if match), None)


def facts_in(page: Page) -> set[str]:
    """Name the facts that stand in the words."""
    return {key for line in page.lines for key in FACT.findall(line)}


def terms_in(page: Page) -> set[str]:
    """Name the words of the glossary that are opened."""
    return {key for line in page.lines for _word, key in TERM.findall(line)}


class _Reader:
    """Walk through the blocks of one file."""

    def __init__(self, file: str) -> None:
        self.file = file

    def broken(self, reason: str, token: Token | None = None) -> GuideBroken:
        """Make the error, with the line where it is known."""
        line = f"line {token.map[0] + 1}: " if token is not None and token.map else ""
        return GuideBroken(self.file, line + reason)

    def read(self, tokens: list[Token]) -> Page:
        """Read title, lead and sections."""
        if [t.type for t in tokens[:1]] != ["heading_open"] or tokens[0].tag != "h1":
            raise self.broken("the first line is “# Title”")
        title, at = self.inline(tokens[1]), 3
        head, at = self.blocks(tokens, at)
        if [block.kind for block in head] != ["p"]:
            raise self.broken("one lead paragraph stands between the title and the first section")
        sections = []
        while at < len(tokens):
            section, at = self.section(tokens, at)
            sections.append(section)
        return Page(title, head[0].lines[0], tuple(sections))

    def section(self, tokens: list[Token], at: int) -> tuple[Section, int]:
        """Read one section from its heading on."""
        heading = tokens[at + 1]
        match = _HEADING.fullmatch(heading.content)
        if tokens[at].tag != "h2" or match is None or match[1] not in SECTIONS:
            raise self.broken(f"a section begins “## id: Heading” with one of {', '.join(SECTIONS)}", heading)
        self.inline(heading)
        blocks, end = self.blocks(tokens, at + 3)
        if not blocks:
            raise self.broken(f"section {match[1]} is empty", heading)
        return Section(match[1], match[2], tuple(blocks)), end

    def blocks(self, tokens: list[Token], at: int) -> tuple[list[Block], int]:
        """Read paragraphs and lists up to the next heading."""
        found: list[Block] = []
        while at < len(tokens) and tokens[at].type != "heading_open":
            kind = _BLOCKS.get(tokens[at].type.removesuffix("_open"))
            if kind is None:
                raise self.broken(f"{_name(tokens[at])} has no place on a card", tokens[at])
            end = _end_of(tokens, at)
            lines = self.lines(tokens[at : end + 1], listed=kind != "p")
            found.append(Block(kind, lines))  # type: ignore[arg-type]
            at = end + 1
        return found, at

    def lines(self, tokens: list[Token], *, listed: bool) -> tuple[str, ...]:
        """Read the lines of one block; each item of a list is one line."""
        allowed = {"paragraph", "inline"} | (
            {"list_item", "bullet_list", "ordered_list"} if listed else set()
        )
        lists = 0
        for token in tokens:
            name = token.type.removesuffix("_open").removesuffix("_close")
            lists += token.type in ("bullet_list_open", "ordered_list_open")
            if name not in allowed:
                raise self.broken(f"{_name(token)} has no place on a card", token)
        if lists > 1:
            raise self.broken("a list inside a list", tokens[0])
        lines = tuple(self.inline(token) for token in tokens if token.type == "inline")
        if listed and len(lines) != sum(token.type == "list_item_open" for token in tokens):
            raise self.broken("each item of a list is one paragraph", tokens[0])
        return lines

    def inline(self, token: Token) -> str:
        """Check one line and give it in one piece."""
        for child in token.children or ():
            if child.type not in _INLINE:
                raise self.broken(f"{_name(child)} has no place on a card", token)
            if child.type == "link_open" and not re.fullmatch("term:[a-z0-9-]+", str(child.attrs["href"])):
                raise self.broken(f"a link to {child.attrs['href']!r}: only term:KEY may be linked", token)
        text = " ".join(token.content.split())
        for brace in _BRACE.findall(text):
            if brace not in SPOKEN and not FACT.fullmatch(f"{{{brace}}}"):
                raise self.broken(f"nobody fills in {{{brace}}}", token)
        if set(_BRACE.sub("", text)) & set("{}") or "<" in text:
            raise self.broken("a brace that is not closed, or the sign <", token)
        if number := number_in(text):
            raise self.broken(f"{number}: it belongs into a fact", token)
        return text


def _check(page: Page, file: str, kind: str) -> None:
    """Hold a whole card to its measures."""
    ids = [section.id for section in page.sections]
    if len(set(ids)) < len(ids):
        raise GuideBroken(file, "a section stands there twice")
    if sentences(page.lead) > LEAD_SENTENCES:
        raise GuideBroken(file, f"the lead has more than {LEAD_SENTENCES} sentences")
    steps = page.section("steps")
    if steps is not None:
        if [block.kind for block in steps.blocks] != ["ol"]:
            raise GuideBroken(file, "the section steps is one ordered list")
        for number, step in enumerate(steps.lines, 1):
            if sentences(step) > STEP_SENTENCES:
                raise GuideBroken(file, f"step {number} has more than {STEP_SENTENCES} sentences")
    if kind == "a6":
        lines = page.lines[1:]
        if len(lines) > A6_LINES or any(len(TERM.sub(r"\1", line)) > A6_LETTERS for line in lines):
            raise GuideBroken(file, f"more than {A6_LINES} lines, or one longer than {A6_LETTERS} letters")


def _end_of(tokens: list[Token], at: int) -> int:
    """Find the token that closes a block."""
    depth = 0
    for place in range(at, len(tokens)):
        depth += tokens[place].nesting
        if depth == 0:
            return place
    return len(tokens) - 1


def _name(token: Token) -> str:
    return "HTML" if token.type.startswith("html") else token.type.removesuffix("_open").replace("_", " ")
