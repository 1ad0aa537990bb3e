"""Run by the Python of rembg's installation: its library, one session, to a white JPEG of 1200 pixels.

    python benchmarks/cleaning/library.py full|shrunk MODEL OUT PHOTO...

``full`` removes the background at full size and shrinks the result, ``shrunk`` shrinks the photo first.
"""

from __future__ import annotations

import sys
from pathlib import Path


def main() -> None:
    """Work off the photos in order."""
    way, model, out, *photos = sys.argv[1:]
    from PIL import Image, ImageOps
    from rembg import new_session, remove

    session = new_session("u2net_custom", model_path=model)
    for photo in photos:
        with Image.open(photo) as file:
            picture = ImageOps.exif_transpose(file)
        if way == "shrunk":
            picture.thumbnail((1200, 1200))
        cut = remove(picture, session=session)
        cut.thumbnail((1200, 1200))
        white = Image.new("RGB", cut.size, "white")
        white.paste(cut, mask=cut.getchannel("A"))
        white.save(Path(out) / f"{Path(photo).stem}.jpg", quality=90)


if __name__ == "__main__":
    main()
