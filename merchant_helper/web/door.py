"""Let phones of the same private network in: a second listener, off until somebody opens it.

It marks each request as coming from a phone; what such a request may see is decided by the guard.
"""

from __future__ import annotations

import logging
import socket
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, cast

from flask import Flask, current_app, has_request_context, request

from merchant_helper.network import is_private
from merchant_helper.network.listen import listen
from merchant_helper.web.door_callers import Known, hold_back
from merchant_helper.web.steady import steady

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

MARK = "merchant_helper.phone"
EVERYWHERE = "0.0.0.0"  # noqa: S104 -- strangers are turned away by their address; the laptop's own may change
PORTS_TRIED = 20
THREADS = 6
# No phone that has joined asked for anything this long: it is gone, whoever else calls.
IDLE_S = 60 * 60.0
LOOK_S = 15.0
# What is being answered when the door shuts: so long its caller waits here, so long it may go on.
WAIT_S, LONGEST_S = 5.0, 300.0
# One line in the log for each of the first callers from outside, then one for every hundred.
LOGGED_ONE_BY_ONE = 5

log = logging.getLogger(__name__)


class Door:
    """Hold the second listener: opened by the volunteer, closed by itself or by her."""

    def __init__(
        self,
        app: Flask,
        wanted: Callable[[], bool],
        known: Known = lambda _cookies: False,
        *,
        look_s: float = LOOK_S,
        idle_s: float = IDLE_S,
    ) -> None:
        """Keep the door shut. ``wanted`` is asked every ``look_s`` seconds whether it should stay open.

        ``known`` tells from the cookies of a long request whether its sender joined once.
        """
        self._app = app
        self._wanted, self._known = wanted, known
        self._look_s, self._idle_s = look_s, idle_s
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._server: Any = None
        self._thread: threading.Thread | None = None
        self._touched = 0.0
        self.strangers = 0

    @property
    def port(self) -> int | None:
        """Give the port that phones use; none while the door is shut."""
        server = self._server
        return int(server.effective_port) if server is not None else None

    def open(self, port: int) -> int:
        """Open the door, on the next free port where this one is taken. Raises OSError when none is free."""
        with self._lock:
            if self._server is None:
                self._serve(_free(port))
            self.touch()
            return int(self._server.effective_port)

    def touch(self) -> None:
        """Note that it is needed: somebody who may come in came, or is about to."""
        self._touched = steady()

    def close(self) -> None:
        """Shut the door at once for new callers; what is being answered is answered to its end."""
        with self._lock:
            server, thread = self._server, self._thread
            if server is None:
                return
            self._server = self._thread = None
            self._closing.set()
        ending = threading.Thread(target=_end, args=(server, thread), name="phone-ending", daemon=True)
        ending.start()
        ending.join(WAIT_S)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request of a phone; anybody from outside private networks is turned away."""
        if not is_private(environ.get("REMOTE_ADDR", "")):
            self.strangers += 1
            if self.strangers <= LOGGED_ONE_BY_ONE or self.strangers % 100 == 0:
                log.warning("turned away a caller from outside the private networks (%d)", self.strangers)
            start_response("403 Forbidden", [("Content-Type", "text/plain"), ("Content-Length", "0")])
            return []
        environ[MARK] = True
        # Between a phone and this door stands no proxy of ours: what says so is made up.
        for name in [name for name in environ if name.startswith(("HTTP_X_FORWARDED", "HTTP_FORWARDED"))]:
            del environ[name]
        return self._app(environ, start_response)

    def _serve(self, door: socket.socket) -> None:
        from waitress import create_server

        self._server = create_server(
            self,
            sockets=[door],
            threads=THREADS,
            ident=None,
            max_request_body_size=2 * self._app.config["MAX_UPLOAD_MB"] * 1_000_000,
        )
        hold_back(self._server, self._known)
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._server.run, name="phone-door", daemon=True)
        self._thread.start()
        watch = threading.Thread(target=self._watch, args=(self._closing,), name="phone-watch", daemon=True)
        watch.start()

    def _watch(self, closing: threading.Event) -> None:
        """Shut the door when it has been quiet for long, or nobody's visit goes on."""
        while not closing.wait(self._look_s):
            try:
                wanted = self._wanted()
            except Exception:
                # A busy database says nothing about the visit; the next look will.
                log.exception("could not tell whether a visit goes on")
                wanted = True
            # Asked under no lock: somebody may have shut it, and opened it anew, meanwhile.
            if not closing.is_set() and (not wanted or steady() - self._touched > self._idle_s):
                self.close()


def _end(server: Any, loop: threading.Thread | None) -> None:
    """Take no more callers, let the answers under way end, then hang up and let the loop end.

    A worker wakes the loop after each answer, so what wakes it may close only after the last worker has
    ended: its number would by then stand for another open file.
    """
    from waitress.wasyncore import dispatcher

    server.trigger.pull_trigger(lambda: dispatcher.close(server))
    server.task_dispatcher.shutdown(cancel_pending=True, timeout=LONGEST_S)
    if server.task_dispatcher.threads:
        return
    # A loop that has ended by itself meanwhile has closed what would wake it.
    with suppress(OSError):
        server.trigger.pull_trigger(lambda: _hang_up(server))
    if loop is not None:
        loop.join(WAIT_S)


def _hang_up(server: Any) -> None:
    for channel in list(server.active_channels.values()):
        channel.close_when_flushed = True
    server.trigger.close()


def _free(port: int) -> socket.socket:
    for candidate in range(port, min(port + PORTS_TRIED, 65535)):
        try:
            return listen(EVERYWHERE, candidate)
        except OSError:
            continue
    return listen(EVERYWHERE, 0)


def door() -> Door:
    """Give the door of the running application."""
    return cast("Door", current_app.extensions["phone_door"])


def on_phone() -> bool:
    """Tell whether this request came through the phones' door."""
    return has_request_context() and bool(request.environ.get(MARK))
