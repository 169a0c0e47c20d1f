"""Voting with the code of a letter: one vote, without an account.

The picture on a letter leads to an address with the code behind `#`, which a browser never sends. A small script puts
it in the field and takes it off the address; without scripts people type it. It comes in by a form only.
"""

from datetime import datetime, timedelta

from flask import current_app, request
from flask import session as cookie
from flask.typing import ResponseReturnValue

from coop.identity.actions import count_try, release
from coop.kernel.errors import TooOftenError
from coop.voting import actions
from coop.voting.forms import LetterCodeForm
from coop.voting.policy.roll import letter_key
from coop.voting.views.blueprint import bp
from coop.web.address import district
from coop.web.forms import accepted, put_on_form
from coop.web.guard import public
from coop.web.limits import posting, signing_in
from coop.web.pages import page, see_other, tell
from coop.web.session import db, kept, now
from coop.web.words import _

LASTS = timedelta(hours=1)
_PLACE = "ballot_letter"


def key_of_site() -> bytes:
    """The key with which this site hashes codes of letters."""
    return letter_key(str(current_app.config["SECRET_KEY"]))


def letter_code_of(at: datetime) -> str:
    """The hash of the code that was typed in this browser in the last hour, else empty."""
    code, until = cookie.get(_PLACE) or ("", 0)
    return str(code) if at.timestamp() < until else ""


@bp.route("/stemmen/brief", methods=["GET", "POST"])
@public
@signing_in
def letter_code() -> ResponseReturnValue:
    """Type the code of a letter."""
    form = LetterCodeForm()
    if not _may_try(form):
        return page("voting/letter_code.html", form=form)
    done = accepted(
        form, lambda: actions.open_letter(db(), district().id, form.code.data or "", key=key_of_site(), at=now())
    )
    if done is None:
        return page("voting/letter_code.html", form=form)
    release(db(), _brake())
    cookie[_PLACE] = [done.value.code, (now() + LASTS).timestamp()]
    return see_other("voting.letter_start", poll_id=done.value.poll_id)


def _may_try(form: LetterCodeForm) -> bool:
    """Count a try at this address before it is judged; after five wrong ones in a row one waits."""
    if not form.is_submitted() or not form.validate():
        return True
    try:
        with kept() as own:
            count_try(own, _brake(), at=now())
    except TooOftenError as refusal:
        put_on_form(form, refusal)
        return False
    return True


def _brake() -> str:
    digest: str = current_app.extensions["coop.seal"].digest("brake", f"ballot letter {request.remote_addr}")
    return digest


@bp.post("/stemmen/brief/klaar")
@public
@posting
def letter_stop() -> ResponseReturnValue:
    """Leave: who uses this browser next needs a code of their own."""
    cookie.pop(_PLACE, None)
    tell(_("You are done. Your letter is closed in this browser."))
    return see_other("voting.polls")
