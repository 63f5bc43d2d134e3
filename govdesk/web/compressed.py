"""Static files travel compressed, also where no proxy does it.

Pages do not: they repeat what somebody typed beside a token, and their length must not tell one from the other.
"""

import gzip
from functools import lru_cache

from flask import Flask, Response, request

from govdesk import paths

KINDS = ("text/css", "text/javascript", "image/svg+xml")


def install(app: Flask) -> None:
    """Compress stylesheets, scripts and the icon sprite for browsers that understand it."""
    app.after_request(_compress)


def _compress(response: Response) -> Response:
    if request.endpoint != "static" or response.status_code != 200 or response.mimetype not in KINDS:
        return response
    response.vary.add("Accept-Encoding")
    if not request.accept_encodings["gzip"] or not request.view_args:
        return response
    response.close()  # the file that would have been sent plain
    response.direct_passthrough = False
    response.set_data(_gzipped(request.view_args["filename"], response.last_modified))
    response.headers["Content-Encoding"] = "gzip"
    return response


@lru_cache(maxsize=64)
def _gzipped(filename: str, _as_of: object) -> bytes:
    return gzip.compress((paths.STATIC / filename).read_bytes(), mtime=0)
