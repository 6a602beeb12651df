"""The words `bot.safety` goes by: signs, typing errors, other meanings, denials, questions, times.

Tables and patterns only; what is done with them is in `bot.safety`.
"""

from __future__ import annotations

import re


def _set(text: str) -> frozenset[str]:
    """Take words with spaces between them; give the set of them."""
    return frozenset(text.split())


def _table(text: str) -> dict[str, frozenset[str]]:
    """Take 'key: word word; key: word' on any number of lines; give each key its words."""
    table: dict[str, frozenset[str]] = {}
    for entry in re.split(r";|\n", text.strip()):
        key, _, words = entry.strip().partition(":")
        table[key] = table.get(key, frozenset()) | frozenset(words.split())
    return table


def _one_of(text: str) -> str:
    """Take patterns, one on a line ('\\' carries on); give one that matches any of them."""
    lines = text.replace("\\\n", "").strip().splitlines()
    return "|".join(line.strip() for line in lines)


# Other spellings (short forms, mistakes, Spanish) of the words the rules are written in. Short
# words are listed here because guessing at them is not safe.
SPELLINGS = _table(
    """
    it is: its itz; there is: theres; has: hay; that is: thats; what is: whats wats; i am: im
    i have: ive; he is: hes; she is: shes; they are: theyre; you are: youre ur
    is: iz esta estan es; are: r; you: u; going to: gonna gunna; getting: gettin gettn gting
    really: rly rlly realy; please: pls plz; because: bc cuz coz becuz cause porque
    can: puede pueden podria podrian podra; cant: cannot cnt
    smoke: humo humito smok smoek smke somke smoak; smoking: humea humeando smokn smokin
    smells: huele huelen apesta smels smeels hiede; smell: olor smel smeel peste
    fire: fuego incendio incendios candela frie fyre fuegos fier firee fyah fiyah fiah fyer
    on fire: onfire
    caught: cought cautch caugt catched cathced caugth agarro cauht cuaght caut cot cort coght
    catch: cacth cach ketch; catches: ketches catchs
    flames: flams flamas flmes llamaradas flamez
    burning: quema queman quemando ardiendo arde arden buring brning incendiando incendia
    burned: quemo quemado quemada quemados quemadas quemaron queme ardio brunt burnd burndt
    burned: incendiaron
    burned: incendiado
    a burn: quemadura quemaduras; burn: incendiar incendiarse quemar quemarse quemarme
    explode: explota explotan explotar explotara
    exploded: exploto explotado explotada revento reventada blewup explted xploded ixploded trono
    exploded: explodet explotaron; explode: tronar xplode explodes; exploding: tronando explotando
    exploding: xploding; explosion: explosiones
    sparks: chispas chispa chispazo sparx; sparking: chispea chispeando
    swollen: hinchado hinchada hinchados hinchadas inflado inflada hincho inflo inchada inchado
    swollen: swoln abombada abombado swallon swolen swolled swoolen inflamada inflamado
    swollen: hinchandose inflandose; swelling: hincha hinchando infla inflando hinchazon
    hot: caliente calientes calientisimo
    heats up: calienta calientan calentando calentarse calento caliento; lukewarm: tibio tibia
    overheating: sobrecalienta sobrecalentando recalienta sobrecalento; heat: calor heet
    boiling: hirviendo hirviera hierve ardiente; bulging: abultada abultado; risk: riesgo peligro
    injured: toques descarga herido herida lastimo lastime ampolla ampollas
    leaking: gotea goteando derrame derrama derramando fuga filtrando leeking chorrea chorreando
    melting: derrite derriten derritiendo; melted: derritio derretido derretida derritieron
    noise: ruido ruidos zumbido
    hissing: silba silbando silbido siseo chisporrotea chisporroteando
    battery: bateria pila baterias batt
    phone: celular telefono movil; stopped: paro detuvo; no: ningun ninguna ninguno
    never: nunca jamas; without: sin; but: pero; and: y n; now: ahora ahorita
    still: todavia aun sigue siguen; yesterday: ayer anoche yday yest antier anteayer
    bombers: bomberos
    help: ayuda auxilio socorro ayudenme; emergency: emergencia emergencias; inside: adentro dentro
    when: cuand; month: mnth; last: ultimo ultima pasado pasada; before: antes
    my: mi mis; very: muy vry
    with: con; when: cuando
    """
)
CANONICAL = {word: canonical for canonical, words in SPELLINGS.items() for word in words}

# Phrases put into the words of the rules, after the single words. Order matters.
PHRASES = (
    ("can not", "cant"),
    ("fires out", "fire is out"),
    ("fires been out", "fire has been out"),
    ("over heating", "overheating"),
    ("over heated", "overheated"),
    ("alarm went off", "alarm smoke"),
    ("detector is screaming", "detector smoke"),
    ("alarm is screaming", "alarm smoke"),
    ("alarm is going off", "alarm smoke"),
    ("detector went off", "detector smoke"),
    ("detector is going off", "detector smoke"),
    ("por que", "why"),
    ("que pasa si", "what if"),
    ("que hago si", "what if"),
    ("peligroso si", "what if"),
    ("and si", "what if"),
    ("la semana last", "last week"),
    ("el mes last", "last month"),
    ("el ano last", "last year"),
    ("el verano last", "last summer"),
    ("el invierno last", "last winter"),
    ("is normal que", "is it normal"),
    ("como se si", "how know"),
    ("no puedo respirar", "cant breathe"),
    ("no puede respirar", "cant breathe"),
    ("no respira", "not breathing"),
    ("se desmayo", "fainted"),
    ("hace tiempo", "long ago"),
    ("echa smoke", "smoking"),
    ("echando smoke", "smoking"),
    ("sale smoke", "smoking"),
    ("saliendo smoke", "smoking"),
    ("se me prendio", "on fire"),
    ("se prendio fire", "on fire"),
    ("se prendio", "on fire"),
    ("prendio fire", "on fire"),
    ("ya paso", "over now"),
    ("ya se apago", "fire out now"),
    ("ya lo apagamos", "we put it out"),
    ("ya lo apague", "i put it out"),
    ("fuera de peligro", "over now"),
    ("hace heat", "weather"),
    ("que arde", "great"),
    ("oferta is que burning", "great"),
    ("is que burning la oferta", "great"),
    ("oferta is great", "great"),
    ("hace very heat", "weather"),
    ("hace mucho heat", "weather"),
    ("heat hoy", "weather"),
    ("linea hot", "hotline"),
    ("tierra hot", "town"),
    ("perro hot", "food"),
    ("cafe hot", "food"),
    ("agua hot", "water"),
    ("burned las pestanas", "tired"),
    ("burning las pestanas", "tired"),
    ("burning las cejas", "tired"),
    ("burned las cejas", "tired"),
    ("que burning la", "great"),
    ("hierve la sangre", "angry"),
    ("boiling la sangre", "angry"),
    ("exploded de", "full of"),
    ("te llamas", "name"),
    ("llamas del", "zoo"),
    ("llamas", "flames"),
    ("choque electrico", "electric shock"),
    ("la mano", "my hand"),
    ("el dedo", "my finger"),
    ("los dedos", "my fingers"),
    ("me burned my", "burned my"),
    ("me burned", "burned me"),
)

# Long words looked for with one mistake in them (one letter lost, added, changed or swapped).
FUZZY = _set(
    """smoking smoked burning burned sparks sparking flames flaming swelling swollen
    swelled bulging bulged bloated warped expanded expanding puffed hissing crackling sizzling
    popping melting melted leaking leaked overheating overheated overheats overheat
    explode exploded exploding explosion explodes blister blisters smells smelling caught
    battery ignited injured stopped smoldering oozing dripping yesterday"""
)
HOLES = {w[:i] + "_" + w[i + 1 :]: w for w in sorted(FUZZY) for i in range(1, len(w))}

# Words one letter from one of these that mean something else: left as they are.
LOOKALIKES = _set(
    """smocked smocking smoker smokers smokes stoking stoked buried burying burner burners
    burnet spares sparkling sparkly sharks flakes frames framing flamed selling spelling
    dwelling bulking bulling bleated floated warmed warned wrapped expended expending puffer puffin
    spelled shelled dipping overhear wraped melding melded malted melding budging budged
    hosting hitting cracking pooping propping poppins molting meeting moulting leading
    leaning leaping leasing leaving leaned leaped leased overhead explore explored
    exploring explores explorer bluster smalls spells shells dropping drooping stepped
    strapped stooped swopped shopped slipped skipped batter battered"""
)

