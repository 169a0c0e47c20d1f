"""Screens of the agenda for everybody: list, item, bringing in, support, help, comments."""

from flask import request
from flask.typing import ResponseReturnValue

from coop.agenda import actions, policy, queries
from coop.agenda.forms import CommentForm, EmptyForm, OfferForm
from coop.agenda.policy import Domain, ItemState
from coop.agenda.policy.own import is_mine_alone
from coop.agenda.policy.photos import may_add, may_take_away
from coop.agenda.policy.talk import PAGE_SIZE, TalkState
from coop.agenda.views.blueprint import bp
from coop.agenda.views.conversation import readable, told_at
from coop.agenda.views.filters import args_of, filter_of, sort_of
from coop.kernel.access import ROLE_WORDS, Permission
from coop.kernel.clock import local_day
from coop.ties.policy import Matter
from coop.ties.queries import ties_on
from coop.web.address import district
from coop.web.forms import accepted, before_asking
from coop.web.guard import actor, allow, public
from coop.web.limits import posting
from coop.web.pages import page, see_other, tell
from coop.web.paging import Paging, page_number, paging_from_request
from coop.web.session import db, now
from coop.web.words import _


@bp.get("/agenda")
@public
def agenda() -> ResponseReturnValue:
    """The agenda: every item that is open, or what the reader chose."""
    chosen, sort = filter_of(request.args), sort_of(request.args)
    counts = queries.agenda_counts(db(), district().id, chosen)
    paging = paging_from_request(counts.total)
    kept = args_of(request.args)
    rows = queries.items_of(db(), district().id, chosen, sort=sort, offset=paging.offset, limit=paging.size)
    return page(
        "agenda/agenda.html",
        rows=tuple(rows),
        counts=counts,
        paging=paging,
        chosen=chosen,
        sort=sort,
        args=kept,
        choices=tuple(kept.items()),
    )


@bp.get("/agenda/afdrukken")
@public
def print_agenda() -> ResponseReturnValue:
    """Everything on the agenda on one page, to print."""
    return page("agenda/print_agenda.html", items=queries.full_agenda(db(), district().id), domains=Domain)


@bp.get("/agenda/<int:item_id>")
@public
def item(item_id: int) -> ResponseReturnValue:
    """One item with everything around it."""
    return item_page(seen_item(item_id), CommentForm())


def seen_item(item_id: int) -> queries.ItemDetails:
    """An item as this reader sees it."""
    return queries.item_of(db(), district().id, item_id, account_id=actor().account_id)


def item_page(found: queries.ItemDetails, comment_form: CommentForm) -> ResponseReturnValue:
    """The page of an item, with a form for a comment."""
    counts = queries.comment_counts(db(), district().id, found.id)
    paging = Paging(page_number(), PAGE_SIZE, sum(counts.values()))
    comments = queries.comments_of(db(), district().id, found.id, offset=paging.offset, account_id=actor().account_id)
    return page(
        "agenda/item.html",
        item=found,
        history=tuple(queries.history_of(db(), district().id, found.id)),
        comments=readable(comments, names=bool(actor().roles)),
        told=told_at(),
        summaries=queries.talk_steps_of(db(), district().id, found.id) if found.talk is not TalkState.OPEN else (),
        kinds=counts,
        paging=paging,
        offers=queries.offers_of(db(), district().id, found.id),
        heard=policy.heard_told(found.heard),
        photos=queries.photos_of(db(), district().id, found.id) if found.has_photos else (),
        mine_alone=is_mine_alone(
            found.state, found.account_id, actor().account_id, others=found.supporters - found.supported
        ),
        may_add=found.is_open and may_add(actor(), found.account_id),
        may_take_away=lambda photo: may_take_away(actor(), photo.account_id),
        commitments=queries.commitments_of(db(), district().id, item_id=found.id),
        ties=(ties := ties_on(db(), district().id, Matter.ITEM, found.id) if found.has_ties else ()),
        takes_part=actor().account_id not in {one.account_id for one in ties if one.runs},
        comment_form=comment_form,
        # Residents are named to people of this neighbourhood only, not to the whole world.
        names=bool(actor().roles),
        office=in_office(),
        today=local_day(now()),
        roles=tuple((role, _(words)) for role, words in ROLE_WORDS.items()),
    )


@bp.post("/agenda/<int:item_id>/steunen")
@allow(Permission.SUPPORT_ITEM)
@posting
def support(item_id: int) -> ResponseReturnValue:
    """Say: this is mine too."""
    form = EmptyForm()
    done = accepted(form, lambda: actions.support(db(), actor(), district().id, item_id, at=now()))
    if done is None:
        return item_page(seen_item(item_id), CommentForm(formdata=None))
    if done.value:
        tell(_thanks_for_support(seen_item(item_id)))
    else:
        tell(_("You supported this item already. You count once. Nothing has changed."))
    return see_other("agenda.item", item_id=item_id)


@bp.post("/agenda/<int:item_id>/steun-intrekken")
@allow(Permission.SEE_MY_PAGE)
@posting
def withdraw_support(item_id: int) -> ResponseReturnValue:
    """Take one's support back."""
    actions.withdraw_support(db(), actor(), district().id, item_id)
    tell(_("You do not count as a supporter of this item any more. As long as it is open you can support it again."))
    return see_other("agenda.item", item_id=item_id)


@bp.route("/agenda/<int:item_id>/hulp", methods=["GET", "POST"])
@allow(Permission.OFFER_HELP)
@posting
def offer_help(item_id: int) -> ResponseReturnValue:
    """Offer help, or rewrite one's offer."""
    found = queries.item_of(db(), district().id, item_id)
    offers = queries.offers_of(db(), district().id, item_id)
    mine = next((offer.text for offer in offers if offer.account_id == actor().account_id), "")
    form = OfferForm(data={"offer": mine})
    before_asking(form, lambda: policy.require_open(found.state))
    done = accepted(
        form,
        lambda: actions.offer_help(db(), actor(), district().id, item_id, form.offer.data, at=now()),
    )
    if done:
        tell(
            _(
                "Thank you. The board and the team see your offer. They will come to you when they begin. "
                "Until then you can change it here or take it back."
            )
        )
        return see_other("agenda.item", item_id=item_id)
    return page("agenda/offer_help.html", form=form, item=found, mine=mine)


@bp.post("/agenda/<int:item_id>/hulp-intrekken")
@allow(Permission.SEE_MY_PAGE)
@posting
def withdraw_offer(item_id: int) -> ResponseReturnValue:
    """Take one's offer of help back."""
    actions.withdraw_offer(db(), actor(), district().id, item_id)
    tell(
        _("Your offer of help is gone: nobody sees it any more. As long as the item is open you can offer help again.")
    )
    return see_other("agenda.item", item_id=item_id)


def in_office() -> bool:
    """Whether the name of this person is shown to everybody."""
    return any(actor().has(role) for role in policy.NAMED_TO_ALL)


def _thanks_for_support(found: queries.ItemDetails) -> str:
    if found.state is ItemState.NEW:
        return _(
            "Thank you. You count as a supporter of this item. "
            "The board decides whether it comes on the agenda. You read on this page what it decided."
        )
    return _(
        "Thank you. You count as a supporter of this item. The team and the board can make a proposal of it. "
        "When members can vote on that, it stands on the front page."
    )
