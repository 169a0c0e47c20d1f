"""The indicators: what is counted, how, what it does not say and who is not in it.

A changed definition gets a higher `version`; two periods are compared only when their versions are equal.
Source: domain notes 4.4; terms of investigation and application: Wmo 2015 art. 2.3.2 and 2.3.5.
"""

from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Indicator:
    """One thing that the team reports. All texts are msgids."""

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
    Indicator(
        "first_contact_days",
        mark("Days until the first conversation"),
        mark("days"),
        FigureKind.MEASURE,
        mark("Half of the households waited at most this number of calendar days after they reported."),
        mark("The other half waited longer. One long wait does not change this number."),
        mark("Households that stopped before the first conversation."),
        whole_label=mark("Households counted"),
    ),
    _share(
        "investigation_within_6w",
        mark("Investigation finished within six weeks"),
        mark("Reports of need for which the investigation was finished within the six weeks of the law."),
        mark("The weeks begin when the team confirms the report."),
        mark("Investigations that were still going on at the end of the period."),
        words=(mark("Within six weeks"), mark("All investigations"), mark("later")),
        unit=mark("investigations"),
    ),
    _share(
        "decision_within_2w",
        mark("Decision within two weeks"),
        mark("Applications on which the municipality decided within the two weeks of the law."),
        mark("The municipality decides, not the team."),
        mark("Applications that were withdrawn."),
        words=(mark("Within two weeks"), mark("All decisions"), mark("later")),
        unit=mark("applications"),
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
    Indicator(
        "hours_in_neighbourhood",
        mark("Hours in the neighbourhood"),
        mark("hours"),
        FigureKind.AMOUNT,
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
    _count(
        "initiatives_joined",
        mark("Residents' initiatives the team joined"),
        mark("Initiatives of residents to which the team gave at least one working day."),
        mark("The initiative belongs to the residents, not to the team."),
        mark("Initiatives that do well without the team."),
        unit=mark("initiatives"),
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
)

CATALOGUE: dict[str, Indicator] = {indicator.code: indicator for indicator in _ALL}
