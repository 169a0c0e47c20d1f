"""Every spelling of everything structured, in sentences of several kinds."""

import pytest

from coop.rules.redaction.find import find

AROUND = (
    "Zij gaf {} door aan het team.",
    "{} stond in de brief.",
    "Het gaat om {}, zei hij.",
    "Bewaard: {}",
    "(zie {})",
)
FORMATS = {
    "phone": """0612345678|06-12345678|06 12345678|06 12 34 56 78|06-12 34 56 78|06-1234 5678|06.12.34.56.78|06/12345678|06-123 456 78|(06) 12345678|
        +31612345678|+31 6 12345678|+31 6 12 34 56 78|+31-6-12345678|+31 (0)6 12345678|+31(0)612345678|0031612345678|0031 6 12345678|0031-6-1234 5678|
        0201234567|020-1234567|020 123 45 67|(020) 123 45 67|(020)1234567|020.123.4567|0511-421399|0511 42 13 99|(0511) 42 13 99|058-213 44 90|+31 20 123 4567|
        +31 (0)20 123 45 67|+32 475 12 34 56|+48 512 345 678|+90 532 123 45 67|+212 661 234567|0049 171 5551234""",
    "email": """jan@voorbeeld.nl|jan.de.vries@voorbeeld.nl|j_devries@sub.voorbeeld.co.uk|JAN@VOORBEELD.NL|jan+werk@gmail.com|jan @ gmail.com|jan[at]gmail.com|jan [at] gmail [dot] com|
        jan(at)gmail.com|jan (at) gmail (punt) com|jan at gmail punt com|jan punt de punt vries at gmail punt com|jan apenstaartje gmail.com|jan apenstaart gmail punt com|jan{at}gmail.com|f.el-ouali@ziggo.nl""",
    "bsn": "123456782|123.456.782|123 456 782|1234.56.782|1234 56 782|123-456-782|1 2 3 4 5 6 7 8 2|123456789|111222333|1112.22.333|BSN 12345678|bsn:123456782|BSN nr. 123456782|burgerservicenummer 123456782",
    "iban": """NL91ABNA0417164300|NL91 ABNA 0417 1643 00|nl91abna0417164300|NL91.ABNA.0417.1643.00|NL91-ABNA-0417-1643-00|NL 91 ABNA 0417164300|NL91 abna 0417 1643 00|NL91ABNA041716430|
        NL91 ABNA 0417 1643 001|NL91ABNA 0417164300|BE68 5390 0754 7034|DE89 3704 0044 0532 0130 00|PL61109010140000071219812874|rekening 41.71.64.300|NL91 ABNA **** 1643 00|ABNA 0417 1643 00""",
    "postcode": "8924AB|8924 AB|8924ab|8924 ab|8924-AB|8924 A B|8924  AB|8924Ab",
    "date": """12-3-1987|12-03-1987|12/3/1987|12.3.1987|12-3-87|12/03/'87|12 3 1987|1987-03-12|12 maart 1987|12 mrt 1987|12 mrt. 1987|12 Maart '87|12maart1987|maart 1987|twaalf maart 1987|
        de twaalfde maart|12e maart|de 12e maart|12 - 3 - 1987|maandag 12 maart|ma 12-3|geboren in 1987|geb. 1987|geboren 12031987|12th of March 1987|March 12, 1987|de 3e van de maand|3 t/m 5 mei|eind maart 1987""",
    "age": """43 jaar|43-jarige|43 jarige|43jarige|43 jaar oud|drieënveertig jaar|drieënveertigjarige|drieenveertig jaar oud|achtjarig|8-jarig|4 jaar|anderhalf jaar oud|6 maanden oud|
        een vrouw van 43|een zoon van acht|kinderen van 4, 7 en 9|kinderen (4, 7 en 9)|moeder van 3 (4, 7 en 9)|43 years old|a 43-year-old|leeftijd 43|begin veertig|halverwege de veertig|in de zeventig|(43 jaar)""",
    "plate": """AB-12-34|12-34-AB|12-AB-34|AB-12-CD|AB-CD-12|12-AB-CD|12-ABC-3|1-ABC-23|AB-123-C|A-123-BC|ABC-12-D|A-12-BCD|1-AB-234|123-AB-4|ab-12-cd|14TDK7|14 TDK 7|1-abc-23|GZ 884 P|GZ884P|kenteken gz884p""",
    "file": """dossier 2014-00381|dossiernummer 4471|dossiernr. WT/2015/33|zaak C/13/684512|zaaknummer 12345|cliëntnummer 20931|clientnr 20931|cliënt-nr. C-5591|klantnummer 12.34.56|polisnummer 00918273|
        kenmerk Z-15-08812|uw kenmerk 2015/882|meldingsnummer 883921|casus 2019-114|referentie ABC-2291|case number 4471|file no. 33/2015|beschikkingsnummer 2015.1182|parketnummer 16/701234-15""",
    "document": """paspoort NWK4C2J91|paspoortnummer NWK4C2J91|rijbewijs 5123456789|ID-kaart IKC3R4D12|V-nummer 271.234.5678|BIG 19012345601|BIG-nummer 19012345601|KvK 27312345|kvk-nummer 27 31 23 45|NL123456789B01|passport NWK4C2J91|AGB-code 01054321""",
    "ip": "192.168.1.14|84.106.22.9|2001:db8:0:0:0:ff00:42:8329|2001:db8::ff00:42:8329|00:1A:2B:3C:4D:5E",
    "url": "https://voorbeeld.nl/jan|http://jan.voorbeeld.com|www.janswinkel.nl|facebook.com/jan.jansen|janswinkel.nl|instagram.com/jan_j/",
    "handle": "@jan_jansen|@fatma43|jan_jansen|instagram: fatma.kookt|snapchat jan020|TikTok-account fatma_k|gebruikersnaam boefje87",
    "address": """Celebesstraat 14|celebesstraat 14|Celebesstr. 14|celebesstr 14|Celebes straat 14|Celebesstraat14|Celebesstraat 14a|Celebesstraat 14-a|Celebesstraat 14 A|Celebesstraat 14 bis|Celebesstraat 14-II|
        Celebesstraat 14 hs|Celebesstraat 14/3|Celebesstraat 14-16|Celebesstraat nr. 14|Celebesstraat nummer 14|Celebesstraat, nr 14|Celebesstraat 1 4|Celebesstraat|Marnixplein 8|Marnixpln 8|Lindelaan 4|Lindeln. 4|
        Jan van Galenstraat 201|J. van Galenstraat 201|Prins Hendrikkade 33|1e Oosterparkstraat 5|Tweede Oosterparkstraat 5|Burg. de Vlugtlaan 125|nummer 14|huisnummer 14|op nummer veertien|14 Celebes Street|Oude Gracht 3|
        Laan van Meerdervoort 12|postbus 123|Noordersingel 40|Zuiderdijk 8""",
}  # fmt: skip
CASES = [
    (kind, " ".join(one.split()), around)
    for kind, ones in FORMATS.items()
    for one in ones.split("|")
    for around in AROUND
]


