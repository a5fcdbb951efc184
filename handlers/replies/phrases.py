"""What every surface says in the same words, once, and in which language: `templates/phrases.jinja`."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Callable, Hashable, Iterable, Sequence
from contextlib import suppress
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path
from types import CodeType
from typing import Any

from jinja2 import BaseLoader, BytecodeCache, Environment, StrictUndefined, TemplateNotFound
from jinja2.bccache import Bucket
from opencc import OpenCC

from handlers.commands import Command
from knowledge.model import Source, Suggestion


class Language(StrEnum):
    """A language of the interface."""

    SIMPLIFIED = "zh-hans"
    TRADITIONAL = "zh-hant"
    ENGLISH = "en"


_PAUSE = re.compile(r"[\s,.;!?~，。；！？、～…]+")
_TRADITIONAL_TAGS = ("zh-hant", "zh-tw", "zh-hk", "zh-mo")


def language_of(code: str | None) -> Language:
    """The language for somebody whose Telegram says `code` (an IETF tag); simplified Chinese where it says nothing."""
    tag = (code or "zh").lower().replace("_", "-")
    if tag.startswith(_TRADITIONAL_TAGS):
        return Language.TRADITIONAL
    return Language.SIMPLIFIED if tag.split("-")[0] == "zh" else Language.ENGLISH


_TEMPLATES = Path(__file__).with_name("templates")
_ENGLISH = "english"  # the folder of what is worded otherwise in English
_TRADITIONAL = "s2twp"  # with the words of Taiwan for what a program is about: 預設, 訊息, 資料庫
# What isn't meant of a program: a report counts 數據 and plans 項目, and Kabul and Tucumán are cities.
_CONVERTED = 8_192  # words and templates: all of the program, the report and the world's time zones are half of it
_NO_PROGRAM = {"資料": "數據", "數據庫": "資料庫", "專案": "項目", "布林": "布爾", "相簿": "圖庫"}


class TemplateLoader(BaseLoader):
    """Loads a template from the first of `folders` that has it, its text passed through `convert`.

    Converting the source, as for traditional characters, leaves the values that a template is filled with as they are.
    """

    def __init__(self, folders: Sequence[Path], convert: Callable[[str], str] = str) -> None:
        self._folders, self._convert = folders, convert

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """Return the template's text, its file, and that it is current."""
        folder = next((each for each in self._folders if template in _sources(each)), None)
        if folder is None:
            raise TemplateNotFound(template)
        source, file = _sources(folder)[template]
        return self._convert(source), file, lambda: True

    def list_templates(self) -> list[str]:
        """Return the names of all templates."""
        return sorted({name for each in self._folders for name in _sources(each)})


@cache
def _sources(folder: Path) -> dict[str, tuple[str, str]]:
    """Return the text and the path of a folder's templates by name, read once: a reload replaces only the knowledge."""
    files = folder.iterdir() if folder.is_dir() else ()
    return {file.name: (file.read_text(encoding="utf8"), str(file)) for file in files if file.is_file()}


def build_environment(
    folder: Path | None = None,
    *,
    language: Language = Language.SIMPLIFIED,
    finalize: Callable[[Any], Any] | None = None,
    escaping: bool = True,
) -> Environment:
    """Jinja over the templates of `language`, and of `folder` before them; `escaping` what they are filled with."""
    return Environment(
        loader=_loader(folder, language),
        autoescape=escaping,  # noqa: S701 - off for plain text alone
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=finalize,
        auto_reload=False,
        bytecode_cache=compiled(language, finalize, escaping),
    )


def _loader(folder: Path | None, language: Language) -> BaseLoader:
    folders = [_TEMPLATES] if folder is None else [folder, _TEMPLATES]
    if language is Language.TRADITIONAL:
        return TemplateLoader(folders, in_traditional)
    own = [each / _ENGLISH for each in folders] if language is Language.ENGLISH else []
    return TemplateLoader([*own, *folders])


