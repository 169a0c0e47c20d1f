"""What is published for programs: each collection with its fields, in one place.

The answers, the CSV and the OpenAPI description are all made from this table, so that they cannot drift apart.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from coop.advice.policy import NEWS as ADVICE_NEWS
from coop.agenda.policy import CommitmentState, Domain, ItemState, Kind, Origin
from coop.kernel.words import mark
from coop.rules.opinions import Leaning, Standing
from coop.voting.policy import BallotKind, PollState, Unit, VoteKind

# Of the shape of the lists: other co-operatives read them by it.
VERSION = 1
PAGE_SIZE = 100
LARGEST_PAGE = 500
LAST_PAGE = 99_999
FEED_SIZE = 40
LICENCE = "CC BY 4.0"
LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/"


# Kinds of news: the page that shows it, the name of its number there, and what to call it.
NEWS: Mapping[str, tuple[str, str, str]] = {
    "item": ("agenda.item", "item_id", mark("On the agenda")),
    "commitment": ("agenda.commitment", "commitment_id", mark("Progress of the team")),
    "edition": ("agenda.edition", "edition_id", mark("New edition of the agenda")),
    "event": ("events.event", "event_id", mark("In the calendar")),
    "vote": ("voting.poll", "poll_id", mark("A vote opened")),
    "result": ("voting.result", "poll_id", mark("Result of a vote")),
    "report": ("accountability.report", "report_id", mark("Report of the team")),
    **ADVICE_NEWS,
}


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its JSON type, its format where it has one, and what it says.

    `values`: the only words it can hold. `optional`: it can be null (an empty cell in CSV). `added`: text that lists of
    before it was added do not have; it is read there as empty.
    """

    name: str
    type: str
    says: str
    format: str | None = None
    values: tuple[str, ...] = ()
    optional: bool = False
    added: bool = False

    @property
    def schema(self) -> dict[str, Any]:
        """As JSON Schema (draft 2020-12)."""
        found: dict[str, Any] = {"type": [self.type, "null"] if self.optional else self.type, "description": self.says}
        if self.format:
            found["format"] = self.format
        if self.values:
            found["enum"] = [*self.values, *([None] if self.optional else [])]
        return found


@dataclass(frozen=True, slots=True)
class Collection:
    """One list of things: `name` as in its address, `summary` in a sentence."""

    name: str
    summary: str
    fields: tuple[Field, ...]


def _words(kind: type[StrEnum]) -> tuple[str, ...]:
    return tuple(one.value for one in kind)


_ID = Field("id", "integer", "Never changes and is never used again.")
_URL = Field("url", "string", "The page for people.", "uri")
_DOMAIN = Field("domain", "string", "The part of daily life it is about.", values=_words(Domain))
_KIND = Field("kind", "string", "A problem, a strength, a wish or an initiative of residents.", values=_words(Kind))
_TITLE = Field("title", "string", "Its name.")

COLLECTIONS: Mapping[str, Collection] = {
    one.name: one
    for one in (
        Collection(
            "agenda",
            "Everything residents and team brought in for the social agenda of the neighbourhood, in every state.",
            (
                _ID,
                _URL,
                _KIND,
                _DOMAIN,
                Field("state", "string", "Where it stands.", values=_words(ItemState)),
                _TITLE,
                Field("in_short", "string", "What it is, in at most 60 words."),
                Field("details", "string", "More about it; can be empty. Markdown."),
                Field("place", "string", "Where it plays, in words; can be empty."),
                Field("area", "string", "The part of the map, by its name there; empty for all of it.", added=True),
                Field("origin", "string", "Through whom it came in.", values=_words(Origin)),
                Field("created_at", "string", "When it was brought in.", "date-time"),
                Field("supporters", "integer", "Residents who say: this is mine too. Merged items count together."),
                Field("comments", "integer", "How many comments can be read below it."),
                Field("merged_into_id", "integer", "The item it was merged into.", optional=True),
                Field("answer_due_on", "string", "The last day for the answer; only when new.", "date", optional=True),
            ),
        ),
        Collection(
            "editions",
            "The items in every published edition of the agenda, as they were on that day.",
            (
                _ID,
                _URL,
                Field("edition", "integer", "The number of the edition, from 1."),
                Field("published_at", "string", "When the edition came out.", "date-time"),
                Field("position", "integer", "Its place in the edition, from 1."),
                Field("item_id", "integer", "The item in the agenda."),
                _KIND,
                _DOMAIN,
                _TITLE,
                Field("in_short", "string", "What it is, in at most 60 words."),
                Field("details", "string", "More about it; can be empty. Markdown."),
                Field("place", "string", "Where it plays, in words; can be empty."),
                Field("supporters", "integer", "Residents who supported it on that day."),
            ),
        ),
        Collection(
            "commitments",
            "What the team promised: who, by when, how residents will notice, and how it stands.",
            (
                _ID,
                _URL,
                _TITLE,
                Field("who", "string", "Who in the team keeps it."),
                Field("how_noticed", "string", "How residents will notice it."),
                Field("minutes_week", "integer", "Minutes of the team a week."),
                Field("source", "string", "Where it came from, in words; can be empty."),
                Field("state", "string", "How it stands.", values=_words(CommitmentState)),
                Field("made_on", "string", "The day it was made.", "date"),
                Field("due_on", "string", "The day it will be ready.", "date"),
                Field("item_id", "integer", "The item in the agenda it answers.", optional=True),
            ),
        ),
        Collection(
            "votes",
            "Every vote that has opened. The result of a published vote stands in its own JSON and CSV.",
            (
                _ID,
                _URL,
                _TITLE,
                Field("vote_kind", "string", "What the vote is in law.", values=_words(VoteKind)),
                Field("ballot_kind", "string", "What is on the ballot.", values=_words(BallotKind)),
                Field("state", "string", "Where it stands.", values=_words(PollState)),
                Field("closes_at", "string", "When it closes or closed.", "date-time"),
                Field("budget", "integer", "What can be divided, in `unit`; 0 where nothing is divided."),
                Field("unit", "string", "Minutes of the team a week, or cents of `currency`.", values=_words(Unit)),
                Field("currency", "string", "Three letters; only votes from a file have another than EUR."),
                Field("result_json", "string", "The record of the count.", "uri", optional=True),
                Field("result_csv", "string", "The result as a table.", "uri", optional=True),
            ),
        ),
        Collection(
            "reports",
            "Released reports in which the team gives account. Figures are protected before release.",
            (
                _ID,
                _URL,
                _TITLE,
                Field("starts_on", "string", "The first day of its period.", "date"),
                Field("ends_on", "string", "The last day of its period.", "date"),
                Field("version", "integer", "1, and one more with each correction."),
                Field("released_at", "string", "When it was released.", "date-time"),
                Field("figures_json", "string", "The figures with their definitions and protection.", "uri"),
                Field("figures_csv", "string", "The same for a spreadsheet.", "uri"),
            ),
        ),
        Collection(
            "statements",
            "Statements on which residents agree and differ. Answers are counted once, after the last day, and erased.",
            (
                _ID,
                _URL,
                Field("round_id", "integer", "The statements that were asked together."),
                Field("round_title", "string", "What these statements are about."),
                _DOMAIN,
                Field("closes_on", "string", "The last day to answer.", "date"),
                Field("counted_at", "string", "When the answers were counted.", "date-time", optional=True),
                Field("position", "integer", "Its place among these statements, from 1."),
                Field("text", "string", "The statement."),
                Field("people", "integer", "Residents who took part, to the nearest five.", optional=True),
                Field("group_sizes", "string", "Size of each group, to the nearest five, with commas; can be empty."),
                Field("standing", "string", "What the answers mean.", values=_words(Standing), optional=True),
                Field("agree", "integer", "Tenths that agree; 1 is 1 or fewer, 9 is 9 or more.", optional=True),
                Field("disagree", "integer", "Tenths that disagree, in the same way.", optional=True),
                Field("group_agree", "string", "Tenths of each group that agree, with commas; can be empty."),
                Field("professionals", "string", "What most of the team say.", values=_words(Leaning), optional=True),
                Field("item_id", "integer", "The item in the agenda that it became.", optional=True),
            ),
        ),
    )
}


