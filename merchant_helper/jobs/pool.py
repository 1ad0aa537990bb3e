"""Run heavy calls in child processes, so that a crash in native code costs one call and not the program.

Each child has two pipes of its own and shares nothing with the others. (Measured: a ``pebble`` pool, whose
workers share one channel, ends when an idle worker is killed; ``ProcessPoolExecutor`` ends when any is.)
Children are plain ``python -c`` processes rather than multiprocessing ones: the number of threads must stand
in their environment before numpy loads, and they must not import the program's main module again.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import queue
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import IO, Any, TypeVar, cast

from merchant_helper.errors import MerchantHelperError
from merchant_helper.jobs.child import read_frame, write_frame

Result = TypeVar("Result")

BOOT = (
    "import pickle, sys; sys.path[:] = pickle.load(sys.stdin.buffer); "
    "from merchant_helper.jobs.child import serve; serve()"
)
TRIES = 3
# A cold start from a slow disk, virus scanner included.
BOOT_S = 120
# One thread each: the pool itself fills the cores.
ONE_THREAD = dict.fromkeys(
    (
        "OMP_NUM_THREADS",
        "OPENBLAS_NUM_THREADS",
        "MKL_NUM_THREADS",
        "NUMBA_NUM_THREADS",
        "NUMEXPR_NUM_THREADS",
        "VECLIB_MAXIMUM_THREADS",
    ),
    "1",
)


class ChildDied(MerchantHelperError):
    """Say that the child ended during the call: killed, out of memory, or crashed in native code."""


class ChildTimedOut(ChildDied):
    """Say that the call took too long, so its child was ended."""


class _NotBegun(Exception):
    """Say that a child ended before it took the call."""


class PoolClosed(BaseException):
    """Say that the pool was closed under a call, which is then neither done nor failed.

    Not an Exception on purpose: whoever records the failures of calls must not record this one.
    """


class ChildPool:
    """Lend out children, one per core unless told otherwise; each starts when first needed."""

    def __init__(self, workers: int | None = None) -> None:
        self.workers = workers or os.cpu_count() or 1
        # Last in, first out: a warm child is used before a new one is started. None stands for "start one".
        self._free: queue.LifoQueue[_Child | None] = queue.LifoQueue()
        for _ in range(self.workers):
            self._free.put(None)
        self._children: set[_Child] = set()
        self._guard = threading.Lock()
        self._closed = False

    def __enter__(self) -> ChildPool:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def run(self, function: Callable[..., Result], *args: object, timeout: float | None = None) -> Result:
        """Call a module's function in a child and give its result; waits while all children are busy.

        ``timeout`` counts seconds from the moment a child takes the call. Raises ChildDied, ChildTimedOut,
        PoolClosed, or what the function raised (ChildFailed where that cannot be carried over).
        """
        call = pickle.dumps((function, args))
        for _ in range(TRIES):
            try:
                ok, value = self._run_once(call, timeout)
            except _NotBegun:
                continue
            if not ok:
                raise value
            return cast("Result", value)
        raise ChildDied("children end before they take a call")

    def _run_once(self, call: bytes, timeout: float | None) -> tuple[bool, Any]:
        child = self._free.get()
        answered = False
        try:
            child = self._ready(child)
            answer = child.call(call, timeout)
            answered = True
        except (ChildDied, _NotBegun):
            self._refuse_if_closed()
            raise
        finally:
            # A child that owes an answer would give it to the next call.
            if child is not None and not answered:
                child.kill()
            self._free.put(child if answered else None)
        return answer

    def pids(self) -> list[int]:
        """List the processes of the living children."""
        with self._guard:
            return [child.pid for child in self._children if child.alive]

    def close(self) -> None:
        """End all children now, whatever they are doing; may be called twice."""
        with self._guard:
            self._closed = True
            children, self._children = self._children, set()
        for child in children:
            child.kill()
        # Wakes whoever waits for a free child; each passes the token on in `run`.
        self._free.put(None)

    def _ready(self, child: _Child | None) -> _Child:
        """Give a living child in the place of none or of one that died idle."""
        self._refuse_if_closed()
        if child is not None:
            if child.alive:
                return child
            child.kill()
        fresh = _Child()
        with self._guard:
            self._children = {c for c in self._children if c.alive} | {fresh}
            closed = self._closed
        if closed:
            fresh.kill()
            raise PoolClosed
        return fresh

    def _refuse_if_closed(self) -> None:
        if self._closed:
            raise PoolClosed


class _Child:
    """Hold one process and the two pipes to it."""

    def __init__(self) -> None:
        flags = 0
        if sys.platform == "win32":
            flags = subprocess.BELOW_NORMAL_PRIORITY_CLASS | subprocess.CREATE_NO_WINDOW
        self._process = subprocess.Popen(  # noqa: S603  (our own interpreter, a constant program)
            [sys.executable, "-I", "-c", BOOT],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, **ONE_THREAD},
            creationflags=flags,
        )
        self._calls = cast("IO[bytes]", self._process.stdin)
        self._closing = threading.Lock()
        self._answers: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        with contextlib.suppress(OSError):
            pickle.dump(sys.path, self._calls)
            self._calls.flush()

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def call(self, call: bytes, timeout: float | None) -> tuple[bool, Any]:
        """Put one call. A child that was dead already raises _NotBegun: the call is not to blame."""
        try:
            write_frame(self._calls, call)
            begun = self._answers.get(timeout=BOOT_S)
        except (OSError, ValueError, queue.Empty):
            begun = None
        if begun is None:
            raise _NotBegun
        try:
            answer = self._answers.get(timeout=timeout)
        except queue.Empty:
            raise ChildTimedOut(f"no answer within {timeout} s") from None
        if answer is None:
            raise ChildDied(f"the child ended with status {self._process.wait()}")
        return cast("tuple[bool, Any]", pickle.loads(answer))  # noqa: S301  (from our own child)

    def kill(self) -> None:
        """End the process now; harmless when it has ended, and from two threads at once."""
        self._process.kill()
        self._process.wait()
        self._reader.join()
        with self._closing, contextlib.suppress(OSError):
            self._calls.close()

    def _read(self) -> None:
        stream = cast("IO[bytes]", self._process.stdout)
        with stream:
            while (answer := read_frame(stream)) is not None:
                self._answers.put(answer)
        self._answers.put(None)
