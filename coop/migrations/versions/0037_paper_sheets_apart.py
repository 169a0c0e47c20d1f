"""paper sheets apart, looking back, terms of panels

Revision ID: 0037
Revises: 0036
"""

import sqlalchemy as sa
from alembic import op

revision = '0037'
down_revision = '0036'
branch_labels = None
depends_on = None


OLD_EVENTS = ('submit_profile', 'request_changes', 'approve', 'open_pool', 'freeze_pool', 'thaw_pool', 'change_quotas', 'publish_list', 'draw', 'publish', 'correct_text', 'extend', 'outage', 'cancel', 'apply', 'close', 'admit', 'start_screening', 'none_admitted', 'submit_screening', 'set_shortlist', 'screening_deadline', 'reveal_names', 'declare', 'call_reserve', 'start_interviews', 'plan', 'hold', 'postpone', 'no_show', 'all_held', 'submit_scores', 'reveal', 'scores_deadline', 'amend', 'vote', 'new_round', 'decide', 'no_suitable', 'send', 'agree', 'deviate', 'refuse_second_key', 'refuse_on_procedure', 'silence', 'employer_confirms', 'employer_refuses', 'accept_offer', 'decline_offer', 'write_letter', 'conclude', 'reopen', 'start_retention', 'complain', 'consent', 'erase', 'suspend', 'renew', 'resume', 'annul', 'withdraw')
EVENTS = ('submit_profile', 'request_changes', 'approve', 'open_pool', 'freeze_pool', 'thaw_pool', 'change_quotas', 'publish_list', 'draw', 'publish', 'correct_text', 'extend', 'outage', 'cancel', 'apply', 'close', 'admit', 'start_screening', 'none_admitted', 'submit_screening', 'set_shortlist', 'screening_deadline', 'reveal_names', 'declare', 'call_reserve', 'start_interviews', 'plan', 'hold', 'postpone', 'no_show', 'all_held', 'submit_scores', 'reveal', 'scores_deadline', 'strike', 'amend', 'vote', 'new_round', 'decide', 'no_suitable', 'send', 'agree', 'deviate', 'refuse_second_key', 'refuse_on_procedure', 'silence', 'employer_confirms', 'employer_refuses', 'accept_offer', 'decline_offer', 'write_letter', 'conclude', 'reopen', 'start_retention', 'complain', 'consent', 'erase', 'suspend', 'renew', 'resume', 'hear_again', 'committee_silent', 'annul', 'withdraw')
MOVED = 'district_id, procedure_id, application_id, seat_id, phase, scores, typed_by_id, checked_at'



def _guard(table: str, column: str, values: tuple[str, ...]) -> None:
    listed = ', '.join(repr(value) for value in values)
    with op.batch_alter_table(table, schema=None) as batch_op:
        batch_op.drop_constraint(op.f(f'ck_{table}_{column}'), type_='check')
        batch_op.create_check_constraint(op.f(f'ck_{table}_{column}'), f'{column} IN ({listed})')


