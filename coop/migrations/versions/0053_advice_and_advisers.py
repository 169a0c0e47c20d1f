"""advice and advisers

Revision ID: 0053
Revises: 0052
"""

import sqlalchemy as sa
from alembic import op

revision = '0053'
down_revision = '0052'
branch_labels = None
depends_on = None

BEFORE = ('resident', 'member', 'board', 'team_member', 'secretary', 'administrator', 'privacy_officer', 'observer')
WITH_ROLE = ('appointments', 'agenda_comments', 'agenda_history', 'agenda_talk_steps')


def _allow(table: str, values: tuple[str, ...]) -> None:
    said = ', '.join(f"'{value}'" for value in values)
    with op.batch_alter_table(table, schema=None) as batch_op:
        batch_op.drop_constraint(op.f(f'ck_{table}_role'), type_='check')
        batch_op.create_check_constraint(op.f(f'ck_{table}_role'), f'role IN ({said})')


def upgrade() -> None:
    for table in WITH_ROLE:
        _allow(table, (*BEFORE, 'adviser'))
    op.create_table('advice',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('district_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('asked', 'unasked', name='advicekind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('state', sa.Enum('asked', 'gathering', 'handed_over', 'lapsed', 'withdrawn', name='advicestate', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('title', sa.String(length=120), nullable=False),
    sa.Column('about', sa.Text(), nullable=False),
    sa.Column('points', sa.JSON(), nullable=False),
    sa.Column('decider', sa.Enum('board', 'municipality', name='decider', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('needed', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('shows_name', sa.Boolean(), nullable=False),
    sa.Column('given_by', sa.Integer(), nullable=True),
    sa.Column('begun_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('handed_over_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reminded_on', sa.Date(), nullable=True),
    sa.Column('late_told_on', sa.Date(), nullable=True),
    sa.CheckConstraint("(state = 'handed_over') = (handed_over_at IS NOT NULL)", name=op.f('ck_advice_handed_over')),
    sa.CheckConstraint('needed >= 0', name=op.f('ck_advice_needed')),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_advice_account_id_accounts')),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_advice_district_id_districts')),
    sa.ForeignKeyConstraint(['given_by'], ['accounts.id'], name=op.f('fk_advice_given_by_accounts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_advice'))
    )
    with op.batch_alter_table('advice', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_advice_account_id'), ['account_id'], unique=False)
        batch_op.create_index('ix_advice_district_id_state', ['district_id', 'state'], unique=False)

    op.create_table('advice_supports',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('district_id', sa.Integer(), nullable=False),
    sa.Column('advice_id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_advice_supports_account_id_accounts')),
    sa.ForeignKeyConstraint(['advice_id'], ['advice.id'], name=op.f('fk_advice_supports_advice_id_advice')),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_advice_supports_district_id_districts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_advice_supports')),
    sa.UniqueConstraint('advice_id', 'account_id', name=op.f('uq_advice_supports_advice_id_account_id'))
    )
    with op.batch_alter_table('advice_supports', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_advice_supports_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_advice_supports_district_id'), ['district_id'], unique=False)

    with op.batch_alter_table('statutes', schema=None) as batch_op:
        batch_op.add_column(sa.Column('advice_supporters', sa.Integer(), server_default='50', nullable=False))



def downgrade() -> None:
    with op.batch_alter_table('statutes', schema=None) as batch_op:
        batch_op.drop_column('advice_supporters')

    with op.batch_alter_table('advice_supports', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_advice_supports_district_id'))
        batch_op.drop_index(batch_op.f('ix_advice_supports_account_id'))

    op.drop_table('advice_supports')
    with op.batch_alter_table('advice', schema=None) as batch_op:
        batch_op.drop_index('ix_advice_district_id_state')
        batch_op.drop_index(batch_op.f('ix_advice_account_id'))

    op.drop_table('advice')
    op.execute("DELETE FROM appointments WHERE role = 'adviser'")
    for table in WITH_ROLE:
        _allow(table, BEFORE)
