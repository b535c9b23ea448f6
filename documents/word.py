"""A paper as a Word document that staff can edit: a docxtpl template, filled with facts."""

from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

from documents.packing import repacked
from engagements.refusals import BrokenRule

if TYPE_CHECKING:
    from jinja2 import Environment

LONGEST_PROPERTY = 255
"""Characters in a property of a Word document, by the format's own rule."""


class UnfitTemplate(BrokenRule):
    """A template is no Word document, or names a fact that there is not. Nothing was written."""


def word(template: bytes, called: str, data: dict[str, Any], title: str, author: str, made_at: datetime) -> bytes:
    """The same facts and time give the same bytes. ``called``: the template's name, for a refusal.

    What people typed stays text, whatever it looks like. Raises UnfitTemplate.
    """
    from docx import Document
    from docx.opc.exceptions import PackageNotFoundError
    from docxtpl.template import DocxTemplate
    from jinja2 import TemplateError
    from jinja2.exceptions import SecurityError, UndefinedError

    document, filled = DocxTemplate(BytesIO(template)), BytesIO()
    try:
        document.render(data, _environment(), autoescape=True)
        _describe(document.core_properties, title, author, made_at)
        document.save(filled)
        Document(BytesIO(filled.getvalue()))
    except (BadZipFile, PackageNotFoundError):
        raise UnfitTemplate(f"{called} is no Word document (.docx).") from None
    except UndefinedError as unknown:
        raise UnfitTemplate(f"{called} names a fact that there is not: {unknown.message}.") from None
    except SecurityError:
        raise UnfitTemplate(f"{called} does more than show facts, which no template may.") from None
    except (TemplateError, TypeError, ValueError, KeyError, AttributeError, SyntaxError) as problem:
        raise UnfitTemplate(f"{called} cannot be filled in: {str(problem) or type(problem).__name__}.") from None
    return repacked(filled.getvalue())


def _describe(properties: Any, title: str, author: str, made_at: datetime) -> None:
    properties.title, properties.author = title[:LONGEST_PROPERTY], author[:LONGEST_PROPERTY]
    properties.language, properties.comments, properties.last_modified_by = "en-GB", "", ""
    properties.created = properties.modified = made_at.astimezone(UTC).replace(tzinfo=None)


def _environment() -> "Environment":
    """Templates come from authorities too: they show facts, and can do nothing else."""
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    class OnlyFacts(ImmutableSandboxedEnvironment):
        def getattr(self, obj: Any, attribute: str) -> Any:
            if not isinstance(obj, dict):
                return super().getattr(obj, attribute)
            if attribute in obj:  # before any method of that name
                return obj[attribute]
            return self.undefined(f"'{attribute}' is not among {', '.join(obj)}", name=attribute)

    return OnlyFacts(undefined=StrictUndefined, autoescape=True, finalize=_text)


def _text(value: object) -> object:
    """What stands in the paper for a value. docxtpl takes {_{ for its own even in what was typed: no brace is left."""
    from markupsafe import Markup, escape

    return Markup(str(escape(value)).replace("{", "&#123;").replace("}", "&#125;"))
