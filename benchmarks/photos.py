"""Time the cleaning of photos beside rembg: wall clock, processor time and memory, in one run.

    python benchmarks/photos.py                            ours alone, engine plain
    python benchmarks/photos.py --model u2netp.onnx        ours and ``rembg p``, both with this file

Makes 12-megapixel JPEGs of its own (seeded drawings, sensor noise of 2 grey levels, quality 92). Ours is
``python -m merchant_helper clean``; the other is ``rembg p -m u2net_custom`` from the extra ``[bench]``
(``--rembg`` names another installation's). What they deliver differs and is part of the comparison: ours
gives a 1200-pixel white JPEG with a verdict, rembg a 12-megapixel transparent PNG. The model file is copied
into the folder of this run and not kept. Processor time and memory are read from /proc, so on Linux only.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "photos")]

SHAPES = ("bottle", "jar", "box", "bag", "fruit", "basket")
BACKDROPS = ("colour", "grey", "table", "white")
SIZE, NOISE, QUALITY = (4000, 3000), 2.0, 92
TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


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


def make_photos(folder: Path, count: int) -> None:
    """Draw the photos; the same ones every time."""
    from scenes import draw, encode

    folder.mkdir(parents=True)
    for number in range(count):
        scene = draw(
            number,
            shape=SHAPES[number % len(SHAPES)],
            backdrop=BACKDROPS[number % len(BACKDROPS)],
            size=SIZE,
            noise=NOISE,
        )
        (folder / f"photo-{number:03}.jpg").write_bytes(encode(scene.image, quality=QUALITY))


def measured(name: str, command: list[str], out: Path, environment: dict[str, str], log: Path) -> Cost:
    """Run one command to its end and add up what it took.

    Raises RuntimeError when a picture is missing: neither program tells that by its exit status alone.
    """
    photos = sum(1 for _ in (out.parent / "photos").iterdir())
    started = time.perf_counter()
    with log.open("wb") as said:
        process = subprocess.Popen(command, env=os.environ | environment, stdout=said, stderr=said)
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


def ours(work: Path, engine: str, workers: int | None) -> Cost:
    """Clean the photos through the command line."""
    out = work / f"ours-{engine}"
    command = [sys.executable, "-m", "merchant_helper", "clean", str(work / "photos"), "--out", str(out)]
    command += ["--engine", engine, "--data", str(work / "data"), "--json"]
    command += ["--workers", str(workers)] if workers else []
    paths = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    return measured(
        f"merchant-helper clean, {engine}", command, out, {"PYTHONPATH": paths}, work / "ours.log"
    )


def theirs(work: Path, rembg: str, model: Path) -> Cost:
    """Do the same with rembg's own batch command and the same file."""
    out = work / "theirs"
    out.mkdir()
    options = json.dumps({"model_path": str(model)})
    command = [rembg, "p", "-m", "u2net_custom", "-x", options, str(work / "photos"), str(out)]
    environment = {"REMBG_HOME": str(model.parent), "U2NET_HOME": str(model.parent)}
    return measured(f"rembg p, {model.stem}", command, out, environment, work / "theirs.log")


def working_rembg(asked: str | None) -> str | None:
    """Find a rembg whose command line is complete (its packages are an extra)."""
    beside = Path(sys.executable).with_name("rembg")
    found = asked or (str(beside) if beside.exists() else shutil.which("rembg"))
    if found and subprocess.run([found, "p", "--help"], capture_output=True).returncode == 0:
        return found
    return None


def shelved(work: Path, model: Path) -> tuple[str, Path]:
    """Put the model file on the shelf of this run's data folder; tell its engine name and place."""
    from merchant_helper.photos.cutout.shelf import ModelShelf

    shelf = ModelShelf(work / "data" / "models")
    name = shelf.add(model).name
    return name, (shelf.folder / f"{name}.onnx").resolve()


def tell(costs: list[Cost], photos: int) -> None:
    """Print the table and the ratios to the last row."""
    print(f"\n{photos} photos of {SIZE[0] * SIZE[1] / 1e6:.0f} megapixels, {os.cpu_count()} cores\n")
    print(f"{'':40}{'wall s':>8}{'s/photo':>9}{'cpu s':>8}{'MB/process':>12}{'MB together':>13}{'files':>7}")
    for cost in costs:
        numbers = [cost.wall, cost.wall / photos, cost.processor, cost.largest, cost.together]
        widths, digits = (8, 9, 8, 12, 13), (1, 2, 1, 0, 0)
        cells = ["-" if n is None else f"{n:.{d}f}" for n, d in zip(numbers, digits, strict=True)]
        row = "".join(f"{cell:>{width}}" for cell, width in zip(cells, widths, strict=True))
        print(f"{cost.name:40}{row}{cost.files:>7}")
    last = costs[-1]
    for cost in costs[:-1]:
        if last.name.startswith("rembg"):
            cpu = (
                f", {last.processor / cost.processor:.1f}x by processor"
                if cost.processor and last.processor
                else ""
            )
            print(f"{cost.name} is {last.wall / cost.wall:.1f}x as fast as {last.name} by the clock{cpu}")


def main() -> None:
    """Read the options, run everything in a folder of its own and clear it away."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--photos", type=int, default=16)
    parser.add_argument("--model", type=Path, help="a model file of the U-2-Net family, used by both")
    parser.add_argument("--rembg", help="the rembg program of another installation")
    parser.add_argument("--workers", type=int)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="photos-benchmark-") as folder:
        work = Path(folder)
        make_photos(work / "photos", options.photos)
        costs = [ours(work, "plain", options.workers)]
        if options.model:
            name, model = shelved(work, options.model)
            costs.append(ours(work, name, options.workers))
            if rembg := working_rembg(options.rembg):
                costs.append(theirs(work, rembg, model))
            else:
                print("rembg's command line is not installed here, so there is nothing to compare with:")
                print("install the extra [bench], or name another installation's program with --rembg.")
        else:
            print("No --model FILE was given, so only the plain engine is timed and rembg is left out.")
        tell(costs, options.photos)


if __name__ == "__main__":
    main()
