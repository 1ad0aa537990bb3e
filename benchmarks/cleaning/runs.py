"""Name the runs that are compared: ours through the command line, rembg's command, rembg's library."""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from cleaning.cost import STEP_BACK, Cost, measured

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
FIRST = LAST = 50


@dataclass(frozen=True)
class Place:
    """Hold the folder of a run and what is in it."""

    work: Path
    photos: list[Path]
    workers: int | None = None

    @property
    def data(self) -> Path:
        """Give the data folder of this run."""
        return self.work / "data"

    @property
    def environment(self) -> dict[str, str]:
        """Let a process of ours find the program."""
        return {"PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])}


def ours(place: Place, engine: str) -> Cost:
    """Clean the photos through the command line."""
    out = place.work / f"ours-{engine}"
    command = _clean(place, engine, place.photos[0].parent, out)
    command += ["--workers", str(place.workers)] if place.workers else []
    name = f"merchant-helper clean, {engine}"
    return measured(name, command, out, len(place.photos), place.environment, place.work / "ours.log")


def _clean(place: Place, engine: str, photos: Path, out: Path) -> list[str]:
    command = [sys.executable, "-m", "merchant_helper", "clean", str(photos), "--out", str(out)]
    return [*command, "--engine", engine, "--data", str(place.data), "--json"]


def theirs(place: Place, rembg: str, model: Path) -> Cost:
    """Do the same with rembg's own batch command and the same file."""
    out = place.work / "theirs"
    out.mkdir()
    options = json.dumps({"model_path": str(model)})
    command = [rembg, "p", "-m", "u2net_custom", "-x", options, str(place.photos[0].parent), str(out)]
    return _stepped_back(place, f"rembg p, {model.stem}", command, out, model)


def library(place: Place, rembg: str, model: Path, way: str) -> Cost:
    """Do the same with rembg's library, to a JPEG of 1200 pixels as ours."""
    out = place.work / f"library-{way}"
    out.mkdir()
    python = str(Path(rembg).with_name("python"))
    photos = [str(photo) for photo in place.photos]
    command = [python, str(HERE / "library.py"), way, str(model), str(out), *photos]
    words = {"full": "shrunk after", "shrunk": "shrunk before"}
    return _stepped_back(place, f"rembg library, JPEG {words[way]}", command, out, model)


def _stepped_back(place: Place, name: str, command: list[str], out: Path, model: Path) -> Cost:
    environment = {"REMBG_HOME": str(model.parent), "U2NET_HOME": str(model.parent)}
    log = place.work / "theirs.log"
    return measured(name, command, out, len(place.photos), environment, log, back=STEP_BACK)


def working_rembg(asked: str | None) -> str | None:
    """Find a rembg whose command line is complete (its packages are an extra)."""
    beside = Path(sys.executable).with_name("rembg")
    found = asked or (str(beside) if beside.exists() else shutil.which("rembg"))
    if found and subprocess.run([found, "p", "--help"], capture_output=True).returncode == 0:
        return found
    return None


def shelved(place: Place, model: Path) -> tuple[str, Path]:
    """Put the model file on the shelf of this run's data folder; tell its engine name and place."""
    from merchant_helper.photos.cutout.shelf import ModelShelf

    shelf = ModelShelf(place.data / "models")
    name = shelf.add(model).name
    return name, (shelf.folder / f"{name}.onnx").resolve()


def first_photo(place: Place, engine: str) -> float:
    """Clean one photo in a fresh process, twice; gives the wall clock of the second."""
    seconds = 0.0
    for number in (1, 2):
        out = place.work / f"first-{engine}-{number}"
        command = [*_clean(place, engine, place.photos[0], out), "--workers", "1"]
        began = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True, env=os.environ | place.environment)
        seconds = time.perf_counter() - began
    return seconds


def beside_the_model(place: Place, name: str) -> float:
    """Tell how many times the model's own run a whole photo takes, by processor time, taken in turn."""
    told = _inside(place, name, place.photos, 2 * len(place.photos))
    return statistics.median(told["photos"]) / statistics.median(told["runs"])


def growth(place: Place, name: str, photos: list[Path], count: int) -> tuple[float, float]:
    """Clean many photos in one process: the mean memory (MB) after the first and after the last fifty."""
    memory = _inside(place, name, photos, count)["memory"]
    return statistics.mean(memory[:FIRST]), statistics.mean(memory[-LAST:])


def _inside(place: Place, name: str, photos: list[Path], count: int) -> dict[str, list[float]]:
    out = place.work / "inside"
    out.mkdir(exist_ok=True)
    command = [
        sys.executable,
        str(HERE / "inside.py"),
        str(place.data / "models"),
        name,
        str(out),
        str(count),
    ]
    one_thread = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    environment = os.environ | place.environment | one_thread
    done = subprocess.run(
        [*command, *(str(photo) for photo in photos)], check=True, capture_output=True, env=environment
    )
    told: dict[str, list[float]] = json.loads(done.stdout.splitlines()[-1])
    return told