# The signs, in the words of the rules. Where two begin at one place the first row wins.
BODY = (
    "(?:hands?|fingers?|fingertips?|thumbs?|arms?|legs?|thighs?|face|skin|palms?|foot|feet|toes?"
    "|eyes?|throat|lungs|hair|lips?|chest|lap|wrists?|knees?)"
)
PERSON = (
    r"(?:me|myself|him|himself|her|herself|us|them|someone|somebody|(?:my|our) (?:\w+ )?"
    "(?:son|daughter|kids?|child|children|baby|wife|husband|mom|mum|dad|boy|girl|mother|father"
    "|sister|brother|dog|cat|friend|girlfriend|boyfriend|partner))"
)
SIGN_WORDS = _table(
    """
    injury: hurt blister blisters blistered blistering injured injury injuries injure electrocuted
    injury: scalded zap zaps jolt jolted stitches
    injury: unconscious inconsciente fainted fainting
    injury: zapped cough coughing coughed choking inhaled inhaling wheezing bleeding hospitalized
    smell: smell smells smelled smelling smelly smelt odor odors odour odours stink stinks stinking
    smell: stinky stench reek reeks reeking scent fumes acrid
    noise: hiss hissing hissed hisses crackle crackles crackling crackled sizzle sizzles sizzling
    noise: sizzled fizz fizzing fizzes popping popped pops buzzing buzzes buzzed whistling whistles
    noise: gurgling humming rattles rattling clicking squealing screeching whining noise noises
    noise: ticking sputtering sputters whooshing
    swelling: swell swells swelled swelling swollen bulge bulges bulged bulging bulgy bloat bloated
    swelling: bloating ballooned ballooning puff puffed puffs puffing puffy inflated inflating
    swelling: warped warping warps pregnant domed expanded expanding expands deformed deforming
    swelling: misshapen distended fatter thicker inflate inflates lumpy plump bowed 🎈
    heat: hot hotter heat overheat overheats overheated overheating heated heating scorching
    heat: warmish lukewarm warmth warms
    heat: scalding boiling roasting toasty sizzlin 🥵
    fire: fire fires flame flames flaming burn burns burned burnt burning ablaze blaze blazing
    fire: ignite ignites ignited igniting alight combust combusted torched engulfed inferno
    fire: fireball embers reignite reignited reignites reigniting conflagration 🔥
    smoke: haze hazy smokey
    smoke: smoke smokes smoked smoking smoky smokey smolder smoldering smoulder smouldering steam
    smoke: steaming vapor vapors vapour vapours fuming plume venting vented 💨
    leak: leak leaks leaked leaking leakage leaky ooze oozes oozed oozing drip drips dripped
    leak: dripping seep seeps seeped seeping electrolyte goo gooey gunk fluid liquid liquido acid
    leak: corroded corrosion puddle residue; spark: spark sparks sparked sparking arcing
    explosion: explode explodes exploded exploding explosion explosions explosive explosives burst
    explosion: bursts bursting erupt erupted erupts erupting detonate detonated boom kaboom 💥
    melting: melt melts melted melting melty molten
    damage: charred scorched singed blackened puncture punctured rupture ruptured discolored
    damage: discoloured discoloration bubbling bubbled fried
    """
)
SIGN_OF = {word: sign for sign, words in SIGN_WORDS.items() for word in words}
BE = "(?:is |are |was |were |got |has |been |all |badly |feels? |looks ){0,3}"
SIGN_PHRASES = {
    "injury": rf"""
        (?:burn(?:ed|t|s|ing)?|scald(?:ed|s)|hurt(?:s|ing)?|shock(?:ed|s)|zap(?:ped|s)) {PERSON}
        (?:burn(?:ed|t|s|ing)?|hurts?|cut) (?:my|his|her|our|their|the|a|both) (?:\w+ )??{BODY}
        {BODY} {BE}(?:burn(?:ed|t|ing|s)?|bleeding|stinging)
        (?:got|getting|get|gets|been|was|were|people) (?:badly )?burn(?:ed|t)(?= by| from| on it|$)
        (?:got|get|been) shocked(?= by| from|$)
        (?:gave|gives|got|get|felt|feel) (?:\w+ )?an? (?:\w+ )?shock
        (?:a|bad|nasty|degree|small) burns?(?= on| from| to| because| when|$)|burns on
        electric(?:al)? shocks?|third degree|(?:dizzy|sick|nauseous|headache) from
        (?:not|isnt|arent|stopped|stops|no longer|barely|hardly) breathing
        (?:he|she|i|they|someone|{PERSON}) (?:is |has |have |just )?(?:passed out|collapsed\
|unresponsive)(?! the)
        (?:cant|hard to|trouble|difficulty|struggling to|couldnt|difficult to) breath\w*
        (?:is|was|am|in|to) (?:in |at )?the (?:hospital|er)(?! with my| for a)|(?:went|taken\
|rushed|way) to (?:the )?hospital|(?:hospital|er|ambulance) because of
        {BODY} (?:\w+ )?(?:is|are|feels?|went|got|gone|looks?) (?:\w+ )?(?:all |so |a bit )?(?:red\
|peeling|numb|tingling|tingly|raw|stinging|itching)
        (?:red and sore|skin peeling)|{BODY} (?:tingles?|itch\w*|peel\w*)
        eyes (?:are |is )?(?:watering|stinging|itching)(?! with laughter)""",
    "smell": r"""
        (?:burn(?:ing|t|ed)?|electrical|chemical|smok(?:e|y|ey)) (?:\w+ )?(?:smell|odou?r)\w*
        (?:doesnt|dont|not) smell (?:right|good|normal|ok)
        (?:smell(?:s|ed|ing|y)?|smelt|odou?rs?|stinks?|reeks?)(?: like| of| something| a| bit| so\
| really| very| strongly| kinda| con){0,4} (?:burn(?:ing|ed|t)?|smoke|smok(?:y|ey)|fire\
|melt(?:ing|ed))
        tastes? metallic""",
    "noise": r"""
        (?:loud|a|big|went|goes|go) (?:pop|bang|bam|boom)|^bang|pop (?:sounds?|noises?|pop)\
|ps{3,}t?|pff+t?|ts{3,}
        (?:weird|strange|odd|funny|loud|unusual|scary|bad|cracking|hearing) sounds?
        sounds? (?:like (?:frying|bacon|boiling|water|something|rice\
|rain|popcorn|a kettle)|like (?:a kettle|popcorn|a firecracker|firecrackers|a bomb)|weird|strange\
|funny|odd)
        (?:makes?|making|made) (?:a |this |some )?(?:\w+ )?sounds?""",
    "swelling": r"""
        puff\w* (?:up|out)|(?:like a (?:\w+ )?|spicy )(?:balloon|pillow|cushion|dome|football)
        (?:a|big|has) (?:\w+ )?(?:bump|lump|bubble)|(?:not|isnt|wont (?:sit|lie|lay)) flat
        grown in size|(?:a|big|little|has) (?:\w+ )?(?:belly|hump)|(?:so|too|really|very) fat
        (?:spitting|bent|curved|warped) like a banana|double (?:in|its|it is)|doubled
        (?:egg shaped|round now)|(?:risen|rising|rose) like|will not close|(?:lid|cover\
|back) (?:is )?popping
        (?:gone|going|went|got|get|looks) (?:\w+ )?(?:lumpy|plump|round)|bubble? (?:on|in|under)
        (?:got|getting|gotten|become|looks) (?:\w+ )?(?:fat|fatter|thicker|chubby|rounder)
        (?:changed|lost its|lost it is|weird|change in|changing) shape|shape (?:has )?changed
        (?:middle|center|sides?|top|back|cover|case|casing|bottom|screen|lid|it) (?:is |are |has \
|have |was |looks )?(?:raised|risen|rising|lifted|lifting|bowed|bowing|curved|rounded|bent\
|pushing|pushed|separat\w+)
        (?:getting|is|gets|growing|got) (?:even )?bigger|(?:is|keeps|are) splitting
        (?:twice|double) (?:as|it|the) (?:is )?(?:\w+ )?(?:size|thickness|thick|big)""",
    "heat": r"""
        (?:burning|red|boiling|sizzling|scalding|smoking|piping|scorching) hot|heats? up|heating up
        (?:very|really|so|too|super|extremely|unusually|quite|pretty|way|and) warm(?:er)?
        (?:getting|gets|got|gotten|feels|felt|is|was) warm(?:er)?|warm to the touch|like lava
        wont cool(?: down| off)?|(?:hasnt|havent|not|never) cooled|cooking|cookin
        \d\d (?:degrees|celsius)|(?:drop it|cant|couldnt) (?:keep|hold) it in my hand|(?:doesnt\
|not|isnt) cool(?:ing)? (?:down|off)|cooking itself
        like (?:holding )?an? (?:\w+ )?(?:oven|stove|iron|coal)|(?:fry|cook) an egg
        (?:cant|couldnt) (?:even )?(?:touch|hold) it""",
    "fire": r"""
        (?:burst\w*|bust\w*) into flames?|(?:it|battery|thing|case|bank|is) (?:\w+ )?glow(?:s|ing\
|ed)?
        glow\w* (?:red|orange|white|from|inside)|a glow|flar(?:e|es|ed|ing)(?: up)?|on (?:fir|fie)
        (?:call|called|calling|need|send|get) (?:the |a |an )?(?:fire \w+|firemen|firefighters\
|911|999|112\
|bombers|ambulance)|(?<=^help )911|llamen a los bombers|^bombers(?! ya)
        (?:fire department|fire brigade|fire dept|firefighters|firemen|ambulance) (?:now|please\
|is here\
|(?:is|are) on (?:their|its|the) way|are here|is coming|are coming)
        (?:carpet|rug|bag|backpack|sofa|couch|bed|bedspread|blanket|curtains?|desk|table|towel\
|shirt\
|pants|jacket|hair|pillow|cushion|tablecloth|paper|papers) (?:has |have |just )?(?:caught|went up\
|is going up|are going up|going up)(?! on)
        (?:wont|will not|does not|doesnt|isnt|not) (?:go|going) out|(?:cant|cannot|couldnt\
|trying to\
|help me) put (?:it|this|them) out|how (?:do|can|to) (?:i |we |you )?put (?:it|this) out
        (?:fire|it|thing|flames) (?:is |are )?still going|volcano|firecracker
        ^911(?= now| please| help|$)|^emergency|(?<=^this is )an emergency\
|(?<=^it is )an emergency""",
    "smoke": r"""
        (?:gas|cloud|mist|stuff|steam|something|foam) (?:\w+ )?(?:is )?(?:coming|escaping|rising\
|pouring\
|leaking|seeping|spilling|shooting) (?:out|from|up)|full of smoke|sprinklers went off""",
    "leak": r"""
        (?:battery )?juice (?:is )?(?:\w+ )?(?:coming|running|everywhere)|battery juice
        (?:sticky|wet|oily) (?:\w+ )?(?:stuff|substance|spot|patch)
        something (?:sticky|wet|oily)""",
    "spark": r"""
        (?:big|bright) flash|(?:is|keeps|and|just) spitting|spitting (?:bits|fire|stuff)
        shooting stuff|short(?:ed)? (?:circuit\w*|out)""",
    "explosion": r"""
        (?:blew|blow|blows|blown|blowing) (?:itself )?up|(?:battery|bank|charger|phone|thing) blew
        blew (?:a|apart|open|out|the)|like a bomb|(?:going|about|ready|gona|bout) to (?:blow|pop\
|go off)|gona blow|went off like|estar? a punto de explode""",
    "melting": r"""
        (?:plastic|case|casing|shell|cover|it|housing) (?:\w+ ){0,3}?(?:soft(?:ened)?|wobbly\
|droop\w*|gooey)
        turned (?:to|into) goo""",
    "damage": r"""
        (?:outlet|socket|port|box|plug|wall|table) (?:\w+ ){0,7}(?:is|are|all|gone) (?:all )?black
        (?:scorch|scorched|burn|singe) marks?|(?:turned|turning|gone|went) (?:brown|black|yellow)
        (?:split|cracked|cracking|splitting|broke|busted|coming|came|popped) (?:open|apart)
        (?:case|casing|shell|battery|bank|it) (?:is |has |got )?cracked""",
}
# Phrases are tried before the bare word.
# Warmth alone, while it charges, is what batteries do: a question of safety, no alarm.
MILD = frozenset({"warm", "warmer", "lukewarm", "warmish", "warmth", "warms"})
STRONG = re.compile(
    r"\b(?:very|really|so|too|super|extremely|unusually|quite|pretty|way|and|hot|increasingly"
    r"|never|rather"
    r"|uncomfortably|crazy|insanely|unplugged|off|fast|quickly|more|than|alarmingly|disconnected"
    r"|strangely|idle)(?: |$)|\btouch\b|\bnot (?:even )?"
    r"(?:plugged|connected|charging|in use)|\bwithout\b"
)
SIGN = re.compile(
    r"(?<!\S)(?:"
    + "|".join(rf"(?P<{sign}>{_one_of(rows)})" for sign, rows in SIGN_PHRASES.items())
    + r"|(?P<word>\S+))(?!\S)"
)

