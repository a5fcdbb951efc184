"""What people could use instead of the project's engine: five ways to search a handful of short Chinese texts.

Each gets the same documents and the same plain normalisation, and ranks passages; when to stay silent is learned from
its scores in `silence.py`.
"""

from __future__ import annotations

import re
import sqlite3
import unicodedata
import warnings
import weakref
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

import numpy as np
import tantivy
from opencc import OpenCC
from rank_bm25 import BM25Okapi
from rapidfuzz import fuzz, process

from knowledge.report.loading import Knowledge

with warnings.catch_warnings():  # jieba's source has escapes that Python 3.12 and newer warn of
    warnings.simplefilter("ignore")
    import jieba

MOST = 15  # passages in an answer to a list, as score.py counts
DEPTH = 200  # documents asked for, so that 15 passages are among them though many words lead to one passage

_WORDS = re.compile(r"[a-z0-9][a-z0-9.%]*|[^\W\da-z_]+")
_simplify = OpenCC("t2s").convert

Scorer = Callable[..., float]


@dataclass(frozen=True, slots=True)
class IndexedText:
    """A text to find, normalised, and the number of the passage that it leads to."""

    text: str
    passage: int


@dataclass(frozen=True, slots=True)
class Ranking:
    """The passages found, best first and each once, the best one's score, and how many terms the question had."""

    passages: tuple[int, ...]
    score: float
    terms: int


class Rival(Protocol):
    """A way to search: built from documents, asked with a person's words.

    `joins` says which form of the hand-made words it does better with, as measured on the question set: joined to
    their passage's text, as suits statistics of terms, or each a document of its own, as suits comparing strings.
    """

    joins: bool

    def __init__(self, documents: Sequence[IndexedText]) -> None: ...

    def rank(self, question: str) -> Ranking:
        """Return the passages nearest to `question`; none where nothing matches."""
        ...


def normalise(text: str) -> str:
    """Return `text` after NFKC, lower case, traditional to simplified."""
    return _simplify(unicodedata.normalize("NFKC", text).lower())


def passages_alone(knowledge: Knowledge) -> list[IndexedText]:
    """Return the report's passages as documents."""
    return [IndexedText(normalise(one.text), one.number) for one in knowledge.passages]


def passages_and_words(knowledge: Knowledge, *, joined: bool) -> list[IndexedText]:
    """Return the passages with the titles, aliases and ways people ask of the entries that quote them.

    The words are joined to their passage's text, or each is a document of its own that leads to its passage.
    """
    words = dict.fromkeys(
        IndexedText(normalise(word), entry.passage.number)
        for entry in knowledge.entries
        for word in (entry.title, *entry.aliases, *entry.asks)
    )
    documents = [*passages_alone(knowledge), *words]
    if not joined:
        return documents
    texts: dict[int, list[str]] = {}
    for one in documents:
        texts.setdefault(one.passage, []).append(one.text)
    return [IndexedText("\n".join(lines), number) for number, lines in texts.items()]


def pairs(text: str) -> list[str]:
    """Return the pairs of neighbouring characters; Latin words and numbers stay whole, as does a lone character."""
    terms: list[str] = []
    for run in _WORDS.findall(text):
        if run[0].isascii() or len(run) == 1:
            terms.append(run)
        else:
            terms.extend(first + second for first, second in pairwise(run))
    return terms


def _ranking(documents: Sequence[IndexedText], found: Iterable[tuple[int, float]], terms: int) -> Ranking:
    """Turn documents found, best first, with their scores, into passages."""
    passages: dict[int, None] = {}
    best = 0.0
    for number, score in found:
        best = max(best, score)
        passages[documents[number].passage] = None
        if len(passages) == MOST:
            break
    return Ranking(tuple(passages), best, max(1, terms))


