"""The pages of the reports, in every role."""

import re
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from coop.accountability import actions
from coop.accountability.models import Report
from coop.accountability.policy.protection import Numbers
from coop.accountability.policy.stories import READER_QUESTIONS
from coop.districts.models import District
from tests.accountability import making
from tests.accountability.making import AFTER
from tests.support import make
from tests.support.make import NOON, Person
from tests.support.site import CountStatements, Page, Site

BASE = "/noorderkwartier/verslagen"


def everybody(db: Session, place: District, *more: Person) -> list[Person | None]:
    """A visitor and one person of every role."""
    makers = (make.resident, make.member, make.board, make.team, make.secretary, make.administrator, make.outsider)
    return [None, *(one(db, place) for one in makers), *more]


def open_as(site: Site, person: Person | None, path: str) -> tuple[int, str]:
    """Status and full answer, with its headers."""
    visitor = site.visitor(language="en")
    if person is not None:
        visitor.sign_in(person)
    answer = visitor.client.get(path, follow_redirects=True)
    return answer.status_code, f"{answer.headers}\n{answer.get_data(as_text=True)}"


def routes(site: Site, report: Report) -> list[str]:
    """Every page of this room and of home (the only room that looks down on it) without another id."""
    adapter = site.app.url_map.bind("localhost")
    known = {"district": "noorderkwartier", "report_id": report.id}
    found = [
        adapter.build(rule.endpoint, {name: known[name] for name in rule.arguments})
        for rule in site.app.url_map.iter_rules()
        if rule.endpoint.startswith(("accountability.", "home."))
        if "GET" in (rule.methods or ()) and "district" in rule.arguments and rule.arguments <= set(known)
    ]
    assert f"{BASE}/{report.id}/cijfers.csv" in found
    assert "/noorderkwartier/" in found
    return found


def test_the_whole_way_through_the_pages(
    site: Site, db: Session, place: District, writer: Person, chair: Person
) -> None:
    making.commitment(db, place)
    team = site.visitor(language="en").sign_in(writer)
    page = team.open(BASE).follow("Begin a new report")
    page = page.submit("Begin the report", title="Autumn", starts_on="2026-07-01", ends_on="2026-12-31")
    assert page.has("Say of every commitment what became of it")
    report = db.query(Report).one()
    page = page.follow("In short").submit("Save this part", in_short="More doors opened.")
    page = page.follow("What became of the commitments").follow("A coffee table twice a week")
    page = page.submit("Save this answer", kept="partly", sentence="Only on Tuesdays.")
    page = page.follow("Figures").submit(
        "Save the figures",
        new_requests_value="1.148",
        referred_value="7",
        satisfaction_numerator="52",
        satisfaction_denominator="70",
    )
    page = _stories(page)
    page = page.follow("What went wrong and what we learned")
    page = page.submit("Save this part", went_wrong="We called back late.", learned="Call first.")
    page = page.follow("Questions to residents").submit("Save this part", question_1="Where did you miss us?")
    assert page.has("Let somebody who did not write on the report read each story.")
    _read_by_another(site, make.secretary(db, place))
    page = team.open(f"{BASE}/{report.id}/invullen").follow("Check the facts")
    assert page.has("Referred to specialist help")
    page.submit("Hand in the report", expect=422, compared_figures="y")
    page = page.submit("Hand in the report", compared_figures="y", compared_commitments="y", compared_consent="y")
    assert page.has("The facts were checked.")
    _released_by(site, chair, report)
    _judged_and_asked(site, db, place, report)
    _answered(site, db, writer, report)


def _stories(page: Page) -> Page:
    story: dict[str, Any] = {"text": "She opened every letter with us.", "consent": "y", "consent_on": "2027-03-01"}
    page = page.follow("Stories").follow("Write a story")
    page = page.submit("Save the story", kind="went_well", title="The letter box", **story)
    page = page.follow("Write a story")
    page = page.submit("Save the story", kind="went_well", title="Soup on the stairs", **story).follow("Write a story")
    page = page.submit("Save the story", kind="did_not_go_well", title="The wrong door", **story)
    return page.visitor.open(page.path.removesuffix("/verhalen"))


