"""Screens for noting at the door, sorting to the agenda, and hearing back with a slip."""

import secrets
from collections.abc import Sequence
from datetime import timedelta

from flask import Blueprint, current_app, request
from flask.typing import ResponseReturnValue

from coop.agenda.policy import Domain, Kind
from coop.agenda.queries import item_of, likely_the_same, merge_choices
from coop.districts.queries import clusters_of
from coop.doors import actions, policy, queries
from coop.doors.actions import Told
from coop.doors.forms import AddForm, BringInForm, EmptyForm, NoteForm, PutAwayForm, SlipForm
from coop.doors.policy import Way
from coop.kernel.access import Permission
from coop.kernel.clock import local_day
from coop.kernel.errors import InvalidError
from coop.kernel.words import mark
from coop.members.policy import spaced
from coop.web.address import district, url_for
from coop.web.forms import accepted, put_on_form
from coop.web.guard import actor, allow, public
from coop.web.limits import posting, signing_in
from coop.web.pages import page, see_other, tell
from coop.web.qr import qr_svg
from coop.web.session import db, now
from coop.web.telltale import telling_words, warn_of_marks
from coop.web.words import _

bp = Blueprint("doors", __name__, url_prefix="/<district>/aan-de-deur")
_DAY = timedelta(days=1)


def _key() -> bytes:
    return policy.slip_key(str(current_app.config["SECRET_KEY"]))


