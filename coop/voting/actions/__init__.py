"""Acts on polls: preparing, running, casting, counting, settling, importing."""

from coop.voting.actions.casting import Through, cast_ballot, cast_through
from coop.voting.actions.counting import (
    CountWork,
    count_poll,
    keep_count,
    order_count,
    publish_due_polls,
    publish_poll,
    read_count,
    stop_count,
    take_count,
    tell_count,
)
from coop.voting.actions.destroying import boxes_to_destroy, destroy_box, destroy_due_boxes, destroy_void_box
from coop.voting.actions.drafts import (
    add_proposal,
    change_poll,
    change_proposal,
    make_poll,
    remove_proposal,
    require_may_write,
)
from coop.voting.actions.endings import follow_endings
from coop.voting.actions.erasing import unname_vote, votes_to_unname
from coop.voting.actions.grants import confirm_grant, propose_grant, require_grant, require_teller, withdraw_grant
from coop.voting.actions.helping import (
    by_helper,
    by_letter,
    by_proxy,
    cast_sealed_through,
    hand_in_paper,
    require_another,
)
from coop.voting.actions.importing import import_vote
from coop.voting.actions.letters import ForWhom, Letter, due_for_letter, open_letter, print_ballot_letters
from coop.voting.actions.mistakes import leave_paper, say_paper_was_mistake, take_paper_back
from coop.voting.actions.paper import settle_paper, type_paper
from coop.voting.actions.proxies import give_proxy, most_proxies, require_proxy, revoke_proxy
from coop.voting.actions.reminding import remind_voters
from coop.voting.actions.running import close_due_polls, close_poll, open_poll
from coop.voting.actions.sealed import (
    Hands,
    cast_sealed_ballot,
    open_sealed_box,
    open_sealed_poll,
    seal_due_polls,
    sealed_box,
    take_opening,
    write_lot,
)
from coop.voting.actions.settling import Promise, carry_out_votes, make_commitments
from coop.voting.actions.tellers import answer_trial, drop_teller_key, open_with_tellers, take_teller_key
from coop.voting.actions.voiding import ask_void, drop_void, known_since, sign_void, void_poll

__all__ = [
    "CountWork",
    "ForWhom",
    "Hands",
    "Letter",
    "Promise",
    "Through",
    "add_proposal",
    "answer_trial",
    "ask_void",
    "boxes_to_destroy",
    "by_helper",
    "by_letter",
    "by_proxy",
    "carry_out_votes",
    "cast_ballot",
    "cast_sealed_ballot",
    "cast_sealed_through",
    "cast_through",
    "change_poll",
    "change_proposal",
    "close_due_polls",
    "close_poll",
    "confirm_grant",
    "count_poll",
    "destroy_box",
    "destroy_due_boxes",
    "destroy_void_box",
    "drop_teller_key",
    "drop_void",
    "due_for_letter",
    "follow_endings",
    "give_proxy",
    "hand_in_paper",
    "import_vote",
    "keep_count",
    "known_since",
    "leave_paper",
    "make_commitments",
    "make_poll",
    "most_proxies",
    "open_letter",
    "open_poll",
    "open_sealed_box",
    "open_sealed_poll",
    "open_with_tellers",
    "order_count",
    "print_ballot_letters",
    "propose_grant",
    "publish_due_polls",
    "publish_poll",
    "read_count",
    "remind_voters",
    "remove_proposal",
    "require_another",
    "require_grant",
    "require_may_write",
    "require_proxy",
    "require_teller",
    "revoke_proxy",
    "say_paper_was_mistake",
    "seal_due_polls",
    "sealed_box",
    "settle_paper",
    "sign_void",
    "stop_count",
    "take_count",
    "take_opening",
    "take_paper_back",
    "take_teller_key",
    "tell_count",
    "type_paper",
    "unname_vote",
    "void_poll",
    "votes_to_unname",
    "withdraw_grant",
    "write_lot",
]
