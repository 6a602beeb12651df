"""Tables of customers' lines for bot.safety, one line per case, and properties of the finder.

The tables are grouped by the answer wanted. A line is written as people type it, mistakes
included, so nothing in a table is to be corrected.
"""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.safety import Hazard, find_hazard


def lines(table: str) -> list[str]:
    """Take a block of text; give its lines without the empty ones and the '#' headings."""
    stripped = (line.strip() for line in table.splitlines())
    return [line for line in stripped if line and not line.startswith("# ")]


NOW = lines(
    """
    # smell
    there is a burning smell coming from my power bank
    it smells like burning plastic
    theres a weird chemical smell when I plug it in
    my battery stinks like something burnt
    I can smell something burning near the charger
    strong odor coming from the bank
    The power bank gives off a sweet chemical odour.
    It reeks of burnt electronics
    fumes are coming out of it
    smells awful, like rotten eggs, since I charged it
    it has a funny smell
    smells of melted plastic over here
    fishy smell coming from the charger
    it doesnt smell right when it is plugged in
    # sound
    my power bank is hissing
    I hear a hissing sound from the battery
    its making a crackling noise
    it is making popping sounds
    heard a loud pop and now it wont charge
    it's sizzling
    The thing is buzzing and crackling when it charges
    weird noise coming out of the battery pack
    i heard it hiss just now
    it goes pop pop pop when charging
    there was a loud bang from my bag, it's the power bank
    I hear fizzing inside the casing
    strange clicking sounds from the battery
    # shape
    my power bank is swollen
    swollen
    battery is puffy
    the case is bulging
    It has puffed up like a balloon
    Its bloated
    looks like a pillow
    I have a pregnant battery here
    the battery looks pregnant
    The sides of it have expanded and the case is splitting open
    the plastic is warped
    there is a bulge on the back
    It's swelling up on the side
    power bank started to swell
    I noticed some swelling on the bottom
    it's not flat anymore, it has a big bump in the middle
    the battery has ballooned
    it won't sit flat because it is bulged
    my swollen power bank is on the table what now
    how do I get rid of my swollen battery
    it got fat, the case is coming apart
    The casing has cracked open
    It has changed shape
    # heat
    it is too hot to touch
    its burning hot
    my battery is overheating
    it's red hot
    the bank gets really hot while charging
    it got very hot and I can't hold it
    hot to the touch even when it's not plugged in
    power bank heating up in my pocket
    it is boiling hot
    getting hotter and hotter
    extremely warm, unusually warm even
    it won't cool down
    it's scalding
    It keeps overheating
    way too hot
    hot
    my power bank is so hot right now
    it heats up when I plug in my phone
    the heat coming off this thing is crazy
    # smoke
    there is smoke coming from it
    smoke!!
    its smoking
    smoke is pouring out of the battery
    I see white smoke
    The power bank is smouldering
    smoldering on my desk
    a puff of smoke came out
    my kitchen is full of smoke from the power bank
    smoke everywhere
    started smoking in my bag
    the smoke alarm went off because of the battery
    grey vapor is coming out of the usb port
    # fire
    fire
    FIRE FIRE FIRE
    help fire
    my power bank is on fire
    it caught fire
    it just caught fire
    flames coming out of the charger
    there are flames
    my couch is burning
    the battery burst into flames
    its burning
    the battery is burning
    call the fire department its burning
    911
    call 911
    call 911 please
    it set my bed on fire
    my house is on fire because of your product
    it ignited on my nightstand
    small fire on the desk from the bank
    I called the fire department
    it burned a hole in my sheets
    it burnt my table
    we have a fire here
    # leak
    the battery is leaking
    fluid is leaking out of it
    there's liquid coming out
    something is oozing from the side
    brown goo on the battery
    it leaked all over my bag
    sticky stuff dripping from it
    battery acid came out
    # spark
    its sparking
    sparks are flying out of the port
    I saw a spark when I plugged it in
    it sparked and died
    it throws sparks
    # explosion
    my power bank exploded
    it just blew up
    it exploded in my hand
    the battery burst
    there was an explosion
    my power bank blew up on my desk
    it went boom
    it is about to explode
    I think its gonna explode
    # melting
    it's melting
    the plastic is melting
    the cable melted into the port
    my charger has melted
    The case melted
    # injury
    it burned my hand
    I burned my fingers on it
    I have a blister from it
    my daughter got hurt by the battery
    it gave me an electric shock
    it shocked me when I touched it
    I'm coughing from the fumes
    i cant breathe
    it hurt my son
    my hand is burnt
    got zapped by the charger
    my wife is injured
    i have a burn on my leg from your power bank
    my eyes are burning from the smoke
    he is in the hospital because the battery exploded
    # damage
    it turned brown and black around the port
    scorch marks on the case
    the case is charred
    the bank has burn marks
    discolored and bubbling plastic on the back
    the battery is punctured
    # partly denied
    not hot but it is swollen
    no smoke but it's very hot
    It isn't on fire but it is smoking
    it is not swollen however it smells burnt
    it doesnt charge and its hot
    its not charging its just hot
    it does not work it smells
    doesn't turn on, smells like burning
    no smell, no smoke, but it is bulging
    it won't stop smoking
    it hasn't stopped hissing
    I cant touch it its so hot
    can't hold it, too hot
    it's not just hot it's smoking
    not only warm but really hot
    I don't know what to do its smoking
    not sure what to do, there's smoke
    never seen so much smoke
    no it is smoking
    no, the battery is swollen
    nothing works and the battery is swollen
    I did not drop it it just swelled up
    never been this hot before
    I can't believe it caught fire
    no joke it is on fire
    # a fact with a question
    is it normal that it is hissing
    it is swollen, is that dangerous?
    it is swollen is that dangerous
    why is my power bank so hot?
    why is it hissing?
    my battery is swollen can it explode
    It's hot, what should I do?
    what should I do its smoking
    its swollen. can I still use it?
    is it ok that it smells a bit burnt?
    should I be worried that it is hot
    is it supposed to be this hot
    why does it smell like burning?
    can you help me, my power bank is on fire
    can I get a refund for my swollen battery?
    what do i do with this swollen power bank
    how do i stop it from smoking
    it smells funny should I be concerned
    do I get a refund, it's swollen
    could you please send someone, there's smoke
    will it explode? it's already hot
    if it is already swelling should I throw it away
    what if it explodes, it's hissing at me
    how do I put out the fire
    does this look swollen to you? it is puffy
    is the smell dangerous?
    is the swelling dangerous
    I want to know if I get my money back my power bank is swollen
    if I plug it in it sparks
    when I charge it it gets really hot
    tell me what to do, the battery is bulging
    the email says stop using it but mine is already swollen
    I heard a hissing sound
    the news said they can catch fire and mine is hot
    # ongoing
    it started smoking 5 minutes ago
    just caught fire
    has been swelling since yesterday
    it got hot and is still hot
    it is swollen since last year
    started leaking an hour ago
    it caught fire and it's still burning
    It was hot yesterday and now it is smoking
    it has been hot for two days
    Last week it was fine, now it is swollen
    It keeps getting hot
    it was recalled and it's smoking
    I bought it last month and it exploded
    I bought this in 2023 and it is swollen
    The power bank I bought last week caught fire
    I got it yesterday and it already smells burnt
    it's smoking again
    it caught fire last month and today it is smoking again
    # other devices
    my phone is on fire
    my laptop is smoking
    the charger is sparking
    my phone is really hot after using the power bank
    phone battery is swollen
    the cable is melting
    my phone exploded
    my laptop battery is bulging
    # later sentences
    Hi. I have model PB-20. It is smoking.
    Hello I'd like a refund. Also it smells like burning.
    My name is Ann. My order is 1234. By the way the battery is swollen.
    thanks for the info. one more thing: its really hot
    I love it, great product, but it is on fire
    # typing errors
    its smokng
    it is swolen
    swoln battery
    the case is buldging
    its hising
    it explodd
    its burnning
    its on fir3
    my bank is onfire
    it is smoooking
    its hottt
    soooo hooot
    batery is sweling up
    it is overheting
    its leeking
    it cought fire
    it caugt on fire
    power bank is smokin
    flams coming out
    it is meltng
    my battery explodedd
    there is smoek
    h0t and sm0ke
    its crackeling
    # shouting, SMS
    ITS SMOKING
    MY POWER BANK IS ON FIRE
    HELP IT IS HOT AND SWOLLEN
    its smokin rn
    gettin rly hot help
    pls help its on fire rn
    yo my powerbank is hot af
    omg its smoking wtf
    smoke coming out pls help
    bruh it blew up
    help my powerbank burning
    battery swollen what do
    its puffed up ngl
    # emoji, odd characters
    🔥
    🔥🔥🔥
    🔥🔥 its real
    help 🔥
    my power bank 🔥
    💨 coming out of my battery
    it’s smoking
    it\u2019s on fire
    ｓｍｏｋｅ
    ｍｙ ｂａｔｔｅｒｙ ｉｓ ｓｗｏｌｌｅｎ
    my battery is sw\u200bollen
    s\u00admoking
    # Spanish
    sale humo de mi bateria
    humo
    hay fuego
    mi bateria esta hinchada
    mi batería está hinchada
    está hinchado el power bank
    esta muy caliente
    está caliente y huele a quemado
    se quema
    se está quemando
    explotó
    mi power bank explotó
    le salen chispas
    huele a quemado
    tiene un olor raro
    gotea liquido
    me quemé la mano
    ayuda hay humo
    ayuda se quema
    hay un incendio en mi casa
    no esta caliente pero esta hinchada
    hace un ruido raro
    se hinchó
    la batería echa humo
    se calienta mucho
    """
)

