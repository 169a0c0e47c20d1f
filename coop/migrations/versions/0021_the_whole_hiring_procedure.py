"""the whole hiring procedure

Revision ID: 0021
Revises: 0020
"""

from datetime import timedelta

import sqlalchemy as sa
from alembic import op

revision = '0021'
down_revision = '0020'
branch_labels = None
depends_on = None


STATES = ('draft', 'profile_review', 'approved', 'published', 'closed', 'screening', 'shortlist_set', 'conflict_check', 'interviewing', 'scoring', 'deliberation', 'panel_decided', 'ratification', 'employer_confirmation', 'placed', 'concluded', 'retention', 'erased', 'suspended', 'cancelled', 'unfilled', 'reopened')
EVENTS = ('submit_profile', 'request_changes', 'approve', 'open_pool', 'publish_list', 'draw', 'publish', 'correct_text', 'extend', 'outage', 'cancel', 'apply', 'close', 'admit', 'start_screening', 'none_admitted', 'submit_screening', 'set_shortlist', 'screening_deadline', 'reveal_names', 'declare', 'call_reserve', 'start_interviews', 'plan', 'hold', 'postpone', 'no_show', 'all_held', 'submit_scores', 'reveal', 'scores_deadline', 'amend', 'vote', 'new_round', 'decide', 'no_suitable', 'send', 'agree', 'deviate', 'refuse_second_key', 'refuse_on_procedure', 'silence', 'employer_confirms', 'employer_refuses', 'accept_offer', 'decline_offer', 'write_letter', 'conclude', 'reopen', 'start_retention', 'complain', 'consent', 'erase', 'suspend', 'renew', 'resume', 'annul', 'withdraw')
OLD_STATES = ('draft', 'approved', 'pool_open', 'lottery_published', 'drawn', 'published', 'scoring', 'deliberation', 'ratification', 'employer_confirmation', 'placed', 'unfilled', 'cancelled')
OLD_EVENTS = ('approve', 'open_pool', 'publish_lottery', 'draw', 'publish', 'close', 'none_applied', 'reveal', 'decide', 'no_suitable', 'agree', 'deviate', 'refuse_second_key', 'refuse_on_procedure', 'silence', 'confirm', 'employer_refuses', 'cancel')
OLD_ROLES = ('resident', 'member', 'board', 'team_member', 'secretary', 'administrator')
SEATS = ('waiting', 'accepted', 'declined', 'reserve', 'left', 'removed')


