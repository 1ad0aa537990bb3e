"""Bring every kind of pixel to 8-bit sRGB."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image, ImageCms

from merchant_helper.issues import Issue

ISSUE_CODES = ("photo.cmyk",)

# Real profiles are a few kB, a printer's up to 2 MB; larger ones are no picture's business.
MAX_PROFILE = 4_000_000
_SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
_PLAIN = ("RGB", "L", "CMYK")


def flatten(image: Image.Image) -> Image.Image:
    """Give the same picture as RGB, L or CMYK, transparent parts on white."""
    if image.mode.startswith("I"):
        image = _eight_bits(image)
    if image.mode in _PLAIN and "transparency" not in image.info:
        return image
    if "A" in image.getbands() or "transparency" in image.info:
        layer = image.convert("RGBA")
        paper = Image.new("RGBA", layer.size, "white")
        return Image.alpha_composite(paper, layer).convert("RGB")
    return image.convert("RGB")


def to_srgb(image: Image.Image, profile: bytes | None) -> tuple[Image.Image, list[Issue]]:
    """Convert a flattened picture to RGB in sRGB by its own colour profile.

    A profile that cannot be used is passed over: such a picture was meant to be looked at as it is. Only ink
    colours without a profile are a guess, and that is said.
    """
    if profile and len(profile) <= MAX_PROFILE:
        converted = _by_profile(image, profile)
        if converted is not None:
            return converted, []
    if image.mode == "CMYK":
        return image.convert("RGB"), [Issue("photo.cmyk", field="photo")]
    return image.convert("RGB"), []


def _by_profile(image: Image.Image, profile: bytes) -> Image.Image | None:
    """Convert by a profile; None when it is broken or belongs to another kind of picture."""
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if image.mode == "RGB" and _is_srgb(source):
            return image
        return ImageCms.profileToProfile(
            image, source, _SRGB, ImageCms.Intent.RELATIVE_COLORIMETRIC, outputMode="RGB"
        )
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return None


def _is_srgb(profile: ImageCms.ImageCmsProfile) -> bool:
    """Know the profile that most phones write, for which there is nothing to do."""
    return "sRGB" in (profile.profile.profile_description or "")


def _eight_bits(image: Image.Image) -> Image.Image:
    """Scale 16-bit grey to 8 bits; Pillow's own conversion cuts off everything above 255."""
    deep = np.asarray(image).astype(np.uint32)
    scaled = Image.fromarray(((deep + 128) // 257).astype(np.uint8))
    clear = image.info.get("transparency")
    if not isinstance(clear, int):
        return scaled
    seen = Image.fromarray(np.where(deep == clear, 0, 255).astype(np.uint8))
    return Image.merge("LA", (scaled, seen))
