"""Pages about hearing news: choosing how often, stopping it, and printing it."""

from flask import Blueprint, current_app
from flask.typing import ResponseReturnValue
from flask_login import current_user

from coop.digests import actions, queries
from coop.digests.forms import PaceForm
from coop.digests.policy import MOST_LINES, SETTLED, Pace
from coop.identity.queries import account_of
from coop.kernel.access import Permission
from coop.kernel.errors import NotFoundError
from coop.kernel.words import mark
from coop.notifications.actions import forget_refusals
from coop.notifications.queries import refuses_mail
from coop.opendata.policy import NEWS
from coop.web.address import district
from coop.web.forms import EmptyForm, accepted
from coop.web.guard import allow, public
from coop.web.limits import posting
from coop.web.pages import page, see_other, tell
from coop.web.session import db, now
from coop.web.words import _

bp = Blueprint("digests", __name__, url_prefix="/<district>")


@bp.route("/mijn-nieuws", methods=["GET", "POST"])
@allow(Permission.SEE_MY_PAGE)
@posting
def my_news() -> ResponseReturnValue:
    """How often I hear what is new."""
    me, here = current_user.account_id, district()
    known = queries.reader_of(db(), here.id, me)
    before = {"pace": known.pace.value, "rest_from": known.rest_from, "rest_until": known.rest_until} if known else {}
    form = PaceForm(data={name: str(value) for name, value in before.items()} or None)
    if accepted(form, lambda: actions.choose_pace(db(), here.id, me, form.chosen, rest=form.rest, at=now())):
        tell(_told(form.chosen))
        return see_other("digests.my_news")
    return page(
        "digests/my_news.html",
        form=form,
        account=account_of(db(), me),
        comes_back=refuses_mail(db(), me),
    )


def _told(pace: Pace) -> str:
    if pace is Pace.NEVER:
        return _("Kept. You get no more news. Mail about what you do yourself still comes.")
    if pace is Pace.POST:
        return _("Kept. The next time the co-operative prints the news, you get it on paper.")
    return _("Kept. You get the next mail as soon as something is new.")


@bp.post("/mijn-nieuws/adres-klopt")
@allow(Permission.SEE_MY_PAGE)
@posting
def address_is_right() -> ResponseReturnValue:
    """Send mail to my address again."""
    forget_refusals(db(), current_user.account_id)
    tell(_("Thank you. We try your address again with the next news."))
    return see_other("digests.my_news")


@bp.route("/nieuws-stoppen/<token>", methods=["GET", "POST"])
@public
@posting
def stop_news(token: str) -> ResponseReturnValue:
    """The button at the end of a mail: no more news, without signing in. RFC 8058."""
    found = current_app.extensions["coop.stop_links"].read(token)
    if found is None or found[1] != district().id or account_of(db(), found[0]) is None:
        raise NotFoundError(mark("This link is not complete. Copy the whole link from the mail."))
    form = EmptyForm()
    done = accepted(form, lambda: actions.stop_news(db(), found[1], found[0], at=now()))
    return page("digests/stop_news.html", form=form, is_done=done is not None)


@bp.route("/nieuws-op-papier", methods=["GET", "POST"])
@allow(Permission.KEEP_REGISTER)
@posting
def on_paper() -> ResponseReturnValue:
    """Who gets the news on paper, and what was printed."""
    here, form = district(), EmptyForm()
    people = queries.addressees(db(), here.id, now())
    news = current_app.extensions["coop.news"]
    done = accepted(form, lambda: actions.make_print_run(db(), here.id, news, len(people), at=now()))
    if done:
        return see_other("digests.print_run", digest_id=done.value.id)
    since = queries.printed_until(db(), here.id, now())
    return page(
        "digests/on_paper.html",
        form=form,
        people=people,
        since=since,
        news=news(db(), here.id, since, now() - SETTLED)[:MOST_LINES],
        kinds=NEWS,
        runs=queries.print_runs(db(), here.id),
    )


@bp.get("/nieuws-op-papier/<int:digest_id>")
@allow(Permission.KEEP_REGISTER)
def print_run(digest_id: int) -> ResponseReturnValue:
    """One letter for each reader, ready to print."""
    digest = queries.digest_of(db(), district().id, digest_id)
    people = queries.addressees(db(), district().id, now())
    return page("digests/print_run.html", digest=digest, people=people, kinds=NEWS)
