"""Reads the tokens of a wish as a scene. The grammar is the same for every language.

The subject is what a clause begins with: a thing without a relation to what is before it. An adjective belongs to the
noun beside it, else to the subject; a verb makes the subject act, and puts it into a relation to the object, if it has
one. Adjacent nouns are a compound: «chocolate cake» is a cake, «a pirate cat» wears a hat.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from functions.imagine.illustrators.openmoji.aids import one_drawing
from functions.imagine.illustrators.openmoji.catalogue import Emoji, Kind
from functions.imagine.illustrators.openmoji.people import has_human_face
from functions.imagine.illustrators.openmoji.props import COSTUMES
from functions.imagine.illustrators.openmoji.readings import NOUNS, before, names_next, reading
from functions.imagine.illustrators.openmoji.relations import (
    CARRIED,
    MUTUAL,
    TRAVELLING,
    can_grow,
    is_part,
    is_unkind,
    resolved,
)
from functions.imagine.illustrators.openmoji.scene import (
    MAX_COUNT,
    MAX_THINGS,
    Pattern,
    Relation,
    Scene,
    Size,
    Thing,
)
from functions.imagine.illustrators.openmoji.tokens import Token
from functions.imagine.illustrators.openmoji.vocabulary import Sense, Vocabulary
from functions.imagine.illustrators.openmoji.writing import WHOLE, text_of, total, written

MANY = 3
"The count of a plural without a number."

ALREADY_MANY = frozenset(
    {"bouquet", "people hugging", "french fries", "poultry leg", "water wave", "cloud", "musical notes", "jeans"}
    | {"running shoe", "woman’s boot", "hiking boot", "crossed swords", "eyes", "shorts", "drum", "flexed biceps"}
    | {"steaming bowl", "spaghetti", "ice skate", "roller skate", "footprints", "herb", "skull", "tooth", "wing"}
    | {"billed cap", "evergreen tree", "peanuts", "crayon", "coin", "candy", "skis", "socks", "glasses", "sunglasses"}
)
"Pictures that already show several: «flowers» is one bouquet, not three."

ACTORS = frozenset({Kind.ANIMAL, Kind.BEING, Kind.PERSON, Kind.FOOD, Kind.VEHICLE, Kind.FEELING, Kind.PLANT, Kind.SKY})
UNDRESSED = frozenset({Kind.PLACE, Kind.WEAR, Kind.VEHICLE})
"No pirate ship wears a hat."
SOMEBODY = "child"
"Who acts if nobody is named."


@dataclass
class Traits:
    """What is said about a thing before it is named."""

    count: int | None = None
    size: Size | None = None
    pattern: Pattern | None = None
    feeling: str | None = None
    action: str | None = None

    def add(self, sense: Sense, value: str) -> None:
        match sense:
            case Sense.SIZE:
                self.size = Size(value)
            case Sense.PATTERN:
                self.pattern = Pattern(value)
            case Sense.FEELING:
                self.feeling = value
            case Sense.ACTION:
                self.action = value

    def given_to(self, thing: Thing) -> Thing:
        return replace(
            thing,
            size=self.size or thing.size,
            pattern=self.pattern or thing.pattern,
            feeling=self.feeling or thing.feeling,
            action=self.action or thing.action,
        )


@dataclass
class Reader:
    tokens: list[Token]
    vocabulary: Vocabulary
    head_comes_last: bool = False
    "Of two adjacent nouns, only the last is drawn, unless both are alive."
    things: list[Thing] = field(default_factory=list)
    settings: list[str] = field(default_factory=list)
    scenery: list[Emoji] = field(default_factory=list)
    "The drawings of the settings, for a wish that names nothing else."
    unknown: list[str] = field(default_factory=list)
    lettering: str = ""
    traits: Traits = field(default_factory=Traits)
    relation: Relation = Relation.BESIDE
    last_relation: Relation = Relation.BESIDE
    subject: int | None = None
    is_negated: bool = False
    follows_and: bool = False
    is_coupled: bool = False
    "The subject and the thing before it are joined: «a cat and a dog dancing»."

    def scene(self) -> Scene:
        at = 0
        while at < len(self.tokens):
            at = self._read(at)
        somebody = self.vocabulary.drawings.get(SOMEBODY)
        if not self.things and self.traits.action and somebody and not self.unknown:
            self._append(somebody)
        if not self.things and self.scenery:
            self.things, self.settings = [Thing(emoji) for emoji in self.scenery], []
        self._join_last()
        settings, unknown = dict.fromkeys(self.settings), dict.fromkeys(self.unknown)
        things = tuple(_with_face(thing) for thing in self.things[:MAX_THINGS])
        return Scene(things, tuple(settings), self.lettering, " & ".join(unknown))

    def _read(self, at: int) -> int:
        """Reads one token, or several. Returns the index of the next one."""
        token = self.tokens[at]
        if not token.senses:
            return self._skip_unknown(at)
        sense = reading(self.tokens, at, self.relation, bool(self.things or self.unknown))
        match sense:
            case Sense.WRITE:
                return self._write(at)
            case Sense.NOUN | Sense.NAME:
                self._name(at)
            case Sense.PLACE | Sense.SETTING:
                self._set(token, token.senses[sense])
            case Sense.RELATION:
                self.relation = Relation(token.senses[sense])
            case Sense.AND:
                self.relation, self.follows_and = Relation.BESIDE, True
            case Sense.NOT:
                self.is_negated = True
            case Sense.NUMBER:
                self.traits.count = total(self.traits.count, int(token.senses[sense]))
            case Sense.SIZE | Sense.PATTERN | Sense.FEELING | Sense.ACTION:
                self._describe(at, sense)
        return at + 1

    def _describe(self, at: int, sense: Sense) -> None:
        value = self.tokens[at].senses[sense]
        if not self.things or (not before(self.tokens, at).is_a(*NOUNS) and self._describes_next(at, sense)):
            self.traits.add(sense, value)
            return
        traits = Traits()
        traits.add(sense, value)
        for described in self._described(sense):
            self.things[described] = traits.given_to(self.things[described])
        if sense is Sense.ACTION:
            self.relation = Relation.BESIDE

    def _describes_next(self, at: int, sense: Sense) -> bool:
        """«singing songs» is no song that sings."""
        if not names_next(self.tokens, at):
            return False
        emoji = self._drawing(next(token for token in self.tokens[at + 1 :] if token.is_a(*NOUNS)))
        return sense is not Sense.ACTION or (emoji is not None and emoji.kind in ACTORS)

    def _described(self, sense: Sense) -> list[int]:
        if self.subject is None or sense not in {Sense.ACTION, Sense.FEELING}:
            return [-1]
        return [self.subject - 1, self.subject] if self.is_coupled else [self.subject]

    def _drawing(self, token: Token) -> Emoji | None:
        return self.vocabulary.drawings[_meaning(token)]

    def _name(self, at: int) -> None:
        token, emoji = self.tokens[at], self._drawing(self.tokens[at])
        if self.is_negated or self.traits.count == 0:
            self._forget()
            return
        if token.is_a(Sense.NAME) or emoji is None:
            self.unknown.append(token.text)
        if emoji is None:
            self._forget()
            return
        previous = before(self.tokens, at)
        is_compound = previous.is_a(Sense.NOUN) and not previous.is_a(Sense.WRITE) and bool(self.things)
        if not (is_compound and self._compound(emoji, token.is_plural)):
            self._append(emoji, token.is_plural, self.vocabulary.costumes.get(_meaning(token)) or None)

    def _compound(self, emoji: Emoji, is_plural: bool) -> bool:
        """False if both nouns are drawn, side by side."""
        last = self.things[-1]
        count = _count(emoji, last.count if last.count > 1 else None, is_plural)
        if whole := one_drawing(emoji, last.emoji, Relation.WITH):
            self.things[-1] = replace(last, emoji=whole, count=count)
            return True
        if last.emoji.name in COSTUMES and emoji.kind not in UNDRESSED:
            self.things[-1] = replace(last, emoji=emoji, costume=last.emoji.name, count=count)
            return True
        if emoji.name in COSTUMES and last.emoji.kind is Kind.ANIMAL:
            self.things[-1] = replace(last, costume=emoji.name)
            return True
        both_alive = {last.emoji.kind, emoji.kind} <= {Kind.ANIMAL, Kind.BEING}
        if both_alive or not self.head_comes_last or last.emoji.name == "rainbow":
            return False
        self.things[-1] = replace(last, emoji=emoji, count=count)
        return True

    def _append(self, emoji: Emoji, is_plural: bool = False, costume: str | None = None) -> None:
        relation, bearer = Relation.BESIDE, None
        if self.subject is not None:
            if whole := one_drawing(self.things[self.subject].emoji, emoji, self.relation):
                self.things[self.subject] = replace(self.things[self.subject], emoji=whole)
                self._forget()
                return
            relation = resolved(emoji, self.relation, self.last_relation, self.things[self.subject].emoji)
            if is_part(emoji) and self.relation is Relation.WITH:
                self._grow(emoji, self.subject)
                return
        if relation in CARRIED:
            bearer = self.subject
        thing = Thing(emoji, _count(emoji, self.traits.count, is_plural), relation, bearer, costume=costume)
        self._choose_subject(relation)
        self.things.append(self.traits.given_to(thing))
        self._forget()
        self.last_relation = relation

    def _choose_subject(self, relation: Relation) -> None:
        if self.subject is None or relation is Relation.BESIDE:
            self.is_coupled = self.follows_and and self.subject is not None and self.subject == len(self.things) - 1
            self.subject = len(self.things)
        elif relation in TRAVELLING and self.things[self.subject].action == "flying":
            # who flies on a broom needs no wings
            self.things[self.subject] = replace(self.things[self.subject], action=None)
            self.settings.append("sky")
        self.follows_and = False

    def _grow(self, part: Emoji, subject: int) -> None:
        """A part of the body is no thing of its own; wings and horns are added to it."""
        if can_grow(part):
            self.things[subject] = replace(self.things[subject], costume=part.name)
        self._forget()

    def _set(self, token: Token, setting: str) -> None:
        self.settings.append("underwater" if self.relation is Relation.BELOW else setting)
        if token.is_a(Sense.NOUN) and (emoji := self._drawing(token)):
            self.scenery.append(emoji)
        self._forget()

    def _join_last(self) -> None:
        """«a cat and a dog fighting»: what the last two do to each other."""
        if self.relation not in MUTUAL or len(self.things) < 2 or self.things[-1].relation is not Relation.BESIDE:
            return
        if not is_unkind(self.things[-1].emoji, self.relation, self.things[-2].emoji):
            self.things[-1] = replace(self.things[-1], relation=self.relation)

    def _forget(self) -> None:
        self.traits, self.relation, self.is_negated = Traits(), Relation.BESIDE, False

    def _write(self, at: int) -> int:
        token = self.tokens[at]
        if self.lettering:
            return at + 1
        self.lettering, following = written(self.tokens, at)
        emoji = self._drawing(token) if token.is_a(Sense.NOUN) else None
        if token.senses[Sense.WRITE] == WHOLE and emoji:
            self._append(emoji)
        return following

    def _skip_unknown(self, at: int) -> int:
        """Keeps the words that stand where a noun does."""
        end = next((n for n in range(at, len(self.tokens)) if self.tokens[n].senses), len(self.tokens))
        is_modifier = end < len(self.tokens) and self.tokens[end].is_a(*NOUNS)
        follows = before(self.tokens, at).is_a(*NOUNS, Sense.ACTION)
        if not (is_modifier or follows or self.is_negated):
            self.unknown.append(text_of(self.tokens[at:end]))
            self._forget()
        return end


def _meaning(token: Token) -> str:
    return token.senses.get(Sense.NAME) or token.senses[Sense.NOUN]


def _with_face(thing: Thing) -> Thing:
    """A pattern is for fur and cloth: «a black child» is a child."""
    return replace(thing, pattern=None) if has_human_face(thing.emoji) else thing


def _count(emoji: Emoji, number: int | None, is_plural: bool) -> int:
    is_pair = emoji.kind is Kind.WEAR and number == 2
    if emoji.name in ALREADY_MANY and (number is None or is_pair):
        return 1
    return max(1, min(number or (MANY if is_plural else 1), MAX_COUNT))
