"""answers in place of the board

Revision ID: 0063
Revises: 0062
"""

import sqlalchemy as sa
from alembic import op

revision = '0063'
down_revision = '0062'
branch_labels = None
depends_on = None

EVENTS = (
    "submit_profile", "request_changes", "approve", "open_pool", "freeze_pool", "thaw_pool", "change_quotas",
    "publish_list", "draw", "publish", "correct_text", "extend", "outage", "cancel", "apply", "close", "admit",
    "start_screening", "none_admitted", "submit_screening", "set_shortlist", "screening_deadline", "reveal_names",
    "declare", "call_reserve", "choose_member", "start_interviews", "plan", "hold", "postpone", "no_show", "all_held",
    "submit_scores", "reveal", "scores_deadline", "strike", "amend", "vote", "new_round", "decide", "no_suitable",
    "send", "hand_over", "agree", "deviate", "refuse_second_key", "refuse_on_procedure", "silence",
    "employer_confirms", "employer_refuses", "accept_offer", "decline_offer", "write_letter", "conclude", "reopen",
    "start_retention", "complain", "consent", "erase", "suspend", "renew", "resume", "hear_again", "committee_silent",
    "annul", "withdraw",
)
PARTS = ("secretary", "board", "panel_member", "candidate", "employer", "complaints_committee", "stand_in", "clock")
MATTERS = ("item", "answer", "procedure")


def _guard(table: str, column: str, values: tuple[str, ...]) -> None:
    listed = ", ".join(repr(value) for value in values)
    with op.batch_alter_table(table, schema=None) as batch_op:
        batch_op.drop_constraint(op.f(f"ck_{table}_{column}"), type_="check")
        batch_op.create_check_constraint(op.f(f"ck_{table}_{column}"), f"{column} IN ({listed})")


def upgrade() -> None:
    _guard("procedure_history", "event", EVENTS)
    _guard("procedure_history", "part", PARTS)
    _guard("office_ties", "matter", MATTERS)
    with op.batch_alter_table("procedures", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "handed_to",
                sa.Enum("supervisors", "meeting", name="body", native_enum=False, create_constraint=True, length=40),
                nullable=True,
            )
        )
        batch_op.add_column(sa.Column("stand_in_contact", sa.String(length=254), server_default="", nullable=False))
        batch_op.add_column(sa.Column("stand_in_token", sa.String(length=64), nullable=True))


def downgrade() -> None:
    op.execute("UPDATE procedure_history SET event = 'silence' WHERE event = 'hand_over'")
    op.execute("UPDATE procedure_history SET part = 'board' WHERE part = 'stand_in'")
    op.execute("DELETE FROM office_ties WHERE matter = 'procedure'")
    _guard("procedure_history", "event", tuple(one for one in EVENTS if one != "hand_over"))
    _guard("procedure_history", "part", tuple(one for one in PARTS if one != "stand_in"))
    _guard("office_ties", "matter", tuple(one for one in MATTERS if one != "procedure"))
    with op.batch_alter_table("procedures", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_procedures_body"), type_="check")
        batch_op.drop_column("stand_in_token")
        batch_op.drop_column("stand_in_contact")
        batch_op.drop_column("handed_to")
