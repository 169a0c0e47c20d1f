"""Pictures to scan (QR codes), drawn in the page itself: nothing is fetched, no style is needed."""

import segno
from markupsafe import Markup, escape


def qr_svg(text: str, label: str) -> Markup:
    """`text` as a picture of about 6 cm, dark on white in every colour scheme; `label` is read aloud for it."""
    code = segno.make(text, error="m", micro=False)
    size = len(code.matrix) + 8
    parts = [
        f"M{column + 4} {row + 4}h1v1h-1z"
        for row, line in enumerate(code.matrix)
        for column, dark in enumerate(line)
        if dark
    ]
    return Markup(  # noqa: S704 (the label is escaped, the rest are numbers)
        f'<svg class="qr" role="img" aria-label="{escape(label)}" width="220" height="220" viewBox="0 0 {size} {size}">'
        f'<path fill="#fff" d="M0 0h{size}v{size}H0z"/><path fill="#000" d="{"".join(parts)}"/></svg>'
    )
