"""several places in one procedure

Revision ID: 0067
Revises: 0066
"""

import sqlalchemy as sa
from alembic import op

revision = '0067'
down_revision = '0066'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('procedures', schema=None) as batch_op:
        batch_op.add_column(sa.Column('places', sa.Integer(), server_default='1', nullable=False))
        batch_op.add_column(sa.Column('filled', sa.Integer(), server_default='0', nullable=False))
        batch_op.add_column(sa.Column('earlier', sa.JSON(), nullable=True))
        batch_op.create_check_constraint(op.f('ck_procedures_places'), 'places BETWEEN 1 AND 3')
    # Until now a procedure had one place, and who accepted it filled it.
    op.execute("UPDATE procedures SET filled = 1 WHERE id IN (SELECT procedure_id FROM applications WHERE state = 'accepted')")


def downgrade() -> None:
    with op.batch_alter_table('procedures', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_procedures_places'), type_='check')
        batch_op.drop_column('earlier')
        batch_op.drop_column('filled')
        batch_op.drop_column('places')