def _read_by_another(site: Site, reader: Person) -> None:
    page = site.visitor(language="en").sign_in(reader).open(BASE)
    page = page.follow("Read the stories of the report as somebody from elsewhere.")
    no: dict[str, Any] = dict.fromkeys(READER_QUESTIONS, "no")
    refused = page.follow("The letter box").submit("Send your answers", expect=422, **no | {"event": "yes"})
    assert refused.has("Tell the writer what must be vaguer.")
    for title in ("The letter box", "Soup on the stairs", "The wrong door"):
        page = page.visitor.open(page.path).follow(title).submit("Send your answers", **no)
    assert page.lacks("Waits for a reader")


def _released_by(site: Site, chair: Person, report: Report) -> None:
    page = site.visitor(language="en").sign_in(chair).open(BASE).follow("Check the report of the team and release it.")
    assert page.has("Referred to specialist help")
    assert page.has("too small to show")
    assert page.has("52 of 70, that is 74%")
    page = page.submit("Release this report")
    assert page.path == f"{BASE}/{report.id}"
    assert page.has("1,148 households")
    assert page.has("A lower number is not good news by itself")


def _judged_and_asked(site: Site, db: Session, place: District, report: Report) -> None:
    resident = site.visitor(language="en").sign_in(make.resident(db, place))
    page = resident.open(f"{BASE}/{report.id}")
    assert page.has("A colleague checked the facts on")
    assert page.has("version 1")
    assert page.has("about 1 minute")
    page = page.follow("Give your judgement")
    assert page.has("Where did you miss us?")
    page = page.submit("Give your judgement", score="4", reason="Somebody came by.")
    assert page.has("You gave your judgement")
    page = page.follow("Change your judgement").submit("Change your judgement", score="2", reason="But too late.")
    page = page.follow("Read the questions or ask one").submit("Ask this question", text="Why only Tuesdays?")
    assert page.has("Waits for an answer")
    making.judge(db, place, report, [4] * 11 + [3] * 10)


def _answered(site: Site, db: Session, writer: Person, report: Report) -> None:
    site.at(AFTER)
    team = site.visitor(language="en").sign_in(writer)
    page = team.open(f"{BASE}/{report.id}/vragen").follow("Answer this question")
    assert page.submit("Publish the answer", answer="The hall is let.").has("The hall is let.")
    page = team.open(BASE).follow("Answer the judgement of residents.")
    page = page.submit("Publish the answer", reply="We come on Fridays too.")
    assert page.has("We come on Fridays too.")
    assert page.has("“Very much” or “Yes” 11 of 22")
    assert page.has("the one in the middle is “Yes”")
    assert page.has("But too late.")


def test_a_small_number_is_nowhere_for_nobody(
    site: Site, db: Session, place: District, writer: Person, chair: Person
) -> None:
    # Numbers that stand nowhere else on a page: seven digits would be shown, so small ones hide in shares and measures.
    figures = {
        "solved_without_second_line": Numbers(numerator=73219, denominator=73226),
        "first_contact_days": Numbers(value=61873, p90=61873, numerator=4, n=9),
        "new_requests": Numbers(value=40),
    }
    report = making.handed_in(db, place, writer, figures=figures)
    secret = ("73219", "73.219", "73,219", "73226", "73.226", "73,226", "61873", "61.873", "61,873")
    people = everybody(db, place, chair)
    team = [person for person in people if person and person.actor.roles == writer.actor.roles]
    for released in (False, True):
        if released:
            actions.release_report(
                db,
                chair.actor,
                place.id,
                report.id,
                seen_revision=report.revision,
                closes_on=making.CLOSES_ON,
                at=NOON,
            )
        for person in people:
            for path in routes(site, report):
                status, answer = open_as(site, person, path)
                assert status < 500, (status, path)
                may_see = not released and person in team and path.endswith(("/invullen/cijfers", "/feiten"))
                assert any(number in answer for number in secret) == may_see, (path, person)


def test_a_percentage_of_a_hidden_share_is_hidden_too(
    site: Site, db: Session, place: District, writer: Person, chair: Person
) -> None:
    figures = {"satisfaction": Numbers(numerator=37, denominator=41)}
    report = making.released(db, place, writer, chair, figures=figures)
    page = site.visitor(language="en").open(f"{BASE}/{report.id}")
    assert page.has("too small to show")
    assert page.lacks("90%")
    rows = site.visitor().get(f"{BASE}/{report.id}/cijfers.csv").get_data(as_text=True).splitlines()
    assert rows[1].startswith("satisfaction,people,share,1,2026-07-01,2026-12-31,too_small,,,,,,")