class _Fuzzy:
    """Compares the question with every document; of equal scores the longer document wins, as it says more."""

    joins = False
    scorer: Scorer

    def __init__(self, documents: Sequence[IndexedText]) -> None:
        self._documents = sorted(documents, key=lambda one: -len(one.text))
        self._texts = [one.text for one in self._documents]

    def rank(self, question: str) -> Ranking:
        text = normalise(question)
        found = process.extract(text, self._texts, scorer=type(self).scorer, limit=DEPTH)
        return _ranking(self._documents, ((number, score) for _, score, number in found), 1)


class WRatio(_Fuzzy):
    """rapidfuzz's weighted ratio."""

    scorer = fuzz.WRatio


class PartialRatio(_Fuzzy):
    """rapidfuzz's best-matching window."""

    scorer = fuzz.partial_ratio


class JiebaBM25:
    """BM25 over jieba's words in search mode, as rank-bm25 computes it."""

    joins = True

    def __init__(self, documents: Sequence[IndexedText]) -> None:
        jieba.setLogLevel("WARNING")
        self._documents = documents
        self._index = BM25Okapi([self._words(one.text) for one in documents])

    def rank(self, question: str) -> Ranking:
        words = self._words(normalise(question))
        scores = self._index.get_scores(words)
        best = np.argsort(-scores, kind="stable")[:DEPTH]
        found = ((int(number), float(scores[number])) for number in best if scores[number] > 0)
        return _ranking(self._documents, found, len(words))

    @staticmethod
    def _words(text: str) -> list[str]:
        return [word for word in jieba.cut_for_search(text) if _WORDS.match(word)]


class SqliteFTS5:
    """SQLite's FTS5 over character pairs, in memory, ranked by its bm25()."""

    joins = True

    def __init__(self, documents: Sequence[IndexedText]) -> None:
        self._documents = documents
        self._base = sqlite3.connect(":memory:")
        self._base.execute("create virtual table documents using fts5(terms, content='', tokenize='unicode61')")
        rows = ((number, " ".join(pairs(one.text))) for number, one in enumerate(documents))
        self._base.executemany("insert into documents(rowid, terms) values (?, ?)", rows)
        weakref.finalize(self, self._base.close)

    def rank(self, question: str) -> Ranking:
        terms = list(dict.fromkeys(pairs(normalise(question))))
        rows = self._base.execute(
            "select rowid, -bm25(documents) from documents where documents match ? order by 2 desc limit ?",
            (" OR ".join(f'"{term}"' for term in terms) or '""', DEPTH),
        )
        return _ranking(self._documents, rows, len(terms))


class Tantivy:
    """tantivy (Rust's Lucene) over character pairs, in memory, ranked by its BM25."""

    joins = True

    def __init__(self, documents: Sequence[IndexedText]) -> None:
        self._documents = documents
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("terms", tokenizer_name="whitespace")
        builder.add_integer_field("number", stored=False, fast=True)
        self._schema = builder.build()
        self._index = tantivy.Index(self._schema)
        spaces = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
        self._index.register_tokenizer("whitespace", spaces)
        writer = self._index.writer(num_threads=1)
        for number, one in enumerate(documents):
            writer.add_document(tantivy.Document(terms=" ".join(pairs(one.text)), number=number))
        writer.commit()
        self._index.reload()
        self._searcher = self._index.searcher()

    def rank(self, question: str) -> Ranking:
        terms = list(dict.fromkeys(pairs(normalise(question))))
        should = [(tantivy.Occur.Should, tantivy.Query.term_query(self._schema, "terms", term)) for term in terms]
        hits = self._searcher.search(tantivy.Query.boolean_query(should), DEPTH).hits
        numbers = self._searcher.fast_field_values("number", [address for _, address in hits])
        found = ((number, score) for number, (score, _) in zip(numbers, hits, strict=True))
        return _ranking(self._documents, found, len(terms))


RIVALS: dict[str, type[Rival]] = {
    "rapidfuzz WRatio": WRatio,
    "rapidfuzz partial_ratio": PartialRatio,
    "jieba + BM25": JiebaBM25,
    "SQLite FTS5, character pairs": SqliteFTS5,
    "tantivy, character pairs": Tantivy,
}