def upgrade() -> None:
    _guard('procedure_history', 'event', EVENTS)
    op.create_table('panel_evaluations',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('district_id', sa.Integer(), nullable=False),
    sa.Column('procedure_id', sa.Integer(), nullable=False),
    sa.Column('clear', sa.String(length=10), nullable=False),
    sa.Column('free', sa.String(length=10), nullable=False),
    sa.Column('better', sa.Text(), nullable=False),
    sa.CheckConstraint("clear IN ('yes', 'partly', 'no')", name=op.f('ck_panel_evaluations_clear')),
    sa.CheckConstraint("free IN ('yes', 'partly', 'no')", name=op.f('ck_panel_evaluations_free')),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_panel_evaluations_district_id_districts')),
    sa.ForeignKeyConstraint(['procedure_id'], ['procedures.id'], name=op.f('fk_panel_evaluations_procedure_id_procedures')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_panel_evaluations'))
    )
    with op.batch_alter_table('panel_evaluations', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_panel_evaluations_district_id'), ['district_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_panel_evaluations_procedure_id'), ['procedure_id'], unique=False)

    op.create_table('panel_paper_sheets',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('district_id', sa.Integer(), nullable=False),
    sa.Column('procedure_id', sa.Integer(), nullable=False),
    sa.Column('application_id', sa.Integer(), nullable=False),
    sa.Column('seat_id', sa.Integer(), nullable=False),
    sa.Column('phase', sa.String(length=10), nullable=False),
    sa.Column('scores', sa.JSON(), nullable=False),
    sa.Column('typed_by_id', sa.Integer(), nullable=True),
    sa.Column('typed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('checked_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("phase IN ('screening', 'interview')", name=op.f('ck_panel_paper_sheets_phase')),
    sa.ForeignKeyConstraint(['application_id'], ['applications.id'], name=op.f('fk_panel_paper_sheets_application_id_applications')),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_panel_paper_sheets_district_id_districts')),
    sa.ForeignKeyConstraint(['procedure_id'], ['procedures.id'], name=op.f('fk_panel_paper_sheets_procedure_id_procedures')),
    sa.ForeignKeyConstraint(['seat_id'], ['seats.id'], name=op.f('fk_panel_paper_sheets_seat_id_seats')),
    sa.ForeignKeyConstraint(['typed_by_id'], ['accounts.id'], name=op.f('fk_panel_paper_sheets_typed_by_id_accounts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_panel_paper_sheets')),
    sa.UniqueConstraint('application_id', 'seat_id', 'phase', name=op.f('uq_panel_paper_sheets_application_id_seat_id_phase'))
    )
    with op.batch_alter_table('panel_paper_sheets', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_panel_paper_sheets_district_id'), ['district_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_panel_paper_sheets_procedure_id'), ['procedure_id'], unique=False)

    with op.batch_alter_table('procedures', schema=None) as batch_op:
        batch_op.add_column(sa.Column('decide_due_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('paper_destroyed_at', sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table('score_sheets', schema=None) as batch_op:
        batch_op.add_column(sa.Column('from_paper', sa.Boolean(), server_default=sa.false(), nullable=False))

    # A sheet that only one person typed has not been handed in; one that two people typed has.
    op.execute(f'INSERT INTO panel_paper_sheets ({MOVED}, typed_at) SELECT {MOVED}, submitted_at FROM score_sheets WHERE typed_by_id IS NOT NULL')
    op.execute('DELETE FROM score_sheets WHERE typed_by_id IS NOT NULL AND checked_at IS NULL')
    op.execute(sa.text('UPDATE score_sheets SET from_paper = :yes WHERE typed_by_id IS NOT NULL').bindparams(yes=True))
    with op.batch_alter_table('score_sheets', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_score_sheets_typed_by_id_accounts'), type_='foreignkey')
        batch_op.drop_column('checked_at')
        batch_op.drop_column('typed_by_id')

    with op.batch_alter_table('seats', schema=None) as batch_op:
        batch_op.add_column(sa.Column('looked_back', sa.Boolean(), server_default=sa.false(), nullable=False))



def downgrade() -> None:
    op.execute("UPDATE procedure_history SET event = 'resume' WHERE event IN ('hear_again', 'committee_silent')")
    op.execute("UPDATE procedure_history SET event = 'call_reserve' WHERE event = 'strike'")
    _guard('procedure_history', 'event', OLD_EVENTS)
    with op.batch_alter_table('seats', schema=None) as batch_op:
        batch_op.drop_column('looked_back')

    with op.batch_alter_table('score_sheets', schema=None) as batch_op:
        batch_op.add_column(sa.Column('typed_by_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('checked_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_score_sheets_typed_by_id_accounts'), 'accounts', ['typed_by_id'], ['id'])
        batch_op.drop_column('from_paper')

    # What stands on the site already stays as it is; what was only on paper comes back.
    op.execute(
        sa.text(
            f'INSERT INTO score_sheets ({MOVED}, submitted_at, complete, stepped_back, amend_reason, struck) '
            f"SELECT {MOVED}, typed_at, :yes, :no, '', :no FROM panel_paper_sheets AS paper WHERE NOT EXISTS ("
            'SELECT 1 FROM score_sheets AS known WHERE known.seat_id = paper.seat_id AND known.phase = paper.phase '
            'AND known.application_id = paper.application_id)'
        ).bindparams(yes=True, no=False)
    )

    with op.batch_alter_table('procedures', schema=None) as batch_op:
        batch_op.drop_column('paper_destroyed_at')
        batch_op.drop_column('decide_due_at')

    with op.batch_alter_table('panel_paper_sheets', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_panel_paper_sheets_procedure_id'))
        batch_op.drop_index(batch_op.f('ix_panel_paper_sheets_district_id'))

    op.drop_table('panel_paper_sheets')
    with op.batch_alter_table('panel_evaluations', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_panel_evaluations_procedure_id'))
        batch_op.drop_index(batch_op.f('ix_panel_evaluations_district_id'))

    op.drop_table('panel_evaluations')
