"""When two registrations may be of one person. A person looks before anything is done with it."""

import unicodedata
from dataclasses import dataclass
from datetime import date

# Words in Dutch family names that people leave out or write in another way.
_PARTICLES = frozenset({"van", "de", "den", "der", "het", "ten", "ter", "te", "el", "al", "von", "vd", "v", "d", "t"})


@dataclass(frozen=True, slots=True)
class Person:
    """What the register knows of a member. No day of birth is kept; the age is that of the application."""

    id: int
    name: str
    street: str
    house_number: str
    email: str
    stated_age: int | None
    since: date


def _plain(text: str) -> str:
    """Small letters without accents; everything else a blank."""
    letters = unicodedata.normalize("NFKD", text.replace("ı", "i").replace("ø", "o").casefold())
    return "".join(one if one.isalnum() else " " for one in letters if not unicodedata.combining(one))


def words_of(name: str) -> list[str]:
    """The words of a name without particles and titles."""
    return [word for word in _plain(name).split() if word not in _PARTICLES]


def name_key(name: str) -> str:
    """The same for spellings of one name that differ in accents, capitals, dashes, particles and order."""
    return " ".join(sorted(words_of(name)))


def address_key(street: str, house_number: str) -> tuple[str, str]:
    """The same for spellings of one address: "Kerkstraat 12 hs" and "kerkstraat 12-HS" are one."""
    return _plain(street).replace(" ", ""), _plain(house_number).replace(" ", "")


def home_key(person: Person) -> tuple[str, str]:
    """The address of a member, however it is written."""
    return address_key(person.street, person.house_number)


def likely_same(first: Person, second: Person) -> bool:
    """A like name at one address, or the same name and e-mail. Ages that cannot be of one person speak against it."""
    ages = (first.stated_age, second.stated_age)
    if ages[0] and ages[1] and abs(ages[0] - ages[1]) > _age_apart(first, second):
        return False
    if name_key(first.name) == name_key(second.name):
        return _same_home(first, second) or (bool(first.email) and first.email.casefold() == second.email.casefold())
    return _same_home(first, second) and _like(words_of(first.name), words_of(second.name))


def _age_apart(first: Person, second: Person) -> int:
    """Ages were stated at different moments."""
    return 1 + abs(first.since.year - second.since.year)


def _same_home(first: Person, second: Person) -> bool:
    return all(home_key(first)) and home_key(first) == home_key(second)


def _like(first: list[str], second: list[str]) -> bool:
    """An initial for a first name, one of two family names, or one letter wrong."""
    if not first or not second:
        return False
    if set(first[1:]) & set(second[1:]):
        one, other = sorted((first[0], second[0]), key=len)
        return one == other or (len(one) == 1 and other.startswith(one)) or _one_apart(one, other)
    return first[0] == second[0] and any(_one_apart(a, b) for a in first[1:] for b in second[1:])


def _one_apart(one: str, other: str) -> bool:
    """Whether one letter more, less or otherwise makes the other; short words must be the same."""
    if abs(len(one) - len(other)) > 1 or min(len(one), len(other)) < 4:
        return False
    start = next((place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    if start is None:
        return True
    rest, others = (one[start:], one[start + 1 :]), (other[start:], other[start + 1 :])
    return rest[1] == others[1] or rest[0] == others[1] or rest[1] == others[0]
