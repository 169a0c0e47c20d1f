"""Links in any dress are counted and disguised words found, and no honest text of a neighbour is taken for either."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coop.agenda.policy.entry import require_few_links, require_own_letters
from coop.agenda.policy.spam import disguised_word, links_in
from coop.kernel.errors import InvalidError

HONEST = (
    "Op de Veerstraat rijden auto's te hard, o.a. bij de school.Wij willen een drempel.",
    "Achter het huis.de lamp is stuk. Bel mij op 06-12345678, bv. na 19.30 uur.",
    "Het kost 1.500,00 euro, d.w.z. € 30 p.p. per jaar i.v.m. de huur (zie blz. 3/4).",
    "Dat is een belangrijk punt nl. dat niemand luistert. En/of de buurt.",
    "Mail naar info@wijkteam-noord.nl of naar a.de.vries@buurt.example, of bel.",
    "Het is gesloten.Top geregeld dus.Net als vorig jaar.Site werkt ook niet.",
    "Dhr. A.B. de Vries en mw. C. El-Amrani wonen op nr. 12.Daar is het donker.",
    "Çocuklarımız için güvenli bir oyun alanı istiyoruz, ığdır gibi. Işık yok.",
    "Proszę o więcej światła na ścieżce. Żółw, źdźbło, łąka.",
    "Нам потрібне світло біля школи. Діти бояться йти ввечері.",
    "Меня зовут Ольга. Сор, роса и эхо.",
    "نريد مكانا آمنا للأطفال في الحي. لا يوجد ضوء في المساء.",
    "Χρειαζόμαστε φως στο μονοπάτι. Η ταβέρνα είναι κλειστή.",
    "5 µg, 3 Ω, α en β. Café, coëfficiënt, naïef.",
)
NO_LINK = st.lists(st.sampled_from(HONEST), min_size=1, max_size=6).map("\n".join)
WORD = st.text("abcdefghijklmnopqrstuvwxyz", min_size=3, max_size=12)
LATIN, CYRILLIC, GREEK = "aceopxyijsABEIJKMHOPCTYX", "асеорхуіјѕАВЕІЈКМНОРСТУХ", "ABEHIKMNOPTYXo"
DRESSES = (
    "https://{0}.nl/x",
    "hxxp://{0}.com",
    "www.{0}.nl",
    "WWW.{0}.NL",
    "{0}.example/x",
    "{0}.nl",
    "{0}.NL.",
    "({0}.com)",
    "{0}.ly/Ab3",
    "shop.{0}.co/nu",
    "{0} punt nl",
    "{0} PUNT com",
    "{0}(dot)nl",
    "{0} [.] nl",
    "{0} [punt] com",
    "{0} .nl",
    "{0}。nl",
    "{0}．ｎｌ",
    "{0}․com",
)


@given(NO_LINK)
def test_no_honest_text_is_refused_also_of_a_new_account_and_beside_others(text: str) -> None:
    assert links_in(text) == 0
    require_few_links(text, "comment", new=True)
    require_own_letters(text, "comment")


@given(NO_LINK, WORD, st.sampled_from(DRESSES), NO_LINK)
def test_a_link_is_one_link_in_any_dress(before: str, word: str, dress: str, after: str) -> None:
    text = f"{before}\nKijk op {dress.format(word)}\n{after}"
    assert links_in(text) == 1
    with pytest.raises(InvalidError):
        require_few_links(text, "comment", new=True)
    require_few_links(text, "comment", new=False)


@given(st.lists(st.tuples(WORD, st.sampled_from(DRESSES)), min_size=3, max_size=5))
def test_nobody_places_three(dressed: list[tuple[str, str]]) -> None:
    text = "\n".join(f"Kijk: {dress.format(word)}" for word, dress in dressed)
    assert links_in(text) == len(dressed)
    with pytest.raises(InvalidError):
        require_few_links(text, "comment", new=False)


@given(st.text(LATIN, min_size=2, max_size=12), st.sampled_from((HONEST[0], HONEST[2], HONEST[7], HONEST[8])))
def test_a_word_wholly_in_look_alike_letters_amid_ours_is_found(word: str, around: str) -> None:
    disguised = word.translate(str.maketrans(LATIN, CYRILLIC))
    assert disguised_word(f"{around} {disguised} nu") == disguised
    assert disguised_word(f"{around} {word} nu") is None


@pytest.mark.parametrize("word", ["сосо", "РАСЕ", "ΒΑΝΚ", "Раураl", "сheap", "viаgra"])
def test_a_disguised_word_is_named_and_refused(word: str) -> None:
    with pytest.raises(InvalidError) as refused:
        require_own_letters(f"Koop nu {word} hier", "comment")
    assert (refused.value.field, refused.value.params["word"]) == ("comment", word)


def test_really_cyrillic_or_greek_beside_ours_is_meant_so() -> None:
    for text in ("Привет, buren! Сор en роса.", "In het Oekraïens: світло, сосо.", "Η ταβέρνα van Kostas: ΝΟΤΙΑ Ω"):
        assert disguised_word(text) is None


@given(st.text(max_size=300))
def test_no_text_breaks_it(text: str) -> None:
    assert links_in(text) >= 0
    disguised_word(text)