def test_figures_can_be_taken_along(site: Site, db: Session, place: District, writer: Person, chair: Person) -> None:
    report = making.released(db, place, writer, chair)
    json = site.visitor().get(f"{BASE}/{report.id}/cijfers.json").get_json()
    assert json["district"] == "noorderkwartier"
    shown = {figure["code"]: figure for figure in json["figures"]}
    assert shown["solved_without_second_line"]["percent"] == 78
    assert shown["new_requests"]["status"] == "shown"
    answer = site.visitor().get(f"{BASE}/{report.id}/cijfers.csv")
    assert answer.mimetype == "text/csv"
    assert "new_requests,households,count,1,2026-07-01,2026-12-31,shown,148" in answer.get_data(as_text=True)


def test_nobody_sees_how_residents_judge_while_it_is_open(
    site: Site, db: Session, place: District, writer: Person, chair: Person
) -> None:
    report = making.released(db, place, writer, chair)
    people = everybody(db, place, writer, chair)
    judges = [make.member(db, place) for _ in range(12)]
    quiet = {(i, path): open_as(site, person, path) for i, person in enumerate(people) for path in routes(site, report)}
    making.judge(db, place, report, [5, 5, 4, 1, 1, 1, 2, 3, 3, 3, 3, 3], judges)
    for i, person in enumerate(people):
        for path in routes(site, report):
            # The very same answer as before anybody judged: nothing that depends on a judgement.
            assert _without_tokens(open_as(site, person, path)[1]) == _without_tokens(quiet[i, path][1]), path
    page = site.visitor(language="en").sign_in(judges[0]).open(f"{BASE}/{report.id}")
    assert page.has("You gave your judgement")
    assert page.lacks("Because of")


def _without_tokens(answer: str) -> str:
    return re.sub(r'value="[^"]{30,}"|Set-Cookie: .*|Content-Length: .*', "", answer)


def test_fewer_than_ten_judgements_are_never_shown(
    site: Site, db: Session, place: District, writer: Person, chair: Person
) -> None:
    report = making.released(db, place, writer, chair)
    making.judge(db, place, report, [5] * 9)
    site.at(AFTER)
    for person in everybody(db, place, writer, chair):
        for path in routes(site, report):
            answer = open_as(site, person, path)[1]
            assert "Because of" not in answer
            assert "9 residents" not in answer
    page = site.visitor(language="en").open(f"{BASE}/{report.id}")
    assert page.has("Fewer than 10 residents judged")


def test_ten_judgements_are_shown_after_closing_without_names_or_points(
    site: Site, db: Session, place: District, writer: Person, chair: Person
) -> None:
    report = making.released(db, place, writer, chair)
    making.judge(db, place, report, [5, 5, 5, 4, 4, 4, 4, 2, 1, 1])
    site.at(AFTER)
    page = site.visitor(language="en").open(f"{BASE}/{report.id}")
    assert page.has("10 residents judged. The co-operative has 10 members and the neighbourhood 6,840 inhabitants.")
    assert page.has("We do not show how many residents gave which answer")
    assert page.has("the one in the middle is “Yes”")
    assert not page.soup.select("table.bars")
    reasons = [tag.get_text(strip=True) for tag in page.soup.select("ul.reasons li")]
    assert len(reasons) == 10
    assert reasons == sorted(reasons, key=str.casefold)


@pytest.mark.parametrize("tail", ["vrijgeven", "invullen", "invullen/cijfers", "verbetering", "antwoord"])
def test_residents_do_not_come_on_the_pages_of_team_and_board(
    site: Site, db: Session, place: District, writer: Person, tail: str
) -> None:
    report = making.handed_in(db, place, writer)
    site.visitor().sign_in(make.member(db, place)).open(f"{BASE}/{report.id}/{tail}", expect=403)


