"""Screens of secret votes for voters and for everybody: closing and sending the envelope, and what is published."""

import base64
import io
import secrets
import zipfile
from collections.abc import Mapping

from flask import current_app, jsonify, request
from flask.typing import ResponseReturnValue

from coop.ballotbox.policy import objections_until
from coop.ballotbox.queries import last_checkpoint
from coop.kernel.access import Permission
from coop.kernel.errors import ConflictError, CoopError, InvalidError, NotFoundError
from coop.kernel.words import mark
from coop.rules.sealing.ballots import ballot_text, new_tracker
from coop.rules.sealing.encoding import tidy_code
from coop.rules.sealing.folder import STAGE_A
from coop.rules.sealing.hpke import Sealer
from coop.rules.sealing.keys import fingerprint
from coop.rules.sealing.receipts import Receipt
from coop.voting import actions, policy, queries
from coop.voting.forms import SealingForm, SentEnvelope
from coop.voting.policy import BallotKind, PollState
from coop.voting.policy.secrecy import SEALED_WORDS, sealed_choices, signs_asked
from coop.voting.queries import Poll, SealedView
from coop.voting.views.blueprint import bp
from coop.voting.views.casting import choosing, own_clock
from coop.voting.views.voice import voice_in
from coop.web.address import district
from coop.web.forms import Accepted, put_on_form, tried
from coop.web.guard import actor, allow, public
from coop.web.limits import posting
from coop.web.pages import download, page, see_other, tell
from coop.web.session import db, now, reading
from coop.web.words import _, words_of

ANOTHER_VOTER = mark(
    "Somebody else filled in this ballot, perhaps on the same computer. It was not sent. Begin again with your own."
)
LONGEST_CODE = 40


def sealed_vote(poll_id: int) -> SealedView:
    """The box of a secret vote. Raises `NotFoundError` for another vote."""
    found = queries.sealed_of(db(), district().id, poll_id)
    if found is None:
        raise NotFoundError(mark("This is not a secret vote."))
    return found


@bp.route("/stemmen/<int:poll_id>/envelop-sluiten", methods=["GET", "POST"])
@allow(Permission.CAST_BALLOT)
@posting
def seal_for_me(poll_id: int) -> ResponseReturnValue:
    """Close the envelope in memory for somebody whose browser cannot, and show what is in it. Writes nothing."""
    if request.method == "GET":
        return see_other("voting.ballot", poll_id=poll_id)
    found, box = queries.poll_of(db(), district().id, poll_id), sealed_vote(poll_id)
    voice = voice_in(found)
    if voice.hindrance:
        return see_other("voting.poll", poll_id=poll_id)
    if not SealingForm().is_of(actor().membership_id):
        return page("voting/sealed_refused.html", poll=found, reasons=[_(ANOTHER_VOTER)], status=409)
    if SealingForm().is_older_than(voice.revision):
        tell(_("Your vote is in. What your browser sent again was older and changed nothing."))
        return see_other("voting.receipt", poll_id=poll_id)
    return closed_for(found, box, changing=voice.has_voted)


def closed_for(found: Poll, box: SealedView, *, changing: bool, booth: object = None) -> ResponseReturnValue:
    """The closed envelope of what was sent, or the ballot again with what is wrong on it."""
    form = SealingForm()
    form.validate()
    if not form.errors:
        try:
            form.choices.data = policy.require_ballot(form.choices.data or (), found.terms or {})
        except InvalidError as refusal:
            put_on_form(form, refusal)
    if form.errors:
        return choosing(found, form, changing=changing, status=422, booth=booth)
    tracker = new_tracker(secrets.token_bytes, form.own.data or "")
    words = sealed_choices(found.ballot_kind, list(form.choices.data or ()))
    text = ballot_text(words, tracker, box.announced.facts["size"])
    envelope = Sealer(box.announced.key("opening"), box.announced.purpose).seal(text, secrets.token_bytes(32))
    titles = {option["key"]: option["title"] for option in (found.terms or {})["options"]}
    return page(
        "voting/sealed_check.html",
        poll=found,
        booth=booth,
        form=form,
        envelope=base64.b64encode(envelope).decode(),
        tracker=tracker,
        chosen=[titles[key] for key in form.choices.data or ()],
        chosen_keys=list(form.choices.data or ()),
    )


