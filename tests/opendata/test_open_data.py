"""The open data: complete, paged, cached, described, and nothing in it that the pages do not show."""

import csv
import io
import json
from typing import Any
from xml.etree.ElementTree import fromstring

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from sqlalchemy import func, select

from coop.agenda.models import Comment, Item
from coop.agenda.policy.answering import answer_due_on
from coop.agenda.policy.talk import Shown
from coop.districts.models import District
from coop.identity.models import Account
from coop.opendata.policy import COLLECTIONS
from coop.opendata.policy.reading import read_export
from coop.opendata.views import NAMES
from tests.support.make import NOON
from tests.support.site import CountStatements, Site

BASE = "/noorderkwartier/open-data"


def _json(site: Site, path: str, expect: int = 200) -> Any:
    answer = site.visitor().get(BASE + path)
    assert answer.status_code == expect, answer.get_data(as_text=True)
    return json.loads(answer.get_data(as_text=True))


def test_the_agenda_is_whole_over_its_pages(demo: Site) -> None:
    district = demo.db.scalar(select(District.id).where(District.slug == "noorderkwartier"))
    known = set(demo.db.scalars(select(Item.id).where(Item.district_id == district)))
    found: list[int] = []
    path: str | None = "/agenda.json?size=7"
    while path is not None:
        answer = _json(demo, path)
        found += [row["id"] for row in answer["rows"]]
        path = answer["next"] and answer["next"].split("/open-data")[1]
    assert len(found) == answer["total"]
    assert set(found) == known
    assert found == sorted(found)


@pytest.mark.parametrize("name", sorted(COLLECTIONS))
def test_csv_holds_the_same_as_json_and_links_open(demo: Site, name: str) -> None:
    told = _json(demo, f"/{name}.json")
    assert told["rows"], "the demo has rows in every list"
    visitor = demo.visitor()
    text = visitor.get(f"{BASE}/{name}.csv").get_data(as_text=True)
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert len(rows) == len(told["rows"])
    for row, other in zip(rows, told["rows"], strict=True):
        assert row["id"] == str(other["id"])
        assert set(row) == set(other)
    for link in {value for row in told["rows"][:3] for value in row.values() if str(value).startswith("http")}:
        assert visitor.get(link.removeprefix("http://localhost")).status_code == 200, link