def test_a_draft_is_not_there_for_readers(site: Site, db: Session, place: District, writer: Person) -> None:
    report = making.handed_in(db, place, writer)
    reader = site.visitor().sign_in(make.member(db, place))
    for tail in ("", "/vragen", "/cijfers.csv", "/cijfers.json", "/oordeel"):
        reader.open(f"{BASE}/{report.id}{tail}", expect=404)
    assert reader.open(BASE).lacks(report.title)


def test_the_board_sees_no_draft_and_the_writer_cannot_check_it(
    site: Site, db: Session, place: District, writer: Person, chair: Person
) -> None:
    report = making.draft(db, place, writer)
    site.visitor().sign_in(chair).open(f"{BASE}/{report.id}/vrijgeven", expect=409)
    actions.check_facts(db, writer.actor, place.id, report.id, at=NOON)
    report.writer_ids = [*report.writer_ids, chair.account.id]
    site.visitor().sign_in(chair).open(f"{BASE}/{report.id}/vrijgeven", expect=403)


def test_another_neighbourhood_does_not_know_the_report(
    site: Site, db: Session, place: District, writer: Person, chair: Person
) -> None:
    report = making.released(db, place, writer, chair)
    elsewhere = make.district(db, "de-vaart")
    for person in (None, make.member(db, elsewhere), make.team(db, elsewhere), make.board(db, elsewhere)):
        for path in (one for one in routes(site, report) if f"/{report.id}" in one):
            status, answer = open_as(site, person, path.replace("noorderkwartier", "de-vaart"))
            assert status in (403, 404) or "/inloggen" in answer, path
            assert report.title not in answer


def test_wrong_input_is_said_where_it_stands_and_nothing_typed_is_lost(
    site: Site, db: Session, place: District, writer: Person
) -> None:
    report = making.draft(db, place, writer)
    team = site.visitor(language="en").sign_in(writer)
    page = team.open(f"{BASE}/{report.id}/invullen/cijfers")
    page = page.submit(
        "Save the figures", expect=422, referred_value="a few", complaints_value="-3", new_requests_value="151"
    )
    assert page.has("Fill in a whole number of at least 0.")
    assert page.soup.select_one("#new_requests_value")["value"] == "151"  # type: ignore[index]
    page = page.submit(
        "Save the figures", expect=422, referred_value="", complaints_value="", satisfaction_numerator="5"
    )
    assert page.has("Fill in this number too, or leave the whole figure empty.")
    page = team.open(f"{BASE}/{report.id}/invullen/kort").submit("Save this part", expect=422, in_short="word " * 151)
    assert page.has("You use 151 words. Use at most 150.")
    page = team.open(f"{BASE}/{report.id}/invullen/verhalen/nieuw")
    page = page.submit("Save the story", expect=422, title="Only a title", consent="y", consent_on="tomorrow")
    assert page.has("Choose what kind of story it is.")
    assert page.has("Fill in a day")
    page = team.open(f"{BASE}/nieuw").submit("Begin the report", expect=422, title="", starts_on="", ends_on="x")
    assert page.has("Fill in the first day.")
    page = page.submit("Begin the report", expect=422, title="Next", starts_on="2026-12-31", ends_on="2027-02-01")
    assert page.has("There is a report about a part of this period already.")


def test_judging_refuses_what_is_empty_too_late_or_made_up(
    site: Site, db: Session, place: District, writer: Person, chair: Person
) -> None:
    report = making.released(db, place, writer, chair)
    resident = site.visitor(language="en").sign_in(make.resident(db, place))
    page = resident.open(f"{BASE}/{report.id}/oordeel").submit("Give your judgement", expect=422)
    assert page.has("Choose one of the five answers.")
    assert page.has("Tell why you think so.")
    resident.post(f"{BASE}/{report.id}/oordeel", {"score": "9", "reason": "x"}, expect=422)
    resident.post(f"{BASE}/{report.id}/oordeel", {"score": "3", "reason": "x" * 601}, expect=422)
    site.at(AFTER)
    resident.post(f"{BASE}/{report.id}/oordeel", {"score": "3", "reason": "x"}, expect=409)
    site.visitor().post(f"{BASE}/{report.id}/oordeel", {"score": "3", "reason": "x"}, expect=403)


