"""Questions over several entries: by department, rank, growth, place, group of items, or beneficiary.

Each selection looks at the entries' fields, not at their wording, and applies only when little else is asked: a
question with a topic of its own belongs to ranking.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from knowledge.finding.facts import Facts
from knowledge.finding.index import Index
from knowledge.finding.recall import Topic
from knowledge.language.lexicon import Lexicon
from knowledge.language.question import Question
from knowledge.model import Figure, Livelihood, Measure, Status, Text, Where

MOST = 50  # passages in one answer
GROUP_SHARE = 0.5  # of a group's words, from which on a question names it
_LONGEST_DEPARTMENT = 12  # characters of a department's name
TOLD = 3.0  # times as much where the livelihood list and a department are both said: the rest is talk around it
RESIDUE = 4.5  # topic weight (sum of rarities) up to which a question has no topic beside its selection

_RANK = re.compile(r"第(\d+)(?!\d|件|条|届|次|个|项)")
_SUPERLATIVE = re.compile("(?:全球|世界|全国|国内|亚洲)(?:最[大多高长]|首[个条位座家]|领先|前列|前茅)")
_INDICATORS = re.compile("指标|项目$")
_FIRST_RANK = re.compile(r"首位|榜首|最前")
_MORE = re.compile(
    r"(?:超过|大于|高于|多于|不低于|不少于|达到|破)了?(\d+(?:\.\d+)?)(%|倍|成)|(\d+(?:\.\d+)?)(%|倍|成)(?:以上|多)"
)
_DIGITS = re.compile(r"(?:2|两)位数")
_SENTENCE = re.compile("[,，。;；]")  # no heading has these
_ITEMS = re.compile(r"\d件")
_DOUBLED = re.compile("翻了?1?[番倍]")
_FALL = re.compile("下降|降低|减少")
_CHANGE = re.compile(r"增长近?(\d+(?:\.\d+)?)(%|倍)")


@dataclass(frozen=True, slots=True)
class Selection:
    """What a list question selected: entry numbers in the report's order, and the words that named the selection."""

    entries: tuple[int, ...]
    title: str


def _percent(number: str, unit: str) -> float:
    return float(number) * {"%": 1.0, "成": 10.0, "倍": 100.0}[unit]


def growth_of(figure: Figure) -> float | None:
    """Return by how many percent the figure says its indicator grew, or None."""
    match = _CHANGE.search(figure.change or figure.said)
    if match:
        return _percent(match[1], match[2])
    if figure.measure is Measure.GROWTH and figure.unit in ("%", "倍") and not _FALL.search(figure.quote):
        return _percent(str(figure.value), figure.unit)
    return None


