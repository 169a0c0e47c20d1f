"""Every view carries a stamp: `@public` or `@allow(Permission.X)`. A view without a stamp is refused."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from coop.kernel.access import GRANTS, Actor, Permission, visitor
from coop.kernel.errors import NotAllowedError
from coop.kernel.words import mark
from coop.web.address import district_or_none
from coop.web.login import Arrived, SignedIn, signed_in
from coop.web.session import reading

View = TypeVar("View", bound=Callable[..., Any])
LoadActor = Callable[[Session, int, str, int], Actor]

STAMP = "__stamp__"


def install(app: Flask, load_actor: LoadActor, *, second_step: bool) -> None:
    """Check the stamp of every request; `load_actor(db, account_id, name, district_id)` tells the roles.

    `second_step`: offices count only where somebody signed in with two steps.
    """
    app.extensions["coop.load_actor"] = load_actor
    app.extensions["coop.second_step"] = second_step
    app.before_request(_check)


def public(view: View) -> View:
    """Stamp: everybody may open this, signed in or not."""
    setattr(view, STAMP, Permission.READ_PUBLIC)
    return view


def allow(permission: Permission) -> Callable[[View], View]:
    """Stamp: only who holds a role that grants `permission` in this neighbourhood."""

    def stamp(view: View) -> View:
        setattr(view, STAMP, permission)
        return view

    return stamp


def stamp_of(view: Callable[..., Any]) -> Permission | None:
    """The permission a view asks for, None when it was never stamped."""
    found: Permission | None = getattr(view, STAMP, None)
    return found


def actor() -> Actor:
    """Who makes this request, with the roles in the neighbourhood of this URL."""
    if "actor" not in g:
        found = district_or_none()
        district_id = int(found.id) if found else 0
        person = signed_in()
        if person:
            g.actor = _roles_of(person, district_id)
            if current_app.extensions["coop.second_step"] and not person.is_strong:
                g.actor = g.actor.without_offices()
        else:
            g.actor = visitor(district_id)
    known: Actor = g.actor
    return known


def _roles_of(person: SignedIn, district_id: int) -> Actor:
    arrived: Arrived | None = g.get("arrived")
    if (
        arrived
        and arrived.actor
        and (arrived.sign_in_id, arrived.actor.district_id) == (person.sign_in_id, district_id)
    ):
        return arrived.actor
    load: LoadActor = current_app.extensions["coop.load_actor"]
    return load(reading(), person.account_id, person.name, district_id)


def _check() -> ResponseReturnValue | None:
    if request.endpoint is None or request.endpoint == "static":
        return None
    permission = stamp_of(current_app.view_functions[request.endpoint])
    if permission is None:
        raise NotAllowedError(mark("This page cannot be opened."))
    if permission is Permission.READ_PUBLIC or actor().may(permission):
        return None
    if not actor().is_signed_in and request.method == "GET":
        return redirect(url_for("identity.sign_in", next=request.full_path.rstrip("?")), 303)
    if not actor().is_signed_in:
        raise NotAllowedError(mark("You are not signed in (any more). Sign in and try again."))
    if any(permission in GRANTS[role] for role in actor().withheld):
        if request.method == "GET":
            return redirect(url_for("identity.set_up_second_step", next=request.full_path.rstrip("?")), 303)
        raise NotAllowedError(mark("For this you first sign in with a second step. See My account."))
    raise NotAllowedError(mark("You may not do this with your role in this neighbourhood."))
