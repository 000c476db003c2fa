"""The headers of every answer: what a page may do, and that nobody keeps it. No answer may go out without them."""

from flask import Flask, Response

WORKER_POLICY = "reviewer-worker"  # the one Trusted Types policy: makes the address of the worker
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "worker-src 'self'",
        "font-src 'none'",
        "form-action 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        f"trusted-types {WORKER_POLICY}",
    )
)
FIXED = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "Cache-Control": "no-store",
    "Server": "",  # the server would name itself; an empty value is the only way to keep it from that
}
STRICT_TRANSPORT = {"Strict-Transport-Security": "max-age=63072000; includeSubDomains"}


def policy(*, https: bool) -> dict[str, str]:
    """All headers that an answer carries whatever it is."""
    return FIXED | (STRICT_TRANSPORT if https else {})


def register(app: Flask, *, https: bool) -> None:
    """Put the headers on every answer of `app`, errors too; `https` says whether the address is reached by TLS."""
    wanted = policy(https=https)

    @app.after_request
    def add(response: Response) -> Response:
        response.headers.update(wanted)
        return response
