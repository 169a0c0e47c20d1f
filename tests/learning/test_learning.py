"""Neighbourhoods side by side, costs and benefits, and pilots."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from coop.accountability.policy.document import PublicFigure
from coop.districts.models import District
from coop.kernel.clock import local_day
from coop.kernel.errors import ConflictError, InvalidError, NotAllowedError, NotFoundError
from coop.learning import actions, queries
from coop.learning.actions import Assumption, Plan
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


def test_findings_open_when_both_are_written_after_half_a_year(
    db: Session, site: Site, places: tuple[District, District]
) -> None:
    here, there = places
    chair = make.board(db, here)
    teams = [make.team(db, place, f"Team {place.slug}") for place in places]
    plan = Plan("Call first", "Does it help?", "Old and new.", local_day(NOON))
    pilot = actions.start_pilot(db, chair.actor, here.id, there.id, plan=plan, at=NOON)
    twin = queries.twin_of(db, pilot)
    said = {"finding": "It helps.", "keeps": "Yes."}
    with pytest.raises(ConflictError):
        actions.write_finding(db, teams[0].actor, here.id, pilot.id, at=NOON, **said)
    actions.write_finding(db, teams[0].actor, here.id, pilot.id, at=LATER, **said)
    site.at(LATER)
    page = site.visitor(language="en").open(f"/noorderkwartier/over-de-schutting/proef/{pilot.id}")
    assert not page.has("It helps.")
    team = site.visitor(language="en").sign_in(teams[1])
    page = team.open("/de-vaart/over-de-schutting").follow("Call first").follow("Write what De Vaart found")
    page = page.submit("Keep this finding", finding="Ringing is better.", keeps="No.")
    assert page.has("It helps.")
    assert page.has("Ringing is better.")
    with pytest.raises(ConflictError):
        actions.write_finding(db, teams[0].actor, here.id, pilot.id, at=LATER, **said)
    with pytest.raises(NotFoundError):
        queries.pilot_of(db, here.id, twin.id)


def test_a_pilot_is_with_another_neighbourhood_and_about_now(
    db: Session, site: Site, places: tuple[District, District]
) -> None:
    here, there = places
    chair = make.board(db, here)
    plan = Plan("Call first", "Does it help?", "Old and new.", date(2020, 1, 1))
    with pytest.raises(InvalidError):
        actions.start_pilot(db, chair.actor, here.id, there.id, plan=plan, at=NOON)
    page = site.visitor(language="en").sign_in(chair).open("/noorderkwartier/over-de-schutting/proef/nieuw")
    texts: dict[str, Any] = {
        "title": "Call first",
        "question": "Does it help?",
        "unlike": "Old and new.",
        "starts_on": "2027-03-20",
    }
    page.submit("Start this pilot", expect=422, other="nowhere", **texts)
    assert page.submit("Start this pilot", other="de-vaart", **texts).has("On 18 September 2027 half a year has passed")
