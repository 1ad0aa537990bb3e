"""Make the picture that a channel asks for: the product on white, or the photo as it was taken."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from merchant_helper.issues import Issue
from merchant_helper.photos.edits import NOTHING, Edits
from merchant_helper.photos.framed import by_hand, framed, names
from merchant_helper.photos.hidden import hide
from merchant_helper.photos.intake import Upright
from merchant_helper.photos.jpeg import encode
from merchant_helper.photos.light import Light, asked, needed
from merchant_helper.photos.on_white import plan, stand
from merchant_helper.photos.spec import RenditionSpec
from merchant_helper.photos.straight import straighten

ISSUE_CODES = (
    "photo.small",
    "photo.no_product",
    "photo.too_small_for_channel",
    "photo.too_heavy_for_channel",
)

Mask = Image.Image | NDArray[np.uint8] | NDArray[np.float32]


@dataclass(frozen=True)
class Rendition:
    """Hold one picture: JPEG bytes, their width and height, and what was done to the photo.

    ``edits`` names padded, cut_out, hand_corrected, white_background, blurred, lightened, turned,
    straightened, cropped, resized, in this order.
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
    edits: Edits = NOTHING,
) -> Rendition:
    """Render a photo by a channel's rule; the same input gives the same bytes.

    ``mask`` is 0 for background up to 255 (or 1.0) for product, in the photo's shape and any size. With it
    the product stands alone on white. Without it the photo keeps its shape and is never enlarged, and
    nothing is cropped but what ``edits`` says, or the corners that ``fix_light`` leaves empty when it turns a
    photo level. What somebody decided by hand (``edits``) is never decided again by ``fix_light``. Parts to
    be hidden are hidden before anything else happens to the picture.
    """
    image = hide(upright.image, edits.blur)
    light = _light(image, edits, fix_light)
    done = names(edits, lit=light is not None)
    if mask is not None:
        return _cut_out(framed(image, edits), framed(_alpha(mask), edits), spec, light, by_hand(edits), done)
    if fix_light and not edits.reframed:
        image, angle = straighten(image)
        done += ["straightened"] if angle and "straightened" not in done else []
    image = light.apply(image) if light else image
    return _whole(framed(image, edits), spec, done, smaller=image.size != upright.size)


def _light(image: Image.Image, edits: Edits, fix_light: bool) -> Light | None:
    """Say how the light is corrected: as she chose, else as little as is safe."""
    if edits.light == "original":
        return None
    if edits.light == "on":
        return asked(image)
    return needed(image) if fix_light else None


def _whole(image: Image.Image, spec: RenditionSpec, edits: list[str], smaller: bool) -> Rendition:
    """Render a photo with everything that is on it."""
    size, image = image.size, _shrunk(image, spec.size)
    if smaller or image.size != size:
        edits = [*edits, "resized"]
    if max(image.size) < spec.min_size:
        return _held("photo.too_small_for_channel", pixels=max(image.size), least=spec.min_size)
    if spec.square and image.width != image.height:
        image = _padded(image)
        edits = ["padded", *edits]
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
    if planned.canvas < spec.min_size:
        return _held("photo.too_small_for_channel", pixels=planned.canvas, least=spec.min_size)
    picture = stand(image, alpha, planned, light.apply if light else None)
    issues = [Issue("photo.small", field="photo")] if planned.canvas < spec.size else []
    hand = ["hand_corrected"] if corrected else []
    return _written(picture, spec, issues, ["cut_out", *hand, "white_background", *edits, "resized"])


def _alpha(mask: Mask) -> Image.Image:
    """Bring any form of mask to 8-bit grey."""
    if isinstance(mask, Image.Image):
        return mask if mask.mode == "L" else mask.convert("L")
    if mask.dtype == np.uint8:
        return Image.fromarray(np.asarray(mask, np.uint8))
    share = np.clip(np.asarray(mask, np.float32), 0, 1)
    return Image.fromarray((share * 255).round().astype(np.uint8))


def _shrunk(image: Image.Image, longest: int) -> Image.Image:
    """Bring the longer side down to what a rule allows."""
    if max(image.size) <= longest:
        return image
    share = longest / max(image.size)
    size = (max(1, round(image.width * share)), max(1, round(image.height * share)))
    return image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)


def _padded(image: Image.Image) -> Image.Image:
    """Make a picture square with white on two sides."""
    side = max(image.size)
    square = Image.new("RGB", (side, side), "white")
    square.paste(image, ((side - image.width) // 2, (side - image.height) // 2))
    return square


def _written(image: Image.Image, spec: RenditionSpec, issues: list[Issue], edits: list[str]) -> Rendition:
    """Encode a finished picture within the rule's bytes."""
    done = encode(image, quality=spec.quality, max_bytes=spec.max_bytes, min_side=spec.min_size)
    if done is None:
        return _held("photo.too_heavy_for_channel", kilobytes=(spec.max_bytes or 0) // 1000)
    data, (width, height) = done
    if (width, height) != image.size and "resized" not in edits:
        edits = [*edits, "resized"]
    return Rendition(data, width, height, issues, tuple(edits))


def _held(code: str, **params: int) -> Rendition:
    """Hold a picture back and say why."""
    return Rendition(b"", 0, 0, [Issue(code, field="photo", severity="block", params=params)])
