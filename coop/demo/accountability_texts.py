"""What people in the demo wrote about the reports. All of it is made up."""

from coop.accountability.policy import PromiseKept, StoryKind
from coop.accountability.policy.protection import Numbers

Figures = dict[str, Numbers]


def _share(part: int, whole: int) -> Numbers:
    return Numbers(numerator=part, denominator=whole)


def _wait(middle: int, nine_of_ten: int, in_time: int, counted: int) -> Numbers:
    return Numbers(value=middle, p90=nine_of_ten, numerator=in_time, n=counted)


FIRST_FIGURES: Figures = {
    "new_requests": Numbers(value=131),
    "open_households": Numbers(value=198),
    "contacts_light": Numbers(value=640),
    "caseload_fte": Numbers(value=17, n=198),
    "first_contact_days": _wait(9, 24, 88, 131),
    "investigation_within_6w": _wait(33, 55, 71, 94),
    "independent_support_told": _share(88, 131),
    "solved_without_second_line": _share(74, 97),
    "referred": Numbers(value=31),
    "late_referral": Numbers(value=6),
    "return_6m": _share(12, 84),
    "own_network_used": _share(41, 77),
    "satisfaction": _share(59, 76),
    "hours_in_neighbourhood": Numbers(value=2180),
    "doors": Numbers(value=310),
    "let_in": _share(204, 310),
    "initiatives_joined": Numbers(value=11),
    "complaints": Numbers(value=8),
    "complaints_in_term": _share(6, 8),
    "decision_within_2w": _wait(11, 27, 58, 83),
    "volunteers": Numbers(value=34),
    "resident_events": Numbers(value=9),
    "area_budget_spent": _share(21400, 40000),
    "shadow_budget_used": Numbers(numerator=412300, denominator=398000, n=61),
    "filled_hours": _share(356, 400),
    "home_organisations": Numbers(value=5),
}
SECOND_FIGURES: Figures = {
    "new_requests": Numbers(value=148),
    "open_households": Numbers(value=207),
    "contacts_light": Numbers(value=715),
    "caseload_fte": Numbers(value=18, n=207),
    "first_contact_days": _wait(6, 17, 121, 148),
    "investigation_within_6w": _wait(29, 49, 92, 109),
    "independent_support_told": _share(119, 148),
    "solved_without_second_line": _share(87, 112),
    "referred": Numbers(value=25),
    "late_referral": Numbers(value=4),
    "return_6m": _share(13, 97),
    "own_network_used": _share(52, 88),
    "satisfaction": _share(66, 83),
    "hours_in_neighbourhood": Numbers(value=2420),
    "doors": Numbers(value=340),
    "let_in": _share(229, 340),
    "initiatives_joined": Numbers(value=14),
    "complaints": Numbers(value=12),
    "complaints_in_term": _share(9, 12),
    "decision_within_2w": _wait(9, 20, 71, 90),
    "volunteers": Numbers(value=41),
    "resident_events": Numbers(value=13),
    "area_budget_spent": _share(17900, 40000),
    "shadow_budget_used": Numbers(numerator=371800, denominator=401000, n=57),
    "shared_profit": Numbers(value=14000),
    "filled_hours": _share(380, 400),
    "vacancy_days": Numbers(value=63),
    "home_organisations": Numbers(value=5),
    "training_days": Numbers(value=38),
}
DRAFT_FIGURES: Figures = {
    "new_requests": Numbers(value=69),
    "contacts_light": Numbers(value=352),
    "first_contact_days": _wait(7, 18, 55, 69),
    "referred": Numbers(value=8),
    "doors": Numbers(value=96),
    "let_in": _share(61, 96),
}