PAST = lines(
    """
    it caught fire last week
    burned my table in 2023
    my son burnt his finger yesterday but he is ok
    it was smoking so I threw it out
    it caught fire last month and I threw it away
    It exploded two weeks ago
    my power bank blew up last year
    last summer it burned my couch
    yesterday it got really hot so I threw it away
    Back in March it started smoking and we put it out
    it caught fire but we put it out
    the fire was put out by the firefighters last week
    there was a fire last year
    we had a fire 3 months ago
    In 2022 the battery exploded in my bag
    it smoked a few days ago and I got rid of it
    It leaked on my desk last Monday
    I got burned by it three weeks ago
    my daughter got hurt by it in january
    it used to get hot but I threw it out
    it melted my charger a while ago
    a month ago it swelled up so I recycled it
    it was swollen so I disposed of it
    It had caught fire, the fire is out now
    it stopped smoking
    it is no longer smoking
    it's not hot anymore
    it was hissing yesterday but it stopped
    The smoke has stopped
    it caught fire. That was last year.
    It happened last week. It burned my carpet.
    it burned my hand last weekend, its healed now
    it got hot the other day
    the charger sparked the other night
    se quemó la semana pasada
    explotó ayer
    el mes pasado salió humo
    me quemé la mano hace dos semanas
    It caught fire and was extinguished
    it was burning but the fire is out
    last night it was smoking so I put it in water and threw it away
    my old battery exploded years ago
    I had a blister last month from it
    we already threw it away because it was smoking
    """
)

