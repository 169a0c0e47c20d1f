"""kinds of vote

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None

KINDS = "'priorities', 'budget', 'motion', 'election', 'choice'"
STEPS = ('waiting', 'reading', 'counting', 'explaining', 'stopped')
# Written out, because SQLite appends exactly this text to the definition of the table.
OF_POLLS = (
    f"ballot_kind VARCHAR(40) DEFAULT 'priorities' NOT NULL CONSTRAINT ck_polls_ballotkind CHECK (ballot_kind IN ({KINDS}))",
    "subject VARCHAR(40)",
    "settings JSON DEFAULT '{}' NOT NULL",
)
BEFORE, AFTER = "budget > 0", "budget > 0 OR ballot_kind NOT IN ('priorities', 'budget')"

POLL = (
    'district_id', 'title', 'question', 'vote_kind', 'ballot_kind', 'unit', 'budget', 'subject', 'closes_at',
    'opened_at', 'entitled', 'inhabitants', 'fingerprint_key',
)
POLL_JSON = ('settings', 'terms', 'mandate')
RESULT = ('state', 'closed_at', 'counted_at', 'published_at', 'fingerprint', 'seed')
RESULT_JSON = ('record',)
PROPOSAL = ('poll_id', 'key', 'position', 'title', 'what', 'amount', 'expected', 'how_noticed', 'pro', 'contra')
OPENED = "EXISTS (SELECT 1 FROM polls WHERE polls.id = {row}.poll_id AND polls.opened_at IS NOT NULL)"


def _conditions(unlike: str, text: str) -> dict[str, tuple[str, str, str]]:
    def differs(columns: tuple[str, ...], json: tuple[str, ...] = ()) -> str:
        plain = [f"OLD.{name} {unlike} NEW.{name}" for name in columns]
        return " OR ".join(plain + [f"OLD.{name}{text} {unlike} NEW.{name}{text}" for name in json])

    return {
        'polls_opened': (
            'polls', f"UPDATE OF {', '.join((*POLL, *POLL_JSON))}",
            f"OLD.opened_at IS NOT NULL AND ({differs(POLL, POLL_JSON)})",
        ),
        'polls_published': (
            'polls', f"UPDATE OF {', '.join((*RESULT, *RESULT_JSON))}",
            f"OLD.state = 'published' AND ({differs(RESULT, RESULT_JSON)})",
        ),
        'proposals_changed': (
            'proposals', f"UPDATE OF {', '.join(PROPOSAL)}",
            f"({differs(PROPOSAL)}) AND {OPENED.format(row='OLD')}",
        ),
        'proposals_added': ('proposals', 'INSERT', OPENED.format(row='NEW')),
        'proposals_removed': ('proposals', 'DELETE', OPENED.format(row='OLD')),
    }


def _add_triggers() -> None:
    if op.get_bind().dialect.name == 'sqlite':
        for name, (table, act, when) in _conditions('IS NOT', '').items():
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {act} ON {table} WHEN {when} "
                "BEGIN SELECT RAISE(ABORT, 'the vote has opened'); END"
            )
        return
    for name, (table, act, when) in _conditions('IS DISTINCT FROM', '::text').items():
        answer = 'OLD' if act == 'DELETE' else 'NEW'
        op.execute(sa.text(
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF {when} THEN RAISE EXCEPTION 'the vote has opened' USING ERRCODE = 'integrity_constraint_violation'; "
            f"END IF; RETURN {answer}; END $$".replace(':', '\\:')
        ))
        op.execute(f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")


def _drop_triggers() -> None:
    sqlite = op.get_bind().dialect.name == 'sqlite'
    for name, (table, _act, _when) in _conditions('', '').items():
        op.execute(f"DROP TRIGGER {name}" + ("" if sqlite else f" ON {table}"))
        if not sqlite:
            op.execute(f"DROP FUNCTION {name}()")


def _rebuild(*changes: tuple[str, str]) -> None:
    """SQLite cannot change a constraint: make the table anew with these changes in its own definition."""
    bind = op.get_bind()
    made = bind.scalar(sa.text("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = 'polls'"))
    kept = bind.scalars(
        sa.text("SELECT sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND tbl_name = 'polls' AND sql IS NOT NULL")
    ).all()
    for before, after in changes:
        if before not in made:
            raise RuntimeError(f"the table polls is not as expected: {before}")
        made = made.replace(before, after)
    head, _, rest = made.partition('(')
    op.execute(sa.text(f"CREATE TABLE polls_new ({rest}".replace(':', '\\:')))
    columns = ', '.join(row[1] for row in bind.execute(sa.text("PRAGMA table_info(polls_new)")))
    op.execute(f"INSERT INTO polls_new ({columns}) SELECT {columns} FROM polls")
    op.execute("DROP TABLE polls")
    op.execute("ALTER TABLE polls_new RENAME TO polls")
    for statement in kept:
        op.execute(sa.text(statement.replace(':', '\\:')))


def upgrade() -> None:
    for column in OF_POLLS:
        op.execute(sa.text(f"ALTER TABLE polls ADD COLUMN {column}"))
    for name in ('pro', 'contra'):
        op.add_column('proposals', sa.Column(name, sa.Text(), server_default='', nullable=False))
    if op.get_bind().dialect.name == 'sqlite':
        _rebuild((BEFORE, AFTER))
    else:
        op.drop_constraint(op.f('ck_polls_budget'), 'polls', type_='check')
        op.create_check_constraint(op.f('ck_polls_budget'), 'polls', AFTER)
    op.create_table('poll_counts',
    sa.Column('poll_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('district_id', sa.Integer(), nullable=False),
    sa.Column('seed', sa.String(length=200), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('begun_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('told_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('step', sa.Enum(*STEPS, name='countstep', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('done', sa.Integer(), nullable=False),
    sa.Column('total', sa.Integer(), nullable=False),
    sa.Column('fault', sa.String(length=1000), nullable=False),
    sa.CheckConstraint('done >= 0 AND total >= 0', name=op.f('ck_poll_counts_progress')),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_poll_counts_district_id_districts')),
    sa.ForeignKeyConstraint(['poll_id'], ['polls.id'], name=op.f('fk_poll_counts_poll_id_polls')),
    sa.PrimaryKeyConstraint('poll_id', name=op.f('pk_poll_counts'))
    )
    with op.batch_alter_table('poll_counts', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_poll_counts_district_id'), ['district_id'], unique=False)
    _add_triggers()


def downgrade() -> None:
    _drop_triggers()
    op.drop_table('poll_counts')
    for name in ('pro', 'contra'):
        op.drop_column('proposals', name)
    if op.get_bind().dialect.name == 'sqlite':
        _rebuild((AFTER, BEFORE), *((f", {column}", "") for column in OF_POLLS))
        return
    op.drop_constraint(op.f('ck_polls_budget'), 'polls', type_='check')
    op.create_check_constraint(op.f('ck_polls_budget'), 'polls', BEFORE)
    for column in OF_POLLS:
        op.drop_column('polls', column.split()[0])
