"""Every role at every address, from the one table: `GRANTS` says who may, the stamp of the view says what it asks."""

from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from coop.demo.cast import Cast
from coop.kernel.access import (
    GRANTS,
    PERMISSION_WORDS,
    SIGNED_IN_GRANTS,
    STRONG_ROLES,
    VISITOR_GRANTS,
    Permission,
    Role,
)
from coop.members.actions import admit_member, appoint
from coop.web.guard import stamp_of
from tests.architecture.test_routes import APP, RULES, _ids_in, _methods, _names_of, _path
from tests.support import make
from tests.support.site import Site, Visitor

SLUG = "noorderkwartier"
GUARDED = [
    rule
    for rule in RULES
    if "district" in rule.arguments
    and stamp_of(APP.view_functions[rule.endpoint]) not in (None, *SIGNED_IN_GRANTS, *VISITOR_GRANTS)
]


def _asks(rule: Rule) -> Permission:
    found = stamp_of(APP.view_functions[rule.endpoint])
    assert found is not None
    return found


def _person(db: Session, cast: Cast, role: Role) -> make.Person:
    """Somebody with this role only."""
    someone = make.account(db, f"Only {role}")
    if role is Role.MEMBER:
        admit_member(db, cast.busy.id, name=someone.name, on=make.LONG_AGO, account_id=someone.id)
    else:
        appoint(db, cast.busy.id, someone.id, role, starts_on=make.LONG_AGO)
    return make.Person(someone, make.visitor_actor(cast.busy.id))


def _refused(visitor: Visitor, method: str, path: str, token: str) -> bool:
    """Whether the guard sent this away: the refusal before the view, or on to signing in."""
    answer = visitor.client.open(path, method=method, data={"csrf_token": token} if method == "POST" else None)
    sent_to = answer.headers.get("Location", "")
    if answer.status_code in (302, 303) and sent_to.startswith(("/inloggen?", "/mijn-account/tweede-stap?")):
        return True
    return answer.status_code == 403 and (
        "with your role in this neighbourhood" in answer.get_data(as_text=True)
        or "You are not signed in" in answer.get_data(as_text=True)
        or "sign in with a second step" in answer.get_data(as_text=True)
    )


def _token(visitor: Visitor) -> str:
    field = visitor.open("/inloggen").soup.select_one("input[name=csrf_token]")
    assert field is not None
    return str(field["value"])


def test_every_role_at_every_address(db: Session, town: tuple[Site, Cast]) -> None:
    site, cast = town
    addresses = [
        (rule, _path(site, rule, SLUG, _ids_in(db, cast.busy.id, rule, _names_of(rule))[0] if _names_of(rule) else {}))
        for rule in GUARDED
        if rule.endpoint in site.app.view_functions
    ]
    people: dict[str, Visitor] = {"visitor": site.visitor(language="en")}
    people["nobody here"] = site.visitor(language="en").sign_in(make.outsider(db, cast.busy))
    roles = {role: _person(db, cast, role) for role in Role}
    people |= {role: site.visitor(language="en").sign_in(person) for role, person in roles.items()}
    wrong, tried = [], 0
    for name, visitor in people.items():
        token = _token(visitor)
        granted = GRANTS[Role(name)] if name in set(Role) else frozenset()
        for rule, path in addresses:
            asked = _asks(rule)
            # What is granted may still be refused by the thing itself; here only the guard is asked, and by looking.
            methods = [one for one in _methods(rule) if asked not in granted or one == "GET"]
            tried += len(methods)
            for one in methods:
                if _refused(visitor, one, path, token) == (asked in granted):
                    wrong.append(f"{name} {one} {path} ({asked})")
    for role in STRONG_ROLES:
        visitor = site.visitor(language="en").sign_in(roles[role], is_strong=False)
        for rule, path in addresses:
            if "GET" in _methods(rule) and _asks(rule) in GRANTS[role] and not _refused(visitor, "GET", path, ""):
                wrong.append(f"{role} with one step {path}")
    assert not wrong, "\n".join(wrong)
    assert tried > 9 * 80


def test_the_page_for_members_prints_the_whole_matrix(site: Site) -> None:
    page = site.visitor(language="en").open(f"/{SLUG}/functies/wie-mag-wat")
    rows = {row.select_one("th").get_text(strip=True): row.select_one("td") for row in page.soup.select("tbody tr")}  # type: ignore[union-attr]
    assert len(rows) == len(PERMISSION_WORDS) == len(set(Permission) - SIGNED_IN_GRANTS)
    assert "privacy officer" in str(rows["read the lines of the log of acts in office"])
    assert str(rows["vote"].get_text(strip=True)) == "member of the co-operative"  # type: ignore[union-attr]


def test_every_permission_is_granted_to_somebody() -> None:
    granted = frozenset().union(*GRANTS.values())
    assert set(Permission) - SIGNED_IN_GRANTS <= granted
