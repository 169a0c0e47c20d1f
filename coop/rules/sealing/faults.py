"""What can be wrong, each in one sentence."""


class SealError(ValueError):
    """A key, code, envelope or file is not what it should be; the text is one sentence."""


class UntrueError(SealError):
    """Something in a published folder is false; the text is the one sentence that says what."""


def claim(holds: bool, sentence: str) -> None:
    """Raise `UntrueError` with this sentence unless the claim holds."""
    if not holds:
        raise UntrueError(sentence)
