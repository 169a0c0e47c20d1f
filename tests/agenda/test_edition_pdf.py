"""An edition as PDF: with WeasyPrint a file from which nothing is fetched, without it words."""

import re
import sys
import zlib
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from coop.agenda import actions
from coop.web import pdf
from tests.agenda.conftest import Town
from tests.agenda.test_screens import AGENDA, english
from tests.support.make import NOON
from tests.support.site import Site

LINK = "Download this edition as a PDF for paper"


@pytest.fixture
def address(town: Town) -> str:
    """Where an edition of one item stands."""
    town.on_agenda("Dark path")
    edition = actions.publish_edition(town.db, town.board.actor, town.place.id, "Read this first.", at=NOON)
    return f"{AGENDA}/edities/{edition.id}"


def test_without_the_extra_there_is_no_link_and_the_address_says_what_to_do(
    site: Site, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    monkeypatch.setattr("coop.agenda.views.editions.makes_pdf", lambda: False)
    assert english(site).open(address).lacks(LINK)
    assert english(site).open(f"{address}.pdf", expect=404).has("Print the page with the print button of your browser")


def test_with_the_extra_the_page_is_laid_out_and_no_address_is_fetched(
    site: Site, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """WeasyPrint is stood in for here; the next test has the real one, where it is installed."""
    seen: dict[str, Any] = {}

    def page(*, string: str, url_fetcher: Any) -> SimpleNamespace:
        seen.update(html=string, fetched=url_fetcher)
        return SimpleNamespace(write_pdf=lambda **options: seen.update(options) or b"%PDF-")

    library = ModuleType("weasyprint")
    library.__dict__.update(
        HTML=page, URLFetcher=lambda *, allowed_protocols: allowed_protocols, CSS=lambda *, string, url_fetcher: string
    )
    monkeypatch.setitem(sys.modules, "weasyprint", library)
    monkeypatch.setattr("coop.agenda.views.editions.makes_pdf", lambda: True)
    assert english(site).open(address).has(LINK)
    answer = english(site).get(f"{address}.pdf")
    assert (answer.data, answer.mimetype) == (b"%PDF-", "application/pdf")
    assert answer.headers["Content-Disposition"].endswith('.pdf"')
    assert "Dark path" in seen["html"]
    assert seen["fetched"] == ()
    assert "@page edition" in seen["stylesheets"][0]


def test_a_real_file_is_tagged_and_reads_no_file_that_the_page_names(tmp_path: Path) -> None:
    pytest.importorskip("weasyprint", reason="the extra coop[print] is not installed")
    style = tmp_path / "style.css"
    style.write_text("@page { size: 100mm 100mm }", "utf-8")
    done = pdf.pdf_of(f"<html lang=nl><title>Editie</title><link rel=stylesheet href={style.as_uri()}><h1>Agenda</h1>")
    streams = re.findall(rb"stream\n(.*?)\nendstream", done, re.DOTALL)
    text = b"".join(zlib.decompress(one) for one in streams if one.startswith(b"x")) + done
    assert b"StructTreeRoot" in text
    assert re.search(rb"MediaBox ?\[0 0 595", text)


def test_another_neighbourhood_has_no_such_file(site: Site, address: str, other_town: Town) -> None:
    number = address.rpartition("/")[2]
    assert english(site).open(f"/{other_town.place.slug}/agenda/edities/{number}.pdf", expect=404).lacks("PDF")
