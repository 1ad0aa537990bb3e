"""Draw photos of payment codes on a counter: skewed, dim, blurred, noisy; always the same."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace

import made_codes as made
import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from merchant_helper.guides.vietqr.picture import png

Pixels = tuple[int, int]
ENROLLED = [made.HERS, made.HER_SECOND]


@dataclass(frozen=True)
class Look:
    """Say how a photo was taken: size, tilt as a share of the paper, light left over, and what spoils it."""

    size: Pixels = (1200, 1600)
    paper: float = 0.6
    turn: float = 0.0
    tilt: float = 0.0
    light: float = 1.0
    shadow: float = 0.0
    blur: float = 0.0
    noise: float = 0.0
    quality: int = 85


@dataclass(frozen=True)
class Photo:
    """Hold one photo of the set and what must be said of it, in any order."""

    name: str
    payloads: tuple[str, ...]
    look: Look
    results: tuple[str, ...]
    spoilt: bool = False


LOOKS = (
    Look(),
    Look(turn=12, tilt=0.10),
    Look(turn=-25, tilt=0.16, light=0.6),
    Look(light=0.22, noise=7),
    Look(light=0.35, shadow=0.6, noise=5, quality=60),
    Look(blur=2.2, quality=55),
    Look(turn=40, blur=1.4, noise=9),
    Look((3000, 4000), paper=0.32, turn=7, tilt=0.08, noise=6),
    Look(turn=180, tilt=0.2, shadow=0.5, noise=10),
    Look((700, 900), paper=0.75, turn=-8, blur=0.8, noise=12, quality=45),
)


def draw_all() -> Iterator[Photo]:
    """Name the forty: hers, somebody else's, her second one, wallets, damaged ones, two on one counter."""
    for n, look in enumerate(LOOKS):
        yield Photo(f"hers-{n}", (made.HERS,), look, ("same",))
    for n, look in enumerate(LOOKS[:8]):
        yield Photo(f"other-{n}", (made.OTHERS,), replace(look, turn=look.turn + 5), ("different",))
    for n, look in enumerate(LOOKS[2:8]):
        yield Photo(f"second-{n}", (made.HER_SECOND,), look, ("same",))
    wallets = (made.MOMO, made.VNPAY, made.ZALOPAY, made.OTHER_MOMO, made.OTHER_VNPAY, made.OLD_MOMO)
    for n, (wallet, look) in enumerate(zip(wallets, LOOKS[1:7], strict=True)):
        yield Photo(f"wallet-{n}", (wallet,), look, ("cannot-compare",))
    for n, look in enumerate((LOOKS[0], LOOKS[1], LOOKS[3], LOOKS[5], LOOKS[7])):
        yield Photo(f"damaged-{n}", (made.HERS,), look, ("unreadable",), spoilt=True)
    two = ((made.HERS, made.OTHERS), (made.HERS, made.HER_SECOND), (made.HERS, made.MOMO),
           (made.OTHERS, made.HER_SECOND), (made.VNPAY, made.OTHERS))  # fmt: skip
    said = (("same", "different"), ("same", "same"), ("same", "cannot-compare"), ("different", "same"),
            ("cannot-compare", "different"))  # fmt: skip
    for n, (pair, results, look) in enumerate(zip(two, said, LOOKS[:5], strict=True)):
        yield Photo(f"two-{n}", pair, replace(look, size=(2000, 1500)), results)


def taken(photo: Photo, seed: int = 0) -> bytes:
    """Take the photo: paper on a counter, then the camera's faults."""
    chance = np.random.default_rng([seed, *photo.name.encode()])
    width, height = photo.look.size
    scene = Image.fromarray(_counter(width, height, chance))
    share = width // len(photo.payloads)
    for place, payload in enumerate(photo.payloads):
        paper = _paper(payload, spoilt=photo.spoilt, chance=chance)
        corners = _corners((place * share, 0, share, height), photo.look, chance)
        _lay(scene, paper, corners)
    return _developed(scene, photo.look, chance)


def _counter(width: int, height: int, chance: np.random.Generator) -> np.ndarray:
    """Draw a table with grain."""
    grain = Image.fromarray(chance.integers(90, 170, (height // 40, width // 8), dtype=np.uint8))
    return np.asarray(grain.resize((width, height), Image.Resampling.BICUBIC)) // 2 + 60


def _paper(payload: str, *, spoilt: bool, chance: np.random.Generator) -> Image.Image:
    """Print a code with bars that stand for words; a spoilt one is torn where no correction helps."""
    code = Image.open(io.BytesIO(png(payload, 12))).convert("L")
    side = code.width
    paper = Image.new("L", (side + 60, side + 200), 245)
    paper.paste(code, (30, 60))
    pen = ImageDraw.Draw(paper)
    for line in range(4):
        pen.rectangle(
            (60, side + 80 + 26 * line, 60 + int(chance.integers(120, side - 60)), side + 92 + 26 * line), 40
        )
    if spoilt:
        for _ in range(7):
            x, y = (int(n) for n in chance.integers(90, side - 130, 2))
            pen.rectangle((x, y, x + side // 4, y + side // 6), int(chance.integers(60, 240)))
    return paper


def _corners(place: tuple[int, int, int, int], look: Look, chance: np.random.Generator) -> np.ndarray:
    """Put the paper's four corners into the picture, turned and seen from the side."""
    left, top, width, height = place
    across = look.paper * min(width, height)
    half = np.array([[-0.5, -0.62], [0.5, -0.62], [0.5, 0.62], [-0.5, 0.62]]) * across * 0.85
    tilted = half * (1 + look.tilt * np.array([[-1.0], [-1.0], [1.0], [1.0]]))
    angle = np.radians(look.turn)
    turned = tilted @ np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    return turned + [left + width / 2, top + height / 2] + chance.uniform(-0.02, 0.02, 2) * across


def _lay(scene: Image.Image, paper: Image.Image, corners: np.ndarray) -> None:
    """Draw the paper into the four corners."""
    here = [(0, 0), (paper.width, 0), (paper.width, paper.height), (0, paper.height)]
    rows, wanted = [], []
    for (x, y), (u, v) in zip(corners, here, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        wanted += [u, v]
    solved = np.linalg.solve(np.array(rows), np.array(wanted)).tolist()
    how = {"method": Image.Transform.PERSPECTIVE, "data": solved, "resample": Image.Resampling.BICUBIC}
    flat = paper.transform(scene.size, **how)
    mask = Image.new("L", paper.size, 255).transform(scene.size, **how)
    scene.paste(flat, (0, 0), mask)


def _developed(scene: Image.Image, look: Look, chance: np.random.Generator) -> bytes:
    """Take light away, blur, add noise, and press it as a phone does."""
    if look.blur:
        scene = scene.filter(ImageFilter.GaussianBlur(look.blur))
    shades = np.asarray(scene, dtype=np.float32)
    fall = np.linspace(1.0, 1.0 - look.shadow, shades.shape[1], dtype=np.float32)
    shades = shades * fall * look.light + chance.normal(0, look.noise or 0.01, shades.shape).astype(
        np.float32
    )
    out = io.BytesIO()
    grey = Image.fromarray(np.clip(shades, 0, 255).astype(np.uint8))
    grey.convert("RGB").save(out, "JPEG", quality=look.quality)
    return out.getvalue()
