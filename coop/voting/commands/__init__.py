"""Commands about votes: counting and importing files, and sealed votes that anybody can check."""

from coop.voting.commands.sealed import demo_election, verify
from coop.voting.commands.votes import import_vote, tally

__all__ = ["demo_election", "import_vote", "tally", "verify"]
