"""The schema of `report.yaml`, version 1, and the faults of a file that doesn't follow it in plain English."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PlainValidator, StringConstraints, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError, PydanticKnownError

from knowledge.faults import Fault, FaultCode, Key, KnowledgeError
from knowledge.report.document import Document

NonEmptyText = Annotated[str, StringConstraints(min_length=1)]
NonEmptyTexts = tuple[NonEmptyText, ...]

_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_YEARS = re.compile(r"((?:19|20)\d\d)-((?:19|20)\d\d)")
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")  # `date` alone would take other forms, too


def _calendar_date(text: str) -> str:
    """Return `text`, an ISO date that the calendar has, or an empty text; raise anything else as a fault."""
    try:
        if text and not (_ISO.fullmatch(text) and date.fromisoformat(text)):
            raise ValueError
    except ValueError:
        raise PydanticCustomError("no_date", "no date") from None
    return text


def _years(value: object) -> int | str:
    """Return `value`, a year or years such as 2021-2025; raise anything else as a fault."""
    if isinstance(value, str) and (found := _YEARS.fullmatch(value)) and found.group(1) < found.group(2):
        return value
    if isinstance(value, bool) or not isinstance(value, int):
        raise PydanticKnownError("int_type")
    if value < _FIRST_YEAR:
        raise PydanticKnownError("greater_than_equal", {"ge": _FIRST_YEAR})
    if value > _LAST_YEAR:
        raise PydanticKnownError("less_than_equal", {"le": _LAST_YEAR})
    return value


Period = Annotated[int | str, PlainValidator(_years)]


class Form(BaseModel):
    """What every mapping of a knowledge file has in common: strict types, no unknown keys, no edge white space."""

    model_config = ConfigDict(
        extra="forbid",
        strict=True,
        frozen=True,
        str_strip_whitespace=True,
        defer_build=True,  # forms are built with the one that holds them, and not by themselves as well
    )


class Quoted(Form):
    """An entry's proof: `quote` stands verbatim in the text, once, or once within `near`."""

    quote: NonEmptyText
    near: str = ""


class NamedForm(Quoted):
    """What people call an entry, and how they ask for it."""

    aliases: NonEmptyTexts = ()
    asks: NonEmptyTexts = ()


class ReportForm(Form):
    """The report's identity; `date` is an ISO date, empty where it isn't known.

    A file whose `region` is empty can't be used, but it can be a draft.

    `places` are the parts of the region, `departments` those in charge of something, each with their short forms.

    `examples` are questions that the report answers, for people to begin with.
    """

    title: NonEmptyText
    region: str = ""
    region_names: NonEmptyTexts = ()
    year: Annotated[int, Field(ge=1949, le=2100)]
    date: Annotated[str, AfterValidator(_calendar_date)] = ""
    occasion: str = ""
    speaker: str = ""
    speaker_title: str = ""
    places: dict[NonEmptyText, NonEmptyTexts] = Field(default_factory=dict)
    departments: dict[NonEmptyText, NonEmptyTexts] = Field(default_factory=dict)
    examples: NonEmptyTexts = ()


class SectionForm(Form):
    """One section of the text; `section` is its heading line, empty for what has none, such as the report's head.

    `clutter` is what a web page has around the report: it belongs to the plain text, but never becomes a passage.
    """

    section: str
    kind: Literal["body", "livelihood", "glossary", "clutter"]
    paragraphs: NonEmptyTexts = ()


class TermForm(NamedForm):
    """A glossary term."""

    name: NonEmptyText
    parts: NonEmptyTexts = ()


class FigureForm(NamedForm):
    """A number that says something about an indicator."""

    indicator: NonEmptyText
    measure: Literal["level", "growth", "increment", "share", "rank"]
    value: float
    unit: str
    said: NonEmptyText
    period: Period
    status: Literal["actual", "target"]
    change: str = ""
    rank: str = ""
    place: str = ""
    doubt: str = ""

    @property
    def since(self) -> int:
        """The first year of the period."""
        return int(str(self.period)[:4])

    @property
    def until(self) -> int:
        """The last year of the period."""
        return int(str(self.period)[-4:])


class MeasureForm(Form):
    """One promise of a livelihood item."""

    quote: NonEmptyText
    amounts: NonEmptyTexts = ()
    departments: NonEmptyTexts = ()


class LivelihoodForm(NamedForm):
    """A numbered livelihood item; `title` is what a person would call it, in the quote's own characters and order."""

    number: Annotated[int, Field(ge=1)]
    title: str = ""
    group: str = ""
    measures: tuple[MeasureForm, ...] = ()


class TopicForm(Form):
    """A topic that people may be reminded of: targets by their indicators, livelihood items by group or by number."""

    name: NonEmptyText
    targets: NonEmptyTexts = ()
    groups: NonEmptyTexts = ()
    items: tuple[Annotated[int, Field(ge=1)], ...] = ()


class PassageForm(NamedForm):
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

_FAULTS: Mapping[str, tuple[FaultCode, str]] = {  # by pydantic's error type
    "missing": (FaultCode.KEY_MISSING, "this key is missing"),
    "string_too_short": (FaultCode.EMPTY, "expected some text, not an empty one"),
    "no_date": (FaultCode.NO_DATE, "expected a valid date, such as 2024-01-30"),
    "int_type": (FaultCode.NO_NUMBER, "expected a whole number"),
    "int_from_float": (FaultCode.NO_NUMBER, "expected a whole number"),
    "float_type": (FaultCode.NO_NUMBER, "expected a number"),
    "tuple_type": (FaultCode.NO_LIST, "expected a list"),
    "model_type": (FaultCode.NO_KEYS, "expected keys with values"),
    "model_attributes_type": (FaultCode.NO_KEYS, "expected keys with values"),
    "dict_type": (FaultCode.NO_KEYS, "expected keys with values"),
    "greater_than_equal": (FaultCode.TOO_SMALL, "expected a number of at least {ge}"),
    "less_than_equal": (FaultCode.TOO_LARGE, "expected a number of at most {le}"),
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
    kind, context = details["type"], details.get("ctx", {})
    if kind == "extra_forbidden":
        known = ", ".join(_keys(form, key[:-1]))
        return document.fault(
            key, f"this key is unknown: expected one of {known}", FaultCode.KEY_UNKNOWN, expected=known
        )
    if kind == "literal_error":
        expected = str(context.get("expected", "")).replace("'", "").replace(" or ", ", ")
        one_of = "one of " if "," in expected else ""
        given = _shown(details["input"])
        message = f"expected {one_of}{expected}, not {given}"
        return document.fault(key, message, FaultCode.NO_CHOICE, expected=expected, given=given)
    if kind == "string_type":
        return document.fault(key, f"expected text{_TEXT.get(type(details['input']), '')}", FaultCode.NO_TEXT)
    if kind not in _FAULTS:
        return document.fault(key, details["msg"].lower())
    code, message = _FAULTS[kind]
    if kind == "missing" and key[-1] in _LISTS:
        message += f": expected {key[-1]}, with [] where there are no entries"
    limit = str(context.get("ge", context.get("le", "")))
    return document.fault(key, message.format(**context), code, limit=limit)


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
