"""Screens of the register, for the board and the secretary."""

import secrets
from datetime import date, timedelta

from flask import current_app, make_response, request, url_for
from flask.typing import ResponseReturnValue

from coop.districts.queries import streets_of
from coop.kernel.access import Permission
from coop.kernel.clock import local_day
from coop.kernel.errors import InvalidError
from coop.kernel.text import clean_line
from coop.kernel.words import mark
from coop.members import actions, policy, queries
from coop.members.forms import EnvelopesForm, FileForm, MemberForm, PaperForm, RefusalForm
from coop.members.policy import MemberRow
from coop.members.views.blueprint import bp
from coop.members.views.joining import applicant_of, new_number
from coop.web.address import district
from coop.web.files import text_of
from coop.web.filters import day
from coop.web.forms import accepted
from coop.web.guard import actor, allow
from coop.web.limits import posting
from coop.web.pages import download, page, see_other, tell
from coop.web.paging import page_number, paging_from_request
from coop.web.qr import qr_svg
from coop.web.session import db, now
from coop.web.words import _, ngettext

MEMBERS_A_PAGE = 50


@bp.get("/leden")
@allow(Permission.KEEP_REGISTER)
def register() -> ResponseReturnValue:
    """The members of today, with search, and what waits."""
    search = clean_line(request.args.get("zoek"))[:100]
    today = local_day(now())
    first = (page_number() - 1) * MEMBERS_A_PAGE
    rows, total = queries.members_on(
        db(), district().id, today, search=search.strip(), first=first, most=MEMBERS_A_PAGE
    )
    return page(
        "members/register.html",
        rows=rows,
        paging=paging_from_request(total, MEMBERS_A_PAGE),
        search=search,
        waiting=queries.applications_waiting(db(), district().id),
        letters=len(queries.letters_to_print(db(), district().id)),
        suspended=queries.suspended_members(db(), district().id, today),
    )


@bp.get("/leden/aanvragen/<int:application_id>")
@allow(Permission.KEEP_REGISTER)
def application(application_id: int) -> ResponseReturnValue:
    """One application: what was shown, what is missing, and what can be done."""
    return _application_page(application_id, RefusalForm(formdata=None))


def _application_page(application_id: int, refusal: RefusalForm) -> ResponseReturnValue:
    found = queries.application_of(db(), district().id, application_id)
    proofs = queries.proofs_of(db(), [found.id])[found.id]
    names = queries.names_of(db(), [number for one in proofs for number in (one.given_by, one.confirmed_by)])
    return page(
        "members/application.html",
        application=found,
        proofs=proofs,
        names=names,
        way_text=lambda way: _(policy.WAY_WORDS[way]),
        state_text=_(policy.STATE_WORDS[found.state]),
        missing=actions.missing_of(db(), found, at=now()),
        looks_like=queries.looks_like(db(), found, local_day(now())),
        street_is_known=_is_known(found.street),
        refusal=refusal,
    )


def _is_known(street: str) -> bool:
    """Whether the neighbourhood has this street; True as long as it has no list of streets."""
    known = {one.name.casefold() for one in streets_of(db(), district().id)}
    return not known or street.casefold() in known


@bp.post("/leden/aanvragen/<int:application_id>/gezien")
@allow(Permission.KEEP_REGISTER)
@posting
def seen_at_desk(application_id: int) -> ResponseReturnValue:
    """Note at the desk that this person lives here."""
    found = actions.see_at_desk(db(), actor(), district().id, application_id, at=now())
    ways = queries.counted_ways(queries.proofs_of(db(), [found.id])[found.id])
    if policy.Way.DESK in ways:
        tell(_("Two people have noted it now. The address counts as shown."))
    else:
        tell(_("Noted. It counts when a second person of the board or the secretary has looked too."))
    return see_other("members.application", application_id=application_id)


