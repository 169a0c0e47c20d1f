"""a candidate takes part again

Revision ID: 0073
Revises: 0072
"""

from alembic import op

revision = '0073'
down_revision = '0072'
branch_labels = None
depends_on = None

OLD_EVENTS = (
    "submit_profile", "request_changes", "approve", "open_pool", "freeze_pool", "thaw_pool", "change_quotas",
    "publish_list", "draw", "publish", "correct_text", "extend", "outage", "cancel", "apply", "close", "admit",
    "start_screening", "none_admitted", "submit_screening", "set_shortlist", "screening_deadline", "reveal_names",
    "declare", "call_reserve", "choose_member", "start_interviews", "plan", "hold", "postpone", "no_show", "all_held",
    "submit_scores", "reveal", "scores_deadline", "strike", "amend", "vote", "new_round", "decide", "no_suitable",
    "send", "hand_over", "agree", "deviate", "refuse_second_key", "refuse_on_procedure", "silence",
    "employer_confirms", "employer_refuses", "accept_offer", "decline_offer", "write_letter", "conclude", "reopen",
    "start_retention", "complain", "consent", "erase", "suspend", "renew", "resume", "hear_again", "committee_silent",
    "annul", "withdraw", "ask_committee", "deliberate_again",
)
EVENTS = (*OLD_EVENTS, 'put_back')


def _guard(values: tuple[str, ...]) -> None:
    listed = ', '.join(repr(value) for value in values)
    with op.batch_alter_table('procedure_history', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_procedure_history_event'), type_='check')
        batch_op.create_check_constraint(op.f('ck_procedure_history_event'), f'event IN ({listed})')


def upgrade() -> None:
    _guard(EVENTS)


def downgrade() -> None:
    op.execute("UPDATE procedure_history SET event = 'resume' WHERE event = 'put_back'")
    _guard(OLD_EVENTS)