# Another meaning, told by the next word ('hot deal', 'fire tv', 'pop up') or the one before.
NEXT = _table(
    """
    hot: headed deal deals topic topics take takes price prices stuff item items seller mess
    hot: garbage trash sauce water coffee tea chocolate day days weather summer commodity
    warm: welcome weather regards wishes day days blanket water
    fire: tv tvs tablet tablets hd stick sticks hydrant department dept departments depts station
    fire: stations drill song songs track album beat product products music sale safe safety
    fire: extinguisher extinguishers escape exit pit pits marshal chief code away emoji fighter
    fire: fighters truck trucks engine insurance alarm alarms deal deals playlist
    smoke: detector detectors alarm alarms shop break breaks signals screen weed cigarettes pot
    smoke: free
    smoking: habit gun area section room rooms policy ban deal deals price weed pot cigarettes
    smoked: salmon turkey meat brisket gouda ham cheese bacon fish weed
    burn: rate bridges calories cd dvd disc discs notice out
    burned: toast dinner lunch food calories bridges cookies cd money
    burnt: toast dinner lunch food cookies
    burning: question questions desire need love money cash bridges calories passion man issue
    burning: issues topic need
    explosive: news growth demand temper claim claims revelation report story
    exploding: head kittens; spark: plug plugs joy interest; pops: up into; popped: up into
    popping: up into; a pop: up; leaks: data info; leaking: data info
    leaked: photos photo data info information emails email password passwords online video
    leak: photos data info; melted: cheese butter chocolate; melting: pot point
    heat: wave waves gun pad pads pump stroke map sink resistant
    heated: argument arguments debate discussion conversation exchange seat seats blanket pool
    heating: pad pads bill system oil blanket costs; noise: cancelling canceling cancellation
    smell: good great nice fine fresh; smells: good great nice fine fresh ok; bursting: with
    boom: box; boiling: water point; steam: deck account game games gift; steaming: mad
    acid: reflux rain test; bulging: wallet pocket inbox
    inflated: price prices cost costs ego bill; puff: pastry; crackling: fireplace
    expanded: recall list program coverage warranty search menu range; blazing: fast
    injury: lawyer attorney law; blister: pack packs packaging
    """
)
BEFORE = _table(
    """
    fire: straight pure open kindle amazon dumpster camp under cease friendly trash tire
    fires: out; burn: sick cd dvd slow; burning: cd; smoke: holy blowing blow second; smokes: holy
    smoking: non quit anti chain; leak: data info roof gas water pipe; leaks: data roof gas water
    heat: body miami; pop: k soda; boom: baby; noise: white
    """
)
# 'Hot' before a thing is a kind of thing ('hot pink', 'hot springs'), unless one of these words
# stands before it, or one of those after it.
BEFORE_HOT = _set(
    """is was are am be been being get gets got getting gotten feel feels felt become
    becomes so very too really super extremely way pretty quite insanely stays still run
    runs running ran go not how goes going went comes came it bit little kinda more
    burning red"""
)
AFTER_HOT = _set(
    """to and when while on in at but or as for after before because right enough now from
    like that with it i the my this even already again too all though help please since
    during without af rn what is does can do should anymore yet power battery batteries
    bank powerbank phone charger laptop cable device thing pack plastic spot spots surface
    smell"""
)
STREETS = _set("street st ave avenue blvd boulevard lane ln road rd drive dr court")
SHOW = (
    "(?:deal|price|song|music|playlist|design|outfit|style|service|logo|website|you|guys|yall|she"
    "|he|discount|offer|vibe|team|support|concert|show|movie|party|food|album|track|colou?r)s?"
)
FIGURATIVE = re.compile(
    r"(?<!\w)(?:"
    + _one_of(
        rf"""
        {SHOW} (?:is|are|was|so|straight|pure) (?:so |straight |pure |literally |really \
|just )?(?:fire|smoking|hot)
        {SHOW} (?:is|are|was) (?:so |really |literally |absolutely )?🔥
        (?:you|guys|yall|team|she|he|sales|heart|soul) (?:is|are|was) (?:\w+ )?on fire
        (?:heart|soul) on fire|light a fire under|play(?:ing)? with fire|world on fire
        (?<!on )(?<!caught )(?<!a )fire (?:him|her|them|whoever|your (?!power|battery|charger\
|phone)\w+)
        fire (?:the|this|that|his|all) (?:\w+ )?(?:manager|ceo|boss|people|staff|team|agent|guy)
        burn\w* (?:by|from) (?:you|(?:your|the|this|that|other|another|a) (?:\w+ )?(?:company\
|companies|brand)|amazon|ebay)
        burn\w* on (?:ebay|amazon)|(?:been|was) burn(?:ed|t) (?:by \w+ )?before
        burn\w* with (?:curiosity|desire|rage|anger|envy|questions)
        burn\w* through (?:my|our|your) (?:patience|money|cash|savings|data|time)
        (?:am|feel|feeling|so) (?:\w+ )?burn(?:ed|t) out|burn(?:ed|t) out (?:at|from) work
        burn\w* (?:a |my |the |some )?(?:hole in my (?:pocket|wallet)|money|cash|bridges|calories)
        burn\w* (?:my|the|some) (?:toast|dinner|lunch|food|cookies|pizza|cake|breakfast|rice\
|lasagna|steak|chicken|popcorn|bacon|bread|pancakes|sauce|garlic)
        crash and burn|(?:that|what) (?:was |is )?a (?:\w+ )?burn
        (?:will|would|to|might|could|should) fire (?:me|us)|burn in hell|money to burn
        (?:blow\w*|blew) up (?:my|his|her|your|our) (?:phone|inbox|email|chat|notifications|dms?)
        phones? (?:is |keeps |has been |was )?(?:\w+ )?blowing up
        (?:blow\w*|blew) up at (?:me|him|her|you|them|us)
        (?:blow\w*|blew) up on (?:tiktok|twitter|x|instagram|facebook|the (?:internet|news)|social)
        (?:head|brain|mind|heart) (?:\w+ ){{0,4}}(?:explo\w*|blow\w*|melt\w*)
        (?:inbox|email|twitter|sales|feed|timeline|chat) (?:\w+ ){{0,2}}(?:explo|blow|melt|burn)\w*
        (?:i|we|she|he) (?:(?:am|is|are|will|could|might|just|about|going|want|so|angry|mad\
|to) )*(?:explod|burst)\w*
        explod\w* (?:in popularity|with (?:joy|anger|rage|frustration|excitement|laughter|orders))
        burst\w* (?:out (?:laughing|crying)|into tears)
        (?:i|we|you|guys|yall|he|she|people|dad|mom|husband|wife|neighbor|neighbour\
|roommate) (?:(?:are|am|is|all|do|must|be|been|even|quit|quitting|stopped|dont|never\
|only) )*smok\w+
        (?:i|we|you) (?:am|are) (?:\w+ )?(?:melting|dripping|boiling|roasting|popping)
        what is popping|(?:you|guys) burn\w* (?:me|us)|burn\w* me with|burn\w* the midnight
        ears (?:are|is) burning|(?:let|letting|blow|blowing) off (?:some )?steam|full steam
        spark\w* (?:up )?a (?:conversation|debate)|smoking fast
        (?:i|we) (?:am|are) on fire (?:today|lately)|feeling the heat (?:at|this)
        (?:kettle|stove|grill|candle|engine|soup|furnace|boiler) (?:is |was )?(?:\w+ )?(?:boiling\
|burning|hot)
        smoke and mirrors|hot off the press|balls of fire|where there is smoke
        blood (?:is |was )?boil\w*|leak of (?:my|our|your)|hot and bothered
        (?:for|need|grab) a smoke|plans? (?:\w+ )?up in smoke
        (?:this|something|that|it|thing|situation|company|recall|deal) (?:\w+ )?smells fishy
        (?:this|that) (?:\w+ )?stinks|whole thing stinks|it (?:\w+ )?stinks (?:that|how|to|having)
        (?:service|company|support|policy|website|app|situation|bot|recall) (?:\w+ )?stinks
        smell\w* (?:like|of) (?:a |an )?(?:scam|lawsuit|bs|bull|rat|fraud|lie|money|victory|new\
|coffee|perfume|food|dinner)
        smell (?:a |an )?(?:rat|scam|lie|lawsuit|fraud|trouble)
        (?:she|you|girl|guy) (?:is|are) (?:\w+ )?hot
        heat (?:of the (?:moment|day|sun)|in (?!my|the|it|this|that|one)\w+)
        (?:i|we) (?:(?:am|are|feel|was|so|really|too|very|just) )*(?:hot|warm|steaming|fuming\
|heated)
        (?:things|argument|discussion|conversation|call|me) (?:\w+ ){{0,3}}heated
        (?:time|clock) (?:is )?ticking
        hurts? (?:\w+ )?(?:feelings|business|reputation|wallet|sales)|feelings (?:\w+ )?hurt
        hurts? to (?:ask|try|check|know)|(?:wouldnt|doesnt|wont|cant|might not) hurt
        (?:head|back) hurts
        leak\w* (?:my|our|your|all|customer|user) (?:\w+ )?(?:data|info|details|address|email)
        (?:data|info\w*|details|emails?|passwords?|photos|news|roof|faucet|sink|pipe|toilet\
|dishwasher|fridge|tire) (?:\w+ ){{0,2}}leak\w*
        it leaked online|spark\w* (?:my|our|some|a) (?:interest|joy|curiosity|debate|idea)
        (?:that is|everything is|just|a|how|real|sounds|all) swell(?! up)|^swell$
        swell\w* with pride
        (?:i|she|wife|sister|daughter|girlfriend) (?:am|is|was|got) (?:\w+ )?pregnant
        pregnant (?:woman|women|lady)
        (?:i|face|eyes|stomach) (?:am |feel |is |are )?(?:bloated|puffy)|warm (?:welcome|regards)
        (?:serial|sn|s n|order|code|number|model)(?: \w+){{0,4}} (?:begins?|starts?|ends?|reads?\
|with)(?: \w+){{0,4}}
        (?:app|chat|camera|recall|topic|bot|that|design|you) (?:on \w+ \w+ )?(?:is|was) (?:so \
|straight )?(?:hot|fire)(?! hot)
        (?:your|the) new (?:\w+ ){{0,3}}is fire|fire up (?:the|my|your)|fire (?:my|your\
|the) (?:lawyer|agent|boss)
        (?:girl|man|boy|house|chariots|ring|hunger games|lord|free|we didnt start the|light my\
|disco|burning|game|bowl)\
 (?:is |of |on |catching )?(?:fire|inferno|man)
        fire (?:emblem|in the booth|boy|walk|dance)|smoke on the water|puff the magic
        on fire (?:with the|in that|this season|today)|burn\w* (?:by|from) (?:a|your|this|that\
|fake|some|the) (?:\w+ )?(?:seller\
|scammer|support|shop|store|purchase|dealer|vendor|site|retailer)
        burn\w* on (?:that|this|the) (?:purchase|deal|order)|burn\w* through (?:\w+ )*?(?:cables?\
|batteries|chargers?|phones?|money)
        burn\w* (?:a |the )?(?:cds?|dvds?|pictures|photos|photo|pics)|burning to (?:know|ask|tell\
|hear)
        (?:calves|thighs|muscles|legs|lungs|abs) burn\w* (?:from|after)|(?:that|sick|what a) burn\b
        (?:cookies|toast|pizza|dinner|lunch|rice|food|pancakes|onions|cake|eggs\
|pasta) (?:\w+ )?(?:is |are |was |were )(?:\w+ )?burn\w*
        (?:heart|sun)burn\w*|(?:my|the) heating|heated (?:vest|jacket|gloves|seats?|blanket)\
|hot (?:topic|tub|spot)
        (?:claim|plans?|hopes?|money|refund|order|form|session|day|savings\
|chances?) (?:\w+ )*?up in smoke|smoke (?:gray|grey|color|colour|test|black)|(?:black|white|gray\
|grey|color|colour) (?:or )?smoke (?:color|colour|gray|grey)
        colou?r (?:\w+ )?(?:smoke|fire|acid|flame)|what a smoking|smoking (?:good|hot) (?:deal\
|price)|acid green
        (?:ankles?|feet|knees?|eyes|face|legs?|hands?) (?:are|is) (?:so |all )?(?:swollen\
|puffy)(?= so| and (?:i|cant)| cant|$)
        (?:months?|weeks?) pregnant|pregnant and|bloated (?:app|price|prices|site|software)\
|swell idea|(?:would|will) be swell
        (?:recall|list|program|policy|company|business) (?:\w+ )?(?:been |be )?expand\w*\
|expand\w* (?:the|to|your) (?:recall|list|other)
        leak\w* (?:specs|on the internet|about|online|by)|leak (?:\w+ ){{0,3}}(?:internet|news\
|online)|leaky (?:faucet|roof|sink|pipe)
        dripping (?:wet from|with)|liquid cooled|(?:spilled|spilt) (?:\w+ ){{0,2}}(?:liquid|juice\
|acid)|residue of the
        explo\w* (?:of|with) (?:spam|mails?|messages|emails|orders|mensajes|laughter|growth)\
|explosive (?:sale|sales|news)
        (?:this|news|recall|it|story) (?:is |was )?(?:all )?blow\w* up (?:all over|on\
|everywhere on|online|the)|news is blowing up
        blow\w* up (?:the|this|a|that) (?:photo|picture|pic|image|screenshot)|burst (?:of\
|my bubble)|bursting (?:to|with)
        ^bang (?:for|on)|^boom(?= done| found|$| there)|boom (?:found|done|there|got)\
|bleeding edge|choking on the
        shock\w* (?:me )?(?:that|to (?:read|hear|see|learn)|by (?:the|your|how))|shocked (?:by|at\
|to)
        (?:i|he|she) (?:\w+ )?hurt (?:my|his|her|the) (?:back|knee|neck|shoulder|ankle)|(?:finger\
|hand|wrist|thumb)s? hurts? from
        (?:hospital|er) (?:for|with|because of my|waiting|now for) (?!it|the battery|this|burn)\
|cough a lot
        (?:smells?|sounds?) (?:fishy|off|weird|funny) (?:about|but ok|on)|^smells (?:fishy\
|like a scam)|smells off about|smell test
        stinks (?:that|how|having|to)|^it stinks$|make some noise|buzzing with (?:excitement\
|messages|your)|phone (?:keeps )?buzzing
        (?:keep |keeps |am |been )?clicking (?:the|on|your|that|it|a|submit)|clicking \w+ (?:link\
|button)|whistling while
        crackl\w* (?:line|connection|voice)|button pops|(?:turned|gone) (?:yellow|brown) with age\
|ice cream (?:is )?melting
        (?:melting|dying|boiling) (?:in|from) (?:this|the) (?:weather|heat|sun)\
|no spark(?:s)? (?:anymore )?(?:with|between)
        se llama \w+|me llamo \w+|explot\w* de mensajes|padre is (?:de )?fire
        names? (?:is )?(?:\w+ )?(?:burns?|blaze|sparks?|flames?|smokey|swell|bursts?)
        m(?:r|rs|s) \w+|(?:wallet|inbox) (?:\w+ )?bulging|smell\w* (?:of|like) nothing
        ^(?:to )?heat up|^explode the
        (?:apartment|room|office|bedroom|house|weather|coffee|ac) (?:is|was|gets\
|feels) (?:\w+ )?(?:hot|warm)
        (?:speakers?|headphones?|earbuds|headset|audio|mic) (?:\w+ ){{0,3}}(?:crackl|buzz|hiss\
|pop)\w*
        (?:swollen|swelling|puffy) (?:\w+ ){{0,2}}(?:ankles?|foot|feet|eyes?|knee|gums?|glands?\
|teeth|belly|stomach|lips?)
        (?:ankles?|feet|eyes|knee|gums?|paw) (?:is |are )?(?:swollen|puffy)
        swelling after (?:wisdom|surgery)
        """
    )
    + r")(?!\w)"
)
# What a person or an office is or does is no danger of a device: 'you are smoking', 'I popped'.
# Not so their burning or their injury, nor what they smell, see, hear or have.
ABOUT_PEOPLE = re.compile(
    r"^(?:and |but |so |yes |no )?(?:i|we|you|he|she|your (?:\w+ )?(?:sites?|website|app|prices?"
    r"|service|company|team|bot|chat|page|deals?|staff|agents?|support|system|policy|people|guys))"
    r"(?: (?:guys|all|am|is|are|was|were|have been|has been|been|will|would|so|really|just|vape and"
    r"|totally|literally|getting|on|too|very|allergic to|always|never))*$"
)
OF_PEOPLE_TOO = frozenset({"injury", "smell"})
YOU = re.compile(r"\byour?\b")
# Talk of the weather: heat is none when neither a device nor its use stands in the clause.
WEATHER = re.compile(
    r"weather|today|outside|summer|this heat|heat wave|humid|(?:out|in) here|degrees"
    r"|in (?:texas|florida|arizona|july|august)"
)
WEATHER_HEAT = _set("hot hotter heat boiling roasting scorching melting ")
DEVICE = re.compile(
    r"\b(?:touch|charg\w+|plug\w+|hold|hand|pocket|got|battery|batteries|bank"
    r"|powerbank|charger|phone|laptop|cable|pack|device|case|thing|unit)"
)
IS_FIRE = re.compile(r"(?<!it )(?<!there )\b(?:is|are) fire\b")
# A noise is a sign where something makes it, or it is strange.
NOISE = re.compile(
    rf"{DEVICE.pattern}|\b(?:ma[kd]\w+|hear\w*|weird|strange|odd|funny|loud|raro|coming|has)\b"
)
PRAISE = re.compile(
    r"\b(?:deals?|songs?|love\w*|great|awesome|best|thanks?|amazing|cool|prices?|lit|discounts?"
    r"|sale|perfect|shipping|delivery|service|dope|team|fast|quick|nice|excellent|congrats)\b"
)