ARCHIVED_FIGURES: Figures = {
    "new_requests": Numbers(value=96),
    "open_households": Numbers(value=171),
    "first_contact_days": _wait(13, 31, 57, 96),
    "investigation_within_6w": _wait(38, 64, 49, 81),
    "solved_without_second_line": _share(52, 75),
    "referred": Numbers(value=38),
    "satisfaction": _share(41, 58),
    "hours_in_neighbourhood": Numbers(value=1740),
    "doors": Numbers(value=180),
    "let_in": _share(102, 180),
    "filled_hours": _share(312, 400),
}

FIRST_SHORT = (
    "Wij belden bij 310 deuren aan. Bij twee van de drie deuren wilde iemand praten. Drie van de vier vragen losten "
    "wij op zonder dure hulp.\n\nHet wachten duurde te lang: de helft van de mensen wachtte negen dagen of langer op "
    "een eerste gesprek. Dat willen wij halveren. Ook belden wij vaak te laat terug."
)
SECOND_SHORT = (
    "Het wachten is korter: de helft van de mensen had binnen zes dagen een eerste gesprek. Eerst was dat negen "
    "dagen. Meer mensen hoorden dat zij gratis iemand naast zich kunnen krijgen.\n\nNiet alles ging goed. In de vakantie "
    "was de inloop vier keer dicht zonder bericht. En te vaak vertellen mensen hun verhaal nog twee keer."
)
FIRST_WRONG = (
    "Mensen wachtten te lang. In februari waren twee collega's ziek en wij hadden geen vervanging. Wij zeiden dat niet "
    "tegen de mensen die wachtten. Dat hadden wij wel moeten doen.\n\nOok stuurden wij brieven met moeilijke woorden. "
    "Bewoners lieten ons zien welke woorden zij niet begrepen."
)
SECOND_WRONG = (
    "In de zomer was de inloop in De Brug vier keer dicht. Er hing geen briefje op de deur. Mensen stonden voor niets "
    "in de regen.\n\nOns nieuwe formulier vroeg dingen die wij al wisten. Daardoor vertelden mensen hun verhaal twee "
    "keer. Wij hebben het formulier weer weggedaan."
)
FIRST_LEARNED = (
    "Wij vertellen voortaan zelf dat iemand moet wachten, en hoe lang. Elke brief wordt eerst gelezen door een bewoner "
    "van de leesgroep."
)
SECOND_LEARNED = (
    "Voor elke inloop is nu een vervanger afgesproken. Wij vragen aan het begin van een gesprek: wat hebt u al "
    "verteld, en aan wie?"
)
FIRST_QUESTIONS = ("Waar had u ons willen zien en waren wij er niet?", "Welke brief van ons begreep u niet?")
SECOND_QUESTIONS = (
    "Merkt u dat het wachten korter is?",
    "Welke plek in de buurt moeten wij vaker bezoeken?",
    "Wie kent u die wij nog niet bereiken?",
)

