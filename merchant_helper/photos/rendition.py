"""Make the picture that a channel asks for: the product on white, or the photo as it was taken."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from merchant_helper.issues import Issue
from merchant_helper.photos.capture import SMALL
from merchant_helper.photos.edits import NOTHING, Edits
from merchant_helper.photos.encoding import encode
from merchant_helper.photos.framed import by_hand, framed, names
from merchant_helper.photos.framing import around_product, product_box, to_ratio
from merchant_helper.photos.hidden import hide
from merchant_helper.photos.intake import Upright
from merchant_helper.photos.light import Light, asked, needed
from merchant_helper.photos.on_white import Plan, plan, stand
from merchant_helper.photos.spec import RenditionSpec
from merchant_helper.photos.straight import straighten

ISSUE_CODES = (
    "photo.small",
    "photo.few_pixels",
    "photo.no_product",
    "photo.too_small_for_channel",
    "photo.too_heavy_for_channel",
)

# In this order edits are told.
EDITS = (
    *("padded", "cut_out", "hand_corrected", "white_background", "shadow_added", "cropped_to_product"),
    *("blurred", "lightened", "turned", "straightened", "cropped", "resized"),
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
    edits: Edits = NOTHING,
) -> Rendition:
    """Render a photo by a channel's rule; the same input gives the same bytes.

    ``mask`` is 0 for background up to 255 (or 1.0) for product, in the photo's shape and any size. With it
    the product stands alone on white. Without it the photo is never enlarged, and nothing is cropped but
    what the rule's shape asks for, what ``edits`` says, and the corners that are empty once ``fix_light``
    turned a photo level. What somebody decided by hand (``edits``) is never decided again by ``fix_light``.
    Parts to be hidden are hidden before anything else happens to the picture.

    ``as_taken`` leaves the light as it is and cuts off only what lies far from the product, which ``mask``
    then shows.
    """
    image, alpha = hide(upright.image, edits.blur), None if mask is None else _alpha(mask)
    smaller = upright.image.size != upright.size
    if as_taken:
        alpha = framed(alpha, edits) if alpha else None
        return _as_taken(framed(image, edits), alpha, spec, edits, smaller)
    light = _light(image, edits, fix_light)
    done = names(edits, lit=light is not None)
    if alpha is not None:
        return _cut_out(framed(image, edits), framed(alpha, edits), spec, light, by_hand(edits), done)
    if fix_light and not edits.reframed:
        level, angle = straighten(image)
        smaller, image = smaller or bool(angle), level
        done += ["straightened"] if angle and "straightened" not in done else []
    image = light.apply(image) if light else image
    return _whole(framed(image, edits), spec, done, smaller)


def _light(image: Image.Image, edits: Edits, fix_light: bool) -> Light | None:
    """Say how the light is corrected: as she chose, else as little as is safe."""
    if edits.light == "original":
        return None
    if edits.light == "on":
        return asked(image)
    return needed(image) if fix_light else None


def _as_taken(
    image: Image.Image, alpha: Image.Image | None, spec: RenditionSpec, edits: Edits, smaller: bool
) -> Rendition:
    """Render the photo as it is, close around the product."""
    box = product_box(image, alpha)
    close = around_product(image, box, spec) if box else image
    done = names(edits, lit=False)
    return _whole(close, spec, [*done, *(["cropped_to_product"] if close is not image else [])], smaller)


def _whole(image: Image.Image, spec: RenditionSpec, edits: list[str], smaller: bool) -> Rendition:
    """Render a photo with what is around the product, as far as the rule's shape leaves that."""
    cropped = _to_ratio(image, spec) if spec.shape == "crop" else image
    if cropped is not image and "cropped_to_product" not in edits:
        edits = [*edits, "cropped_to_product"]
    taken = cropped.size
    image = _shrunk(cropped, (spec.size, spec.size) if spec.shape == "own" else spec.canvas)
    if smaller or image.size != taken:
        edits = [*edits, "resized"]
    if max(image.size) < spec.min_size:
        return _held("photo.too_small_for_channel", pixels=max(image.size), least=spec.min_size)
    frame = _frame(image.size, spec)
    if frame != image.size:
        image = _padded(image, frame)
        edits = [*edits, "padded"]
    return _written(image, spec, [], edits)


def _cut_out(
    image: Image.Image,
    alpha: Image.Image,
    spec: RenditionSpec,
    light: Light | None,
    corrected: bool,
    edits: list[str],
) -> Rendition:
    """Render the product alone."""
    planned = plan(image.size, alpha, spec)
    if planned is None:
        return _held("photo.no_product")
    longer, least = max(planned.canvas), spec.least_longer(planned.canvas)
    if longer < least:
        return _held("photo.too_small_for_channel", pixels=longer, least=least)
    picture = stand(image, alpha, planned, light.apply if light else None)
    issues = [_too_coarse(image.size, planned)] if planned.canvas != spec.canvas else []
    done = ["cut_out", "white_background", "resized", *edits]
    done += [*(["shadow_added"] if spec.shadow else []), *(["hand_corrected"] if corrected else [])]
    return _written(picture, spec, issues, done)


def _too_coarse(size: tuple[int, int], planned: Plan) -> Issue:
    """Say why a product cannot fill the frame: it stands far off, or the whole photo has few pixels."""
    left, top, right, bottom = planned.box
    share = max((right - left) / size[0], (bottom - top) / size[1])
    return Issue("photo.small" if share < SMALL else "photo.few_pixels", field="photo")


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
