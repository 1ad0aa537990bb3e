"""Turn what other places write into what a sheet holds: pages into plain text, lists, amounts."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

# Nobody describes a product in more; a page as long is left as it is, and is held for its length.
_LONGEST = 100_000
_IS_HTML = re.compile(r"<(?:[a-zA-Z][a-zA-Z0-9]*[\s/>]|/[a-zA-Z]|!--)")
_BROKEN = re.compile(r"\s*[\t\r\n\f\v]\s*")
_BLANK_LINES = re.compile(r"\n{3,}")
_SPLIT = re.compile(r"(?<!\\),")
_WHOLE = re.compile(r"([0-9]+)[.,](?:0|00|0000)")
_POINTED = re.compile(r"[0-9]+(?:[.,][0-9]+)?")
_NEVER_SHOWN = frozenset(
    ("script", "style", "head", "template", "noscript", "iframe", "svg", "object", "title")
)
_PARAGRAPHS = frozenset(
    (
        "p",
        "div",
        "ul",
        "ol",
        "table",
        "section",
        "article",
        "blockquote",
        "pre",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
    )
)
_LINES = frozenset(("br", "tr", "dt", "dd"))


def plain_text(text: str) -> str:
    """Give the words of a description as a person reads them; no tag is kept, no script is read."""
    if len(text) > _LONGEST or not _IS_HTML.search(text):
        return html.unescape(text) if "&" in text else text
    reader = _Reader()
    reader.feed(text)
    reader.close()
    lines = "".join(reader.parts).split("\n")
    return _BLANK_LINES.sub("\n\n", "\n".join(line.strip() for line in lines)).strip()


class _Reader(HTMLParser):
    """Collect words with the line breaks that a page shows; a list stands right below what leads to it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._hidden: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Break lines where a page does."""
        if tag in _NEVER_SHOWN:
            self._hidden.append(tag)
        elif tag == "li":
            self._at_least("\n")
            self.parts.append("- ")
        elif tag in ("ul", "ol"):
            self._at_least("\n")
        elif tag in _LINES:
            self.parts.append("\n")
        elif tag in _PARAGRAPHS:
            self._at_least("\n\n")

    def handle_endtag(self, tag: str) -> None:
        """Close a paragraph with an empty line, a row of a list with none."""
        if tag in self._hidden:
            self._hidden.remove(tag)
        elif tag in ("ul", "ol"):
            self._at_least("\n\n")
        elif tag in _PARAGRAPHS:
            self._at_least("\n")

    def handle_data(self, data: str) -> None:
        """Keep words; a line break of the source is a space."""
        if self._hidden:
            return
        words = _BROKEN.sub(" ", data)
        if words == " " and (not self.parts or self.parts[-1].endswith((" ", "\n"))):
            return
        self.parts.append(words)

    def _at_least(self, breaks: str) -> None:
        """Break the line so often, unless it is broken already or nothing stands before."""
        tail = "".join(self.parts[-3:])
        if not self.parts or tail.endswith("- "):
            return
        there = len(tail) - len(tail.rstrip("\n"))
        self.parts.append(breaks[: max(0, len(breaks) - there)])


def listed(text: str, *, escaped: bool = False) -> list[str]:
    """Part a list at its commas; ``escaped`` ones belong to a word."""
    parts = _SPLIT.split(text) if escaped else text.split(",")
    words = (part.replace("\\,", ",").strip() if escaped else part.strip() for part in parts)
    return list(dict.fromkeys(word for word in words if word))


def amount(text: str) -> str:
    """Write 150000.00 as 150000; what is no such amount stays, to be judged as any cell is."""
    match = _WHOLE.fullmatch(text.strip())
    return match[1] if match else text.strip()


def number(text: str) -> float | None:
    """Read a number with a decimal point or comma."""
    text = text.strip()
    return float(text.replace(",", ".")) if _POINTED.fullmatch(text) else None


def grams(text: str, per_unit: float = 1) -> str:
    """Write a weight in grams; nought means that nobody weighed."""
    value = number(text)
    if value is None:
        return text.strip()
    return str(round(value * per_unit)) if round(value * per_unit) > 0 else ""


def side(text: str) -> str:
    """Write one side of a parcel; nought means that nobody measured."""
    value = number(text)
    if value is None:
        return text.strip()
    return f"{value:.15g}" if value > 0 else ""


def picture_name(text: str) -> str:
    """Give the file name at the end of an address, or a file name as it is."""
    try:
        path = urlsplit(text).path if "://" in text else text
    except ValueError:
        return ""
    return unquote(path.rsplit("/", 1)[-1]).strip()


def last_level(text: str) -> str:
    """Give the last level of a category's path."""
    return re.split(r">+", text)[-1].strip()
