"""tables of reports and learning over the fence

Revision ID: 0028
Revises: 0027
"""

import sqlalchemy as sa
from alembic import op

revision = '0028'
down_revision = '0027'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('fence_answers',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('district_id', sa.Integer(), nullable=False),
    sa.Column('other_id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('definition_version', sa.Integer(), nullable=False),
    sa.Column('text', sa.String(length=400), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_fence_answers_account_id_accounts')),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_fence_answers_district_id_districts')),
    sa.ForeignKeyConstraint(['other_id'], ['districts.id'], name=op.f('fk_fence_answers_other_id_districts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_fence_answers')),
    sa.UniqueConstraint('district_id', 'other_id', 'code', 'definition_version', name=op.f('uq_fence_answers_district_id_other_id_code_definition_version'))
    )
    with op.batch_alter_table('fence_answers', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_fence_answers_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_fence_answers_district_id'), ['district_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_fence_answers_other_id'), ['other_id'], unique=False)

    op.create_table('ledger_entries',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('district_id', sa.Integer(), nullable=False),
    sa.Column('table_id', sa.Integer(), nullable=False),
    sa.Column('subject', sa.Enum('new_requests', 'closed', 'second_line', name='subject', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('entry', sa.Text(), nullable=False),
    sa.Column('rule_version', sa.String(length=200), nullable=False),
    sa.Column('released_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_ledger_entries_district_id_districts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ledger_entries')),
    sa.UniqueConstraint('table_id', name=op.f('uq_ledger_entries_table_id'))
    )
    with op.batch_alter_table('ledger_entries', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_ledger_entries_district_id'), ['district_id'], unique=False)

    op.create_table('mkba_sheets',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('district_id', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=120), nullable=False),
    sa.Column('about', sa.Text(), nullable=False),
    sa.Column('made_by', sa.Integer(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_mkba_sheets_district_id_districts')),
    sa.ForeignKeyConstraint(['made_by'], ['accounts.id'], name=op.f('fk_mkba_sheets_made_by_accounts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mkba_sheets'))
    )
    with op.batch_alter_table('mkba_sheets', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_mkba_sheets_district_id'), ['district_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_mkba_sheets_made_by'), ['made_by'], unique=False)

    op.create_table('pilots',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pair', sa.Integer(), nullable=False),
    sa.Column('district_id', sa.Integer(), nullable=False),
    sa.Column('other_id', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=120), nullable=False),
    sa.Column('question', sa.Text(), nullable=False),
    sa.Column('unlike', sa.Text(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('review_on', sa.Date(), nullable=False),
    sa.Column('finding', sa.Text(), nullable=False),
    sa.Column('keeps', sa.String(length=400), nullable=False),
    sa.Column('found_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_pilots_district_id_districts')),
    sa.ForeignKeyConstraint(['other_id'], ['districts.id'], name=op.f('fk_pilots_other_id_districts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pilots')),
    sa.UniqueConstraint('pair', 'district_id', name=op.f('uq_pilots_pair_district_id'))
    )
    with op.batch_alter_table('pilots', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_pilots_district_id'), ['district_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_pilots_other_id'), ['other_id'], unique=False)

    op.create_table('table_sets',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('district_id', sa.Integer(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('writer_ids', sa.JSON(), nullable=False),
    sa.Column('step', sa.Enum('none', 'waiting', 'running', 'safe', 'refused', 'unfinished', 'stopped', name='step', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('checked_revision', sa.Integer(), nullable=True),
    sa.Column('checked_beside', sa.Integer(), nullable=False),
    sa.Column('done', sa.Integer(), nullable=False),
    sa.Column('total', sa.Integer(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('told_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('fault', sa.String(length=600), nullable=False),
    sa.Column('cures', sa.JSON(), nullable=False),
    sa.Column('released_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('released_by', sa.Integer(), nullable=True),
    sa.CheckConstraint("released_at IS NULL OR (step = 'safe' AND checked_revision = revision)", name=op.f('ck_table_sets_only_safe_is_released')),
    sa.CheckConstraint('(released_at IS NULL) = (released_by IS NULL)', name=op.f('ck_table_sets_released_by_somebody')),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_table_sets_district_id_districts')),
    sa.ForeignKeyConstraint(['released_by'], ['accounts.id'], name=op.f('fk_table_sets_released_by_accounts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_table_sets')),
    sa.UniqueConstraint('district_id', 'ends_on', name=op.f('uq_table_sets_district_id_ends_on'))
    )
    with op.batch_alter_table('table_sets', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_table_sets_district_id'), ['district_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_table_sets_released_by'), ['released_by'], unique=False)

    op.create_table('mkba_lines',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('district_id', sa.Integer(), nullable=False),
    sa.Column('sheet_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('cost', 'benefit', name='linekind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('title', sa.String(length=120), nullable=False),
    sa.Column('payer', sa.String(length=80), nullable=False),
    sa.Column('source', sa.String(length=400), nullable=False),
    sa.Column('low_cents', sa.BigInteger(), nullable=False),
    sa.Column('middle_cents', sa.BigInteger(), nullable=False),
    sa.Column('high_cents', sa.BigInteger(), nullable=False),
    sa.CheckConstraint('0 <= low_cents AND low_cents <= middle_cents AND middle_cents <= high_cents', name=op.f('ck_mkba_lines_in_order')),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_mkba_lines_district_id_districts')),
    sa.ForeignKeyConstraint(['sheet_id'], ['mkba_sheets.id'], name=op.f('fk_mkba_lines_sheet_id_mkba_sheets')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mkba_lines'))
    )
    with op.batch_alter_table('mkba_lines', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_mkba_lines_district_id'), ['district_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_mkba_lines_sheet_id'), ['sheet_id'], unique=False)

    op.create_table('tables',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('district_id', sa.Integer(), nullable=False),
    sa.Column('set_id', sa.Integer(), nullable=False),
    sa.Column('subject', sa.Enum('new_requests', 'closed', 'second_line', name='subject', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('measure', sa.Enum('count', 'stock', 'share', 'mean', 'median', 'amount', name='measure', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('rows_dim', sa.Enum('cluster', 'domain', 'age', name='dim', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('columns_dim', sa.String(length=20), nullable=False),
    sa.Column('row_codes', sa.JSON(), nullable=False),
    sa.Column('column_codes', sa.JSON(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=False),
    sa.Column('note', sa.String(length=300), nullable=False),
    sa.Column('counts', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('outcome', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('entry', sa.Text(), nullable=True),
    sa.Column('public', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('corrects_id', sa.Integer(), nullable=True),
    sa.Column('made_by', sa.Integer(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('released_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('(public IS NULL) OR (counts IS NULL)', name=op.f('ck_tables_typed_or_public')),
    sa.CheckConstraint('ends_on > starts_on', name=op.f('ck_tables_period')),
    sa.ForeignKeyConstraint(['corrects_id'], ['tables.id'], name=op.f('fk_tables_corrects_id_tables')),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_tables_district_id_districts')),
    sa.ForeignKeyConstraint(['made_by'], ['accounts.id'], name=op.f('fk_tables_made_by_accounts')),
    sa.ForeignKeyConstraint(['set_id'], ['table_sets.id'], name=op.f('fk_tables_set_id_table_sets')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_tables'))
    )
    with op.batch_alter_table('tables', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_tables_corrects_id'), ['corrects_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_tables_district_id'), ['district_id'], unique=False)
        batch_op.create_index('ix_tables_district_id_released_at', ['district_id', 'released_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_tables_made_by'), ['made_by'], unique=False)
        batch_op.create_index(batch_op.f('ix_tables_set_id'), ['set_id'], unique=False)
    _keep_the_ledger()


def _keep_the_ledger() -> None:
    """Nothing is changed in the ledger or taken out of it, also by who goes around the code."""
    refuses = 'nothing is taken out of the ledger'
    for name, act in (('ledger_entries_changed', 'UPDATE'), ('ledger_entries_removed', 'DELETE')):
        if op.get_bind().dialect.name == 'sqlite':
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {act} ON ledger_entries BEGIN SELECT RAISE(ABORT, '{refuses}'); END"
            )
            continue
        op.execute(
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"RAISE EXCEPTION '{refuses}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
        )
        op.execute(f"CREATE TRIGGER {name} BEFORE {act} ON ledger_entries FOR EACH ROW EXECUTE FUNCTION {name}()")


def downgrade() -> None:
    with op.batch_alter_table('tables', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_tables_set_id'))
        batch_op.drop_index(batch_op.f('ix_tables_made_by'))
        batch_op.drop_index('ix_tables_district_id_released_at')
        batch_op.drop_index(batch_op.f('ix_tables_district_id'))
        batch_op.drop_index(batch_op.f('ix_tables_corrects_id'))

    op.drop_table('tables')
    with op.batch_alter_table('mkba_lines', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_mkba_lines_sheet_id'))
        batch_op.drop_index(batch_op.f('ix_mkba_lines_district_id'))

    op.drop_table('mkba_lines')
    with op.batch_alter_table('table_sets', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_table_sets_released_by'))
        batch_op.drop_index(batch_op.f('ix_table_sets_district_id'))

    op.drop_table('table_sets')
    with op.batch_alter_table('pilots', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_pilots_other_id'))
        batch_op.drop_index(batch_op.f('ix_pilots_district_id'))

    op.drop_table('pilots')
    with op.batch_alter_table('mkba_sheets', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_mkba_sheets_made_by'))
        batch_op.drop_index(batch_op.f('ix_mkba_sheets_district_id'))

    op.drop_table('mkba_sheets')
    with op.batch_alter_table('ledger_entries', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_ledger_entries_district_id'))

    op.drop_table('ledger_entries')
    if op.get_bind().dialect.name != 'sqlite':
        for name in ('ledger_entries_changed', 'ledger_entries_removed'):
            op.execute(f"DROP FUNCTION {name}()")
    with op.batch_alter_table('fence_answers', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_fence_answers_other_id'))
        batch_op.drop_index(batch_op.f('ix_fence_answers_district_id'))
        batch_op.drop_index(batch_op.f('ix_fence_answers_account_id'))

    op.drop_table('fence_answers')
