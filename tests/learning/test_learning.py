"""Neighbourhoods side by side, costs and benefits, and pilots."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from coop.accountability.policy.document import PublicFigure
from coop.districts.models import District
from coop.kernel.errors import ConflictError, NotAllowedError, NotFoundError
from coop.learning import actions, queries
from coop.learning.actions import Assumption
from coop.learning.policy import Line, LineKind, Side, left_out, outcomes, per_payer, side_by_side
from tests.accountability import making
from tests.support import make
from tests.support.make import NOON, Person
from tests.support.site import Site

LATER = NOON + timedelta(days=190)


def figure(code: str, version: int = 1, **numbers: int) -> PublicFigure:
    values = {name: numbers.get(name) for name in ("value", "numerator", "denominator", "n", "percent")}
    made: PublicFigure = {"code": code, "definition_version": version, "shown": bool(numbers), **values}  # type: ignore[typeddict-item]
    return made


def side(figures: Sequence[PublicFigure], inhabitants: int = 6000) -> Side:
    return Side(figures, date(2026, 7, 1), date(2026, 12, 31), inhabitants)


def test_only_the_same_definition_that_both_show_is_compared() -> None:
    mine = side([figure("new_requests", value=148), figure("referred", value=30), figure("satisfaction", percent=80)])
    theirs = side([figure("new_requests", 9, value=60), figure("referred"), figure("satisfaction", percent=72)])
    pairs = side_by_side(mine, theirs)
    assert [pair.code for pair in pairs] == ["satisfaction"]
    assert (pairs[0].here, pairs[0].there, pairs[0].asks) == (80, 72, True)
    assert left_out(mine, theirs) == ["new_requests"]


def test_counts_are_compared_for_as_many_people_and_months() -> None:
    [pair] = side_by_side(
        side([figure("new_requests", value=120)], 6000), side([figure("new_requests", value=60)], 3000)
    )
    assert pair.here == pair.there
    assert not pair.asks


def test_the_published_figures_of_leeuwarden_come_out() -> None:
    """Source: what-the-sources-ask: over four years more than 2 million, 1.60 back for each euro."""
    lines = [
        Line(LineKind.COST, "gemeente", 320_000_000, 340_000_000, 360_000_000),
        Line(LineKind.BENEFIT, "gemeente", 270_000_000, 350_000_000, 410_000_000),
        Line(LineKind.BENEFIT, "woningcorporatie", 50_000_000, 84_000_000, 110_000_000),
        Line(LineKind.BENEFIT, "bewoners", 60_000_000, 110_000_000, 170_000_000),
    ]
    careful, middle, hopeful = outcomes(lines)
    assert middle.ratio == 1.6
    assert middle.balance_cents > 200_000_000
    assert careful.balance_cents < middle.balance_cents < hopeful.balance_cents
    assert [row[0] for row in per_payer(lines)] == ["bewoners", "gemeente", "woningcorporatie"]
    assert sum(row[2] for row in per_payer(lines)) == middle.benefit_cents
    assert outcomes([])[1].ratio is None


@pytest.fixture
def places(db: Session) -> tuple[District, District]:
    here, there = make.district(db), make.district(db, "de-vaart", inhabitants=3000)
    for place in (here, there):
        make.mandates(db, place)
    return here, there


def report_in(db: Session, place: District, people: tuple[Person, Person]) -> None:
    making.released(db, place, *people)


def test_each_team_answers_for_itself(db: Session, site: Site, places: tuple[District, District]) -> None:
    here, there = places
    teams = [make.team(db, place, f"Team {place.slug}") for place in places]
    for place, team in zip(places, teams, strict=True):
        report_in(db, place, (team, make.board(db, place)))
    said = {"code": "new_requests", "at": NOON}
    actions.answer_difference(db, teams[0].actor, here.id, there.id, text="Our door is open.", **said)  # type: ignore[arg-type]
    actions.answer_difference(db, teams[0].actor, here.id, there.id, text="Our door is always open.", **said)  # type: ignore[arg-type]
    with pytest.raises(NotAllowedError):
        actions.answer_difference(
            db,
            make.resident(db, here).actor,
            here.id,
            there.id,
            text="Me too.",
            **said,  # type: ignore[arg-type]
        )
    for slug, other in (("noorderkwartier", "de-vaart"), ("de-vaart", "noorderkwartier")):
        page = site.visitor(language="en").open(f"/{slug}/over-de-schutting/buurt/{other}")
        assert page.has("Our door is always open.")
        assert page.has("no answer yet")
        assert page.has("Why 3.6 here and 8.2 there?" if slug == "noorderkwartier" else "Why 8.2 here and 3.6 there?")
    page = site.visitor(language="en").sign_in(teams[1]).open("/de-vaart/over-de-schutting/buurt/noorderkwartier")
    page = page.follow("Answer for De Vaart").submit("Publish this answer", text="We ring every door.")
    assert page.has("We ring every door.")


def test_a_sheet_needs_sources_and_stands_still_once_public(db: Session, site: Site) -> None:
    place = make.district(db)
    team, chair = make.team(db, place, "Fenna"), make.board(db, place)
    visitor = site.visitor(language="en").sign_in(team)
    page = visitor.open("/noorderkwartier/over-de-schutting").follow("Begin an estimate of costs and benefits")
    page = page.submit("Begin this sheet", title="Leeuwarden", about="Four years")
    sheet = queries.sheets_of(db, place.id, drafts=True)[0]
    path = f"/noorderkwartier/over-de-schutting/kosten-en-baten/{sheet.id}"
    line: dict[str, Any] = {
        "title": "Team",
        "payer": "gemeente",
        "source": "LPBL",
        "low": "1",
        "middle": "2",
        "high": "3",
    }
    page = page.follow("Add a cost or a benefit")
    bad = page.submit("Put it on the sheet", expect=422, kind="cost", **{**line, "source": "", "low": "9"})
    assert bad.has("Fill this in.")
    page.submit("Put it on the sheet", expect=422, kind="cost", **{**line, "low": "9"})
    page = page.submit(
        "Put it on the sheet", kind="cost", **{**line, "low": "3200000", "middle": "3400000", "high": "3600000"}
    )
    assert page.lacks("each euro of costs brings")
    page = page.follow("Add a cost or a benefit")
    page = page.submit(
        "Put it on the sheet",
        kind="benefit",
        **{**line, "title": "=1+1", "low": "3800000", "middle": "5440000", "high": "6900000"},
    )
    assert page.has("€ 2,040,000")
    assert page.has("each euro of costs brings about € 1.60. It may also be € 1.06 or € 2.16.")
    assert page.text.count("Source: LPBL") == 1
    assert 'aria-current="page">Reports<' in page.html
    assert site.visitor().client.get(path).status_code == 404
    with pytest.raises(NotAllowedError):
        actions.publish_sheet(db, team.actor, place.id, sheet.id, at=NOON)
    page = site.visitor(language="en").sign_in(chair).open(path).submit("Make this sheet public")
    assert page.has("Nothing here proves")
    anybody = site.visitor().client
    assert "'=1+1" in anybody.get(f"{path}/blad.csv").get_data(as_text=True)
    assert anybody.get(f"{path}/blad.json").get_json()["outcomes"]["middle"] == {"balance": 2040000, "ratio": 1.6}
    with pytest.raises(ConflictError):
        actions.add_line(db, team.actor, place.id, sheet.id, line=Assumption(LineKind.COST, "a", "b", "c", 1, 1, 1))


def _public_sheet(db: Session, place: District, team: Person, chair: Person) -> int:
    sheet = actions.begin_sheet(db, team.actor, place.id, title="Ours", about="This year.", at=NOON)
    for kind in LineKind:
        actions.add_line(
            db, team.actor, place.id, sheet.id, line=Assumption(kind, "Hours", "gemeente", "Budget", 1, 2, 3)
        )
    actions.publish_sheet(db, chair.actor, place.id, sheet.id, at=NOON)
    return sheet.id


def test_a_draft_is_changed_and_thrown_away(db: Session, site: Site) -> None:
    place = make.district(db)
    team = make.team(db, place, "Fenna")
    page = site.visitor(language="en").sign_in(team).open("/noorderkwartier/over-de-schutting/kosten-en-baten/nieuw")
    page = page.submit("Begin this sheet", title="Leeuwarde", about="Four years")
    page = page.follow("Add a cost or a benefit")
    line: dict[str, Any] = {
        "title": "Team",
        "payer": "gemeente",
        "source": "LPBL",
        "low": "1",
        "middle": "2",
        "high": "3",
    }
    page = page.submit("Put it on the sheet", kind="cost", **line).follow("Change title and text")
    page = page.submit("Save the change", title="Leeuwarden", about="Four years, beside those before.")
    assert page.has("beside those before")
    page = page.follow("Change this line")
    assert page.submit("Save the change", expect=422, middle="9").has("High is at least the middle")
    page = page.submit("Save the change", middle="3", high="4")
    assert page.has("low € 1, middle € 3, high € 4")
    page = page.follow("Throw this sheet away").submit("Throw it away")
    assert page.lacks("Leeuwarden")
    assert queries.sheets_of(db, place.id, drafts=True) == []


def test_a_newer_sheet_stands_in_the_place_of_a_public_one(db: Session, site: Site) -> None:
    place = make.district(db)
    team, chair = make.team(db, place, "Fenna"), make.board(db, place)
    first = _public_sheet(db, place, team, chair)
    path = f"/noorderkwartier/over-de-schutting/kosten-en-baten/{first}"
    for draft in ("titel", "weggooien", "regel"):
        assert site.visitor().sign_in(team).get(f"{path}/{draft}").status_code == 409
    page = site.visitor(language="en").sign_in(team).open(path).submit("Make a new sheet of this one")
    [made, _old] = queries.sheets_of(db, place.id, drafts=True)
    assert [row.title for row in queries.lines_of(db, made)] == ["Hours", "Hours"]
    assert actions.renew_sheet(db, team.actor, place.id, first, at=NOON).id == made.id
    assert site.visitor(language="en").open(path).lacks("A newer sheet")
    actions.publish_sheet(db, chair.actor, place.id, made.id, at=NOON)
    anybody = site.visitor(language="en").open(path)
    assert anybody.has("A newer sheet stands in the place of this one.")
    assert anybody.follow("Ours").has("It stands in the place of:")
    with pytest.raises(ConflictError):
        actions.renew_sheet(db, team.actor, place.id, first, at=NOON)
    assert page.has("Once it is public it stands in the place of:")


def test_sheets_and_lines_of_another_neighbourhood_are_not_found(
    db: Session, places: tuple[District, District]
) -> None:
    here, there = places
    team, chair = make.team(db, here, "Fenna"), make.board(db, here)
    other_team = make.team(db, there, "Ruud")
    first = _public_sheet(db, here, team, chair)
    draft = actions.renew_sheet(db, team.actor, here.id, first, at=NOON)
    row = queries.lines_of(db, draft)[0]
    line = Assumption(LineKind.COST, "a", "b", "c", 1, 1, 1)
    own = actions.begin_sheet(db, other_team.actor, there.id, title="Theirs", about="This year.", at=NOON)
    for act in (
        lambda: actions.renew_sheet(db, other_team.actor, there.id, first, at=NOON),
        lambda: actions.change_sheet(db, other_team.actor, there.id, draft.id, title="x", about="y"),
        lambda: actions.throw_away_sheet(db, other_team.actor, there.id, draft.id),
        lambda: actions.change_line(db, other_team.actor, there.id, draft.id, row.id, line=line),
        lambda: actions.change_line(db, other_team.actor, there.id, own.id, row.id, line=line),
    ):
        with pytest.raises(NotFoundError):
            act()
