"""The kinds of data, in the order of the privacy page."""

from datetime import timedelta

from coop.kernel.words import mark
from coop.privacy.policy.about_opinions import DOORS, OPINIONS, PHOTOS, STATEMENTS
from coop.privacy.policy.about_work import HIRING, OFFICES, PANELS, WORK
from coop.privacy.policy.shapes import (
    AGREEMENT,
    CONSENT,
    DUTY,
    INTEREST,
    SECOND_THOUGHTS,
    SEVEN_YEARS,
    YEAR,
    Holding,
    Kind,
    Term,
)

_ME = ("account_id",)
_MEMBER = ("membership_id",)

ACCOUNT = Kind(
    "account",
    mark("Your account"),
    mark("Your name, your e-mail address, your language, and your password in a form that nobody can read back."),
    mark("To let you sign in and to write to you."),
    AGREEMENT,
    mark("You. Your name stands where you act in the neighbourhood."),
    Term(mark("%(days)s days after you leave."), SECOND_THOUGHTS),
    mark("Your name, address and ways to sign in are erased. What you wrote stays without your name."),
    (
        Holding(
            "accounts", mark("Your account"), ("id",), shows=("name", "email", "language", "created_at", "erase_on")
        ),
    ),
)
SIGNING_IN = Kind(
    "signing_in",
    mark("Signing in"),
    mark("When and in which browser you signed in; passkeys, codes and other ways to sign in; failed tries."),
    mark("So that you can see and end it, and others cannot guess passwords."),
    AGREEMENT,
    mark("You, on the page “My account”."),
    Term(
        mark("Sign-ins %(days)s days; a failed try one day; a way to sign in until you take it away."),
        timedelta(days=30),
    ),
    mark("They are removed."),
    (
        Holding("sign_ins", mark("Where you signed in"), _ME, shows=("device", "begun_at", "ended_at")),
        Holding("sign_in_links", mark("Links to sign in"), _ME, shows=("asked_at", "used_at")),
        Holding("second_factors", mark("Second step"), _ME, shows=("set_up_at",)),
        Holding("recovery_codes", mark("Codes on paper"), _ME, shows=("used_at",)),
        Holding("passkeys", mark("Passkeys"), _ME, shows=("name", "made_at", "used_at")),
        Holding("outside_identities", mark("Signing in elsewhere"), _ME, shows=("slug", "subject", "joined_at")),
        Holding(
            "second_step_offs", mark("Help with a lost second step"), _ME, shows=("reason", "asked_at", "ended_at")
        ),
        Holding("sign_in_brakes"),
        Holding("spent_questions"),
    ),
)
MEMBERSHIP = Kind(
    "membership",
    mark("Your membership"),
    mark("Your name, address, age as you said it, an address for mail, and from when until when you are a member."),
    mark("To know who may vote, and to call members together."),
    DUTY,
    mark("You, the board and the secretary."),
    Term(
        mark(
            "Your name %(years)s years after the membership ends. Address, age and e-mail address one year. "
            "A suspension one year after it ended."
        ),
        SEVEN_YEARS,
    ),
    mark("It is erased. Only from when until when somebody was a member stays, as a number."),
    (
        Holding(
            "memberships",
            mark("Your membership"),
            _ME,
            shows=(
                *("district_id", "name", "street", "house_number", "postcode", "email", "stated_age", "lives_here"),
                *("admitted_on", "ended_on"),
            ),
        ),
        Holding(
            "membership_suspensions",
            mark("When you were suspended"),
            _MEMBER,
            shows=("starts_on", "ends_on", "reason"),
        ),
        Holding(
            "membership_merges",
            mark("Registrations made one"),
            ("kept_id", "gone_id"),
            shows=("reason", "asked_at", "ended_at"),
        ),
        Holding("founding_entries"),
        Holding("member_imports"),
    ),
)
APPLICATION = Kind(
    "application",
    mark("Becoming a member, and moving house"),
    mark("What you filled in, whether you agreed with the statutes, and by which way you showed where you live."),
    mark("To see whether you can become a member."),
    AGREEMENT,
    mark("You, the board and the secretary."),
    Term(mark("%(days)s days after the decision. What you took back yourself: 30 days."), YEAR),
    mark("Name, address, age and reason are erased. That it was shown, how and when stays with your membership."),
    (
        Holding(
            "membership_applications",
            mark("Your applications"),
            _ME,
            shows=(
                *("number", "name", "street", "house_number", "postcode", "email", "stated_age"),
                *("accepted_at", "applied_at", "letter_at", "decided_at", "reason"),
            ),
        ),
        Holding(
            "residence_proofs",
            mark("How you showed where you live"),
            through="application_id",
            shows=("way", "provider", "given_at"),
        ),
    ),
)
AGENDA = Kind(
    "agenda",
    mark("What you write on the agenda"),
    mark("Points you brought in and what you wrote with others."),
    mark("To make the agenda of the neighbourhood together."),
    INTEREST,
    mark("Everybody reads the text. Your name is shown to people of your neighbourhood only."),
    Term(mark("Kept, because others answered it. Your name goes with your account.")),
    mark("It stays as the words of “somebody who left”."),
    (
        Holding(
            "agenda_items", mark("Points you brought in"), _ME, shows=("title", "in_short", "details", "created_at")
        ),
        Holding("agenda_comments", mark("What you said"), _ME, shows=("item_id", "text", "at")),
        Holding(
            "agenda_comment_wordings",
            mark("How you said it before"),
            through="comment_id",
            shows=("text", "until_at"),
        ),
        Holding("agenda_history", mark("Steps you took"), _ME, shows=("item_id", "reason", "at")),
        Holding("agenda_talk_steps", mark("Conversations you summed up"), _ME, shows=("item_id", "text", "at")),
        Holding("comment_reports", mark("Comments you reported"), _ME, shows=("at",)),
        Holding("comment_decisions", mark("What you decided about reported comments"), _ME, shows=("reason", "at")),
        Holding("moderation_turns", mark("Turns to look after the conversations"), _ME, shows=("begins_on", "ends_on")),
        Holding("comment_cases"),
        Holding("agenda_editions", mark("Editions you published"), _ME, shows=("number", "published_at")),
        Holding("advice", mark("Advice you asked for or began"), _ME, shows=("title", "about", "begun_at")),
        Holding("visits", mark("Visits you asked the team for"), _ME, shows=("item_id", "title", "asked_at")),
        Holding("events", mark("What you put in the calendar"), ("made_by",), shows=("title", "place", "made_at")),
    ),
)
SUPPORT = Kind(
    "support",
    mark("Support and offers of help"),
    mark("Which points you support, and where you offered help."),
    mark("To count supporters, and so that people find each other."),
    CONSENT,
    mark("Nobody sees what you support. People of the neighbourhood read an offer of help."),
    Term(mark("Until you take it back, or your account is erased.")),
    mark("Offers and what you follow are removed. Support keeps counting without your name."),
    (
        Holding("agenda_supports", mark("What you support"), _ME, shows=("item_id", "at")),
        Holding("agenda_helpful_marks", mark("Comments of which you said that they help you"), _ME, shows=("at",)),
        Holding("agenda_offers", mark("Help you offered"), _ME, shows=("item_id", "text", "at")),
        Holding(
            "help_answers", mark("Answers to your offers of help"), _ME, shows=("item_id", "text", "contact", "at")
        ),
        Holding("advice_supports", mark("Advice you support"), _ME, shows=("advice_id", "at")),
        Holding("agenda_follows", mark("Points you follow"), _ME, shows=("item_id", "at")),
        Holding("agenda_mentions", mark("Where somebody named you"), _ME, shows=("at",)),
    ),
)
VOTES = Kind(
    "votes",
    mark("Votes that are not secret"),
    mark("On which lists of voters you stand, what you chose, a letter with a code, and who voted for you."),
    mark("To count, to let you change your vote, and to check the count."),
    INTEREST,
    mark("Nobody sees what you chose. The board sees lists of voters, proxies and letters."),
    Term(
        mark(
            "%(days)s days after the result is published, or after a void vote would have closed: so long somebody "
            "can ask a court about it."
        ),
        YEAR,
    ),
    mark(
        "Your name is taken off your vote. Lists of voters, letters, proxies and notes of paper are removed. "
        "The numbers stay."
    ),
    (
        Holding("ballots", mark("Your votes"), _MEMBER, shows=("poll_id", "choices", "cast_at")),
        Holding("poll_roll", mark("Lists of voters with your name"), _MEMBER, shows=("poll_id",)),
        Holding("ballot_letters", mark("Letters with a code"), _MEMBER, shows=("poll_id",)),
        Holding("proxies", mark("Proxies"), ("giver_id", "holder_id"), shows=("poll_id", "given_at", "revoked_at")),
        Holding("paper_entries"),
        Holding("paper_counts"),
        Holding("letter_batches"),
        Holding("paper_mistakes", mark("Notes of paper taken back"), _MEMBER, shows=("poll_id", "said_at")),
    ),
)
SECRET = Kind(
    "secret",
    mark("Secret votes"),
    mark("That you voted. Your choice is in a closed envelope; your name is taken off before it is opened."),
    mark("To let everybody vote once."),
    INTEREST,
    mark("Nobody. After counting everybody sees all votes without names."),
    Term(
        mark("Envelopes and key %(days)s days after the result; that you voted as long as you are a member."),
        timedelta(days=30),
    ),
    mark("Envelopes and key are destroyed."),
    (
        Holding("box_electors", mark("Secret votes on whose list you stand"), _MEMBER),
        Holding("sealed_envelopes"),
        Holding("boxes"),
        Holding("box_files"),
        Holding("box_log"),
        Holding("sealed_polls"),
        Holding("teller_keys"),
    ),
)
STORIES = Kind(
    "stories",
    mark("Stories"),
    mark("A story that you offer, and stories that the team tells with consent."),
    mark("To give account in words."),
    CONSENT,
    mark("Everybody after the report is released. Before that the team and one reader of the board."),
    Term(mark("Until the consent is taken back.")),
    mark("The text goes from every version. A gap with the day stays."),
    (
        Holding("story_offers", mark("Stories you offered"), _ME, shows=("text", "changes", "at", "withdrawn_on")),
        Holding("report_stories"),
        Holding("report_profiles"),
    ),
)
MAIL = Kind(
    "mail",
    mark("Messages to you"),
    mark("That a message was sent, and when. What stood in it only until it is sent."),
    mark("To deliver it."),
    AGREEMENT,
    mark("Nobody."),
    Term(mark("%(days)s days."), YEAR),
    mark("It is removed."),
    (
        Holding("outbox", mark("Messages to you"), ("to_account_id",), shows=("created_at", "sent_at")),
        Holding("news_readers", mark("News you chose"), _ME, shows=("rest_from", "rest_until", "chosen_at")),
        Holding("digests"),
        Holding("followed_districts", mark("A neighbourhood you follow"), _ME, shows=("since_on",)),
        Holding("mail_refusals", mark("Mail that came back"), _ME, shows=("refusals", "first_at", "last_at")),
    ),
)
KINDS: tuple[Kind, ...] = (
    *(ACCOUNT, SIGNING_IN, MEMBERSHIP, APPLICATION, VOTES, SECRET, AGENDA, PHOTOS, DOORS, SUPPORT, STATEMENTS),
    *(OPINIONS, STORIES),
    *(PANELS, HIRING, OFFICES, WORK, MAIL),
)

