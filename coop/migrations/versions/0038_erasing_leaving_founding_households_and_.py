"""erasing, leaving, founding, households and reach

Revision ID: 0038
Revises: 0037
"""

import sqlalchemy as sa
from alembic import op

revision = '0038'
down_revision = '0037'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('erasures',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('district_id', sa.Integer(), nullable=True),
    sa.Column('table_name', sa.String(length=40), nullable=False),
    sa.Column('row_id', sa.Integer(), nullable=False),
    sa.Column('erased_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_erasures_district_id_districts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_erasures')),
    sa.UniqueConstraint('table_name', 'row_id', name=op.f('uq_erasures_table_name_row_id'))
    )
    with op.batch_alter_table('erasures', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_erasures_district_id'), ['district_id'], unique=False)

    op.create_table('founding_entries',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('district_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('street', sa.String(length=80), nullable=False),
    sa.Column('house_number', sa.String(length=20), nullable=False),
    sa.Column('postcode', sa.String(length=10), nullable=False),
    sa.Column('stated_age', sa.Integer(), nullable=False),
    sa.Column('signed_on', sa.Date(), nullable=False),
    sa.Column('typed_by', sa.Integer(), nullable=False),
    sa.Column('typed_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('number > 0', name=op.f('ck_founding_entries_number')),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_founding_entries_district_id_districts')),
    sa.ForeignKeyConstraint(['typed_by'], ['accounts.id'], name=op.f('fk_founding_entries_typed_by_accounts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_founding_entries')),
    sa.UniqueConstraint('district_id', 'number', 'typed_by', name=op.f('uq_founding_entries_district_id_number_typed_by'))
    )
    with op.batch_alter_table('founding_entries', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_founding_entries_district_id'), ['district_id'], unique=False)

    op.create_table('neighbourhood_figures',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('district_id', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('feature', sa.Enum('age', 'cluster', name='feature', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('group', sa.String(length=80), nullable=False),
    sa.Column('people', sa.Integer(), nullable=False),
    sa.Column('entered_by', sa.Integer(), nullable=False),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('people >= 0', name=op.f('ck_neighbourhood_figures_people')),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_neighbourhood_figures_district_id_districts')),
    sa.ForeignKeyConstraint(['entered_by'], ['accounts.id'], name=op.f('fk_neighbourhood_figures_entered_by_accounts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_neighbourhood_figures')),
    sa.UniqueConstraint('district_id', 'feature', 'group', name=op.f('uq_neighbourhood_figures_district_id_feature_group'))
    )
    with op.batch_alter_table('neighbourhood_figures', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_neighbourhood_figures_district_id'), ['district_id'], unique=False)

    op.execute('INSERT INTO erasures (id, district_id, table_name, row_id, erased_at) SELECT id, district_id, table_name, row_id, erased_at FROM panel_erasures')
    if op.get_bind().dialect.name == 'postgresql':
        op.execute("SELECT setval('erasures_id_seq', (SELECT coalesce(max(id), 0) + 1 FROM erasures), false)")
    with op.batch_alter_table('panel_erasures', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_panel_erasures_district_id'))

    op.drop_table('panel_erasures')
    with op.batch_alter_table('accounts', schema=None) as batch_op:
        batch_op.add_column(sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('erase_on', sa.Date(), nullable=True))
        batch_op.create_index(batch_op.f('ix_accounts_erase_on'), ['erase_on'], unique=False)

    with op.batch_alter_table('membership_applications', schema=None) as batch_op:
        batch_op.add_column(sa.Column('is_move', sa.Boolean(), server_default=sa.false(), nullable=False))

    with op.batch_alter_table('residence_proofs', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_residence_proofs_way'), type_='check')
        batch_op.create_check_constraint(op.f('ck_residence_proofs_way'), "way IN ('letter', 'desk', 'neighbour', 'provider')")
        batch_op.add_column(sa.Column('provider', sa.String(length=40), server_default='', nullable=False))

    with op.batch_alter_table('statutes', schema=None) as batch_op:
        batch_op.add_column(sa.Column('notice_days', sa.Integer(), server_default='0', nullable=False))
        batch_op.add_column(sa.Column('one_per_household', sa.Boolean(), server_default=sa.true(), nullable=False))



def downgrade() -> None:
    with op.batch_alter_table('statutes', schema=None) as batch_op:
        batch_op.drop_column('one_per_household')
        batch_op.drop_column('notice_days')

    op.execute("DELETE FROM residence_proofs WHERE way = 'provider'")
    with op.batch_alter_table('residence_proofs', schema=None) as batch_op:
        batch_op.drop_column('provider')
        batch_op.drop_constraint(op.f('ck_residence_proofs_way'), type_='check')
        batch_op.create_check_constraint(op.f('ck_residence_proofs_way'), "way IN ('letter', 'desk', 'neighbour')")

    with op.batch_alter_table('membership_applications', schema=None) as batch_op:
        batch_op.drop_column('is_move')

    with op.batch_alter_table('accounts', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_accounts_erase_on'))
        batch_op.drop_column('erase_on')
        batch_op.drop_column('closed_at')

    op.create_table('panel_erasures',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('district_id', sa.Integer(), nullable=False),
    sa.Column('table_name', sa.String(length=40), nullable=False),
    sa.Column('row_id', sa.Integer(), nullable=False),
    sa.Column('erased_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_panel_erasures_district_id_districts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_panel_erasures')),
    sa.UniqueConstraint('table_name', 'row_id', name=op.f('uq_panel_erasures_table_name_row_id'))
    )
    with op.batch_alter_table('panel_erasures', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_panel_erasures_district_id'), ['district_id'], unique=False)

    op.execute('INSERT INTO panel_erasures (id, district_id, table_name, row_id, erased_at) SELECT id, district_id, table_name, row_id, erased_at FROM erasures WHERE district_id IS NOT NULL')
    if op.get_bind().dialect.name == 'postgresql':
        op.execute("SELECT setval('panel_erasures_id_seq', (SELECT coalesce(max(id), 0) + 1 FROM panel_erasures), false)")
    with op.batch_alter_table('neighbourhood_figures', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_neighbourhood_figures_district_id'))

    op.drop_table('neighbourhood_figures')
    with op.batch_alter_table('founding_entries', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_founding_entries_district_id'))

    op.drop_table('founding_entries')
    with op.batch_alter_table('erasures', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_erasures_district_id'))

    op.drop_table('erasures')
