"""statements on which residents agree and differ

Revision ID: 0050
Revises: 0049
"""

import sqlalchemy as sa
from alembic import op

revision = '0050'
down_revision = '0049'
branch_labels = None
depends_on = None

WITH_ORIGIN = ('agenda_items', 'agenda_edition_items')
ORIGINS = ('resident', 'door', 'school', 'club', 'paper', 'statement')


def _origins(values: tuple[str, ...]) -> None:
    listed = ', '.join(f"'{value}'" for value in values)
    for table in WITH_ORIGIN:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_constraint(op.f(f'ck_{table}_origin'), type_='check')
            batch_op.create_check_constraint(op.f(f'ck_{table}_origin'), f'origin IN ({listed})')


def upgrade() -> None:
    _origins(ORIGINS)
    op.create_table('opinion_rounds',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('district_id', sa.Integer(), nullable=False),
    sa.Column('domain', sa.Enum('money', 'work', 'housing', 'family', 'health', 'care', 'safety', 'meeting', name='domain', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('title', sa.String(length=100), nullable=False),
    sa.Column('text', sa.String(length=600), nullable=False),
    sa.Column('made_by', sa.Integer(), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closes_on', sa.Date(), nullable=False),
    sa.Column('counted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('people', sa.Integer(), nullable=True),
    sa.Column('sizes', sa.String(length=80), nullable=False),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_opinion_rounds_district_id_districts')),
    sa.ForeignKeyConstraint(['made_by'], ['accounts.id'], name=op.f('fk_opinion_rounds_made_by_accounts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_opinion_rounds'))
    )
    with op.batch_alter_table('opinion_rounds', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_opinion_rounds_closes_on'), ['closes_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_opinion_rounds_district_id'), ['district_id'], unique=False)

    op.create_table('opinion_statements',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('district_id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('text', sa.String(length=100), nullable=False),
    sa.Column('standing', sa.Enum('shared', 'against', 'divided', 'undecided', 'unknown', name='standing', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('agree', sa.Integer(), nullable=True),
    sa.Column('disagree', sa.Integer(), nullable=True),
    sa.Column('groups', sa.String(length=40), nullable=False),
    sa.Column('professionals', sa.Enum('for', 'against', 'both', name='leaning', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('item_id', sa.Integer(), nullable=True),
    sa.CheckConstraint('agree BETWEEN 1 AND 9', name=op.f('ck_opinion_statements_agree')),
    sa.CheckConstraint('disagree BETWEEN 1 AND 9', name=op.f('ck_opinion_statements_disagree')),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_opinion_statements_district_id_districts')),
    sa.ForeignKeyConstraint(['item_id'], ['agenda_items.id'], name=op.f('fk_opinion_statements_item_id_agenda_items')),
    sa.ForeignKeyConstraint(['round_id'], ['opinion_rounds.id'], name=op.f('fk_opinion_statements_round_id_opinion_rounds')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_opinion_statements')),
    sa.UniqueConstraint('round_id', 'position', name=op.f('uq_opinion_statements_round_id_position'))
    )
    with op.batch_alter_table('opinion_statements', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_opinion_statements_district_id'), ['district_id'], unique=False)

    op.create_table('opinion_answers',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('district_id', sa.Integer(), nullable=False),
    sa.Column('statement_id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('is_professional', sa.Boolean(), nullable=False),
    sa.Column('answer', sa.Integer(), nullable=False),
    sa.CheckConstraint('answer BETWEEN -1 AND 1', name=op.f('ck_opinion_answers_answer')),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_opinion_answers_account_id_accounts')),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_opinion_answers_district_id_districts')),
    sa.ForeignKeyConstraint(['statement_id'], ['opinion_statements.id'], name=op.f('fk_opinion_answers_statement_id_opinion_statements')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_opinion_answers')),
    sa.UniqueConstraint('statement_id', 'account_id', name=op.f('uq_opinion_answers_statement_id_account_id'))
    )
    with op.batch_alter_table('opinion_answers', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_opinion_answers_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_opinion_answers_district_id'), ['district_id'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('opinion_answers', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_opinion_answers_district_id'))
        batch_op.drop_index(batch_op.f('ix_opinion_answers_account_id'))

    op.drop_table('opinion_answers')
    with op.batch_alter_table('opinion_statements', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_opinion_statements_district_id'))

    op.drop_table('opinion_statements')
    with op.batch_alter_table('opinion_rounds', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_opinion_rounds_district_id'))
        batch_op.drop_index(batch_op.f('ix_opinion_rounds_closes_on'))

    op.drop_table('opinion_rounds')
    for table in WITH_ORIGIN:
        op.execute(f"UPDATE {table} SET origin = 'resident' WHERE origin = 'statement'")
    _origins(ORIGINS[:-1])
