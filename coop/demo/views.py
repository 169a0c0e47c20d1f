"""The bar of the demo: become somebody with one click. Registered only when COOP_DEMO=1."""

from dataclasses import dataclass

from flask import Blueprint, current_app, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from coop.demo.cast import ADVISER, LEADS, OBSERVER, email_of
from coop.identity.policy import Way
from coop.identity.queries import account_by_email
from coop.identity.views import enter, leave
from coop.kernel.errors import NotFoundError
from coop.kernel.words import mark
from coop.web.guard import public
from coop.web.pages import back_or
from coop.web.session import db
from coop.web.words import _

bp = Blueprint("demo", __name__)

NAMES = {key: name for key, name, *_rest in LEADS} | {"observer": OBSERVER, "adviser": ADVISER}
# key of the person, what the button says
PEOPLE: tuple[tuple[str, str], ...] = (
    ("", mark("visitor")),
    ("resident", mark("resident")),
    ("member", mark("member")),
    ("board", mark("board member")),
    ("team", mark("team member")),
    ("secretary", mark("secretary")),
    ("candidate", mark("candidate")),
    ("administrator", mark("administrator")),
    ("observer", mark("observer of the municipality")),
    ("adviser", mark("member of the advisory council")),
)


@dataclass(frozen=True, slots=True)
class DemoBar:
    """What the template needs: (key, label, whether it is who one is now) per button."""

    people: list[tuple[str, str, bool]]


def demo_bar() -> DemoBar | None:
    """The bar, None when this site is no demo."""
    if not current_app.extensions["coop.config"].demo:
        return None
    name = current_user.name if current_user and current_user.is_authenticated else ""
    own = next((key for key, known in NAMES.items() if known == name), "other" if name else "")
    return DemoBar([(key, _(label), key == own) for key, label in PEOPLE])


@bp.post("/demo/word")
@public
def become() -> ResponseReturnValue:
    """Sign in as one of the demo people, without a password."""
    key = request.form.get("key", "")
    if key not in dict(PEOPLE):
        raise NotFoundError(mark("This person is not in the demo."))
    leave()
    account = account_by_email(db(), email_of(key)) if key else None
    if account:
        enter(account, Way.DEMO)
    return back_or("/noorderkwartier/", request.form.get("next"))
