"""What residents say of each commitment, on questions, otherwise and proudly; one figure through the periods."""

from copy import deepcopy
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from coop.accountability import actions, queries
from coop.accountability.policy.catalogue import CATALOGUE, EIGHTY_PER_CENT
from coop.accountability.policy.document import PublicFigure, public_figure
from coop.accountability.policy.judgement import PROUD, MoreJudged, NewPromise
from coop.accountability.policy.protection import FigureKind, Numbers
from coop.accountability.policy.series import breaks_of, lines_of, points_of
from coop.agenda.queries import commitments_of
from coop.districts.models import District
from coop.kernel.clock import local_day
from coop.kernel.errors import ConflictError, NotAllowedError
from tests.accountability import making
from tests.accountability.making import AFTER, STARTS
from tests.support import make
from tests.support.make import NOON, Person
from tests.support.site import Site

BASE = "/noorderkwartier/verslagen"


def judged(db: Session, place: District, writer: Person, chair: Person, people: int) -> tuple[int, int]:
    """A report judged by `people`, each saying 4 of the one commitment; its id and that of the commitment."""
    promise = making.commitment(db, place)
    report = making.released(db, place, writer, chair)
    for number in range(people):
        actions.judge_report(
            db,
            make.member(db, place).actor,
            place.id,
            report.id,
            score=3,
            reason=f"Because {number}",
            more=MoreJudged(
                {promise.id: (4, f"The coffee {number}")}, {1: f"At the bridge {number}", PROUD: f"The steps {number}"}
            ),
            at=NOON,
        )
    return report.id, promise.id


@pytest.mark.parametrize("people, shown", [(9, False), (10, True)])
def test_a_commitment_is_shown_from_ten_judges_on_and_never_while_open(
    site: Site, db: Session, place: District, writer: Person, chair: Person, people: int, shown: bool
) -> None:
    report_id, _promise = judged(db, place, writer, chair, people)
    page = site.visitor(language="en").open(f"{BASE}/{report_id}/uitkomst")
    for secret in ("The coffee", "At the bridge", "The steps"):
        assert page.lacks(secret)
    site.at(AFTER)
    page = site.visitor(language="en").open(f"{BASE}/{report_id}/uitkomst")
    assert page.has("The coffee 3") == shown
    assert page.has("10 residents judged. The answer in the middle is “Yes”.") == shown
    assert page.has("Fewer than 10 residents judged this.") != shown
    assert page.has("At the bridge 3")
    assert page.has("The steps 3")


def test_the_same_words_of_several_residents_stand_once(
    site: Site, db: Session, place: District, writer: Person, chair: Person
) -> None:
    making.commitment(db, place)
    report = making.released(db, place, writer, chair)
    for text in ("The steps", "The steps", "The square"):
        more = MoreJudged({}, {PROUD: text})
        who = make.member(db, place).actor
        actions.judge_report(db, who, place.id, report.id, score=3, reason="Because", more=more, at=NOON)
    page = site.at(AFTER).visitor(language="en").open(f"{BASE}/{report.id}/uitkomst")
    assert page.text.count("The steps") == 1
    assert page.has("The steps (said 2 times)")
    assert page.lacks("The square (said")


def test_one_form_judges_all_and_changes_all(
    site: Site, db: Session, place: District, writer: Person, chair: Person
) -> None:
    promise = making.commitment(db, place)
    report = making.released(db, place, writer, chair)
    me = make.member(db, place)
    page = site.visitor(language="en").sign_in(me).open(f"{BASE}/{report.id}/oordeel")
    typed: dict[str, Any] = {
        f"score_{promise.id}": "2",
        f"reason_{promise.id}": "Never seen.",
        "answer_1": "The square.",
        "answer_0": "Us.",
    }
    page.submit("Give your judgement", score="4", reason="Somebody came by.", **typed)
    assert queries.own_more(db, report, me.account.id) == typed
    page = site.visitor(language="en").sign_in(me).open(f"{BASE}/{report.id}/oordeel")
    page.submit("Change your judgement", answer_1="", **dict[str, Any]({f"score_{promise.id}": ""}))
    assert queries.own_more(db, report, me.account.id) == {"answer_0": "Us."}


