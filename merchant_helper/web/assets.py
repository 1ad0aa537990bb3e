"""Serve css, scripts, fonts and icons from memory, each under an address that changes with its content.

A phone fetches a file once and keeps it for good; texts are compressed once, at the start. The style sheets
are joined into one, so that a weak network is asked once.
"""

from __future__ import annotations

import gzip
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flask import Blueprint, Flask, Response, abort, current_app, request

CSS_ORDER = (
    *("tokens.css", "base.css", "form.css", "photo.css", "table.css", "phone.css"),
    *("print.css", "card.css"),
)
ALL_CSS = "css/all.css"
# Asked for by the pages of one part alone, so that no other page carries them.
OWN_CSS = (
    *("css/after.css", "css/contact.css", "css/dossier.css", "css/edit.css", "css/engines.css"),
    *("css/guides.css", "css/live.css", "css/more.css", "css/practice.css", "css/shots.css"),
)

# Windows keeps its own list of types in the registry, and some programs spoil it: ours is written here.
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml; charset=utf-8",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".ttf": "font/ttf",
}
TEXTS = {".css", ".js", ".mjs", ".svg"}
FOREVER = "public, max-age=31536000, immutable"

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_BLANKS = re.compile(r"\s*\n\s*")
_CSS_URL = re.compile(r"url\(\.\./([^)]+)\)")
_JS_IMPORT = re.compile(r"""(["'])\./([\w-]+\.mjs)\1""")

bp = Blueprint("assets", __name__)


@dataclass(frozen=True)
class Asset:
    """Hold one file as it goes over the wire."""

    path: str
    body: bytes
    packed: bytes | None
    kind: str

    @property
    def digest(self) -> str:
        """Name the content."""
        return hashlib.sha256(self.body).hexdigest()[:12]

    @property
    def url(self) -> str:
        """Give the address, which changes when the content does."""
        return f"/static/{self.digest}/{self.path}"


class Assets:
    """Read a static folder once and hand out its files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._ready: dict[str, Asset] = {}
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix in TYPES and path.parent != folder / "css":
                self.get(path.relative_to(folder).as_posix())
        for sheet in (ALL_CSS, *OWN_CSS):
            self.get(sheet)

    def get(self, path: str) -> Asset:
        """Give one file. Raises KeyError for one that is not there."""
        if path not in self._ready:
            self._ready[path] = self._prepare(path)
        return self._ready[path]

    def url(self, path: str) -> str:
        """Give the address of one file. Raises KeyError for one that is not there."""
        return self.get(path).url

    def find(self, path: str) -> Asset | None:
        """Give a file that was there at the start; never looks at the disk again."""
        return self._ready.get(path)

    def _prepare(self, path: str) -> Asset:
        suffix = Path(path).suffix
        body = self._joined_css(CSS_ORDER) if path == ALL_CSS else self._read(path)
        if path in OWN_CSS:
            body = self._joined_css((Path(path).name,))
        if suffix == ".mjs":
            body = _JS_IMPORT.sub(lambda m: f'"{self.url("js/" + m[2])}"', body.decode()).encode()
        packed = gzip.compress(body, 9, mtime=0) if suffix in TEXTS else None
        return Asset(path, body, packed, TYPES[suffix])

    def _joined_css(self, names: Iterable[str]) -> bytes:
        text = "\n".join((self.folder / "css" / name).read_text("utf-8") for name in names)
        text = _CSS_URL.sub(lambda m: f"url({self.url(m[1])})", _COMMENT.sub("", text))
        return _BLANKS.sub("\n", text).strip().encode()

    def _read(self, path: str) -> bytes:
        try:
            return (self.folder / path).read_bytes()
        except OSError as error:
            raise KeyError(path) from error


def static_folder() -> Path:
    """Find the static files: inside the package in a wheel, beside it in a checkout."""
    inside = Path(__file__).parent / "static"
    return inside if inside.is_dir() else Path(__file__).parents[2] / "static"


@cache
def load(folder: Path) -> Assets:
    """Read a static folder once for all applications of this program."""
    return Assets(folder)


def init_app(app: Flask) -> None:
    """Read the static files and teach the templates their addresses."""
    app.extensions["assets"] = load(static_folder())
    app.jinja_env.globals["asset"] = app.extensions["assets"].url
    app.register_blueprint(bp)


@bp.get("/static/<digest>/<path:path>")
def send(digest: str, path: str) -> Response:
    """Send one file; an address from before an update still gets the file, but not for keeps."""
    found: Asset | None = current_app.extensions["assets"].find(path)
    if found is None:
        abort(404)
    packed = found.packed if request.accept_encodings["gzip"] > 0 else None
    answer = Response(packed or found.body, content_type=found.kind)
    answer.headers["Cache-Control"] = FOREVER if digest == found.digest else "no-cache"
    if found.packed:
        answer.vary.add("Accept-Encoding")
    if packed:
        answer.content_encoding = "gzip"
    answer.set_etag(found.digest + ("-gz" if packed else ""))
    answer.make_conditional(request)
    return answer