# Words that deny what follows, and the words that may stand between the denial and the sign.
# Any other word between them ends the denial: 'doesnt charge and its hot' denies no heat.
DENIALS = _set(
    """not no never isnt wasnt arent werent hasnt havent hadnt doesnt dont didnt aint
    without nor neither nothing none nobody noone wont cant couldnt wouldnt zero nunca ni
    nadie"""
)
ENDINGS = _set("stopped stops longer ceased quit")  # denial of a thing that was
FILLERS = _set(
    """a an any the that this it be been being is are was were of at all in to your
    anything something sign signs single yet even ever actually really very too so super
    get gets getting got gotten did do done once before become feel feels feeling see seen
    saw smell hear heard hearing notice noticed look looks looking like seem seems appear
    has have had having caught catch catching start started show showing shows make makes
    making made give giving off echa sale da cause caused detect think visible noticeable
    slightly bit
    little as quite particularly coming weird strange odd funny loud bad unusual abnormal
    chemical or nor and on one person me my anyone se sale tiene hace muy nada ha raro
    want single from them more anymore up out"""
)
RESTARTS = _set(
    "it i my there just now still is are has have so because very really super extremely"
)
ANSWERS = _set("no none nope nah nada")
ASKING_MARKS = frozenset("?:-–—")
NO_ANSWERS = _set("it i my the there that he she they joke")  # 'no it is smoking'
LIMITS = _set("just only merely")
DISLIKES = frozenset({"dont like", "not like", "cant get", "dont love"})
# A denial up to here: "it never smoked until today" tells that it did.
UNTIL = re.compile(r"\b(?:until|till|til|unless|before (?:today|tonight|now|this|yesterday))\b")
NO_LONGER = re.compile(r"\b(?:anymore|any more|any longer)\b")

