"""Every use of the lot stands on the result page, also where the count in which it was used does not stand."""

from coop.rules.counting import Lot
from tests.support.site import Site
from tests.voting.conftest import SEED, Town

OPTIONS = (("Quarter of an hour", 5), ("Debt help", 15), ("Walk-in at school", 20), ("Tea", 5))
BALLOTS = (("1", "3"), ("3",), ("4",), ("2",), ("2", "3"), ("2",))


def test_a_lot_in_a_count_with_a_smaller_share_is_told(town: Town, site: Site) -> None:
    poll = town.told(town.open(options=OPTIONS), BALLOTS)
    titles = {str(number): title for number, (title, _hours) in enumerate(OPTIONS, start=1)}
    first, second = (titles[key] for key in Lot(SEED, f"poll-{poll.id}").ordered(["1", "4"]))
    page = site.visitor(language="en").open(f"/noorderkwartier/stemmen/{poll.id}/uitslag")
    assert page.has("On the way the votes were counted with smaller shares")
    assert page.has(f"Equal: {first}, {second}. First went {first}.")
    assert page.lacks("There was no tie.")


def test_without_a_lot_the_page_says_so(town: Town, site: Site) -> None:
    options = (("Debt help", 15), ("Walk-in at school", 20))
    poll = town.told(town.open(options=options), (("1",), ("1",), ("2",)))
    page = site.visitor(language="en").open(f"/noorderkwartier/stemmen/{poll.id}/uitslag")
    assert page.has("There was no tie. The lot was not needed.")
    assert page.lacks("On the way the votes were counted")
