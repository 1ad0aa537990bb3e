"""Open the web application for this computer, and close it again without leaving anything behind."""

from __future__ import annotations

import logging
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from logging.handlers import RotatingFileHandler
from typing import TYPE_CHECKING

import click

from merchant_helper.cli.data import data_folder, database_url
from merchant_helper.cli.outcome import Status, stopped, wrong_call
from merchant_helper.cli.program import Call, pass_call, verb
from merchant_helper.cli.signals import ending_politely
from merchant_helper.i18n import gettext as _
from merchant_helper.i18n import mark

if TYPE_CHECKING:
    from merchant_helper.db import DataFolder
    from merchant_helper.web.db import Services

ISSUE_CODES = ("cli.only_loopback", "cli.port_taken", "cli.wrong_setting")
LOOPBACK = ("127.0.0.1", "localhost", "::1")
THREADS = 8
BACKLOG = 128
LOG_BYTES, LOGS_KEPT = 1_000_000, 3


@verb("serve")
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    metavar="HOST",
    help=mark("Chỉ nhận địa chỉ của chính máy tính này: 127.0.0.1, localhost, ::1."),
)
@click.option("--port", type=click.IntRange(0, 65535), default=8000, metavar="PORT",
              help=mark("Cổng (8000); 0 là cổng trống bất kỳ."))  # fmt: skip
@pass_call
def serve(call: Call, host: str, port: int) -> Status:
    """Hold the folder, answer requests until asked to end, then let everything go in order."""
    if host.lower() not in LOOPBACK:
        raise wrong_call("cli.only_loopback", "host", host=host)
    with ExitStack() as stack, ending_politely() as requests:
        folder = data_folder(call)
        lock = stack.enter_context(folder.lock())
        _log_into(folder, stack)
        door = stack.enter_context(closing(open_door(host.lower(), port)))
        services = stack.enter_context(opened(folder))
        server = _server(services, door)
        stack.callback(server.close)
        address = address_of(door)
        lock.announce(address)
        said = _("Đang chạy: {address}  (dừng: bấm Ctrl+C)", address=address)
        call.report.item({"address": address, "data": folder.path.as_posix()}, said)
        server.run()
        stack.close()
        call.report.summary({"address": address}, _("Đã dừng. Mọi thứ đã được lưu."))
        return Status.DONE if requests.asked else Status.INTERRUPTED


def open_door(host: str, port: int) -> socket.socket:
    """Take the port; ends the call when another program has it."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    door = socket.socket(family, socket.SOCK_STREAM)
    try:
        if sys.platform == "win32":
            # Without this Windows lets two programs answer on one port, by turns.
            door.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        door.bind((host, port))
        door.listen(BACKLOG)
    except OSError as error:
        door.close()
        reason = error.strerror or str(error)
        raise stopped("cli.port_taken", port=port, next=port % 65535 + 1, reason=reason) from error
    return door


def address_of(door: socket.socket) -> str:
    """Give the address to type into a browser."""
    host, port = door.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
