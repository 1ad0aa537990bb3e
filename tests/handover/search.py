"""Look for canaries byte by byte, inside ZIPs too: ``python -m tests.handover.search FOLDER ID…``.

Another process looks, so that no lock that this one holds on its databases is lost. Prints ``FILE: WORD``.
"""

from __future__ import annotations

import io
import json
import struct
import subprocess
import sys
import zipfile
from pathlib import Path

from merchant_helper.db.folder import DataFolder

ROOT = Path(__file__).parents[2]
NAME = "Chim Hoàng Yến Kỳ Lạ"
PHONE, ACCOUNT = "0987 123 456", "9704180077665544"
CONTACT = "Bí thư Đoàn Lâm Hoàng Oanh 0977555444"
# Degrees, as two whole numbers each; no other photo was taken there.
GPS = ((10_937_261, 1_000_003), (106_918_277, 1_000_033))
AREA = "CANARY-AREA-40"
WORDS = (NAME, PHONE, "0987123456", ACCOUNT, CONTACT, "Hoàng Oanh", AREA, "IMG_CANARY")


def found(folder: DataFolder, *ids: str) -> list[str]:
    """List where any canary or id still stands, as another process sees it."""
    command = [sys.executable, "-m", "tests.handover.search", str(folder.path), *ids]
    told = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True, timeout=60)
    return told.stdout.decode().split("\n")[:-1]


def _wanted(ids: list[str]) -> dict[bytes, str]:
    wanted: dict[bytes, str] = {}
    for word in (*WORDS, *ids):
        for form in ("utf-8", "utf-16-le", "utf-16-be"):
            wanted[word.encode(form)] = word
        wanted[json.dumps(word)[1:-1].encode()] = word
    for pair in GPS:
        wanted |= {struct.pack(order + "II", *pair): "GPS" for order in "<>"}
    return wanted


def _search(name: str, content: bytes, wanted: dict[bytes, str]) -> None:
    for pattern, word in wanted.items():
        if pattern in content or pattern in name.encode():
            sys.stdout.write(f"{name}: {word}\n")
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for entry in archive.namelist():
                _search(f"{name}!{entry}", archive.read(entry), wanted)


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    place = Path(sys.argv[1])
    for file in sorted(f for f in place.rglob("*") if f.is_file()):
        _search(file.relative_to(place).as_posix(), file.read_bytes(), _wanted(sys.argv[2:]))
