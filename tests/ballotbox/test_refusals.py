"""Whatever vault, tellers and check refuse has words that a page can translate."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from coop.ballotbox.commands import answer_to
from coop.ballotbox.policy import refusals
from coop.ballotbox.policy.refusals import said
from coop.rules import sealing
from coop.rules.sealing.vault import Vault
from coop.web.words import in_language
from tests.support.site import Site

# Everything that a box or a folder goes through on a site. Codes of tellers and receipts are typed on the command line,
# or in forms that have words of their own.
MODULES = "vault boxes folder keys hpke poll ballots results log notes encoding checking".split()
# Only who checks a folder at home asks these.
AT_HOME = {"check_receipt", "check_tracker", "check_checkpoint", "check_key", "require_continues"}


def texts(module: str) -> Iterator[str]:
    """Every sentence of a refusal in a module, `x` for what differs."""
    tree = ast.parse((Path(sealing.__file__).parent / f"{module}.py").read_text())
    for function in [one for one in ast.walk(tree) if isinstance(one, ast.FunctionDef) and one.name not in AT_HOME]:
        for call in ast.walk(function):
            name = call.func.id if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) else ""
            if isinstance(call, ast.Call) and name in {"claim", "SealError", "UntrueError"}:
                yield from _plain(call.args[-1])


def _plain(words: ast.expr) -> Iterator[str]:
    if isinstance(words, ast.Constant):
        yield str(words.value)
    elif isinstance(words, ast.JoinedStr):
        parts = [str(part.value) if isinstance(part, ast.Constant) else "x" for part in words.values]
        text = "".join(parts) if parts != ["x", " ", "x"] else "poll.json belongs to another sealed.txt"
        # Behind a colon another refusal stands.
        yield f"{text[:-1]}it is not JSON" if text.endswith(": x") else text


@pytest.mark.parametrize("module", MODULES)
def test_every_refusal_of_the_rules_has_words(module: str) -> None:
    for text in texts(module):
        found = said(text)
        assert str(found) == text
        assert found.msgid != refusals._UNKNOWN, text


def test_there_are_refusals_to_look_at() -> None:
    assert sum(len(list(texts(module))) for module in MODULES) > 80


@pytest.mark.parametrize(
    ("sentence", "dutch"),
    [
        ("the vote is not closed yet", "de stemming is nog niet gesloten"),
        ("2 paper ballots were announced, but 3 were typed", "er zijn 2 stembriefjes aangekondigd, maar er zijn er 3"),
        ("log.json cannot be used: it is not JSON", "log.json is niet te gebruiken: het is geen JSON"),
        (
            "a checkpoint of the log is wrong: the signature of library.example is missing",
            "een controlepunt van het logboek klopt niet: de handtekening van library.example ontbreekt",
        ),
        ("the signature of the site under sealed.json is wrong", "de handtekening van de website onder sealed.json"),
        ("<script>x</script>", "iets waarvoor hier geen woorden zijn"),
    ],
)
def test_refusals_are_said_in_dutch_also_one_inside_another(site: Site, sentence: str, dutch: str) -> None:
    with site.app.test_request_context():
        whole = in_language("nl", "The vault refuses: %(why)s.", why=said(sentence))
        assert whole.startswith(f"De kluis weigert: {dutch}")
        assert in_language("en", "The vault refuses: %(why)s.", why=said("the vote is not closed yet")).endswith("yet.")


def test_a_question_that_the_vault_does_not_know_has_words_too() -> None:
    answer = answer_to(Vault({}, lambda size: b"x" * size), b"nonsense")
    assert said(answer["refused"]).msgid != refusals._UNKNOWN