Story = tuple[StoryKind, str, str]
FIRST_STORIES: tuple[Story, ...] = (
    (
        StoryKind.WENT_WELL,
        "De tas met post",
        (
            "Iemand durfde de post niet meer open te maken. De buurvrouw ging de eerste keer mee naar de inloop. Samen "
            "maakten wij stapels: betalen, bellen, weggooien. Na twee maanden deed deze bewoner het zelf. De buurvrouw "
            "komt nog elke vrijdag, maar nu voor de koffie."
        ),
    ),
    (
        StoryKind.WENT_WELL,
        "De voetbalkooi die bleef",
        (
            "Ouders wilden de voetbalkooi weg vanwege lawaai. Jongeren wilden hem houden. Wij zetten ze aan één tafel. "
            "De jongeren sluiten nu zelf af om negen uur. De ouders brachten een keer soep."
        ),
    ),
    (
        StoryKind.DID_NOT_GO_WELL,
        "Drie keer hetzelfde vertellen",
        (
            "Een gezin vroeg hulp voor een kind. Ze vertelden hun verhaal aan ons, aan de school en aan een "
            "specialist. Niemand van ons wist wat de ander had afgesproken. Het gezin stopte ermee. Later belden wij om "
            "sorry te zeggen. Ze mochten het nog één keer vertellen en wij schreven mee, zodat het de laatste keer was."
        ),
    ),
)
SECOND_STORIES: tuple[Story, ...] = (
    (
        StoryKind.WENT_WELL,
        "Koken voor twaalf",
        (
            "Een bewoner at al een jaar alleen. In het buurthuis zocht men iemand die voor een groep kon koken. Dat "
            "bleek een oud beroep. Nu eten er elke woensdag twaalf mensen mee, en wie kookt, betaalt niet."
        ),
    ),
    (
        StoryKind.WENT_WELL,
        "Op tijd gebeld",
        (
            "De verhuurder belde ons toen iemand twee maanden achterliep met de huur. Vroeger hoorden wij dat pas bij "
            "de deurwaarder. Er kwam een regeling die vol te houden is. De sleutel bleef in dezelfde hand."
        ),
    ),
    (
        StoryKind.DID_NOT_GO_WELL,
        "Voor een dichte deur",
        (
            "Iemand had al zijn moed verzameld om naar de inloop te komen. De deur was dicht en er hing niets. Het "
            "duurde zes weken voor deze bewoner het nog eens probeerde. In die weken werd de schuld groter."
        ),
    ),
)
DRAFT_STORY: Story = (
    StoryKind.WENT_WELL,
    "De fietsles op zaterdag",
    "Vier mensen leerden fietsen op het plein. Een van hen geeft nu zelf les. (Nog voorlezen en toestemming vragen.)",
)

# title, who, how residents notice
OWN_PROMISES: tuple[tuple[str, str, str], ...] = (
    (
        "Elke dinsdagavond inloop in De Brug",
        "Fenna Postma",
        "De deur is open van zeven tot negen, ook in de vakantie.",
    ),
    (
        "Binnen drie werkdagen terugbellen",
        "Ruud Aksoy",
        "Wie een bericht inspreekt, wordt binnen drie werkdagen gebeld.",
    ),
    (
        "Een leesgroep kijkt onze brieven na",
        "Nel van Houten",
        "Op elke brief staat wie hem las.",
    ),
)
FIRST_ANSWERS: tuple[tuple[PromiseKept, str], ...] = (
    (PromiseKept.PARTLY, "De inloop was er elke dinsdag, behalve twee keer. Toen was er niemand die kon invallen."),
    (
        PromiseKept.NOT_YET,
        "Ruim de helft werd op tijd gebeld. Dat is niet goed genoeg. Wij verdelen het bellen nu anders.",
    ),
    (PromiseKept.DONE, "De leesgroep van zes bewoners las elf brieven. Wij schreven ze allemaal opnieuw."),
)
SECOND_ANSWERS: tuple[tuple[PromiseKept, str], ...] = (
    (PromiseKept.PARTLY, "In de zomer was de deur vier keer dicht. Vanaf nu is er voor elke dinsdag een vervanger."),
    (PromiseKept.DONE, "Bijna iedereen wordt nu binnen drie werkdagen gebeld. Wij blijven het elke maand natellen."),
)
# Commitments that followed from the vote, by title.
VOTED_ANSWERS: dict[str, tuple[PromiseKept, str]] = {
    "Elke dag hulp bij schulden": (
        PromiseKept.PARTLY,
        "Op vier dagen in de week is er nu hulp. De vijfde dag begint volgende maand.",
    ),
    "Een vrije middag voor mantelzorgers": (
        PromiseKept.PARTLY,
        "De eerste groep draait. Er is een wachtlijst, daarom komt er een tweede groep.",
    ),
    "Vier avonden open voor tieners": (
        PromiseKept.NOT_YET,
        "Er zijn twee avonden open. Voor de andere twee zoeken wij nog ouders die meehelpen.",
    ),
    "Samen de schimmel in de Reigerflat te lijf": (
        PromiseKept.NOT_YET,
        "De lijst met klachten is klaar. De verhuurder heeft nog geen datum genoemd. Wij vragen er elke week naar.",
    ),
}
OTHER_ANSWERS: tuple[tuple[PromiseKept, str], ...] = (
    (PromiseKept.PARTLY, "Wij zijn begonnen, maar nog niet op alle dagen. Vanaf volgende maand lukt dat wel."),
    (PromiseKept.NOT_YET, "Dit is nog niet begonnen. Wij zochten een ruimte en hebben die nu gevonden."),
    (PromiseKept.PARTLY, "De eerste groep draait. Er is een wachtlijst, daarom komt er een tweede groep."),
    (PromiseKept.NOT_YET, "Wij zijn hier nog mee bezig. De afspraken met de verhuurder zijn bijna rond."),
)