def test_nothing_has_changed_is_said_without_a_body(demo: Site) -> None:
    client = demo.visitor().client
    first = client.get(f"{BASE}/agenda.json")
    again = client.get(f"{BASE}/agenda.json", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    demo.db.add(_copy(demo.db.scalars(select(Item).limit(1)).one()))
    demo.db.flush()
    changed = client.get(f"{BASE}/agenda.json", headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200


def _copy(item: Item, **values: Any) -> Item:
    names = ("district_id", "kind", "domain", "in_short", "details", "place", "origin", "account_id", "created_at")
    due = {"answer_due_on": answer_due_on(item.created_at)}
    return Item(**{**{name: getattr(item, name) for name in names}, **due, "title": "Nog een", **values})


def test_a_text_like_a_formula_stays_text_in_a_spreadsheet(demo: Site) -> None:
    item = demo.db.scalars(select(Item).limit(1)).one()
    demo.db.add(_copy(item, title='=HYPERLINK("http://x","y")', in_short="+1"))
    demo.db.flush()
    text = demo.visitor().get(f"{BASE}/agenda.csv").get_data(as_text=True)
    assert "'=HYPERLINK" in text
    for row in csv.reader(io.StringIO(text.removeprefix("\ufeff"))):
        assert not [cell for cell in row if cell.startswith(("=", "+", "@"))]


@pytest.mark.parametrize("query", ["page=0", "page=-1", "page=x", "size=0", "size=501", "size=٣", "page=1e3", "size="])
def test_a_wrong_page_is_refused_in_words(demo: Site, query: str) -> None:
    for form in ("json", "csv"):
        answer = demo.visitor().get(f"{BASE}/agenda.{form}?{query}")
        assert answer.status_code == 400
        assert "whole number" in json.loads(answer.data)["error"]


def test_the_part_of_the_map_stands_in_the_lists(demo: Site) -> None:
    item = demo.db.scalars(select(Item).where(Item.area != "").limit(1)).one()
    rows = {row["id"]: row for row in _json(demo, "/agenda.json?size=500")["rows"]}
    assert rows[item.id]["area"] == item.area
    assert item.area in demo.visitor().open(f"{BASE.removesuffix('/open-data')}/agenda/{item.id}").text
    read = csv.DictReader(io.StringIO(demo.visitor().get(f"{BASE}/agenda.csv?size=500").text.removeprefix("\ufeff")))
    assert {int(row["id"]): row["area"] for row in read}[item.id] == item.area


def test_unknown_lists_and_neighbourhoods_are_not_found(demo: Site) -> None:
    for path in (f"{BASE}/members.json", f"{BASE}/accounts.csv", "/elders/open-data/agenda.json"):
        assert demo.visitor().get(path).status_code == 404, path


def test_another_neighbourhood_has_other_rows(demo: Site) -> None:
    here = {row["id"] for row in _json(demo, "/agenda.json?size=500")["rows"]}
    answer = demo.visitor().get("/de-vaart/open-data/agenda.json?size=500")
    there = {row["id"] for row in json.loads(answer.data)["rows"]}
    assert there
    assert not here & there


def test_statements_tell_groups_once_counted_and_nothing_before(demo: Site) -> None:
    rows = _json(demo, "/statements.json?size=500")["rows"]
    # Of few people, and of a round that was ended early, nothing is told afterwards either.
    counted = [row for row in rows if row["people"]]
    still_open = [row for row in rows if not row["people"]]
    assert counted
    assert {bool(row["counted_at"]) for row in still_open} == {True, False}
    for row in still_open:
        found = [row[name] for name in ("people", "standing", "agree", "disagree", "professionals")]
        assert not [one for one in found if one is not None]
        assert row["group_sizes"] == row["group_agree"] == ""
    for row in counted:
        assert all(int(size) >= 10 for size in row["group_sizes"].split(","))
        assert all(1 <= int(tenths) <= 9 for tenths in row["group_agree"].split(",") if tenths)
    assert any(row["item_id"] for row in counted)


def test_only_comments_that_can_be_read_are_counted(demo: Site) -> None:
    db = demo.db
    counts = {row["id"]: row["comments"] for row in _json(demo, "/agenda.json?size=500")["rows"]}
    gone = db.scalars(select(Comment).where(Comment.shown != Shown.SHOWN)).all()
    assert gone
    for item_id, told in counts.items():
        assert told == db.scalar(select(func.count()).where(Comment.item_id == item_id, Comment.shown == Shown.SHOWN))


def test_drafts_and_persons_are_nowhere(demo: Site) -> None:
    visitor = demo.visitor()
    whole = "".join(
        visitor.get(f"{BASE}/{name}.json?size=500").get_data(as_text=True) for name in COLLECTIONS
    ) + visitor.get(f"{BASE}/nieuws.atom").get_data(as_text=True)
    for mail in demo.db.scalars(select(Account.email).where(Account.email.is_not(None))):
        assert str(mail) not in whole
    assert '"account_id"' not in whole
    assert '"state": "draft"' not in whole


def test_the_feed_is_atom_with_addresses_that_open(demo: Site) -> None:
    demo.moment = NOON
    answer = demo.visitor().get(f"{BASE}/nieuws.atom")
    root = fromstring(answer.data)
    space = {"a": "http://www.w3.org/2005/Atom"}
    entries = root.findall("a:entry", space)
    assert entries
    moments = [entry.findtext("a:updated", None, space) or "" for entry in entries]
    assert moments == sorted(moments, reverse=True)
    numbers = [entry.findtext("a:id", None, space) for entry in entries]
    assert len(set(numbers)) == len(numbers)
    for entry in entries[:10]:
        link = entry.find("a:link", space)
        assert link is not None
        assert demo.visitor().get(link.attrib["href"].removeprefix("http://localhost")).status_code == 200


def test_lists_ask_few_questions_however_long_they_are(demo: Site) -> None:
    visitor = demo.visitor()
    for name in COLLECTIONS:
        counts = []
        for size in (2, 500):
            with CountStatements(demo.db) as counted:
                visitor.get(f"{BASE}/{name}.json?size={size}")
            counts.append(counted.count)
        assert counts[0] == counts[1] <= 15, (name, counts)


def test_every_answer_is_as_the_description_says(demo: Site) -> None:
    """Schemathesis asks for what the description allows and for what it does not, and holds the answers against it."""
    described = json.loads(demo.visitor().get(f"{BASE}/openapi.json").data)
    described["servers"] = [{"url": BASE}]
    schema = schemathesis.openapi.from_dict(described)
    schema.app = demo.app
    operations: list[Any] = [found.ok() for found in schema.get_all_operations()]  # type: ignore[union-attr]
    assert len(operations) == 2 * len(COLLECTIONS)
    for operation in operations:

        @settings(max_examples=10, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        @given(operation.as_strategy())
        def check(case: Any) -> None:
            case.call_and_validate(headers={"Accept-Encoding": "identity"})

        check()


def test_the_page_for_people_names_every_list(demo: Site) -> None:
    page = demo.visitor(language="en").open("/noorderkwartier/").follow("Open data")
    for words in NAMES.values():
        assert page.has(str(words))


def test_our_own_lists_can_be_read_elsewhere(demo: Site) -> None:
    for name in ("agenda", "commitments"):
        content = demo.visitor().get(f"/noorderkwartier/open-data/{name}.json?size=500").data
        found = read_export(content)
        assert found.collection == name
        assert len(found.rows) == json.loads(content)["total"]
