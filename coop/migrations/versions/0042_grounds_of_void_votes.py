"""grounds of void votes

Revision ID: 0042
Revises: 0041
"""

import sqlalchemy as sa
from alembic import op

revision = '0042'
down_revision = '0041'
branch_labels = None
depends_on = None

# In place: rebuilding the table would lose the triggers that keep an opened vote still.
GROUND = "void_ground VARCHAR(40) CONSTRAINT ck_polls_ground CHECK (void_ground IN ('roll', 'count', 'interest', 'law'))"


def upgrade() -> None:
    op.execute(sa.text(f"ALTER TABLE polls ADD COLUMN {GROUND}"))


def downgrade() -> None:
    op.drop_column('polls', 'void_ground')
