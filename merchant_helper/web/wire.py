"""Make the answers small for weak networks, and tell an uploading script where to go next."""

from __future__ import annotations

import gzip

from flask import Flask, Response, request

SMALLEST = 500
PACKED_TYPES = {"text/html", "application/json", "text/plain", "image/svg+xml"}
UPLOAD_MARK = "X-Upload"


def init_app(app: Flask) -> None:
    """Pack what is worth packing, after everything else has been written."""
    app.after_request(pack)
    app.after_request(tell_uploader)


def pack(answer: Response) -> Response:
    """Compress a text answer for a browser that takes it."""
    if answer.is_streamed or answer.direct_passthrough or answer.mimetype not in PACKED_TYPES:
        return answer
    answer.vary.add("Accept-Encoding")
    if answer.content_encoding or answer.status_code in (204, 206, 304) or "Content-Range" in answer.headers:
        return answer
    body = answer.get_data()
    if len(body) >= SMALLEST and request.accept_encodings["gzip"] > 0:
        answer.set_data(gzip.compress(body, 6, mtime=0))
        answer.content_encoding = "gzip"
    return answer


def tell_uploader(answer: Response) -> Response:
    """Hand a redirect to our upload script as a header.

    A browser follows redirects inside a script by itself, which would show the next page to nobody and use
    up its messages.
    """
    if request.headers.get(UPLOAD_MARK) == "1" and answer.status_code in (302, 303):
        answer.headers["X-Next"] = answer.headers.pop("Location")
        answer.set_data(b"")
        answer.status_code = 204
    return answer
