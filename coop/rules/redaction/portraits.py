"""Words that paint a person: roles, kin, spots, events, illnesses and trades that few people share."""

import re

from coop.rules.redaction.patterns import tree

_PLAIN = re.compile(r"[\w '\-]+")


def _any(text: str) -> str:
    """Alternatives of a pattern, separated by commas: the ones with signs of their own first, the words as a tree."""
    ones = {" ".join(one.split()) for one in text.split(",") if one.strip()}
    special = sorted((one for one in ones if not _PLAIN.fullmatch(one)), key=len, reverse=True)
    return "|".join([*special, tree(frozenset(ones) - frozenset(special))])


PEOPLE = _any(
    """man, vrouw, mevrouw, inwoner, inwoonster, dorpsgenoot, lid, meneer, heer, dame, gezin, familie, echtpaar, stel, weduwe, weduwnaar, jongen, meisje,
    jongeman, meneertje, vrouwtje, mannetje, kerel, vent, bewoner, bewoonster, buurman, buurvrouw, buurtbewoner,
    buurtbewoonster, huurder, huurster, moeder, vader, ouders, oma, opa, tante, oom, tweeling, broers, zussen, buren, overburen, overbuurman, overbuurvrouw, bovenbuurman,
    bovenbuurvrouw, bovenburen, onderbuurman, onderbuurvrouw, onderburen, benedenbuurman, benedenbuurvrouw, benedenburen,
    achterbuurman, achterbuurvrouw, buurjongen, buurmeisje,
    broer, zus, gezinnen, vrouwen, mannen, student, studente, jongere, puber, tiener, kleuter, kind, kinderen, baby,
    bejaarde, oudere, senior, vluchteling, statushouder, cliënt, client, klant, patiënt, deelnemer, deelneemster,
    vrijwilliger, vrijwilligster, mantelzorger, persoon, iemand, tienermoeder, kunstenaar, woman, lady, gentleman,
    family, couple, widow, widower, boy, girl, neighbour, neighbor, resident, tenant, mother, father, parents,
    twins, brothers, sisters, student, teenager, household, huishouden, gast, figuur, oudje, vrouwenstel,
    mannenstel, lesbisch stel, homostel, alleenstaande moeder, alleenstaande vader"""
)
KIN = _any(
    """vrouw, man, echtgenote, echtgenoot, zoon, dochter, weduwe, weduwnaar, moeder, vader, broer, zus, kleinzoon,
    kleindochter, schoonzoon, schoondochter, schoonmoeder, schoonvader, ex, ex-vrouw, ex-man, vriendin, vriend,
    partner, neef, nicht, kinderen, zoontje, dochtertje, zonen, zoons, dochters, tante, oom, opa, oma, stiefzoon,
    stiefdochter, wife, husband, son, daughter, widow, brother, sister, mother, father, grandson, granddaughter,
    nephew, niece, ex-wife, ex-husband, children"""
)
ROLES = _any(
    """bakker, slager, groenteboer, visboer, kapper, kapster, kroegbaas, kroegbazin, barman, kastelein, kok, conciërge,
    huismeester, beheerder, eigenaar, eigenares, uitbater, uitbaatster, dominee, pastoor, priester, imam, rabbi,
    koster, organist, voorganger, diaken, pater, huisarts, dokter, tandarts, apotheker, dierenarts,
    wijkverpleegkundige, verloskundige, vroedvrouw, burgemeester, wethouder, raadslid, wijkagent, agent,
    politieagent, brandweerman, commandant, notaris, advocaat, rechter, deurwaarder, directeur, directrice,
    schoolhoofd, rector, juf, meester, gymleraar, leraar, lerares, leerkracht, muziekleraar, overblijfmoeder,
    luizenmoeder, klaar-over, voorzitter, penningmeester, secretaris, oprichter, trainer, coach, keeper, aanvoerder,
    scheidsrechter, dirigent, postbode, krantenbezorger, melkboer, schillenboer, buschauffeur, taxichauffeur,
    vuilnisman, glazenwasser, snackbarhouder, winkelier, marktkoopman, marktkoopvrouw, koopman, viskoopman, muezzin, bloemist, bloemenverkoper,
    bloemenman, straatmuzikant, daklozenkrantverkoper, caissière, kassière, portier, uitsmijter, bewaker, boer,
    boerin, visser, schipper, timmerman, schilder, stukadoor, loodgieter, metselaar, smid, fietsenmaker,
    schoenmaker, kleermaker, naaister, fotograaf, kunstenaar, kunstenares, zanger, zangeres, muzikant, schrijver,
    schrijfster, professor, hoogleraar, journalist, piloot, militair, veteraan, gymjuf, balletjuf,
    pleegmoeder, pleegvader, wijkwethouder, statenlid, kamerlid, prins carnaval, sinterklaas, kraamverzorgster,
    vicar, priest, pastor, butcher, baker, barber, hairdresser, mayor, councillor, policeman, police officer,
    doctor, dentist, pharmacist, teacher, headteacher, headmaster, caretaker, chairman, treasurer, secretary,
    postman, milkman, farmer, fisherman, landlord, landlady, shopkeeper, coach driver, bus driver, taxi driver,
    organist, footballer, voetballer, profvoetballer, topsporter"""
)
SPOTS = _any(
    """hoekhuis, hoekwoning, hoek, overkant, portiek, galerij, flat, torenflat, bovenwoning, benedenwoning, bovenste
    verdieping, eerste verdieping, tweede verdieping, derde verdieping, vierde verdieping, begane grond, souterrain,
    zolder, kelder, hofje, woonboot, woonwagen, woonwagenkamp, caravan, chalet, boerderij, villa, pastorie,
    bejaardenflat, seniorenflat, studentenhuis, asielzoekerscentrum, azc, huis met, huis naast, huis op de hoek,
    huis aan, huisje, eerste huis, laatste huis, rijtje, blok, bocht, rotonde, snackbar, kiosk, bloemenkraam, molen,
    volkstuin, moskee, kerk, bibliotheek, voetbalkooi, tunnel, bushokje, nachtopvang, opvang,
    blijf-van-mijn-lijfhuis, steegje, steeg, achterhuis, tuinhuis, garage, garagebox, kraakpand, antikraakpand,
    winkel op de hoek, corner house, corner, top floor, ground floor, houseboat, caravan, basement, flat above,
    farmhouse"""
)
VAGUE_SPOTS = _any(
    "wijk, buurt, stad, gemeente, omgeving, team, straat, regio, provincie, dorp, neighbourhood, neighborhood, "
    "area, town, city, district, wijkteam, buurtteam, land, school, werk, tijd, huis, slag, weg"
)
EVENTS = _any(
    """journaal, op tv, op televisie, brand, woningbrand, verdron, verdrink, verdrown, drown, overle, omgekomen, omkwam, om het leven, verongelukt,
    ongeluk, ongeval, aanrijding, aangereden, schietpartij, doodgeschoten, neergeschoten, beschoten, steekpartij,
    neergestoken, doodgestoken, vermoord, moord, zelfmoord, zelfdoding, suïcide, voor de trein, van het dak,
    overval, overvallen, beroofd, inval, politie-inval, arrestatie, gearresteerd, opgepakt, arrestatieteam,
    explosie, ontploffing, gasontploffing, gasexplosie, ontruimd, ontruiming, uitgezet, krant, televisie, nieuws,
    loterij, jackpot, gewonnen, wereldkampioen, kampioen, lintje, koninklijke onderscheiding, vermist, ontvoerd,
    gegijzeld, failliet, faillissement, wietplantage, hennepkwekerij, drugslab, instort, dood gevonden, dood
    aangetroffen, dagen dood, weken dood, onder de tram, onder een tram, onder de trein, onder een auto, onder een
    vrachtwagen, door het ijs, in het kanaal, uit het raam, van het balkon, van het dak, van de trap viel,
    been verloor, arm verloor, hand verloor, been kwijt, arm kwijt, gevangenis, veroordeeld, ontsnapt, in brand, afbrand, reanim, rolstoel, blindengeleidehond, met de
    scootmobiel, tatoeage, zwanen, duiven voert, katten voert, accordeon, saxofoon, trekharmonica, burned, burnt,
    fire, crash, accident, shot, stabbed, murdered, arrested, won the lottery, in the paper, in the news, jumped,
    collapsed"""
)
ILLNESSES = _any(
    """ziekte van huntington, huntington, (?-i:ALS)\\b, ziekte van duchenne, duchenne, taaislijmziekte, cystic
    fibrosis, syndroom van (?:(?:gilles de la )?[\\w\\-]+), \\w+[- ]syndroom(?!\\svan), gilles de la tourette,
    tourette, korsakov, korsakow, ziekte van crohn, ziekte van pompe, ziekte van lyme, ziekte van graves, ziekte van
    creutzfeldt-jakob, ziekte van bechterew, ziekte van wilson, ziekte van fabry, spierziekte\\w*, spierdystrofie,
    stofwisselingsziekte\\w*, progeria, narcolepsie, sikkelcelziekte, sikkelcelanemie, thalassemie, hemofilie,
    porfyrie, albinisme, dwerggroei, osteogenesis, broze botten, brozebottenziekte, open rug, spina bifida,
    waterhoofd, hazenlip, schisis, dwarslaesie, locked-in, doofblind\\w*, kunsthart, donornier, donorhart,
    donorlong, harttransplantatie, longtransplantatie, niertransplantatie, levertransplantatie, retinitis,
    kokerzien, hiv, aids, lepra, tuberculose, syfilis, sarcoïdose, sclerodermie, lupus, neurofibromatose,
    hersentumor, botkanker, leukemie, zeldzame (?:\\w+
    )?(?:ziekte|aandoening|kanker|afwijking|stofwisselingsziekte|spierziekte), motor neurone disease, muscular
    dystrophy, rare (?:\\w+ )?(?:disease|condition|illness|disorder)"""
)
RARE_WORK = _any(
    """havenmeester, (?-i:[a-z])\\w\\w+(?:bouwer|smid|temmer|slijper|stemmer|blazer)\\b, (?!schoon|kwartier|plannen|sfeer|film|wetten|beleids|kennis)(?-i:[a-z])\\w\\w+maker\\b, orgelbouwer, orgelstemmer, pianostemmer, beiaardier, klokkenmaker, horlogemaker, hoefsmid, rietdekker,
    klompenmaker, kuiper, mandenvlechter, glasblazer, zeilmaker, scheepsbouwer, botenbouwer, binnenvaartschipper,
    binnenschipper, sluiswachter, brugwachter, vuurtorenwachter, palingvisser, palingroker, garnalenvisser,
    imker, schaapherder, valkenier, boswachter, jachtopziener, molenaar, diamantslijper, goudsmid, edelsmid,
    vioolbouwer, gitaarbouwer, instrumentenbouwer, meubelmaker, letterzetter, boekbinder, poppenspeler, goochelaar,
    clown, acrobaat, circusartiest, trapezewerker, leeuwentemmer, kermisexploitant, operazanger, operazangeres,
    balletdanser, balletdanseres, striptekenaar, cabaretier, filmmaker, acteur, actrice, wereldkampioen, olympisch
    kampioen, profvoetballer, profwielrenner, bokskampioen, jockey, parachutist, straaljagerpiloot,
    astronaut, archeoloog, sterrenkundige, hoogleraar, professor, notaris, ambassadeur, consul, generaal, kolonel,
    vreemdelingenlegionair, dierentuinverzorger, preparateur, balsemer, grafdelver, lijkschouwer, doodgraver,
    uitvaartondernemer, waarzegster, winti-priester, rabbijn, imam, missionaris, zendeling,
    tandtechnicus, oogarts, patholoog, neurochirurg, prothesemaker, pijproker, trompettist, harpiste, harpist,
    accordeonist, organist, dirigent, stadsdichter, stadsomroeper, prostituee, sekswerker, drugsdealer, pooier,
    stratenmaker en beekeeper, clockmaker, organ builder, lighthouse keeper, puppeteer, opera singer,
    glassblower, thatcher, falconer, gravedigger, circus artist"""
)
ORIGINS = _any(
    """afghaans, afghaanse, albanees, albanese, algerijns, algerijnse, antilliaans, antilliaanse, armeens, armeense,
    azerbeidzjaanse, bengaalse, bosnisch, bosnische, braziliaans, braziliaanse, bulgaars, bulgaarse, burundese,
    cambodjaanse, chileens, chileense, chinees, chinese, colombiaanse, congolees, congolese, cubaanse, egyptisch,
    egyptische, eritrees, eritrese, ethiopisch, ethiopische, filipijnse, filipijns, georgische, ghanees, ghanese,
    griekse, guineese, hindoestaans, hindoestaanse, hongaars, hongaarse, indiase, indiaas, indische, indonesische,
    iraaks, iraakse, iraans, iraanse, ivoriaanse, jemenitisch, jemenitische, jezidi, joods, joodse, kaapverdiaans,
    kaapverdiaanse, kameroense, koerdisch, koerdische, kosovaars, kosovaarse, kroatische, libanees, libanese,
    libisch, libische, liberiaanse, marokkaans, marokkaanse, moluks, molukse, mongoolse, nepalees, nepalese,
    nigeriaans, nigeriaanse, oegandese, oekraïens, oekraïense, oezbeekse, pakistaans, pakistaanse, palestijns,
    palestijnse, peruaanse, pools, poolse, portugees, portugese, roemeens, roemeense, roma, russisch, russische,
    rwandese, senegalese, servisch, servische, sierra leoonse, sinti, soedanees, soedanese, somalisch, somalische,
    spaanse, sri lankaanse, surinaams, surinaamse, syrisch, syrische, tamil, thaise, tibetaans, tibetaanse,
    tsjetsjeense, tunesisch, tunesische, turks, turkse, venezolaanse, vietnamees, vietnamese, syrian, eritrean,
    turkish, moroccan, polish, ukrainian, somali, afghan, iraqi, iranian, surinamese, ghanaian, nigerian, tibetan,
    armenian, bulgarian, romanian, kurdish, vietnamese, indonesian"""
)
DISTINCTIVE = _any(
    """brandwonden, rolstoel, scootmobiel, elektrische rolstoel, blindengeleidehond, hulphond, stok, rollator, kunstbeen, houten
    been, prothese, glazen oog, ooglapje, litteken, litteken op \\w+ \\w+, brandwonden, tatoeage, tatoeages,
    gezichtstatoeage, papegaai, slang, slangen, reptielen, pony, paard, geit, geiten, varken, duiven, honden,
    katten, kippen, herders, herdershonden, pitbull, pitbulls, bakfiets, bakkie, bolderkar, brommobiel, driewieler, canta,
    één been, een been, één arm, een arm, één oog, een oog, one leg, one arm, one eye, oldtimer, motor met zijspan, baard, rode baard, lange baard, snor, hanenkam, dreadlocks, paars haar, roze haar,
    blauw haar, rood haar, groene haren, boerka, nikab, niqab, tulband, sari, hoed, hoge hoed, cowboyhoed, bontjas,
    legerjas, klompen, trompet, accordeon, gitaar, viool, saxofoon, piepende stem, zware stem, stotter,
    spraakgebrek, lange jas, rode jas, zonnebril, kruis, vlag, vlaggen, discobal, caravan, boot, paarse deur, rode
    deur, groene deur, gele deur, blauwe deur, wheelchair, guide dog, mobility scooter, parrot, glass eye, wooden
    leg, prosthetic leg, red beard, tattoo, tattoos, face tattoo, wooden clogs, turban"""
)
EVENT_NOUNS = _any(
    """brand, woningbrand, flatbrand, ongeluk, treinongeluk, ongeval, aanrijding, schietpartij, steekpartij, moord, zelfmoord, zelfdoding, suïcide, overval, politie-inval, inval,
    arrestatie, explosie, ontploffing, gasontploffing, gasexplosie, verdrinking, gijzeling, ontvoering, instorting, fire, shooting, stabbing, crash, explosion, murder"""
)
# "Ik woon boven de fietsenmaker op de Lange Vaart".
LIVES_BY = re.compile(
    r"\b(?:(?:woon|woont|wonen|woonde|woonden|slaapt|sliep|huurt|logeert)\s(?:nu\s|al\s\w+\s|daar\s|sinds\s\w+\s|hier\s|zelf\s|alleen\s|schuin\s)?)"
    r"(?:boven|naast|tegenover|achter|onder)\s(?:de|het|een|die)\s[\w'’\-]+(?:\s(?:op|aan|in|van)\s(?:de|het)\s[\w'’\-]+(?:\s(?-i:[A-Z])[\w'’\-]+)?)?",
    re.IGNORECASE,
)
