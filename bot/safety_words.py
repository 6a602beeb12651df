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
    smoke: humo humito smok smoek smke somke smoak; smoking: humea humeando
    smells: huele huelen apesta smels smeels; smell: olor smel smeel
    fire: fuego incendio incendios candela frie fyre fuegos; on fire: onfire
    caught: cought cautch caugt catched cathced caugth agarro prendio; catch: cacth cach
    flames: flams flamas
    burning: quema queman quemando ardiendo arde arden buring brning incendiando incendia
    burned: quemo quemado quemada quemaron queme ardio incendio brunt burnd
    a burn: quemadura quemaduras; burn: incendiar incendiarse quemar quemarse quemarme
    explode: explota explotan explotar explotara
    exploded: exploto explotado explotada revento blewup explted; explosion: explosiones
    sparks: chispas chispa chispazo sparx
    swollen: hinchado hinchada hinchados hinchadas inflado inflada hincho inflo inchada inchado
    swollen: swoln abombada; swelling: hincha hinchando infla inflando hinchazon
    hot: caliente calientes calientisimo
    heats up: calienta calientan calentando calentarse calento
    overheating: sobrecalienta sobrecalentando recalienta sobrecalento; heat: calor heet
    boiling: hirviendo ardiente; bulging: abultada abultado; risk: riesgo peligro
    injured: toques descarga herido herida lastimo lastime ampolla ampollas
    leaking: gotea goteando derrame derrama fuga filtrando leeking chorrea
    melting: derrite derritiendo; melted: derritio derretido derretida; noise: ruido ruidos zumbido
    hissing: silba silbando chisporrotea; battery: bateria pila baterias batt
    phone: celular telefono movil; stopped: paro detuvo; no: ningun ninguna ninguno
    never: nunca jamas; without: sin; but: pero; and: y n; now: ahora ahorita
    still: todavia aun sigue siguen; yesterday: ayer anoche yday; my: mi mis; very: muy vry
    with: con; when: cuando
    """
)
CANONICAL = {word: canonical for canonical, words in SPELLINGS.items() for word in words}

# Phrases put into the words of the rules, after the single words. Order matters.
PHRASES = (
    ("can not", "cant"),
    ("over heating", "overheating"),
    ("over heated", "overheated"),
    ("alarm went off", "alarm smoke"),
    ("alarm is going off", "alarm smoke"),
    ("detector went off", "detector smoke"),
    ("detector is going off", "detector smoke"),
    ("por que", "why"),
    ("que pasa si", "what if"),
    ("que hago si", "what if"),
    ("peligroso si", "what if"),
    ("la semana pasada", "last week"),
    ("el mes pasado", "last month"),
    ("el ano pasado", "last year"),
    ("hace calor", "weather"),
    ("heat hoy", "weather"),
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
    swelling: misshapen distended fatter thicker
    heat: hot hotter heat overheat overheats overheated overheating heated heating scorching
    heat: scalding boiling roasting toasty
    fire: fire fires flame flames flaming burn burns burned burnt burning ablaze blaze blazing
    fire: ignite ignites ignited igniting alight combust combusted torched engulfed inferno
    fire: fireball embers 🔥
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
        (?:cant|hard to|trouble|difficulty|struggling to|couldnt|difficult to) breath\w*
        (?:is|was|am|in|to) (?:in |at )?the (?:hospital|er)|(?:went|taken|rushed) to hospital""",
    "smell": r"""
        (?:burn(?:ing|t|ed)?|electrical|chemical|smok(?:e|y|ey)) (?:\w+ )?(?:smell|odou?r)\w*
        (?:doesnt|dont|not) smell (?:right|good|normal|ok)
        (?:smell(?:s|ed|ing|y)?|smelt|odou?rs?|stinks?|reeks?)(?: like| of| something| a| bit| so\
| really| very| strongly| kinda| con){0,4} (?:burn(?:ing|ed|t)?|smoke|smok(?:y|ey)|fire\
|melt(?:ing|ed))""",
    "noise": r"""
        (?:loud|a|big|went|goes) (?:pop|bang)|pop (?:sounds?|noises?|pop)|ps{3,}t?|pff+t?|ts{3,}
        (?:weird|strange|odd|funny|loud|unusual|scary|bad|cracking|hearing) sounds?
        sounds? (?:like (?:frying|bacon|boiling|water|something|rice)|weird|strange|funny|odd)
        (?:makes?|making|made) (?:a |this |some )?(?:\w+ )?sounds?""",
    "swelling": r"""
        puff\w* (?:up|out)|(?:like a (?:\w+ )?|spicy )(?:balloon|pillow|cushion|dome|football)
        (?:a|big|has) (?:\w+ )?(?:bump|lump|bubble)|(?:not|isnt|wont (?:sit|lie|lay)) flat
        grown in size
        (?:got|getting|gotten|become|looks) (?:\w+ )?(?:fat|fatter|thicker|chubby|rounder)
        (?:changed|lost its|lost it is|weird|change in|changing) shape|shape (?:has )?changed
        (?:middle|center|sides?|top|back|cover|case|casing|bottom|screen|lid|it) (?:is |are |has \
|have |was |looks )?(?:raised|risen|rising|lifted|lifting|bowed|bowing|curved|rounded|bent\
|pushing|pushed|separat\w+)
        (?:twice|double) (?:as|it|the) (?:is )?(?:\w+ )?(?:size|thickness|thick|big)""",
    "heat": r"""
        (?:burning|red|boiling|sizzling|scalding|smoking|piping|scorching) hot|heats? up|heating up
        (?:very|really|so|too|super|extremely|unusually|quite|pretty|way|and) warm(?:er)?
        (?:getting|gets|got|gotten|feels|felt|is|was) warm(?:er)?|warm to the touch|like lava
        wont cool(?: down| off)?|(?:doesnt|not|isnt) cool(?:ing)? (?:down|off)|cooking itself
        like (?:holding )?an? (?:\w+ )?(?:oven|stove|iron|coal)|(?:fry|cook) an egg
        (?:cant|couldnt) (?:even )?(?:touch|hold) it""",
    "fire": r"""
        bursts? into flames?|glow(?:s|ing) (?:red|orange|white)|flar(?:e|ed|ing) up
        (?:call|called|calling) (?:the )?(?:fire \w+|911|999|112|bomberos)|(?<=^help )911
        ^911(?= now| please| help|$)|^emergency|(?<=^this is )an emergency""",
    "smoke": r"(?:gas|cloud|mist) (?:is )?(?:coming|escaping|rising)",
    "leak": r"juice (?:is )?coming|(?:sticky|wet|oily) (?:stuff|substance|spot|patch)",
    "spark": r"(?:big|bright) flash|short(?:ed)? (?:circuit\w*|out)",
    "explosion": r"""
        (?:blew|blow|blows|blown|blowing) (?:itself )?up|(?:battery|bank|charger|phone|thing) blew
        blew (?:a|apart|open|out|the)|like a bomb|(?:going|about|ready) to (?:blow|pop|go off)""",
    "melting": "plastic (?:is |has |went |gone |got )?soft(?:ened)?",
    "damage": r"""
        (?:scorch|scorched|burn|singe) marks?|(?:turned|turning|gone|went) (?:brown|black|yellow)
        (?:split|cracked|cracking|splitting|broke|busted|coming|came|popped) (?:open|apart)
        (?:case|casing|shell|battery|bank|it) (?:is |has |got )?cracked""",
}
# Phrases are tried before the bare word.
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
    making made give giving off cause caused detect think visible noticeable slightly bit
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
NO_LONGER = re.compile(r"\b(?:anymore|any more|any longer)\b")