class Lists:
    """Selects entries for list questions; holds the fields it selects by."""

    def __init__(self, index: Index, facts: tuple[Facts, ...], lexicon: Lexicon) -> None:
        self._index = index
        self._facts = facts
        self._lexicon = lexicon
        self._by_sound = {
            self._sound(name): department
            for department, names in lexicon.departments.items()
            for name in (department, *names)
            if len(name) > 1
        }
        self._items = sum(isinstance(entry, Livelihood) for entry in index.entries)
        self._first_of: dict[int, int] = {}
        for number, entry in enumerate(index.entries):
            self._first_of.setdefault(entry.passage.number, number)

    def select(self, question: Question, topic: Topic, whole: bool, where: Where) -> Selection | None:
        """Return what a list question selects, or None where `question` is none; `whole`: it is all of a message.

        A place alone selects what is said of it where it is said to the bot.
        """
        tries: tuple[Callable[[Question, Topic], Selection | None], ...] = (
            self._by_department,
            self._by_growth,
            self._by_rank,
            self._by_superlative,
            self._by_group,
        )
        if question.outside or question.beyond or question.moment:
            return None
        for attempt in tries:
            found = attempt(question, topic)
            if found is not None and found.entries:
                return found
        return self._by_place(question, topic, bare=where is Where.ADDRESSED) if whole else None

    def under(self, number: int) -> tuple[int, ...]:
        """Return the livelihood items of the group that entry `number` is the heading of; none where it is none."""
        entry = self._index.entries[number]
        if not isinstance(entry, Text) or _SENTENCE.search(entry.passage.text):
            return ()
        entries = enumerate(self._index.entries)
        return tuple(n for n, e in entries if isinstance(e, Livelihood) and e.group and e.group in entry.passage.text)

    def whole_sentence(self, number: int) -> tuple[int, ...]:
        """Return the entries, one a passage, of all of the sentence that entry `number` begins.

        The report's text is quoted in pieces that end at a semicolon: `the targets are: A;B;C.` is three of them.
        """
        passage = self._index.entries[number].passage
        numbers = [number]
        while passage.text.endswith((";", ";")):
            following = self._first_of.get(passage.number + 1)
            if following is None or self._index.entries[following].passage.paragraph != passage.paragraph:
                break
            numbers.append(following)
            passage = self._index.entries[following].passage
        return tuple(numbers)

    def _residue(
        self, question: Question, topic: Topic, selection: str, families: Iterable[str] = (), also: str = ""
    ) -> float:
        """The weight of the topic beside the words of `selection`, content words of `families`, and `also`."""
        words = self._lexicon.selections[selection]
        held = [False] * len(question.units)
        for span in question.spans:
            if any(tag.family in families for tag in span.tags):
                held[span.start : span.end] = [True] * (span.end - span.start)
        offsets = question.units.offsets
        joined = question.units.joined
        matches = [(m.start(), m.end()) for m in words.finditer(joined)]
        if also:
            start = joined.find(also)
            matches.append((start, start + len(also)))
        for begin, end in matches:
            for i, offset in enumerate(offsets):
                held[i] = held[i] or begin <= offset < end
        return sum(w for w, h, light in zip(topic.weights, held, question.light, strict=True) if not h and not light)

    def _says(self, selection: str, question: Question) -> bool:
        return bool(self._lexicon.selections[selection].search(question.units.joined))

    def _years_ok(self, number: int, question: Question) -> bool:
        return not question.years or bool(question.years & self._facts[number].years)

    def _by_department(self, question: Question, topic: Topic) -> Selection | None:
        duty = self._says("duty", question)
        of_items = question.lists or "livelihood" in question.kinds or str(self._items) in question.numbers
        asked = question.asks or question.units.joined.endswith("的")
        if "done" in question.status or not (of_items or (asked and duty)):  # the list says what is to be done
            return None
        departments, also = question.departments, ""
        if not departments and duty:
            departments, also = self._sounding(question)
        number = str(self._items)
        also = also or (number if number in question.numbers else "")
        limit = TOLD * RESIDUE if "livelihood" in question.kinds else RESIDUE
        if not departments or self._residue(question, topic, "department", ("department",), also) > limit:
            return None
        found = [
            number
            for number, entry in enumerate(self._index.entries)
            if isinstance(entry, Livelihood)
            and any(d in departments for measure in entry.measures for d in measure.departments)
            and self._years_ok(number, question)
        ]
        return Selection(tuple(found[:MOST]), "、".join(sorted(departments)))

    def _sounding(self, question: Question) -> tuple[frozenset[str], str]:
        """The department whose name sounds like words of the question (富联 is 妇联), and these words."""
        items = question.units.items
        for length in range(min(len(items), _LONGEST_DEPARTMENT), 1, -1):
            for start in range(len(items) - length + 1):
                department = self._by_sound.get(self._sound(items[start : start + length]))
                if department is not None:
                    return frozenset({department}), question.units.slice(start, start + length)
        return frozenset(), ""

    def _sound(self, characters: Sequence[str]) -> tuple[str, ...]:
        sounds = self._index.sounds
        return tuple((sounds.sounds.get(each) or sounds.heard(each) or (each,))[0] for each in characters)

    def _by_growth(self, question: Question, topic: Topic) -> Selection | None:
        joined = question.units.joined
        match = _MORE.search(joined)
        said = match or _DOUBLED.search(joined) or _DIGITS.search(joined)
        if said is None:
            return None
        if match:
            limit = _percent(match[1] or match[3], match[2] or match[4])
        else:
            limit = 100.0 if said.re is _DOUBLED else 10.0
        if not question.lists or self._residue(question, topic, "growth", (), said[0]) > RESIDUE:
            return None
        grown = [
            (growth, number)
            for number, entry in enumerate(self._index.entries)
            if isinstance(entry, Figure)
            and entry.status is (Status.TARGET if "target" in question.status else Status.ACTUAL)
            and self._years_ok(number, question)
            and (growth := growth_of(entry)) is not None
            and growth >= limit
        ]
        best = self._one_a_passage(number for _, number in sorted(grown, key=lambda pair: -pair[0]))
        return Selection(tuple(sorted(best[:MOST])), match[0] if match else "")

    def _by_rank(self, question: Question, topic: Topic) -> Selection | None:
        joined = question.units.joined
        match = _RANK.search(joined)
        asked = question.lists or "term" in question.kinds or _INDICATORS.search(joined)
        if not asked or not (match or _FIRST_RANK.search(joined)):
            return None
        rank = match[1] if match else "1"
        if question.places or self._residue(question, topic, "rank", (), match[0] if match else "") > RESIDUE:
            return None
        pattern = re.compile(f"全国[^,，。;；]{{0,4}}第{rank}(?!\\d)" + ("|全国首位" if rank == "1" else ""))
        numbers = (n for n in range(len(self._index.entries)) if self._years_ok(n, question))
        found = self._one_a_passage(n for n in numbers if pattern.search(self._index.entries[n].passage.text))
        return Selection(tuple(found[:MOST]), f"全国第{rank}")

    def _by_superlative(self, question: Question, topic: Topic) -> Selection | None:
        match = _SUPERLATIVE.search(question.units.joined)
        if not question.lists or not match or question.places:
            return None
        if self._residue(question, topic, "rank", (), match[0]) > RESIDUE:
            return None
        numbers = (n for n in range(len(self._index.entries)) if self._years_ok(n, question))
        found = self._one_a_passage(n for n in numbers if match[0] in self._index.entries[n].passage.text)
        return Selection(tuple(found[:MOST]), match[0])

    def _by_group(self, question: Question, topic: Topic) -> Selection | None:
        """Livelihood items: those of the groups that are named, those for somebody, or all of them."""
        listed = question.lists or question.enumerates is not None or self._says("all", question)
        said = "livelihood" in question.kinds or (question.lists and _ITEMS.search(question.units.joined))
        if not said or not listed or question.quantity or question.ordinal is not None:
            return None
        entries = enumerate(self._index.entries)
        items = [(n, e) for n, e in entries if isinstance(e, Livelihood) and self._years_ok(n, question)]
        groups = self._groups(question, topic, list(dict.fromkeys(e.group for _, e in items)))
        groups = groups or self._counted(question, Counter(e.group for _, e in items))
        if groups:
            return Selection(tuple(n for n, e in items if e.group in groups)[:MOST], "、".join(groups))
        found = self._by_beneficiary(question, topic, items)
        count = str(len(items))
        if found or question.departments or question.numbers - {count}:
            return found
        if self._residue(question, topic, "all", (), count if count in question.numbers else "") > RESIDUE:
            return None
        return Selection(tuple(n for n, _ in items)[:MOST], "")

    def _groups(self, question: Question, topic: Topic, groups: Sequence[str]) -> list[str]:
        """The groups that the question names: by half of their words, or where it names nothing else, by one."""
        said = {pair for _, pair, _ in topic.known_pairs}
        spans = [span for span in question.spans if any(tag.family == "synonym" for tag in span.tags)]
        if self._residue(question, topic, "all", ("synonym",)) <= RESIDUE:
            tags = (tag for span in spans for tag in span.tags if tag.family == "synonym")
            about = {word for tag in tags for word in self._lexicon.synonyms[int(tag.value)] if len(word) > 1}
        else:
            about = set()
        named = []
        for group in groups:
            words = {a + b for a, b in pairwise(group)} - {"方面"}
            if len(words & said) >= GROUP_SHARE * max(1, len(words)) or any(word in group for word in about):
                named.append(group)
        return named

    @staticmethod
    def _counted(question: Question, sizes: Mapping[str, int]) -> list[str]:
        """The group that has as many items as the question says, and shares characters with it that others don't."""
        fitting = [group for group, size in sizes.items() if str(size) in question.numbers]
        shared = {group: sum(char in question.core for char in set(group)) for group in fitting}
        best = max(fitting, key=shared.__getitem__, default="")
        alone = best and all(shared[other] < shared[best] for other in fitting if other != best)
        return [best] if alone else []

    def _by_beneficiary(
        self, question: Question, topic: Topic, items: list[tuple[int, Livelihood]]
    ) -> Selection | None:
        spans = [s for s in question.spans if any(t.family == "synonym" for t in s.tags)]
        count = str(self._items) if str(self._items) in question.numbers else ""
        if len(spans) != 1 or self._residue(question, topic, "department", ("synonym",), count) > RESIDUE:
            return None
        words = {w for t in spans[0].tags if t.family == "synonym" for w in self._lexicon.synonyms[int(t.value)]}
        found = [n for n, e in items if any(w in self._index.texts[n].partition("\n")[0] for w in words)]
        return Selection(tuple(found[:MOST]), "") if len(found) > 1 else None

    def _by_place(self, question: Question, topic: Topic, bare: bool) -> Selection | None:
        alone = bare and sum(span.end - span.start for span in question.spans) == len(question.units)
        if not question.places or question.measures or (question.quantity and not self._says("mention", question)):
            return None
        if not (alone or question.lists or self._says("mention", question)):
            return None
        residue = self._residue(question, topic, "place", ("place", "group"))
        if residue > (RESIDUE if question.lists else 0.0):
            return None
        numbers = (
            n
            for n in range(len(self._index.entries))
            if self._facts[n].places & question.places and self._years_ok(n, question)
        )
        found = self._one_a_passage(numbers)
        found.sort(key=lambda n: (not self._leads(n, question.places), n))
        if not found:
            return None
        return Selection(tuple(sorted(found[:MOST])), "、".join(sorted(question.places)))

    def _leads(self, number: int, places: frozenset[str]) -> bool:
        """Whether the entry's passage begins with one of `places`: it is about it, not beside it."""
        text = self._index.entries[number].passage.text
        return any(text.startswith(name) for p in places for name in (p, *self._lexicon.home_places[p]))

    def _one_a_passage(self, numbers: Iterable[int]) -> list[int]:
        seen: dict[int, int] = {}
        for number in numbers:
            seen.setdefault(self._index.entries[number].passage.number, number)
        return list(seen.values())
