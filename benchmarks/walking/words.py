"""Count words the way a Vietnamese reader meets them: syllables, sentences, and what the keyboard asks for.

A syllable is what stands between two spaces and holds a letter or a digit ("45.000 đ" is two). A sentence
ends at a full stop, a question mark, an exclamation mark or an ellipsis before a space, and at the end of its
line or block (a heading, a label, a button and an example are sentences of their own).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_SYLLABLE = re.compile(r"\w")
_END = re.compile(r"(?<=[.!?…])[”\")]*\s+|\n+")

# The text of the page as blocks: everything that is seen inside <main>. Not seen: closed folds, the helper's
# fold (it stands beside main), words for screen readers alone, what a box already holds.
BLOCKS = """() => {
  const main = document.querySelector('main');
  const inline = new Set(['SPAN', 'STRONG', 'SMALL', 'B', 'EM', 'BDI', 'SVG']);
  const blocks = new Map();
  const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (!node.data.trim() || !parent.checkVisibility({visibilityProperty: true})) continue;
    if (parent.closest('.unseen, .offstage, [hidden], [data-helper], script, style, textarea')) continue;
    let block = parent;
    while (block !== main && (inline.has(block.tagName) || (block.tagName === 'A'
      && getComputedStyle(block).display === 'inline'))) block = block.parentElement;
    blocks.set(block, (blocks.get(block) || '') + ' ' + node.data);
  }
  return [...blocks].map(([block, text]) => getComputedStyle(block).whiteSpace === 'pre-wrap'
    ? text.trim() : text.replace(/\\s+/g, ' ').trim());
}"""


def syllables(text: str) -> int:
    """Count the syllables of a text."""
    return sum(1 for word in text.split() if _SYLLABLE.search(word))


def sentences(blocks: Iterable[str]) -> list[str]:
    """Cut blocks into sentences; signs alone are none."""
    return [part.strip() for block in blocks for part in _END.split(block) if syllables(part)]


def keystrokes(text: str) -> int:
    """Count the keys that a phone's Vietnamese keyboard (Telex) wants: one more for each mark and for đ."""
    letters = unicodedata.normalize("NFD", text)
    return len(letters) + sum(letter in "đĐ" for letter in letters)
