"""Files that somebody sends with a form."""

from typing import Any

from flask_wtf.file import FileField, FileRequired

from coop.kernel.errors import InvalidError
from coop.kernel.words import mark
from coop.web.words import lazy


def needed_file(label: Any, **more: Any) -> FileField:
    """A field in which a file must be chosen; `more` as for any field."""
    return FileField(label, validators=[FileRequired(message=lazy("Choose a file."))], **more)


def bytes_of(field: FileField) -> bytes:
    """A sent file, as it came."""
    with field.data.stream as stream:
        content: bytes = stream.read()
    return content


NO_CSV = mark("This file is not UTF-8 text. Save it as CSV UTF-8.")


def text_of(field: FileField, otherwise: str = NO_CSV) -> str:
    """The text of a sent file. Raises `InvalidError` with `otherwise` beside the field when it is not UTF-8."""
    content = bytes_of(field)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as reason:
        raise InvalidError(otherwise, field=field.name) from reason
