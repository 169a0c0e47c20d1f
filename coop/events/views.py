"""The calendar of the neighbourhood, on the site and for calendars at home."""

from flask import Blueprint, Response, current_app
from flask import url_for as flask_url_for
from flask.typing import ResponseReturnValue

from coop.events import actions, queries
from coop.events.forms import CancelForm, EventForm, as_filled_in
from coop.events.models import Event
from coop.events.policy import KIND_WORDS, require_to_come
from coop.kernel.access import Permission
from coop.web.address import district
from coop.web.forms import accepted, before_asking
from coop.web.guard import actor, allow, public
from coop.web.icalendar import Appointment, calendar_text
from coop.web.limits import posting
from coop.web.pages import download, page, see_other, tell
from coop.web.session import db, now
from coop.web.words import _

bp = Blueprint("events", __name__, url_prefix="/<district>/kalender")


@bp.get("")
@public
def calendar() -> ResponseReturnValue:
    """What is to come, and what was."""
    here = district().id
    return page(
        "events/calendar.html",
        coming=queries.events_to_come(db(), here, now()),
        past=queries.events_past(db(), here, now()),
        words=KIND_WORDS,
    )


@bp.get("/<int:event_id>")
@public
def event(event_id: int) -> ResponseReturnValue:
    """One event."""
    return page("events/event.html", event=queries.event_of(db(), district().id, event_id), words=KIND_WORDS)


@bp.route("/nieuw", methods=["GET", "POST"])
@allow(Permission.KEEP_CALENDAR)
@posting
def plan() -> ResponseReturnValue:
    """Put something in the calendar."""
    form = EventForm()
    done = accepted(form, lambda: actions.plan_event(db(), actor(), district().id, form.plan, at=now()))
    if done:
        tell(
            _(
                "It stands in the calendar. Everybody sees it at once. "
                "Until it begins you can change it or cancel it on this page."
            )
        )
        return see_other("events.event", event_id=done.value.id)
    return page("events/plan.html", form=form)


@bp.route("/<int:event_id>/wijzigen", methods=["GET", "POST"])
@allow(Permission.KEEP_CALENDAR)
@posting
def change(event_id: int) -> ResponseReturnValue:
    """Change what is still to come."""
    found = queries.event_of(db(), district().id, event_id)
    form = EventForm(data=as_filled_in(found))
    before_asking(form, lambda: require_to_come(found.starts_at, found.cancelled_at, now()))
    if accepted(
        form, lambda: _followed(actions.change_event(db(), actor(), district().id, event_id, form.plan, at=now()))
    ):
        tell(_("Changed. Who follows the calendar at home sees it there within a day."))
        return see_other("events.event", event_id=event_id)
    return page("events/change.html", form=form, event=found)


@bp.route("/<int:event_id>/afzeggen", methods=["GET", "POST"])
@allow(Permission.KEEP_CALENDAR)
@posting
def cancel(event_id: int) -> ResponseReturnValue:
    """Cancel what is still to come."""
    found = queries.event_of(db(), district().id, event_id)
    form = CancelForm()
    before_asking(form, lambda: require_to_come(found.starts_at, found.cancelled_at, now()))
    reason = form.reason
    if accepted(
        form,
        lambda: _followed(actions.cancel_event(db(), actor(), district().id, event_id, reason.data or "", at=now())),
    ):
        tell(_("Cancelled. It stays in the calendar with your reason, so that nobody comes for nothing."))
        return see_other("events.event", event_id=event_id)
    return page("events/cancel.html", form=form, event=found)


def _followed(event: Event) -> Event:
    """The same event, once the rooms above that have something with it know of its change."""
    current_app.extensions["coop.follow_calendar"](db(), event, at=now())
    return event


@bp.get("/<int:event_id>.ics")
@public
def event_file(event_id: int) -> ResponseReturnValue:
    """One event for a calendar at home."""
    found = queries.event_of(db(), district().id, event_id)
    return download(calendar_text([_appointment(found)]), f"bijeenkomst-{found.id}.ics", "text/calendar")


@bp.get("/kalender.ics")
@public
def feed() -> ResponseReturnValue:
    """All events, for a calendar at home that looks again by itself."""
    found = queries.events_since(db(), district().id, now())
    text = calendar_text([_appointment(one) for one in found], district().name)
    return Response(text, content_type="text/calendar; charset=utf-8")


def _appointment(one: Event) -> Appointment:
    return Appointment(
        uid=f"event-{one.id}@{district().slug}.coop",
        title=one.title,
        place=one.place,
        starts_at=one.starts_at,
        minutes=one.minutes,
        changed_at=one.changed_at,
        text="\n".join(part for part in (one.cancelled_because, one.text) if part),
        address=flask_url_for("events.event", event_id=one.id, _external=True),
        version=one.version,
        is_cancelled=one.cancelled_at is not None,
    )
