"""team charters and followed neighbourhoods

Revision ID: 0040
Revises: 0039
"""

import sqlalchemy as sa
from alembic import op

revision = '0040'
down_revision = '0039'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('followed_districts',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('district_id', sa.Integer(), nullable=False),
    sa.Column('since_on', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_followed_districts_account_id_accounts')),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_followed_districts_district_id_districts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_followed_districts')),
    sa.UniqueConstraint('account_id', 'district_id', name=op.f('uq_followed_districts_account_id_district_id'))
    )
    with op.batch_alter_table('followed_districts', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_followed_districts_district_id'), ['district_id'], unique=False)

    op.create_table('team_charters',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('district_id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('ideal', sa.Enum('alongside', 'early', name='idealtype', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('why', sa.Text(), nullable=False),
    sa.Column('answers', sa.JSON(), nullable=False),
    sa.Column('published_on', sa.Date(), nullable=True),
    sa.CheckConstraint('(version > 0) = (published_on IS NOT NULL)', name=op.f('ck_team_charters_published')),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_team_charters_district_id_districts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_team_charters')),
    sa.UniqueConstraint('district_id', 'version', name=op.f('uq_team_charters_district_id_version'))
    )
    with op.batch_alter_table('team_charters', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_team_charters_district_id'), ['district_id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('team_charters', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_team_charters_district_id'))

    op.drop_table('team_charters')
    with op.batch_alter_table('followed_districts', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_followed_districts_district_id'))

    op.drop_table('followed_districts')
