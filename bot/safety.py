"""Find signs of danger in a customer's message by rules.

In goes one chat message, any text at all. Out comes a Hazard, which names the signs and says
whether they are told as present, as past and over, or only asked about; or None where there is
no sign, or it is denied, or the words mean something else. It works beside the intent
classifier and needs none.

The signs are those of the NFPA lithium-ion battery safety tip sheet (odor, change in color, too
much heat, change in shape, leaking, odd noises, smoke) and what follows on them: sparks, fire,
melting, explosion, injury.

The way of a message: plain words -> clauses -> in each clause every sign is asked in turn: has
it another meaning? is it denied? only asked about? past and over? If none of these, it is now.
A fact without a time is "now": a false alarm is cheaper than a missed one.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Literal

from bot import safety_words as tables
from bot.safety_names import without_names

Tense = Literal["now", "past", "asked"]


@dataclass(frozen=True)
class Hazard:
    """What was found: the strongest tense told, and the signs told in it in the order found.

    plain: a sign of it stands among plain words only ("mine is smoking"), which no other reading
    of the message may outweigh.
    """

    tense: Tense
    signs: tuple[str, ...]
    plain: bool = field(default=False, compare=False)


_RANKS: tuple[Tense, ...] = ("now", "past", "asked")


@dataclass
class _Clause:
    """One clause: its words, the number of its sentence, and the marks or words around it."""

    words: list[str]
    sentence: int
    join: str  # the mark or joining word before it, "" for none
    end: str = ""  # the mark after it

    @cached_property
    def text(self) -> str:
        """The clause as the rules read it: without polite asking, times past put as TIME."""
        return tables.PAST_TIME.sub("TIME", tables.REQUESTS.sub("", " ".join(self.words)))

    @cached_property
    def asking(self) -> re.Match[str] | None:
        """The words of asking or hearsay in the text."""
        return tables.ASKED.search(self.text)

    @cached_property
    def asked_from(self) -> int | None:
        """Where in the text the asking or the hearsay begins, None for nowhere."""
        own_past = "TIME" in self.text and tables.OWN.search(self.text)
        found = None if own_past or tables.HERE.search(self.text) else self.asking
        return found.start() if found else None

    @cached_property
    def worry(self) -> re.Match[str] | None:
        """The word of worry in the text."""
        return tables.WORRY.search(self.text)

    @cached_property
    def is_over(self) -> bool:
        """Whether it says that the danger has ended."""
        return bool(tables.OVER.search(self.text) and not tables.NOT_OVER.search(self.text))

    @cached_property
    def is_still(self) -> bool:
        """Whether a word in it says that a thing goes on."""
        return tables.STILL.search(self.text) is not None

    @cached_property
    def figurative(self) -> list[tuple[int, int]]:
        """Where in the text phrases with another meaning stand."""
        return [match.span() for match in tables.FIGURATIVE.finditer(self.text)]

    @cached_property
    def of_another_until(self) -> int:
        """Up to where the text tells of something else: "the iphone got hot, not the power bank".

        0 where it may be our own all the same: "the power bank is smoking, not the charger".
        """
        found = tables.NOT_OURS.search(self.text)
        if found is None:
            return 0
        told = f"{self.text[: found.start()]} {self.text[found.end() :]}".split()
        return found.start() if tables.OURS.isdisjoint(told) else 0

    @cached_property
    def harmless(self) -> frozenset[str]:
        """The sign words that mean nothing bad in this clause as a whole."""
        words: frozenset[str] = frozenset()
        if tables.WEATHER.search(self.text) and not tables.DEVICE.search(self.text):
            words |= tables.WEATHER_HEAT
        if not tables.NOISE.search(self.text):
            words |= {"noise", "noises"}
        if tables.PRAISE.search(self.text):
            words |= tables.EMOJI
            if tables.IS_FIRE.search(self.text):
                words |= {"fire"}
        return words | tables.EMOJI if self.figurative else words


@lru_cache(maxsize=4096)
def _canonical(word: str) -> str:
    """Take one word in small letters; give the word, or words, of the rules for it."""
    if word in tables.CANONICAL:
        return tables.CANONICAL[word]
    if len(word) > 40 or word in tables.LOOKALIKES or _is_sign(word):
        return word
    if any(c.isdigit() for c in word) and not word.isdigit():
        plain = word.translate(tables.LEET)
        return plain if plain.isalpha() and _is_sign(plain) else word
    if re.search(r"(.)\1\1", word) or (len(word) > 3 and word[-1] == word[-2]):
        long = re.search(r"(.)\1\1", word)
        for guess in (re.sub(r"(.)\1+", r"\1\1", word), re.sub(r"(.)\1+", r"\1", word)):
            if _is_sign(guess) or guess in tables.CANONICAL:
                return tables.CANONICAL.get(guess, guess)
        word = re.sub(r"(.)\1+", r"\1", word) if long else word
    return _near(word) or word


def _is_sign(word: str) -> bool:
    """Say whether one word of the rules is a sign by itself."""
    return word in tables.SIGN_OF


def _near(word: str) -> str | None:
    """Take a word of six letters or more; give the sign word one mistake away, if there is one."""
    if not 6 <= len(word) <= 14:
        return None
    for i in range(1, len(word) + 1):
        head, tail = word[:i], word[i:]
        for pattern in (head + "_" + tail, head + "_" + tail[1:]):
            if pattern in tables.HOLES:
                return tables.HOLES[pattern]
        for guess in (head + tail[1:], head + tail[1:2] + tail[:1] + tail[2:]):
            if guess in tables.FUZZY:
                return guess
    return None


def _without(text: str, *categories: str) -> str:
    """The text without the characters of these Unicode categories."""
    gone = {ord(c) for c in set(text) if unicodedata.category(c) in categories}
    return text.translate(dict.fromkeys(gone))


def _words(text: str) -> list[str]:
    """Take a message; give its words and stops in the spelling of the rules."""
    longest = 3 * len(text)  # some characters stand for many letters; no message needs them
    text = unicodedata.normalize("NFKC", text.translate(tables.MARKS))[:longest]
    text = without_names(_without(text, "Cf"))
    text = unicodedata.normalize("NFKD", text.translate(tables.MARKS).casefold())
    text = tables.EMOJI_RUN.sub(r"\1", _without(text, "Cf", "Mn"))
    plain = " ".join(_canonical(t.replace("'", "")) for t in tables.TOKENS.findall(text))
    plain = f" {plain} "
    for phrase, canonical in tables.PHRASES:
        plain = plain.replace(f" {phrase} ", f" {canonical} ")
    return [word for word in plain.split(" ") if word]


def _clauses(words: list[str]) -> list[_Clause]:
    """Take words and stops; give the clauses they make."""
    clauses = [_Clause([], 0, "")]
    sentence = 0

    def begin(join: str) -> None:
        if clauses[-1].words:
            clauses.append(_Clause([], sentence, join))
        else:
            clauses[-1].join, clauses[-1].sentence = join, sentence

    for i, word in enumerate(words):
        after = words[i + 1] if i + 1 < len(words) else ""
        if word in tables.SOFT:
            if after in tables.STARTERS:
                begin(",")
        elif not word[:1].isalnum() and word not in tables.EMOJI:
            clauses[-1].end = clauses[-1].end or word
            sentence += word in tables.STOPS
            begin(word)
        elif word in tables.BREAKS:
            begin("but")
        elif (
            word in tables.JOINS
            and after in tables.STARTERS
            and not _gives_reason(word, clauses[-1].words)
        ):
            begin(word)
        else:
            if _begins(words[i : i + 6], clauses[-1].words):
                begin("")
            clauses[-1].words.append(word)
    return [clause for clause in clauses if clause.words]


def _gives_reason(join: str, before: list[str]) -> bool:
    """Say whether a 'because' gives the reason of a recall, which is no fact of the customer's."""
    return join == "because" and any(word.startswith("recall") for word in before)


