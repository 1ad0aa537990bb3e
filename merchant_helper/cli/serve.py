"""Open the web application for this computer, and close it again without leaving anything behind."""

from __future__ import annotations

import socket
from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING, Any

import click

from merchant_helper.cli.calling import Call, pass_call, verb
from merchant_helper.cli.data import data_folder
from merchant_helper.cli.outcome import Status, stopped, wrong_call
from merchant_helper.cli.signals import ending_politely
from merchant_helper.i18n import gettext as _
from merchant_helper.i18n import mark
from merchant_helper.network.listen import listen

if TYPE_CHECKING:
    from flask import Flask

    from merchant_helper.web.db import Services

ISSUE_CODES = ("cli.only_loopback", "cli.port_taken", "cli.wrong_setting")
LOOPBACK = ("127.0.0.1", "localhost", "::1")
THREADS = 8


@verb("serve")
@click.option(
    "--host",
    default="127.0.0.1",
    metavar="HOST",
    help=mark("Chỉ nhận địa chỉ của chính máy tính này: 127.0.0.1, localhost, ::1."),
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    metavar="PORT",
    help=mark("Cổng (8000); 0 là cổng trống bất kỳ."),
)
@pass_call
def serve(call: Call, host: str, port: int) -> Status:
    """Hold the folder, answer requests until asked to end, then let everything go in order."""
    from merchant_helper.cli.services import logging_into, open_services
    from merchant_helper.web.sweeping import sweeping

    if host.lower() not in LOOPBACK:
        raise wrong_call("cli.only_loopback", "host", host=host)
    folder = data_folder(call)
    with ending_politely() as request, ExitStack() as stack:
        lock = stack.enter_context(folder.lock())
        stack.enter_context(logging_into(folder))
        door = stack.enter_context(open_door(host.lower(), port))
        app = make_app(stack.enter_context(open_services(folder)))
        stack.enter_context(sweeping(app))
        server = make_server(app, door)
        stack.callback(server.close)
        stack.callback(app.extensions["phone_door"].close)
        address = address_of(door)
        lock.announce(address)
        said = _("Đang chạy: {address}  (dừng: bấm Ctrl+C)", address=address)
        # The server swallows an interruption while it runs; one that comes just before must end the same way.
        with suppress(KeyboardInterrupt):
            call.report.item({"address": address, "data": folder.path.as_posix()}, said)
            server.run()
    call.report.summary({"address": address}, _("Đã dừng. Mọi thứ đã được lưu."))
    return Status.DONE if request.made else Status.INTERRUPTED


def open_door(host: str, port: int) -> socket.socket:
    """Take the port; ends the call when another program has it."""
    try:
        return listen(host, port)
    except OSError as error:
        reason = error.strerror or str(error)
        raise stopped("cli.port_taken", port=port, next=port % 65535 + 1, reason=reason) from error


def address_of(door: socket.socket) -> str:
    """Give the address to type into a browser."""
    host, port = door.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def make_app(services: Services) -> Flask:
    """Put the pages together; ends the call when a setting cannot be read."""
    from merchant_helper.web import create_app
    from merchant_helper.web.settings import WrongSetting

    try:
        return create_app(services=services)
    except WrongSetting as error:
        raise wrong_call("cli.wrong_setting", what=str(error)) from error


def make_server(app: Flask, door: socket.socket) -> Any:
    """Put the pages behind the open door."""
    from waitress import create_server

    return create_server(
        app,
        sockets=[door],
        threads=THREADS,
        ident=None,
        # The application answers a form that is too large with a page; this only bounds the disk.
        max_request_body_size=2 * app.config["MAX_UPLOAD_MB"] * 1_000_000,
    )
