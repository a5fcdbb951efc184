"""The lexicon: cue words, synonyms, places and departments that hold for every report, read from lexicon.yaml."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Literal, NamedTuple

from knowledge.language.indicators import Indicators, read_indicators
from knowledge.language.normalise import Normaliser, Units, items_of, split_units
from knowledge.language.words import Contrasts, Vocabulary, read_contrasts, read_vocabulary
from knowledge.report.document import FileContent, decode, parse_complete, read_file
from knowledge.report.schema import Form, validate


class _Places(Form):
    home: dict[str, tuple[str, ...]]
    groups: dict[str, tuple[str, ...]]
    outside: dict[str, tuple[str, ...]]


class _LexiconForm(Form):
    years: dict[str, tuple[str, ...]]
    status: dict[Literal["actual", "done", "goal", "target"], tuple[str, ...]]
    kinds: dict[Literal["meaning", "term", "livelihood"], tuple[str, ...]]
    measures: dict[Literal["growth", "level", "rank", "share"], tuple[str, ...]]
    units: dict[str, tuple[str, ...]]
    questions: tuple[str, ...]
    lists: tuple[str, ...]
    fillers: tuple[str, ...]
    chatter: tuple[str, ...]
    moments: tuple[str, ...]
    locations: tuple[str, ...]
    unanswerable: tuple[str, ...]
    synonyms: tuple[tuple[str, ...], ...]
    english: dict[str, str]
    places: _Places
    departments: dict[str, tuple[str, ...]]
    selections: dict[
        Literal["all", "about", "duty", "mention", "department", "growth", "rank", "place", "topical"], tuple[str, ...]
    ]
    holes: dict[str, tuple[str, ...]]
    expressed: dict[str, tuple[str, ...]]
    asked: dict[Literal["total", "added", "share"], tuple[str, ...]]
    contrasts: tuple[tuple[str, ...], ...]
    restricting: tuple[str, ...]
    several_years: tuple[str, ...]
    talk: dict[Literal["self", "now", "whether", "waiting"], tuple[str, ...]]
    follow_ups: dict[Literal["duty", "more", "original", "plain", "lead", "trail"], tuple[str, ...]]
    end: Literal[True]


SHORTEST_MISTYPED, LONGEST_MISTYPED = 4, 5  # characters of a place's name in which one may be another
VOCABULARY = Path(__file__).with_name("words.txt")
_NAMING = ("synonym", "place", "outside", "department")
_TOPICS = ("synonym", "place", "outside", "group")


@dataclass(frozen=True, slots=True)
class Tag:
    """What a word of the lexicon means: a `family` such as `year` or `place`, and its `value` as text."""

    family: str
    value: str


class Match(NamedTuple):
    """A lexicon word found in a question: units `start` to `end` (half-open), and what it means."""

    start: int
    end: int
    tags: tuple[Tag, ...]


@dataclass(frozen=True)
class Lexicon:
    """`words` maps a word's normal form to what it means, `starts` the first two characters of words (or
    the only one) to the longest such word's length; `synonyms[i]` holds the normal forms of one line."""

    words: dict[str, tuple[Tag, ...]]
    starts: dict[str, int]
    synonyms: tuple[tuple[str, ...], ...]
    english: dict[str, str]
    place_groups: dict[str, tuple[str, ...]]
    home_places: dict[str, tuple[str, ...]]
    outside_places: dict[str, tuple[str, ...]]
    departments: dict[str, tuple[str, ...]]
    place_names: tuple[tuple[str, str], ...]
    unit_classes: dict[str, str]
    selections: Mapping[str, re.Pattern[str]]
    follow_ups: Mapping[str, re.Pattern[str]]
    holes: Mapping[str, re.Pattern[str]]
    expressed: Mapping[str, re.Pattern[str]]
    asked: Mapping[str, re.Pattern[str]]
    talk: Mapping[str, re.Pattern[str]]
    contrasts: Contrasts
    restricting: frozenset[str]
    several_years: re.Pattern[str]
    vocabulary: Vocabulary
    indicators: Indicators

    def for_region(self, names: Iterable[str]) -> Lexicon:
        """Returns the lexicon of a report on the region called `names` (normal forms): as words without topic."""
        words = dict(self.words)
        for name in names:
            words[name] = (*(t for t in words.get(name, ()) if t.family not in _TOPICS), Tag("filler", ""))
        return replace(self, words=words, starts=_starts(words))

    def with_places(self, places: Iterable[tuple[str, tuple[str, ...]]], normaliser: Normaliser) -> Lexicon:
        """Returns the lexicon with the parts of a report's region, each with its short forms, among its places."""
        added = {place: (place, *names) for place, names in places}
        if not added:
            return self
        words, pairs = dict(self.words), []
        for place, names in added.items():
            for form in normaliser.forms(list(names)):
                kept = tuple(tag for tag in words.get(form, ()) if tag.family not in ("place", "outside"))
                words[form] = (*kept, Tag("place", place))
                pairs.append((form, place))
        return replace(
            self,
            words=words,
            starts=_starts(words),
            home_places={**self.home_places, **{place: names[1:] for place, names in added.items()}},
            place_names=(*self.place_names, *pairs),
            vocabulary=self.vocabulary.extended(form for form, _ in pairs),
        )

    def with_departments(self, named: Iterable[tuple[str, tuple[str, ...]]], normaliser: Normaliser) -> Lexicon:
        """Returns the lexicon with a report's departments, which take the names of those that share one with them."""
        known, words, added = dict(self.departments), dict(self.words), []
        for department, names in named:
            forms = dict.fromkeys(normaliser.forms([department, *names]))
            for other in [one for one, its in known.items() if not forms.keys().isdisjoint(its[1:])]:
                forms |= dict.fromkeys(known.pop(other)[1:])
            known[department] = tuple(forms)
            for form in forms:
                kept = tuple(tag for tag in words.get(form, ()) if tag.family != "department")
                words[form] = (*kept, Tag("department", department))
                added.append(form)
        if not added:
            return self
        return replace(
            self, words=words, starts=_starts(words), departments=known, vocabulary=self.vocabulary.extended(added)
        )

    def synonyms_of(self, word: str) -> tuple[str, ...]:
        """Returns the other words for `word`, itself among them where it has any."""
        tags = (tag for tag in self.words.get(word, ()) if tag.family == "synonym")
        return tuple(other for tag in tags for other in self.synonyms[int(tag.value)])

    def with_names(self, names: Iterable[str]) -> Lexicon:
        """Returns the lexicon with the names of a report's entries among the words of the language."""
        return replace(self, vocabulary=self.vocabulary.extended(names))

    def with_indicators(self, named: Iterable[Iterable[str]]) -> Lexicon:
        """Returns the lexicon with the names of each of a report's own indicators."""
        return replace(self, indicators=self.indicators.extended(named))

    @cached_property
    def _with_a_slip(self) -> dict[str, str]:
        """Maps the names of the region's places, each character in turn left out for a blank, to the place."""
        return {
            f"{name[:at]} {name[at + 1 :]}": place
            for name, place in self.place_names
            if len(name) >= SHORTEST_MISTYPED
            for at in range(len(name))
        }

    @cached_property
    def _of_places(self) -> frozenset[str]:
        return frozenset(chain.from_iterable(self._with_a_slip))

    def mistyped_place(self, joined: str) -> str:
        """Returns the place of the region whose name stands in `joined` with one other character, or nothing."""
        table = self._with_a_slip
        known = [char in self._of_places for char in joined]
        for start in range(len(joined) - SHORTEST_MISTYPED + 1):
            if sum(known[start : start + SHORTEST_MISTYPED]) < SHORTEST_MISTYPED - 1:
                continue
            for end in range(start + SHORTEST_MISTYPED, min(len(joined), start + LONGEST_MISTYPED) + 1):
                for at in range(start, end):
                    place = table.get(f"{joined[start:at]} {joined[at + 1 : end]}")
                    if place is not None:
                        return place
        return ""

    def scan(self, units: Units) -> Iterator[Match]:
        """Yields every lexicon word in `units`, including those inside others, longest first at each position."""
        joined, offsets, words, starts = units.joined, units.offsets, self.words, self.starts
        ends = (*offsets[1:], len(joined))
        unbroken = len(units)
        reach = [0] * unbroken
        for start in range(len(units) - 1, -1, -1):  # how far the run of units without a gap goes
            reach[start] = unbroken
            if units.gaps[start]:
                unbroken = start
        for start, at in enumerate(offsets):
            longest = starts.get(joined[at : at + 2]) or starts.get(joined[at], 0)
            for end in range(min(reach[start], start + longest), start, -1):
                tags = words.get(joined[at : ends[end - 1]])
                if tags is not None:
                    yield Match(start, end, tags)


