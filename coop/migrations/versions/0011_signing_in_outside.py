"""signing in elsewhere

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op

revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'outside_identities',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('account_id', sa.Integer(), nullable=False),
        sa.Column('slug', sa.String(length=40), nullable=False),
        sa.Column('issuer', sa.String(length=255), nullable=False),
        sa.Column('subject', sa.String(length=255), nullable=False),
        sa.Column('joined_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_outside_identities_account_id_accounts')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_outside_identities')),
        sa.UniqueConstraint('account_id', 'issuer', name=op.f('uq_outside_identities_account_id_issuer')),
        sa.UniqueConstraint('issuer', 'subject', name=op.f('uq_outside_identities_issuer_subject')),
    )


def downgrade() -> None:
    op.drop_table('outside_identities')