@bp.route("", methods=["GET", "POST"])
@allow(Permission.NOTE_AT_DOORS)
@posting
def note() -> ResponseReturnValue:
    """Write down what one heard; words that may tell who somebody is are asked about first."""
    fresh = {"heard_on": local_day(now()), "submission": secrets.token_hex(policy.BATCH_LENGTH // 2)}
    form = NoteForm([(one.id, one.name) for one in clusters_of(db(), district().id)], data=fresh)
    words = telling_words(form.lines.data) if form.is_submitted() and not form.sure.data and form.validate() else ""
    if words:
        asked = mark("Look once more: %(words)s may tell who somebody is. Say it in other words, or tick below.")
        put_on_form(form, InvalidError(asked, field="lines", words=words))
    else:
        done = accepted(form, lambda: _keep(form))
        if done:
            return see_other("doors.kept")
    counts = queries.waiting_counts(db(), district().id, now())
    return page("doors/note.html", form=form, asks=bool(words) or form.sure.data, waiting=counts[0])


def _keep(form: NoteForm) -> Sequence[object]:
    told = Told(
        lines=form.lines.data or "",
        way=Way(form.way.data),
        cluster_id=int(form.cluster.data) if form.cluster.data else None,
        domain=Domain(form.domain.data) if form.domain.data else None,
        heard_on=form.heard_on.data,
        slip=form.slip.data or "",
    )
    batch = form.submission.data or ""
    return actions.note_heard(db(), actor(), district().id, told, batch=batch, key=_key(), at=now())


@bp.get("/bewaard")
@allow(Permission.NOTE_AT_DOORS)
def kept() -> ResponseReturnValue:
    """What one wrote down has arrived."""
    number = queries.kept_on(db(), district().id, actor().account_id, now() - _DAY)
    waiting = queries.waiting_counts(db(), district().id, now())[0]
    return page("doors/kept.html", number=number, days=policy.SORT_WITHIN.days, waiting=waiting)


@bp.get("/uitzoeken")
@allow(Permission.SORT_NOTES)
def sort() -> ResponseReturnValue:
    """What waits, by part of daily life and by streets."""
    total, late = queries.waiting_counts(db(), district().id, now())
    return page(
        "doors/sort.html",
        notes=queries.notes_waiting(db(), district().id),
        total=total,
        late=late,
        days=policy.SORT_WITHIN.days,
        is_late=lambda one: policy.is_late(local_day(one.at), local_day(now())),
    )


@bp.get("/uitgezocht")
@allow(Permission.SORT_NOTES)
def sorted_notes() -> ResponseReturnValue:
    """What was sorted, and where it went."""
    days = policy.KEPT_AFTER_SORTING.days
    return page("doors/sorted.html", notes=queries.notes_sorted(db(), district().id), days=days)


@bp.post("/uitgezocht/<int:note_id>/terug")
@allow(Permission.SORT_NOTES)
@posting
def sort_again(note_id: int) -> ResponseReturnValue:
    """A note went to the wrong place."""
    if accepted(EmptyForm(), lambda: actions.sort_again(db(), actor(), district().id, note_id)):
        tell(_("It waits again, and counts with no item. Sort it here."))
        return see_other("doors.sort")
    return see_other("doors.sorted_notes")


def _chosen() -> list[int]:
    asked = request.values.getlist("note")
    ids = [int(one) for one in asked if one.isascii() and one.isdecimal() and len(one) < 10]
    policy.require_some(len(set(ids)))
    return sorted(set(ids))


@bp.route("/uitzoeken/inbrengen", methods=["GET", "POST"])
@allow(Permission.SORT_NOTES)
@posting
def bring_in() -> ResponseReturnValue:
    """Make a new item of notes."""
    ids = _chosen()
    notes = queries.notes_of(db(), district().id, ids)
    form = BringInForm(data={"domain": notes[0].domain, "place": notes[0].place})
    done = accepted(
        form,
        lambda: actions.bring_notes_in(
            *(db(), actor(), district().id, ids),
            kind=Kind(form.kind.data),
            domain=Domain(form.domain.data),
            title=form.title.data or "",
            in_short=form.in_short.data or "",
            place=form.place.data or "",
            at=now(),
        ),
    )
    if done:
        tell(_("The item can be read by everybody from now on. The board answers within 14 days, like every item."))
        warn_of_marks(form.title.data, form.in_short.data)
        return see_other("agenda.item", item_id=done.value.id)
    return page("doors/bring_in.html", form=form, notes=notes)


@bp.route("/uitzoeken/toevoegen", methods=["GET", "POST"])
@allow(Permission.SORT_NOTES)
@posting
def add() -> ResponseReturnValue:
    """Add notes to an item that is there; what looks the same stands first."""
    ids = _chosen()
    notes, form = queries.notes_of(db(), district().id, ids), AddForm()
    likely = likely_the_same(db(), district().id, " ".join(one.text for one in notes))
    form.offer(merge_choices(db(), district().id), {one.id for one in likely})
    done = accepted(form, lambda: actions.add_notes(db(), actor(), district().id, ids, int(form.into.data), at=now()))
    if done:
        tell(_("The notes count with this item now. Who holds a slip reads it from today on."))
        return see_other("agenda.item", item_id=done.value.id)
    return page("doors/add.html", form=form, notes=notes)


@bp.route("/uitzoeken/wegleggen", methods=["GET", "POST"])
@allow(Permission.SORT_NOTES)
@posting
def put_away() -> ResponseReturnValue:
    """Put notes away with a reason."""
    ids = _chosen()
    notes, form = queries.notes_of(db(), district().id, ids), PutAwayForm()
    done = accepted(form, lambda: actions.put_away(db(), actor(), district().id, ids, form.reason.data or "", at=now()))
    if done:
        tell(_("They are put away. Who holds a slip reads your reason. After 90 days the notes are erased."))
        return see_other("doors.sort")
    return page("doors/put_away.html", form=form, notes=notes)


@bp.route("/briefjes", methods=["GET", "POST"])
@allow(Permission.SORT_NOTES)
@posting
def slips() -> ResponseReturnValue:
    """Make a sheet of slips; it is shown once, to print."""
    form = EmptyForm()
    made = accepted(
        form,
        lambda: actions.print_slips(db(), actor(), district().id, key=_key(), draw=secrets.randbelow, at=now()),
    )
    if made:
        address = url_for("doors.slip", _external=True)
        picture = qr_svg(address, _("Picture that opens the page for the code"))
        return page(
            "doors/print_slips.html", codes=[spaced(one) for one in made.value], address=address, picture=picture
        )
    return page("doors/slips.html", form=form, number=policy.SLIPS_ON_A_SHEET)


@bp.route("/briefje", methods=["GET", "POST"])
@public
@signing_in
def slip() -> ResponseReturnValue:
    """Type the code of a slip: what happened with what I said."""
    form = SlipForm()
    found = accepted(form, lambda: actions.open_slip(db(), district().id, form.code.data or "", key=_key()))
    if not found:
        return page("doors/slip.html", form=form)
    said = queries.note_behind(db(), found.value)
    item = item_of(db(), district().id, said.item_id) if said and said.item_id else None
    due_on = local_day(said.at + policy.SORT_WITHIN) if said else None
    return page("doors/slip_told.html", note=said, item=item, due_on=due_on)
