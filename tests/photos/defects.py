"""Spoil good photos in the ways that people do, each way once, from a seed.

A defect takes a photo and its product's alpha (255 inside) and gives the spoilt picture, of the same size
unless the frame itself is the defect. ``CODE`` says which advice belongs to it.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from backdrops import BACKDROPS
from numpy.typing import NDArray
from PIL import Image, ImageFilter
from scipy import ndimage as ndi

Spoil = Callable[[Image.Image, Image.Image, np.random.Generator], Image.Image]
Floats = NDArray[np.float32]

#: The advice that answers each defect.
CODE = {
    "blur": "photo.blurred",
    "shaken": "photo.blurred",
    "blur and noise": "photo.blurred",
    "noise": "photo.noisy",
    "dark": "photo.dark",
    "very dark": "photo.dark",
    "blown": "photo.blown",
    "warm light": "photo.cast",
    "blue light": "photo.cast",
    "green light": "photo.cast",
    "tiny": "photo.small",
    "cut off": "photo.cut_off",
    "two products": "photo.two_products",
    "clutter": "photo.cluttered",
    "few pixels": "photo.few_pixels",
}


def blur(image: Image.Image, alpha: Image.Image, rng: np.random.Generator) -> Image.Image:
    """Miss the focus; 3.5 pixels at 1024."""
    return image.filter(ImageFilter.GaussianBlur(3.5 * max(image.size) / 1024))


def shake(image: Image.Image, alpha: Image.Image, rng: np.random.Generator) -> Image.Image:
    """Move the camera along one line while it looks: 17 pixels at 1024, in any direction."""
    length = round(17 * max(image.size) / 1024) | 1
    angle = rng.uniform(0, np.pi)
    kernel = np.zeros((length, length), np.float32)
    for step in np.linspace(-1, 1, 4 * length):
        half = (length - 1) / 2
        kernel[round(half + half * step * np.sin(angle)), round(half + half * step * np.cos(angle))] = 1
    return _each_channel(image, lambda plane: _convolve(plane, kernel / kernel.sum()))


def blur_and_noise(image: Image.Image, alpha: Image.Image, rng: np.random.Generator) -> Image.Image:
    """Miss the focus in poor light."""
    return add_noise(blur(image, alpha, rng), rng, 6.0)


def noise(image: Image.Image, alpha: Image.Image, rng: np.random.Generator) -> Image.Image:
    """Let a small sensor work in the dusk."""
    return add_noise(image, rng, 24.0)


def dark(image: Image.Image, alpha: Image.Image, rng: np.random.Generator) -> Image.Image:
    """Take most of the light away."""
    return image.point(lambda value: round(value * 0.38))


def very_dark(image: Image.Image, alpha: Image.Image, rng: np.random.Generator) -> Image.Image:
    """Take nearly all light away, and let the sensor rustle."""
    return add_noise(image.point(lambda value: round(value * 0.2)), rng, 3.0)


def blown(image: Image.Image, alpha: Image.Image, rng: np.random.Generator) -> Image.Image:
    """Flash at the product until nearly half of it is nothing but white."""
    pixels, inside = _floats(image), np.asarray(alpha) > 127
    weakest = pixels.min(-1)[inside]
    gain = 262 / max(float(np.percentile(weakest, 55)), 3.0)
    lit = ndi.gaussian_filter(inside.astype(np.float32), 3)[..., None]
    return _image(pixels * (1 + (gain - 1) * lit))


def warm(image: Image.Image, alpha: Image.Image, rng: np.random.Generator) -> Image.Image:
    """Light the room with an old bulb."""
    return tint(image, (1.1, 0.95, 0.62))


def blue(image: Image.Image, alpha: Image.Image, rng: np.random.Generator) -> Image.Image:
    """Stand in the shade of a blue awning."""
    return tint(image, (0.72, 0.94, 1.12))


def green(image: Image.Image, alpha: Image.Image, rng: np.random.Generator) -> Image.Image:
    """Light the room with a poor tube."""
    return tint(image, (0.82, 1.06, 0.74))


def tiny(image: Image.Image, alpha: Image.Image, rng: np.random.Generator) -> Image.Image:
    """Stand far away: the product is a fifth of the frame."""
    share = 0.2 * min(image.size) / max(_size_of(alpha))
    return put_in(background(image, alpha), *_cut(image, alpha, share), (0.5, 0.55))


def cut_off(image: Image.Image, alpha: Image.Image, rng: np.random.Generator) -> Image.Image:
    """Leave a quarter of the product outside the frame, on a side by lot."""
    left, top, right, bottom = _box(alpha)
    wide, high = (right - left) // 4, (bottom - top) // 4
    frames = (
        (left + wide, 0, image.width, image.height),
        (0, top + high, image.width, image.height),
        (0, 0, right - wide, image.height),
        (0, 0, image.width, bottom - high),
    )
    return image.crop(frames[int(rng.integers(4))])


def two_products(image: Image.Image, alpha: Image.Image, rng: np.random.Generator) -> Image.Image:
    """Put the product beside another one of its size, turned and of another colour."""
    width, height = _size_of(alpha)
    share = min(0.34 * image.width / width, 0.62 * image.height / height)
    product, shape = _cut(image, alpha, share)
    other = Image.merge("RGB", (product.getchannel(2), product.getchannel(0), product.getchannel(1)))
    empty = background(image, alpha)
    first = put_in(empty, product, shape, (0.27, 0.55))
    flip = Image.Transpose.FLIP_LEFT_RIGHT
    return put_in(first, other.transpose(flip), shape.transpose(flip), (0.73, 0.52))


def clutter(image: Image.Image, alpha: Image.Image, rng: np.random.Generator) -> Image.Image:
    """Put the product in front of a full shelf."""
    shelf = BACKDROPS["clutter"](rng, image.size)
    shelf.paste(image, mask=alpha)
    return shelf


def few_pixels(image: Image.Image, alpha: Image.Image, rng: np.random.Generator) -> Image.Image:
    """Send the photo through a chat that keeps 640 pixels."""
    small = image.copy()
    small.thumbnail((640, 640))
    return small


SPOILT: dict[str, Spoil] = {
    "blur": blur,
    "shaken": shake,
    "blur and noise": blur_and_noise,
    "noise": noise,
    "dark": dark,
    "very dark": very_dark,
    "blown": blown,
    "warm light": warm,
    "blue light": blue,
    "green light": green,
    "tiny": tiny,
    "cut off": cut_off,
    "two products": two_products,
    "clutter": clutter,
    "few pixels": few_pixels,
}


def add_noise(image: Image.Image, rng: np.random.Generator, sigma: float) -> Image.Image:
    """Add a sensor's noise, in grey levels."""
    pixels = _floats(image)
    return _image(pixels + rng.standard_normal(pixels.shape, np.float32) * sigma)


