"""Read and write the grammar of payment codes: tag, length, value, and the checksum over it all.

EMVCo's code shown by the payee: every object is two digits of tag, two of length (01 to 99, in characters)
and the value; some values are made of objects again.
"""

from __future__ import annotations

import re
from binascii import crc_hqx
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass

# EMVCo allows 512; a scanner of codes never gives more, whatever somebody sends here as one.
MAX_PAYLOAD = 512
MAX_VALUE = 99
_HEAD = re.compile("([0-9]{2})([0-9]{2})")
CRC_HEAD = "6304"


@dataclass(frozen=True)
class Field:
    """Hold one object: its tag, and its value as text."""

    tag: str
    value: str


class Broken(ValueError):
    """Say that a text is not made of whole objects; ``at`` is the place where it breaks."""

    def __init__(self, at: int) -> None:
        super().__init__(f"broken at {at}")
        self.at = at


def read(text: str) -> list[Field]:
    """Take a text apart into objects.

    Raises Broken when a head is none, a length is 00 or reaches beyond the end, or the text is too long.
    """
    if len(text) > MAX_PAYLOAD:
        raise Broken(MAX_PAYLOAD)
    return list(_objects(text))


def _objects(text: str) -> Iterator[Field]:
    at = 0
    while at < len(text):
        head = _HEAD.match(text, at)
        length = int(head[2]) if head else 0
        value = text[at + 4 : at + 4 + length]
        if head is None or not length or len(value) != length:
            raise Broken(at)
        yield Field(head[1], value)
        at += 4 + length


def by_other_counts(text: str) -> Iterator[Field]:
    """Go through what readers find that count bytes, or UTF-16, where EMVCo counts characters.

    Such a reader meets other objects as soon as a letter is not ASCII; it is followed until it breaks.
    """
    for units in (_bytes, _halves):
        stretched = "".join(letter if letter.isascii() else letter * units(letter) for letter in text)
        with suppress(Broken):
            yield from _objects(stretched)


def _bytes(letter: str) -> int:
    return len(letter.encode("utf-8", "surrogatepass"))


def _halves(letter: str) -> int:
    return 2 if letter > "\uffff" else 1


def write(fields: Iterable[Field]) -> str:
    """Put objects together; a value that has no length to be written with is a mistake of ours."""
    parts = []
    for field in fields:
        if not 1 <= len(field.value) <= MAX_VALUE or not re.fullmatch("[0-9]{2}", field.tag):
            raise ValueError(f"tag {field.tag} cannot hold {len(field.value)} characters")
        parts.append(f"{field.tag}{len(field.value):02}{field.value}")
    return "".join(parts)


def checksum(text: str) -> str:
    """Compute CRC-16/CCITT-FALSE over the bytes of a text: four upper-case digits, zeros in front kept."""
    return f"{crc_hqx(text.encode('utf-8', 'surrogatepass'), 0xFFFF):04X}"


def sealed(fields: Iterable[Field]) -> str:
    """Write objects and close them with the checksum."""
    body = write(fields) + CRC_HEAD
    return body + checksum(body)