def test_the_board_releases_what_it_read(
    site: Site, db: Session, place: District, writer: Person, chair: Person
) -> None:
    report = making.handed_in(db, place, writer)
    page = site.visitor(language="en").sign_in(chair).open(f"{BASE}/{report.id}/vrijgeven")
    too_soon = (NOON + timedelta(days=20)).date().isoformat()
    assert page.submit("Release this report", expect=422, closes_on=too_soon).has("at least 21 days")
    actions.save_summary(db, writer.actor, place.id, report.id, in_short="Changed meanwhile.", at=NOON)
    actions.check_facts(db, writer.actor, place.id, report.id, at=NOON)
    page = page.submit("Release this report", expect=409)
    assert page.has("Changed meanwhile.")
    assert page.submit("Release this report").has("The report is public now.")


def test_the_board_sends_back_and_the_team_reads_why(
    site: Site, db: Session, place: District, writer: Person, chair: Person
) -> None:
    report = making.handed_in(db, place, writer)
    page = site.visitor(language="en").sign_in(chair).open(f"{BASE}/{report.id}/terugsturen")
    page.submit("Send back to the team", expect=422)
    page.submit("Send back to the team", reason="Say why people waited.")
    team = site.visitor(language="en").sign_in(writer)
    assert team.open(f"{BASE}/{report.id}/invullen").has("Say why people waited.")


def test_a_correction_stands_on_top_with_its_date(
    site: Site, db: Session, place: District, writer: Person, chair: Person
) -> None:
    report = making.released(db, place, writer, chair)
    page = site.visitor(language="en").sign_in(writer).open(f"{BASE}/{report.id}").follow("Add a correction")
    page = page.submit("Publish the correction", text="It was six weeks, not five.")
    assert page.has("15 March 2027: It was six weeks, not five.") or page.has("March 15, 2027: It was six weeks")


def test_what_people_type_is_never_markup(
    site: Site, db: Session, place: District, writer: Person, chair: Person
) -> None:
    report = making.handed_in(db, place, writer)
    nasty = "<script>alert(1)</script> [x](javascript:alert(1))"
    actions.save_summary(db, writer.actor, place.id, report.id, in_short=nasty, at=NOON)
    actions.check_facts(db, writer.actor, place.id, report.id, at=NOON)
    page = site.visitor().sign_in(chair).open(f"{BASE}/{report.id}/vrijgeven")
    assert "<script>alert" not in page.html
    assert 'href="javascript' not in page.html


def test_an_empty_neighbourhood_says_so(site: Site, place: District) -> None:
    assert site.visitor(language="en").open(BASE).has("Its first report will stand here.")


def test_pages_need_at_most_ten_statements_however_much_there_is(
    site: Site, db: Session, place: District, writer: Person, chair: Person
) -> None:
    before = making.STARTS - timedelta(days=1)
    making.released(db, place, writer, chair, starts_on=before - timedelta(days=100), ends_on=before)
    for _ in range(4):
        making.commitment(db, place)
    report = making.released(db, place, writer, chair)
    draft = actions.begin_report(
        db,
        writer.actor,
        place.id,
        title="Next",
        starts_on=making.ENDS + timedelta(days=1),
        ends_on=NOON.date(),
        at=NOON,
    )
    member = make.member(db, place)
    one = f"{BASE}/{report.id}"
    cases = [
        (member, BASE),
        (member, one),
        (member, f"{one}/oordeel"),
        (member, f"{one}/vragen"),
        (writer, BASE),
        (writer, f"{BASE}/{draft.id}/invullen"),
        (writer, f"{BASE}/{draft.id}/invullen/toezeggingen"),
        (writer, f"{BASE}/{draft.id}/invullen/cijfers"),
    ]
    few = [_statements(site, db, person, path) for person, path in cases]
    for number in range(12):
        making.commitment(db, place, f"Commitment {number}")
        someone = make.resident(db, place)
        actions.ask_question(db, someone.actor, place.id, report.id, text=f"Question {number}", at=NOON)
    making.judge(db, place, report, [3] * 15)
    many = [_statements(site, db, person, path) for person, path in cases]
    assert many == few
    assert max(few) <= 10
    site.at(AFTER)
    assert _statements(site, db, member, one) <= 10


def _statements(site: Site, db: Session, person: Person, path: str) -> int:
    visitor = site.visitor().sign_in(person)
    db.flush()
    with CountStatements(db) as counted:
        visitor.client.get(path)
    return counted.count