def test_what_the_report_does_not_tell_cannot_be_judged(
    db: Session, place: District, writer: Person, chair: Person
) -> None:
    report = making.released(db, place, writer, chair)
    later = making.commitment(db, place)
    me = make.member(db, place).actor
    for more in (MoreJudged({later.id: (4, "")}), MoreJudged({}, {2: "x"}), MoreJudged({}, {-1: "x"})):
        with pytest.raises(ConflictError):
            actions.judge_report(db, me, place.id, report.id, score=4, reason="x", more=more, at=NOON)


def test_another_view_stands_beside_the_outcome_until_the_answer(
    site: Site, db: Session, place: District, writer: Person, chair: Person
) -> None:
    report_id, _promise = judged(db, place, writer, chair, 10)
    me = make.resident(db, place)
    with pytest.raises(ConflictError):
        actions.tell_minority_view(db, me.actor, place.id, report_id, text="Too early.", at=NOON)
    with pytest.raises(NotAllowedError):
        actions.tell_minority_view(db, writer.actor, place.id, report_id, text="Mine.", at=AFTER)
    site.at(AFTER)
    page = site.visitor(language="en").sign_in(me).open(f"{BASE}/{report_id}/uitkomst")
    page = page.follow("Tell that you see it otherwise").submit("Publish my view", text="Nobody came to our block.")
    assert page.has("Nobody came to our block.")
    team = site.visitor(language="en").sign_in(writer).open(f"{BASE}/{report_id}/antwoord")
    assert team.has("Nobody came to our block.")
    actions.reply_to_judgement(db, writer.actor, place.id, report_id, reply="Thanks.", at=AFTER)
    with pytest.raises(ConflictError):
        actions.tell_minority_view(db, me.actor, place.id, report_id, text="Too late.", at=AFTER)


def test_the_answer_makes_commitments_and_puts_pride_on_the_front_page(
    site: Site, db: Session, place: District, writer: Person, chair: Person
) -> None:
    report_id, _promise = judged(db, place, writer, chair, 10)
    site.at(AFTER)
    page = site.visitor(language="en").sign_in(chair).open(f"{BASE}/{report_id}/antwoord")
    report = queries.report_of(db, place.id, report_id)
    said = queries.outcome_of(db, report, AFTER)
    assert said is not None
    half = page.submit("Publish the answer", expect=422, reply="We listen.", promise_1="A bench")
    assert half.has("Fill in this too, or leave the whole commitment empty.")
    page = half.submit(
        "Publish the answer",
        reply="We listen.",
        promise_1="A bench",
        who_1="Fenna",
        due_1="2027-09-01",
        noticed_1="There is a bench",
        celebrated=[str(said.proud[0].id)],
    )
    assert page.has("We listen.")
    assert "A bench" in [row.title for row in commitments_of(db, place.id)]
    outcome = site.visitor(language="en").open(f"{BASE}/{report_id}/uitkomst")
    assert outcome.has("New commitments that follow from it")
    front = site.visitor(language="en").open("/noorderkwartier/")
    assert front.has(said.proud[0].text)
    assert front.lacks(said.proud[1].text)


def test_new_commitments_must_be_answered_in_the_next_report(
    db: Session, place: District, writer: Person, chair: Person
) -> None:
    report_id, _promise = judged(db, place, writer, chair, 10)
    bench = NewPromise("A bench", "Fenna", "There is a bench", local_day(AFTER) + timedelta(days=90))
    actions.reply_to_judgement(db, writer.actor, place.id, report_id, reply="Yes.", promises=[bench], at=AFTER)
    later = AFTER + timedelta(days=100)
    following = actions.begin_report(
        db,
        writer.actor,
        place.id,
        title="Next",
        starts_on=making.ENDS + timedelta(days=1),
        ends_on=local_day(AFTER),
        at=later,
    )
    assert "A bench" in [row.commitment.title for row in queries.commitments_to_answer(db, following, later)]


def test_the_pocket_version_has_at_most_150_words_and_the_moments_stand_in_order(
    site: Site, db: Session, place: District, writer: Person, chair: Person
) -> None:
    report = making.released(db, place, writer, chair)
    actions.note_erratum(db, writer.actor, place.id, report.id, text="It was six.", at=NOON)
    page = site.visitor(language="en").open(f"{BASE}/{report.id}").follow("This report on one page, in large type")
    body = page.soup.select_one(".pocket")
    assert body is not None
    assert len(body.get_text(" ").split()) <= 150
    page = site.visitor(language="en").open(f"{BASE}/{report.id}").follow("What was known when")
    rows = [one.get_text(" ", strip=True) for one in page.soup.select("ol.history li")]
    assert rows[0].endswith("The period of the report ended")
    assert any("It was six." in row for row in rows)


