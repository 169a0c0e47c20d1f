"""draws as jobs and people on paper

Revision ID: 0023
Revises: 0022
"""

import sqlalchemy as sa
from alembic import op

revision = '0023'
down_revision = '0022'
branch_labels = None
depends_on = None

OLD_EVENTS = ('submit_profile', 'request_changes', 'approve', 'open_pool', 'publish_list', 'draw', 'publish', 'correct_text', 'extend', 'outage', 'cancel', 'apply', 'close', 'admit', 'start_screening', 'none_admitted', 'submit_screening', 'set_shortlist', 'screening_deadline', 'reveal_names', 'declare', 'call_reserve', 'start_interviews', 'plan', 'hold', 'postpone', 'no_show', 'all_held', 'submit_scores', 'reveal', 'scores_deadline', 'amend', 'vote', 'new_round', 'decide', 'no_suitable', 'send', 'agree', 'deviate', 'refuse_second_key', 'refuse_on_procedure', 'silence', 'employer_confirms', 'employer_refuses', 'accept_offer', 'decline_offer', 'write_letter', 'conclude', 'reopen', 'start_retention', 'complain', 'consent', 'erase', 'suspend', 'renew', 'resume', 'annul', 'withdraw')
EVENTS = ('submit_profile', 'request_changes', 'approve', 'open_pool', 'freeze_pool', 'thaw_pool', 'change_quotas', 'publish_list', 'draw', 'publish', 'correct_text', 'extend', 'outage', 'cancel', 'apply', 'close', 'admit', 'start_screening', 'none_admitted', 'submit_screening', 'set_shortlist', 'screening_deadline', 'reveal_names', 'declare', 'call_reserve', 'start_interviews', 'plan', 'hold', 'postpone', 'no_show', 'all_held', 'submit_scores', 'reveal', 'scores_deadline', 'amend', 'vote', 'new_round', 'decide', 'no_suitable', 'send', 'agree', 'deviate', 'refuse_second_key', 'refuse_on_procedure', 'silence', 'employer_confirms', 'employer_refuses', 'accept_offer', 'decline_offer', 'write_letter', 'conclude', 'reopen', 'start_retention', 'complain', 'consent', 'erase', 'suspend', 'renew', 'resume', 'annul', 'withdraw')
OLD_DRAWS = ('none', 'pool_open', 'list_published', 'drawn')
DRAWS = ('none', 'pool_open', 'pool_frozen', 'list_published', 'drawn')


def _guard(table: str, column: str, name: str, values: tuple[str, ...]) -> None:
    listed = ', '.join(repr(value) for value in values)
    with op.batch_alter_table(table, schema=None) as batch_op:
        batch_op.drop_constraint(op.f(f'ck_{table}_{name}'), type_='check')
        batch_op.create_check_constraint(op.f(f'ck_{table}_{name}'), f'{column} IN ({listed})')


