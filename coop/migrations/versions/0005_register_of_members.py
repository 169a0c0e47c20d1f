"""register of members

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('statutes',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('district_id', sa.Integer(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('basis', sa.String(length=200), nullable=False),
    sa.Column('minimum_age', sa.Integer(), nullable=False),
    sa.Column('minimum_membership_days', sa.Integer(), nullable=False),
    sa.Column('residents_only', sa.Boolean(), nullable=False),
    sa.Column('admission', sa.Enum('board', 'automatic', name='admission', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('proxies_per_holder', sa.Integer(), nullable=False),
    sa.Column('vouches_per_year', sa.Integer(), nullable=False),
    sa.Column('recorded_by', sa.Integer(), nullable=True),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_statutes_district_id_districts')),
    sa.ForeignKeyConstraint(['recorded_by'], ['accounts.id'], name=op.f('fk_statutes_recorded_by_accounts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_statutes')),
    sa.UniqueConstraint('district_id', 'starts_on', name=op.f('uq_statutes_district_id_starts_on'))
    )
    with op.batch_alter_table('statutes', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_statutes_district_id'), ['district_id'], unique=False)

    op.create_table('membership_applications',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('district_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(length=12), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('channel', sa.Enum('site', 'paper', name='channel', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('state', sa.Enum('waiting', 'admitted', 'refused', 'withdrawn', name='applicationstate', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('street', sa.String(length=80), nullable=False),
    sa.Column('house_number', sa.String(length=20), nullable=False),
    sa.Column('postcode', sa.String(length=10), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('stated_age', sa.Integer(), nullable=False),
    sa.Column('accepted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('applied_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('code', sa.String(length=64), nullable=True),
    sa.Column('letter_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decided_by', sa.Integer(), nullable=True),
    sa.Column('reason', sa.String(length=1000), nullable=False),
    sa.Column('membership_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_membership_applications_account_id_accounts')),
    sa.ForeignKeyConstraint(['decided_by'], ['accounts.id'], name=op.f('fk_membership_applications_decided_by_accounts')),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_membership_applications_district_id_districts')),
    sa.ForeignKeyConstraint(['membership_id'], ['memberships.id'], name=op.f('fk_membership_applications_membership_id_memberships')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_membership_applications')),
    sa.UniqueConstraint('district_id', 'number', name=op.f('uq_membership_applications_district_id_number'))
    )
    with op.batch_alter_table('membership_applications', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_membership_applications_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_membership_applications_code'), ['code'], unique=False)
        batch_op.create_index(batch_op.f('ix_membership_applications_district_id'), ['district_id'], unique=False)

    op.create_table('residence_proofs',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('district_id', sa.Integer(), nullable=False),
    sa.Column('application_id', sa.Integer(), nullable=False),
    sa.Column('way', sa.Enum('letter', 'desk', 'neighbour', name='way', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('given_by', sa.Integer(), nullable=True),
    sa.Column('given_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('confirmed_by', sa.Integer(), nullable=True),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('confirmed_by IS NULL OR confirmed_by <> given_by', name=op.f('ck_residence_proofs_two_people')),
    sa.ForeignKeyConstraint(['application_id'], ['membership_applications.id'], name=op.f('fk_residence_proofs_application_id_membership_applications')),
    sa.ForeignKeyConstraint(['confirmed_by'], ['accounts.id'], name=op.f('fk_residence_proofs_confirmed_by_accounts')),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_residence_proofs_district_id_districts')),
    sa.ForeignKeyConstraint(['given_by'], ['accounts.id'], name=op.f('fk_residence_proofs_given_by_accounts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_residence_proofs')),
    sa.UniqueConstraint('application_id', 'way', name=op.f('uq_residence_proofs_application_id_way'))
    )
    with op.batch_alter_table('residence_proofs', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_residence_proofs_application_id'), ['application_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_residence_proofs_district_id'), ['district_id'], unique=False)

    with op.batch_alter_table('memberships', schema=None) as batch_op:
        batch_op.add_column(sa.Column('street', sa.String(length=80), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('house_number', sa.String(length=20), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('postcode', sa.String(length=10), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('email', sa.String(length=254), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('stated_age', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('lives_here', sa.Boolean(), nullable=False, server_default=sa.true()))
        batch_op.add_column(sa.Column('ended_because', sa.Enum('own_wish', 'moved', 'died', 'entered_twice', 'expelled', name='ending', native_enum=False, create_constraint=True, length=40), nullable=True))



def downgrade() -> None:
    with op.batch_alter_table('memberships', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_memberships_ending'), type_='check')
        batch_op.drop_column('ended_because')
        batch_op.drop_column('lives_here')
        batch_op.drop_column('stated_age')
        batch_op.drop_column('email')
        batch_op.drop_column('postcode')
        batch_op.drop_column('house_number')
        batch_op.drop_column('street')

    with op.batch_alter_table('residence_proofs', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_residence_proofs_district_id'))
        batch_op.drop_index(batch_op.f('ix_residence_proofs_application_id'))

    op.drop_table('residence_proofs')
    with op.batch_alter_table('membership_applications', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_membership_applications_district_id'))
        batch_op.drop_index(batch_op.f('ix_membership_applications_code'))
        batch_op.drop_index(batch_op.f('ix_membership_applications_account_id'))

    op.drop_table('membership_applications')
    with op.batch_alter_table('statutes', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_statutes_district_id'))

    op.drop_table('statutes')
