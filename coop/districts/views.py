"""Pages about the mandate of residents in a neighbourhood."""

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from coop.districts import actions, queries
from coop.districts.forms import DECLINED, CharterForm, MandateForm, MapForm
from coop.districts.policy import (
    DECIDER_WORDS,
    DECLINED_WORDS,
    FAULT_WORDS,
    LEVEL_SENTENCES,
    SUBJECT_WORDS,
    CharterQuestion,
    Decider,
    IdealType,
    Level,
    Subject,
)
from coop.kernel.access import Permission
from coop.kernel.clock import local_day
from coop.rules.mapping import Fault
from coop.web.address import district
from coop.web.files import text_of
from coop.web.filters import day
from coop.web.forms import EmptyForm, accepted
from coop.web.guard import actor, allow, public
from coop.web.limits import posting
from coop.web.pages import page, see_other, tell
from coop.web.session import db, now
from coop.web.words import _

bp = Blueprint("districts", __name__, url_prefix="/<district>")


@bp.get("/zeggenschap")
@public
def mandates() -> ResponseReturnValue:
    """How far residents decide, per subject, now and before."""
    history = queries.mandate_history(db(), district().id)
    current = queries.mandates_on(db(), district().id, local_day(now()))
    return page(
        "districts/mandates.html",
        subjects=list(Subject),
        current=current,
        history=history,
        subject_text=lambda subject: _(SUBJECT_WORDS[subject]),
        decider_text=lambda one: _(DECIDER_WORDS[one.decider]),
        today=local_day(now()),
        level_text=lambda one: _(DECLINED_WORDS if one.declined else LEVEL_SENTENCES[one.level]),
    )


@bp.route("/zeggenschap/vaststellen", methods=["GET", "POST"])
@allow(Permission.MANAGE_DISTRICT)
@posting
def settle_mandate() -> ResponseReturnValue:
    """Enter a mandate that residents and municipality agreed on."""
    form = MandateForm()
    declined = form.level.data == DECLINED
    done = accepted(
        form,
        lambda: actions.settle_mandate(
            db(),
            actor(),
            district().id,
            subject=Subject(form.subject.data),
            level=Level.ADVISORY if declined else Level(form.level.data),
            declined=declined,
            basis=form.basis.data,
            starts_on=form.starts_on.data,
            ends_on=form.ends_on.data,
            review_on=form.review_on.data,
            decider=Decider(form.decider.data),
            answer_days=form.answer_days.data,
        ),
    )
    if done:
        tell(
            _(
                "The mandate is settled and counts from %(day)s. "
                "Votes and procedures that already run keep the mandate they began with.",
                day=day(done.value.starts_on),
            )
        )
        return see_other("districts.mandates")
    return page("districts/settle_mandate.html", form=form)


@bp.route("/kaart", methods=["GET", "POST"])
@allow(Permission.MANAGE_DISTRICT)
@posting
def draw_map() -> ResponseReturnValue:
    """The map as it is, and a file with boundaries to draw it from."""
    form = MapForm()
    no_text = FAULT_WORDS[Fault.NO_JSON]
    done = accepted(form, lambda: actions.put_on_map(db(), actor(), district().id, text_of(form.file, no_text)))
    if done:
        tell(
            _(
                "The map is drawn. Everybody sees it from now on, beside the agenda. "
                "Who brings something in can choose these parts and places at once."
            )
        )
        return see_other("districts.draw_map")
    return page(
        "districts/draw_map.html",
        form=form,
        drawing=queries.map_of(db(), district().id),
        parts=[one.name for one in queries.clusters_of(db(), district().id)],
    )


@bp.post("/kaart/weghalen")
@allow(Permission.MANAGE_DISTRICT)
@posting
def take_map_away() -> ResponseReturnValue:
    """Show no map any more."""
    actions.take_map_away(db(), actor(), district().id)
    tell(_("The map is gone. What was brought in keeps its place in words. You can draw a new map at any time."))
    return see_other("districts.draw_map")


@bp.get("/kaart/wijk.geojson")
@public
def boundaries() -> ResponseReturnValue:
    """The boundaries on the map, for a map program."""
    return jsonify(queries.geojson_of(db(), district().id)), {"Content-Type": "application/geo+json"}


def _version(name: str) -> int | None:
    typed = request.args.get(name, "")
    if not typed:
        return None
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else -1


@bp.get("/handvest")
@public
def charter() -> ResponseReturnValue:
    """What the team chose to be: the newest version, or an older one by its number."""
    versions = queries.charter_versions(db(), district().id)
    asked = _version("versie")
    found = queries.charter_of(db(), district().id, asked) if versions or asked else None
    charters = queries.newest_charters(db())
    return page(
        "districts/charter.html",
        charter=found,
        versions=versions,
        questions=list(CharterQuestion),
        draft=queries.charter_draft(db(), district().id) if actor().may(Permission.WRITE_CHARTER) else None,
        others=[one for one in queries.all_districts(db()) if one.id in charters and one.id != district().id],
    )


@bp.get("/handvest/vergelijken")
@public
def compare_charters() -> ResponseReturnValue:
    """Two charters beside each other: of another neighbourhood, or two versions of this one."""
    slug = request.args.get("wijk", "")
    first = queries.charter_of(db(), district().id, _version("versie"))
    if slug:
        other = queries.district_of(db(), slug)
        second, names = queries.charter_of(db(), other.id), (district().name, other.name)
    else:
        # Nobody asks for a version beside itself: without a number it is the one before.
        with_version = _version("met") or max(first.version - 1, 1)
        second = queries.charter_of(db(), district().id, with_version)
        names = tuple(_("Version %(number)s", number=one.version) for one in (first, second))  # type: ignore[assignment]
    return page("districts/compare_charters.html", pair=(first, second), names=names, questions=list(CharterQuestion))


@bp.route("/handvest/schrijven", methods=["GET", "POST"])
@allow(Permission.WRITE_CHARTER)
@posting
def write_charter() -> ResponseReturnValue:
    """Write the next version; nobody but the board sees it before it is published."""
    versions = queries.charter_versions(db(), district().id)
    known = queries.charter_draft(db(), district().id) or (versions[0] if versions else None)
    form = CharterForm(data={"ideal": known.ideal.value, "why": known.why, **known.answers} if known else None)
    done = accepted(
        form,
        lambda: actions.write_charter(
            db(),
            actor(),
            district().id,
            ideal=IdealType(form.ideal.data),
            why=form.why.data,
            answers={one.value: form[one.value].data for one in CharterQuestion},
        ),
    )
    if done:
        tell(_("Your text is kept. Only the board sees it. Read it once more, and then publish it."))
        return see_other("districts.publish_charter")
    return page("districts/write_charter.html", form=form)


@bp.route("/handvest/vaststellen", methods=["GET", "POST"])
@allow(Permission.WRITE_CHARTER)
@posting
def publish_charter() -> ResponseReturnValue:
    """Read the draft once more, then make it the newest version."""
    form = EmptyForm()
    done = accepted(form, lambda: actions.publish_charter(db(), actor(), district().id, on=local_day(now())))
    if done:
        tell(
            _(
                "Version %(number)s is published. Everybody can read it now, and it stays as it is.",
                number=done.value.version,
            )
        )
        return see_other("districts.charter")
    return page(
        "districts/publish_charter.html",
        form=form,
        charter=queries.charter_draft(db(), district().id),
        questions=list(CharterQuestion),
    )
