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
    # found in later rounds of invented lines
    Hey so I just picked up my charger brick and it nearly burnt my fingers off
    wtf it's making a sound like frying bacon
    There's an acrid stench in the living room and I traced it to the battery pack
    The seam on the power bank has popped and I can see the silver pouch inside, it's all puffed
    why is smoke coming out of the usb hole???
    it went pfff and now theres smoke in my room
    The underside has a lump on it that wasn't there before
    battery got fat
    I think the battery is about to blow
    my nightstand is scorched and the thing is glowing
    Our carpet is smouldering
    the back cover lifted off because the cell inside is swelling
    omg omg it burst and there are flames on the sofa
    It feels like holding a hot iron
    can you tell me why it is so warm? I only charged it 10 minutes
    my charger keeps sparking every time I plug it in
    I unplugged it and it's still getting hotter
    hi, I've got the A1263 and it started to smell kinda like nail polish remover
    it's ticking and warm and I don't like it
    There is a clear liquid around the charging port
    something is dripping out of my power bank
    Not sure if this matters but mine is bulging on one side
    I don't have the serial number because the label melted
    The thing is literally cooking itself on my desk
    it shocked my daughter
    The power bank gave off a big flash and a bang
    my backpack is on fire
    Help!!! my kid's tablet is smoking after I plugged it into your bank
    its getting super hot even tho its not plugged in
    I see bubbles on the plastic and it smells sweet
    no serial number visible, because the casing is all warped
    the charging cable end has melted
    I cannot touch it, too hot
    There isn't any fire but the smell is really bad
    it doesn't smoke anymore but it's still hissing
    never seen anything like it, the battery has swelled to twice its size
    i want a refund your power bank blew up in my kitchen
    My house almost burned down tonight
    it's popping and crackling like a campfire
    The temperature is crazy, I could fry an egg on it
    its been hot all morning
    my hand hurts from touching it it left a burn
    we evacuated the house, the battery is burning in the garage
    smell of burning hair coming from the powerbank
    el cargador está echando chispas
    se me quemo el cargador y sale humo
    la batería está inflada como un globo
    huele raro y está muy caliente
    ITS HISSING AT ME WHAT DO I DO
    powerbnk swolllen
    plz help my batery is leakng
    it isnt charging and the middle is raised like a dome
    The power bank's plastic is soft and gooey
    I hear sizzling when I hold it to my ear
    i smell something weird
    hello? my battery bank is shooting out sparks
    I can hear it sizzle under the couch cushion
    The thing's burning a hole through my desk right now
    it smells like a campfire in my bedroom and the charger is the reason
    dude the brick is puffing up
    my powerbank is inflating like a balloon
    Battery casing is coming apart at the seams and it feels hot
    there's some brown stuff leaking onto my shelf
    Is it bad that mine is making a high pitched whining noise
    got it out of the drawer and its twice as thick as before
    hi can someone help me the power bank is smoking and my kids are home
    it wont stop getting hotter
    I just noticed the sides are bowing outward
    i need help asap the battery is on fire in my car
    ok so I checked the serial and while doing that it got really hot in my hand
    please hurry the flames are spreading
    I put it in the sink and it's still smoking
    serial A1263XX and the battery looks kinda swollen
    It smells like rotten fish and the plastic is discolored
    my fingertips got burned just now picking it up
    Burning!! burning!! what now
    It doesn't look swollen but it smells like gasoline
    No flames yet but lots of smoke
    it has not exploded but it is hissing loudly
    I do not feel safe, the battery is extremely hot
    is it supposed to be bulging?
    should it be smoking?
    how come its so warm when im not even using it
    what should I do about the swelling
    what do you recommend, the battery is leaking acid
    My wife says it's making a hissing noise
    my roommate just told me the power bank is on fire
    kid dropped it, now it's hissing
    I dropped it in water and now it's bubbling and smoking
    it's been sitting in the drawer and when I opened it there was smoke
    when I charge my phone with it the phone gets boiling hot
    the outlet sparked when I plugged the charger in
    my earbuds case is melting
    laptop fan is loud and the battery is swelling
    tablet's back is bulging out
    I felt a shock when I touched the metal part
    my skin is blistering where I held it
    I inhaled the smoke and my chest hurts
    the blanket caught on fire
    fire in the bedroom
    theres fire
    smokee comming from batery
    my bank is swellin up like crazy
    smeling like burnt
    its expldoing
    overheatd and smoking
    bateria esta inchada
    mi cargador esta ardiendo
    está saliendo humo del cargador
    socorro, se incendió mi cargador
    no puedo tocarlo, está hirviendo
    🔥🔥🔥 help
    theres 💨 from my charger
    the thing is so hot it burned through the plastic bag
    it is hot, it is swollen, and it smells
    Good morning, while holding the unit I noticed it's uncomfortably hot.
    its fuming white stuff out the side
    I dont know if this is urgent but theres a faint burning odor
    My charger is making me nervous, it crackles
    the powerbank just popped like a firecracker and now theres a burnt spot on the counter
    I've got smoke in the hallway!!
    hi uh the battery thing is kinda on fire
    It's overheating badly, do I put it in water?
    do i throw water on it? its burning
    where do I take a swollen battery, mine is about double thickness
    How should I dispose of mine, it is puffed up
    i sniffed it and it smells like chemicals
    mine smells
    Mine is warm even when off
    the corner of the bank is melted and black
    its got a bubble in the plastic
    my bag is smoking
    I'm scared, it's making weird sounds
    idk what to do, it keeps getting hotter and hotter
    It's swelled. Can I still get the refund?
    The battery seems to be expanding
    seems swollen
    looks a bit swollen
    it looks like its starting to bulge
    slightly puffy
    a little smoke came out
    there's a tiny spark every time
    it tends to get really hot
    my couch is ruined because it caught fire
    It caught fire. What do I do now?
    exploded!!!
    it's leaking. no smoke though
    I am not injured but the power bank exploded
    nobody is hurt, but there's a fire
    no one is hurt but it is burning
    It didn't explode, it just melted
    doesn't hold charge, and swollen
    I never charged it and it still swelled up
    I haven't used it in months and it's swollen
    I stopped using it because it gets too hot
    we stopped charging it since it smells burnt
    when it's plugged in I hear crackling
    whenever i charge it it heats up like crazy
    every time I use it it smells like burning
    after 10 mins of charging it was too hot to touch
    this morning my power bank caught fire
    it exploded an hour ago
    tonight it started to smoke
    earlier today it burst
    My house is full of smoke
    FIRE!!!!
    there is fire coming out the thing
    omg fire
    Its burninggg
    helllppp its on fireeee
    its smkoing
    it's smokign
    its hissng
    its swollne
    bulgin battery
    it exploaded
    its melitng
    hot as hell
    hot af and swollen
    me quemo, ayuda
    mi teléfono se está quemando
    la batería explotó en mi mano
    hay mucho humo
    mi cargador se derritió
    no sé qué hacer, está saliendo humo
    Can you tell me the nearest drop-off? Mine is swollen
    I'd like a replacement. The old one is hissing.
    Recall number 25-123, and yes it is hot
    yes it's swollen
    yeah its hot
    yep smoking
    si, esta caliente
    It's a little hot I guess
    I charged it overnight and woke up to a strong burning smell
    hello im trying to claim but the battery is bulging out of the case and i cant read the label
    so I've been reading the recall page and mine is making a faint hissing noise
    Quick question, mine's swollen, where do I bring it?
    Also, it gets super hot.
    Thanks! Oh and the battery puffed up last night and is still puffy
    one side of it is fatter than the other
    It's leaking some kind of oil
    The port is sparking and my phone won't charge
    i plugged it in and bang, smoke everywhere
    I have it in my hand and it's burning up
    sweet smell, and a bit of vapor
    it's so hot that it left a mark on my table
    The lights flash red and it's hot
    it vibrates and hisses
    is it bad if it's hissing right now?
    My laptop got really hot and shut down after I plugged in the power bank
    my dad's power bank is on fire what do we do
    Power bank: swollen. Serial: unknown.
    the wall behind the charger is scorched and smells burnt
    it exploded and burned my leg
    My bed caught fire because of you people
    i got a nasty burn on my palm from it
    my son is coughing because of the smoke
    a hissing sound and a smell of solvent
    I've put it outside because it's swelling
    I put it in a bucket of sand, it's still smoking
    should I call 911? theres smoke
    it keeps popping
    battery pack is bent and puffed
    there's been a burning smell since this morning
    Its been making noises all day
    the usb cable burned
    charger burnt out with a puff of smoke
    my car is on fire
    I smell gas and burning plastic
    plastic is bubbling
    the battery is not ok it is swollen
    not good. smoke
    it isn't safe, it's burning hot
    I don't want to touch it, it's smoking
    I can't get near it, too much smoke
    why is the battery bulging and can I get a refund
    want refund. battery swelled.
    Refund please. It melted my cable.
    mi bateria esta muy hinchada y caliente
    huele a plastico quemado
    esta echando humo ayudenme
    ayuda, fuego
    se infló la batería
    smoke from pwr bank
    its smokingggg help
    batt hisssing
    it is HOTTTT
    over heating
    its buldged
    fire 🔥 help
    my power bank 🔥😭
    🔥🔥 not a joke
    Found my power bank in the closet today and it looks pregnant
    I'm looking at it and the bottom is rounded out, definitely swollen
    it has a hissing sound and feels warm to the touch
    so my powerbank just randomly started getting hot in my purse
    this thing is a fireball
    I left it on the couch and the couch is smoking now
    Every time I touch it I get a shock
    the battery smells strange and is warm
    it sounds like it's about to pop
    there is a hole burned in the side
    i burnt myself on it
    my kid got burnt
    the battery cell is exposed and puffy
    there's black smoke
    Please tell me what to do, the charger is red hot and I can't unplug it
    my apartment is on fire
    the dresser is burning!
    Hot. Very hot.
    not normal how hot it gets
    can't believe how hot this thing is
    I was told to check it and it is bloated
    Yes, there is a smell
    Yes, some heat and a smell
    a bit of smoke
    it doesn't smell but it's really hot and looks swollen
    It's not smoking, it's on fire!
    I don't see flames but I smell burning
    no fire just smoke
    was fine this morning but now it is hissing
    It got wet and now sparks
    my battery blew
    it combusted
    Sparks!!
    Leaking battery
    my son touched it and has a blister now
    when I shake it, it rattles and it smells
    HELP HELP FIRE
    pls its smoken
    it smels burnt
    my power bank is too hot too touch
    its super hott
    its verry hot
    power bank hot
    power bank is hot what to do
    ma battery be smoking
    it do be smoking tho
    is my power bank supposed to swell up like this?
    is this swelling covered by the recall?
    it blew up at home
    the battery blew up at my house
    ok now smoke is coming out
    I would like a refund for the burned cable
    we would like help, the charger is smoking
    it exploded with a loud bang
    it burned before I noticed
    swelling after charging
    it stinks when I charge it
    the heat of the battery is crazy
    I can feel the heat through the case
    its on fire you need to help
    its on fire your product sucks
    it is giving off steam
    it popped in my hand
    it popped in the car
    it got too hot to touch today
    it melted today
    I put it out on the balcony, it was smoking
    before it exploded it was hissing
    I used it until it got hot
    I was able to see smoke
    I dont know how to stop the smoke
    I didn't expect it to explode
    any idea why it is smoking
    bad news battery is on fire
    I don't like the smell coming from it
    can't see anything smoke everywhere
    not normal smell
    it came last week. smoke coming out
    I charged it last night and it exploded
    wow it is fire in my room
    there's fire someone help
    in my room battery is hot
    I was told it is safe but now it smokes
    Thanks! battery swollen
    help!! battery sparking, house smells like smoke
    it makes noise
    can you hear the hissing in my video
    the fire is out of control
    it says safe but it is burning
    your charger just exploded
    your power bank is burning my table
    you sold me a battery that is swelling
    I have smoke in the room
    we have sparks
    I got an electric shock from it
    he burned his hand on it
    it is 🔥
    # the last round of invented lines
    umm the power bank is literally smoking on my counter
    I noticed an odd chemical odor when I opened the drawer
    my power bank is bulging on the sides and won't fit in the pouch
    battery's puffed, what's next?
    the thing got so hot it burnt my leg through my jeans
    I just heard it pop and it started leaking
    It's hissing like a snake
    small flames from the usb port
    I unplugged it but it's still burning hot
    It exploded in my backpack at school
    The bottom half has melted and fused to my desk
    can't read the serial, the case is melted
    There's a strange sound when I charge it
    my sons phone caught fire while charging from it
    my hand is burned
    the smoke made me cough
    there's a crackling sound and the lights are blinking
    it smelled like something burning so I unplugged it
    I think I smell smoke
    the bed is on fire
    the battery is expanding out of its case
    hi, serial is 12345. it's getting really hot when idle
    my power bank overheats
    Overheating.
    Swelling on the left side
    Smells like burnt rubber, is it recalled?
    it's on fire, what now?
    Please help me quickly, it's sizzling
    the casing warped from heat
    the heat melted my phone case
    esta saliendo fuego
    la bateria se hincho mucho
    mi powerbank huele a quemado
    me dio un choque electrico
    se derritió el cable
    its expnding
    swollenn batttery
    it is smoling
    theres a spark and a pop
    hot hot hot
    not hot yet but smells bad
    it isnt just warm its scorching
    no visible smoke, though it is hissing
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
    # found in later rounds of invented lines
    the old one caught fire in 2021 and ruined a rug
    Two nights ago it started hissing, so we tossed it in the dumpster
    My daughter's finger was burned by it last spring
    back in June it overheated and melted my desk mat
    it blew up a couple of weeks ago in my car
    it swelled up last winter, I recycled it at Best Buy
    I had a small fire with it at Christmas
    yesterday it was smoking but I dunked it in water and it's cold now
    it burned the carpet a year ago
    we put the fire out with an extinguisher last night
    hace dos meses se incendió mi cargador
    it got hot once last year, never since
    in 2020 my first one burst into flames
    My son got a blister from it two summers ago
    it popped and died last month, I threw the remains away
    it was swelling so I took it to the recycling center last week
    a few weeks back it started leaking so I got rid of it
    yesterday there was a burning smell but it's gone now
    It burned my sofa on new years eve 2021
    I threw it away after it started smoking
    it was very hot but it cooled down
    last thanksgiving it caught fire on the counter
    It happened in 2022: the battery exploded
    Last month our power bank started smoking, so my husband threw it out the back door
    the week before last it swelled up, tossed it
    it caught on fire in my car about six months ago
    my sister got burned by hers in 2021
    we had a fire in december
    ayer se quemó mi cargador y lo tiré
    hace un año explotó
    it got really hot a few months ago and I stopped using it
    I burned my thumb on it last tuesday
    the fire has been put out
    I had one that caught fire in 2022, is that covered?
    it caught fire about a year ago and we had to replace the carpet
    last Friday it blew up while charging, no one hurt
    My power bank melted a few months ago. I trashed it.
    it was leaking when I found it so I took it to hazardous waste last week
    two years ago my husband burned his hand with it
    it smoked and then died back in 2024
    we already put the fire out
    one caught fire in my drawer in 2021
    it blew up on Christmas
    I had an incident in March, it smoked and burned my shelf
    it was hot the other day, fine now
    my phone melted last year because of it
    it caught fire last week but we put it out right away
    it stopped smoking after I unplugged it
    it was smoking and we put it out with water
    # the last round of invented lines
    the power bank blew up in 2019 and damaged my desk
    My cousin's hand was burned by it last summer
    It caught fire a few months ago, we put it out with a blanket
    three weeks ago it got swollen so I took it to the dump
    it leaked all over my drawer last year
    la semana pasada se hinchó y la tiré
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
    # found in later rounds of invented lines
    what are the odds this thing goes up in flames
    do I need to be scared it will burn down my apartment
    is there something I should look out for, like swelling
    would I notice if it was overheating
    How many people have been injured?
    does it catch fire only when charging
    if mine swells up who do I contact
    What makes the battery overheat?
    is it possible for it to explode in my bag
    in the event of smoke what should I do
    What should I do in case of fire
    I heard on the radio that these batteries are exploding
    can the replacement also catch fire?
    cual es el riesgo de incendio
    my neighbour says they can blow up
    how would I know it's about to catch fire?
    if I see smoke do I call 911
    what's the chance that it catches fire in checked luggage
    can you explain why these batteries catch fire
    is overheating the reason for the recall
    has there been any explosion
    are mine at risk of burning
    will I get burned if I touch it
    what temperature is too hot
    could water make it explode
    should I expect it to swell
    when should I be worried about heat
    se puede incendiar?
    which signs show that the battery is swelling
    is there a chance of explosion
    could my house burn down
    what would make it swell
    any fires reported?
    do these models overheat
    should i be worried about it blowing up
    can heat damage it
    if there is smoke, do I get out
    How will I know if it is overheating?
    will it melt in the sun
    can I get hurt
    does smoke mean it will explode
    tell me the fire risk
    qué hago si sale humo
    hay riesgo de fuego?
    could it explode if I mail it
    does it swell before it catches fire
    what should I do if I smell something
    I am worried about a fire
    can they get hot enough to burn
    when do they explode
    how dangerous is a swollen battery
    will it catch fire if I leave it in the car
    what's the likelihood of it catching fire
    should I be afraid of it exploding
    is it safe or could it catch fire
    whats the difference between warm and overheating
    Can you tell me whether it might catch fire?
    do they get hot before they burn
    would it be dangerous if it was leaking
    how many exploded
    Have there been explosions?
    what are the symptoms of overheating
    is there anything to worry about, like fire
    will a damaged one explode
    why would it swell
    is it gonna blow up
    I would like to know if it can explode
    should I expect it to explode
    should I put it somewhere fireproof in case it burns
    # the last round of invented lines
    can these catch fire while not charging
    what if mine starts to swell
    is there any risk it could explode overnight
    how do i tell if it's overheating
    did anybody get hurt
    would it explode in the mail
    what does smoke from a battery smell like
    is it true these explode
    could the cable be a fire risk
    should I worry if it gets warm
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
    # found in later rounds of invented lines
    mine is fine, no heat no swelling
    it has never once gotten hot
    battery looks flat and normal, nothing burnt
    it's cool to the touch
    not hot, not puffy, nothing like that
    nah no smell
    I don't notice any bulging on mine
    man this chatbot is straight fire
    that price is smoking
    I'm burning through my patience here
    I got fired yesterday and need the refund money
    the heat in Phoenix is unbearable
    you are getting me all heated up
    my ex blew up my phone all night
    This process stinks to be honest
    can I get it in hot pink
    please pop it in the mail
    the fire station on 5th street is where I live next to
    how do I take a photo of the label
    it was a gift from my sister
    I lost the box
    the hotline number doesnt work
    Do you ship to Hot Springs, Arkansas
    my last name is Burns
    I live on Firestone Blvd
    please don't spam my inbox
    my email got leaked because of you guys
    nothing weird, no odd noises, no smell, it's flat
    it never swelled or got hot
    power bank is in good shape, no leaks
    no I haven't seen any smoke or fire
    Mine hasn't burned anything
    this is lit 🔥
    y'all customer service is hot trash
    I'm heated right now because nobody answers
    my phone's blowing up with your texts
    you guys dropped a fire product
    I'm about to explode with frustration
    get fired lol
    that was a burn haha
    my boss will fire me
    the pop-up says error
    where's the popular model
    my toddler has a swollen belly from eating candy
    the sun is hot today
    it's boiling outside
    I'll be in the smoking area
    It's a hot seller on amazon
    the deal is smoking hot
    I smell a scam
    your chat sounds like a robot
    speaking of noise, is there noise cancelling headphones
    the box got damaged in shipping
    screen of my phone is cracked
    it isn't swollen, hot, leaking or anything
    no problems, no swelling, works great
    never smoked or sparked
    No burns, no injuries, just want my money
    it has not leaked
    thank goodness it never exploded
    not even warm
    i have no burn marks or anything
    hot damn that was quick
    this chat is a hot mess
    you burned me with that delivery fee
    my wifi is smoking fast
    what's popping
    that's fire thanks
    the new colors are fire
    burn the midnight oil
    I'm on fire today, got everything done
    feeling the heat at work
    hot chocolate weather
    can't hold my breath any longer for a refund
    hold on, my kettle is boiling
    I have to let off some steam
    your website blows
    my ears are burning
    smells good in here
    my bank says the refund was declined
    I sparked up a conversation with the agent
    melting in this heat wave
    the shipping box was crushed
    I'm dripping sweat waiting
    please expand on that
    can I charge it in hot weather
    It looks normal, no swelling or heat or smell
    no. not hot.
    it's not hot or anything
    nothing wrong with it, never got warm
    it hasn't been hot, smelly or swollen
    it never did anything like smoke
    no signs of swelling
    I see no bulges
    without any swelling
    your support is fire 🔥
    hot tip: answer your emails
    you're killing me, smalls
    this is a hot topic on reddit
    my inbox is blowing up
    I have a burning desire to get my refund
    fire whoever wrote this bot
    it's a scorcher today
    my feed is blowing up about this recall
    this bot stinks
    the whole thing stinks
    this recall smells fishy to me
    I got burned on ebay buying this
    don't leak my personal info
    was my data leaked
    I popped into the store
    your page has a pop up that won't close
    smoke detector batteries
    do you sell fire tv remotes
    my kindle fire won't charge
    do you have hot pink
    the new color is hot
    heated blanket also recalled?
    swell, thanks a lot
    sounds swell
    I'm a firefighter
    my name is Ember
    hot tub party
    im toast if i dont get it
    this is not hot
    there has never been any smoke
    I have seen no swelling
    nope, no swelling
    none of that, no heat, no smoke
    didn't burn, didn't melt, didn't leak
    it neither smells nor gets hot
    no it isn't hot
    no its not swollen
    your prices are on fire
    you guys are killing it, straight fire
    smokin deal
    can you give me the hot line
    the agent was so hot headed
    i'm in the hot seat with my wife
    I'm boiling mad
    I was fired up about this
    my boss fired me
    fire your developers
    what a dumpster fire of a website
    I've been burned by recalls before
    I don't have a burning need for it
    it's a burning issue
    my blood is boiling
    blow me away
    this is blowing my mind
    sorry I blew up at you
    there was a leak of my password
    your site leaks data
    my head hurts from reading this
    pop quiz
    it's selling like hot cakes
    he's a smoker
    I vape and smoke
    I'm allergic to smoke
    the smell of coffee
    holy smokes that was fast
    great balls of fire
    close but no cigar
    cool beans
    ok cool
    no more smoke or anything, it never smoked
    did someone fire the agent
    I am on fire today
    # the last round of invented lines
    there's no smell or noise
    it doesn't get hot, it just stopped charging
    No heat, no noise, nothing.
    it's never been swollen
    the battery isn't bulging at all
    haven't seen smoke
    your app is hot garbage
    that's a hot take
    my boss is gonna fire me if I don't sort this out
    this sale is fire
    these prices are smoking
    I smell a lawsuit
    stop blowing up my email
    I have a burning question about the refund
    it's hot as hell outside today
    burned out at work lol
    I have a smoking habit
    please don't leak my address
    a pop up blocked the form
    got a sick burn from my friend
    sparkling water
    the fire tv stick is not charging
    is my kindle fire part of the recall
    my amazon account got hacked
    I'm pregnant and worried about radiation
    the label is worn off
    it has a dent
    where do i ship it
    my cat's name is Smokey
    you're on fire today, great service
    the chat window keeps popping up
    data leaks everywhere
    cool, thanks
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
    # found in later rounds of invented lines
    Is it safe to keep it in a hot garage
    was the recall for fire?
    where do I throw away a lithium battery so it doesn't start a fire
    should I store it in a fireproof box
    I only want to know whether it can burn
    does the new model run hot too
    what's the worst that could happen, an explosion?
    19 reports of fires sounds bad
    are there any fires linked to serial AB123
    will insurance cover a fire
    what's a fire hazard mean
    I got a letter about fires
    the app notified me of a burn risk
    so they catch fire huh
    was anyone burned
    can it be dropped at a fire station
    is burning it a way to dispose
    Why did you sell batteries that explode
    my insurance asks if there was a fire
    The article said it was a fire hazard
    why is it a fire hazard
    my insurance company wants to know if it caused a fire
    so it could burn?
    I don't want to wake up to a fire
    do you guarantee the new one won't explode
    Do I need a fire extinguisher
    has mine been linked to fires
    Which of them overheated
    before it explodes I'd like a refund
    I want to get rid of it before it burns my house down
    Is the fire department able to take it
    do I bring it to the fire station on Main
    can batteries go in the trash or will they start a fire
    this is about the fire hazard recall
    tell me about the 19 fires
    how did the fires start
    is it recalled because it overheats
    what do you mean by overheating
    are you recalling it due to fires
    I saw a video of one exploding
    can I use a fire extinguisher on lithium
    should I keep it away from hot places
    do you have data on fires
    is heat bad for it
    I worry about fires
    what is the burn hazard
    how do fires start in these
    please confirm it won't catch fire
    do not want to be in a house fire
    why are people getting burned
    # the last round of invented lines
    how many injuries
    what's the hazard exactly
    recalled because they can overheat
    my mom heard it's a fire hazard
    can the fire department take it
    is it ok to leave in a hot car
    has anyone's house burned down
    is it flammable or explosive
    I don't want it to catch fire in my house
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
    assert found is not None
    assert found.tense == "now"
    assert found.signs