def tint(image: Image.Image, light: tuple[float, float, float]) -> Image.Image:
    """Multiply the channels."""
    return _image(_floats(image) * np.asarray(light, np.float32))


def background(image: Image.Image, alpha: Image.Image) -> Image.Image:
    """Take the product away: what stands left and right of it is mirrored into its place, fading over."""
    left, top, right, bottom = _box(alpha)
    reach = max(6, image.width // 20)  # its shadow goes with it
    left, right = max(left - reach, 1), min(right + reach, image.width - 1)
    pixels = _floats(image).copy()
    columns = np.arange(left, right)
    from_left = _back_and_forth(left - 1 - (columns - left), 0, left - 1)
    from_right = _back_and_forth(right + (right - 1 - columns), right, image.width - 1)
    fade = ((columns - left + 0.5) / len(columns))[None, :, None] if len(columns) else 0.0
    rows = slice(max(top - reach, 0), min(bottom + reach, image.height))
    seen = pixels[rows]
    seen[:, left:right] = seen[:, from_left] * (1 - fade) + seen[:, from_right] * fade
    return _image(pixels)


def _back_and_forth(places: NDArray[np.int_], first: int, last: int) -> NDArray[np.int_]:
    """Fold places into a range by going back at its ends."""
    span = max(last - first, 1)
    folded: NDArray[np.int_] = first + span - np.abs((places - first) % (2 * span) - span)
    return np.clip(folded, first, last)


def put_in(
    picture: Image.Image, product: Image.Image, shape: Image.Image, at: tuple[float, float]
) -> Image.Image:
    """Put a product with its middle at a place given in shares of the frame."""
    done = picture.copy()
    corner = (
        round(at[0] * picture.width - product.width / 2),
        round(at[1] * picture.height - product.height / 2),
    )
    done.paste(product, corner, shape)
    return done


def _cut(image: Image.Image, alpha: Image.Image, share: float) -> tuple[Image.Image, Image.Image]:
    box = _box(alpha)
    size = tuple(max(2, round(side * share)) for side in _size_of(alpha))
    return image.crop(box).resize(size, Image.Resampling.LANCZOS), alpha.crop(box).resize(size)


def _box(alpha: Image.Image) -> tuple[int, int, int, int]:
    return alpha.point(lambda value: 255 if value > 127 else 0).getbbox() or (0, 0, *alpha.size)


def _size_of(alpha: Image.Image) -> tuple[int, int]:
    left, top, right, bottom = _box(alpha)
    return right - left, bottom - top


def _each_channel(image: Image.Image, change: Callable[[Floats], Floats]) -> Image.Image:
    pixels = _floats(image)
    return _image(np.stack([change(pixels[..., channel]) for channel in range(3)], -1))


def _convolve(plane: Floats, kernel: Floats) -> Floats:
    from scipy.signal import fftconvolve

    reach = len(kernel) // 2
    done: Floats = fftconvolve(np.pad(plane, reach, "edge"), kernel, "valid")
    return done


def _floats(image: Image.Image) -> Floats:
    return np.asarray(image, np.float32)


def _image(pixels: Floats) -> Image.Image:
    return Image.fromarray(np.clip(pixels + 0.5, 0, 255).astype(np.uint8))
