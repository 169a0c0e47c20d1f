"""Security headers of every answer. There are no exceptions to the content security policy.

Pictures may come from one other host when the operator names one for the tiles of maps.
"""

from flask import Flask, Response, current_app, request

from coop.kernel.access import Permission as P  # noqa: N817
from coop.web.guard import stamp_of

CSP_NAME = "Content-Security-Policy"
IMAGES = "img-src 'self' data:"
CSP = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        IMAGES,
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

ALWAYS = [
    (CSP_NAME, CSP),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()"),
]
HSTS = ("Strict-Transport-Security", "max-age=31536000; includeSubDomains")

# Pages with a form in which somebody types a text: the back button must bring it back.
_TYPING = frozenset(
    {
        P.BRING_IN_ITEM,
        P.BRING_IN_FOR_OTHERS,
        P.COMMENT,
        P.OFFER_HELP,
        P.ASK_ABOUT_REPORT,
        P.WRITE_REPORT,
        P.NOTE_AT_DOORS,
    }
)


def _is_personal() -> bool:
    """Whether this answer is for one person only and may not be kept anywhere, not even for the back button.

    Other pages differ per person too and change at any moment: no cache may show them without asking.
    """
    if "token" in (request.view_args or {}):
        return True  # an address that only one person knows
    view = current_app.view_functions.get(request.endpoint or "")
    return view is not None and stamp_of(view) not in (None, P.READ_PUBLIC, *_TYPING)


def install(app: Flask, *, secure: bool, tiles_host: str = "") -> None:
    """Add the headers; `secure` adds HSTS (the site is reached over TLS), `tiles_host` is where maps get tiles."""

    always = [*ALWAYS, HSTS] if secure else ALWAYS
    if tiles_host:
        always = [(CSP_NAME, CSP.replace(IMAGES, f"{IMAGES} {tiles_host}")), *always[1:]]

    @app.after_request
    def _headers(response: Response) -> Response:
        headers = response.headers
        headers.extend(always)
        if request.endpoint == "static":
            versioned = "v" in request.args
            headers["Cache-Control"] = "public, max-age=31536000, immutable" if versioned else "public, max-age=300"
        else:
            headers["Cache-Control"] = f"private, {'no-store' if _is_personal() else 'no-cache'}"
            headers["Vary"] = "Cookie"
        return response
