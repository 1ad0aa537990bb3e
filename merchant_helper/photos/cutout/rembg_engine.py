"""Run a model file from the shelf through rembg's own session, and nothing else of rembg.

Three traps of rembg are kept shut here:

- its default model is not free for commercial use, two of its sessions send the photo to a service, and
  named sessions download: so the only session ever made is ``u2net_custom`` with the path of a local file;
- ``import rembg`` calls ``sys.exit`` when its runtime is missing, and loads pymatting and numba, which
  compile for half a minute unless told not to: 70 MB and 0.2 s that no cut-out here uses, so only its
  sessions are imported;
- it stretches any output to full range, so a blank wall gets a mask too: judging is the verdict's work.
"""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from merchant_helper.errors import EngineUnavailable
from merchant_helper.i18n import _
from merchant_helper.photos.cutout.filters import Floats
from merchant_helper.photos.cutout.shelf import ModelShelf

#: The session class for a file of the U-2-Net family; takes ``model_path``, never a download.
SESSION = "u2net_custom"


class RembgEngine:
    """Find the product with a model of the U-2-Net family (320 x 320 input)."""

    name = "rembg"

    def __init__(self, shelf: ModelShelf, model: str) -> None:
        self.model: str | None = model
        path, sha256 = _checked(shelf, model)
        self._session = _session(path, sha256)

    def segment(self, rgb: NDArray[np.uint8]) -> Floats:
        """Give the model's map for a small picture, stretched by rembg to 0..1."""
        return _predict(self._session, rgb, str(self.model))


class DoesNotRun(EngineUnavailable):
    """Say that a file was opened as a model, and then gave no mask."""


def run_once(file: Path) -> None:
    """Open a model file and run it on a drawn picture. Raises EngineUnavailable, or DoesNotRun."""
    picture = np.full((240, 320, 3), 200, np.uint8)
    picture[60:180, 100:220] = (180, 40, 30)
    mask = _predict(_session(file, ""), picture, file.stem)
    if mask.shape != picture.shape[:2] or not np.isfinite(mask).all():
        raise DoesNotRun(file.stem)


def _predict(session: Any, rgb: NDArray[np.uint8], name: str) -> Floats:
    try:
        # A map without any contrast is divided by zero inside rembg; that means: nothing found.
        with np.errstate(all="ignore"):
            (mask,) = session.predict(Image.fromarray(rgb))
    except Exception as error:  # onnxruntime has a class for each of its many troubles
        raise DoesNotRun(
            _("Mẫu tách nền {name} không chạy được ở đây. Chọn cách khác hoặc thêm mẫu khác.", name=name)
        ) from error
    return np.asarray(mask.convert("L"), np.float32) / np.float32(255)


def _checked(shelf: ModelShelf, model: str) -> tuple[Path, str]:
    """Compare the file with its record once for each state of the file that this process meets."""
    path = shelf.folder / f"{model}.onnx"
    try:
        stat = path.stat()
    except OSError:
        return shelf.checked(model)
    return _checked_once(shelf.folder, model, stat.st_size, stat.st_mtime_ns)


@lru_cache(maxsize=8)
def _checked_once(folder: Path, model: str, size: int, changed: int) -> tuple[Path, str]:
    return ModelShelf(folder).checked(model)


@lru_cache(maxsize=1)
def _session(path: Path, sha256: str) -> Any:
    """Load the model, once per process and content; the last one used is kept."""
    with _environment(REMBG_HOME=str(path.parent.resolve()), U2NET_HOME=None, NUMBA_DISABLE_JIT="1"):
        try:
            import onnxruntime

            with _sessions_alone():
                from rembg.session_factory import new_session

            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = options.inter_op_num_threads = 1
            options.enable_mem_pattern = False  # 534 to 341 MB at the peak, for no time (measured)
            options.log_severity_level = 4
            return new_session(
                SESSION, sess_opts=options, model_path=str(path.resolve()), providers=["CPUExecutionProvider"]
            )
        except (Exception, SystemExit) as error:
            raise EngineUnavailable(
                _("Chưa mở được mẫu tách nền {name}. Tệp có thể không phải là mẫu.", name=path.stem)
            ) from error


@contextmanager
def _sessions_alone() -> Iterator[None]:
    """Let rembg's modules be imported without running its front door, unless that has been done already."""
    spec = importlib.util.find_spec("rembg") if "rembg" not in sys.modules else None
    if spec is None:
        yield
        return
    door = ModuleType("rembg")
    door.__path__ = list(spec.submodule_search_locations or ())
    sys.modules["rembg"] = door
    try:
        yield
    finally:
        # Whoever imports rembg afterwards gets the whole of it, made anew.
        for name in [name for name in sys.modules if name.partition(".")[0] == "rembg"]:
            del sys.modules[name]


@contextmanager
def _environment(**values: str | None) -> Iterator[None]:
    """Set environment variables for the length of a block; None takes one away."""
    before = {name: os.environ.get(name) for name in values}
    _set(values)
    try:
        yield
    finally:
        _set(before)


def _set(values: dict[str, str | None]) -> None:
    for name, value in values.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value
