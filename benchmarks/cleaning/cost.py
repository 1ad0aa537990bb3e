"""Follow one command to its end: wall clock, processor time and memory of it and its children."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100
# The children that clean photos step back for whatever else the computer does; where something does, the
# other program must step back as far, or the two are not compared.
STEP_BACK = 10


@dataclass
class Cost:
    """Hold what one run took; memory is MB, None where it cannot be read."""

    name: str
    wall: float
    processor: float | None
    largest: float | None
    together: float | None
    files: int


class Watcher(threading.Thread):
    """Follow a process and its children through /proc until told to stop."""

    def __init__(self, root: int) -> None:
        super().__init__(daemon=True)
        self._root, self._over = root, threading.Event()
        self.ticks: dict[int, int] = {}
        self.largest = self.together = 0.0

    def run(self) -> None:
        """Look twenty times a second."""
        while not self._over.wait(0.05):
            memory = [self._look(pid) for pid in self._family()]
            self.largest = max([self.largest, *memory])
            self.together = max(self.together, sum(memory))

    def stop(self) -> None:
        """End the watch."""
        self._over.set()
        self.join()

    def _family(self) -> list[int]:
        parents = {}
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                parents[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue  # it ended while we looked
        family = {self._root}
        while more := {pid for pid, parent in parents.items() if parent in family} - family:
            family |= more
        return sorted(family)

    def _look(self, pid: int) -> float:
        """Give the resident megabytes of a process and note its processor time."""
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            self.ticks[pid] = int(fields[11]) + int(fields[12])
            return int(fields[21]) * os.sysconf("SC_PAGE_SIZE") / 1e6
        except (OSError, IndexError):
            return 0.0


def measured(
    name: str,
    command: list[str],
    out: Path,
    photos: int,
    environment: dict[str, str],
    log: Path,
    back: int = 0,
) -> Cost:
    """Run one command to its end and add up what it took.

    Raises RuntimeError when a picture is missing: neither program tells that by its exit status alone.
    """
    started = time.perf_counter()
    with log.open("wb") as said:
        process = subprocess.Popen(
            command,
            env=os.environ | environment,
            stdout=said,
            stderr=said,
            preexec_fn=lambda: os.nice(back) and None,
        )
        watcher = Watcher(process.pid) if Path("/proc").is_dir() else None
        if watcher:
            watcher.start()
        status = process.wait()
    wall = time.perf_counter() - started
    if watcher:
        watcher.stop()
    files = sum(1 for file in out.rglob("*") if file.suffix in (".jpg", ".png")) if out.is_dir() else 0
    if files != photos:
        said_last = log.read_text("utf-8", "replace")[-2000:]
        raise RuntimeError(f"{name} ended with {status} and made {files} of {photos} pictures:\n{said_last}")
    if watcher is None:
        return Cost(name, wall, None, None, None, files)
    return Cost(name, wall, sum(watcher.ticks.values()) / TICKS, watcher.largest, watcher.together, files)