# points and reason
FIRST_JUDGEMENTS: tuple[tuple[int, str], ...] = (
    (5, "Ze kwamen bij mij aan de deur toen ik het zelf niet meer durfde."),
    (5, "Mijn buurman krijgt nu hulp. Dat merk je in het hele portiek."),
    (5, "De brieven zijn eindelijk te lezen."),
    (5, "De voetbalkooi is er nog en het is rustig na negen uur."),
    (5, "Ze luisteren eerst en vullen daarna pas iets in."),
    (5, "Bij de inloop word je niet weggestuurd."),
    (5, "Ik heb werk gevonden via de koffieochtend."),
    (5, "Voor mijn moeder was het een verschil van dag en nacht."),
    (5, "Eerlijk verslag. Dat zijn wij niet gewend."),
    (5, "Toen mijn man wegviel stond er de volgende dag iemand."),
    (4, "Je ziet ze op straat. Dat was vroeger anders."),
    (4, "Goed werk, maar het wachten duurt lang."),
    (4, "De inloop is fijn, alleen is het er vaak vol."),
    (4, "Voor ouderen gebeurt veel. Voor jongeren mag er meer bij."),
    (4, "Ze kennen de buurt en de buurt kent hen."),
    (4, "Schulden worden eerder gezien dan vroeger."),
    (4, "Het hielp mij, al moest ik twee keer bellen."),
    (4, "De leesgroep is een goed idee. Graag meer van zulke dingen."),
    (4, "Er is iemand die ook 's avonds tijd heeft."),
    (4, "Zij vragen wat ik zelf kan. Dat vind ik prettig."),
    (4, "De buurt is rustiger geworden, vooral bij de flats."),
    (4, "Ik ken nu drie mensen in mijn straat bij naam."),
    (4, "Mijn vraag was klein en werd toch serieus genomen."),
    (4, "De vrijwilligers krijgen nu echte steun."),
    (4, "Het team durft te zeggen wat niet lukte."),
    (4, "Prima hulp bij de formulieren."),
    (4, "Het speelplein wordt weer gebruikt."),
    (4, "Ik zou zelf de weg niet geweten hebben."),
    (4, "Fijn dat er een vrouw was met wie ik kon praten."),
    (3, "Het is goed bedoeld. In onze straat zag ik ze niet."),
    (3, "Terugbellen duurde bij mij een week."),
    (3, "De cijfers zeggen mij weinig. De verhalen wel."),
    (3, "Er is meer aandacht voor De Flats dan voor de rest."),
    (3, "Ik weet niet of het door het team komt."),
    (3, "De een krijgt veel, de ander niets."),
    (3, "Goed begin, maar nog te vaak dicht."),
    (3, "Ze moeten langer blijven. De gezichten wisselen te veel."),
    (3, "Voor mantelzorgers is er nog te weinig."),
    (3, "De ene keer word je snel geholpen, de andere keer niet."),
    (2, "Mijn verhaal moest ik drie keer vertellen."),
    (2, "Ik ben doorgestuurd en hoorde daarna niets meer."),
    (2, "In de Spoorzone merken wij er weinig van."),
    (2, "Zonder computer blijft het moeilijk."),
    (2, "Ik kreeg een folder terwijl ik iemand wilde spreken."),
    (2, "Er wordt veel vergaderd en weinig gedaan."),
    (1, "Ik wacht al maanden en niemand belt."),
    (1, "Voor mij is er niets veranderd."),
    (1, "Mijn klacht is nooit beantwoord."),
    (1, "De inloop is voor mij te ver lopen."),
)
SECOND_JUDGEMENTS: tuple[tuple[int, str], ...] = (
    (5, "De woensdagmaaltijd is het beste van de week."),
    (5, "Ik werd dezelfde dag nog gebeld."),
    (5, "Mijn zoon heeft een stageplek gevonden."),
    (4, "Het gaat sneller dan vorig jaar."),
    (4, "Goed dat de verhuurder nu eerder belt."),
    (4, "De inloop is warm en je krijgt echt antwoord."),
    (4, "Ze geven fouten toe. Dat geeft vertrouwen."),
    (4, "Er kwam iemand mee naar het loket."),
    (4, "Meer hulp in het buurthuis dan op kantoor. Zo hoort het."),
    (3, "In de zomer stond ik voor een dichte deur."),
    (3, "Het is beter, maar nog niet goed."),
    (3, "Ik zie vooral dezelfde mensen."),
    (3, "Voor jongeren vanaf zestien is er weinig."),
    (2, "Ik moest alles opnieuw vertellen."),
    (2, "Mijn straat is weer overgeslagen."),
    (1, "Er is nog steeds niemand langs geweest."),
)

