"""Takes the neighbourhood out of the URL (`/noorderkwartier/…`), finds it once, and puts it back into links."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, Protocol

from flask import Flask, current_app, g, request
from flask import url_for as flask_url_for
from flask.globals import request_ctx
from sqlalchemy.orm import Session
from werkzeug.exceptions import HTTPException
from werkzeug.routing import IntegerConverter, Map

from coop.kernel.errors import NotFoundError
from coop.kernel.words import mark
from coop.web.session import reading


class DistrictOnSite(Protocol):
    """What the web kit and templates need to know of a neighbourhood."""

    @property
    def id(self) -> Any: ...
    @property
    def slug(self) -> Any: ...
    @property
    def name(self) -> Any: ...
    @property
    def municipality(self) -> Any: ...
    @property
    def inhabitants(self) -> Any: ...
    @property
    def phone(self) -> Any: ...


class RowNumber(IntegerConverter):
    """`<int:…>` in a URL: a number that a row can have, so that a larger one is simply not found."""

    def __init__(self, map: Map, *args: Any, **kwargs: Any) -> None:  # noqa: A002 (Werkzeug's name)
        super().__init__(map, *args, **{"min": 1, "max": 2**31 - 1, **kwargs})


FindDistrict = Callable[[Session, str], DistrictOnSite | None]


def install(app: Flask, find_district: FindDistrict) -> None:
    """Resolve `<district>` in every URL of `app` with `find_district(db, slug)`."""
    app.url_map.converters["int"] = RowNumber
    app.extensions["coop.find_district"] = find_district
    app.url_value_preprocessor(_take_out)
    app.url_defaults(_put_in)
    app.jinja_env.globals["url_for"] = url_for


@lru_cache(maxsize=4_000)
def _built(_site: tuple[int, str], _slug: str | None, endpoint: str, values: tuple[tuple[str, Any], ...]) -> str:
    return flask_url_for(endpoint, **dict(values))


def url_for(endpoint: str, **values: Any) -> str:
    """Flask's `url_for`, remembered: a page has dozens of links and building one costs more than reading a row."""
    if not all(isinstance(value, int) or (isinstance(value, str) and len(value) < 40) for value in values.values()):
        return flask_url_for(endpoint, **values)  # what visitors type into addresses must not fill the memory
    if "next" in values or "token" in values:  # what only one person may know is not remembered
        return flask_url_for(endpoint, **values)
    found = g.get("district")
    slug = found.slug if found is not None else None
    site = (id(current_app.url_map), request.script_root)
    return _built(site, slug, endpoint, tuple(values.items()))


def district() -> Any:
    """The neighbourhood of this URL. Only to be called on pages of a neighbourhood."""
    return g.district


def district_or_none() -> DistrictOnSite | None:
    """The neighbourhood of this URL, None on pages of the whole site."""
    found: DistrictOnSite | None = g.get("district")
    return found


def _take_out(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    if "\0" in request.path:
        raise NotFoundError(mark("We do not know this neighbourhood."))
    if not values or "district" not in values:
        return
    found = current_app.extensions["coop.find_district"](reading(), values.pop("district"))
    if found is None:
        raise NotFoundError(mark("We do not know this neighbourhood."))
    g.district = found


def read_as(method: str) -> bool:
    """Read this address as if it had been asked with `method`, which it takes; False when that says nothing."""
    adapter = request_ctx.url_adapter
    try:
        rule, values = adapter.match(method=method, return_rule=True) if adapter else (None, {})
        request.url_rule, request.view_args = rule, dict(values)
        _take_out(request.endpoint, request.view_args)
    except (HTTPException, NotFoundError):
        return False
    return rule is not None


def _put_in(endpoint: str, values: dict[str, Any]) -> None:
    if "district" in values or "district" not in g:
        return
    if current_app.url_map.is_endpoint_expecting(endpoint, "district"):
        values["district"] = g.district.slug
