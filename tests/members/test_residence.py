"""What a provider says of an address, beside that of an application."""

from pathlib import Path

import pytest

from coop.kernel.providers import read_providers
from coop.members.policy.residence import same_house, same_municipality, same_town


@pytest.mark.parametrize(
    "said, fits",
    [
        ("Kade 12 b", True),
        ("kade  12B", True),
        ("Kade, 12 B", True),
        ("Kade 12", False),
        ("Kade 112 b", False),
        ("Oude Kade 12 b", False),
        ("Kade", False),
        ("", False),
    ],
)
def test_a_house(said: str, fits: bool) -> None:
    assert same_house(said, "Kade", "12 b") is fits


@pytest.mark.parametrize(
    "postcode, municipality, own, fits",
    [
        ("1234AB", "Elders", "1234 ab", True),
        ("1234 AC", "Waterstad", "1234 AB", False),
        ("", "Waterstad", "1234 AB", True),
        ("1234 AB", "Gemeente Waterstad", "", True),
        ("1234 AB", "Elders", "", False),
        ("", "", "", False),
    ],
)
def test_the_same_street_in_another_town_is_another_house(
    postcode: str, municipality: str, own: str, fits: bool
) -> None:
    assert same_town(postcode, municipality, own_postcode=own, own_municipality="Waterstad") is fits


def test_a_municipality_that_is_not_named_is_none() -> None:
    assert not same_municipality("", "Waterstad")
    assert not same_municipality("", "")


def test_an_unknown_kind_of_residence_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "providers.toml"
    table = 'slug = "a"\nlabel = "A"\nissuer = "https://a.example"\nclient_id = "a"\nclient_secret = "b"\n'
    path.write_text(f'[[provider]]\n{table}residence = "passport"\n')
    found, problems = read_providers(str(path))
    assert not found
    assert problems == ["COOP_PROVIDERS: a: residence is address or municipality, or left out."]
    path.write_text(f'[[provider]]\n{table}residence = "municipality"\n')
    assert read_providers(str(path))[0][0].residence == "municipality"
