"""The roof: puts the rooms together. The only list of blueprints."""

from collections.abc import Callable
from typing import Any

from flask import Flask, g
from sqlalchemy.orm import Session

from coop.accountability.views import bp as accountability_pages
from coop.advice.actions import fold_advice
from coop.advice.views import bp as advice_pages
from coop.agenda.actions.folding import fold_supports
from coop.agenda.views import bp as agenda_pages
from coop.answers.views import bp as answer_pages
from coop.audit.views import bp as audit_pages
from coop.ballotbox.gateways import keeper_for
from coop.ballotbox.policy import site_signer
from coop.demo.views import bp as demo_pages
from coop.demo.views import demo_bar
from coop.digests.actions import replace_title
from coop.digests.gateways import StopLinks
from coop.digests.views import bp as news_pages
from coop.digests.views import stop_news
from coop.districts.queries import district_on_page
from coop.districts.views import bp as district_pages
from coop.doors.views import bp as door_pages
from coop.events.views import bp as calendar_pages
from coop.home.views import bp as home_pages
from coop.home.views import frame, ways_back
from coop.identity.gateways import Argon2, OpenIdConnect, Seal
from coop.identity.queries import signed_in_as
from coop.identity.views import bp as identity_pages
from coop.initiatives.actions import follow_calendar
from coop.initiatives.views import bp as initiative_pages
from coop.kernel.access import Actor
from coop.kernel.clock import Clock, local_day, system_clock
from coop.kernel.config import Config, database_url
from coop.kernel.db import make_engine, session_factory
from coop.kernel.providers import read_providers
from coop.learning.views import bp as learning_pages
from coop.members.actions import account_for_member, join_memberships, show_by_provider
from coop.members.queries import actor_of, arrival_of, holds_strong_office
from coop.members.views import bp as member_pages
from coop.moderation.views import bp as moderation_pages
from coop.newsletters import news_between
from coop.notifications.actions import queue_mail, queue_mail_to_address
from coop.opendata.views import bp as open_data
from coop.opinions.actions import fold_answers
from coop.opinions.views import bp as opinion_pages
from coop.panels.views import bp as panel_pages
from coop.privacy.views import bp as privacy_pages
from coop.reach.views import bp as reach_pages
from coop.tables.views import bp as table_pages
from coop.voting.actions import follow_endings
from coop.voting.queries.standing import has_voted_before, open_standing
from coop.voting.views import bp as voting_pages
from coop.web import address, errors, filters, guard, headers, limits, locale, login, pages, session, settings
from coop.web.session import SessionMaker, now

ROOMS = (
    *(home_pages, district_pages, identity_pages, member_pages, answer_pages, advice_pages, agenda_pages),
    *(voting_pages, panel_pages, table_pages, reach_pages, moderation_pages, initiative_pages),
)


class Site(Flask):
    """Flask without the question whether a function is a coroutine, which it asks dozens of times a page: none is."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """The function itself."""
        return func


def create_app(config: Config, *, sessions: SessionMaker | None = None, clock: Clock = system_clock) -> Flask:
    """The site for `config`. Tests hand in their own sessions and clock."""
    app = Site("coop")
    app.extensions["coop.config"] = config
    app.extensions["coop.hasher"] = Argon2(cheap=config.demo or config.testing)
    settings.install(app, config)
    session.install(app, sessions or session_factory(make_engine(database_url(config))), clock)
    app.extensions["coop.seal"] = Seal(app.config["SECRET_KEY"])
    app.extensions["coop.site_key"] = site_signer(str(app.config["SECRET_KEY"]))
    app.extensions["coop.vault"] = keeper_for(config, lambda: app.extensions["coop.clock"]())  # noqa: PLW0108 (tests move it)
    app.extensions["coop.post"] = queue_mail
    app.extensions["coop.news"] = news_between
    app.extensions["coop.stop_links"] = StopLinks(str(app.config["SECRET_KEY"]))
    app.extensions["coop.post_to_address"] = queue_mail_to_address
    app.extensions["coop.invite"] = account_for_member
    app.extensions["coop.join_memberships"] = join_memberships
    app.extensions["coop.show_residence"] = show_by_provider
    app.extensions["coop.standing"] = open_standing
    app.extensions["coop.has_voted"] = has_voted_before
    app.extensions["coop.follow_endings"] = follow_endings
    app.extensions["coop.replace_title"] = replace_title
    app.extensions["coop.follow_calendar"] = follow_calendar
    app.extensions["coop.fold_supports"] = _fold
    app.extensions["coop.holds_office"] = holds_strong_office
    app.extensions["coop.providers"] = _providers(config)
    login.install(app, _load_signed_in)
    address.install(app, _find_district)
    guard.install(app, _load_actor, second_step=not config.demo)
    limits.install(app, storage=config.rate_storage, enabled=not config.testing, shared=config.demo)
    headers.install(app, secure=config.secure, tiles_host=config.tiles_host)
    filters.install(app)
    locale.install(app)
    errors.install(app, ways_back)
    upper = (accountability_pages, learning_pages, audit_pages, open_data, news_pages, privacy_pages)
    for room in (*ROOMS, *upper, calendar_pages, opinion_pages, door_pages, *([demo_pages] if config.demo else [])):
        app.register_blueprint(room)
    # The button of a mail program has no session with us; the address itself is signed.
    app.extensions["csrf"].exempt(stop_news)
    pages.install(app, frame(config, demo_bar))
    return app


def _providers(config: Config) -> dict[str, OpenIdConnect]:
    back = f"{config.base_url.rstrip('/')}/inloggen/terug"
    return {one.slug: OpenIdConnect(one, f"{back}/{one.slug}") for one in read_providers(config.providers)[0]}


def _load_signed_in(db: Session, sign_in_id: int) -> login.SignedIn | None:
    found = signed_in_as(db, sign_in_id, now())
    return login.SignedIn(*found) if found else None


def _fold(db: Session, district_id: int, *, gone: int, kept: int) -> None:
    """Everything that one person can have once only, when two accounts turn out to be of one person."""
    for fold in (fold_supports, fold_answers, fold_advice):
        fold(db, district_id, gone=gone, kept=kept)


def _find_district(db: Session, slug: str) -> address.DistrictOnSite | None:
    """The neighbourhood of a page; for whoever is signed in, one statement also says who and with which roles."""
    sign_in_id = login.claimed()
    if sign_in_id is None:
        return district_on_page(db, slug)
    found = arrival_of(db, slug, sign_in_id, now())
    if found is None:
        return None
    person = login.SignedIn(*found.person) if found.person else None
    g.arrived = login.Arrived(sign_in_id, person, found.actor)
    return found.district


def _load_actor(db: Session, account_id: int, name: str, district_id: int) -> Actor:
    return actor_of(db, district_id, account_id, name, local_day(now()))
