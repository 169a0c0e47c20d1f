"""Where people agree and where they differ: groups of people who answer alike, and what each statement means to them.

Vocabulary: stelling = statement, eens = agree, oneens = disagree, overslaan = pass, groep = group, beeld = picture.

    read_answers(text) -> Answers                       CSV in long format: voter,statement,answer
    groups_of(rows, most=5, smallest=10) -> Grouping    people × statements; NaN where nobody answered
    picture_of(answers, statements, …) -> Picture       what may be shown of each statement, and nothing else

Invariants: the order of people and their names change nothing; nothing is drawn by lot; no group is smaller than
`smallest`; shares are tenths, from one to nine, so that no page tells what everybody or nobody of a group answered.

Sources: Small e.a., "Polis: Scaling deliberation by mapping high dimensional opinion spaces", Recerca 26(2), 2021;
Rousseeuw, "Silhouettes", J. Comput. Appl. Math. 20, 1987; Gonzalez, "Clustering to minimize the maximum intercluster
distance", Theor. Comput. Sci. 38, 1985 (where k-means begins).
"""

from coop.rules.opinions.files import OpinionFileError, read_answers
from coop.rules.opinions.groups import Grouping, groups_of
from coop.rules.opinions.model import LEAST, Answer, Answers
from coop.rules.opinions.picture import Leaning, Picture, Standing, View, picture_of

__all__ = [
    "LEAST",
    "Answer",
    "Answers",
    "Grouping",
    "Leaning",
    "OpinionFileError",
    "Picture",
    "Standing",
    "View",
    "groups_of",
    "picture_of",
    "read_answers",
]
