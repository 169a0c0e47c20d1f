"""Acts on ballot boxes: making one, casting into it, sealing, opening, destroying."""

from coop.ballotbox.actions.casting import Slot, cast_envelope, mark_paper, unmark_paper
from coop.ballotbox.actions.making import make_box
from coop.ballotbox.actions.opening import accept_opening, destroy_box, throw_lot, wipe_box
from coop.ballotbox.actions.sealing import seal_box, tidy

__all__ = [
    "Slot",
    "accept_opening",
    "cast_envelope",
    "destroy_box",
    "make_box",
    "mark_paper",
    "seal_box",
    "throw_lot",
    "tidy",
    "unmark_paper",
    "wipe_box",
]
