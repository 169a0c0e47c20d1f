"""Spreadsheets that a test uploads."""

import io
import zipfile
from collections.abc import Sequence

from openpyxl import Workbook


def xlsx(*rows: Sequence[object]) -> bytes:
    """An XLSX file of one sheet."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def repacked(content: bytes, **changed: bytes) -> bytes:
    """The same file with other parts: `sheet1` for xl/worksheets/sheet1.xml."""
    saved = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(saved, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, changed.get(part.rsplit("/", 1)[-1].split(".")[0], old.read(part)))
    return saved.getvalue()
