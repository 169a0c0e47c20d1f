"""signing in: where, brakes, links by mail, second step

Revision ID: 0003
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'sign_ins',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('account_id', sa.Integer(), nullable=False),
        sa.Column('token', sa.String(length=64), nullable=False),
        sa.Column(
            'way',
            sa.Enum('password', 'link', 'provider', 'demo', name='way', native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column('device', sa.String(length=80), nullable=False),
        sa.Column('is_strong', sa.Boolean(), nullable=False),
        sa.Column('begun_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_sign_ins_account_id_accounts')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_sign_ins')),
    )
    op.create_index(op.f('ix_sign_ins_account_id'), 'sign_ins', ['account_id'])
    op.create_index(op.f('ix_sign_ins_begun_at'), 'sign_ins', ['begun_at'])
    op.create_table(
        'sign_in_brakes',
        sa.Column('key', sa.String(length=64), nullable=False),
        sa.Column('failures', sa.Integer(), nullable=False),
        sa.Column('tried_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('free_at', sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint('failures >= 0', name=op.f('ck_sign_in_brakes_failures')),
        sa.PrimaryKeyConstraint('key', name=op.f('pk_sign_in_brakes')),
    )
    op.create_index(op.f('ix_sign_in_brakes_tried_at'), 'sign_in_brakes', ['tried_at'])
    op.create_table(
        'sign_in_links',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('account_id', sa.Integer(), nullable=False),
        sa.Column('token_hash', sa.String(length=64), nullable=False),
        sa.Column('browser_hash', sa.String(length=64), nullable=False),
        sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_sign_in_links_account_id_accounts')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_sign_in_links')),
        sa.UniqueConstraint('token_hash', name=op.f('uq_sign_in_links_token_hash')),
    )
    op.create_index(op.f('ix_sign_in_links_account_id'), 'sign_in_links', ['account_id'])
    op.create_index(op.f('ix_sign_in_links_expires_at'), 'sign_in_links', ['expires_at'])
    op.create_table(
        'second_factors',
        sa.Column('account_id', sa.Integer(), nullable=False),
        sa.Column('sealed_secret', sa.String(length=400), nullable=False),
        sa.Column('last_step', sa.Integer(), nullable=False),
        sa.Column('set_up_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_second_factors_account_id_accounts')),
        sa.PrimaryKeyConstraint('account_id', name=op.f('pk_second_factors')),
    )
    op.create_table(
        'recovery_codes',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('account_id', sa.Integer(), nullable=False),
        sa.Column('code_hash', sa.String(length=64), nullable=False),
        sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_recovery_codes_account_id_accounts')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_recovery_codes')),
    )
    op.create_index(op.f('ix_recovery_codes_account_id'), 'recovery_codes', ['account_id'])
    # Not as a batch: that would make the table anew, which other tables point at.
    op.drop_column('accounts', 'stamp')


def downgrade() -> None:
    op.add_column('accounts', sa.Column('stamp', sa.String(length=32), nullable=False, server_default=''))
    for table in ('recovery_codes', 'second_factors', 'sign_in_links', 'sign_in_brakes', 'sign_ins'):
        op.drop_table(table)
