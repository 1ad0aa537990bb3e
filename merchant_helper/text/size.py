"""Write how large a file is."""

from __future__ import annotations


def format_megabytes(count: int) -> str:
    """Write bytes as people see them: ``4,6 MB``, and ``35 kB`` below a tenth of that unit."""
    if count < 100_000:
        return f"{-(-count // 1000)} kB"
    return f"{count / 1e6:.1f} MB".replace(".", ",").replace(",0 MB", " MB")
