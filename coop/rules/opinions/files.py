"""Answers from a file: CSV with a line per answer."""

import csv
import io

from coop.rules.opinions.model import Answer, Answers

COLUMNS = ("voter", "statement", "answer")
WORDS = {
    "agree": Answer.AGREE,
    "eens": Answer.AGREE,
    "1": Answer.AGREE,
    "disagree": Answer.DISAGREE,
    "oneens": Answer.DISAGREE,
    "-1": Answer.DISAGREE,
    "pass": Answer.PASS,
    "geen": Answer.PASS,
    "0": Answer.PASS,
}


class OpinionFileError(ValueError):
    """What is wrong with a file of answers, with the line."""


def read_answers(text: str) -> Answers:
    """The answers of a CSV with the columns voter, statement and answer, in any order; other columns are skipped.

    Raises `OpinionFileError` for a missing column, an unknown answer, an empty name, or a second answer of one voter
    to one statement.
    """
    lines = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), strict=True)
    answers: dict[str, dict[str, Answer]] = {}
    try:
        missing = [name for name in COLUMNS if name not in (lines.fieldnames or ())]
        if missing:
            raise OpinionFileError(f"line 1: no column named {missing[0]}; expected {','.join(COLUMNS)}")
        for line in lines:
            where = f"line {lines.line_num}"
            voter, statement, said = _cells(line, where)
            if answers.setdefault(voter, {}).setdefault(statement, said) != said:
                raise OpinionFileError(f"{where}: {voter[:40]} answered {statement[:40]} twice, differently")
    except csv.Error as fault:
        raise OpinionFileError(f"line {lines.line_num}: {fault}") from None
    if not answers:
        raise OpinionFileError("no answers in this file")
    return answers


def _cells(line: dict[str, str], where: str) -> tuple[str, str, Answer]:
    """Voter, statement and answer of one line."""
    voter, statement, said = ((line[name] or "").strip() for name in COLUMNS)
    if not voter or not statement:
        raise OpinionFileError(f"{where}: voter and statement must not be empty")
    if "\n" in voter + statement or "\r" in voter + statement:
        # Answers of others would be lost without a word.
        raise OpinionFileError(f"{where}: a cell goes on in the next line; is a quotation mark too many there?")
    if said.lower() not in WORDS:
        raise OpinionFileError(f"{where}: the answer is {said[:20]!r}, not agree, disagree or pass")
    return voter, statement, WORDS[said.lower()]
