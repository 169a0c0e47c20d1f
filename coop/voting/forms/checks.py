"""Validators and readings of amounts that several forms of this room share."""

from decimal import Decimal

from wtforms import Field, ValidationError
from wtforms import Form as PlainForm

from coop.voting import policy
from coop.web.words import _


def minutes_of(text: str | None) -> int | None:
    """Hours as people write them (4, 4.5, 4,5) in whole minutes; None for anything else."""
    return _units(text, 60, policy.LONGEST_HOURS * 60)


def hours_text(minutes: int) -> str:
    """The inverse of `minutes_of`, as it stands in a field."""
    return f"{minutes / 60:g}".replace(".", ",")


def cents_of(text: str | None) -> int | None:
    """Euros as people write them (7500, 7.500, 7500,50, € 20) in cents; None for anything else."""
    bare = (text or "").replace("€", "").replace("\u00a0", " ").strip().replace(" ", "")
    whole, comma, rest = bare.rpartition(",")
    if not comma and _is_grouped(bare):
        bare = bare.replace(".", "")
    elif comma:
        bare = (whole.replace(".", "") if _is_grouped(whole) else whole) + "." + rest
    return _units(bare, 100, policy.LARGEST_CENTS)


def _is_grouped(text: str) -> bool:
    """Whether dots stand between groups of three digits: 7.500 is seven thousand five hundred."""
    head, *groups = text.split(".")
    return bool(groups) and 1 <= len(head) <= 3 and head.isdigit() and all(len(g) == 3 and g.isdigit() for g in groups)


def euros_text(cents: int) -> str:
    """The inverse of `cents_of`, as it stands in a field."""
    return str(cents // 100) if cents % 100 == 0 else f"{cents // 100},{cents % 100:02d}"


def _units(text: str | None, size: int, most: int) -> int | None:
    bare = (text or "").strip().replace(",", ".")
    if not bare.isascii() or not bare.replace(".", "", 1).isdigit() or len(bare) > 20:
        return None
    found = Decimal(bare) * size
    if not 0 <= found <= most:
        return None
    return int(found) if found == int(found) else None


def hours(_form: PlainForm, field: Field) -> None:
    """A validator: a number of hours."""
    if minutes_of(field.data) is None:
        raise ValidationError(_("Fill in a number of hours, for example 4 or 4,5."))


def euros(_form: PlainForm, field: Field) -> None:
    """A validator: an amount in euros."""
    if cents_of(field.data) is None:
        raise ValidationError(_("Fill in an amount in euros, for example 750 or 750,50."))


def whole_of(text: str | None) -> int | None:
    """A short whole number; None for anything else."""
    bare = (text or "").strip()
    return int(bare) if bare.isascii() and bare.isdigit() and len(bare) < 5 else None


def whole(_form: PlainForm, field: Field) -> None:
    """A validator: a whole number."""
    if whole_of(field.data) is None:
        raise ValidationError(_("Fill in a whole number."))
