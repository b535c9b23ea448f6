"""Facts that say nothing, for trying a template: everything there, or everything empty."""

from dataclasses import fields, is_dataclass
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

F = TypeVar("F")


def specimen(shape: type[F], *, full: bool) -> F:
    """Facts of a shape: every list with one item and every text with its own name in it, or all of them empty."""
    assert is_dataclass(shape)
    hints = get_type_hints(shape)
    return shape(**{field.name: _value(hints[field.name], field.name, full) for field in fields(shape)})


def _value(hint: Any, name: str, full: bool) -> Any:
    if get_origin(hint) is tuple:
        return (_value(get_args(hint)[0], name, full),) if full else ()
    if is_dataclass(hint) and isinstance(hint, type):
        return specimen(hint, full=full)
    if hint is bool:
        return full
    return name if full else ""