def uncovered(kind: str, what: str, around: str) -> bool:
    text = around.format(what)
    what = what.split()[-1] if kind == "handle" else what
    start = text.index(what)
    covered = {place for span in find(text) for place in range(span.start, span.end)}
    signs = [place for place in range(start, start + len(what)) if text[place].isdigit()]
    if kind in ("email", "handle", "url"):
        signs = [place for place in range(start, start + len(what)) if text[place].isalnum()]
    elif not signs:
        return not any(place in covered for place in range(start, start + len(what)))
    return not all(place in covered for place in signs)


@pytest.mark.parametrize("kind", sorted(FORMATS))
def test_every_spelling_is_marked(kind: str) -> None:
    cases = [case for case in CASES if case[0] == kind]
    missed = [around.format(what) for _, what, around in cases if uncovered(kind, what, around)]
    assert missed == []


@pytest.mark.parametrize("kind", sorted(set(FORMATS) - {"handle", "url"}))
def test_most_spellings_are_marked_as_what_they_are(kind: str) -> None:
    expected = {"file": "file_number"}.get(kind, kind)
    cases = [case for case in CASES if case[0] == kind]
    right = [any(span.kind.value == expected for span in find(around.format(what))) for _, what, around in cases]
    assert sum(right) >= 0.9 * len(right), [case[1] for case, good in zip(cases, right, strict=True) if not good]