ASKED = lines(
    """
    what if it gets hot
    can it explode
    can it explode?
    should I worry about fire
    is it going to catch fire
    how do I know if it is swelling
    what happens if it catches fire?
    could it burn my house down
    will it explode
    will it burn in the trash
    what should I do if it starts smoking
    what do I do if it swells?
    is it explosive on a plane
    why do they catch fire
    how many fires were there
    what is the fire hazard
    how hot is too hot
    how hot does it get before it is dangerous
    does it get hot?
    do they explode?
    could this thing catch fire while I sleep
    might it overheat
    can a swollen battery explode
    if it gets hot should I unplug it
    in case of fire who do I call
    how can I tell if the battery is swollen
    what are the signs of swelling
    what does a swollen battery look like
    what is the risk of fire
    is there a risk of explosion
    is there any danger of it catching fire
    can these things overheat
    I heard it can explode
    recalled because of fire hazard
    19 fires were reported
    is it true that they catch fire
    has anyone been hurt
    were there any injuries
    did anyone get burned
    how many people got burned
    are there reports of explosions
    why was it recalled, fire?
    I'm worried it could catch fire
    I'm scared it might explode
    worried about it exploding
    I read that these batteries explode
    what causes the fire
    what causes it to overheat
    can I get burned from it
    can it hurt my kids
    if it explodes do I get compensation
    what if it swells, smokes or catches fire
    what if it gets hot and it explodes
    could it swell, leak or explode
    tell me how likely it is to catch fire
    will my phone explode if I use it
    can you tell me if it can explode
    what are the chances it blows up
    should I worry about it overheating
    is the fire risk real
    your email says it can catch fire
    the notice says fire hazard
    do I need to worry about explosions
    would it smoke before it explodes
    let me know if it could leak
    what should I watch for, heat or swelling?
    hazard of burns
    is it likely to explode
    how do I prevent a fire
    I want to return it before it catches fire
    puede explotar?
    ¿puede explotar la batería?
    puede causar un incendio
    que pasa si se calienta
    por qué explotan
    es peligroso si se hincha
    what to look for? smoke? swelling? can you tell me what signs
    can it catch fire on the plane
    does swelling mean it is dangerous
    i saw on the news that they explode
    """
)

