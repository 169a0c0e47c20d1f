"""passkeys and the privacy officer

Revision ID: 0025
Revises: 0024
"""

import sqlalchemy as sa
from alembic import op

revision = '0025'
down_revision = '0024'
branch_labels = None
depends_on = None

ROLES = ('resident', 'member', 'board', 'team_member', 'secretary', 'administrator', 'privacy_officer')
WAYS = ('password', 'link', 'provider', 'demo', 'passkey')
# table, column
WITH_ROLE = (('appointments', 'role'), ('agenda_comments', 'role'), ('agenda_history', 'role'))


def _allow(table: str, column: str, values: tuple[str, ...]) -> None:
    said = ', '.join(f"'{value}'" for value in values)
    with op.batch_alter_table(table, schema=None) as batch_op:
        batch_op.drop_constraint(op.f(f'ck_{table}_{column}'), type_='check')
        batch_op.create_check_constraint(op.f(f'ck_{table}_{column}'), f'{column} IN ({said})')


def upgrade() -> None:
    for table, column in WITH_ROLE:
        _allow(table, column, ROLES)
    _allow('sign_ins', 'way', WAYS)
    op.create_table('spent_questions',
    sa.Column('question_hash', sa.String(length=64), nullable=False),
    sa.Column('spent_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('question_hash', name=op.f('pk_spent_questions'))
    )
    with op.batch_alter_table('spent_questions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_spent_questions_spent_at'), ['spent_at'], unique=False)

    op.create_table('passkeys',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('credential_id', sa.String(length=1400), nullable=False),
    sa.Column('public_key', sa.String(length=2000), nullable=False),
    sa.Column('sign_count', sa.BigInteger(), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('sign_count >= 0', name=op.f('ck_passkeys_sign_count')),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_passkeys_account_id_accounts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_passkeys')),
    sa.UniqueConstraint('credential_id', name=op.f('uq_passkeys_credential_id'))
    )
    with op.batch_alter_table('passkeys', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_passkeys_account_id'), ['account_id'], unique=False)

    op.create_table('second_step_offs',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('district_id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('reason', sa.String(length=300), nullable=False),
    sa.Column('asked_by', sa.Integer(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('confirmed_by', sa.Integer(), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('asked_by <> account_id', name=op.f('ck_second_step_offs_not_for_oneself')),
    sa.CheckConstraint('confirmed_by IS NULL OR (confirmed_by <> account_id AND confirmed_by <> asked_by)', name=op.f('ck_second_step_offs_four_eyes')),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_second_step_offs_account_id_accounts')),
    sa.ForeignKeyConstraint(['asked_by'], ['accounts.id'], name=op.f('fk_second_step_offs_asked_by_accounts')),
    sa.ForeignKeyConstraint(['confirmed_by'], ['accounts.id'], name=op.f('fk_second_step_offs_confirmed_by_accounts')),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_second_step_offs_district_id_districts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_second_step_offs'))
    )
    with op.batch_alter_table('second_step_offs', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_second_step_offs_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_second_step_offs_district_id'), ['district_id'], unique=False)



def downgrade() -> None:
    op.execute("DELETE FROM appointments WHERE role = 'privacy_officer'")
    for table, column in WITH_ROLE[1:]:
        op.execute(f"UPDATE {table} SET {column} = 'administrator' WHERE {column} = 'privacy_officer'")
    op.execute("DELETE FROM sign_ins WHERE way = 'passkey'")
    for table, column in WITH_ROLE:
        _allow(table, column, ROLES[:-1])
    _allow('sign_ins', 'way', WAYS[:-1])
    with op.batch_alter_table('second_step_offs', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_second_step_offs_district_id'))
        batch_op.drop_index(batch_op.f('ix_second_step_offs_account_id'))

    op.drop_table('second_step_offs')
    with op.batch_alter_table('passkeys', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_passkeys_account_id'))

    op.drop_table('passkeys')
    with op.batch_alter_table('spent_questions', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_spent_questions_spent_at'))

    op.drop_table('spent_questions')
