"""Words around names: titles, kin, roles, and verbs of which a person is the subject."""

HONORIFICS = frozenset(
    (
        "dhr echtpaar fam familie gezin heer hr jhr juffrouw madam mej meneer mevr mevrouw mevrouws mijnheer miss mr "
        "mrs ms mvr mw sir wed weduwe"
    ).split()
)
_KIN_WORDS = frozenset(
    (
        "aunt baby broer broers broertje brother buddy colleague collega cousin daughter dochter dochters dochtertje "
        "echtgenoot echtgenote ex father friend husband jongste kennis kind kinderen kleindochter kleinkind kleinzoon "
        "kleuter maatje man middelste moeder mother neef neefje neighbor neighbour nicht nichtje oudste partner "
        "peuter pleegdochter pleegmoeder pleegvader pleegzoon schoondochter schoonmoeder schoonvader schoonzoon "
        "schoonzus sister son stiefdochter stiefzoon tweelingbroer tweelingzus uncle vader vriend vriendin vrouw wife "
        "zonen zoon zoons zoontje zus zusje zussen zwager"
    ).split()
)
_ROLE_WORDS = frozenset(
    (
        "advocaat agent ambulant arts bakker begeleider begeleidster bewindvoerder bewoner bewoonster broeder "
        "burgemeester buurjongen buurman buurmeisje buurvrouw casemanager client cliente cliënt cliënte coach "
        "consulent councillor deelneemster deelnemer deurwaarder diaken directeur docent doctor dokter dominee dr drs "
        "ds gezinscoach gezinsvoogd gps grandma grandpa hoofdagent huisarts hulpverleenster hulpverlener imam "
        "inspecteur ir jeugdbeschermer jongerenwerker juf juffrouw kapper kinderarts klant klantmanager "
        "kraamverzorgster leerkracht leerling leraar lerares mantelzorger medewerker medewerkster meester mentor "
        "notaris nurse officer oma omaatje ome oom opa opbouwwerker ouderenadviseur pastoor pater patient patiënt "
        "penningmeester prof psychiater psycholoog raadslid rabbi rechercheur rechter rector regisseur secretaris "
        "slager stagiair stagiaire straatcoach tandarts tante teacher teamleider therapeut tolk trainer verloskundige "
        "verpleegkundige vicar voogd voorganger voorzitter vrijwilliger vrijwilligster werker werkster wethouder "
        "wijkagent wijkteammedewerker wijkverpleegkundige zuster"
    ).split()
)
TITLES = HONORIFICS | _KIN_WORDS | _ROLE_WORDS
# What belongs to the name when somebody would write it again without it.
WITH_NAME = frozenset(
    "dhr dr drs ds fam familie heer hr ir jhr mej meneer mevr mevrouw mijnheer miss mr mrs ms mw prof sir".split()
)
KIN = frozenset(
    "abou abu aunt auntie baba beppe hadj hadja haji lalla mama mem muoike nonna oma ome omi omke oom opa opoe oum pake pani papa sidi "
    "tante tiyo um umm uncle zia zio".split()
)
# Polite words that stand behind a name.
AFTER_NAME = frozenset("abi abla amca bey dayi effendi hanim hoca jr junior sr senior teyze yenge".split())
_NICKNAMES = frozenset(
    (
        "big blinde blonde bolle boze brave crazy dikke dove dunne gekke gouden grijze grote jonge kale kleine kromme "
        "krulle lange lieve little magere malle manke mooie old oude ouwe rode rooie schele scheve slimme slome "
        "snelle sterke stille stoere valse vrolijke witte zwarte"
    ).split()
)
NICKNAME_WORDS = KIN | _NICKNAMES
NAMED = frozenset(
    (
        "achternaam alias bijgenaamd bijnaam called doopnaam geheten genaamd genoemd heet heette heten meisjesnaam "
        "naam named noemde noemen noemt roepen roepnaam roept volledige voornaam"
    ).split()
)
PREPOSITIONS = frozenset(
    (
        "aan als and appt appte asked because begeleidde begeleidt belde belt bezocht bezoekt bij by called dat deed "
        "doet door durfde durft en for from ging had heeft helped helpt hielp hoorde is kent kon kreeg kwam leerde "
        "leert maakte mailde met moest naar namens of omdat ontmoette ook or over regelde samen saw sinds sprak "
        "spreekt staat steunt stond tegen terwijl that to toen told tussen van vertelde vertelt visited vond voor "
        "vraagt vroeg waarna waarop wanneer want was werd when wil wilde with woonde woont zag zat zegt zei ziet zit "
        "zoals zonder"
    ).split()
)
PERSON_VERBS = frozenset(
    (
        "adviseerde adviseert and appt appte asked asks at bakt bakte bedacht bedankt bedankte bedenkt begeleidde "
        "begeleidt begint begon begreep begrijpt belde belt besprak bespreekt betaalde betaalt beviel bezat bezit "
        "bezocht bezoekt biedt bleef bleek blijft bood bracht brak breide breit brengt called calls came can comes "
        "could cried dacht danst danste deed deelde deelt denkt did died does doet draagt draaide draait drinkt "
        "drives droeg dronk drove durfde durft duwde duwt eet en feels felt fietst fietste finds found gaat gaf gave "
        "gebruikt gebruikte geeft geniet genoot gets ging gives goes got greep grijpt groeide haalde haalt had hangt "
        "has heeft heet heette helped helps helpt herkende herkent hield hielp hing hoefde hoeft hoopt hoopte hoorde "
        "hoort houdt huilde huilt inviteert is kan kende kent kiest klaagde klaagt klopte klust kluste knew knows "
        "kocht komt kon kookt kookte koopt koos kreeg krijgt kwam laat lacht lachte lag las leefde leeft leek leende "
        "leent leerde leert leest legde legt liep liet ligt lijkt lived lives logeerde logeert loog loopt lost loved "
        "loves luistert made mag mailde mailt makes meed meldde meldt merkt merkte mist miste mocht moest moet moved "
        "naaide naait nam needed needs neemt nodigde nodigt noemde noemt oefende oefent of ondersteunt ontmoette "
        "ontving opende organiseerde organiseert overleed pakt pakte poetst probeerde probeert raakt raakte ran "
        "reageerde reageert reed regelde regelt repareerde repareert revalideert riep rijdt roept runs said saw says "
        "schaakt schaamde schaamt scheidde schilderde schildert schreef schreeuwde schreeuwt schrijft schrok "
        "signaleerde signaleert slaagde slaagt slaapt sliep sloot snapt snapte solliciteerde solliciteert spaarde "
        "spaart speelde speelt spijbelde spijbelt sport sportte sprak spreekt staat stal started startte stelde stelt "
        "steunt stierf stond stopped stopt stopte studeerde studeert stuurde stuurt takes tekende tekent tells tilt "
        "timmerde timmert told took trainde traint trapt trekt trok trouwde twijfelde twijfelt valt veranderde "
        "verbood verborg verdiende verdient verdronk verdween vergat vergeet verhuisde verhuist verkocht verkoopt "
        "verliest verloor verstaat verstond vertelde vertelt vertrekt vertrok vertrouwde vertrouwt verwacht "
        "verwachtte verwees verwijst verzorgde verzorgt viel vindt vluchtte vocht voelde voelt voetbalde voetbalt "
        "volgde volgt vond vraagt vroeg vulde vult wacht wachtte wandelde wandelt wanted wants was wast wees weet "
        "weigerde weigert went werd werkt werkte wijst wil wilde will wist woonde woont wordt worked works wou would "
        "zag zakte zal zat zegt zei zet zette ziet zingt zit zocht zoekt zong zorgde zorgt zou zwaaide zwaait zwanger "
        "zweeg zwijgt zwom"
    ).split()
)
# Words so common that they are no name without a capital, whatever a register says.
SUPPORT = frozenset(
    (
        "age allen als an and art as ben by can dag dan de ding down een elke en er first groot haar hang he heer hem "
        "het ho in is jong kan klein koos kort korte lange long ma maart made man may me meer mei men min my of one "
        "ook oud pas people snel so to us vrij was wijk wil wilde will wit women word you zou zus zwart"
    ).split()
)
# Family names that mostly come after "van".
WITH_VAN = frozenset(
    (
        "amerongen assen asten beek berg beuningen boxtel breukelen dam delft dijk doesburg dongen doorn driel duijn "
        "duin dyk eck eijk elst engelen essen ewijk gelder gils gogh heerden hees helden hemert herk heusden hoof "
        "hout houten ingen kampen keulen kooten laar leeuwen lent lier lieshout loenen loon mourik nes nieuwkerk oers "
        "ommen oord oosten oostrom os osch overbeek put raalte ravenstein ree rijn rijswijk rooij roon rossum ruiten "
        "santen schaik schijndel soest staveren steenbergen straten thiel tilburg tol veen velzen vliet vugt vuuren "
        "wageningen wijk wijngaarden zanten zijl zuilen"
    ).split()
)