REPLY = (
    "Dank aan iedereen die oordeelde. De meeste bewoners vinden dat de buurt er iets aan had. Een deel vindt van niet. "
    "Hun redenen lazen wij als eerste.\n\n**Dit gaan wij doen.** Wij komen vaker in de Spoorzone: elke week een "
    "middag. Wie wacht, krijgt elke twee weken bericht. Wie zijn verhaal al vertelde, hoeft dat niet nog eens te doen."
    "\n\n**Dit doen wij niet.** Een tweede kantoor kost te veel uren. Wij komen liever bij u thuis of in het buurthuis."
)
FIRST_QUESTIONS_ASKED: tuple[tuple[str, str], ...] = (
    (
        "Waarom duurde het wachten zo lang?",
        "Twee collega's waren ziek en er was geen vervanging. Nu springen wij voor elkaar in.",
    ),
    (
        "Hoe kiest u bij welke deuren u aanbelt?",
        "Wij gaan straat voor straat. Elke straat komt één keer in de twee jaar aan de beurt.",
    ),
    (
        "Kunt u ook in andere talen uitleg geven?",
        "Ja. In het team spreken wij samen zes talen. Voor andere talen vragen wij een tolk.",
    ),
)
SECOND_QUESTIONS_ASKED: tuple[tuple[str, str], ...] = (
    (
        "Waarom hing er geen briefje op de deur van De Brug?",
        "Niemand was daarvoor verantwoordelijk. Nu is dat degene die de inloop draait, of de vervanger.",
    ),
    ("Komt er ook een inloop in de Spoorzone?", ""),
    ("Wat gebeurt er met mensen die na een half jaar terugkomen?", ""),
)
ERRATUM = "Wij schreven eerst dat de leesgroep vijf bewoners telt. Het zijn er zes."

NEW_PROMISE = ("Elke week een middag in de Spoorzone", "Ruud en een bewoner", "De deur staat open van 13 tot 16 uur")
PROUD: tuple[str, ...] = (
    "Dat buren elkaar weer groeten op de trap.",
    "De kinderen van de Kade, die het plein elke week opruimen.",
    "Onze leesgroep: geen brief is ons te moeilijk.",
)
ANSWERS_OF_RESIDENTS: tuple[str, ...] = (
    "Bij de bushalte, na vijf uur.",
    "In de flat aan de kant van het spoor.",
    "Bij de voedselbank, op donderdag.",
    "Ik zag u genoeg.",
)
