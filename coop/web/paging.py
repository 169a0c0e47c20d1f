"""Pages of a list."""

from dataclasses import dataclass

from flask import request


@dataclass(frozen=True, slots=True)
class Paging:
    """Page `number` (from 1) of a list of `total` rows, `size` a page."""

    number: int
    size: int
    total: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.size))

    @property
    def current(self) -> int:
        """The page that is shown: a number beyond the last page shows the last."""
        return min(self.number, self.pages)

    @property
    def offset(self) -> int:
        return (self.current - 1) * self.size

    @property
    def has_previous(self) -> bool:
        return self.current > 1

    @property
    def has_next(self) -> bool:
        return self.current < self.pages


def page_number() -> int:
    """The page asked for in `?pagina=`; 1 when it is absent or nonsense."""
    asked = request.args.get("pagina", "1")
    return max(1, int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1


def paging_from_request(total: int, size: int = 30) -> Paging:
    """The page of this request over `total` rows."""
    return Paging(page_number(), size, total)