# What makes a sign a question, a supposition or a report of others, when it stands before it.
SUPPOSED = re.compile(
    _one_of(
        r"""
        \b(?:what if|(?<!as )(?<!like )if|in case|whether|unless|suppose|imagine)\b
        \buntil (?:it|they|someone) (?!was|is)\w+s\b
        \b(?:let us|lets|just) say\b|^say it\b|\bassuming\b|\bshould it (?:over|ever|start|catch\
|swell|leak|explode)|\bin the event\b|\bwhen it (?:gets|\
starts|begins|swells|leaks|smokes)\b(?=.* (?:do|should|can) i)|^if\b
        \b(?:what|how|tips|advice) (?:to|should i|do i|do we|should we) do (?:when|with a\
|about a)\b
        \bwhat happens\b
        \bbefore (?:it|they|this|someone) (?:(?!was|is|has)\w+s|get|catch|explode|burn)\b
        """
    )
)
ASKED = re.compile(
    _one_of(
        r"""
        (?<!trash )(?<!garbage )(?<!metal )\b(?:can|could|may|might|would)\b(?! smell| see| hear\
| feel)
        \b(?:does|do|did|will|should) (?:mine|it|they|these|those|this|that|any|the|a|anyone)\b
        ^(?:(?:and|so|or|but|hi|hello|also) )?(?:does|do|did|will) (?!i |you |we |not |something )
        ^(?:(?:and|so|or|but|hi|hello|also) )?(?:was|were|are|have|has|had) (?:it|they|these\
|those)\b
        ^(?:\w+ )?(?:was|were|is|are|have|has) (?:there|any|anyones?|anybody|people)\b
        ^(?:did|have|do) you (?:had|have|get|see|receive|know)\b
        \b(?:is|are) (?:it|this|that|they|these|my \w+|the \w+) (?:\w+ )?(?:going|true|possible\
|likely|known|under|about the|because of)\b
        ^(?:is|are) (?:swelling|overheating|fire|smoke|heat|burning) (?:\w+ )?(?:the|a|an\
|dangerous|covered|bad|common|why|what|it|considered|possible|part)
        \bis this (?:the one|about)\b|\b(?:is|are) (?:\w+ ){1,2}(?:explosives?|flammable)\b
        \bhow (?:many|often|likely|common|long|soon|quickly|fast)\b
        \bhow (?:\w+ ){0,2}(?:know|tell|check|prevent|avoid|spot|recognize)\b|\bwhat temp
        \bhow (?:do|does|did|can|could) (?!i |you |we |one )
        \bhow (?:(?:hot|warm|bad|serious|big|dangerous) (?:is too|is it|is an?|is the|was|were\
|does|can|should|do|would|could|will))\b
        \b(?:they|these|those|batteries|banks|chargers) (?:\w+ ){0,2}?(?:catch|explode|burn\
|overheat|swell|leak|melt|smoke|spark|blow) ?
        \bshould (?:i|we) expect\b|\bwill i (?:get|be)\b|\bdifference\b|\bmean by\b
        \bwhy (?:do|did|would|are|were|was it recalled|explode|burn|is there)\b
        \bwhen (?:would|will|do|does|did)\b
        \bwhat (?:is|are|was|were) (?:the |a |your )?(?:\w+ )?(?:hazard|risk|danger|chance\
|chances|odds|signs?|problem|symptoms|cause|reason|fire)\b
        \bwhat (?:causes|caused|makes|made (?:them|these)|does|would|could|counts|signs|kind\
|to look)\b
        \b(?:heard|hear) (?:that )?(?:they|these|those|it can|some|other|of|people|your|from)\b
        \bheard (?:\w+ ){0,4}?(?:about|on the (?:radio|news|tv))\b|\b(?:i|we|have) (?:\w+ )?read\b
        \b(?:saw|seen|watched) (?:\w+ ){0,2}?(?:on|that|online|videos?|articles?|clips?|posts?)\b
        \b(?:the|tv) news\b|\baccording to|\brumou?rs?\b|\bapparently\b|\bsupposedly\b
        (?<!i )(?<!we )\breported\b|\breports? (?:of|that|say)\b
        \b(?:email|notice|letter|mail|article|website|site|recall|app|page|press|message|they\
|people|you) (?:\w+ )?(?:says?|said|mention\w*|warn\w*|states?|claims?) (?!mine|my)
        \brecall\w* (?:is |was |notice |it |them )?(?:because|due|for|over|about|from)\b
        \bcompetitor|\b(?:paper|papers|radio|tv|neighbor|neighbour|friend|he|she) says?\b
        ^(?:and |so )?(?:who(?! do| can| should| to)|which|how (?:many|much|toxic|dangerous\
|harmful|meny)|cuantos|cuantas|alguien|hubo|hay heridos)\b
        ^(?:and |so )?(?:was|were|did|has|have|had) (?:any|some|one|people|children|kids|other\
|others|someone\
|somebody|users|customers|anyone|any1|the \w+)\b
        ^(?:any|so) (?:deaths?|problems?|the problem)\b|^did any1\b
        ^what (?:exactly )?(?:burned|burns|explodes|exploded|happened to|caught|is the cause\
|is the best|is the worst\
|is the explosion|kinds?|type|extinguisher)\b
        ^(?:is|are) (?:a |an |bits? of |a bit of |some |the explosion|any |sand|water|baking\
|other|all|these|those\
|warmth|hissing|swelling|burns|there any)
        ^(?:is|are) it the\b|\bwhat (?:are )?the symptoms\b|^(?:signs?|symptoms?|warning signs?)\b
        \b(?:extinguishers?|fire blanket|sand|baking soda|training|explain)\b(?!.*(?:my|it is\
|is on))
        \b(?:put out|fight|extinguish|stop|survive) (?:a|an|lithium|battery) (?:\w+ )?(?:fires?\
|battery)\b
        ^(?:am|are) (?:i|we) (?:\w+ )?(?:going to|gona)\b|^cud\b|\bis it (?:\w+ )?(?:dangerous\
|safe|harmful|toxic)\
 to\b
        ^(?:do|should) (?:i|we) (?:need|have) (?:to (?:check|look|worry)|a|an)\b|\bexplosion thing\b
        ^(?:smoke|fire|heat|smell) (?:or|and) (?:smoke|fire|heat|smell) first\b\
|^why does it (?:over|catch|explode|burn)
        ^how (?:toxic|harmful|poisonous)\b|^como (?:se|saber|know)\b|^how know\b|^why (?:se\
|they) \b|\bwhat temperature\b|^so the \w+ is\b|^is a bit\b|^what is thermal|\bis it gona\b
        ^what is the (?:\w+ )?cause|^are the \w+ (?:toxic|poisonous|harmful)
        \b(?:some|many|others|most|lots|thousands) (?:of )?(?:\w+ )?(?:them|units|ones|people\
|have)\b
        \b(?:hazards?|risks?|dangers?|chances?|possibility|likelihood|odds|potential|event\
|case) (?:of|to|for|de)\b
        \b(?:likely|known|prone|bound|possible|liable) (?:\w+ ){0,3}to\b
        \b(?:prevent\w*|avoid\w*|away from|exposed? to|watch for|look for|looking for\
|watch out for)\b
        \b(?:about (?:the )?|\d+ )(?:fires|explosions|injuries|incidents|burns|overheating)\b
        \b(?:throw|put|toss) (?:it |them )?in(?:to)? (?:a |the )?fire|store it|\bin hot\b
        \binstead\b
        ^(?:and |or )?any (?:\w+ )?(?:fires?|injur\w+|explosions?|reports?|incidents?|burns\
|cases)\b
        ^(?:so |and )?which (?:of|one|models?|products?|batteries|signs?)|\bnumber of\b
        \b(?:dont|not|doesnt|didnt) want\b|^(?:is|are) (?:a|an|all)\b|^(?:has|have|was|is) mine\b
        \bis it like\b
        """
    )
)
# A worry is about what might come, unless it names the thing that is there.
WORRY = re.compile(
    r"\b(?:worry|worried|worries|afraid|scared|fear|fears|nervous|concerned|concerns?|miedo)\b"
)
FACT = re.compile(r"\b(?:the|this|that|is|because|has|how|smells|gets|are|my)\b(?!.*going to)")
HAZARD_NOUNS = _set(
    """hazard hazards risk risks danger dangers concern concerns recall warning warnings
    report reports proof resistant rated related"""
)
# Words that show that the thing asked about is there already.
STILL_WORDS = (
    r"\b(?:now|rn|already|still|currently|keeps?|again|since (?!then)\w|today|ha(?:s|ve) been"
    r"|this week|tonight|everywhere|(?<!was )(?<!were )coming (?:out|from|off))\b"
)
STILL = re.compile(STILL_WORDS)
PRESENT = re.compile(rf"{STILL_WORDS}|\b(?:mine|another)\b")
HERE = re.compile(
    r"(?<!is it )\b(?:normal|supposed|this hot|that hot|so hot|this warm|so warm|should (?:it"
    r"|this) be \w+ing"
    r"|already|mine (?:is|has|was)|(?:it|this|that|these) looks?)\b"
    r"|\b(?:my|this) (?:\w+ )?(?:swollen|smoking|burning|hot|leaking|hissing|bulging|puffy|melt\w+)"
    r"|\bwhy (?:do|does|did|is) (?:it|my|this|the)\b|\bwhy is there\b"
)
OWN = re.compile(r"\b(?:i|we|my|our|mine) |\breport (?:that )?(?:it|a|my)\b")
ALREADY = re.compile(r"\b(?:already|right now)\b")
IF_I_DO = re.compile(r"\bif (?:i|you|we) (?:\w+ ){1,5}(?:it|my \w+) (?:\w+s|is|just|always) ")
# 'Can I', 'could you': the asking is of a person, not of the sign; 'I can smell' is a fact.
REQUESTS = re.compile(
    r"(?<!how )(?<!what )\b(?:can|could|would|will|may) (?:i|you|we|someone|somebody|anyone"
    r"|please)\b"
    r"(?! (?:get |be )?(?:burn|hurt|injur|shock|electrocut)) ?"
    r"|(?:(?<=\bi )|(?<=\bwe )|(?<=\byou ))(?:can|could|would) "
    r"(?!(?:get |be )?(?:burn|hurt|injur|shock|electrocut))"
)

