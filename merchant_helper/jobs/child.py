"""Be the child's side of the pool: take calls from standard input, answer on standard output.

It ends when its parent does, however that ended: the pipe closes. A call and its answer are pickles, each
behind its length in eight bytes; an empty message before the answer says that the call was begun.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import queue
import signal
import struct
import sys
import threading
import traceback
from collections.abc import Callable
from typing import IO, Any, NoReturn

from merchant_helper.errors import MerchantHelperError

LENGTH = struct.Struct(">Q")
NICE = 10
BEGUN = b""


class ChildFailed(MerchantHelperError):
    """Carry the words of an error that could not itself cross from a child."""


def write_frame(stream: IO[bytes], content: bytes) -> None:
    """Send one message."""
    stream.write(LENGTH.pack(len(content)) + content)
    stream.flush()


def read_frame(stream: IO[bytes]) -> bytes | None:
    """Wait for one message; None when the other side has gone, in the middle of one or not."""
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (length,) = LENGTH.unpack(head)
    content = stream.read(length)
    return content if len(content) == length else None


def serve() -> NoReturn:
    """Work off one call after the other until the parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(NICE)
    answers = _keep_answers_clean()
    calls: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(sys.stdin.buffer, calls), daemon=True).start()
    while True:
        call = calls.get()
        with contextlib.suppress(BrokenPipeError):
            write_frame(answers, BEGUN)
            write_frame(answers, _answer(call))


def _listen(stream: IO[bytes], calls: queue.SimpleQueue[bytes]) -> None:
    """Take calls in while the work goes on, so that the parent's end is noticed in the middle of it."""
    try:
        while (call := read_frame(stream)) is not None:
            calls.put(call)
    finally:
        # Nobody is left to clean up for, and a lock may be held by the work.
        os._exit(0)


def _keep_answers_clean() -> IO[bytes]:
    """Move standard output away, so that what a library prints does not fall between the answers."""
    private = os.dup(sys.stdout.fileno())
    # A program without a console has no standard error.
    noise = sys.stderr.fileno() if sys.stderr is not None else os.open(os.devnull, os.O_WRONLY)
    os.dup2(noise, sys.stdout.fileno())
    return os.fdopen(private, "wb")


def _answer(call: bytes) -> bytes:
    try:
        function: Callable[..., Any]
        function, args = pickle.loads(call)  # noqa: S301  (from the parent, over our own pipe)
        return pickle.dumps((True, function(*args)))
    except BaseException as error:
        return _pack_error(error)


def _pack_error(error: BaseException) -> bytes:
    story = "".join(traceback.format_exception(error))
    if not isinstance(error, Exception):
        # A library that calls sys.exit must not end the parent.
        error = ChildFailed(story)
    try:
        error.__traceback__ = None
        error.__cause__ = error.__context__ = None
        error.add_note(story)
        packed = pickle.dumps((False, error))
        # Many errors can be packed and not unpacked again.
        pickle.loads(packed)  # noqa: S301
    except Exception:
        packed = pickle.dumps((False, ChildFailed(story)))
    return packed
