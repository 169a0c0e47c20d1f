"""What may be shown of the answers."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coop.rules.opinions import Answer, Answers, OpinionFileError, Standing, picture_of, read_answers
from coop.rules.opinions.picture import Leaning

YES, NO, SKIP = Answer.AGREE, Answer.DISAGREE, Answer.PASS
NAMES = [f"s{number}" for number in range(10)]


def two_camps(first: int, second: int) -> dict[str, dict[str, Answer]]:
    """All want s0, nobody wants s1, the camps differ on the rest; two in ten of each stray on s2."""
    camps = {}
    for camp, size in ((YES, first), (NO, second)):
        for number in range(size):
            given_ = {"s0": YES, "s1": NO, **dict.fromkeys(NAMES[2:], camp)}
            if number % 5 == 0:
                given_["s2"] = SKIP
            camps[f"{camp}-{number}"] = given_
    return camps


def test_what_all_share_and_what_divides() -> None:
    picture = picture_of(two_camps(31, 19), NAMES)
    assert (picture.people, picture.sizes) == (50, (30, 20))
    shared, against, divided = picture.views[:3]
    assert (shared.standing, shared.agree, shared.disagree, shared.groups) == (Standing.SHARED, 9, 1, (9, 9))
    assert (against.standing, against.agree) == (Standing.AGAINST, 1)
    assert (divided.standing, divided.groups) == (Standing.DIVIDED, (8, 1))


def test_of_nine_people_nothing_is_shown_and_of_ten_no_group() -> None:
    nine = picture_of(two_camps(5, 4), NAMES)
    assert nine.people is None
    assert {(view.standing, view.agree) for view in nine.views} == {(Standing.UNKNOWN, None)}
    ten = picture_of(two_camps(5, 5), NAMES)
    assert (ten.people, ten.sizes, ten.views[0].agree) == (10, (), 9)
    # Without groups, halves against halves are a division of the whole neighbourhood.
    assert ten.views[3].standing is Standing.DIVIDED


def test_a_statement_that_few_of_one_group_answered_is_shown_for_no_group() -> None:
    camps = two_camps(30, 12)
    for number in range(3):
        del camps[f"{NO}-{number}"]["s4"]
    view = picture_of(camps, NAMES).views[4]
    assert view.groups == ()
    assert view.agree == 8
    assert len(picture_of(camps, NAMES).views[5].groups) == 2


def test_professionals_are_shown_in_a_word_from_five_on() -> None:
    team = {str(number): {"s0": YES, "s1": NO, "s2": YES if number % 2 else NO} for number in range(5)}
    views = picture_of(two_camps(20, 20), NAMES, team).views
    assert [view.professionals for view in views[:4]] == [Leaning.FOR, Leaning.AGAINST, Leaning.BOTH, None]
    del team["0"]
    assert picture_of(two_camps(20, 20), NAMES, team).views[0].professionals is None


@settings(deadline=None, max_examples=25)
@given(
    st.lists(
        st.dictionaries(st.sampled_from(NAMES), st.sampled_from(list(Answer)), min_size=0, max_size=10), max_size=45
    ),
    st.randoms(use_true_random=False),
)
def test_names_and_order_change_nothing_and_no_number_tells_of_few(rows: list[dict[str, Answer]], chance) -> None:  # type: ignore[no-untyped-def]
    picture = picture_of({str(number): row for number, row in enumerate(rows)}, NAMES)
    shuffled = list(rows)
    chance.shuffle(shuffled)
    assert picture_of({f"x{number}": row for number, row in enumerate(shuffled)}, NAMES) == picture
    assert all(size >= 10 for size in picture.sizes)
    for view in picture.views:
        answered = sum(view.statement in row for row in rows)
        assert (view.agree is None) == (answered < 10)
        assert len(view.groups) in (0, len(picture.sizes))
        assert all(1 <= one <= 9 for one in (*view.groups, *(n for n in (view.agree, view.disagree) if n is not None)))


def test_a_file_is_read_in_two_languages() -> None:
    answers: Answers = read_answers("\ufeffstatement,voter,answer,note\ns1,a,Eens,x\ns1,b,disagree,\ns2,a,0,\n")
    assert answers == {"a": {"s1": YES, "s2": SKIP}, "b": {"s1": NO}}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no column named voter"),
        ("voter,statement\na,b\n", "no column named answer"),
        ("voter,statement,answer\n", "no answers"),
        ("voter,statement,answer\na,s,maybe\n", "line 2: the answer is 'maybe'"),
        ("voter,statement,answer\na,s\n", "line 2: the answer is ''"),
        ("voter,statement,answer\n,s,agree\n", "line 2: voter and statement"),
        ("voter,statement,answer\na,s,agree\na,s,disagree\n", "line 3: a answered s twice"),
        ('voter,statement,answer\n"a,s,agree\n', "line"),
        ('voter,statement,answer\n"a,s,agree\nb",s,agree\n', "line 3: a cell goes on"),
    ],
)
def test_a_bad_file_is_refused_by_its_line(text: str, said: str) -> None:
    with pytest.raises(OpinionFileError, match=said):
        read_answers(text)
