"""Fixtures for cut-outs: scenes with a known outline, and a shelf with models that are made here."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnx_stub
import pytest
from numpy.typing import NDArray
from PIL import Image

from merchant_helper.photos.cutout.shelf import ModelShelf


@pytest.fixture
def models(tmp_path: Path) -> Path:
    return tmp_path / "data" / "models"


@pytest.fixture
def tiny_model(models: Path, tmp_path: Path) -> str:
    """Put a working model on the shelf that finds whatever is red, and give its name."""
    file = tmp_path / "red-finder.onnx"
    file.write_bytes(onnx_stub.red_finder())
    return ModelShelf(models).add(file).name


@pytest.fixture
def overlap() -> Callable[[NDArray[np.uint8], Image.Image], float]:
    """Give a function that compares a mask with the true alpha (IoU)."""

    def compare(mask: NDArray[np.uint8], alpha: Image.Image) -> float:
        found, true = mask > 127, np.asarray(alpha) > 127
        return float((found & true).sum() / max(1, (found | true).sum()))

    return compare