# A time past, put as TIME into the clause; a time of buying says nothing of the danger.
MONTH = (
    "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    "|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|enero|febrero|marzo|abril|mayo|junio|julio|agosto"
    "|septiembre|octubre|noviembre|diciembre)"
)
SEASON = "(?:winter|spring|summer|fall|autumn|holiday|holidays|weekend|weekends|vacation)"
FEAST = (
    "(?:christmas(?:es)?|xmas|easter|thanksgiving|halloween|new year\\w*|labor day|memorial day"
    "|(?:the )?(?:4th|fourth) of july|july (?:4th|fourth)|navidad)"
)
COUNTED = (
    "(?:days?|nights?|weeks?|months?|years?|yrs?|summers?|winters?|springs?|weekends?|decades?"
    "|semesters?|christmas(?:es)?|dias?|semanas?|mes|meses|anos?)"
)
PAST_TIME = re.compile(
    r"\b(?:"
    + _one_of(
        rf"""
        (?:the day before )?yesterday|last (?:we+a?ks?|wk|nights?|mon?th|year|yr|{SEASON}|time\
|semester|term|quarter|{FEAST}|\w+day|{MONTH})
        week before last|night before last
        {COUNTED} (?:ago|back|before)|(?:while|ages|time|long|years|months) (?:ago|back)
        the first (?:day|week|month|year) i had
        (?:an?|one|two|three|four|five|six|\d+|few|couple|some) (?:\w+ )?{COUNTED} (?:now|already)$
        the other (?:day|night|week)|earlier this (?:week|month|year)|back (?:then|when|in)|long ago
        (?:in|on|in early|in late|from|during|en|since|of \d+|\d+|\d+ de) {MONTH}(?: \d+(?!\S))?
        {MONTH} (?:the )?\d{{1,2}}(?:st|nd|rd|th)?|\d{{1,2}}(?:st|nd|rd|th)(?: of)? {MONTH}
        (?:{MONTH}|in|en|from|during|of|around|was|circa|since) (?:of )?20[0-2]\d
        (?:at|around|over|on|during|for) (?:the )?(?:{FEAST}|{SEASON})(?: (?:break|holidays?\
|20\d\d))?
        (?:one|in the|that|this past|some|el|during|the) {SEASON}(?: (?:break|of|we|when))?
        hace (?:\w+ )?(?:\w+ )?(?:dias?|semanas?|mes|meses|anos?|tiempo)
        on (?:\w+day|the \w+ of \w+)|previously|used to (?!charge|have|be)|at one point
        (?:that|the|one|this) (?:same )?(?:night|morning|evening|day|time) (?:we|i|of|in|when\
|it happened)
        (?:that|one) (?:night|time|winter|summer)$
        before (?:two|three|four|five|\d) \w+|(?:long )?before (?:the recall|covid|the pandemic\
|this recall\
|i (?:even )?(?:heard|knew|read))
        during (?:covid|the pandemic|lockdown|vacation|the holidays|\w+ break)|in the past\
|over the past
        when (?:i|we|he|she|my \w+|it) (?:(?:was|were|lived|happened|moved|worked|studied|came|got)\
|exploded|burst|caught) (?:\w+ ){{0,2}}?(?=i |we |it |in |at |home|back|he |she |nobody|no |$\
|\w+teen|four|five|six|\
|little|young|a )
        in (?:college|university|high school|grad school|middle school|my (?:\w+ )?year|our old\
|my old)
        (?:at|in) (?:my|our) (?:old|previous|last|former) \w+
        (?:20[0-2]\d)$|(?:once|one time|that one time)(?= it|$|,)
        earlier (?:this|that) \w+
        """
    )
    + r")(?!\S)"
)
BOUGHT = re.compile(
    r"\b(?:bought|ordered|purchased|received|arrived|delivered|shipped|came|charged|charging"
    r"|plugged|worked|got (?:it|this|one|mine|the|your)|had it|opened|since|registered|emailed"
    r"|called|had (?:it|this|one)|owned|fine|ok|okay|good|normal|worked|working|perfect"
    r"|flat) (?:\w+ ){0,5}?TIME"
)
TIME_ALONE = re.compile(
    r"^(?:but |and |so |all )*(?:that |this |it )?(?:was|happened|occurred) (?:\w+ ){0,3}"
    r"TIME(?: \w+)?$"
)
OVER = re.compile(
    _one_of(
        r"""
        \b(?:threw|thrown|tossed|chucked|binned|trashed) (?:\w+ ){1,3}(?:out|away|in the (?:trash\
|bin))\b
        \b(?:threw|tossed|chucked|binned) (?:it|them|mine)$|\bthrew (?:out|away)\b|\bgot rid of\b
        \bdisposed\b|\bdiscarded\b|\bextinguished\b
        \b(?:i|we|he|she|they|and|managed to|husband|wife|firefighters|was|were|been|already\
|it) put (?:\w+ ){0,2}?out(?= with| using| by| before| quickly| right| fast| TIME|$)
        \b(?:i|we) (?:\w+ )?recycled\b|\bfire (?:is|was|went) (?:now |all )?out(?! of)\b
        \b(?:it|that|smoke|smell|noise|hissing|leak|fire) (?:has |have )?(?:all )?stopped$
        \b(?:smoke|smell|noise|fire|swelling|heat) (?:is|has|went) (?:all )?(?:gone|cleared|away\
|down)
        \b(?:it|has|then|and) cooled (?:down|off)\b|\bhealed\b|\bunder control\b
        \b(?:is|are|am|it|he|she|all|been|was|TIME) (?:fine|ok|cold|good|safe|over) now\b
        ^(?:fine|cold|safe) now\b|\bnow (?:it is )?(?:fine|ok|cold|safe)\b
        \b(?:it|fire|and|had|has) burn(?:ed|t) (?:itself )?out\b|\ball out$|\ball out now\b
        \b(?:it|that|fire|this) (?:is|was) (?:all )?(?:out|over|done)(?: now)?(?: for \w+)?$
        \ball over now\b|^over now|^fire out now|\bfire out now\b|^(?:is |been )?out (?:now|for)\b
        \bnothing (?:is )?(?:burning|smoking) (?:anymore|now|any more)\b
        \b(?:fire \w+|firemen|firefighters|they|bombers|crew|driver) (?:\w+ )?(?:took it|took them\
|came and|already left|left|put it out|dealt|se fueron|handled)
        \b(?:doused|soaked|drowned|dunked|extinguished|smothered) (?:it|the|them)\b
        \b(?:is|been|it) (?:stone )?cold (?:now|ever since|since)\b|\bstone cold\b\
|\bcold in a bucket\b
        \b(?:ash|ashes) (?:now|left|of)\b|\ball that is left\b|\bi have only\b
        \b(?:scar|scars|healed|stitches|surgery)\b
        \b(?:has been|had to be|was|were|got) (?:\w+ )?(?:repaired|replaced|repainted|redone\
|renovated)\b
        \bhad to (?:\w+ )?(?:replace|repaint|buy|throw|redo|renovate|be replaced|evacuate\
|move out)\b
        \b(?:we|i) (?:replaced|lost|paid|spent|had surgery|repaired)\b|^(?:lost|paid|replaced)\b
        \b(?:insurance|insurer|adjuster|landlord|dentist|doctor|emts?|hospital\
|deposit) (?:\w+ ){0,3}?(?:paid\
|settled|wrote|kept|treated|bill|covered|said|report)
        \b(?:luckily|thankfully|fortunately|thank god)\b(?!.*(?:now|is|are)\b)
        \b(?:nobody|no one|noone|none of us|nobody else) (?:was |got |is |has been )?(?:hurt\
|injured|harmed)\b
        \bput (?:it |this |the \w+ )?out the (?:fire|flames)\b|\bput out the (?:fire|flames)\b\
|\bwe put it out\b
        \bwe are all (?:safe|fine|ok)\b|\b(?:we|i) (?:was|were) lucky\b|\bdriver stopped\b
        \bnever told you\b|\bused to (?:smell|get|smoke|overheat|hiss)\b|\bok since\b
        ^no (?:injuries|one hurt|one was)\b|\bno injuries\b
        \b(?:for the record|for your records?|on (?:the )?record|noted|the remains)\b
        \b(?:a|the|an|had|old|past) (?:\w+ )?fire (?:i|we) had\b|\bfire report\b
        \b(?:happened|occurred)\b|\b(?:burn\w*) (?:down|completely|to the ground)\b(?!.*now)
        \b(?:it|i|we|they|he|she|thing) had (?:\w+ )?(?:burst|caught|exploded|burn\w*|smok\w+\
|melt\w+|swell\w*)\b
        \b(?:shop|store|site|they|recycling|center) (?:\w+ )?took it\b|\btook it to\b
        \bit already burn\w*|\bit did (?:burn|smoke|catch|explode)|\bwas on fire\b
        \bwhen it (?:exploded|burst|blew up|caught fire|happened|burned) (?:i|we|he|she|my|nobody\
|no one)\b
        \bfound it (?:\w+ )?when (?:i|we) (?:came|got) back
        \b(?:caused|started|set off) the (?:fire|alarm)\b|\bthe (?:fire|explosion|smoke|accident\
|incident) (?:it|that it|that) caused\b
        \b(?:after|from|since) (?:the|that) (?:fire|explosion|incident|accident|burn)\b
        """
    )
)
# What shows that a sentence is of the present, and what that it tells of the past.
IS_PRESENT = re.compile(
    rf"{STILL_WORDS}|\b(?:is|are|am|just|again|today|now|tonight|help|please|this (?:morning"
    rf"|week))\b"
)
IS_TOLD = re.compile(r"\b(?:was|were|had|did|got|went|came|took|put|ran|woke|\w+ed|blew|burst)\b")
NOT_OVER = re.compile(
    r"\b(?:how|where|what|can|could|cant|please|help|should|not|never|havent|hasnt|didnt|couldnt"
    r"|wont|will|be|just (?!reporting|want|so|for|wanted|telling)|almost|nearly|need|want|trying"
    r"|if)\b"
)

