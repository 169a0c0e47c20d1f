"""answers owed, who decides, observers

Revision ID: 0036
Revises: 0035
"""

import sqlalchemy as sa
from alembic import op

revision = '0036'
down_revision = '0035'
branch_labels = None
depends_on = None

ROLES = ('resident', 'member', 'board', 'team_member', 'secretary', 'administrator', 'privacy_officer', 'observer')
WITH_ROLE = ('appointments', 'agenda_comments', 'agenda_history')


def _allow(table: str, values: tuple[str, ...]) -> None:
    said = ', '.join(f"'{value}'" for value in values)
    with op.batch_alter_table(table, schema=None) as batch_op:
        batch_op.drop_constraint(op.f(f'ck_{table}_role'), type_='check')
        batch_op.create_check_constraint(op.f(f'ck_{table}_role'), f'role IN ({said})')


def upgrade() -> None:
    for table in WITH_ROLE:
        _allow(table, ROLES)
    op.create_table('owed_answers',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('district_id', sa.Integer(), nullable=False),
    sa.Column('source', sa.Enum('vote', 'edition', 'advice', 'question', name='source', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('source_id', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('question', sa.Text(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('power', sa.Enum('advice', 'second_key', 'decision', name='power', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('decider', sa.Enum('board', 'municipality', name='decider', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('mandate', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('points', sa.JSON(), nullable=False),
    sa.Column('phase', sa.Enum('owed', 'talking', 'answered', 'in_effect', 'stopped', name='phase', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('begins_on', sa.Date(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('reminded_on', sa.Date(), nullable=True),
    sa.Column('overdue_told_on', sa.Date(), nullable=True),
    sa.CheckConstraint('due_on >= begins_on', name=op.f('ck_owed_answers_term')),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_owed_answers_account_id_accounts')),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_owed_answers_district_id_districts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_owed_answers')),
    sa.UniqueConstraint('source', 'source_id', name=op.f('uq_owed_answers_source_source_id'))
    )
    with op.batch_alter_table('owed_answers', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_owed_answers_district_id'), ['district_id'], unique=False)
        batch_op.create_index('ix_owed_answers_district_id_phase', ['district_id', 'phase'], unique=False)

    op.create_table('answer_steps',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('district_id', sa.Integer(), nullable=False),
    sa.Column('answer_id', sa.Integer(), nullable=False),
    sa.Column('event', sa.Enum('answer', 'agree', 'refuse', 'object', 'carry_out', 'lapse', name='event', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('phase', sa.Enum('owed', 'talking', 'answered', 'in_effect', 'stopped', name='phase', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('late_days', sa.Integer(), nullable=False),
    sa.Column('reasons', sa.Text(), nullable=False),
    sa.Column('ground', sa.Enum('roll', 'count', 'interest', 'law', name='ground', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('points', sa.JSON(), nullable=False),
    sa.Column('signed_by', sa.String(length=200), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_answer_steps_account_id_accounts')),
    sa.ForeignKeyConstraint(['answer_id'], ['owed_answers.id'], name=op.f('fk_answer_steps_answer_id_owed_answers')),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_answer_steps_district_id_districts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_answer_steps'))
    )
    with op.batch_alter_table('answer_steps', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_answer_steps_answer_id'), ['answer_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_answer_steps_district_id'), ['district_id'], unique=False)

    with op.batch_alter_table('mandates', schema=None) as batch_op:
        batch_op.add_column(sa.Column('decider', sa.Enum('board', 'municipality', name='decider', native_enum=False, create_constraint=True, length=40), server_default='board', nullable=False))
        batch_op.add_column(sa.Column('answer_days', sa.Integer(), server_default='42', nullable=False))
        batch_op.create_check_constraint(op.f('ck_mandates_answer_days'), 'answer_days BETWEEN 1 AND 366')



def downgrade() -> None:
    op.execute("DELETE FROM appointments WHERE role = 'observer'")
    for table in WITH_ROLE[1:]:
        op.execute(f"UPDATE {table} SET role = 'administrator' WHERE role = 'observer'")
    for table in WITH_ROLE:
        _allow(table, ROLES[:-1])
    with op.batch_alter_table('mandates', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_mandates_answer_days'), type_='check')
        batch_op.drop_constraint(op.f('ck_mandates_decider'), type_='check')
        batch_op.drop_column('answer_days')
        batch_op.drop_column('decider')

    with op.batch_alter_table('answer_steps', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_answer_steps_district_id'))
        batch_op.drop_index(batch_op.f('ix_answer_steps_answer_id'))

    op.drop_table('answer_steps')
    with op.batch_alter_table('owed_answers', schema=None) as batch_op:
        batch_op.drop_index('ix_owed_answers_district_id_phase')
        batch_op.drop_index(batch_op.f('ix_owed_answers_district_id'))

    op.drop_table('owed_answers')
