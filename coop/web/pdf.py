"""A page of the site as a PDF, laid out by WeasyPrint: an extra, `pip install 'coop[print]'`. Nothing is fetched."""

import logging
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from coop.kernel.errors import NotFoundError
from coop.kernel.words import mark

_STYLE = Path(__file__).parents[1] / "static" / "coop.css"
_ABSENT = mark(
    "This site makes no PDF files. Print the page with the print button of your browser, or keep it as PDF there."
)


@lru_cache(maxsize=1)
def makes_pdf() -> bool:
    """Whether WeasyPrint is installed; it is loaded only by who asks for a file."""
    return find_spec("weasyprint") is not None


def pdf_of(html: str) -> bytes:
    """The page `html` on paper, in the style of the site, tagged for who hears it read (PDF/UA).

    No address is fetched, whatever stands in the page. Raises `NotFoundError` without WeasyPrint or its Pango.
    """
    try:
        import weasyprint
    except (ImportError, OSError):
        raise NotFoundError(_ABSENT) from None
    # It names every rule of the site's style that is for screens alone.
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    nothing = weasyprint.URLFetcher(allowed_protocols=())
    style = weasyprint.CSS(string=_STYLE.read_text("utf-8"), url_fetcher=nothing)
    page = weasyprint.HTML(string=html, url_fetcher=nothing)
    done: bytes = page.write_pdf(stylesheets=[style], pdf_variant="pdf/ua-1")
    return done