# Words that show the language of a message; those of both are in neither.
SPANISH = _set(
    """el la los las un una unos unas mi mis su sus es esta está estan están hay que qué como cómo
    cuando por para con sin pero porque se me le lo ya muy y o si sí al del de desde ayuda
    ayúdenme auxilio socorro humo fuego llamas incendio quema quemando quemó quemo quemé queme
    caliente calienta hinchado hinchada hinchó hincho chispas explotó exploto huele olor quemado
    quemada gotea derrite batería bateria cargador celular casa mano hijo hija bomberos emergencia
    sale saliendo echa echando tengo tiene fue prendió prendio gracias hola favor necesito ahora
    puedo puede hago tronó trono está"""
)
ENGLISH = _set(
    """the a an my your is are it its it's i and or of to in on with for from this that was were not
    what how there there's smoke fire hot burning help please coming out battery power charger
    have has you can do does but so very swollen smell smells when now just get"""
)
# Injuries that are no mere answer to "Was anyone hurt?".
LIFE = re.compile(
    r"\b(?:breath\w*|bleed\w*|unconscious|inconsciente|faint\w*|passed out|collapsed|unresponsive"
    r"|chok\w*|seizure)\b"
)
# A question about what happened to others; a question about safety.
OTHERS = re.compile(
    r"^(?:and |so |but |hi |hello )?(?:has|have|had|was|were|did|any|how many|how meny|who|is|are) "
    r"(?:\w+ ){0,3}?(?:any\w*|someone|somebody|people|one|ones|who|others?|kids|children|deaths?"
    r"|injur\w+|fires|explosions|incidents|reports|hurt|got|customers|users)\b"
    r"|\b(?:cuantos|cuantas|hubo|alguien|how many|how meny)\b"
)
OF_SAFETY = re.compile(
    r"\b(?:safe\w*|danger\w*|risk\w*|can i|may i|should|do i|what do|keep using|still use|store|fly"
    r"|ok to|okay to|normal|puedo|segur\w+)\b"
)
# Said of something that is no product of the firm and no danger of it.
NOT_OURS = re.compile(
    r"\b(?:unrelated|not (?:yours|your product)|not the (?:power bank|powerbank|battery|charger)"
    r"|nothing to do with (?:you|it|the|your))\b"
)
OURS = _set(
    "it this that these mine bank banks powerbank battery batteries charger thing device unit pack"
)
# Words that say nothing but that a sign is there.
PLAIN = _set(
    """a an the it its is are was has have had been being my mine our this that these there here
    i me we you he she him her us in on at of from to with and so very too really all just now
    still help please omg what how do also but battery batteries power bank powerbank charger
    phone cable device unit pack thing case port plug usb everywhere inside outside out
    coming come comes up got get gets getting started starting keeps going house kitchen car bed
    bedroom room couch sofa table desk bag backpack pocket hand hands finger fingers leg arm face
    caught on off right by side hold because see think white black grey gray red some lots"""
)