@bp.post("/leden/aanvragen/<int:application_id>/nieuwe-brief")
@allow(Permission.KEEP_REGISTER)
@posting
def letter_again(application_id: int) -> ResponseReturnValue:
    """Put this application on the list of letters again."""
    actions.letter_again(db(), actor(), district().id, application_id)
    tell(_("The next batch of letters holds a new code. The code before does not count any more."))
    return see_other("members.application", application_id=application_id)


@bp.post("/leden/aanvragen/<int:application_id>/toelaten")
@allow(Permission.ADMIT_MEMBER)
@posting
def admit(application_id: int) -> ResponseReturnValue:
    """Make a member of this applicant."""
    membership = actions.admit_applicant(db(), actor(), district().id, application_id, at=now())
    said = {"name": membership.name, "day": day(_votes_from(membership))}
    if _told(application_id):
        words = _(
            "%(name)s is a member from today and gets a mail now. This member can vote in what opens from %(day)s on.",
            **said,
        )
    else:
        words = _(
            "%(name)s is a member from today. Send word by letter or e-mail. "
            "This member can vote in what opens from %(day)s on.",
            **said,
        )
    tell(words)
    return see_other("members.register")


def _told(application_id: int) -> bool:
    """Mail the applicant what was decided; False for who gets word by letter."""
    found = queries.application_of(db(), district().id, application_id)
    path = url_for("voting.may_i_vote")
    return actions.tell_decided(db(), current_app.extensions["coop.post"], found, path=path, at=now())


def _votes_from(membership: queries.Membership) -> date:
    """The first day of which the openings count this member, by the statutes of today."""
    rules = queries.rules_on(db(), district().id, local_day(now()))
    return membership.admitted_on + timedelta(days=rules.minimum_membership_days)


@bp.post("/leden/aanvragen/<int:application_id>/weigeren")
@allow(Permission.ADMIT_MEMBER)
@posting
def refuse(application_id: int) -> ResponseReturnValue:
    """Refuse with a reason."""
    form = RefusalForm()
    done = accepted(
        form,
        lambda: actions.refuse_applicant(
            db(), actor(), district().id, application_id, form.reason.data or "", at=now()
        ),
    )
    if done:
        told = _told(application_id)
        how = _("The applicant gets the reason by mail now.") if told else _("Send the reason by letter or e-mail.")
        if done.value.is_move:
            tell(_("The new address is not taken over; the address before counts.") + f" {how}")
        else:
            tell(_("The application is refused.") + f" {how} " + _("The members can decide otherwise."))
        return see_other("members.register")
    return _application_page(application_id, form)


@bp.route("/leden/brieven", methods=["GET", "POST"])
@allow(Permission.KEEP_REGISTER)
@posting
def letters() -> ResponseReturnValue:
    """Letters with a code: see who gets one, then make them and print this page."""
    form = EnvelopesForm()
    made = accepted(form, lambda: actions.print_letters(db(), actor(), district().id, draw=secrets.randbelow, at=now()))
    if made and made.value:
        address = url_for("members.letter_code", _external=True)
        return page(
            "members/print_letters.html",
            envelopes=policy.envelopes(made.value) if form.together.data else [[one] for one in made.value],
            spaced=policy.spaced,
            address=address,
            picture=qr_svg(address, _("Picture to scan: where you type the code")),
        )
    return page("members/letters.html", form=form, waiting=queries.letters_to_print(db(), district().id))


@bp.route("/leden/inschrijven", methods=["GET", "POST"])
@allow(Permission.KEEP_REGISTER)
@posting
def enter_on_paper() -> ResponseReturnValue:
    """Type over an application on paper."""
    form = PaperForm()
    done = accepted(
        form,
        lambda: actions.apply_for_membership(
            db(), actor(), district().id, applicant_of(form), number=new_number(), paper=True, at=now()
        ),
    )
    if done:
        tell(_("The application of %(name)s is in. Next: show that they live here.", name=done.value.name))
        return see_other("members.application", application_id=done.value.id)
    return page("members/enter_on_paper.html", form=form)