# What makes a sign a question, a supposition or a report of others, when it stands before it.
SUPPOSED = re.compile(
    _one_of(
        r"""
        \b(?:what if|(?<!as )(?<!like )if|in case|whether|unless|suppose|imagine)\b
        \buntil (?:it|they|someone) (?!was|is)\w+s\b
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
        \b(?:can|could|may|might|would)\b(?! smell| see| hear| feel)
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
        \bcompetitor
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
    r"|everywhere|(?<!was )(?<!were )coming (?:out|from|off))\b"
)
STILL = re.compile(STILL_WORDS)
PRESENT = re.compile(rf"{STILL_WORDS}|\b(?:mine|another)\b")
HERE = re.compile(
    r"\b(?:normal|supposed|this hot|that hot|so hot|this warm|so warm|should (?:it|this) be \w+ing"
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
PAST_TIME = re.compile(
    r"\b(?:yesterday|last (?:we+a?ks?|wk|nights?|month|year|yr|summer|winter|spring|fall|autumn"
    r"|weekend|time|semester|quarter|christmas|thanksgiving|halloween|easter|\w+day"
    r"|january|february|march|april|may|june|july|august|september|october|november|december)"
    r"|week before last|(?:days?|nights?|weeks?|months?|years?|yrs?|while|summers?"
    r"|time) (?:ago|back)"
    r"|the other (?:day|night|week)|earlier this (?:week|month|year)|years ago|long ago|back then"
    r"|(?:in|in early|in late|from|during|en|of \d+) (?:january|february|march|april|may|june|july"
    r"|august|september|october|november|december|jan|feb|apr|jun|jul|aug|sept?|oct|nov|dec"
    r"|20[0-2]\d)|(?:at|around|over|on) (?:christmas|easter|thanksgiving|halloween|new year\w*)"
    r"|on (?:\w+day|the \w+ of \w+)"
    r"|(?:over|in|back in) the (?:weekend|spring|summer|fall|winter|holidays|past)|previously"
    r"|used to (?!charge|have)|at one point|hace (?:\w+ )?(?:dias?|semanas?|mes|meses|anos?)"
    r"|before (?:two|three|\d) \w+)\b"
)
BOUGHT = re.compile(
    r"\b(?:bought|ordered|purchased|received|arrived|delivered|shipped|came|charged|charging"
    r"|plugged|worked|got (?:it|this|one|mine|the|your)|had it|opened|since|registered|emailed"
    r"|called) (?:\w+ ){0,5}?TIME"
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
        \b(?:it|fire|and) burn(?:ed|t) (?:itself )?out\b|\ball out$
        """
    )
)
NOT_OVER = re.compile(
    r"\b(?:how|where|what|can|could|cant|please|help|should|not|never|havent|hasnt|didnt|couldnt"
    r"|wont|will|be|need|want|trying|if)\b"
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

EMOJI = frozenset("🔥💨💥")
EMOJI_RUN = re.compile(r"([🔥💨💥])\1+")
MARKS = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "´": "'", "`": "'", "ı": "i"})
LEET = str.maketrans("01345", "oieas")
TOKENS = re.compile(r"[^\W_]+(?:'[^\W_]+)*|[🔥💨💥]|[.!?;:,\n()—–]|(?<= )-(?= )")
STOPS = frozenset(".!?\n")
SOFT = frozenset(",()")
