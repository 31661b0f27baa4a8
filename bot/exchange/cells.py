"""Lines of CSV (RFC 4180) whose cells no spreadsheet takes for a formula."""

import csv
import io
from collections.abc import Iterable

FORMULA_BEGINS = frozenset("=+-@\t\r\n\0|%＝＋－＠")
"""With these, full-width twins included, a spreadsheet begins to calculate, or to run what it is told (ASVS 5.0 1.2.10)."""


def cell(value: object) -> str:
    """Return a value as a spreadsheet will show it: words that would act get an apostrophe in front; nothing is an empty cell."""
    if value is None:
        return ""
    text = str(value).replace("\0", "")
    is_number = type(value) in {int, float}
    return f"'{text}" if not is_number and text.lstrip(" \u00a0\ufeff")[:1] in FORMULA_BEGINS and text else text


def csv_line(values: Iterable[object]) -> str:
    """Return one line of cells, without its line break."""
    written = io.StringIO()
    csv.writer(written, lineterminator="").writerow([cell(value) for value in values])
    return written.getvalue()