def _begins(ahead: list[str], before: list[str]) -> bool:
    """Say whether ahead begins a new clause although no mark or joining word says so."""
    if len(before) >= tables.CLAUSE_LIMIT:
        return True
    if not before or before[-1] in tables.CONNECTORS:
        return False
    word, after = ahead[0], ahead[1] if len(ahead) > 1 else ""
    if word in tables.QUESTION_WORDS:
        return True
    if word in tables.SUBJECTS and after in tables.VERBS and before[-2:-1] != ["how"]:
        return True
    if word == "my" and not tables.VERBS.isdisjoint(ahead[2:]) and tables.JOINS.isdisjoint(ahead):
        return True
    if before[0] in tables.QUESTION_WORDS and len(before) < 4:  # 'how hot | does it get'
        return False
    return (
        word in tables.AUXILIARIES
        and after in tables.ASKED_SUBJECTS
        and before[-1] not in tables.SUBJECTS
    )


def _sign_name(match: re.Match[str]) -> str | None:
    """Give the name of the sign in a match of tables.SIGN, or None for any other word."""
    return tables.SIGN_OF.get(match.group()) if match.lastgroup == "word" else match.lastgroup


def _is_figurative(clause: _Clause, sign: re.Match[str], before: str, after: str) -> bool:
    """Say whether a sign has another meaning here, by its clause and the words beside it."""
    found = sign.group()
    if found in clause.harmless or after in tables.STREETS:
        return True
    if sign.start() < clause.of_another_until:
        return True
    first, last = found.split()[0], found.split()[-1]
    if after in tables.NEXT.get(last, ()) or after in tables.NEXT.get(found, ()):
        return True
    if before in tables.BEFORE.get(first, ()):
        return True
    if found in tables.SIGN_OF and tables.ABOUT_PEOPLE.search(clause.text[: sign.start()].rstrip()):
        name = tables.SIGN_OF[found]
        if name not in tables.OF_PEOPLE_TOO and (name != "fire" or tables.YOU.search(clause.text)):
            return True
    kind_of_thing = after and not _is_sign(after) and after not in tables.AFTER_HOT
    if found == "hot" and kind_of_thing and before not in tables.BEFORE_HOT:
        return True
    return any(start < sign.end() and sign.start() < end for start, end in clause.figurative)


