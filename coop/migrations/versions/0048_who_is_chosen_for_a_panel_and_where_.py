"""who is chosen for a panel and where employers get messages

Revision ID: 0048
Revises: 0047
"""

import sqlalchemy as sa
from alembic import op

revision = '0048'
down_revision = '0047'
branch_labels = None
depends_on = None


OLD_EVENTS = ('submit_profile', 'request_changes', 'approve', 'open_pool', 'freeze_pool', 'thaw_pool', 'change_quotas', 'publish_list', 'draw', 'publish', 'correct_text', 'extend', 'outage', 'cancel', 'apply', 'close', 'admit', 'start_screening', 'none_admitted', 'submit_screening', 'set_shortlist', 'screening_deadline', 'reveal_names', 'declare', 'call_reserve', 'start_interviews', 'plan', 'hold', 'postpone', 'no_show', 'all_held', 'submit_scores', 'reveal', 'scores_deadline', 'strike', 'amend', 'vote', 'new_round', 'decide', 'no_suitable', 'send', 'agree', 'deviate', 'refuse_second_key', 'refuse_on_procedure', 'silence', 'employer_confirms', 'employer_refuses', 'accept_offer', 'decline_offer', 'write_letter', 'conclude', 'reopen', 'start_retention', 'complain', 'consent', 'erase', 'suspend', 'renew', 'resume', 'hear_again', 'committee_silent', 'annul', 'withdraw')
EVENTS = ('submit_profile', 'request_changes', 'approve', 'open_pool', 'freeze_pool', 'thaw_pool', 'change_quotas', 'publish_list', 'draw', 'publish', 'correct_text', 'extend', 'outage', 'cancel', 'apply', 'close', 'admit', 'start_screening', 'none_admitted', 'submit_screening', 'set_shortlist', 'screening_deadline', 'reveal_names', 'declare', 'call_reserve', 'choose_member', 'start_interviews', 'plan', 'hold', 'postpone', 'no_show', 'all_held', 'submit_scores', 'reveal', 'scores_deadline', 'strike', 'amend', 'vote', 'new_round', 'decide', 'no_suitable', 'send', 'agree', 'deviate', 'refuse_second_key', 'refuse_on_procedure', 'silence', 'employer_confirms', 'employer_refuses', 'accept_offer', 'decline_offer', 'write_letter', 'conclude', 'reopen', 'start_retention', 'complain', 'consent', 'erase', 'suspend', 'renew', 'resume', 'hear_again', 'committee_silent', 'annul', 'withdraw')


def _guard(table: str, column: str, values: tuple[str, ...]) -> None:
    listed = ', '.join(repr(value) for value in values)
    with op.batch_alter_table(table, schema=None) as batch_op:
        batch_op.drop_constraint(op.f(f'ck_{table}_{column}'), type_='check')
        batch_op.create_check_constraint(op.f(f'ck_{table}_{column}'), f'{column} IN ({listed})')


def upgrade() -> None:
    _guard('procedure_history', 'event', EVENTS)
    with op.batch_alter_table('procedures', schema=None) as batch_op:
        batch_op.add_column(sa.Column('employer_contact', sa.String(length=254), server_default='', nullable=False))
        batch_op.add_column(sa.Column('committee_contact', sa.String(length=254), server_default='', nullable=False))

    with op.batch_alter_table('seats', schema=None) as batch_op:
        batch_op.add_column(sa.Column('chosen_on', sa.Date(), nullable=True))



def downgrade() -> None:
    op.execute("UPDATE procedure_history SET event = 'call_reserve' WHERE event = 'choose_member'")
    _guard('procedure_history', 'event', OLD_EVENTS)
    with op.batch_alter_table('seats', schema=None) as batch_op:
        batch_op.drop_column('chosen_on')

    with op.batch_alter_table('procedures', schema=None) as batch_op:
        batch_op.drop_column('committee_contact')
        batch_op.drop_column('employer_contact')

