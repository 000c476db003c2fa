"""The headers of every answer, errors included.

They are the same for everybody and say nothing about the server or the request.
"""

from collections.abc import Iterable

from flask import Flask, Response


def policy_within(origins: Iterable[str] = ()) -> str:
    """The policy of a page that only these origins may put into a frame; without any, nobody may."""
    framers = " ".join(origins) or "'none'"
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self'",
            "connect-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            f"frame-ancestors {framers}",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
        )
    )


CSP = policy_within()

# Only features that browsers know: an unknown one is a warning in the reporter's console. Copying the phrase needs
# clipboard-write.
CLOSED_FEATURES = (
    "accelerometer autoplay camera clipboard-read display-capture encrypted-media fullscreen gamepad "
    "geolocation gyroscope hid idle-detection keyboard-map local-fonts magnetometer microphone midi payment "
    "picture-in-picture publickey-credentials-get screen-wake-lock serial storage-access usb window-management "
    "xr-spatial-tracking"
).split()

FIXED = {
    # Nothing goes to the visitor's disk, not even files named by their hash: what is kept there tells that the page was
    # visited.
    "Cache-Control": "no-store",
    "Content-Security-Policy": CSP,
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in CLOSED_FEATURES),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    # The server would name itself; an empty value is the only way to keep it from that.
    "Server": "",
}
HSTS = "max-age=63072000; includeSubDomains"


def fixed_headers(*, https: bool) -> dict[str, str]:
    """All headers that do not depend on what is served.

    HSTS on plain HTTP would be ignored by browsers, and wrong on an onion address.
    """
    return FIXED | ({"Strict-Transport-Security": HSTS} if https else {})


def register(app: Flask, *, https: bool) -> None:
    """Put the fixed headers on every answer of this app. A view that has set one of them itself keeps its own."""
    headers = fixed_headers(https=https)

    @app.after_request
    def _set(response: Response) -> Response:
        for name, value in headers.items():
            response.headers.setdefault(name, value)
        response.headers.pop("Set-Cookie", None)
        return response
