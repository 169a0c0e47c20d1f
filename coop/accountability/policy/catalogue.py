"""The indicators: what is counted, how, what it does not say and who is not in it.

A changed definition gets a higher `version`; two periods are compared only when their versions are equal.
Source: domain notes 4.4; terms of investigation and application: Wmo 2015 art. 2.3.2 and 2.3.5.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from coop.accountability.policy.protection import MINIMUM, FigureKind
from coop.kernel.words import mark

_REFERRALS = mark(
    "A lower number is not good news by itself: it can mean that help came in time, or that people were not "
    "referred who should have been. Read it together with the referrals that came too late."
)
_COMPLAINTS = mark(
    "A lower number is not good news by itself: people may not know where to complain, or may not dare to."
)
_NOT_REPORTED = mark("People who have a problem but never came to the team.")
_NOT_ASKED = mark("People who did not want to answer the question, or whom we could not reach.")


class Group(StrEnum):
    """The parts of the figures, in reading order."""

    HELP = "help"
    WAITING = "waiting"
    VOICE = "voice"
    NEIGHBOURHOOD = "neighbourhood"
    MONEY = "money"
    TEAM = "team"


GROUP_WORDS: dict[Group, str] = {
    Group.HELP: mark("Who came, and what became of it"),
    Group.WAITING: mark("How long people waited"),
    Group.VOICE: mark("What people said of the help"),
    Group.NEIGHBOURHOOD: mark("What residents and team did together"),
    Group.MONEY: mark("Money"),
    Group.TEAM: mark("The team"),
}


@dataclass(frozen=True, slots=True)
class Indicator:
    """One thing that the team reports. All texts are msgids.

    `term`: within which time it should be done, and says who. `beside`: codes to be read together with this one.
    `changes`: what became different in a definition, by version from 2 on.
    """

    code: str
    label: str
    unit: str
    kind: FigureKind
    definition: str
    caveat: str
    not_in_it: str
    part_label: str = ""
    whole_label: str = ""
    rest_label: str = ""
    version: int = 1
    minimum: int = MINIMUM
    context: str = ""
    group: Group = Group.HELP
    term: str = ""
    beside: tuple[str, ...] = ()
    changes: tuple[tuple[int, str], ...] = ()


def _count(code: str, label: str, definition: str, caveat: str, not_in_it: str, **more: str) -> Indicator:
    unit = more.pop("unit", mark("households"))
    return Indicator(code, label, unit, FigureKind.COUNT, definition, caveat, not_in_it, **more)  # type: ignore[arg-type]


def _share(
    code: str,
    label: str,
    definition: str,
    caveat: str,
    not_in_it: str,
    *,
    words: tuple[str, str, str],
    unit: str = mark("households"),
    context: str = "",
) -> Indicator:
    part, whole, rest = words
    return Indicator(
        code,
        label,
        unit,
        FigureKind.SHARE,
        definition,
        caveat,
        not_in_it,
        part_label=part,
        whole_label=whole,
        rest_label=rest,
        context=context,
    )


def _wait(
    code: str, label: str, definition: str, caveat: str, not_in_it: str, *, part_label: str, whole_label: str, term: str
) -> Indicator:
    return Indicator(
        code,
        label,
        mark("days"),
        FigureKind.WAIT,
        definition,
        caveat,
        not_in_it,
        part_label=part_label,
        whole_label=whole_label,
        rest_label=mark("waited longer"),
        version=2,
        group=Group.WAITING,
        term=term,
        changes=(
            (2, mark("From version 2 on we tell the middle wait, the wait of nine of ten, and how many were in time.")),
        ),
    )


_ALL = (
    _count(
        "new_requests",
        mark("New questions"),
        mark("Households that came to the team with a first question in this period."),
        mark("We count households, not people: a family of five counts once."),
        _NOT_REPORTED,
    ),
    _count(
        "open_households",
        mark("Households with a plan"),
        mark("Households that have an agreed plan with the team on the last day of the period."),
        mark("A cup of coffee without a plan is not counted here."),
        mark("Households that only had a short contact."),
    ),
    _count(
        "contacts_light",
        mark("Short contacts"),
        mark("Conversations without a plan: at the door, at walk-in hours, by phone."),
        mark("One person can be counted more than once."),
        mark("Contacts that nobody wrote down."),
        unit=mark("conversations"),
    ),
    Indicator(
        "caseload_fte",
        mark("Households for each full-time team member"),
        mark("households"),
        FigureKind.MEASURE,
        mark("Households with a plan, divided by the filled full-time places of the team."),
        mark("Do not compare this with teams that count short contacts too."),
        mark("Households that only had a short contact."),
        whole_label=mark("Households counted"),
    ),
    _wait(
        "first_contact_days",
        mark("Days until the first conversation"),
        mark(
            "Calendar days between a report of need and the first conversation, of households that had it in this "
            "period."
        ),
        mark("Half waited longer than the middle. Calendar days, not working days."),
        mark("Households that stopped before the first conversation."),
        part_label=mark("Households that waited at most 14 days"),
        whole_label=mark("Households counted"),
        term=mark("The team promises a first conversation within two weeks."),
    ),
    _wait(
        "investigation_within_6w",
        mark("Days until the investigation was finished"),
        mark(
            "Calendar days between a report of need and the end of the investigation, of investigations that ended "
            "in this period."
        ),
        mark(
            "The six weeks begin when the report of need is confirmed. Time in which the household asked to wait is "
            "left out."
        ),
        mark("Investigations that were still going on at the end of the period."),
        part_label=mark("Investigations finished within six weeks"),
        whole_label=mark("All investigations"),
        term=mark("The law says: within six weeks (Wmo 2015, article 2.3.2)."),
    ),
    _wait(
        "decision_within_2w",
        mark("Days until the decision"),
        mark("Calendar days between an application and the decision on it, of decisions taken in this period."),
        mark("The municipality decides, not the team."),
        mark("Applications that were withdrawn."),
        part_label=mark("Decisions within two weeks"),
        whole_label=mark("All decisions"),
        term=mark("The law says: within two weeks (Wmo 2015, article 2.3.5)."),
    ),
    _share(
        "independent_support_told",
        mark("Told about free independent support"),
        mark("New households that heard from the team that somebody independent can stand beside them for free."),
        mark("Being told is not the same as making use of it."),
        _NOT_REPORTED,
        words=(mark("Households that were told"), mark("All new households"), mark("were not told")),
    ),
    _share(
        "personal_plan_offered",
        mark("Could make a plan of their own"),
        mark("New households that were told that they may hand in a plan of their own, within seven days."),
        mark("Being told is not the same as being helped to make one."),
        _NOT_REPORTED,
        words=(mark("Households that were told"), mark("All new households"), mark("were not told")),
    ),
    _share(
        "answered_at_once",
        mark("Answered at the walk-in"),
        mark("Questions at the walk-in that were answered there and then."),
        mark("These are questions, not households. An easy question is not a problem that is solved."),
        mark("Questions that came by phone or letter."),
        words=(mark("Answered there and then"), mark("All questions at the walk-in"), mark("needed more time")),
        unit=mark("questions"),
    ),
    _share(
        "solved_without_second_line",
        mark("Solved without costly specialist help"),
        mark("Households whose question was closed and that got no new specialist help within 90 days after it."),
        mark("Not referring can also be a mistake. Read it together with referrals and returns."),
        mark("Households whose question is still open."),
        words=(mark("Without specialist help"), mark("All closed households"), mark("needed specialist help")),
    ),
    _count(
        "referred",
        mark("Referred to specialist help"),
        mark("Households that the team referred to specialist help in this period."),
        mark("More referrals can also mean that the team sees trouble earlier."),
        mark("Households that the GP referred."),
        context=_REFERRALS,
    ),
    _count(
        "late_referral",
        mark("Referred too late"),
        mark("Referrals of which team and specialist said afterwards that they should have come earlier."),
        mark("This is a judgement afterwards, made in a case review."),
        mark("Referrals that were not discussed afterwards."),
        context=_REFERRALS,
    ),
    _share(
        "return_6m",
        mark("Came back within six months"),
        mark("Households that were closed half a year ago and came back with the same question."),
        mark("Coming back can also be a sign of trust."),
        mark("Households that moved away."),
        words=(mark("Came back"), mark("All closed households"), mark("did not come back")),
    ),
    _share(
        "own_network_used",
        mark("Family, friends or neighbours helped too"),
        mark("Households that say that somebody around them took over a part of the help."),
        mark("Not everybody has somebody. That is no failure of theirs."),
        _NOT_ASKED,
        words=(
            mark("Helped by somebody around them"),
            mark("Households that answered"),
            mark("did not say so"),
        ),
    ),
    _share(
        "satisfaction",
        mark("Satisfied with the help"),
        mark("People who answered 'satisfied' or 'very satisfied' to: how satisfied are you with the help?"),
        mark("The people who are not satisfied count as much as those who are. Read what went wrong as well."),
        _NOT_ASKED,
        words=(mark("Satisfied"), mark("People who answered"), mark("were not satisfied")),
        unit=mark("people"),
    ),
    _share(
        "wat_telt_change",
        mark("Better on what people chose themselves"),
        mark("People who gave a higher mark the second time for the part of life that they chose themselves."),
        mark("Only people who gave a mark twice are counted: who dropped out may think otherwise."),
        _NOT_ASKED,
        words=(mark("Gave a higher mark"), mark("People who gave a mark twice"), mark("gave the same or a lower mark")),
        unit=mark("people"),
    ),
    Indicator(
        "hours_in_neighbourhood",
        mark("Hours in the neighbourhood"),
        mark("hours"),
        FigureKind.QUANTITY,
        mark("Hours that team members spent outside the office: at doors, in the street, in clubs and schools."),
        mark("Hours say nothing about what came out of them."),
        mark("Hours that nobody wrote down."),
    ),
    _count(
        "doors",
        mark("Doors rung"),
        mark("Addresses where a team member rang the bell without an appointment."),
        mark("Ringing is not the same as being let in."),
        mark("Addresses in the streets that had no turn in this period."),
        unit=mark("addresses"),
    ),
    _share(
        "let_in",
        mark("Doors that opened"),
        mark("Addresses where somebody wanted to talk, of all addresses where a team member rang."),
        mark("Not wanting to talk is everybody's right."),
        mark("Addresses in the streets that had no turn in this period."),
        words=(mark("Wanted to talk"), mark("All doors rung"), mark("did not open or did not want to talk")),
        unit=mark("addresses"),
    ),
    Indicator(
        "initiatives_joined",
        mark("Residents' initiatives the team joined"),
        mark("initiatives"),
        FigureKind.QUANTITY,
        mark("Initiatives of residents to which the team gave at least one working day."),
        mark("The initiative belongs to the residents, not to the team."),
        mark("Initiatives that do well without the team."),
    ),
    _count(
        "volunteers",
        mark("Volunteers the team worked with"),
        mark("Residents who did something for others together with the team, more than once in this period."),
        mark("Help between neighbours that nobody organises is not counted, and is the larger part."),
        mark("People who help their own family."),
        unit=mark("people"),
    ),
    Indicator(
        "resident_events",
        mark("Gatherings of residents the team came to"),
        mark("gatherings"),
        FigureKind.QUANTITY,
        mark("Gatherings that residents organised and where somebody of the team was."),
        mark("Being there is not the same as being of use."),
        mark("Gatherings that the team organised itself."),
    ),
    _count(
        "complaints",
        mark("Complaints"),
        mark("Complaints about the team, by letter, e-mail, phone or in person."),
        mark("Few complaints can also mean that people do not know where to go."),
        mark("People who were unhappy and said nothing."),
        unit=mark("complaints"),
        context=_COMPLAINTS,
    ),
    _share(
        "complaints_in_term",
        mark("Complaints answered in time"),
        mark("Complaints that were answered within six weeks."),
        mark("In time does not say whether the answer was good."),
        mark("Complaints that were still open at the end of the period."),
        words=(mark("Answered in time"), mark("All answered complaints"), mark("later")),
        unit=mark("complaints"),
        context=_COMPLAINTS,
    ),
    Indicator(
        "area_budget_spent",
        mark("Neighbourhood budget spent"),
        mark("euros"),
        FigureKind.PART,
        mark("Euros spent of the budget that the neighbourhood has for this period."),
        mark("Spending less is not the same as doing well."),
        mark("Wages of the team."),
        part_label=mark("Euros spent"),
        whole_label=mark("Euros in the budget"),
    ),
    Indicator(
        "shadow_budget_used",
        mark("Shadow budget: specialist help of the neighbourhood"),
        mark("euros"),
        FigureKind.COST,
        mark("What specialist help for households of this neighbourhood cost, against what was expected beforehand."),
        mark("Bills come three to six months late, so the last months are too low. Less cost can also mean less help."),
        mark("Help under youth protection that a judge ordered."),
        part_label=mark("Euros used"),
        whole_label=mark("Euros expected"),
    ),
    Indicator(
        "shared_profit",
        mark("Shared savings that came back to the neighbourhood"),
        mark("euros"),
        FigureKind.QUANTITY,
        mark(
            "Euros that were saved on specialist help and that the municipality gave back to the neighbourhood by "
            "contract."
        ),
        mark("An estimate of what would have been spent otherwise. Tell in the note where the money goes."),
        mark("Savings for which there is no contract."),
    ),
    Indicator(
        "filled_hours",
        mark("Hours of the team that are filled"),
        mark("hours a week"),
        FigureKind.PART,
        mark("Hours a week of people who work in the team on the last day, of all hours that the team should have."),
        mark("Filled is not the same as present: look at illness too."),
        mark("Hours of volunteers and students."),
        part_label=mark("Hours filled"),
        whole_label=mark("Hours the team should have"),
    ),
    Indicator(
        "sick_leave",
        mark("Hours lost by illness"),
        mark("per cent"),
        FigureKind.MEASURE,
        mark("Hours that team members were ill, of every hundred hours in their contracts in this period."),
        mark("In a small team one long illness makes a high number. It is shown only for ten people or more."),
        mark("Leave for care or childbirth."),
        whole_label=mark("Team members counted"),
    ),
    Indicator(
        "vacancy_days",
        mark("Days a vacancy was open"),
        mark("days"),
        FigureKind.QUANTITY,
        mark(
            "The middle number of days between the opening and the filling of vacancies that were filled in this "
            "period."
        ),
        mark("With few vacancies this number says little."),
        mark("Vacancies that are still open."),
    ),
    Indicator(
        "home_organisations",
        mark("Home organisations in the team"),
        mark("organisations"),
        FigureKind.QUANTITY,
        mark("Organisations that employ people of the team."),
        mark("More organisations is not better or worse. Residents see who they are on the page of the team."),
        mark("Organisations the team only works with."),
    ),
    Indicator(
        "training_days",
        mark("Days of training"),
        mark("days"),
        FigureKind.QUANTITY,
        mark("Days that team members learned, also from residents and from each other."),
        mark("Days say nothing about what was learned."),
        mark("Learning that nobody wrote down."),
    ),
    Indicator(
        "promises_kept",
        mark("Commitments kept"),
        mark("commitments"),
        FigureKind.COMPUTED,
        mark(
            "How many commitments this report calls done, partly done, not yet or stopped. The site counts them itself."
        ),
        mark("A stopped commitment can be a good decision. Read the reason."),
        mark("What was promised in a conversation and written down nowhere."),
    ),
    Indicator(
        "benefit_score",
        mark("Did the neighbourhood benefit?"),
        mark("residents"),
        FigureKind.COMPUTED,
        mark("How residents judged, in five answers, after judging has closed. The site counts them itself."),
        mark("Who judges chooses to do so. It is not the answer of everybody."),
        mark("Residents who did not judge, and everybody who wrote on the report."),
    ),
    Indicator(
        "reach_gap",
        mark("Who is not reached"),
        mark("groups"),
        FigureKind.COMPUTED,
        mark("In words: which groups of the neighbourhood the team does not meet, next to who lives there."),
        mark("Who is not reached is in no other figure either."),
        mark("Groups that nobody thought of."),
    ),
)

_GROUPS: dict[Group, tuple[str, ...]] = {
    Group.VOICE: (
        "own_network_used",
        "satisfaction",
        "wat_telt_change",
        "complaints",
        "complaints_in_term",
        "benefit_score",
    ),
    Group.NEIGHBOURHOOD: (
        "hours_in_neighbourhood",
        "doors",
        "let_in",
        "initiatives_joined",
        "volunteers",
        "resident_events",
        "reach_gap",
    ),
    Group.MONEY: ("area_budget_spent", "shadow_budget_used", "shared_profit"),
    Group.TEAM: (
        "caseload_fte",
        "filled_hours",
        "sick_leave",
        "vacancy_days",
        "home_organisations",
        "training_days",
    ),
}
_GROUP_OF = {code: group for group, codes in _GROUPS.items() for code in codes}
_BESIDE = {
    "referred": ("late_referral", "return_6m", "satisfaction"),
    "late_referral": ("referred",),
    "solved_without_second_line": ("referred", "late_referral", "return_6m", "satisfaction"),
    "shadow_budget_used": ("referred", "late_referral", "satisfaction"),
    "complaints": ("complaints_in_term", "satisfaction"),
}


def _placed(indicator: Indicator) -> Indicator:
    group = _GROUP_OF.get(indicator.code, indicator.group)
    return replace(indicator, group=group, beside=_BESIDE.get(indicator.code, ()))


_ORDER = list(Group)
CATALOGUE: dict[str, Indicator] = {
    indicator.code: indicator
    for indicator in sorted((_placed(one) for one in _ALL), key=lambda one: _ORDER.index(one.group))
}

# Four numbers that are all called 80 per cent and have nothing to do with each other. Source: domain notes 4.2.
EIGHTY_PER_CENT: tuple[tuple[str, str], ...] = (
    ("solved_without_second_line", mark("A target: eight of ten problems solved quickly without specialist help.")),
    ("answered_at_once", mark("A count of questions: eight of ten were answered at an information point.")),
    ("", mark("An estimate of a professional: eight of ten questions are easy to deal with. Nobody counted it.")),
    ("satisfaction", mark("An opinion: eight of ten people are satisfied. The other two count as much.")),
)