def upgrade() -> None:
    _guard('procedures', 'draw', 'draw', DRAWS)
    _guard('procedure_history', 'event', 'event', EVENTS)
    op.create_table('panel_draws',
    sa.Column('procedure_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('district_id', sa.Integer(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('begun_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('told_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('done_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('share', sa.Integer(), nullable=False),
    sa.Column('fault', sa.Text(), nullable=False),
    sa.Column('relaxation', sa.JSON(), nullable=True),
    sa.CheckConstraint('share >= 0 AND share <= 100', name=op.f('ck_panel_draws_share')),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_panel_draws_district_id_districts')),
    sa.ForeignKeyConstraint(['procedure_id'], ['procedures.id'], name=op.f('fk_panel_draws_procedure_id_procedures')),
    sa.PrimaryKeyConstraint('procedure_id', name=op.f('pk_panel_draws'))
    )
    with op.batch_alter_table('panel_draws', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_panel_draws_district_id'), ['district_id'], unique=False)

    op.create_table('panel_reminders',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('district_id', sa.Integer(), nullable=False),
    sa.Column('procedure_id', sa.Integer(), nullable=False),
    sa.Column('about', sa.String(length=60), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_panel_reminders_district_id_districts')),
    sa.ForeignKeyConstraint(['procedure_id'], ['procedures.id'], name=op.f('fk_panel_reminders_procedure_id_procedures')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_panel_reminders')),
    sa.UniqueConstraint('procedure_id', 'about', name=op.f('uq_panel_reminders_procedure_id_about'))
    )
    with op.batch_alter_table('panel_reminders', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_panel_reminders_district_id'), ['district_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_panel_reminders_procedure_id'), ['procedure_id'], unique=False)

    with op.batch_alter_table('application_drafts', schema=None) as batch_op:
        batch_op.add_column(sa.Column('account_id', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_application_drafts_account_id_accounts'), 'accounts', ['account_id'], ['id'])

    with op.batch_alter_table('applications', schema=None) as batch_op:
        batch_op.add_column(sa.Column('language', sa.String(length=2), server_default='nl', nullable=False))

    with op.batch_alter_table('outbox', schema=None) as batch_op:
        batch_op.add_column(sa.Column('to_email', sa.String(length=254), nullable=True))
        batch_op.add_column(sa.Column('language', sa.String(length=2), server_default='', nullable=False))
        batch_op.alter_column('to_account_id',
               existing_type=sa.INTEGER(),
               nullable=True)

    with op.batch_alter_table('procedures', schema=None) as batch_op:
        batch_op.add_column(sa.Column('features', sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column('quotas', sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column('given_way', sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column('minutes', sa.Text(), server_default='', nullable=False))

    with op.batch_alter_table('score_sheets', schema=None) as batch_op:
        batch_op.add_column(sa.Column('complete', sa.Boolean(), server_default=sa.true(), nullable=False))

    with op.batch_alter_table('volunteers', schema=None) as batch_op:
        batch_op.add_column(sa.Column('name', sa.String(length=120), server_default='', nullable=False))
        batch_op.add_column(sa.Column('contact', sa.String(length=254), server_default='', nullable=False))
        batch_op.add_column(sa.Column('household', sa.String(length=12), server_default='', nullable=False))
        batch_op.add_column(sa.Column('gender', sa.String(length=20), server_default='', nullable=False))
        batch_op.add_column(sa.Column('home_language', sa.String(length=20), server_default='', nullable=False))



def downgrade() -> None:
    op.execute("UPDATE procedures SET draw = 'pool_open' WHERE draw = 'pool_frozen'")
    op.execute("UPDATE procedure_history SET event = 'open_pool' WHERE event IN ('freeze_pool', 'thaw_pool', 'change_quotas')")
    op.execute('DELETE FROM outbox WHERE to_account_id IS NULL')
    _guard('procedures', 'draw', 'draw', OLD_DRAWS)
    _guard('procedure_history', 'event', 'event', OLD_EVENTS)
    with op.batch_alter_table('volunteers', schema=None) as batch_op:
        batch_op.drop_column('home_language')
        batch_op.drop_column('gender')
        batch_op.drop_column('household')
        batch_op.drop_column('contact')
        batch_op.drop_column('name')

    with op.batch_alter_table('score_sheets', schema=None) as batch_op:
        batch_op.drop_column('complete')

    with op.batch_alter_table('procedures', schema=None) as batch_op:
        batch_op.drop_column('minutes')
        batch_op.drop_column('given_way')
        batch_op.drop_column('quotas')
        batch_op.drop_column('features')

    with op.batch_alter_table('outbox', schema=None) as batch_op:
        batch_op.alter_column('to_account_id',
               existing_type=sa.INTEGER(),
               nullable=False)
        batch_op.drop_column('language')
        batch_op.drop_column('to_email')

    with op.batch_alter_table('applications', schema=None) as batch_op:
        batch_op.drop_column('language')

    with op.batch_alter_table('application_drafts', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_application_drafts_account_id_accounts'), type_='foreignkey')
        batch_op.drop_column('account_id')

    with op.batch_alter_table('panel_reminders', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_panel_reminders_procedure_id'))
        batch_op.drop_index(batch_op.f('ix_panel_reminders_district_id'))

    op.drop_table('panel_reminders')
    with op.batch_alter_table('panel_draws', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_panel_draws_district_id'))

    op.drop_table('panel_draws')