class Phrases:
    """The same phrases as plain text, for where nothing is markup: buttons, notices, JSON."""

    def __init__(self, language: Language = Language.SIMPLIFIED) -> None:
        environment = build_environment(language=language, escaping=False)
        self._module: Any = environment.get_template("phrases.jinja").module
        self.language = language
        self._in_script = in_traditional if language is Language.TRADITIONAL else str

        # In simplified characters whatever the language, as the words are that they are compared with.
        courtesy: Any = build_environment(escaping=False).get_template("courtesy.jinja").module
        self.courtesies: dict[str, str] = {
            letters(word): name for name, words in courtesy.said.items() for word in words
        }
        self.leaning: dict[str, str] = {letters(word): how for how, words in courtesy.leaning.items() for word in words}
        self._lead, self._trail = re.compile(courtesy.lead), re.compile(courtesy.trail)
        self.patterns = {name: re.compile(pattern) for name, pattern in courtesy.patterns.items()}
        self.thanking = frozenset(courtesy.thanking)
        self.removals = frozenset(map(letters, courtesy.removals))

    def courtesy(self, said: str) -> str:
        """The template that answers what people say beside questions, in the words `said`; empty for any others.

        Of several such in a row (好的，谢谢) the last is answered.
        """
        if name := self._courtesy(letters(said)):
            return name
        names = [self._courtesy(words) for piece in _PAUSE.split(said) if (words := letters(piece))]
        return names[-1] if len(names) > 1 and all(names) else ""

    def _courtesy(self, words: str) -> str:
        bare = self._trail.sub("", self._lead.sub("", words))
        if words and not bare:
            return self.courtesies.get(words, "empty")
        for each in (words, bare):
            if name := self.courtesies.get(each):
                return name
        return next((name for name, pattern in self.patterns.items() if pattern.fullmatch(words)), "")

    @property
    def examples(self) -> tuple[str, ...]:
        """Questions in this language to begin with; none where the report's own are in it."""
        return tuple(self._module.examples)

    @property
    def terms(self) -> tuple[str, ...]:
        """Names of glossary terms in this language that a report may have; none where the report's own are in it."""
        return tuple(self._module.terms)

    def heading(self, entry: Source | Suggestion) -> str:
        """What stands above an entry: its title, with an item's number and a figure's year."""
        return str(self._module.heading(entry))

    def topic(self, entry: Source | Suggestion) -> str:
        """The shortest words that ask for an entry: an item's number, else the title."""
        return str(self._module.topic(entry))

    def count(self, sources: Sequence[Source]) -> str:
        """How many passages there are, or items where they are all items."""
        return str(self._module.count(sources))

    def label(self, name: str) -> str:
        """What stands on the button `name`."""
        return str(self._module.labels[name])

    def shelf(self, shelf_id: str, year: int) -> str:
        """The name of a shelf that every report has, in that of `year`."""
        return str(self._module.shelves[shelf_id]).format(year=year)

    def sentence(self, name: str, **values: object) -> str:
        """The phrase `name`, filled with `values`."""
        return str(getattr(self._module, name)(**values))

    def said(self, command: Command) -> str:
        """What the table of commands says a command does."""
        if self.language is Language.ENGLISH:
            return command.english
        return self._in_script(command.description)

    def written(self, name: str) -> str:
        """A Chinese name that an editor gave, in the reader's script."""
        return self._in_script(name)

    def place(self, chinese: str, english: str) -> str:
        """A place that the program itself names, in the reader's language."""
        return english if self.language is Language.ENGLISH else self._in_script(chinese)

    def english_arguments(self, command: Command) -> tuple[str, ...]:
        """What may follow a command in English, by example; nothing in another language."""
        return command.english_examples if self.language is Language.ENGLISH else ()

    def command(self, command: Command) -> str:
        """What people who read this language type to call a command."""
        if self.language is Language.ENGLISH:
            return command.name
        return self._in_script(command.word)


@lru_cache(maxsize=_CONVERTED)
def in_traditional(words: str) -> str:
    """The bot's own `words`, names of places and an editor's in traditional characters."""
    if words.isascii():
        return words
    converted = str(_traditional().convert(words))
    for said, meant in _NO_PROGRAM.items():
        converted = converted.replace(said, meant)
    return converted


def prepare_names(names: Iterable[str]) -> None:
    """Convert `names` to traditional characters now, so that nobody waits for OpenCC's tables later."""
    for name in names:
        in_traditional(name)


def release_tables() -> None:
    """Give OpenCC's tables back to the system once what is to be converted has been: they take 43 MiB.

    Words that nobody prepared load them again, for a tenth of a second.
    """
    _traditional.cache_clear()
    with suppress(OSError, AttributeError):  # glibc's alone
        ctypes.CDLL(None).malloc_trim(0)


def letters(text: str) -> str:
    """`text` as courtesies are compared: its letters and digits alone, without a difference of case or script."""
    return simplified("".join(filter(str.isalnum, text))).casefold()


def simplified(words: str) -> str:
    """`words` in simplified characters."""
    return str(_simplified().convert(words))


@cache
def _traditional() -> OpenCC:
    return OpenCC(_TRADITIONAL)


@cache
def _simplified() -> OpenCC:
    return OpenCC("t2s")


class Compiled(BytecodeCache):
    """Compiled templates in memory, by their source."""

    def __init__(self) -> None:
        self._code: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill `bucket` where its source has been compiled before."""
        bucket.code = self._code.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what `bucket` holds."""
        if bucket.code is not None:
            self._code[bucket.key, bucket.checksum] = bucket.code


@cache
def compiled(*options: Hashable) -> Compiled:
    """The templates compiled under these options, all that code depends on beside the source."""
    return Compiled()
