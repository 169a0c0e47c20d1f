"""Acts on polls: preparing, running, casting, counting, settling, importing."""

from coop.voting.actions.casting import cast_ballot
from coop.voting.actions.counting import (
    CountWork,
    count_poll,
    keep_count,
    order_count,
    publish_poll,
    read_count,
    stop_count,
    take_count,
    tell_count,
)
from coop.voting.actions.drafts import (
    add_proposal,
    change_poll,
    change_proposal,
    make_poll,
    remove_proposal,
    require_may_write,
)
from coop.voting.actions.importing import import_vote
from coop.voting.actions.running import close_due_polls, close_poll, open_poll, void_poll
from coop.voting.actions.sealed import (
    Hands,
    boxes_to_destroy,
    cast_sealed_ballot,
    destroy_box,
    destroy_due_boxes,
    destroy_void_box,
    open_sealed_box,
    open_sealed_poll,
    seal_due_polls,
    sealed_box,
    take_opening,
    write_lot,
)
from coop.voting.actions.settling import Promise, make_commitments
from coop.voting.actions.tellers import answer_trial, drop_teller_key, open_with_tellers, take_teller_key

__all__ = [
    "CountWork",
    "Hands",
    "Promise",
    "add_proposal",
    "answer_trial",
    "boxes_to_destroy",
    "cast_ballot",
    "cast_sealed_ballot",
    "change_poll",
    "change_proposal",
    "close_due_polls",
    "close_poll",
    "count_poll",
    "destroy_box",
    "destroy_due_boxes",
    "destroy_void_box",
    "drop_teller_key",
    "import_vote",
    "keep_count",
    "make_commitments",
    "make_poll",
    "open_poll",
    "open_sealed_box",
    "open_sealed_poll",
    "open_with_tellers",
    "order_count",
    "publish_poll",
    "read_count",
    "remove_proposal",
    "require_may_write",
    "seal_due_polls",
    "sealed_box",
    "stop_count",
    "take_count",
    "take_opening",
    "take_teller_key",
    "tell_count",
    "void_poll",
    "write_lot",
]
