"""Whether what an identity provider says of somebody's address is that of an application."""

import re

_NUMBER = re.compile(r"^(?P<street>.*?)[\s,]+(?P<number>\d+.*)$")


def _plain(text: str) -> str:
    return "".join(text.casefold().split())


def same_house(house: str, street: str, house_number: str) -> bool:
    """Whether "Kade 12 b" is that street and number."""
    found = _NUMBER.match(" ".join(house.split()))
    if found is None:
        return False
    return _plain(found["street"]) == _plain(street) and _plain(found["number"]) == _plain(house_number)


def same_town(postcode: str, municipality: str, *, own_postcode: str, own_municipality: str) -> bool:
    """Whether postcodes are the same; where one is not known, the municipality. Many towns have the same street."""
    if _plain(postcode) and _plain(own_postcode):
        return _plain(postcode) == _plain(own_postcode)
    return same_municipality(municipality, own_municipality)


def same_municipality(said: str, municipality: str) -> bool:
    """Whether it is the same municipality, however it is written."""
    return bool(_plain(said)) and _plain(said).removeprefix("gemeente") == _plain(municipality)
