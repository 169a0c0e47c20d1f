"""Pictures to scan."""

import io

import segno
from markupsafe import Markup


def qr_picture(text: str) -> Markup:
    """`text` as a QR code: inline SVG without style, in the colour of the text."""
    out = io.BytesIO()
    segno.make(text, error="m").save(
        out, kind="svg", xmldecl=False, svgns=False, omitsize=True, border=4, svgclass="qr", lineclass=None
    )
    return Markup(out.getvalue().decode())  # noqa: S704 (made by segno from an address of our own)
