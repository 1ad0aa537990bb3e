"""Cut a product out of its photo, and say how far the result may be trusted.

``cut_out(image)`` is the whole interface. Engines are looked up by name in :data:`ENGINES` and loaded on
first use, so that a program which never cuts out never loads a model library.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from merchant_helper.errors import EngineUnavailable
from merchant_helper.i18n import _
from merchant_helper.issues import Issue
from merchant_helper.photos.cutout.shelf import USABLE, ModelShelf

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL.Image import Image

    from merchant_helper.photos.cutout.verdict import Verdict

ISSUE_CODES = ("cutout.model_failed",)

#: Name of an engine to the class that is it. A model file on the shelf runs in the engine "rembg".
ENGINES = {
    "plain": "merchant_helper.photos.cutout.plain:PlainEngine",
    "rembg": "merchant_helper.photos.cutout.rembg_engine:RembgEngine",
}


class Engine(Protocol):
    """Find the product in a small picture.

    ``segment`` takes uint8 RGB, height x width x 3, longest side a few hundred pixels, and gives the
    probability of *product* for every pixel: float32 0..1, same height and width. It never modifies its
    input, gives the same answer to the same picture, touches no network and writes no file. It raises
    EngineUnavailable when it cannot work at all; a picture without a product is an all-zero map, no error.
    """

    name: str
    #: Name of the model in use, None for an engine without one.
    model: str | None

    def segment(self, rgb: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Give the probability of product, float32 0..1, for each pixel."""
        ...


@dataclass(frozen=True)
class Cutout:
    """Hold one cut-out.

    ``mask`` is uint8 of the image's height x width: 255 product, 0 background, soft at the edge.
    ``confidence`` is 0..1 and orders cut-outs by trust; ``verdict`` is what to do about it.
    """

    mask: NDArray[np.uint8]
    engine: str
    model: str | None
    verdict: Verdict
    confidence: float
    issues: list[Issue] = field(default_factory=list)


def available(models: Path | None = None) -> tuple[str, ...]:
    """List the engine names that ``cut_out`` takes now: plain first, then each usable model."""
    names = [state.name for state in ModelShelf(models).list() if state.state in USABLE] if models else []
    return ("plain", *names)


def cut_out(image: Image, *, engine: str = "auto", models: Path | None = None) -> Cutout:
    """Cut the product out of an upright RGB picture of any size.

    ``engine`` is ``auto`` (the best that is ready: a verified model from the folder ``models``, else plain),
    ``plain``, or the name of a model in ``models``. Raises EngineUnavailable when a named one cannot be used;
    ``auto`` falls back to plain and says so in an issue.
    """
    from merchant_helper.photos.cutout.frame import cut

    if engine != "auto":
        return cut(image, load(engine, models))
    best = ModelShelf(models).best() if models else None
    if best is None:
        return cut(image, load("plain"))
    try:
        return cut(image, load(best, models))
    except EngineUnavailable:
        fallen = cut(image, load("plain"))
        fallen.issues.append(Issue("cutout.model_failed", severity="hint", params={"model": best}))
        return fallen


def load(engine: str, models: Path | None = None) -> Engine:
    """Make the engine of this name ready: ``plain`` or a model on the shelf."""
    if engine == "plain":
        return _class("plain")()
    if models is None:
        raise EngineUnavailable(_("Chưa có mẫu tách nền tên {name}.", name=engine))
    return _class("rembg")(ModelShelf(models), engine)


def _class(engine: str) -> Callable[..., Engine]:
    module, name = ENGINES[engine].split(":")
    return cast("Callable[..., Engine]", getattr(import_module(module), name))
