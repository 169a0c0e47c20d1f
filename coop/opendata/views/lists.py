"""Addresses of the open data: one page for people, and JSON, CSV, Atom and OpenAPI for programs."""

import hashlib
import json
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from flask import Response, request
from flask import url_for as flask_url_for
from flask.typing import ResponseReturnValue

from coop.kernel.errors import NotFoundError
from coop.kernel.spreadsheets import csv_text
from coop.kernel.words import mark
from coop.opendata import queries
from coop.opendata.policy import (
    COLLECTIONS,
    FEED_SIZE,
    LARGEST_PAGE,
    LAST_PAGE,
    LICENCE,
    LICENCE_URL,
    NEWS,
    PAGE_SIZE,
    VERSION,
    Collection,
    openapi,
)
from coop.opendata.views.blueprint import bp
from coop.web.address import district
from coop.web.guard import public
from coop.web.pages import page
from coop.web.session import db, now
from coop.web.words import _, lazy

ATOM = "http://www.w3.org/2005/Atom"
_PLACES = {
    "agenda": ("agenda.item", "item_id", "id"),
    "editions": ("agenda.edition", "edition_id", "edition_id"),
    "commitments": ("agenda.commitment", "commitment_id", "id"),
    "votes": ("voting.poll", "poll_id", "id"),
    "reports": ("accountability.report", "report_id", "id"),
    "statements": ("opinions.one_round", "round_id", "round_id"),
}
NAMES = {
    "agenda": lazy("The agenda"),
    "editions": lazy("Editions of the agenda"),
    "commitments": lazy("Commitments of the team"),
    "votes": lazy("Votes and results"),
    "reports": lazy("Reports of the team"),
    "statements": lazy("Where we agree and differ"),
}


@bp.get("")
@public
def about() -> ResponseReturnValue:
    """What there is for programs, for people."""
    return page("opendata/about.html", names=NAMES, licence=LICENCE, licence_url=LICENCE_URL)


@bp.get("/<collection>.json")
@public
def as_json(collection: str) -> ResponseReturnValue:
    """One page of a collection."""
    found, asked = _collection(collection), _asked()
    if isinstance(asked, Response):
        return asked
    number, size = asked
    rows = queries.rows_of(db(), district().id, found.name, offset=(number - 1) * size, limit=size)
    pages = max(1, -(-rows.total // size))
    following = _address("as_json", collection=found.name, page=number + 1, size=size) if number < pages else None
    return _answer(
        json.dumps(
            {
                "version": VERSION,
                "cooperative": district().cooperative,
                "district": district().slug,
                "collection": found.name,
                "licence": LICENCE,
                "page": number,
                "pages": pages,
                "size": size,
                "total": rows.total,
                "next": following,
                "rows": [_row(found, row) for row in rows.rows],
            },
            ensure_ascii=False,
            indent=1,
        ),
        "application/json",
    )


@bp.get("/<collection>.csv")
@public
def as_csv(collection: str) -> ResponseReturnValue:
    """The same page for a spreadsheet."""
    found, asked = _collection(collection), _asked()
    if isinstance(asked, Response):
        return asked
    number, size = asked
    rows = queries.rows_of(db(), district().id, found.name, offset=(number - 1) * size, limit=size)
    head = [field.name for field in found.fields]
    text = csv_text([head, *(_row(found, row).values() for row in rows.rows)])
    # The mark at the front makes spreadsheets read it as UTF-8.
    return _answer("\ufeff" + text, "text/csv; charset=utf-8")


@bp.get("/openapi.json")
@public
def description() -> ResponseReturnValue:
    """The description for programs."""
    server = _address("about")
    return _answer(json.dumps(openapi(district().name, server), ensure_ascii=False, indent=1), "application/json")


@bp.get("/nieuws.atom")
@public
def feed() -> ResponseReturnValue:
    """What happened, newest first, for feed readers. RFC 4287."""
    news = queries.news_of(db(), district().id, now(), FEED_SIZE)
    root = Element("feed", {"xmlns": ATOM, "xml:lang": "nl"})
    for name, text in (
        ("id", _address("feed")),
        ("title", _("News from %(name)s", name=district().name)),
        ("updated", queries.as_text(news[0].at) if news else "1970-01-01T00:00:00Z"),
    ):
        SubElement(root, name).text = text
    SubElement(root, "link", {"rel": "self", "href": _address("feed"), "type": "application/atom+xml"})
    SubElement(root, "link", {"rel": "alternate", "href": flask_url_for("home.front", _external=True)})
    SubElement(SubElement(root, "author"), "name").text = district().cooperative
    for one in news:
        _entry(root, one)
    text = tostring(root, encoding="unicode", xml_declaration=False)
    return _answer('<?xml version="1.0" encoding="utf-8"?>\n' + text, "application/atom+xml; charset=utf-8")


def _entry(root: Element, one: queries.News) -> None:
    endpoint, name, words = NEWS[one.what]
    place: dict[str, Any] = {name: one.thing_id}
    address = flask_url_for(endpoint, **place, _external=True)
    entry = SubElement(root, "entry")
    for tag, text in (
        ("id", f"{address}#{int(one.at.timestamp())}"),
        ("title", _printable(f"{_(words)}: {one.title}")),
        ("updated", queries.as_text(one.at)),
        ("summary", _printable(one.text)),
    ):
        SubElement(entry, tag).text = text
    SubElement(entry, "link", {"rel": "alternate", "href": address})


def _printable(text: str) -> str:
    """Without the control characters that XML cannot hold."""
    return "".join(letter for letter in text if letter >= " " or letter in "\n\t")


def _collection(name: str) -> Collection:
    if name not in COLLECTIONS:
        raise NotFoundError(mark("There is no such list in the open data."))
    return COLLECTIONS[name]


def _asked() -> tuple[int, int] | Response:
    """(page, rows a page) of this request; an answer that refuses when one of them is wrong."""
    found = []
    for name, most, default in (("page", LAST_PAGE, 1), ("size", LARGEST_PAGE, PAGE_SIZE)):
        text = request.args.get(name)
        number = default if text is None else _whole(text)
        if not 1 <= number <= most:
            told = json.dumps({"error": f"`{name}` must be a whole number from 1 to {most}."})
            return Response(told, status=400, mimetype="application/json")
        found.append(number)
    return found[0], found[1]


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0


def _row(collection: Collection, row: queries.Row) -> dict[str, Any]:
    endpoint, name, key = _PLACES[collection.name]
    links: dict[str, Any] = {"url": flask_url_for(endpoint, **{name: row[key]}, _external=True)}
    if collection.name == "votes":
        for form in ("json", "csv"):
            address = flask_url_for(f"voting.result_{form}", poll_id=row["id"], _external=True)
            links[f"result_{form}"] = address if row["is_published"] else None
    if collection.name == "reports":
        for form in ("json", "csv"):
            links[f"figures_{form}"] = flask_url_for(
                f"accountability.figures_{form}", report_id=row["id"], _external=True
            )
    known = {**row, **links}
    return {field.name: queries.as_text(known[field.name]) for field in collection.fields}


def _address(endpoint: str, **values: Any) -> str:
    return flask_url_for(f"opendata.{endpoint}", **values, _external=True)


def _answer(text: str, mimetype: str) -> Response:
    """The text with an ETag of what it says: 304 without a body when the reader has it."""
    answer = Response(text, content_type=mimetype)
    answer.set_etag(hashlib.sha256(text.encode()).hexdigest()[:32])
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.make_conditional(request)
    return answer
