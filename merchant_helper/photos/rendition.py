"""Make the picture that a channel asks for: the product on white, or the photo as it was taken."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from merchant_helper.issues import Issue
from merchant_helper.photos.encoding import encode
from merchant_helper.photos.framing import around_product, product_box, to_ratio
from merchant_helper.photos.intake import Upright
from merchant_helper.photos.light import needed
from merchant_helper.photos.on_white import plan, stand
from merchant_helper.photos.spec import RenditionSpec
from merchant_helper.photos.straight import straighten

ISSUE_CODES = (
    "photo.small",
    "photo.no_product",
    "photo.too_small_for_channel",
    "photo.too_heavy_for_channel",
)

# In this order edits are told.
EDITS = (
    *("cut_out", "white_background", "shadow_added", "padded", "cropped_to_product"),
    *("lightened", "straightened", "resized"),
)

Mask = Image.Image | NDArray[np.uint8] | NDArray[np.float32]


@dataclass(frozen=True)
class Rendition:
    """Hold one picture: the bytes of its file, their width and height, and what was done to the photo.

    ``edits`` are words of ``EDITS``, in that order.
    ``data`` is empty when the picture is held back; then an issue of severity block says why.
    """

    data: bytes
    width: int
    height: int
    issues: list[Issue] = field(default_factory=list)
    edits: tuple[str, ...] = ()

    @property
    def held(self) -> bool:
        """Tell whether there is no picture good enough for the rule."""
        return not self.data


def render(
    upright: Upright,
    spec: RenditionSpec,
    *,
    mask: Mask | None = None,
    fix_light: bool = False,
    as_taken: bool = False,
) -> Rendition:
    """Render a photo by a channel's rule; the same input gives the same bytes.

    ``mask`` is 0 for background up to 255 (or 1.0) for product, in the photo's shape and any size. With it
    the product stands alone on white. Without it the photo is never enlarged, and nothing is cropped but
    what the rule's shape asks for and the corners that are empty once ``fix_light`` turned a photo level.
    ``as_taken`` leaves the photo as it is and cuts off only what lies far from the product, which ``mask``
    then shows.
    """
    alpha = None if mask is None else _alpha(mask)
    if as_taken:
        box = product_box(upright.image, alpha)
        image = around_product(upright.image, box, spec) if box else upright.image
        return _whole(upright, spec, image, ["cropped_to_product"] if image is not upright.image else [])
    if alpha is not None:
        return _cut_out(upright, alpha, spec, fix_light)
    image, edits = upright.image, []
    if fix_light:
        light = needed(image)
        image, angle = straighten(image)
        image = light.apply(image) if light else image
        edits = [*(["lightened"] if light else []), *(["straightened", "resized"] if angle else [])]
    return _whole(upright, spec, image, edits)


def _whole(upright: Upright, spec: RenditionSpec, image: Image.Image, edits: list[str]) -> Rendition:
    """Render a photo with what is around the product, as far as the rule's shape leaves that."""
    cropped = _to_ratio(image, spec) if spec.shape == "crop" else image
    if cropped is not image and "cropped_to_product" not in edits:
        edits = [*edits, "cropped_to_product"]
    taken = cropped.size
    image = _shrunk(cropped, (spec.size, spec.size) if spec.shape == "own" else spec.canvas)
    if "resized" not in edits and (image.size != taken or upright.image.size != upright.size):
        edits = [*edits, "resized"]
    if max(image.size) < spec.min_size:
        return _held("photo.too_small_for_channel", pixels=max(image.size), least=spec.min_size)
    frame = _frame(image.size, spec)
    if frame != image.size:
        image = _padded(image, frame)
        edits = [*edits, "padded"]
    return _written(image, spec, [], edits)


def _cut_out(upright: Upright, alpha: Image.Image, spec: RenditionSpec, fix_light: bool) -> Rendition:
    """Render the product alone."""
    planned = plan(upright.image.size, alpha, spec)
    if planned is None:
        return _held("photo.no_product")
    longer = max(planned.canvas)
    if longer < spec.least_longer(planned.canvas):
        least = spec.least_longer(planned.canvas)
        return _held("photo.too_small_for_channel", pixels=longer, least=least)
    light = needed(upright.image) if fix_light else None
    picture = stand(upright.image, alpha, planned, light.apply if light else None)
    issues = [Issue("photo.small", field="photo")] if planned.canvas != spec.canvas else []
    edits = ["cut_out", "white_background", "resized"]
    edits += [*(["shadow_added"] if spec.shadow else []), *(["lightened"] if light else [])]
    return _written(picture, spec, issues, edits)


def _alpha(mask: Mask) -> Image.Image:
    """Bring any form of mask to 8-bit grey."""
    if isinstance(mask, Image.Image):
        return mask if mask.mode == "L" else mask.convert("L")
    if mask.dtype == np.uint8:
        return Image.fromarray(np.asarray(mask, np.uint8))
    share = np.clip(np.asarray(mask, np.float32), 0, 1)
    return Image.fromarray((share * 255).round().astype(np.uint8))


def _to_ratio(image: Image.Image, spec: RenditionSpec) -> Image.Image:
    box = product_box(image)
    return to_ratio(image, box, spec.ratio) if box else image


def _shrunk(image: Image.Image, most: tuple[int, int]) -> Image.Image:
    """Bring both sides down to what a rule allows."""
    share = min(most[0] / image.width, most[1] / image.height)
    if share >= 1:
        return image
    size = (max(1, round(image.width * share)), max(1, round(image.height * share)))
    return image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)


def _frame(size: tuple[int, int], spec: RenditionSpec) -> tuple[int, int]:
    """Say how large the white is that a picture of this size goes onto; its own size where it needs none."""
    least = spec.min_side or 1
    if spec.shape == "own":
        return max(size[0], least), max(size[1], least)
    across, down = spec.ratio
    return spec.framed(max(-(-size[0] // across), -(-size[1] // down), -(-least // min(across, down))))


def _padded(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    """Put a picture in the middle of a larger white one."""
    frame = Image.new("RGB", size, "white")
    frame.paste(image, ((size[0] - image.width) // 2, (size[1] - image.height) // 2))
    return frame


def _written(image: Image.Image, spec: RenditionSpec, issues: list[Issue], edits: list[str]) -> Rendition:
    """Encode a finished picture within the rule's bytes."""
    done = encode(
        image,
        quality=spec.quality,
        format=spec.format,
        max_bytes=spec.max_bytes,
        min_side=spec.least_longer(image.size),
    )
    if done is None:
        return _held("photo.too_heavy_for_channel", kilobytes=(spec.max_bytes or 0) // 1000)
    data, (width, height) = done
    if (width, height) != image.size and "resized" not in edits:
        edits = [*edits, "resized"]
    return Rendition(data, width, height, issues, tuple(sorted(edits, key=EDITS.index)))


def _held(code: str, **params: int) -> Rendition:
    """Hold a picture back and say why."""
    return Rendition(b"", 0, 0, [Issue(code, field="photo", severity="block", params=params)])
