"""The form of `report.yaml`, version 1: which keys there are, what each may hold, and faults in plain English."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from knowledge.faults import Fault, Key, KnowledgeError, Wrong
from knowledge.reading.source import Document

Filled = Annotated[str, StringConstraints(min_length=1)]
Filleds = tuple[Filled, ...]

_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")  # `date` alone would take other forms, too


def _calendar_date(text: str) -> str:
    """Return `text`, an ISO date that the calendar has, or an empty text; raise anything else as a fault."""
    try:
        if text and not (_ISO.fullmatch(text) and date.fromisoformat(text)):
            raise ValueError
    except ValueError:
        raise PydanticCustomError("no_date", "no date") from None
    return text


class Form(BaseModel):
    """What every mapping of a knowledge file has in common: strict types, no unknown keys, no edge white space."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, str_strip_whitespace=True)


class Quoted(Form):
    """An entry's proof: `quote` stands verbatim in the text, once, or once within `near`."""

    quote: Filled
    near: str = ""


class Named(Quoted):
    """What people call an entry, and how they ask for it."""

    aliases: Filleds = ()
    asks: Filleds = ()


class ReportForm(Form):
    """The report's identity; `date` is an ISO date, empty where it isn't known.

    A file whose `region` is empty can't be used, but it can be a draft.

    `examples` are questions that the report answers, for people to begin with.
    """

    title: Filled
    region: str = ""
    region_names: Filleds = ()
    year: Annotated[int, Field(ge=1949, le=2100)]
    date: Annotated[str, AfterValidator(_calendar_date)] = ""
    occasion: str = ""
    speaker: str = ""
    speaker_title: str = ""
    examples: Filleds = ()


class SectionForm(Form):
    """One section of the text; `section` is its heading line, empty for what has none, such as the report's head.

    `clutter` is what a web page has around the report: it belongs to the plain text, but never becomes a passage.
    """

    section: str
    kind: Literal["body", "livelihood", "glossary", "clutter"]
    paragraphs: Filleds = ()


class TermForm(Named):
    """A glossary term."""

    name: Filled
    parts: Filleds = ()


class FigureForm(Named):
    """A number that says something about an indicator."""

    indicator: Filled
    measure: Literal["level", "growth", "share", "rank"]
    value: float
    unit: str
    said: Filled
    period: Annotated[int, Field(ge=1900, le=2100)]
    status: Literal["actual", "target"]
    change: str = ""
    rank: str = ""
    place: str = ""


class MeasureForm(Form):
    """One promise of a livelihood item."""

    quote: Filled
    amounts: Filleds = ()
    departments: Filleds = ()


class LivelihoodForm(Named):
    """A numbered livelihood item."""

    number: Annotated[int, Field(ge=1)]
    group: str = ""
    measures: tuple[MeasureForm, ...] = ()


class TopicForm(Form):
    """A topic that people may be reminded of: targets by their indicators, livelihood items by group or by number."""

    name: Filled
    targets: Filleds = ()
    groups: Filleds = ()
    items: tuple[Annotated[int, Field(ge=1)], ...] = ()


class PassageForm(Named):
    """Any other passage that people ask for."""

    title: str = ""


class NoFigureForm(Quoted):
    """A number of the text that is no figure, and why."""

    reason: Literal["date", "name", "ordinal", "reference"]


class FileForm(Form):
    """The whole file: all lists stand in it, also empty ones, and `end` is its last line."""

    format: Literal[1]
    report: ReportForm
    text: tuple[SectionForm, ...]
    terms: tuple[TermForm, ...]
    figures: tuple[FigureForm, ...]
    livelihood: tuple[LivelihoodForm, ...]
    topics: tuple[TopicForm, ...]
    passages: tuple[PassageForm, ...]
    no_figure: tuple[NoFigureForm, ...]
    end: Literal[True]


F = TypeVar("F", bound=BaseModel)

_LISTS = frozenset({"text", "terms", "figures", "livelihood", "topics", "passages", "no_figure"})  # which may be empty

_EXPECTED: Mapping[str, str] = {
    "missing": "this key is missing",
    "string_too_short": "expected some text, not an empty one",
    "no_date": "expected a date that the calendar has, such as 2024-01-30",
    "int_type": "expected a whole number",
    "int_from_float": "expected a whole number",
    "float_type": "expected a number",
    "tuple_type": "expected a list",
    "model_type": "expected keys with values",
    "model_attributes_type": "expected keys with values",
    "dict_type": "expected keys with values",
    "greater_than_equal": "expected a number of at least {ge}",
    "less_than_equal": "expected a number of at most {le}",
}
_WRONG: Mapping[str, Wrong] = {
    "missing": Wrong.KEY_MISSING,
    "string_too_short": Wrong.EMPTY,
    "no_date": Wrong.NO_DATE,
    "int_type": Wrong.NO_NUMBER,
    "int_from_float": Wrong.NO_NUMBER,
    "float_type": Wrong.NO_NUMBER,
    "tuple_type": Wrong.NO_LIST,
    "model_type": Wrong.NO_KEYS,
    "model_attributes_type": Wrong.NO_KEYS,
    "dict_type": Wrong.NO_KEYS,
    "greater_than_equal": Wrong.TOO_SMALL,
    "less_than_equal": Wrong.TOO_LARGE,
}
_TEXT: Mapping[type, str] = {
    int: ": put a number in quotation marks",
    float: ": put a number in quotation marks",
    bool: ": put true and false in quotation marks",
    dict: ": put words with a colon in quotation marks",
    tuple: ", not a list",
}
_LONGEST_SHOWN = 40


def validate(document: Document, form: type[F]) -> F:
    """Return the document's content as `form`; raise `KnowledgeError` with every fault, each with line and key."""
    try:
        return form.model_validate(document.data)
    except ValidationError as error:
        raise KnowledgeError(_fault(document, form, details) for details in error.errors()) from error


def _fault(document: Document, form: type[BaseModel], details: ErrorDetails) -> Fault:
    key: Key = details["loc"]
    context = details.get("ctx", {})
    if details["type"] == "extra_forbidden":
        known = ", ".join(_keys(form, key[:-1]))
        return document.fault(key, f"this key is unknown: expected one of {known}", Wrong.KEY_UNKNOWN, expected=known)
    if details["type"] == "literal_error":
        expected = str(context.get("expected", "")).replace("'", "").replace(" or ", ", ")
        one_of = "one of " if "," in expected else ""
        given = _shown(details["input"])
        message = f"expected {one_of}{expected}, not {given}"
        return document.fault(key, message, Wrong.NO_CHOICE, expected=expected, given=given)
    if details["type"] == "string_type":
        return document.fault(key, f"expected text{_TEXT.get(type(details['input']), '')}", Wrong.NO_TEXT)
    words = _EXPECTED.get(details["type"])
    if words is None:
        return document.fault(key, details["msg"].lower())
    if details["type"] == "missing" and key[-1] in _LISTS:
        words += f": expected {key[-1]}, with [] where there are no entries"
    limit = str(context.get("ge", context.get("le", "")))
    return document.fault(key, words.format(**context), _WRONG[details["type"]], limit=limit)


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return "keys with values"
    text = "a list" if isinstance(value, tuple) else str(value)
    return text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + "…"


def _keys(form: type[BaseModel], key: Key) -> list[str]:
    for step in key:
        if isinstance(step, int):
            continue
        inner = form.model_fields[step].annotation
        arguments = getattr(inner, "__args__", (inner,))
        form = next(one for one in arguments if isinstance(one, type) and issubclass(one, BaseModel))
    return list(form.model_fields)