@bp.route("/leden/<int:membership_id>", methods=["GET", "POST"])
@allow(Permission.KEEP_REGISTER)
@posting
def member(membership_id: int) -> ResponseReturnValue:
    """What the register says about a member, to correct it."""
    found = queries.membership_in(db(), district().id, membership_id)
    form = MemberForm(obj=found)
    done = accepted(
        form,
        lambda: actions.correct_member(
            db(),
            actor(),
            district().id,
            membership_id,
            actions.MemberDetails(
                form.name.data or "",
                form.street.data or "",
                form.house_number.data or "",
                form.postcode.data or "",
                form.email.data or "",
            ),
            lives_here=form.lives_here.data,
            stated_age=form.stated_age.data,
        ),
    )
    if done:
        tell(_("The register is corrected. It counts for every vote that opens from now on."))
        return see_other("members.member", membership_id=membership_id)
    today = local_day(now())
    return page(
        "members/member.html",
        member=found,
        form=form,
        household=queries.household_of(db(), found, today),
        suspension=queries.suspension_of(db(), found.id, today),
        today=today,
    )


@bp.route("/leden/invoeren", methods=["GET", "POST"])
@allow(Permission.KEEP_REGISTER)
@posting
def import_file() -> ResponseReturnValue:
    """Enter members from a file: all or none."""
    form = FileForm()
    refused: list[policy.Refused] = []
    done = accepted(form, lambda: _import(form, refused))
    if done:
        if not isinstance(done.value, int):
            return see_other("members.import_progress", import_id=done.value.id, vanzelf=1)
        tell(
            ngettext(
                "%(num)s member is entered, and can vote in what opens from now on.",
                "%(num)s members are entered. They can vote in what opens from now on.",
                done.value,
            )
        )
        return see_other("members.register")
    return page(
        "members/import_file.html",
        form=form,
        earlier=queries.imports_of(db(), district().id),
        refused=[(one.line, _(one.reason)) for one in refused[:200]],
        refused_count=len(refused),
    )


def _import(form: FileForm, refused: list[policy.Refused]) -> int | queries.MemberImport:
    """How many were entered; a large file waits for the job instead."""
    text = text_of(form.file)
    rows, wrong = policy.read_members(text)
    # Everything that is wrong at once, so that nobody mends a file twice.
    against = actions.rows_against_register(db(), district().id, rows, on=local_day(now()))
    refused.extend(sorted((*wrong, *against), key=lambda one: one.line))
    if refused:
        raise InvalidError(mark("Refused rows: %(count)s. Nothing was entered."), field="file", count=len(refused))
    if not rows:
        raise InvalidError(mark("There are no members in this file."), field="file")
    if len(rows) > policy.ROWS_AT_ONCE:
        return actions.send_import(db(), actor(), district().id, text, rows=len(rows), at=now())
    return actions.import_members(db(), actor(), district().id, rows, on=local_day(now()))


@bp.get("/leden/invoeren/<int:import_id>")
@allow(Permission.KEEP_REGISTER)
def import_progress(import_id: int) -> ResponseReturnValue:
    """How far a large file is, and what came of it; loads itself again when asked to."""
    found = queries.import_of(db(), district().id, import_id)
    waits = found.state in (policy.ImportState.WAITING, policy.ImportState.RUNNING)
    by_itself = waits and request.args.get("vanzelf") == "1"
    refused = [(line, _(reason)) for line, reason in found.refused]
    answer = make_response(
        page("members/import_progress.html", found=found, waits=waits, by_itself=by_itself, refused=refused)
    )
    if by_itself:
        answer.headers["Refresh"] = "2"
    return answer


@bp.get("/leden/bestand.csv")
@allow(Permission.KEEP_REGISTER)
def export_file() -> ResponseReturnValue:
    """The members of today as a file."""
    rows, _total = queries.members_on(db(), district().id, local_day(now()), most=policy.MOST_ROWS)
    text = policy.write_members(
        MemberRow(0, one.name, one.street, one.house_number, one.postcode, one.email, one.admitted_on, one.stated_age)
        for one in rows
    )
    return download("\ufeff" + text, f"leden-{district().slug}.csv", "text/csv; charset=utf-8")
