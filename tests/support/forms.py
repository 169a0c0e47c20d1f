"""Every form of the site that somebody can reach by following links, and ways to fill it in wrongly."""

from collections import Counter
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag
from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter, RequestRedirect

from tests.support.site import Visitor

# As many addresses of one kind each person opens: the first of a long list stand for the rest.
PER_ENDPOINT = 12
# As many forms of one kind are filled in.
PER_FORM = 1
LONG = "x" * 20_001
WRONG = "🦖'; -- <b>"
HIDDEN_LETTERS = "a\x00b\u202ec"
_TYPED = ("text", "search", "email", "tel", "url", "")


@dataclass(frozen=True)
class Found:
    """A form that `visitor` came upon: where it is sent, which view takes it, and its fields."""

    who: str
    visitor: Visitor
    action: str
    endpoint: str
    fields: tuple[Tag, ...]

    @property
    def typed(self) -> list[str]:
        """The names of fields in which people type words."""
        return [str(one["name"]) for one in self.fields if is_typed(one)]

    @property
    def must_fill(self) -> bool:
        """Whether some field cannot stay empty."""
        return any(one.get("aria-required") == "true" for one in self.fields)


def is_typed(field: Tag) -> bool:
    """Whether people type words here."""
    return field.name == "textarea" or (field.name == "input" and str(field.get("type", "")) in _TYPED)


def forms_of(who: str, visitor: Visitor, start: list[str]) -> list[Found]:
    """The forms on every page that this person can reach from `start`."""
    addresses = visitor.site.app.url_map.bind("localhost")
    waiting, seen, opened, found = list(start), set(start), Counter[str](), list[Found]()
    while waiting:
        path = waiting.pop(0)
        endpoint = _endpoint(addresses, urlsplit(path).path, "GET")
        if endpoint is None or endpoint in ("static", "language.choose") or opened[endpoint] >= PER_ENDPOINT:
            continue
        opened[endpoint] += 1
        answer = visitor.client.get(path, follow_redirects=True)
        if not answer.content_type.startswith("text/html"):
            continue
        soup = BeautifulSoup(answer.get_data(as_text=True), "html.parser")
        found += _forms_on(who, visitor, addresses, soup, answer.request.path)
        for link in soup.select("main a[href], nav a[href]"):
            target = urlsplit(str(link["href"]))
            if not target.netloc and target.path.startswith("/") and target.path not in seen:
                seen.add(target.path)
                waiting.append(target.path)
    return found


def _endpoint(addresses: MapAdapter, path: str, method: str) -> str | None:
    try:
        return str(addresses.match(path, method=method)[0])
    except (HTTPException, RequestRedirect):
        return None


def _forms_on(who: str, visitor: Visitor, addresses: MapAdapter, soup: BeautifulSoup, here: str) -> list[Found]:
    found = []
    for form in soup.select("main form"):
        if str(form.get("method", "get")).lower() != "post":
            continue
        action = str(form.get("action") or here)
        endpoint = _endpoint(addresses, urlsplit(action).path, "POST")
        assert endpoint is not None, f"{here}: a form is sent to {action}, which takes none"
        fields = tuple(form.select("input[name], select[name], textarea[name], button[name]"))
        found.append(Found(who, visitor, action, endpoint, fields))
    return found


def some_of_each(forms: list[Found]) -> list[Found]:
    """At most PER_FORM forms for every view and set of fields."""
    times, chosen = Counter[Any](), []
    for form in forms:
        key = (form.endpoint, frozenset(str(one["name"]) for one in form.fields))
        times[key] += 1
        if times[key] <= PER_FORM:
            chosen.append(form)
    return chosen


def filled(form: Found, words: str, *, others: str = "") -> dict[str, Any]:
    """The form with `words` wherever one types, and `others` in everything else; "" leaves the rest as it stands."""
    data: dict[str, Any] = {}
    for field in form.fields:
        name, kind = str(field["name"]), str(field.get("type", ""))
        if name == "csrf_token":
            data[name] = field["value"]
        elif is_typed(field):
            data[name] = words
        elif others:
            data[name] = others
        elif kind == "hidden" or field.name == "button":
            data[name] = str(field.get("value", ""))
        else:
            data.setdefault(name, _valid(field, kind))
    return data


def emptied(form: Found) -> dict[str, Any]:
    """The form as somebody sends it who filled in nothing."""
    return {
        str(field["name"]): str(field.get("value", "")) if field.get("type") == "hidden" else ""
        for field in form.fields
        if field.get("type") not in ("radio", "checkbox") and field.name != "button"
    }


def _valid(field: Tag, kind: str) -> str:
    if field.name == "select":
        values = [str(option.get("value", "")) for option in field.select("option")]
        return next((value for value in values if value), "")
    valid = {"date": "2027-01-31", "datetime-local": "2027-04-30T20:00", "time": "20:00", "password": LONG}
    return valid.get(kind, str(field.get("value", "y")) if kind in ("radio", "checkbox") else "1")