def test_cases_to_learn_from_are_for_the_team_only(site: Site, db: Session, place: District, writer: Person) -> None:
    page = site.visitor(language="en").sign_in(writer).open(f"{BASE}/leergevallen")
    page = page.submit("Keep this case", rule="Forms first", did="Talked first.", why="It was urgent.")
    assert page.has("Talked first.")
    for person in (make.member(db, place), make.board(db, place)):
        site.visitor(language="en").sign_in(person).open(f"{BASE}/leergevallen", expect=403)


def _figures(versions: list[tuple[int, int]]) -> list[tuple[str, PublicFigure]]:
    found = []
    for number, (version, value) in enumerate(versions):
        figure = public_figure(CATALOGUE["referred"], Numbers(value=value))
        figure["definition_version"] = version
        found.append((str(number), figure))
    return found


@given(st.lists(st.tuples(st.integers(1, 3), st.integers(0, 60)), max_size=8))
def test_a_line_never_crosses_a_changed_definition_or_a_hidden_number(versions: list[tuple[int, int]]) -> None:
    points = points_of(_figures(versions))
    for line in lines_of(points):
        assert line.start.version == line.end.version
        assert line.start.y is not None
        assert line.end.y is not None
        assert not [place for place in breaks_of(points) if line.start.x < place < line.end.x]
    assert len(breaks_of(points)) == sum(one != other for (one, _v), (other, _w) in pairwise(versions))
    assert all(0 <= point.x <= 100 and (point.y is None or 0 <= point.y <= 100) for point in points)


def test_the_four_eighty_per_cents_are_four_figures() -> None:
    codes = [code for code, _text in EIGHTY_PER_CENT if code]
    assert len(EIGHTY_PER_CENT) == 4
    assert len(set(codes)) == len(codes) == 3
    assert len({CATALOGUE[code].definition for code in codes}) == 3


def test_fewer_referrals_never_stand_alone(
    site: Site, db: Session, place: District, writer: Person, chair: Person
) -> None:
    before = STARTS - timedelta(days=1)
    for figures, ends_on in (({"referred": Numbers(value=40)}, before), ({"referred": Numbers(value=20)}, making.ENDS)):
        starts_on = before - timedelta(days=170) if ends_on == before else STARTS
        making.released(db, place, writer, chair, starts_on=starts_on, ends_on=ends_on, figures=figures)
    page = site.visitor(language="en").open(f"{BASE}/cijfers/referred")
    assert page.has("A lower number is not good news by itself")
    assert page.has("Referred too late")
    assert page.soup.select("svg line")
    assert page.has("40 households")
    site.visitor(language="en").open(f"{BASE}/cijfers").follow("Through the periods: Satisfied with the help")
    site.visitor(language="en").open(f"{BASE}/cijfers/anything", expect=404)


def test_every_indicator_of_the_field_is_in_the_catalogue() -> None:
    asked = """new_requests open_households contacts_light caseload_fte first_contact_days investigation_within_6w
    decision_within_2w personal_plan_offered independent_support_told solved_without_second_line referred late_referral
    return_6m own_network_used satisfaction benefit_score wat_telt_change hours_in_neighbourhood initiatives_joined
    shadow_budget_used area_budget_spent shared_profit complaints promises_kept vacancy_days reach_gap""".split()
    assert set(asked) <= set(CATALOGUE)
    assert {one.code for one in CATALOGUE.values() if one.kind is FigureKind.COMPUTED} == {
        "benefit_score",
        "promises_kept",
        "reach_gap",
    }


def test_a_figure_of_an_older_definition_can_still_be_read(
    site: Site, db: Session, place: District, writer: Person, chair: Person
) -> None:
    report = making.released(db, place, writer, chair)
    frozen = deepcopy(report.public or {})
    for figure in frozen["figures"]:
        if figure["code"] == "first_contact_days":
            figure |= {"definition_version": 1, "numerator": None, "percent": None}
            del figure["p90"], figure["note"]
    report.public = frozen
    page = site.visitor(language="en").open(f"{BASE}/{report.id}")
    assert page.has("6 days (counted: 148)")
    assert site.visitor(language="en").open(f"{BASE}/cijfers/first_contact_days").has("6 days (counted: 148)")
    assert ",measure," not in site.visitor().get(f"{BASE}/{report.id}/cijfers.csv").get_data(as_text=True)