# Tables without anything about a person.
NO_PERSONS: frozenset[str] = frozenset(
    {
        *(
            "districts",
            "district_maps",
            "street_clusters",
            "streets",
            "mandates",
            "team_charters",
            "agenda_edition_items",
            "agenda_item_wordings",
            "agenda_item_sources",
            "commitments",
        ),
        *("poll_counts", "poll_reminders", "panel_draws", "panel_reminders", "report_commitments", "report_figures"),
        *("ledger_entries", "mkba_lines", "pilots", "agenda_words", "moderation_rules"),
        "moderation_draws",
        "opinion_statements",
        "neighbour_lists",
    }
)
# Columns that say who did something in office. The row is about something else; the log says what they did.
OFFICE: frozenset[str] = frozenset(
    {
        *("given_by", "confirmed_by", "ended_by", "asked_by", "recorded_by", "decided_by", "sent_by", "typed_by"),
        *("teller_id", "settled_by", "printed_by", "revoked_by", "withdrawn_by", "written_by", "changed_by"),
        *("facts_checked_by", "protection_checked_by", "released_by", "replied_by", "answered_by", "reader_id"),
        "checked_by",
        *("made_by", "entered_by", "typed_by_id", "owner_id", "said_by", "signed_by", "left_by", "dropped_by"),
    }
)