def test_danger_in_a_later_row_of_the_message_is_found() -> None:
    text = "ok\\nmy address is 12 Main St\\nthe battery is leaking"
    assert find_hazard(text) == Hazard("now", ("leak",))


@pytest.mark.parametrize("text", PAST)
def test_danger_that_is_over_is_past(text: str) -> None:
    found = find_hazard(text)
    assert found is not None
    assert found.tense == "past"


@pytest.mark.parametrize("text", ASKED)
def test_questions_about_danger_are_asked(text: str) -> None:
    found = find_hazard(text)
    assert found is not None
    assert found.tense == "asked"


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
    assert found is not None
    assert found.tense == tense


TABLE = NOW + PAST + ASKED + NONE + CALM


@given(st.text(max_size=400))
def test_any_text_is_accepted(text: str) -> None:
    found = find_hazard(text)
    signs = found.signs if found else ("none",)
    assert len(set(signs)) == len(signs) > 0


@given(st.lists(st.sampled_from([*" ".join(TABLE).split(), *".,?\n\ud800"])))
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


@settings(deadline=None, max_examples=40)
@given(st.text(max_size=40), st.sampled_from(TABLE), st.integers(min_value=1, max_value=400))
def test_long_text_is_accepted(text: str, line: str, times: int) -> None:
    find_hazard(text * times)
    find_hazard(f"{line} {text} " * times)
