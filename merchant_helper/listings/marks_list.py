"""Make the list of words with their marks from our own texts.

``python -m merchant_helper.listings.marks_list`` reads the guides, the glossary, the kinds of goods and
``goods_words.txt``. One line of the list is one word, or two words that stand beside each other, and how
often: what stands alone tells which marks a word usually has, what stands beside it decides between them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from merchant_helper.text import fold, nfc

HERE = Path(__file__).parent
LIST = HERE / "marks_list.txt"
_WORD = re.compile(r"[^\W\d_]+")
_TOML_TEXT = re.compile(r'"([^"\n]{2,400})"')
_VIETNAMESE = re.compile("[à-öø-ýăđĩũơưạ-ỹ]", re.IGNORECASE)

# What stands once is likelier a slip or a name than a word, unless goods are called so.
_OFTEN = 2


def sentences() -> Iterator[tuple[str, int]]:
    """Give pieces of Vietnamese text, each with how much it counts."""
    for path in sorted((HERE.parent / "guides").rglob("*.vi.md")):
        yield from ((piece, 1) for piece in re.split(r"[.:;,!?()\n|“”]", path.read_text("utf-8")))
    kinds = [*HERE.glob("kinds.toml"), *(HERE / "kinds").glob("*.toml")]
    for path in (*sorted((HERE.parent / "guides").glob("*.toml")), *sorted(kinds)):
        yield from (
            (text, 1) for text in _TOML_TEXT.findall(path.read_text("utf-8")) if _VIETNAMESE.search(text)
        )
    goods = (HERE / "goods_words.txt").read_text("utf-8")
    lines = (line for line in goods.splitlines() if not line.startswith("#"))
    yield from ((name, _OFTEN) for line in lines for name in line.split(","))


def count() -> Counter[str]:
    """Count words, and pairs of neighbours, in small letters."""
    found: Counter[str] = Counter()
    for piece, weight in sentences():
        words = [word.lower() for word in _WORD.findall(nfc(piece))]
        for word in words:
            found[word] += weight
        for pair in pairwise(words):
            found[" ".join(pair)] += weight
    return found


def worth(found: Counter[str]) -> Iterator[tuple[str, int]]:
    """Keep words that have marks, or are what a marked word is without them; and their pairs."""
    marked = {fold(word) for word in found if " " not in word and fold(word) != word}
    for words, times in sorted(found.items()):
        of_ours = all(fold(word) in marked or fold(word) != word for word in words.split())
        if of_ours and times >= _OFTEN and len(words) > 1:
            yield words, times


def main() -> None:
    """Write the list."""
    lines = [f"{words}\t{times}\n" for words, times in worth(count())]
    LIST.write_text("".join(lines), "utf-8", newline="\n")


if __name__ == "__main__":
    main()