def _denial(before: list[str]) -> str | None:
    """Take the words before a sign; give 'denied', 'over' (it stopped), or None for neither."""
    restarted = False
    for i in range(len(before) - 1, max(-1, len(before) - 15), -1):
        word = before[i]
        follows = before[i + 1] if i + 1 < len(before) else ""
        if word in tables.ENDINGS:
            return "over" if word == "longer" or not _denial(before[:i]) else None
        if word in tables.DENIALS:
            if follows in tables.LIMITS or (word == "no" and follows in tables.NO_ANSWERS):
                return None
            if f"{word} {follows}" in tables.DISLIKES:
                return None
            if word == "never" and not {"this", "so", "such"}.isdisjoint(before[i:]):
                return None
            return "denied"
        restarted = restarted or word in tables.RESTARTS
        if _is_sign(word):
            if restarted:
                return None
        elif word not in tables.FILLERS and word not in tables.RESTARTS:
            return None
    return None


def _is_asked(clause: _Clause, sign: re.Match[str], after: str) -> bool:
    """Say whether a sign is asked about or reported of others, not told as a fact."""
    if after in tables.HAZARD_NOUNS or sign.group().startswith("explosive"):
        return True
    if clause.asked_from is not None and clause.asked_from <= sign.start():
        return True
    worry = clause.worry
    if worry is None or worry.start() > sign.start():
        return False
    return not tables.FACT.search(clause.text, worry.end(), sign.start())


def _supposed_from(clause: _Clause, previous: str) -> int | None:
    """Say from where on a clause only supposes, None for nowhere.

    previous tells what the clause before it did: "supposed", "asked" or "". One joined to it
    by 'and', 'or' or a comma goes on supposing, unless it tells of something that is there.
    """
    told = tables.PRESENT.search(clause.text) is not None
    if previous and clause.end == "?" and len(clause.words) < 3:  # 'what signs? smoke? heat?'
        return 0
    if previous == "supposed" and not clause.join and clause.words[0] in tables.AUXILIARIES:
        return None if told else 0
    if previous and not told and clause.join in ("and", "or", "so", ","):
        states = not {"is", "are", "has", "my"}.isdisjoint(clause.words)
        if not states or (previous == "supposed" and clause.join != ","):
            return 0
    found = tables.SUPPOSED.search(clause.text)
    if (
        found is None
        or tables.ALREADY.search(clause.text)
        or tables.IF_I_DO.search(clause.text + " ")
    ):
        return None
    return found.start()


def _past_sentences(clauses: list[_Clause]) -> set[int]:
    """Give the numbers of the sentences that are told as past and over."""
    past = set()
    began = False  # a story of a time past goes on until something is said of the present
    for clause in clauses:
        told_alone = tables.TIME_ALONE.search(clause.text) and not any(map(_is_sign, clause.words))
        if clause.is_over or told_alone:
            return {each.sentence for each in clauses}
        if "TIME" in tables.BOUGHT.sub("", clause.text):
            past.add(clause.sentence)
            began = True
        elif tables.IS_PRESENT.search(clause.text):
            began = False
        elif began and tables.IS_TOLD.search(clause.text):
            past.add(clause.sentence)
    return past


