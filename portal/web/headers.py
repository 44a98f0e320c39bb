"""Headers of every answer: strict content policy, nothing kept of a signed-in page."""

from flask import Flask, Response, g, request

CONTENT_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
ALWAYS = {
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def add(app: Flask, *, secure: bool) -> None:
    """Attach the headers to every answer of the application."""

    @app.after_request
    def headers(response: Response) -> Response:
        for name, value in ALWAYS.items():
            response.headers.setdefault(name, value)
        if secure:
            response.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
        if request.endpoint == "static":
            return response
        response.vary.update(("Cookie", "HX-Request"))
        private = _knows_who_asks() or request.method != "GET"
        response.headers["Cache-Control"] = "private, no-store" if private else "no-cache"
        return response


def _knows_who_asks() -> bool:
    # An answer that never asked is the same for everybody; asking now would cost it a query.
    known = g.get("_login_user")
    return known is not None and known.is_authenticated