def _families(form: _LexiconForm) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Yields every (family, value, words) of the file."""
    for family, table in (
        ("year", form.years),
        ("status", form.status),
        ("kind", form.kinds),
        ("measure", form.measures),
        ("unit", form.units),
        ("department", {one: (one, *names) for one, names in form.departments.items()}),
    ):
        for value, words in table.items():
            yield family, str(value), words
    for family, words in (
        ("question", form.questions),
        ("list", form.lists),
        ("filler", form.fillers),
        ("chatter", form.chatter),
        ("moment", form.moments),
        ("location", form.locations),
        ("unanswerable", form.unanswerable),
    ):
        yield family, "", words
    for place, names in form.places.home.items():
        yield "place", place, (place, *names)
    for group in form.places.groups:
        yield "group", group, (group,)
    for place in form.places.outside:
        yield "outside", place, (place,)
    for line, words in enumerate(form.synonyms):
        yield "synonym", str(line), words


def _starts(words: Iterable[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for word in words:
        found[word[:2]] = max(found.get(word[:2], 0), len(items_of(word)))
    return found


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, words), key=len, reverse=True)))


def load_lexicon(path: Path, normaliser: Normaliser) -> Lexicon:
    """Loads the lexicon at `path`; raises KnowledgeError with every fault of the file."""
    return read_lexicon(read_file(path), normaliser)


def read_lexicon(content: FileContent, normaliser: Normaliser) -> Lexicon:
    """Returns the lexicon in a file; raises KnowledgeError with every fault of it."""
    form = validate(parse_complete(decode(content), content.path.name), _LexiconForm)
    table: defaultdict[str, list[Tag]] = defaultdict(list)
    forms = dict[str, str]()
    every = [word for _, _, words in _families(form) for word in words]
    every += [name for names in form.places.outside.values() for name in names]
    for word, normal in zip(every, normaliser.forms(every), strict=True):
        forms[word] = split_units(normal).joined
    for family, value, words in _families(form):
        for word in filter(forms.get, words):  # symbols such as % have no form
            table[forms[word]].append(Tag(family, value))
    unit_words = list(form.units.items())
    return Lexicon(
        words={word: tuple(tags) for word, tags in table.items()},
        starts=_starts(table),
        synonyms=tuple(tuple(dict.fromkeys(forms[w] for w in line)) for line in form.synonyms),
        english={k.lower(): normaliser.form(v) for k, v in form.english.items()},
        place_groups=form.places.groups,
        home_places=form.places.home,
        outside_places={
            place: tuple(forms[n] for n in (place, *names)) for place, names in form.places.outside.items()
        },
        departments={one: tuple(forms[n] for n in (one, *names)) for one, names in form.departments.items()},
        place_names=tuple((forms[n], place) for place, names in form.places.home.items() for n in (place, *names)),
        selections={name: _any_of(words) for name, words in form.selections.items()},
        follow_ups={name: _any_of(normaliser.forms(list(words))) for name, words in form.follow_ups.items()},
        holes={name: _any_of(normaliser.forms(list(words))) for name, words in form.holes.items()},
        expressed={name: _any_of(normaliser.forms(list(words))) for name, words in form.expressed.items()},
        asked={name: _any_of(normaliser.forms(list(words))) for name, words in form.asked.items()},
        contrasts=read_contrasts([normaliser.forms(list(line)) for line in form.contrasts]),
        restricting=frozenset(normaliser.forms(list(form.restricting))),
        several_years=_any_of(normaliser.forms(list(form.several_years))),
        talk={name: _any_of(normaliser.forms(list(words))) for name, words in form.talk.items()},
        unit_classes={normaliser.form(word): name for name, words in unit_words for word in words},
        vocabulary=read_vocabulary(
            VOCABULARY, (word for word, tags in table.items() if any(tag.family in _NAMING for tag in tags))
        ),
        indicators=read_indicators(normaliser),
    )
