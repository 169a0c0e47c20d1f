"""whole template of a report

Revision ID: 0026
Revises: 0025
"""

import sqlalchemy as sa
from alembic import op

revision = '0026'
down_revision = '0025'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('learning_cases',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('district_id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('rule', sa.String(length=600), nullable=False),
    sa.Column('did', sa.Text(), nullable=False),
    sa.Column('why', sa.Text(), nullable=False),
    sa.Column('learned', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_learning_cases_account_id_accounts')),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_learning_cases_district_id_districts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_learning_cases'))
    )
    with op.batch_alter_table('learning_cases', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_learning_cases_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_learning_cases_district_id'), ['district_id'], unique=False)

    op.create_table('story_offers',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('district_id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('changes', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('withdrawn_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_story_offers_account_id_accounts')),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_story_offers_district_id_districts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_story_offers'))
    )
    with op.batch_alter_table('story_offers', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_story_offers_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_story_offers_district_id'), ['district_id'], unique=False)

    op.create_table('report_minority_views',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('district_id', sa.Integer(), nullable=False),
    sa.Column('report_id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_report_minority_views_account_id_accounts')),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_report_minority_views_district_id_districts')),
    sa.ForeignKeyConstraint(['report_id'], ['reports.id'], name=op.f('fk_report_minority_views_report_id_reports')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_report_minority_views')),
    sa.UniqueConstraint('report_id', 'account_id', name=op.f('uq_report_minority_views_report_id_account_id'))
    )
    with op.batch_alter_table('report_minority_views', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_report_minority_views_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_report_minority_views_district_id'), ['district_id'], unique=False)

    op.create_table('report_profiles',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('district_id', sa.Integer(), nullable=False),
    sa.Column('report_id', sa.Integer(), nullable=False),
    sa.Column('household', sa.JSON(), nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_report_profiles_district_id_districts')),
    sa.ForeignKeyConstraint(['report_id'], ['reports.id'], name=op.f('fk_report_profiles_report_id_reports')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_report_profiles'))
    )
    with op.batch_alter_table('report_profiles', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_report_profiles_district_id'), ['district_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_report_profiles_report_id'), ['report_id'], unique=False)

    op.create_table('report_resident_answers',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('district_id', sa.Integer(), nullable=False),
    sa.Column('report_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('text', sa.String(length=600), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_report_resident_answers_account_id_accounts')),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_report_resident_answers_district_id_districts')),
    sa.ForeignKeyConstraint(['report_id'], ['reports.id'], name=op.f('fk_report_resident_answers_report_id_reports')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_report_resident_answers')),
    sa.UniqueConstraint('report_id', 'number', 'account_id', name=op.f('uq_report_resident_answers_report_id_number_account_id'))
    )
    with op.batch_alter_table('report_resident_answers', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_report_resident_answers_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_report_resident_answers_district_id'), ['district_id'], unique=False)

    op.create_table('report_commitment_judgements',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('district_id', sa.Integer(), nullable=False),
    sa.Column('report_id', sa.Integer(), nullable=False),
    sa.Column('commitment_id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('score', sa.Integer(), nullable=False),
    sa.Column('reason', sa.String(length=600), nullable=False),
    sa.CheckConstraint('score BETWEEN 1 AND 5', name=op.f('ck_report_commitment_judgements_five_points')),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_report_commitment_judgements_account_id_accounts')),
    sa.ForeignKeyConstraint(['commitment_id'], ['commitments.id'], name=op.f('fk_report_commitment_judgements_commitment_id_commitments')),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_report_commitment_judgements_district_id_districts')),
    sa.ForeignKeyConstraint(['report_id'], ['reports.id'], name=op.f('fk_report_commitment_judgements_report_id_reports')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_report_commitment_judgements')),
    sa.UniqueConstraint('report_id', 'commitment_id', 'account_id', name=op.f('uq_report_commitment_judgements_report_id_commitment_id_account_id'))
    )
    with op.batch_alter_table('report_commitment_judgements', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_report_commitment_judgements_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_report_commitment_judgements_commitment_id'), ['commitment_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_report_commitment_judgements_district_id'), ['district_id'], unique=False)

    with op.batch_alter_table('report_figures', schema=None) as batch_op:
        batch_op.add_column(sa.Column('p90', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('note', sa.String(length=300), nullable=False, server_default=''))

    with op.batch_alter_table('report_stories', schema=None) as batch_op:
        batch_op.add_column(sa.Column('household', sa.JSON(), nullable=False, server_default='{}'))
        batch_op.add_column(sa.Column('matches', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('reader_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('read_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('read_hash', sa.String(length=64), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('reader_remark', sa.Text(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('withdrawn_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('offer_id', sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f('ix_report_stories_offer_id'), ['offer_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_report_stories_reader_id'), ['reader_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_report_stories_reader_id_accounts'), 'accounts', ['reader_id'], ['id'])
        batch_op.create_foreign_key(batch_op.f('fk_report_stories_offer_id_story_offers'), 'story_offers', ['offer_id'], ['id'])

    with op.batch_alter_table('reports', schema=None) as batch_op:
        batch_op.add_column(sa.Column('reach_gap', sa.Text(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('dilemma', sa.Text(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('one_view', sa.Text(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('other_view', sa.Text(), nullable=False, server_default=''))


def downgrade() -> None:
    with op.batch_alter_table('reports', schema=None) as batch_op:
        batch_op.drop_column('other_view')
        batch_op.drop_column('one_view')
        batch_op.drop_column('dilemma')
        batch_op.drop_column('reach_gap')

    with op.batch_alter_table('report_stories', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_report_stories_offer_id_story_offers'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('fk_report_stories_reader_id_accounts'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_report_stories_reader_id'))
        batch_op.drop_index(batch_op.f('ix_report_stories_offer_id'))
        batch_op.drop_column('offer_id')
        batch_op.drop_column('withdrawn_on')
        batch_op.drop_column('reader_remark')
        batch_op.drop_column('read_hash')
        batch_op.drop_column('read_at')
        batch_op.drop_column('reader_id')
        batch_op.drop_column('matches')
        batch_op.drop_column('household')

    with op.batch_alter_table('report_figures', schema=None) as batch_op:
        batch_op.drop_column('note')
        batch_op.drop_column('p90')

    with op.batch_alter_table('report_commitment_judgements', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_report_commitment_judgements_district_id'))
        batch_op.drop_index(batch_op.f('ix_report_commitment_judgements_commitment_id'))
        batch_op.drop_index(batch_op.f('ix_report_commitment_judgements_account_id'))

    op.drop_table('report_commitment_judgements')
    with op.batch_alter_table('report_resident_answers', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_report_resident_answers_district_id'))
        batch_op.drop_index(batch_op.f('ix_report_resident_answers_account_id'))

    op.drop_table('report_resident_answers')
    with op.batch_alter_table('report_profiles', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_report_profiles_report_id'))
        batch_op.drop_index(batch_op.f('ix_report_profiles_district_id'))

    op.drop_table('report_profiles')
    with op.batch_alter_table('report_minority_views', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_report_minority_views_district_id'))
        batch_op.drop_index(batch_op.f('ix_report_minority_views_account_id'))

    op.drop_table('report_minority_views')
    with op.batch_alter_table('story_offers', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_story_offers_district_id'))
        batch_op.drop_index(batch_op.f('ix_story_offers_account_id'))

    op.drop_table('story_offers')
    with op.batch_alter_table('learning_cases', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_learning_cases_district_id'))
        batch_op.drop_index(batch_op.f('ix_learning_cases_account_id'))

    op.drop_table('learning_cases')