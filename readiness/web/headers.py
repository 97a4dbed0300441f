"""The headers that every response carries, errors included."""

from flask import Flask, Response, g

from readiness.web.access import is_public_request

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; script-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
ON_HTTPS = {"Strict-Transport-Security": "max-age=31536000"}
PRIVATE = {"Cache-Control": "no-store"}
"""Of what only some may see, of forms, and of errors: nothing stays in the browser or on the way."""


def strict_transport(base_url: str) -> tuple[tuple[str, str], ...]:
    """What is added to the headers where the pages are answered by https."""
    return tuple(ON_HTTPS.items()) if base_url.startswith("https:") else ()


def add_headers(app: Flask, *, is_https: bool) -> None:
    """Set the headers on every response."""
    always = {**HEADERS, **(ON_HTTPS if is_https else {})}

    @app.after_request
    def set_headers(response: Response) -> Response:
        for name, value in always.items():
            response.headers.setdefault(name, value)  # a route that is stricter says so itself
        if not is_public_request() or "csrf_token" in g or response.status_code >= 400:
            response.headers.update(PRIVATE)
        return response
