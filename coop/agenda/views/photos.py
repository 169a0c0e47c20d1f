"""Photos with an item: to look at, to add, to take away."""

from flask import Response, request
from flask.typing import ResponseReturnValue

from coop.agenda import actions, policy, queries
from coop.agenda.forms import EmptyForm, PhotoForm, ReasonForm
from coop.agenda.policy.photos import may_take_away, require_room
from coop.agenda.views.blueprint import bp
from coop.kernel.access import Permission
from coop.kernel.errors import NotAllowedError
from coop.kernel.words import mark
from coop.web.address import district
from coop.web.files import bytes_of
from coop.web.forms import accepted, before_asking
from coop.web.guard import actor, allow, public
from coop.web.limits import posting
from coop.web.pages import page, see_other, tell
from coop.web.session import db, now
from coop.web.telltale import warn_of_marks
from coop.web.words import _


@bp.get("/agenda/<int:item_id>/fotos/<int:photo_id>.jpg")
@public
def photo(item_id: int, photo_id: int) -> ResponseReturnValue:
    """The photo itself, as we drew it: never a byte of the file that was sent."""
    answer = Response(queries.picture_of(db(), district().id, item_id, photo_id), mimetype="image/jpeg")
    answer.set_etag(str(photo_id))
    return answer.make_conditional(request)


@bp.route("/agenda/<int:item_id>/fotos/nieuw", methods=["GET", "POST"])
@allow(Permission.BRING_IN_ITEM)
@posting
def add_photo(item_id: int) -> ResponseReturnValue:
    """Add a photo to an item."""
    found = queries.item_of(db(), district().id, item_id)
    actions.require_may_add(actor(), found.account_id)
    photos = [one for one in queries.photos_of(db(), district().id, item_id) if one.withdrawn_at is None]
    form = PhotoForm()
    before_asking(form, lambda: policy.require_open(found.state))
    before_asking(form, lambda: require_room(len(photos)))
    done = accepted(
        form,
        lambda: actions.add_photo(
            *(db(), actor(), district().id, item_id), sent=bytes_of(form.photo), alt=form.alt.data or "", at=now()
        ),
    )
    if done:
        tell(_("Your photo stands with the item now. Everybody can see it. You can take it away yourself at any time."))
        warn_of_marks(form.alt.data)
        return see_other("agenda.item", item_id=item_id)
    return page("agenda/add_photo.html", form=form, item=found, left=policy.MOST_PHOTOS - len(photos))


@bp.route("/agenda/<int:item_id>/fotos/<int:photo_id>/weghalen", methods=["GET", "POST"])
@allow(Permission.BRING_IN_ITEM)
@posting
def take_photo_away(item_id: int, photo_id: int) -> ResponseReturnValue:
    """Take a photo away: one's own, or as the board with a reason."""
    found = queries.item_of(db(), district().id, item_id)
    shown = queries.photo_of(db(), district().id, item_id, photo_id)
    if not may_take_away(actor(), shown.account_id):
        raise NotAllowedError(mark("Only who added this photo and the board can take it away."))
    own = shown.account_id == actor().account_id
    form = EmptyForm() if own else ReasonForm()
    done = accepted(
        form,
        lambda: actions.take_photo_away(
            *(db(), actor(), district().id, item_id, photo_id),
            reason=form.reason.data or "" if isinstance(form, ReasonForm) else "",
            at=now(),
        ),
    )
    if done:
        tell(
            _("The photo is gone. Nobody sees it any more.")
            if own
            else _("The photo is gone. In its place everybody reads your reason.")
        )
        return see_other("agenda.item", item_id=item_id)
    return page("agenda/take_photo_away.html", form=form, item=found, photo=shown)
