"""The words of the table of retention."""

from dataclasses import dataclass
from datetime import timedelta

from coop.kernel.words import mark
from coop.members.policy import SECOND_THOUGHTS

__all__ = ["SECOND_THOUGHTS", "SEVEN_YEARS", "YEAR"]

YEAR = timedelta(days=365)
SEVEN_YEARS = timedelta(days=7 * 365)


@dataclass(frozen=True, slots=True)
class Holding:
    """A table in a kind.

    `about`: the columns that say whose row it is (they point at accounts or memberships). `through`: the column that
    says so by way of another table. `shows`: the columns that the person it is about reads and takes along, by name;
    what is left out is secret, about others, or a number that says nothing.
    """

    table: str
    words: str = ""
    about: tuple[str, ...] = ()
    through: str = ""
    shows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Term:
    """How long: `length` after what `words` say; None when the words say all."""

    words: str
    length: timedelta | None = None

    @property
    def days(self) -> int:
        return self.length.days if self.length else 0

    @property
    def years(self) -> int:
        return self.days // 365


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of data: what, why, on which ground of the law, who sees it, how long, and what happens then."""

    code: str
    title: str
    what: str
    why: str
    ground: str
    seen_by: str
    term: Term
    then: str
    tables: tuple[Holding, ...]


CONSENT = mark("You said yes, and can take it back (GDPR 6.1.a).")
AGREEMENT = mark("It is needed for what you asked for: your account or your membership (GDPR 6.1.b).")
DUTY = mark("The law asks it of the co-operative (GDPR 6.1.c; Civil Code 2:10).")
INTEREST = mark("The neighbourhood must be able to see and check how it is decided (GDPR 6.1.f).")

COLUMN_WORDS: dict[str, str] = {
    "name": mark("Name"),
    "email": mark("E-mail address"),
    "language": mark("Language"),
    "created_at": mark("Made"),
    "erase_on": mark("To be erased on"),
    "device": mark("Browser"),
    "begun_at": mark("Began"),
    "ended_at": mark("Ended"),
    "asked_at": mark("Asked"),
    "used_at": mark("Last used"),
    "set_up_at": mark("Set up"),
    "made_at": mark("Made"),
    "slug": mark("Provider"),
    "subject": mark("Your number there"),
    "joined_at": mark("Joined"),
    "reason": mark("Reason"),
    "street": mark("Street"),
    "house_number": mark("House number"),
    "postcode": mark("Postcode"),
    "stated_age": mark("Age as you said"),
    "lives_here": mark("Lives in the neighbourhood"),
    "admitted_on": mark("Member since"),
    "ended_on": mark("Member until"),
    "since_on": mark("Since"),
    "number": mark("Number"),
    "accepted_at": mark("Agreed with the statutes"),
    "applied_at": mark("Applied"),
    "letter_at": mark("Letter printed"),
    "decided_at": mark("Decided"),
    "given_at": mark("Noted"),
    "provider": mark("Provider"),
    "starts_on": mark("From"),
    "begins_on": mark("From"),
    "ends_on": mark("Until"),
    "task": mark("Task"),
    "place": mark("Place"),
    "specialism": mark("Subject"),
    "walk_in": mark("Walk-in hours"),
    "phone": mark("Telephone"),
    "title": mark("Title"),
    "in_short": mark("In short"),
    "details": mark("Explanation"),
    "text": mark("Text"),
    "heard_on": mark("Heard on"),
    "alt": mark("What is on the photo"),
    "about": mark("What is going on"),
    "at": mark("When"),
    "choices": mark("What you chose"),
    "cast_at": mark("Cast"),
    "revoked_at": mark("Taken back"),
    "cluster": mark("Part of the neighbourhood"),
    "age_band": mark("Age band"),
    "experience": mark("Experience with the team"),
    "gender": mark("Gender"),
    "home_language": mark("Language at home"),
    "contact": mark("How to reach you"),
    "pseudonym": mark("Name on the list of the draw"),
    "volunteered_at": mark("Offered"),
    "answered_at": mark("Answered"),
    "submitted_at": mark("Handed in"),
    "scores": mark("Scores"),
    "written_at": mark("Written"),
    "declared_at": mark("Declared"),
    "received_at": mark("Received"),
    "answers": mark("Answers"),
    "cv": mark("CV"),
    "values": mark("What you filled in so far"),
    "saved_at": mark("Saved"),
    "starts_at": mark("Begins"),
    "arrangement": mark("What was arranged"),
    "filed_at": mark("Sent in"),
    "ruling": mark("Ruling"),
    "noted_at": mark("Noted"),
    "known_at": mark("Became known"),
    "objection": mark("Your objection"),
    "excluded_until_on": mark("Not drawn until"),
    "score": mark("Points"),
    "judged_at": mark("Judged"),
    "answer": mark("Answer"),
    "changes": mark("What you want changed"),
    "withdrawn_on": mark("Taken back on"),
    "did": mark("What was done"),
    "learned": mark("What was learned"),
    "sent_at": mark("Sent"),
    "published_at": mark("Published"),
    "way": mark("Way"),
    "rest_from": mark("No news from (hour)"),
    "rest_until": mark("No news until (hour)"),
    "chosen_at": mark("Chosen"),
    "typed_at": mark("Typed"),
    "said_at": mark("Said"),
    "refusals": mark("How often"),
    "first_at": mark("First"),
    "last_at": mark("Last"),
    "opened_at": mark("Opened"),
    "until_at": mark("Until"),
}
# Columns that name another thing, with the table in which its title stands.
TITLES: dict[str, str] = {
    "poll_id": "polls",
    "district_id": "districts",
    "procedure_id": "procedures",
    "item_id": "agenda_items",
    "report_id": "reports",
    "statement_id": "opinion_statements",
    "advice_id": "advice",
}
COLUMN_WORDS |= {
    "poll_id": mark("In which vote"),
    "district_id": mark("In which neighbourhood"),
    "advice_id": mark("Advice"),
    "procedure_id": mark("Vacancy"),
    "item_id": mark("Point on the agenda"),
    "report_id": mark("Report"),
    "statement_id": mark("Statement"),
}
