"""Why a table cannot be taken in, protected or attacked: one sentence, with the line and the cell."""


class DisclosureError(ValueError):
    """`message` is an English msgid with %(name)s places; `line` counts from 1, 0 when no line is to blame."""

    def __init__(self, message: str, *, line: int = 0, **params: object) -> None:
        self.message, self.line, self.params = message, line, params
        text = message % params if params else message
        super().__init__(f"line {line}: {text}" if line else text)


def quoted(text: str) -> str:
    """A piece of a file, safe and short enough to quote."""
    safe = "".join(c if c.isprintable() else "?" for c in text)
    return f"“{safe[:57]}…”" if len(safe) > 60 else f"“{safe}”"