def _in(column: str, values: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


def _table(name: str) -> sa.Table:
    return sa.Table(name, sa.MetaData(), autoload_with=op.get_bind())


def _rename(table: str, column: str, names: dict[str, str]) -> None:
    rows = _table(table)
    for before, after in names.items():
        op.execute(rows.update().where(rows.c[column] == before).values({column: after}))


def _carry_over() -> None:
    """Running procedures go on in the new states: what a panel had scored without interviews was its screening."""
    bind = op.get_bind()
    procedures, history, sheets = _table('procedures'), _table('procedure_history'), _table('score_sheets')
    applications = _table('applications')
    done = {'pool_open': 'pool_open', 'lottery_published': 'list_published', 'drawn': 'drawn'}
    for before, draw in done.items():
        op.execute(procedures.update().where(procedures.c.state == before).values(draw=draw, state='approved'))
    op.execute(procedures.update().where(procedures.c.dice.is_not(None)).values(draw='drawn'))
    drawn = sa.select(history.c.procedure_id, history.c.at).where(history.c.event == 'draw')
    for number, at in bind.execute(drawn).all():
        op.execute(procedures.update().where(procedures.c.id == number).values(drawn_at=at))
    op.execute(history.update().values(part=history.c.role).where(history.c.role.in_(['secretary', 'board'])))
    _rename('procedure_history', 'event', {
        'publish_lottery': 'publish_list', 'none_applied': 'none_admitted', 'confirm': 'accept_offer',
    })
    _rename('procedure_history', 'after', {
        'pool_open': 'approved', 'lottery_published': 'approved', 'drawn': 'approved', 'scoring': 'screening',
    })
    screening = sa.select(procedures.c.id).where(procedures.c.state == 'scoring')
    op.execute(sheets.update().where(sheets.c.procedure_id.in_(screening)).values(phase='screening'))
    op.execute(
        procedures.update().where(procedures.c.state == 'scoring').values(
            state='screening', screening_due_at=procedures.c.scores_due_at
        )
    )
    rounds = ('deliberation', 'ratification', 'employer_confirmation', 'placed')
    op.execute(procedures.update().where(procedures.c.state.not_in(rounds)).values(scores_due_at=None))
    op.execute(procedures.update().values(rounds=1))
    columns = (procedures.c.id, procedures.c.state, procedures.c.chosen_number, procedures.c.decided_at, procedures.c.votes)
    for number, state, chosen, decided_at, votes in bind.execute(sa.select(*columns)).all():
        fresh: dict[str, object] = {}
        if votes:
            told = {str(key): count for key, count in votes.items()}
            fresh['votes'] = {'ballots': sum(told.values()), 'approvals': told, 'firsts': told}
        if chosen:
            fresh['ranking'] = [chosen]
        if state == 'ratification' and decided_at is not None:
            # A little more time than five working days: the board is not late because of this change.
            fresh.update(sent_at=decided_at, board_due_at=decided_at + timedelta(days=14))
        if fresh:
            op.execute(procedures.update().where(procedures.c.id == number).values(**fresh))
        mine = applications.c.procedure_id == number
        place = {
            'screening': 'admitted', 'deliberation': 'interviewed', 'ratification': 'interviewed',
            'employer_confirmation': 'interviewed', 'placed': 'rejected', 'unfilled': 'rejected', 'cancelled': 'rejected',
        }.get(state, 'received')
        op.execute(applications.update().where(mine).values(state=place))
        first = {'ratification': 'preferred', 'employer_confirmation': 'preferred', 'placed': 'accepted'}.get(state)
        if chosen and first:
            op.execute(applications.update().where(mine, applications.c.number == chosen).values(state=first))


def _tighten() -> None:
    with op.batch_alter_table('procedures', schema=None) as batch_op:
        batch_op.create_check_constraint(op.f('ck_procedures_state'), _in('state', STATES))
        for name in ('extended', 'draw', 'board_late', 'reconciled', 'renewed', 'for_committee'):
            batch_op.alter_column(name, server_default=None)
    with op.batch_alter_table('procedure_history', schema=None) as batch_op:
        batch_op.create_check_constraint(op.f('ck_procedure_history_event'), _in('event', EVENTS))
        batch_op.create_check_constraint(op.f('ck_procedure_history_state'), _in('after', STATES))
        batch_op.alter_column('part', server_default=None)
    with op.batch_alter_table('seats', schema=None) as batch_op:
        batch_op.create_check_constraint(op.f('ck_seats_seatstate'), _in('answer', SEATS))
        batch_op.alter_column('voted_round', server_default=None)
    with op.batch_alter_table('score_sheets', schema=None) as batch_op:
        batch_op.create_check_constraint(op.f('ck_score_sheets_phase'), _in('phase', ('screening', 'interview')))
        for name in ('phase', 'amend_reason', 'struck'):
            batch_op.alter_column(name, server_default=None)
    with op.batch_alter_table('applications', schema=None) as batch_op:
        for name in ('state', 'cv', 'sorting_reason'):
            batch_op.alter_column(name, server_default=None)
    with op.batch_alter_table('volunteers', schema=None) as batch_op:
        batch_op.alter_column('told', server_default=None)


def _loosen() -> None:
    for table, names in (
        ('procedures', ('state', 'draw')), ('procedure_history', ('event', 'state', 'part')), ('seats', ('seatstate',)),
        ('applications', ('appstate',)),
        ('score_sheets', ('phase',)),
    ):
        with op.batch_alter_table(table, schema=None) as batch_op:
            for name in names:
                batch_op.drop_constraint(op.f(f'ck_{table}_{name}'), type_='check')


def _carry_back() -> None:
    """The fewer states of before: nearest first; what has no place there is cancelled."""
    procedures, sheets, history = _table('procedures'), _table('score_sheets'), _table('procedure_history')
    for draw, state in (('pool_open', 'pool_open'), ('list_published', 'lottery_published'), ('drawn', 'drawn')):
        here = (procedures.c.state == 'approved') & (procedures.c.draw == draw)
        op.execute(procedures.update().where(here).values(state=state))
    _rename('procedures', 'state', {
        'profile_review': 'draft', 'closed': 'published', 'screening': 'scoring', 'panel_decided': 'ratification',
        'concluded': 'placed', 'retention': 'placed', 'erased': 'placed', 'reopened': 'unfilled',
    })
    op.execute(procedures.update().where(procedures.c.state.not_in(OLD_STATES)).values(state='cancelled'))
    op.execute(procedures.update().where(procedures.c.scores_due_at.is_(None)).values(scores_due_at=procedures.c.closes_at))
    double = sa.select(sheets.c.application_id, sheets.c.seat_id).where(sheets.c.phase == 'interview').subquery()
    op.execute(sheets.delete().where(
        sheets.c.phase == 'screening',
        sa.exists().where(double.c.application_id == sheets.c.application_id, double.c.seat_id == sheets.c.seat_id),
    ))
    counted = sa.select(procedures.c.id, procedures.c.votes).where(procedures.c.votes.is_not(None))
    for number, votes in op.get_bind().execute(counted).all():
        if votes:
            op.execute(procedures.update().where(procedures.c.id == number).values(votes=votes.get('firsts', votes)))
    op.execute(history.delete().where(history.c.account_id.is_(None) | history.c.event.not_in(OLD_EVENTS)))
    op.execute(history.delete().where(history.c.after.not_in(OLD_STATES)))
    _rename('seats', 'answer', {'left': 'declined', 'removed': 'declined'})
    for name in ('seats', 'volunteers'):
        rows = _table(name)
        op.execute(rows.delete().where(rows.c.account_id.is_(None)))


def _tighten_back() -> None:
    with op.batch_alter_table('procedures', schema=None) as batch_op:
        batch_op.create_check_constraint(op.f('ck_procedures_state'), _in('state', OLD_STATES))
    with op.batch_alter_table('procedure_history', schema=None) as batch_op:
        batch_op.create_check_constraint(op.f('ck_procedure_history_event'), _in('event', OLD_EVENTS))
        batch_op.create_check_constraint(op.f('ck_procedure_history_state'), _in('after', OLD_STATES))
        batch_op.create_check_constraint(op.f('ck_procedure_history_role'), _in('role', OLD_ROLES))
    with op.batch_alter_table('seats', schema=None) as batch_op:
        batch_op.create_check_constraint(op.f('ck_seats_answer'), _in('answer', SEATS[:4]))


def upgrade() -> None:
    # ### commands auto generated by Alembic - please adjust! ###
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

    op.create_table('application_drafts',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('district_id', sa.Integer(), nullable=False),
    sa.Column('procedure_id', sa.Integer(), nullable=False),
    sa.Column('token', sa.String(length=64), nullable=False),
    sa.Column('values', sa.JSON(), nullable=False),
    sa.Column('saved_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_application_drafts_district_id_districts')),
    sa.ForeignKeyConstraint(['procedure_id'], ['procedures.id'], name=op.f('fk_application_drafts_procedure_id_procedures')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_application_drafts')),
    sa.UniqueConstraint('token', name=op.f('uq_application_drafts_token'))
    )
    with op.batch_alter_table('application_drafts', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_application_drafts_district_id'), ['district_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_application_drafts_procedure_id'), ['procedure_id'], unique=False)

    op.create_table('procedure_remarks',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('district_id', sa.Integer(), nullable=False),
    sa.Column('procedure_id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('answer', sa.Text(), nullable=True),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_procedure_remarks_account_id_accounts')),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_procedure_remarks_district_id_districts')),
    sa.ForeignKeyConstraint(['procedure_id'], ['procedures.id'], name=op.f('fk_procedure_remarks_procedure_id_procedures')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_procedure_remarks'))
    )
    with op.batch_alter_table('procedure_remarks', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_procedure_remarks_district_id'), ['district_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_procedure_remarks_procedure_id'), ['procedure_id'], unique=False)

    op.create_table('complaints',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('district_id', sa.Integer(), nullable=False),
    sa.Column('procedure_id', sa.Integer(), nullable=False),
    sa.Column('application_id', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('filed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('founded', sa.Boolean(), nullable=True),
    sa.Column('ruling', sa.Text(), nullable=False),
    sa.Column('ruled_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['application_id'], ['applications.id'], name=op.f('fk_complaints_application_id_applications')),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_complaints_district_id_districts')),
    sa.ForeignKeyConstraint(['procedure_id'], ['procedures.id'], name=op.f('fk_complaints_procedure_id_procedures')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_complaints'))
    )
    with op.batch_alter_table('complaints', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_complaints_application_id'), ['application_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_complaints_district_id'), ['district_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_complaints_procedure_id'), ['procedure_id'], unique=False)

    op.create_table('interviews',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('district_id', sa.Integer(), nullable=False),
    sa.Column('procedure_id', sa.Integer(), nullable=False),
    sa.Column('application_id', sa.Integer(), nullable=False),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('place', sa.String(length=200), nullable=False),
    sa.Column('arrangement', sa.String(length=200), nullable=False),
    sa.Column('postponed', sa.Boolean(), nullable=False),
    sa.Column('held_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('present', sa.JSON(), nullable=True),
    sa.CheckConstraint('minutes > 0', name=op.f('ck_interviews_minutes')),
    sa.ForeignKeyConstraint(['application_id'], ['applications.id'], name=op.f('fk_interviews_application_id_applications')),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_interviews_district_id_districts')),
    sa.ForeignKeyConstraint(['procedure_id'], ['procedures.id'], name=op.f('fk_interviews_procedure_id_procedures')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_interviews')),
    sa.UniqueConstraint('application_id', name=op.f('uq_interviews_application_id'))
    )
    with op.batch_alter_table('interviews', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_interviews_district_id'), ['district_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_interviews_procedure_id'), ['procedure_id'], unique=False)

    op.create_table('panel_declarations',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('district_id', sa.Integer(), nullable=False),
    sa.Column('procedure_id', sa.Integer(), nullable=False),
    sa.Column('seat_id', sa.Integer(), nullable=False),
    sa.Column('application_id', sa.Integer(), nullable=False),
    sa.Column('steps_back', sa.Boolean(), nullable=False),
    sa.Column('declared_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['application_id'], ['applications.id'], name=op.f('fk_panel_declarations_application_id_applications')),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_panel_declarations_district_id_districts')),
    sa.ForeignKeyConstraint(['procedure_id'], ['procedures.id'], name=op.f('fk_panel_declarations_procedure_id_procedures')),
    sa.ForeignKeyConstraint(['seat_id'], ['seats.id'], name=op.f('fk_panel_declarations_seat_id_seats')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_panel_declarations')),
    sa.UniqueConstraint('seat_id', 'application_id', name=op.f('uq_panel_declarations_seat_id_application_id'))
    )
    with op.batch_alter_table('panel_declarations', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_panel_declarations_district_id'), ['district_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_panel_declarations_procedure_id'), ['procedure_id'], unique=False)

    op.create_table('panel_opinions',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('district_id', sa.Integer(), nullable=False),
    sa.Column('procedure_id', sa.Integer(), nullable=False),
    sa.Column('seat_id', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('written_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_panel_opinions_district_id_districts')),
    sa.ForeignKeyConstraint(['procedure_id'], ['procedures.id'], name=op.f('fk_panel_opinions_procedure_id_procedures')),
    sa.ForeignKeyConstraint(['seat_id'], ['seats.id'], name=op.f('fk_panel_opinions_seat_id_seats')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_panel_opinions')),
    sa.UniqueConstraint('seat_id', name=op.f('uq_panel_opinions_seat_id'))
    )
    with op.batch_alter_table('panel_opinions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_panel_opinions_district_id'), ['district_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_panel_opinions_procedure_id'), ['procedure_id'], unique=False)

    with op.batch_alter_table('applications', schema=None) as batch_op:
        batch_op.add_column(sa.Column('state', sa.Enum('received', 'incomplete', 'late', 'knocked_out', 'admitted', 'not_shortlisted', 'shortlisted', 'invited', 'interviewed', 'no_show', 'preferred', 'rejected', 'offered', 'accepted', 'declined', 'withdrawn', 'replaced', name='appstate', native_enum=False, create_constraint=True, length=40), nullable=False, server_default='received'))
        batch_op.add_column(sa.Column('cv', sa.Text(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('knock_outs', sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column('redacted', sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column('sorting_reason', sa.Text(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('repair_until_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('letter', sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column('letter_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('consent_until_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('erased_at', sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table('procedure_history', schema=None) as batch_op:
        batch_op.add_column(sa.Column('part', sa.Enum('secretary', 'board', 'panel_member', 'candidate', 'employer', 'complaints_committee', 'clock', name='part', native_enum=False, create_constraint=True, length=40), nullable=False, server_default='secretary'))
        batch_op.alter_column('account_id',
               existing_type=sa.INTEGER(),
               nullable=True)
        batch_op.drop_constraint(op.f('ck_procedure_history_event'), type_='check')
        batch_op.drop_constraint(op.f('ck_procedure_history_state'), type_='check')
        batch_op.drop_constraint(op.f('ck_procedure_history_role'), type_='check')

    with op.batch_alter_table('procedures', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_procedures_state'), type_='check')
        batch_op.add_column(sa.Column('most_important', sa.String(length=4), nullable=True))
        batch_op.add_column(sa.Column('knock_outs', sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column('rubric_sha256', sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column('predecessor_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('review_until_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('published_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('extended', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('pulse_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('screening_due_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('invited_count', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('draw', sa.Enum('none', 'pool_open', 'list_published', 'drawn', name='draw', native_enum=False, create_constraint=True, length=40), nullable=False, server_default='none'))
        batch_op.add_column(sa.Column('drawn_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('make_up', sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column('tally', sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column('ranking', sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column('rule', sa.String(length=200), nullable=True))
        batch_op.add_column(sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('board_due_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('board_late', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('reconciled', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('employer_token', sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column('committee_token', sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column('employer_confirmed_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('placed_name', sa.String(length=120), nullable=True))
        batch_op.add_column(sa.Column('erase_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('erased_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('concluded_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('certificate', sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column('suspended_from', sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column('suspended_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('suspended_until_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('renewed', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('for_committee', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.alter_column('scores_due_at',
               existing_type=sa.DATETIME(),
               nullable=True)
        batch_op.create_foreign_key(batch_op.f('fk_procedures_predecessor_id_procedures'), 'procedures', ['predecessor_id'], ['id'])

    with op.batch_alter_table('score_sheets', schema=None) as batch_op:
        batch_op.add_column(sa.Column('phase', sa.String(length=10), nullable=False, server_default='interview'))
        batch_op.add_column(sa.Column('amended', sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column('amend_reason', sa.Text(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('amended_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('struck', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('typed_by_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('checked_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.drop_constraint(batch_op.f('uq_score_sheets_application_id_seat_id'), type_='unique')
        batch_op.create_unique_constraint(batch_op.f('uq_score_sheets_application_id_seat_id_phase'), ['application_id', 'seat_id', 'phase'])
        batch_op.create_foreign_key(batch_op.f('fk_score_sheets_typed_by_id_accounts'), 'accounts', ['typed_by_id'], ['id'])

    with op.batch_alter_table('seats', schema=None) as batch_op:
        batch_op.add_column(sa.Column('briefed_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('voted_round', sa.Integer(), nullable=False, server_default='0'))
        batch_op.alter_column('account_id',
               existing_type=sa.INTEGER(),
               nullable=True)
        batch_op.drop_constraint(op.f('ck_seats_answer'), type_='check')
        batch_op.alter_column('answer',
               existing_type=sa.VARCHAR(length=10),
               type_=sa.String(length=40),
               existing_nullable=False)

    with op.batch_alter_table('volunteers', schema=None) as batch_op:
        batch_op.add_column(sa.Column('told', sa.Boolean(), nullable=False, server_default=sa.true()))
        batch_op.alter_column('account_id',
               existing_type=sa.INTEGER(),
               nullable=True)

    # ### end Alembic commands ###

    _carry_over()
    with op.batch_alter_table('procedure_history', schema=None) as batch_op:
        batch_op.drop_column('role')
    _tighten()


def downgrade() -> None:
    _loosen()
    _carry_back()
    # ### commands auto generated by Alembic - please adjust! ###
    with op.batch_alter_table('volunteers', schema=None) as batch_op:
        batch_op.alter_column('account_id',
               existing_type=sa.INTEGER(),
               nullable=False)
        batch_op.drop_column('told')

    with op.batch_alter_table('seats', schema=None) as batch_op:
        batch_op.alter_column('answer',
               existing_type=sa.String(length=40),
               type_=sa.VARCHAR(length=10),
               existing_nullable=False)
        batch_op.alter_column('account_id',
               existing_type=sa.INTEGER(),
               nullable=False)
        batch_op.drop_column('voted_round')
        batch_op.drop_column('briefed_at')

    with op.batch_alter_table('score_sheets', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_score_sheets_typed_by_id_accounts'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('uq_score_sheets_application_id_seat_id_phase'), type_='unique')
        batch_op.create_unique_constraint(batch_op.f('uq_score_sheets_application_id_seat_id'), ['application_id', 'seat_id'])
        batch_op.drop_column('checked_at')
        batch_op.drop_column('typed_by_id')
        batch_op.drop_column('struck')
        batch_op.drop_column('amended_at')
        batch_op.drop_column('amend_reason')
        batch_op.drop_column('amended')
        batch_op.drop_column('phase')

    with op.batch_alter_table('procedures', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_procedures_predecessor_id_procedures'), type_='foreignkey')
        batch_op.alter_column('scores_due_at',
               existing_type=sa.DATETIME(),
               nullable=False)
        batch_op.drop_column('for_committee')
        batch_op.drop_column('renewed')
        batch_op.drop_column('suspended_until_at')
        batch_op.drop_column('suspended_at')
        batch_op.drop_column('suspended_from')
        batch_op.drop_column('certificate')
        batch_op.drop_column('concluded_at')
        batch_op.drop_column('erased_at')
        batch_op.drop_column('erase_at')
        batch_op.drop_column('placed_name')
        batch_op.drop_column('employer_confirmed_at')
        batch_op.drop_column('committee_token')
        batch_op.drop_column('employer_token')
        batch_op.drop_column('reconciled')
        batch_op.drop_column('board_late')
        batch_op.drop_column('board_due_at')
        batch_op.drop_column('sent_at')
        batch_op.drop_column('rule')
        batch_op.drop_column('ranking')
        batch_op.drop_column('tally')
        batch_op.drop_column('make_up')
        batch_op.drop_column('drawn_at')
        batch_op.drop_column('draw')
        batch_op.drop_column('invited_count')
        batch_op.drop_column('screening_due_at')
        batch_op.drop_column('pulse_at')
        batch_op.drop_column('extended')
        batch_op.drop_column('published_at')
        batch_op.drop_column('review_until_at')
        batch_op.drop_column('predecessor_id')
        batch_op.drop_column('rubric_sha256')
        batch_op.drop_column('knock_outs')
        batch_op.drop_column('most_important')

    with op.batch_alter_table('procedure_history', schema=None) as batch_op:
        batch_op.add_column(sa.Column('role', sa.VARCHAR(length=40), nullable=False, server_default='secretary'))
        batch_op.alter_column('account_id',
               existing_type=sa.INTEGER(),
               nullable=False)
        batch_op.drop_column('part')

    with op.batch_alter_table('applications', schema=None) as batch_op:
        batch_op.drop_column('erased_at')
        batch_op.drop_column('consent_until_at')
        batch_op.drop_column('letter_at')
        batch_op.drop_column('letter')
        batch_op.drop_column('repair_until_at')
        batch_op.drop_column('sorting_reason')
        batch_op.drop_column('redacted')
        batch_op.drop_column('knock_outs')
        batch_op.drop_column('cv')
        batch_op.drop_column('state')

    with op.batch_alter_table('panel_opinions', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_panel_opinions_procedure_id'))
        batch_op.drop_index(batch_op.f('ix_panel_opinions_district_id'))

    op.drop_table('panel_opinions')
    with op.batch_alter_table('panel_declarations', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_panel_declarations_procedure_id'))
        batch_op.drop_index(batch_op.f('ix_panel_declarations_district_id'))

    op.drop_table('panel_declarations')
    with op.batch_alter_table('interviews', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_interviews_procedure_id'))
        batch_op.drop_index(batch_op.f('ix_interviews_district_id'))

    op.drop_table('interviews')
    with op.batch_alter_table('complaints', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_complaints_procedure_id'))
        batch_op.drop_index(batch_op.f('ix_complaints_district_id'))
        batch_op.drop_index(batch_op.f('ix_complaints_application_id'))

    op.drop_table('complaints')
    with op.batch_alter_table('procedure_remarks', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_procedure_remarks_procedure_id'))
        batch_op.drop_index(batch_op.f('ix_procedure_remarks_district_id'))

    op.drop_table('procedure_remarks')
    with op.batch_alter_table('application_drafts', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_application_drafts_procedure_id'))
        batch_op.drop_index(batch_op.f('ix_application_drafts_district_id'))

    op.drop_table('application_drafts')
    with op.batch_alter_table('panel_erasures', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_panel_erasures_district_id'))

    op.drop_table('panel_erasures')
    # ### end Alembic commands ###
    _tighten_back()
