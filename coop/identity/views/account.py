"""My account: where I am signed in, and how I sign in."""

from flask.typing import ResponseReturnValue
from flask_login import current_user

from coop.identity import actions, queries
from coop.identity.views.blueprint import bp
from coop.identity.views.outside import labels
from coop.kernel.access import Permission
from coop.web.guard import allow
from coop.web.pages import page, see_other, tell
from coop.web.session import db, now
from coop.web.words import _, ngettext


@bp.get("/mijn-account")
@allow(Permission.SEE_MY_PAGE)
def my_account() -> ResponseReturnValue:
    """Where I am signed in, my password and my second step."""
    me = current_user.account_id
    return page(
        "identity/my_account.html",
        account=queries.account_of(db(), me),
        sign_ins=queries.sign_ins_of(db(), me, now()),
        here=current_user.sign_in_id,
        has_second_step=queries.has_second_step(db(), me),
        labels=labels(),
        joined=queries.outside_of(db(), me),
        passkeys=queries.passkeys_of(db(), me),
        codes_left=queries.recovery_codes_left(db(), me),
    )


@bp.post("/mijn-account/uitloggen/<int:sign_in_id>")
@allow(Permission.SEE_MY_PAGE)
def sign_out_there(sign_in_id: int) -> ResponseReturnValue:
    """Sign out in one other browser."""
    actions.end_sign_in(db(), current_user.account_id, sign_in_id, at=now())
    tell(_("You are signed out there."))
    return see_other("identity.my_account")


@bp.post("/mijn-account/overal-uitloggen")
@allow(Permission.SEE_MY_PAGE)
def sign_out_elsewhere() -> ResponseReturnValue:
    """Sign out everywhere but here."""
    ended = actions.end_sign_ins(db(), current_user.account_id, but=current_user.sign_in_id, at=now())
    tell(ngettext("You are signed out in one other place.", "You are signed out in %(num)s other places.", ended))
    return see_other("identity.my_account")
