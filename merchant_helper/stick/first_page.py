"""Write the page that a person reads before the first start from a stick."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from string import Template

NAME = "DOC-TRUOC.html"
PAGE = Template(files("merchant_helper.stick").joinpath("first_page.html").read_text("utf-8"))


def first_page(
    program: str, made_on: str, windows: Sequence[str], linux: Sequence[str], python_sum: str | None
) -> str:
    """Fill the page in. ``python_sum`` is that of the ZIP of Windows' Python, None when none was given."""
    if python_sum:
        vi = f"<li>Python {windows[0]} có sẵn trên USB này.</li>"
        en = f"<li>Python {windows[0]} is on this stick.</li>"
    else:
        vi = (
            f"<li>Máy tính cần có sẵn Python {_or(windows, 'hoặc')}, bản 64-bit. Chưa có thì cài từ "
            "https://www.python.org/downloads/windows (bước này cần mạng).</li>"
        )
        en = (
            f"<li>Python {_or(windows, 'or')} (64-bit) must be installed; fetch it from "
            "https://www.python.org/downloads/windows (this step needs a network).</li>"
        )
    return PAGE.substitute(
        windows_vi=vi,
        windows_en=en,
        linux=_or(linux, "hoặc"),
        linux_en=_or(linux, "or"),
        program=program,
        made_on=made_on,
        sum=f"Python ZIP SHA-256: <code>{python_sum}</code>" if python_sum else "",
    )


def _or(versions: Sequence[str], word: str) -> str:
    return f" {word} ".join(filter(None, (", ".join(versions[:-1]), versions[-1])))