NONE = lines(
    """
    # denied
    it is not hot
    no smoke or smell
    never caught fire
    hasn't swollen
    it hasn't swollen
    it is not swollen
    No swelling, no smell, no smoke.
    there is no smoke
    no fire
    it isn't hot or swollen
    it doesn't smell
    it does not get hot
    it has never overheated
    I don't see any smoke
    I don't smell anything burning
    It's not swollen, hot or smoking
    nothing is burning
    nobody got hurt
    no one was injured
    no injuries thank god
    without any smoke
    it didn't catch fire
    it wasn't hot
    not smoking, not hot, not leaking
    my battery is not leaking
    it isn't making any noise
    I haven't noticed any swelling or heat
    I don't think it is swollen
    there are no sparks or flames
    none of them are swollen
    not swollen at all
    it has no burn marks
    it never gets hot
    i dont hear any hissing
    no se calienta
    no está caliente
    no esta hinchada
    no hay humo
    sin humo ni olor
    nunca se ha quemado
    it ain't hot
    not hot not swollen just doesnt charge
    smoke: no, swelling: no
    hot? no. swollen? no.
    # figurative
    this deal is fire
    you are fire
    smoking hot price
    my phone is dead
    hot topic
    hot take
    fired from my job
    fire the manager
    you should fire the manager
    burning question
    I have a burning question
    I am burning with curiosity
    explosive news
    firestick
    fire tv
    kindle fire
    my amazon fire tablet works with it
    firewall
    blowing up my phone with messages
    phone is blowing up
    stop blowing up my phone
    hot deal
    sick burn
    cd burner
    smoke detector for sale
    I quit smoking
    this stinks
    this smells fishy
    your service stinks
    leaked photos
    data leak
    did you leak my data
    my email was leaked
    swell!
    that's swell
    hot dog
    its hot today
    it's so hot outside
    the weather is hot
    burnt toast
    I burned my toast
    heated argument
    I got burned by your company
    my heart is on fire
    hot garbage
    your bot is hot garbage
    pop up window
    close the pop-up
    popcorn
    a window popped up on your website
    smoke and mirrors
    this is a dumpster fire
    this recall is a dumpster fire
    my inbox is exploding
    my head is about to explode
    I am so angry I could explode
    mind blown
    I'm burnt out from work
    I'm shocked by your service
    shocking customer service
    it wouldn't hurt to ask
    that hurts my feelings
    spark plugs
    it sparked my interest
    hot coffee
    in hot water with my boss
    burning money
    burning a hole in my pocket
    heartburn
    crash and burn
    fire sale
    are you guys smoking something
    holy smokes
    do you have a non smoking room
    my wallet is bulging
    meltdown
    melted cheese sandwich
    he is a hothead
    warm regards
    with warm wishes
    you guys are on fire today
    great product 🔥
    🔥 deal
    best price ever 🔥🔥
    fast shipping 💨
    what a swell idea
    swelling with pride
    smells like a scam
    something smells fishy here
    hot off the press
    blew up on tiktok
    it leaked online
    lets get fired up
    I'm fuming
    no smoking sign
    light a fire under your shipping team
    playing with fire
    my feelings are hurt
    crackling fireplace video
    I was burned before by other companies
    pop music
    i want to pop in to your store
    hace calor hoy
    llamas del zoo
    # no sign at all
    hello
    hi there
    yes
    no
    ok thanks
    where is my refund
    I want to check my serial number
    is my power bank recalled
    what is the recall number
    how long does the replacement take
    my order number is 911234
    my address is 911 Main Street
    can I speak to a person
    can I fly with it
    how do I dispose of it
    my power bank does not charge
    what colour is the affected model
    the light is red
    it's selling well
    I am missing my order
    are you kidding me
    turning it on does nothing
    spelling of my name is wrong
    I am in a meeting
    the serial number is peaking out under the label
    smocking dress
    explore the options
    can you charge my account
    it is charged
    signed for the parcel
    speaking to an agent
    I am learning about it
    dwelling on it
    buena tarde
    quiero mi reembolso
    como te llamas
    gracias
    12345
    ?
    ...
    """
)

# Harmless, and "asked" does as well as nothing; only an alarm would be wrong.
CALM = lines(
    """
    can I fly
    can I bring it on a plane
    where is the fire department drop-off
    is the fire station taking batteries
    can I drop it at the fire department
    do they accept it at the fire station
    is it flammable
    keep away from fire and heat
    do not throw it in a fire
    is it fireproof
    do you sell fire safe bags
    recalled due to fire hazard
    because of the burn hazard it was recalled
    what does overheating mean in the recall
    the recall is about overheating
    I read about the fires
    there were 19 fires and 2 injuries reported
    fire hazard
    is this the one with the fire risk
    I got your email about the fire danger
    please replace it before it explodes
    I do not want it to explode
    I don't want my house to burn down
    smoke alarm battery replacement
    are power banks allowed in hot cars
    how do i store it in hot weather
    should it be kept away from heat
    why are these exploding
    is the battery known to overheat
    does it smell when it fails
    what happens when it burns
    what counts as swollen
    apparently some of them caught fire
    your competitor's model catches fire
    my friend said they explode
    how do you know it is a fire hazard
    what signs of heat damage should i look for
    reports of smoke and fire
    did it catch fire for other people
    is it under recall for burns
    what is thermal runaway
    """
)

