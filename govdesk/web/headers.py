"""Headers that keep a page to itself, on every answer."""

from flask import Flask, Response, g, request

from govdesk.web.shared import is_same_for_all

CONTENT_SECURITY_POLICY = (
    "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
A_YEAR = 31_536_000


def install(app: Flask, *, https: bool) -> None:
    """Set the headers after each request."""

    def after(response: Response) -> Response:
        headers = response.headers
        headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        headers["X-Content-Type-Options"] = "nosniff"
        headers["Referrer-Policy"] = "same-origin"
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
        if https:
            headers["Strict-Transport-Security"] = f"max-age={A_YEAR}; includeSubDomains"
        if request.endpoint == "static" and response.status_code in (200, 206, 304):
            headers["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
        elif not (is_same_for_all() and "Cache-Control" in headers):
            # What one person may see must not lie in a shared cache or come back after sign-out.
            headers["Cache-Control"] = "no-store"
            response.vary.add("Cookie")
        return response

    app.after_request(after)
    app.before_request(lambda: g.setdefault("locale", "en") and None)
