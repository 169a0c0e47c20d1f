"""A new box: what is announced stands still from here on."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import insert

from coop.ballotbox.actions.log import add_line
from coop.ballotbox.models import Box, BoxElector
from coop.ballotbox.policy.refusals import said
from coop.kernel.db import Session
from coop.kernel.errors import ConflictError
from coop.kernel.words import mark
from coop.rules.sealing.ballots import envelope_size
from coop.rules.sealing.encoding import sha
from coop.rules.sealing.faults import SealError
from coop.rules.sealing.keys import Signer
from coop.rules.sealing.poll import Poll


def make_box(
    db: Session,
    district_id: int,
    facts: Mapping[str, Any],
    members: Sequence[int],
    *,
    closes_at: datetime,
    site: Signer,
    at: datetime,
) -> Box:
    """Open a box for these members. `facts`: poll.json. Raises `ConflictError` when it contradicts itself."""
    try:
        poll = Poll.of(facts)
    except SealError as fault:
        raise ConflictError(mark("The vote cannot be announced like this: %(why)s."), why=said(str(fault))) from None
    if poll.facts["electors"] != len(members) or poll.key("site") != site.public:
        raise ConflictError(
            mark("The vote cannot be announced like this: %(why)s."),
            why=said("the number of voters or the key of this site is another"),
        )
    box = Box(
        district_id=district_id,
        name=poll.id,
        facts=poll.as_file().decode(),
        size=envelope_size(poll.facts["size"]),
        closes_at=closes_at,
    )
    db.add(box)
    db.flush()
    rows = [{"box_id": box.id, "membership_id": member, "district_id": district_id} for member in sorted(members)]
    db.execute(insert(BoxElector), rows)
    entry = {
        "kind": "opened",
        "poll": poll.id,
        "poll_sha256": sha(poll.as_file()),
        "electors": len(members),
        "at": poll.facts["opens_at"],
    }
    add_line(db, box.id, entry, str(poll.facts["log"]), site, at=at)
    return box