def _page_schema(one: Collection) -> dict[str, Any]:
    whole = {"type": "integer", "minimum": 0}
    return {
        "type": "object",
        "required": [
            "version",
            "cooperative",
            "district",
            "collection",
            "licence",
            "page",
            "pages",
            "size",
            "total",
            "next",
            "rows",
        ],
        "additionalProperties": False,
        "properties": {
            "version": {"const": VERSION},
            "cooperative": {"type": "string"},
            "district": {"type": "string"},
            "collection": {"const": one.name},
            "licence": {"type": "string"},
            "page": whole,
            "pages": whole,
            "size": whole,
            "total": whole,
            "next": {"type": ["string", "null"], "format": "uri"},
            "rows": {"type": "array", "items": {"$ref": f"#/components/schemas/{one.name}"}},
        },
    }


def _row_schema(one: Collection) -> dict[str, Any]:
    return {
        "type": "object",
        "required": [field.name for field in one.fields],
        "additionalProperties": False,
        "properties": {field.name: field.schema for field in one.fields},
    }


_PARAMETERS = [
    {
        "name": name,
        "in": "query",
        "required": False,
        "description": says,
        "schema": {"type": "integer", "minimum": 1, "maximum": most, "default": default},
    }
    for name, says, most, default in (
        ("page", "Which page, from 1. A page beyond the last one is empty.", LAST_PAGE, 1),
        ("size", "How many rows a page.", LARGEST_PAGE, PAGE_SIZE),
    )
]


def _operation(one: Collection, form: str) -> dict[str, Any]:
    answer: dict[str, Any] = (
        {"application/json": {"schema": _page_schema(one)}}
        if form == "json"
        else {"text/csv": {"schema": {"type": "string"}}}
    )
    return {
        "get": {
            "operationId": f"{one.name}_{form}",
            "summary": one.summary,
            "parameters": _PARAMETERS,
            "responses": {
                "200": {"description": "One page, oldest first.", "content": answer},
                "304": {"description": "Nothing has changed since the ETag you sent in If-None-Match."},
                "400": {
                    "description": "A parameter is not a whole number within its limits.",
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/refusal"}}},
                },
            },
        }
    }


def openapi(name: str, server: str) -> dict[str, Any]:
    """The description of the open data of one neighbourhood called `name`, reached under `server`. OpenAPI 3.1."""
    refusal = {"type": "object", "required": ["error"], "properties": {"error": {"type": "string"}}}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"Open data of {name}",
            "version": "1",
            "description": "What everybody may read on the pages of this neighbourhood, for programs.",
            "license": {"name": LICENCE, "url": LICENCE_URL},
        },
        "servers": [{"url": server}],
        "paths": {
            f"/{one.name}.{form}": _operation(one, form) for one in COLLECTIONS.values() for form in ("json", "csv")
        },
        "components": {"schemas": {"refusal": refusal, **{one.name: _row_schema(one) for one in COLLECTIONS.values()}}},
    }