@bp.route("/stemmen/<int:poll_id>/envelop", methods=["GET", "POST"])
@allow(Permission.CAST_BALLOT)
@posting
def envelope(poll_id: int) -> ResponseReturnValue:
    """Take in a closed envelope. Answers at once, without a redirect: nothing about it is remembered anywhere."""
    if request.method == "GET":
        return see_other("voting.ballot", poll_id=poll_id)
    if _asked_by_script():
        # Nothing more is read than casting needs: in the last hour of a vote everybody sends at once.
        return _told_script(tried(lambda: _cast(poll_id)))
    found = queries.poll_of(db(), district().id, poll_id)
    return answered(found, tried(lambda: _cast(poll_id)))


def _cast(poll_id: int) -> Receipt:
    sent = SentEnvelope.read(request.form)
    if sent.voter != str(actor().membership_id):
        raise ConflictError(ANOTHER_VOTER)
    return actions.cast_sealed_ballot(
        reading(),
        actor(),
        district().id,
        poll_id,
        sent.closed,
        saw_version=sent.version,
        submission=sent.submission,
        site=current_app.extensions["coop.site_key"],
        at=now(),
        own_clock=own_clock(),
        begin=db,
    )


def _asked_by_script() -> bool:
    return request.accept_mimetypes.best == "application/json"


def _told_script(done: Accepted[Receipt] | CoopError) -> ResponseReturnValue:
    """The receipt, or why the envelope was not taken in, for the script on the ballot."""
    if isinstance(done, CoopError):
        return jsonify({"reason": words_of(done)}), 409
    return jsonify({"receipt": done.value.plain, "key": fingerprint(done.value.key)})


def answered(found: Poll, done: Accepted[Receipt] | CoopError, *, booth: object = None) -> ResponseReturnValue:
    """The receipt, or why the envelope was not taken in: a page, or for the script on the ballot JSON."""
    if _asked_by_script():
        return _told_script(done)
    if isinstance(done, CoopError):
        return page("voting/sealed_refused.html", poll=found, reasons=[words_of(done)], status=409, booth=booth)
    kept = base64.b64encode(done.value.as_file()).decode()
    # Sent along by the page before, so that loading this page again (the same form: harmless) shows it again.
    code = request.form.get("code", "")[:LONGEST_CODE]
    key = fingerprint(done.value.key)
    return page(
        "voting/sealed_receipt.html", poll=found, receipt=done.value, kept=kept, key=key, booth=booth, code=code
    )


@bp.get("/stemmen/<int:poll_id>/stembestanden.zip")
@public
def published(poll_id: int) -> ResponseReturnValue:
    """Everything that is published of a secret vote so far, in one file."""
    found = queries.poll_of(db(), district().id, poll_id)
    files = queries.published_files(db(), sealed_vote(poll_id).box_id)
    if found.state is not PollState.PUBLISHED:
        # What was opened is told to everybody at the same moment, with the result.
        files = {name: data for name, data in files.items() if name in STAGE_A}
    if not files:
        raise NotFoundError(mark("Nothing is published before the vote has closed."))
    return zipped(f"stemming-{poll_id}", files)


def zipped(name: str, files: Mapping[str, bytes]) -> ResponseReturnValue:
    """One folder in one file; the same files give the same bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, data in files.items():
            archive.writestr(zipfile.ZipInfo(f"{name}/{path}", (2000, 1, 1, 0, 0, 0)), data)
    return download(packed.getvalue(), f"{name}.zip", "application/zip")


@bp.get("/stemmen/<int:poll_id>/stemcodes")
@public
def codes(poll_id: int) -> ResponseReturnValue:
    """All votes with their codes, or of a very large vote those that begin alike: never so few that one stands out."""
    found, box = queries.poll_of(db(), district().id, poll_id), sealed_vote(poll_id)
    if found.published_at is None:
        return see_other("voting.poll", poll_id=poll_id)
    words = {sealed: plain for plain, sealed in SEALED_WORDS.items()} if found.ballot_kind is BallotKind.MOTION else {}
    titles = {one["id"]: words.get(one["id"], one["title"]) for one in box.announced.facts["options"]}
    lines = queries.published_files(db(), box.box_id)["ballots.csv"].decode().splitlines()[1:]
    signs = signs_asked(len(lines))
    begin = tidy_code(request.args.get("begin", ""))[:signs]
    rows = [line.split(",") for line in lines if len(begin) == signs and line.startswith(begin)]
    return page(
        "voting/sealed_codes.html",
        poll=found,
        begin=begin,
        signs=signs,
        until=objections_until(found.published_at),
        rows=[(code, [titles[key] for key in choices.split()]) for code, choices in rows],
        total=len(lines),
    )


@bp.get("/stemlog")
@public
def public_log() -> ResponseReturnValue:
    """The newest checkpoint of the public log, to keep and compare."""
    return download(last_checkpoint(db()), "checkpoint.txt", "text/plain; charset=utf-8")
