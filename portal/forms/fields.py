"""A command's own model as the fields of a form: what is asked, in which words, and what may be answered."""

import types
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin, get_type_hints

from annotated_types import MaxLen, MinLen
from pydantic import BaseModel, StringConstraints
from pydantic.fields import FieldInfo

from engagements.messages import Message, TypedByAPerson
from engagements.telling import plain
from portal.forms.answers import answer_in_words
from portal.forms.choice import CHOSEN, EACH, WITH, Choice, Option
from portal.forms.wording import wording

Kind = Literal["text", "long_text", "number", "date", "file", "one_of", "some_of", "some_typed", "group", "several"]
Choices = Mapping[Choice, tuple[Option, ...]]

MOST_TO_TICK = 12
"""Options that each entry of a list shows to be ticked."""

YES_NO = (Option("true", "Yes"), Option("false", "No"))


@dataclass(frozen=True, slots=True)
class FormField:
    """A question. ``name``: of the model's field, empty for the entries of a list of texts.

    ``initially``: the answer that stands until another is given. ``longest``: characters, of texts. ``options``: of
    ``one_of`` and ``some_of``; ``some_typed`` has too many, and their references are typed, with commas between.
    ``parts``: the fields of a ``group``, or of each entry of ``several``; ``least``, ``most``: how many entries;
    ``called``: what one is called. ``each``: the part for whose every option there is one entry. ``also``: another
    field of the model that the same answer fills in.
    """

    name: str
    kind: Kind
    label: str
    hint: str = ""
    needed: bool = True
    initially: str = ""
    longest: int | None = None
    options: tuple[Option, ...] = ()
    parts: tuple["FormField", ...] = ()
    least: int = 0
    most: int = 0
    each: str = ""
    also: str = ""
    called: str = ""


class Shape(NamedTuple):
    """A type hint taken apart: what it is beneath unions with None and annotations, and what annotates it."""

    inner: Any
    marks: tuple[Any, ...]


def fields_of(kind: type[Message], choices: Choices) -> tuple[FormField, ...]:
    """The fields of a command, or of a part of one. ``choices``: what there is, as ``portal.forms.offering`` finds it.

    A field that is chosen but not among the choices is typed.
    """
    hints = get_type_hints(kind, include_extras=True)
    filled_by_another = {also for (of, _), also in WITH.items() if of is kind}
    return tuple(
        _field(kind, name, hints[name], info, choices)
        for name, info in kind.model_fields.items()
        if name not in filled_by_another
    )


def _field(kind: type[Message], name: str, hint: Any, info: FieldInfo, choices: Choices) -> FormField:
    said, shape = wording(kind, name), taken_apart(hint)
    field = FormField(
        name=name,
        kind="text",
        label=said.label,
        hint=said.hint,
        needed=info.is_required(),
        initially=str(info.default) if isinstance(info.default, str) else "",
        also=WITH.get((kind, name), ""),  # type: ignore[arg-type]
        called=said.entry,
    )
    choice = CHOSEN.get((kind, name))
    if choice is Choice.OPTIONS_OF_THE_PRODUCT:
        return replace(field, kind="group", parts=_options_of_the_product(choices.get(choice, ())))
    if choice and choice in choices:
        several = shape.inner is tuple
        return replace(field, kind="some_of" if several else "one_of", options=choices[choice])
    return _shaped(field, kind, shape, said.short, choices)


def _shaped(field: FormField, kind: type[Message], shape: Shape, short: bool, choices: Choices) -> FormField:
    inner, marks = shape
    if inner is tuple:
        return _list(field, kind, shape, choices)
    if isinstance(inner, type) and issubclass(inner, Enum):
        options = tuple(Option(each.value, *answer_in_words(each)) for each in inner)
        return replace(field, kind="one_of", options=options)
    if get_origin(inner) is Literal:
        options = tuple(Option(each, *answer_in_words(each)) for each in get_args(inner))
        return replace(field, kind="one_of", options=options)
    if inner is bool:
        return replace(field, kind="one_of", options=YES_NO)
    if inner is date:
        return replace(field, kind="date")
    if inner is int:
        return replace(field, kind="number")
    if field.name == "sha256":
        return replace(field, kind="file")
    longest = _longest(marks)
    typed = any(isinstance(mark, TypedByAPerson) for mark in marks)
    return replace(field, kind="long_text" if typed and not short else "text", longest=longest)


def _list(field: FormField, kind: type[Message], shape: Shape, choices: Choices) -> FormField:
    entry = taken_apart(shape.marks[0])
    limits = shape.marks[1:]
    least = next((mark.min_length for mark in limits if isinstance(mark, MinLen)), 0)
    most = next((mark.max_length for mark in limits if isinstance(mark, MaxLen)), 100)
    field = replace(field, kind="several", least=least, most=most, each=EACH.get((kind, field.name), ""))
    if isinstance(entry.inner, type) and issubclass(entry.inner, BaseModel):
        parts = fields_of(entry.inner, choices)  # type: ignore[arg-type]
        return replace(field, parts=tuple(_in_a_list(part) for part in parts))
    one = FormField(name="", kind="text", label=field.called or field.label, longest=_longest(entry.marks))
    return replace(field, parts=(one,))


def _in_a_list(part: FormField) -> FormField:
    """A part of each of many entries: with many options, each would show them all over again."""
    if part.kind != "some_of" or len(part.options) <= MOST_TO_TICK:
        return part
    examples = ", ".join(option.value for option in part.options[:2])
    return replace(part, kind="some_typed", options=(), hint=f"{part.hint} Such as {examples}.".strip())


def _options_of_the_product(options: tuple[Option, ...]) -> tuple[FormField, ...]:
    """One question for each choice that the product asks for. ``options``: their values are ``timing.before``."""
    names = dict.fromkeys(option.value.partition(".")[0] for option in options)
    return tuple(
        FormField(
            name=name,
            kind="one_of",
            label=plain(name.replace("-", " ")).capitalize(),
            options=tuple(
                Option(option.value.partition(".")[2], option.text, option.hint)
                for option in options
                if option.value.partition(".")[0] == name
            ),
        )
        for name in names
    )


def taken_apart(hint: Any) -> Shape:
    """A hint without None and annotations. For a tuple, the first mark is the hint of its entries."""
    marks: list[Any] = []
    while True:
        if get_origin(hint) is Annotated:
            marks += _single(hint.__metadata__)
            hint = hint.__origin__
        elif get_origin(hint) in (Union, types.UnionType):
            [hint] = [part for part in get_args(hint) if part is not type(None)]
        elif get_origin(hint) is tuple:
            return Shape(tuple, (get_args(hint)[0], *marks))
        else:
            return Shape(hint, tuple(marks))


def _single(marks: tuple[Any, ...]) -> list[Any]:
    """Marks one by one: pydantic's ``Field`` holds several."""
    found: list[Any] = []
    for mark in marks:
        found += mark.metadata if isinstance(mark, FieldInfo) else [mark]
    return found


def _longest(marks: tuple[Any, ...]) -> int | None:
    for mark in marks:
        if isinstance(mark, StringConstraints | MaxLen) and mark.max_length is not None:
            return int(mark.max_length)
    return None