# Where a clause begins. After a comma or 'and' these words begin one, others go on with the old.
STARTERS = _set(
    """it i my the there this that he she we they is are what how can could should do does
    please help now yes no today mine what why who will but if when everything since then
    thanks also hello hi your you last yesterday"""
)
BREAKS = _set("but however though although except whereas nevertheless otherwise")
JOINS = _set("and so because then or while")
QUESTION_WORDS = _set("what how why who")
SUBJECTS = _set("it there that this he she they i")
VERBS = _set("is are was has am just keeps smells caught have got started")
AUXILIARIES = _set("can could will would should does do did is am are")
ASKED_SUBJECTS = _set("it they this that i we you")
# After these words a subject goes on with the clause: 'if it is', 'I think it is'.
CONNECTORS = _set(
    """if that what when how why where whether think thinks say says said heard hear know
    case like and or sure until before after once as since whenever unless see hope
    believe does did can could will would might may should worried scared afraid mean
    means notice noticed feel saw so the my this of about for with to on in from at by
    which who because while then suppose imagine a there not dont"""
)
CLAUSE_LIMIT = 60  # words; keeps the work linear on a text without any stop

EMOJI = frozenset("🔥💨💥🥵🎈")
EMOJI_RUN = re.compile(r"([🔥💨💥🥵🎈])\1+")
MARKS = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "´": "'", "`": "'", "ı": "i"})
LEET = str.maketrans("01345", "oieas")
TOKENS = re.compile(r"[^\W_]+(?:'[^\W_]+)*|[🔥💨💥🥵🎈]|[.!?;:,\n()—–]|(?<= )-(?= )")
STOPS = frozenset(".!?\n")
SOFT = frozenset(",()")
