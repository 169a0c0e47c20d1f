"""Accounts, signing in and out, the brake on trying, links by mail, passkeys and the second step."""

from coop.identity.actions.accounts import (
    ask_new_email,
    change_email,
    change_password,
    check_password,
    correct_account,
    hash_of_new,
    open_account,
    open_account_without_password,
    require_own_password,
)
from coop.identity.actions.brakes import count_try, forget_brakes, release
from coop.identity.actions.closing import close_account, erase_account, plan_erasure, reopen_account
from coop.identity.actions.factors import (
    pass_second_step,
    set_up_second_step,
    strengthen,
    take_away_second_step,
    tell_witness,
)
from coop.identity.actions.links import ask_link, require_link, use_link
from coop.identity.actions.outside import account_of_proof, join_outside, part_outside
from coop.identity.actions.passkeys import (
    Answer,
    add_passkey,
    forget_spent_questions,
    name_passkey,
    own_passkey,
    remove_passkey,
    spend_question,
    use_passkey,
)
from coop.identity.actions.sign_ins import (
    begin_sign_in,
    end_outside_sign_ins,
    end_sign_in,
    end_sign_ins,
    forget_old_sign_ins,
)

__all__ = [
    "Answer",
    "account_of_proof",
    "add_passkey",
    "ask_link",
    "ask_new_email",
    "begin_sign_in",
    "change_email",
    "change_password",
    "check_password",
    "close_account",
    "correct_account",
    "count_try",
    "end_outside_sign_ins",
    "end_sign_in",
    "end_sign_ins",
    "erase_account",
    "forget_brakes",
    "forget_old_sign_ins",
    "forget_spent_questions",
    "hash_of_new",
    "join_outside",
    "name_passkey",
    "open_account",
    "open_account_without_password",
    "own_passkey",
    "part_outside",
    "pass_second_step",
    "plan_erasure",
    "release",
    "remove_passkey",
    "reopen_account",
    "require_link",
    "require_own_password",
    "set_up_second_step",
    "spend_question",
    "strengthen",
    "take_away_second_step",
    "tell_witness",
    "use_link",
    "use_passkey",
]
