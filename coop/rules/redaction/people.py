"""Words around names: titles, kin, roles, and verbs of which a person is the subject."""

HONORIFICS = frozenset(
    "mevrouw mevr mw mej meneer mijnheer heer dhr hr mr mrs ms miss fam familie gezin echtpaar weduwe wed jhr mvr mevrouws juffrouw sir madam".split()
)
_KIN_WORDS = (
    "zoon zoontje dochter dochtertje zus zusje broer broertje moeder vader neef neefje nicht nichtje kleinzoon kleindochter stiefzoon stiefdochter man vrouw echtgenoot "
    "echtgenote partner vriend vriendin baby peuter kleuter tweelingzus tweelingbroer schoonzus zwager schoonmoeder schoonvader schoonzoon schoondochter ex pleegzoon "
    "pleegdochter pleegmoeder pleegvader kind kinderen zoons zonen dochters zussen broers jongste oudste middelste kleinkind maatje buddy collega kennis "
    "son daughter sister brother mother father husband wife friend neighbour neighbor colleague uncle aunt cousin"
)
_ROLE_WORDS = (
    "dr drs ir prof ds huisarts dokter tandarts arts kinderarts psychiater psycholoog therapeut verpleegkundige wijkverpleegkundige verloskundige kraamverzorgster juf juffrouw "
    "meester leraar lerares leerkracht mentor docent directeur rector pastoor dominee imam pater zuster broeder rabbi voorganger diaken wijkagent agent rechercheur hoofdagent "
    "inspecteur burgemeester wethouder raadslid voorzitter secretaris penningmeester advocaat rechter bewindvoerder deurwaarder notaris coach trainer gezinscoach casemanager "
    "consulent klantmanager begeleider begeleidster regisseur jeugdbeschermer gezinsvoogd voogd ambulant werker jongerenwerker straatcoach opbouwwerker ouderenadviseur "
    "vrijwilliger vrijwilligster mantelzorger buurman buurvrouw buurmeisje buurjongen tante oom ome opa oma omaatje bakker slager kapper teamleider "
    "wijkteammedewerker medewerker medewerkster werkster hulpverlener hulpverleenster tolk stagiair stagiaire gps doctor nurse teacher officer councillor vicar grandma grandpa "
    "bewoner bewoonster cliënt cliënte client cliente klant patiënt patient deelnemer deelneemster leerling"
)
TITLES = HONORIFICS | frozenset(_KIN_WORDS.split()) | frozenset(_ROLE_WORDS.split())
KIN = frozenset("tante oom ome opa oma omi nonna mama papa uncle aunt auntie".split())
NICKNAME_WORDS = KIN | frozenset(
    "rooie rode lange dikke kleine ouwe oude zwarte blonde gekke malle stille grote manke blinde dove kale mooie grijze witte snelle sterke stoere scheve kromme "
    "magere dunne lieve boze brave valse vrolijke schele slome slimme gouden krulle big little old crazy blinde jonge bolle".split()
)
NAMED = frozenset(
    "heet heette heten genaamd geheten naam roepnaam voornaam achternaam noemen noemt noemde genoemd bijgenaamd bijnaam alias called named roepen roept "
    "meisjesnaam doopnaam volledige".split()
)
PREPOSITIONS = frozenset(
    "met voor van aan door bij naar over zonder namens zoals en of dat omdat toen als want terwijl tussen tegen samen zei zegt vertelde vertelt vroeg vraagt belde "
    "belt appte appt mailde heeft had kreeg kon wilde wil moest werd is was vond ging kwam hielp ook waarna waarop sinds wanneer ziet zag sprak spreekt "
    "hoorde bezocht bezoekt begeleidt begeleidde ontmoette kent helpt steunt regelde maakte woont woonde durfde durft zit zat leert leerde deed doet staat stond "
    "with for by from and or that because when asked told called met saw helped visited to of".split()
)
PERSON_VERBS = frozenset(
    "is was heeft had kreeg krijgt kon kan wil wilde wou moest moet mocht mag werd wordt ging gaat kwam komt deed doet zei zegt zag ziet gaf geeft nam neemt vond vindt wist "
    "weet dacht denkt stond staat zat zit lag ligt liep loopt hield houdt liet laat bracht brengt vroeg vraagt sprak spreekt hielp helpt zocht zoekt kocht koopt begon begint "
    "las leest schreef schrijft at eet dronk drinkt sliep slaapt riep roept belde belt appte appt mailde mailt woont woonde werkt werkte leert leerde speelt speelde vertelt "
    "vertelde voelt voelde luistert huilt huilde lacht lachte hoort hoorde verliest verloor stierf overleed verhuist verhuisde trouwde scheidde beviel zorgt zorgde betaalt "
    "betaalde leent leende spaart spaarde regelt regelde stuurde stuurt bezoekt bezocht ontmoette meldde meldt verwees verwijst begeleidt begeleidde ondersteunt steunt kookt "
    "kookte bakt bakte fietst fietste rijdt reed vluchtte viel valt brak trok trekt draagt droeg schrok verbood bood biedt kiest koos vergat vergeet verdween verdronk stopte "
    "stopt startte opende sloot veranderde groeide volgt volgde gebruikt gebruikte wacht wachtte leeft leefde heet heette noemt noemde kent kende lijkt leek bleek blijft "
    "bleef hoopt hoopte begrijpt begreep vertrouwt vertrouwde mist miste raakt raakte pakt pakte zet zette legt legde hangt hing klopte zong zingt zwom vocht stal loog "
    "geniet genoot wees wijst ontving verkoopt verkocht durft durfde hoeft hoefde zou zal deelt deelde organiseert organiseerde oefent oefende schaamt schaamde twijfelt "
    "twijfelde weigert weigerde probeert probeerde merkt merkte verwacht verwachtte herkent herkende reageert reageerde bedankt bedankte klaagt klaagde zwijgt zweeg "
    "sport sportte tekent tekende naait naaide breit breide poetst wast spijbelt spijbelde wandelt wandelde verzorgt verzorgde bespreekt besprak bedenkt bedacht "
    "schildert schilderde timmert timmerde repareert repareerde verkocht verdient verdiende vraagt vertrok vertrekt vluchtte zwaaide zwaait zwanger en of "
    "runs ran drove drives has had is was went goes came comes said says told tells asked asks wanted wants needed needs lives lived works worked got gets lost felt feels "
    "found finds gave gives took takes made makes called calls cried died moved started stopped helped helps could can would will did does saw knew knows loves loved and "
    "snapt snapte klust kluste solliciteert solliciteerde studeert studeerde schreeuwt schreeuwde schaakt danst danste voetbalt voetbalde traint trainde revalideert "
    "komt stelde stelt greep grijpt meed verborg zakte slaagde slaagt haalt haalde mocht bezit bezat draait draaide vult vulde tilt duwt duwde trapt verstaat verstond "
    "logeert logeerde inviteert nodigt nodigde adviseert adviseerde signaleert signaleerde".split()
)
SUPPORT = frozenset(
    "wil an ben is in men min kan can was will may us so of me he ho ma to you man heer haar hem er en de het een als ook zou of meer kort pas snel vrij wit zwart groot klein "
    "mei maart dan dag wijk jong oud wilde korte lange koos long hang ding word made".split()
)
WITH_VAN = frozenset(
    "dijk dam berg beek leeuwen rijn vliet dongen dyk velzen gelder essen eck gils gogh hout houten kampen loon lier oers rossum schaik straten tilburg veen "
    "vugt wijk wijngaarden zanten zuilen doorn eijk elst ewijk hoof oosten oord ommen rooij santen thiel tol zijl beek amerongen beuningen breukelen "
    "delft doesburg hemert herk keulen lent lieshout nes nieuwkerk oostrom raalte ravenstein rijswijk ruiten soest steenbergen vuuren wageningen asten assen boxtel "
    "driel duijn duin engelen heerden helden hees heusden ingen kooten laar loenen mourik os osch overbeek put ree roon schijndel staveren".split()
)