def _is_answered_no(clause: _Clause, following: list[_Clause]) -> bool:
    """Say whether a clause is a bare sign with a 'no' after it, as in 'smoke: no'."""
    bare = len(clause.words) < 4 and clause.end in tables.ASKING_MARKS
    return bare and any(each.words[0] in tables.ANSWERS for each in following)


def _tense(clause: _Clause, sign: re.Match[str], supposed: int | None, past: bool) -> Tense | None:
    """Take a sign in a clause; give its tense, None where it is figurative or denied.

    supposed is where the clause begins to suppose; past says whether its sentence is past.
    """
    at = clause.text.count(" ", 0, sign.start())
    words = clause.text.split(" ")
    size = sign.group().count(" ") + 1
    before = words[max(0, at - 15) : at]
    after = words[at + size] if at + size < len(words) else ""
    if _is_figurative(clause, sign, before[-1] if before else "", after):
        return None
    denial = None if tables.UNTIL.search(clause.text, sign.end()) else _denial(before)
    if denial and after != "everywhere":
        return "past" if denial == "over" or tables.NO_LONGER.search(clause.text) else None
    if (supposed is not None and supposed <= sign.start()) or _is_asked(clause, sign, after):
        return "asked"
    if not tables.MILD.isdisjoint(sign.group().split()) and not tables.STRONG.search(clause.text):
        return "past" if past else "asked"
    goes_on = clause.is_still or not {"is", "are", "am"}.isdisjoint(before[-4:])
    return "past" if past and (clause.is_over or not goes_on) else "now"


def find_hazard(text: str) -> Hazard | None:
    """Take a customer's message; give the danger told in it, or None. Never raises."""
    clauses = _clauses(_words(text))
    past = _past_sentences(clauses)
    found: dict[Tense, list[str]] = {"now": [], "past": [], "asked": []}
    plain: set[Tense] = set()
    previous = ""
    for i, clause in enumerate(clauses):
        supposed = _supposed_from(clause, previous)
        previous = "supposed" if supposed is not None else "asked" if clause.asking else ""
        if _is_answered_no(clause, clauses[i + 1 : i + 2]):
            continue
        for sign in tables.SIGN.finditer(clause.text):
            name = _sign_name(sign)
            if name is None:
                continue
            tense = _tense(clause, sign, supposed, clause.sentence in past)
            if tense and tables.PLAIN.issuperset(w for w in clause.words if not _is_sign(w)):
                plain.add(tense)
            if tense and name not in found[tense] and name not in found["now"]:
                found[tense].append(name)
    for tense in _RANKS:
        if found[tense]:
            return Hazard(tense, tuple(found[tense]), tense in plain)
    return None


def names_signs(text: str) -> bool:
    """Whether words of danger stand in a message, whatever they mean there."""
    return any(_sign_name(match) for match in tables.SIGN.finditer(" ".join(_words(text))))


def plain_words(text: str) -> str:
    """The message in the spelling of the rules, names taken out: what a classifier learns from."""
    return " ".join(_words(text))


def about_others(text: str) -> bool:
    """Whether a message asks what happened to other people: 'did anyone get hurt?'."""
    return tables.OTHERS.search(plain_words(text)) is not None


def threatens_life(text: str) -> bool:
    """Whether it tells of somebody who cannot breathe, bleeds or is unconscious."""
    return tables.LIFE.search(plain_words(text)) is not None


def denies_danger(text: str) -> bool:
    """Whether a message only says of signs that they are not there, and asks nothing of safety."""
    clauses = _clauses(_words(text))
    denied = any(
        _is_sign(word) and _denial(clause.words[max(0, at - 15) : at])
        for clause in clauses
        if not tables.UNTIL.search(clause.text)
        for at, word in enumerate(clause.words)
    )
    return denied and not tables.OF_SAFETY.search(plain_words(text))


def is_spanish(text: str) -> bool:
    """Whether a message is Spanish rather than English; a mixture counts by its words."""
    words = re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)*", text.casefold())
    spanish = sum(word in tables.SPANISH for word in words)
    return spanish > 0 and spanish >= sum(word in tables.ENGLISH for word in words)
