"""visits and answers to help

Revision ID: 0055
Revises: 0054
"""

import sqlalchemy as sa
from alembic import op

revision = '0055'
down_revision = '0054'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('help_answers',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('district_id', sa.Integer(), nullable=False),
    sa.Column('item_id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('offered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('is_yes', sa.Boolean(), nullable=False),
    sa.Column('text', sa.String(length=600), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('contact', sa.String(length=200), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_help_answers_account_id_accounts')),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_help_answers_district_id_districts')),
    sa.ForeignKeyConstraint(['item_id'], ['agenda_items.id'], name=op.f('fk_help_answers_item_id_agenda_items')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_help_answers')),
    sa.UniqueConstraint('item_id', 'account_id', name=op.f('uq_help_answers_item_id_account_id'))
    )
    with op.batch_alter_table('help_answers', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_help_answers_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_help_answers_district_id'), ['district_id'], unique=False)

    op.create_table('visits',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('district_id', sa.Integer(), nullable=False),
    sa.Column('item_id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('asked', 'coming', 'cannot', 'came', 'missed', 'withdrawn', name='visitstate', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('title', sa.String(length=120), nullable=False),
    sa.Column('place', sa.String(length=200), nullable=False),
    sa.Column('text', sa.String(length=2000), nullable=False),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('is_open', sa.Boolean(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('answer_due_on', sa.Date(), nullable=False),
    sa.Column('words', sa.String(length=600), nullable=False),
    sa.Column('answered_by', sa.Integer(), nullable=True),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('event_id', sa.Integer(), nullable=True),
    sa.Column('told', sa.String(length=600), nullable=False),
    sa.Column('told_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('late_told_on', sa.Date(), nullable=True),
    sa.CheckConstraint("(state IN ('came', 'missed')) = (told_at IS NOT NULL)", name=op.f('ck_visits_told')),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_visits_account_id_accounts')),
    sa.ForeignKeyConstraint(['answered_by'], ['accounts.id'], name=op.f('fk_visits_answered_by_accounts')),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_visits_district_id_districts')),
    sa.ForeignKeyConstraint(['event_id'], ['events.id'], name=op.f('fk_visits_event_id_events')),
    sa.ForeignKeyConstraint(['item_id'], ['agenda_items.id'], name=op.f('fk_visits_item_id_agenda_items')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_visits'))
    )
    with op.batch_alter_table('visits', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_visits_account_id'), ['account_id'], unique=False)
        batch_op.create_index('ix_visits_district_id_state', ['district_id', 'state'], unique=False)
        batch_op.create_index(batch_op.f('ix_visits_item_id'), ['item_id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('visits', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_visits_item_id'))
        batch_op.drop_index('ix_visits_district_id_state')
        batch_op.drop_index(batch_op.f('ix_visits_account_id'))

    op.drop_table('visits')
    with op.batch_alter_table('help_answers', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_help_answers_district_id'))
        batch_op.drop_index(batch_op.f('ix_help_answers_account_id'))

    op.drop_table('help_answers')
