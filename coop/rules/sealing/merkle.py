"""Merkle trees with proofs that a leaf is in and that an older tree is a beginning of a newer one.

Source: RFC 9162, sections 2.1.1 (tree), 2.1.3 (inclusion) and 2.1.4 (consistency); the tree of RFC 6962.
"""

from collections.abc import Iterable, Sequence
from hashlib import sha256

EMPTY = sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    """The hash of a leaf."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of a pair."""
    return sha256(b"\x01" + left + right).digest()


def split(size: int) -> int:
    """The largest power of two below `size`."""
    return 1 << (size - 1).bit_length() - 1


class Tree:
    """A tree over leaf hashes. Whole pairs are hashed once, per level."""

    def __init__(self, leaves: Iterable[bytes]) -> None:
        self.levels = [list(leaves)]
        while len(row := self.levels[-1]) > 1:
            pairs = zip(row[::2], row[1::2], strict=False)
            self.levels.append([sha256(b"\x01" + left + right).digest() for left, right in pairs])

    @classmethod
    def of(cls, data: Iterable[bytes]) -> "Tree":
        """The tree over these texts."""
        return cls([sha256(b"\x00" + one).digest() for one in data])

    @property
    def size(self) -> int:
        """The number of leaves."""
        return len(self.levels[0])

    def root(self, size: int | None = None) -> bytes:
        """The root of all leaves, or of the first `size`."""
        size = self.size if size is None else size
        return self._range(0, size) if size else EMPTY

    def _range(self, begin: int, size: int) -> bytes:
        """The hash over `size` leaves from `begin`, which is a multiple of the next power of two."""
        if size & (size - 1) == 0:
            level = size.bit_length() - 1
            return self.levels[level][begin >> level]
        left = split(size)
        return node_hash(self._range(begin, left), self._range(begin + left, size - left))

    def inclusion(self, index: int, size: int | None = None) -> list[bytes]:
        """The path from a leaf to the root of the first `size` leaves."""
        begin, size, path = 0, self.size if size is None else size, []
        while size > 1:
            left = split(size)
            if index - begin < left:
                path.append(self._range(begin + left, size - left))
                size = left
            else:
                path.append(self._range(begin, left))
                begin, size = begin + left, size - left
        return path[::-1]

    def consistency(self, old: int, new: int | None = None) -> list[bytes]:
        """The proof that the first `old` leaves, at least one, begin the tree of the first `new`."""
        begin, size, whole, path = 0, self.size if new is None else new, True, []
        while begin + size > old:
            left = split(size)
            if old - begin <= left:
                path.append(self._range(begin + left, size - left))
                size = left
            else:
                path.append(self._range(begin, left))
                begin, size, whole = begin + left, size - left, False
        return ([] if whole else [self._range(begin, size)]) + path[::-1]


def is_included(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Whether the path leads from leaf number `index` to the root of `size` leaves. RFC 9162, 2.1.3.2."""
    if not 0 <= index < size:
        return False
    first, last, found = index, size - 1, leaf
    for one in path:
        if not last:
            return False
        if first & 1 or first == last:
            found = node_hash(one, found)
            while not first & 1 and first:
                first, last = first >> 1, last >> 1
        else:
            found = node_hash(found, one)
        first, last = first >> 1, last >> 1
    return not last and found == root


def is_consistent(old: int, old_root: bytes, new: int, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """Whether the tree of `old` leaves is the beginning of the tree of `new`. RFC 9162, 2.1.4.2."""
    if old == new or not 0 < old < new:
        return old == new and old_root == new_root and not proof
    path = list(proof) if old & (old - 1) else [old_root, *proof]
    if not path:
        return False
    first, last = old - 1, new - 1
    while first & 1:
        first, last = first >> 1, last >> 1
    before = after = path[0]
    for one in path[1:]:
        if not last:
            return False
        if first & 1 or first == last:
            before, after = node_hash(one, before), node_hash(one, after)
            while not first & 1 and first:
                first, last = first >> 1, last >> 1
        else:
            after = node_hash(after, one)
        first, last = first >> 1, last >> 1
    return not last and before == old_root and after == new_root