WITH_SIGNS = [
    ("it is hot and swollen", ("heat", "swelling")),
    ("smoke and flames", ("smoke", "fire")),
    ("not hot but it is swollen", ("swelling",)),
    ("it hisses, smells and leaks", ("noise", "smell", "leak")),
    ("it sparked then exploded", ("spark", "explosion")),
    ("the case melted", ("melting",)),
    ("it burned my hand", ("injury",)),
    ("smoke smoke smoke", ("smoke",)),
    ("the case is charred", ("damage",)),
    ("can it explode? it is hot", ("heat",)),
    ("está hinchada y huele a quemado", ("swelling", "smell")),
]


@pytest.mark.parametrize("text", NOW)
def test_danger_now_raises_the_alarm(text: str) -> None:
    found = find_hazard(text)
    assert found is not None and found.tense == "now", found
    assert found.signs


def test_danger_in_a_later_row_of_the_message_is_found() -> None:
    text = "ok\\nmy address is 12 Main St\\nthe battery is leaking"
    assert find_hazard(text) == Hazard("now", ("leak",))


@pytest.mark.parametrize("text", PAST)
def test_danger_that_is_over_is_past(text: str) -> None:
    found = find_hazard(text)
    assert found is not None and found.tense == "past", found


@pytest.mark.parametrize("text", ASKED)
def test_questions_about_danger_are_asked(text: str) -> None:
    found = find_hazard(text)
    assert found is not None and found.tense == "asked", found


@pytest.mark.parametrize("text", NONE)
def test_denials_and_other_meanings_are_nothing(text: str) -> None:
    assert find_hazard(text) is None


@pytest.mark.parametrize("text", CALM)
def test_talk_about_danger_raises_no_alarm(text: str) -> None:
    found = find_hazard(text)
    assert found is None or found.tense == "asked", found


@pytest.mark.parametrize(("text", "signs"), WITH_SIGNS)
def test_signs_come_in_the_order_found(text: str, signs: tuple[str, ...]) -> None:
    assert find_hazard(text) == Hazard("now", signs)


@pytest.mark.parametrize(
    ("text", "tense"),
    [
        ("can it explode? it caught fire last week. it is smoking", "now"),
        ("it is smoking. it caught fire last week", "now"),
        ("can it explode? it caught fire last week", "past"),
        ("it caught fire last week. can it explode?", "past"),
        ("it is not hot. can it explode?", "asked"),
    ],
)
def test_now_outranks_past_outranks_asked(text: str, tense: str) -> None:
    found = find_hazard(text)
    assert found is not None and found.tense == tense


TABLE = NOW + PAST + ASKED + NONE + CALM


@given(st.text(max_size=400))
def test_any_text_is_accepted(text: str) -> None:
    found = find_hazard(text)
    assert found is None or (found.signs and len(set(found.signs)) == len(found.signs))


@given(st.lists(st.sampled_from(" ".join(TABLE).split() + [".", ",", "?", "\n", "\ud800"])))
def test_any_order_of_the_words_is_accepted(words: list[str]) -> None:
    find_hazard(" ".join(words))


@given(st.sampled_from(TABLE))
def test_upper_and_lower_case_are_alike(text: str) -> None:
    assert find_hazard(text.upper()) == find_hazard(text) == find_hazard(text.lower())


@given(
    st.sampled_from(TABLE),
    st.lists(st.integers(min_value=0, max_value=60), max_size=8),
    st.sampled_from("\u200b\u200c\u200d\u2060\ufeff\u00ad"),
)
def test_characters_without_width_change_nothing(text: str, at: list[int], mark: str) -> None:
    hidden = text
    for place in at:
        hidden = hidden[:place] + mark + hidden[place:]
    assert find_hazard(hidden) == find_hazard(text)


@settings(deadline=None, max_examples=20)
@given(st.text(alphabet="ab hotfire.,'?!\u200b🔥", min_size=5_000, max_size=20_000))
def test_long_text_is_accepted(text: str) -> None:
    find_hazard(text)
