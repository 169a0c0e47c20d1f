"""The matrix of permissions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coop.kernel.access import GRANTS, VISITOR_GRANTS, Actor, Permission, Role, visitor
from coop.kernel.errors import NotAllowedError


def test_every_permission_is_granted_to_somebody() -> None:
    granted = set().union(*GRANTS.values()) | VISITOR_GRANTS | {Permission.SEE_MY_PAGE}
    assert granted == set(Permission)


def test_a_visitor_may_only_read() -> None:
    assert [one for one in Permission if visitor().may(one)] == [Permission.READ_PUBLIC]


def test_the_administrator_reads_and_decides_nothing_of_residents() -> None:
    assert GRANTS[Role.ADMINISTRATOR] == {
        Permission.MANAGE_DISTRICT,
        Permission.GIVE_ROLE,
        Permission.CONFIRM_ROLE,
        Permission.READ_AUDIT_LOG,
        Permission.RESCUE_ACCOUNT,
    }


def test_only_members_vote() -> None:
    assert [role for role in Role if Permission.CAST_BALLOT in GRANTS[role]] == [Role.MEMBER]


@given(st.frozensets(st.sampled_from(Role)), st.sampled_from(Role), st.sampled_from(Permission))
def test_another_role_never_takes_a_permission_away(roles: frozenset[Role], more: Role, asked: Permission) -> None:
    before, after = Actor(1, "", 1, roles), Actor(1, "", 1, roles | {more})
    assert after.may(asked) or not before.may(asked)


def test_require_refuses_in_words() -> None:
    with pytest.raises(NotAllowedError):
        visitor().require(Permission.CAST_BALLOT)
