"""appointments: by whom, why, and who agreed

Revision ID: 0013
Revises: 0012
"""

import sqlalchemy as sa
from alembic import op

revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None

PEOPLE = ('given_by', 'confirmed_by', 'ended_by')


def upgrade() -> None:
    with op.batch_alter_table('appointments') as batch:
        batch.add_column(sa.Column('reason', sa.String(length=300), nullable=False, server_default=''))
        batch.add_column(sa.Column('given_by', sa.Integer(), nullable=True))
        batch.add_column(sa.Column('given_at', sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column('is_waiting', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch.add_column(sa.Column('confirmed_by', sa.Integer(), nullable=True))
        batch.add_column(sa.Column('ended_by', sa.Integer(), nullable=True))
        batch.add_column(sa.Column('end_reason', sa.String(length=300), nullable=False, server_default=''))
        for name in PEOPLE:
            batch.create_foreign_key(op.f(f'fk_appointments_{name}_accounts'), 'accounts', [name], ['id'])
        batch.create_check_constraint(
            op.f('ck_appointments_not_to_oneself'), 'given_by IS NULL OR given_by <> account_id'
        )
        batch.create_check_constraint(
            op.f('ck_appointments_four_eyes'),
            'confirmed_by IS NULL OR (confirmed_by <> account_id AND confirmed_by <> given_by)',
        )


def downgrade() -> None:
    with op.batch_alter_table('appointments') as batch:
        batch.drop_constraint(op.f('ck_appointments_four_eyes'), type_='check')
        batch.drop_constraint(op.f('ck_appointments_not_to_oneself'), type_='check')
        for name in PEOPLE:
            batch.drop_constraint(op.f(f'fk_appointments_{name}_accounts'), type_='foreignkey')
        for name in ('end_reason', 'ended_by', 'confirmed_by', 'is_waiting', 'given_at', 'given_by', 'reason'):
            batch.drop_column(name)
