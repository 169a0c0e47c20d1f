"""parts of an application that are missing, witnesses of a lot

Revision ID: 0068
Revises: 0067
"""

import sqlalchemy as sa
from alembic import op

revision = '0068'
down_revision = '0067'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('applications', schema=None) as batch_op:
        batch_op.add_column(sa.Column('missing', sa.JSON(), nullable=True))

    with op.batch_alter_table('procedures', schema=None) as batch_op:
        batch_op.add_column(sa.Column('lot_witnesses', sa.String(length=200), server_default='', nullable=False))



def downgrade() -> None:
    with op.batch_alter_table('procedures', schema=None) as batch_op:
        batch_op.drop_column('lot_witnesses')

    with op.batch_alter_table('applications', schema=None) as batch_op:
        batch_op.drop_column('missing')

