"""Make a USB stick as ``start.py stick DIR`` asks: ``python -m merchant_helper.stick DIR``."""

from __future__ import annotations

import argparse
import errno
import sys
from collections.abc import Sequence
from pathlib import Path

from merchant_helper.stick.build import Order, build
from merchant_helper.stick.folder import SUMS, damaged, sums_in
from merchant_helper.stick.targets import chosen
from merchant_helper.stick.telling import CannotMakeStick, say
from merchant_helper.stick.wheels import full
from merchant_helper.stick.windows_python import read_windows_python

DONE, DAMAGED, WRONG_CALL, STOPPED, INTERRUPTED = 0, 1, 2, 3, 130


def main(arguments: Sequence[str]) -> int:
    """Do what was asked, and end with the status that the command line promises everywhere."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    options = read_options(arguments)
    try:
        return check(options.folder) if options.check else make(options)
    except CannotMakeStick as problem:
        say(problem.vi, problem.en)
    except KeyboardInterrupt:
        say("Đã dừng. Chạy lại lệnh này để làm tiếp.", "Stopped. Run it again to go on.")
        return INTERRUPTED
    except OSError as error:
        say(*explained(error, options.folder))
    return STOPPED


def make(options: argparse.Namespace) -> int:
    """Make the stick."""
    python = read_windows_python(options.python) if options.python else None
    if python:
        say(f"Python {python.version} cho Windows, SHA-256:", python.sha256)
    running = f"{sys.version_info[0]}.{sys.version_info[1]}"
    targets = chosen(options.versions or (), python.version if python else None, running)
    build(Order(options.folder, targets, python, options.models))
    size = sum(file.stat().st_size for file in options.folder.rglob("*") if file.is_file()) // 10**6
    say(
        f"Xong: {options.folder}, {size} MB. Mở DOC-TRUOC.html trong đó để xem cách dùng.",
        "The stick is ready: read DOC-TRUOC.html in it.",
    )
    if not python:
        say(
            "Không có Python cho Windows trên USB này: máy tính nào dùng nó phải có Python.",
            "No Python for Windows is on it (--python ZIP): each computer needs its own.",
        )
    return DONE


def check(folder: Path) -> int:
    """Compare a stick with the sums that were written when it was made."""
    total, bad = len(sums_in(folder)), list(damaged(folder))
    if not total:
        raise CannotMakeStick(f"Không có {SUMS} trong {folder}.", f"There is no {SUMS} in {folder}.")
    for name in bad:
        say(f"Hỏng hoặc thiếu: {name}", "damaged or missing")
    say(f"{total - len(bad)}/{total} tệp đúng như lúc làm.", "files are as they were made.")
    return DAMAGED if bad else DONE


def explained(error: OSError, folder: Path) -> tuple[str, str]:
    """Say what a disk's refusal means."""
    if error.errno == errno.ENOSPC or getattr(error, "winerror", None) == 112:
        return full()
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return (
            f"Không ghi được vào {folder}: tắt khóa ghi của USB, hoặc chọn thư mục khác.",
            f"{folder} cannot be written: turn the stick's write lock off, or choose another folder.",
        )
    if error.errno in (errno.ENOTDIR, errno.EEXIST):
        return (
            f"{folder} không phải là thư mục: chọn tên khác.",
            f"{folder} is no folder: choose another name.",
        )
    if error.errno in (errno.EIO, errno.ENODEV, errno.ENXIO, errno.ENOENT):
        return (
            f"USB không trả lời ({error.strerror}): cắm lại rồi chạy lại, phần đã làm vẫn còn.",
            f"The stick does not answer ({error.strerror}): plug it in again and run again.",
        )
    return f"Không ghi được: {error}", f"It cannot be written: {error}"


def read_options(arguments: Sequence[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="start.py stick", description="Làm USB chạy không cần mạng.")
    parser.add_argument("folder", type=Path, metavar="DIR", help="thư mục mới trên USB")
    parser.add_argument("--python", type=Path, metavar="ZIP", help="Windows embeddable package (64-bit)")
    parser.add_argument(
        "--for", dest="versions", action="append", metavar="3.12", help="bản Python; ghi nhiều lần được"
    )
    parser.add_argument("--models", type=Path, default=Path("no-models"), help="mẫu tách nền")
    parser.add_argument("--check", action="store_true", help="so với mã kiểm tra lúc làm")
    options = parser.parse_args(arguments)
    options.folder = options.folder.expanduser().absolute()
    return options


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
