"""The site as a visitor meets it: pages are opened, read, and their forms are filled in."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from bs4 import BeautifulSoup, Tag
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.orm import Session, sessionmaker

from coop.app import create_app
from coop.identity.actions import begin_sign_in
from coop.identity.policy import Way
from coop.kernel.config import Config
from tests.support.make import NOON, Person

_apps: dict[bool, Flask] = {}


class Site:
    """The application on the database of the test, with a clock that the test sets."""

    def __init__(self, db: Session, sessions: sessionmaker[Session], *, demo: bool = False) -> None:
        self.db = db
        self.moment = NOON
        self.app = _app(demo)
        self.app.extensions["coop.sessions"] = sessions
        self.app.extensions["coop.clock"] = lambda: self.moment

    def at(self, moment: datetime) -> "Site":
        """Move the clock of the site."""
        self.moment = moment
        return self

    def visitor(self, *, language: str = "nl") -> "Visitor":
        """Somebody with a browser of their own, not signed in."""
        return Visitor(self, language)


def _app(demo: bool) -> Flask:
    # One application per process: what differs per test is handed in above.
    if demo not in _apps:
        config = Config(testing=True, demo=demo, database="sqlite:///unused", secret="x" * 40)
        _apps[demo] = create_app(config, sessions=Session)
    return _apps[demo]


def cookie_of(db: Session, person: Person, *, is_strong: bool = True) -> str:
    """What stands in the cookie of somebody who signed in; it lasts however far a test moves the clock."""
    begun = begin_sign_in(
        db,
        person.account.id,
        token="t" * 32,
        way=Way.PASSWORD,
        user_agent="",
        is_strong=is_strong,
        at=NOON + timedelta(days=3650),
    )
    return f"{begun.id}:{begun.token}"


class Visitor:
    """One browser."""

    def __init__(self, site: Site, language: str) -> None:
        self.site = site
        self.client: FlaskClient = site.app.test_client()
        self.language = language
        if language != "nl":
            self.client.get(f"/taal/{language}")

    def sign_in(self, person: Person, *, is_strong: bool = True) -> "Visitor":
        """Be `person` from now on, signed in with two steps (the sign-in page itself has tests of its own)."""
        with self.client.session_transaction() as session:
            session["_user_id"] = cookie_of(self.site.db, person, is_strong=is_strong)
            session["_fresh"] = True
        return self

    def open(self, path: str, *, expect: int = 200) -> "Page":
        """Open a page, following redirects, and check what every page must have."""
        return self._page("GET", path, None, expect)

    def get(self, path: str) -> Any:
        """The bare answer, for downloads and redirects."""
        self.site.db.flush()
        answer = self.client.get(path)
        self.site.db.expire_all()
        return answer

    def post(self, path: str, fields: dict[str, Any] | None = None, *, expect: int = 200) -> "Page":
        """Post without having seen the form, as a meddler would, with a valid token."""
        self.site.db.flush()
        page = self._page("GET", "/inloggen", None, 200)
        token = page.soup.select_one("input[name=csrf_token]")
        assert token is not None
        return self._page("POST", path, {**(fields or {}), "csrf_token": token["value"]}, expect)

    def _page(self, method: str, path: str, data: dict[str, Any] | None, expect: int) -> "Page":
        self.site.db.flush()
        answer = self.client.open(path, method=method, data=data, follow_redirects=True)
        self.site.db.expire_all()
        page = Page(self, answer.request.path, answer.status_code, answer.get_data(as_text=True))
        assert page.status == expect, f"{method} {path}: {page.status}, expected {expect}\n{page.text[:1500]}"
        if "html" in answer.content_type:
            page.check()
        return page


class Page:
    """A page that was opened."""

    def __init__(self, visitor: Visitor, path: str, status: int, html: str) -> None:
        self.visitor = visitor
        self.path = path
        self.status = status
        self.html = html
        self.soup = BeautifulSoup(html, "html.parser")

    @property
    def text(self) -> str:
        """What the page says, on one line."""
        return " ".join(self.soup.get_text(" ").split())

    def has(self, text: str) -> bool:
        """Whether the page says `text`."""
        return " ".join(text.split()) in self.text

    def lacks(self, text: str) -> bool:
        """Whether `text` stands nowhere in the source of the page."""
        return text not in self.html and not self.has(text)

    def check(self) -> None:
        """What every page must have: language, title, one h1, labelled fields, unique ids, live links."""
        html = self.soup.find("html")
        assert isinstance(html, Tag)
        assert html.get("lang"), f"{self.path}: no language"
        assert self.soup.title, f"{self.path}: no title"
        assert self.soup.title.get_text(strip=True), f"{self.path}: empty title"
        assert len(self.soup.find_all("h1")) == 1, f"{self.path}: {len(self.soup.find_all('h1'))} h1"
        ids = Counter(str(tag["id"]) for tag in self.soup.find_all(id=True))
        assert not [name for name, times in ids.items() if times > 1], f"{self.path}: ids twice {ids.most_common(3)}"
        labels = {str(label.get("for")) for label in self.soup.find_all("label")}
        for field in self.soup.select("input:not([type=hidden]):not([type=submit]), select, textarea"):
            known = str(field.get("id")) in labels or field.find_parent("label") or field.get("aria-label")
            assert known, f"{self.path}: no label for {field}"
        for tag in self.soup.select("[aria-describedby]"):
            for one in str(tag["aria-describedby"]).split():
                assert one in ids, f"{self.path}: describedby {one} is not there"
        for link in self.soup.select("a[href^='#']"):
            target = str(link["href"])[1:]
            assert not target or target in ids, f"{self.path}: link to #{target} leads nowhere"
        assert not self.soup.select("[style], script:not([src]), [onclick]"), f"{self.path}: inline style or script"

    def submit(self, button: str, *, expect: int = 200, **fields: Any) -> "Page":
        """Fill in the form that has `button` and press it. Refuses fields that the form does not have."""
        form, pressed = self._form_with(button)
        data = _values(form)
        if pressed.get("name"):
            data[str(pressed["name"])] = str(pressed.get("value", ""))
        names = {str(field["name"]) for field in form.select("[name]")}
        for name, value in fields.items():
            key = name if name in names else name.replace("__", "-")
            assert key in names, f"{self.path}: the form with “{button}” has no field {name}; it has {sorted(names)}"
            if value is None:
                data.pop(key, None)
            else:
                data[key] = value
        method = str(form.get("method", "get")).upper()
        target = str(pressed.get("formaction") or form.get("action") or self.path)
        if method == "GET":
            from urllib.parse import urlencode

            return self.visitor.open(f"{target}?{urlencode(data, doseq=True)}", expect=expect)
        return self.visitor._page("POST", target, data, expect)

    def _form_with(self, button: str) -> tuple[Tag, Tag]:
        for one in self.soup.select("button, input[type=submit]"):
            words = " ".join(one.get_text(" ").split()) or str(one.get("value"))
            form = one.find_parent("form")
            if words == button and isinstance(form, Tag):
                return form, one
        buttons = [" ".join(one.get_text(" ").split()) for one in self.soup.select("form button")]
        raise AssertionError(f"{self.path}: no button “{button}”; there are {buttons}")

    def follow(self, link: str, *, expect: int = 200) -> "Page":
        """Follow the link with this text."""
        for one in self.soup.find_all("a"):
            if " ".join(one.get_text(" ").split()) == link:
                return self.visitor.open(str(one["href"]), expect=expect)
        raise AssertionError(f"{self.path}: no link “{link}”")


def _values(form: Tag) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for field in form.select("input[name], select[name], textarea[name]"):
        name, kind = str(field["name"]), str(field.get("type", ""))
        if field.name == "select":
            chosen = [str(option.get("value", "")) for option in field.select("option[selected]")]
            first = field.select_one("option")
            data[name] = chosen or ([str(first.get("value", ""))] if first else [])
        elif kind in ("checkbox", "radio"):
            if field.has_attr("checked"):
                data.setdefault(name, []).append(str(field.get("value", "on")))
        elif field.name == "textarea":
            data[name] = field.get_text().removeprefix("\n")
        elif kind != "submit":
            value = str(field.get("value", ""))
            # Several hidden fields of one name are sent together, as a browser does.
            data[name] = (
                [*data[name], value]
                if isinstance(data.get(name), list)
                else ([data[name], value] if name in data else value)
            )
    return data


class CountStatements:
    """Counts the SELECTs, INSERTs, UPDATEs and DELETEs of a block."""

    def __init__(self, db: Session) -> None:
        self._engine = db.get_bind().engine
        self.statements: list[str] = []

    def __enter__(self) -> "CountStatements":
        event.listen(self._engine, "before_cursor_execute", self._note)
        return self

    def __exit__(self, *_: object) -> None:
        event.remove(self._engine, "before_cursor_execute", self._note)

    def _note(self, _c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK", "PRAGMA")):
            self.statements.append(statement)

    @property
    def count(self) -> int:
        return len(self.statements)
