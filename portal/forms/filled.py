"""A form with what was typed into it: read as a command's data, changed, and shown again with what is wrong."""

import re
from calendar import month_name
from collections.abc import Mapping, Sequence
from typing import Any

from portal.forms.fields import FormField
from portal.posted import PostedForm

MONTHS = {name.lower()[:3]: str(number) for number, name in enumerate(month_name) if name}
PARTS = ("day", "month", "year")

Nested = Mapping[str, Any]


def gathered(fields: Sequence[FormField], given: Nested) -> dict[str, Any]:
    """Data as the command's model reads it, from what was posted (``PostedForm.data``); what is not asked is left out.

    A day comes in three parts, ``due_on-day`` and so on. What makes no sense is passed on as it is: the model refuses.
    """
    data: dict[str, Any] = {}
    for field in fields:
        answer = _answer(field, given)
        if answer in (None, "", [], {}):
            continue
        if field.also and isinstance(answer, str):
            answer, _, other = answer.partition("/")
            if other:
                data[field.also] = other
        data[field.name] = answer
    return data


def _answer(field: FormField, given: Nested) -> Any:
    value = given.get(field.name)
    match field.kind:
        case "date":
            return value or _day([str(given.get(f"{field.name}-{part}", "")).strip() for part in PARTS])
        case "some_of":
            return [value] if isinstance(value, str) else value
        case "some_typed" if isinstance(value, str):
            return re.findall(r"[^\s,;]+", value)
        case "group" if isinstance(value, dict):
            return gathered(field.parts, value)
        case "several" if isinstance(value, list):
            return [entry for entry in (_entry(field, one) for one in value) if entry]
        case _:
            return value


def _entry(field: FormField, given: Any) -> Any:
    """One entry of several; nothing where it only says which it is."""
    if not isinstance(given, dict):
        return given
    entry = gathered(field.parts, given)
    return None if field.each and set(entry) <= {field.each} else entry


def _day(parts: list[str]) -> str | None:
    if not any(parts):
        return None
    day, month, year = parts
    month = MONTHS.get(month.lower()[:3], month)
    if all(re.fullmatch("[0-9]{1,4}", part) for part in (day, month, year)):
        return f"{int(year):04}-{int(month):02}-{int(day):02}"
    return " ".join(parts)


def in_parts(data: Nested) -> dict[str, Any]:
    """Data as it stands in a form, its days in three parts: to fill a form in with what is known."""
    parted: dict[str, Any] = {}
    for name, value in data.items():
        found = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", str(value))
        if found:
            year, month, day = (str(int(part)) for part in found.groups())
            parted |= {f"{name}-day": day, f"{name}-month": month, f"{name}-year": year}
        elif isinstance(value, Mapping):
            parted[name] = in_parts(value)
        elif isinstance(value, list | tuple):
            parted[name] = [in_parts(one) if isinstance(one, Mapping) else str(one) for one in value]
        elif isinstance(value, bool):
            parted[name] = "true" if value else "false"
        else:
            parted[name] = "" if value is None else str(value)
    return parted


def asks_for_a_change(form: PostedForm) -> bool:
    """Whether the form was sent to add an entry or remove one, and not to be done."""
    return bool(form["add"] or form["remove"])


def without_removed(form: PostedForm) -> dict[str, Any]:
    """What was posted, without the entry that was to be removed: ``remove`` names it, as ``places.1``."""
    name, _, number = form["remove"].partition(".")
    entries = form.data.get(name)
    if not isinstance(entries, list):
        return form.data
    filled = sorted({int(found[1]) for key in form.flat if (found := _filled_entry(name, key, form.flat[key]))})
    if number not in map(str, filled):  # an empty entry, which was never read
        return form.data
    at = filled.index(int(number))
    return {**form.data, name: [*entries[:at], *entries[at + 1 :]]}


def _filled_entry(name: str, key: str, value: str) -> re.Match[str] | None:
    return re.match(rf"{re.escape(name)}\.([0-9]{{1,4}})(\.|$)", key) if value.strip() else None
