"""Open a zip archive whose one part will change, and copy all others as they lie there, packed as they are.

What the list of contents says is compared with what stands before each part: two readers that trust
different places must not see different files.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from merchant_helper.channels.fill.refused import TemplateRefused

_LOCAL, _CENTRAL, _END = struct.Struct("<4s5H3I2H"), struct.Struct("<4s6H3I5H2I"), struct.Struct("<4s4H2IH")
_MOST_COMMENT = 65_535
_DESCRIPTOR, _LATER_SIZES, _ENCRYPTED = 24, 8, 1
_FULL_16, _FULL_32 = 0xFFFF, 0xFFFFFFFF
_CHUNK = 1 << 16
MAX_BYTES, MAX_PARTS, MAX_UNPACKED, MAX_PART = 20_000_000, 1_000, 300_000_000, 80_000_000
# A part this small may be packed as well as it likes.
_SMALL, _MAX_RATIO = 1_000_000, 300
DAMAGE = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, KeyError, ValueError, RuntimeError)


@dataclass(frozen=True)
class Record:
    """Be one part: its name, where it lies in the file with all that belongs to it, and its list entry."""

    name: str
    raw_name: bytes
    start: int
    end: int
    central: bytes


class Archive:
    """Hold a template that was looked through, in memory.

    Raises TemplateRefused for whatever is no plain archive of moderate size.
    """

    def __init__(self, path: Path) -> None:
        if path.stat().st_size > MAX_BYTES:
            raise TemplateRefused("template.too_large", max=MAX_BYTES // 1_000_000)
        self.data = path.read_bytes()
        try:
            self.records, self._tail = _records(self.data)
            self._zip = zipfile.ZipFile(io.BytesIO(self.data))
            self.infos: Mapping[str, zipfile.ZipInfo] = {i.filename: i for i in self._zip.infolist()}
        except DAMAGE as error:
            raise TemplateRefused("template.broken") from error
        if list(self.infos) != [record.name for record in self.records]:
            raise TemplateRefused("template.broken")
        _refuse_bomb(list(self.infos.values()))

    def __contains__(self, name: str) -> bool:
        return name in self.infos

    def names(self) -> list[str]:
        """Give the names of all parts."""
        return list(self.infos)

    def read(self, name: str) -> bytes:
        """Unpack one part."""
        if self.infos[name].file_size > MAX_PART:
            raise TemplateRefused("template.bomb")
        try:
            return self._zip.read(name)
        except DAMAGE as error:
            raise TemplateRefused("template.broken") from error

    def chunks(self, name: str) -> Iterator[bytes]:
        """Unpack one part piece by piece; its sum is checked at the end."""
        try:
            with self._zip.open(name) as stream:
                while chunk := stream.read(_CHUNK):
                    yield chunk
        except DAMAGE as error:
            raise TemplateRefused("template.broken") from error

    def write(self, target: BinaryIO, name: str, content: bytes) -> None:
        """Write the archive with another content of one part; all others stay byte for byte."""
        shift, moved = 0, {}
        changed: tuple[bytes, bytes] | None = None
        for record in sorted(self.records, key=lambda r: r.start):
            moved[record.name] = record.start + shift
            if record.name == name:
                changed = _packed(record, self.data, content)
                target.write(changed[0])
                shift += len(changed[0]) - (record.end - record.start)
            else:
                target.write(self.data[record.start : record.end])
        start = sum(r.end - r.start for r in self.records) + shift
        size = 0
        for record in self.records:
            entry = changed[1] if changed and record.name == name else record.central
            entry = entry[:42] + struct.pack("<I", moved[record.name]) + entry[46:]
            target.write(entry)
            size += len(entry)
        end = _END.unpack_from(self._tail)
        target.write(_END.pack(*end[:5], size, start, end[7]) + self._tail[_END.size :])


def _records(data: bytes) -> tuple[list[Record], bytes]:
    """Read the list of contents, and check that all parts lie one behind the other as it says."""
    at = data.rfind(b"PK\5\6", max(0, len(data) - _END.size - _MOST_COMMENT))
    if at < 0:
        raise zipfile.BadZipFile
    _sign, disk, first_disk, here, count, size, offset, comment = _END.unpack_from(data, at)
    odd = disk or first_disk or here != count or count == _FULL_16 or offset == _FULL_32
    if odd or offset + size != at or at + _END.size + comment != len(data):
        raise zipfile.BadZipFile
    if count > MAX_PARTS:
        raise TemplateRefused("template.bomb")
    entries: list[tuple[int, str, bytes, int, bytes]] = []
    place = offset
    for _number in range(count):
        entry = _CENTRAL.unpack_from(data, place)
        length = _CENTRAL.size + sum(entry[10:13])
        if entry[0] != b"PK\1\2" or place + length > at:
            raise zipfile.BadZipFile
        raw = data[place + _CENTRAL.size : place + _CENTRAL.size + entry[10]]
        name = raw.decode("utf-8" if entry[3] & 0x800 else "cp437")
        entries.append((entry[16], name, raw, entry[8], data[place : place + length]))
        place += length
    if place != at:
        raise zipfile.BadZipFile
    return _laid_out(data, entries, offset), data[at:]


def _laid_out(data: bytes, entries: list[tuple[int, str, bytes, int, bytes]], directory: int) -> list[Record]:
    starts = sorted(entry[0] for entry in entries)
    if not starts or starts[0] != 0 or len(set(starts)) < len(starts):
        raise zipfile.BadZipFile
    ends = dict(zip(starts, [*starts[1:], directory], strict=True))
    found = []
    for start, name, raw, packed, central in entries:
        local = _LOCAL.unpack_from(data, start)
        after = start + _LOCAL.size + local[9] + local[10] + packed
        same = data[start + _LOCAL.size : start + _LOCAL.size + local[9]] == raw
        if local[0] != b"PK\3\4" or not same or after > ends[start]:
            raise zipfile.BadZipFile
        if ends[start] - after > _DESCRIPTOR:
            raise zipfile.BadZipFile
        found.append(Record(name, raw, start, ends[start], central))
    return found


def _refuse_bomb(infos: list[zipfile.ZipInfo]) -> None:
    if any(info.flag_bits & _ENCRYPTED for info in infos):
        raise TemplateRefused("template.encrypted")
    names = [info.filename for info in infos]
    if len({name.casefold() for name in names}) < len(names) or not all(map(_is_plain, names)):
        raise TemplateRefused("template.broken")
    if any(info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for info in infos):
        raise TemplateRefused("template.broken")
    if sum(info.file_size for info in infos) > MAX_UNPACKED:
        raise TemplateRefused("template.bomb")
    for info in infos:
        if info.file_size > max(_SMALL, info.compress_size * _MAX_RATIO):
            raise TemplateRefused("template.bomb")


def _is_plain(name: str) -> bool:
    parts = name.rstrip("/").split("/")
    return (
        "\\" not in name and "\0" not in name and ":" not in name and all(p not in ("", "..") for p in parts)
    )


def _packed(record: Record, data: bytes, content: bytes) -> tuple[bytes, bytes]:
    """Give a part with another content: itself and its entry in the list."""
    pack = zlib.compressobj(6, zlib.DEFLATED, -15)
    packed = pack.compress(content) + pack.flush()
    local = list(_LOCAL.unpack_from(data, record.start))
    flags = local[2] & ~_LATER_SIZES
    sizes = [zlib.crc32(content), len(packed), len(content)]
    head = _LOCAL.pack(local[0], 20, flags, 8, *local[4:6], *sizes, len(record.raw_name), 0)
    entry = list(_CENTRAL.unpack_from(record.central))
    entry[3:5] = [entry[3] & ~_LATER_SIZES, 8]
    entry[7:10] = sizes
    return head + record.raw_name + packed, _CENTRAL.pack(*entry) + record.central[_CENTRAL.size :]
