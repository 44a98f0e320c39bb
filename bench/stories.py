"""Irritants told one after the other from a seed: the same seed tells the same, in any quantity.

Words follow the shape of real ones: a few things come back all the time (Zipf), most are rare,
some texts tell again what another told. Memory stays constant: nothing told is kept but a window
of the latest ideas, for those retellings.
"""

import random
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from bench import french

TOLD_AGAIN = 0.02
REMEMBERED = 2000
TOOLS = 4000
DAYS = 1100
# A rare word is one that this many texts say, whatever the quantity.
A_HANDFUL = 5


@dataclass(frozen=True, slots=True)
class Told:
    """One irritant: `pieces` are the sentences of its problem; ages are in days before today."""

    number: int
    title: str
    pieces: tuple[str, ...]
    administration: str
    territory: str
    user_types: tuple[str, ...]
    author: int
    people_affected: int
    frequency: str
    minutes: int
    supports: int
    age: int
    fate: str
    again_of: int | None

    @property
    def problem(self) -> str:
        """The text that is read."""
        return " ".join(self.pieces)


@dataclass(frozen=True, slots=True)
class _Idea:
    thing: int
    trouble: int
    who: int


class Teller:
    """Tells irritants; `authors` is how many people write them, a few of them much."""

    def __init__(self, seed: int, authors: int) -> None:
        self.random = random.Random(seed)
        self.authors = authors
        self._things = _Zipf(self.random, len(french.THINGS), 0.9)
        self._troubles = _Zipf(self.random, len(french.TROUBLES), 0.6)
        self._tools = _Zipf(self.random, TOOLS, 1.05)
        self._named: Counter[int] = Counter()
        self._latest: deque[tuple[int, _Idea]] = deque(maxlen=REMEMBERED)

    def stream(self, count: int) -> Iterator[Told]:
        """So many irritants, oldest first."""
        for number in range(1, count + 1):
            yield self._one(number, _age(number, count))

    def rare_word(self) -> str:
        """The name of a tool that a handful of the texts told so far say."""
        rank = min(self._named, key=lambda one: (abs(self._named[one] - A_HANDFUL), one))
        return tool(rank)

    def _one(self, number: int, age: int) -> Told:
        chance = self.random
        again_of, idea = self._idea(number)
        thing, of_thing = french.THINGS[idea.thing]
        short, sentence = french.TROUBLES[idea.trouble]
        user_type, people = french.WHO[idea.who]
        return Told(
            number=number,
            title=chance.choice(_TITLES).format(thing=_upper(thing), short=short, of=of_thing),
            pieces=tuple(self._pieces(sentence.format(of=of_thing), people)),
            administration=f"{chance.choice(french.BODIES)} de {place(chance)}",
            territory=place(chance),
            user_types=self._sufferers(user_type),
            author=int(chance.random() ** 3 * self.authors),
            people_affected=10 + int(chance.random() ** 3 * 40_000),
            frequency=chance.choice(("daily", "weekly", "monthly", "yearly")),
            minutes=chance.choice((5, 10, 15, 20, 30, 45, 60, 120)),
            supports=_supports(chance, self.authors),
            age=age,
            fate=_fate(chance, age),
            again_of=again_of,
        )

    def _idea(self, number: int) -> tuple[int | None, _Idea]:
        if self._latest and self.random.random() < TOLD_AGAIN:
            return self.random.choice(self._latest)
        who = self.random.randrange(len(french.WHO))
        idea = _Idea(self._things.draw(), self._troubles.draw(), who)
        self._latest.append((number, idea))
        return None, idea

    def _pieces(self, sentence: str, people: str) -> Iterator[str]:
        chance = self.random
        yield chance.choice(_OPENINGS).format(
            sentence=sentence, people=people, cap=_upper(sentence)
        )
        yield chance.choice(french.CAUSES)
        yield chance.choice(french.EFFECTS)
        if chance.random() < 0.6:
            yield chance.choice(french.EFFECTS)
        if chance.random() < 0.5:
            rank = self._tools.draw()
            self._named[rank] += 1
            yield f"L’outil s’appelle {tool(rank)}."
        yield f"Cela touche surtout {people}, environ {chance.randrange(3, 900)} fois par mois."

    def _sufferers(self, first: str) -> tuple[str, ...]:
        second = self.random.choice(french.WHO)[0]
        return (first, second) if second != first and self.random.random() < 0.4 else (first,)


_TITLES = (
    "{thing} : {short}",
    "{thing}, ou {short}",
    "Autour {of}, {short}",
    "{thing} : encore et toujours {short}",
)
_OPENINGS = (
    "{cap}.",
    "Depuis des mois, {sentence}.",
    "Avec {people}, le constat est le même : {sentence}.",
    "Dans notre service, {sentence}.",
    "On nous le dit au guichet : {sentence}.",
)


class _Zipf:
    """Ranks drawn so that the first come far more often than the last."""

    def __init__(self, chance: random.Random, size: int, steepness: float) -> None:
        self._random, self._ranks = chance, range(size)
        self._weights = list(accumulate((rank + 1) ** -steepness for rank in range(size)))

    def draw(self) -> int:
        return self._random.choices(self._ranks, cum_weights=self._weights)[0]


def tool(rank: int) -> str:
    """The invented name of a tool, one for each rank."""
    base, letters = len(french.TOOL_PARTS), []
    number = rank + base**3
    while number:
        number, part = divmod(number, base)
        letters.append(french.TOOL_PARTS[part])
    return "".join(letters).capitalize()


def place(chance: random.Random) -> str:
    """The invented name of a place."""
    return chance.choice(french.PLACE_HEADS) + chance.choice(french.PLACE_TAILS)


def _age(number: int, count: int) -> int:
    """Days before today; the flow grows, so that most are recent."""
    return int(DAYS * (1 - (number / count) ** 0.5))


def _supports(chance: random.Random, authors: int) -> int:
    """How many say « moi aussi »: four as a mean, two hundred for a few, nobody for one in five."""
    return min(int(1 / (chance.random() * 1.25 + 0.005)), authors // 2)


def _fate(chance: random.Random, age: int) -> str:
    """The state reached: what is recent still waits, what is old was nearly always answered."""
    drawn = chance.random()
    if age < 25:
        return "submitted" if drawn < 0.6 else "qualified" if drawn < 0.9 else "returned"
    if age < 60 and drawn < 0.1:
        return "submitted"
    for state, share in _FATES:
        drawn -= share
        if drawn < 0:
            return state
    return "declined"


_FATES = (
    ("qualified", 0.02),
    ("selected", 0.14),
    ("parked", 0.18),
    ("redirected", 0.16),
    ("withdrawn", 0.03),
)


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
