"""Trees: the vectors that go round with RFC 6962, the definition of RFC 9162 itself, and wrong proofs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coop.rules.sealing.merkle import EMPTY, Tree, is_consistent, is_included, leaf_hash, node_hash, split

DATA = [bytes.fromhex(text) for text in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657")]
DATA.append(bytes.fromhex("606162636465666768696a6b6c6d6e6f"))
ROOTS = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)


def by_definition(data: list[bytes]) -> bytes:
    """MTH of RFC 9162, 2.1.1, word for word."""
    if not data:
        return EMPTY
    if len(data) == 1:
        return leaf_hash(data[0])
    k = split(len(data))
    return node_hash(by_definition(data[:k]), by_definition(data[k:]))


def test_known_roots() -> None:
    tree = Tree.of(DATA)
    assert [tree.root(size).hex() for size in range(1, 9)] == list(ROOTS)
    assert Tree.of([]).root().hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_known_paths() -> None:
    tree = Tree.of(DATA)
    assert [one.hex() for one in tree.inclusion(0, 8)] == [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ]
    assert [one.hex() for one in tree.consistency(6, 8)] == [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ]


@pytest.mark.parametrize("size", range(1, 34))
def test_every_proof_of_every_small_tree(size: int) -> None:
    data = [bytes([n]) for n in range(size)]
    tree = Tree.of(data)
    assert tree.root() == by_definition(data)
    for old in range(1, size + 1):
        assert tree.root(old) == by_definition(data[:old])
        assert is_consistent(old, tree.root(old), size, tree.root(), tree.consistency(old))
        for leaf in range(old):
            assert is_included(leaf_hash(data[leaf]), leaf, old, tree.inclusion(leaf, old), tree.root(old))


@given(st.integers(1, 60), st.data())
def test_a_wrong_proof_proves_nothing(size: int, data: st.DataObject) -> None:
    tree = Tree.of(bytes([n]) for n in range(size))
    leaf, other = data.draw(st.integers(0, size - 1)), data.draw(st.binary(min_size=32, max_size=32))
    path, mine = tree.inclusion(leaf), tree.levels[0][leaf]
    assert not is_included(other, leaf, size, path, tree.root())
    assert not is_included(mine, leaf, size, [*path, other], tree.root())
    assert not is_included(mine, leaf + size, size, path, tree.root())
    if path:
        assert not is_included(mine, leaf, size, path[:-1], tree.root())
        assert not is_included(mine, leaf, size, [other, *path[1:]], tree.root())
    old = data.draw(st.integers(1, size))
    proof = tree.consistency(old)
    assert not is_consistent(old, other, size, tree.root(), proof)
    assert not is_consistent(old, tree.root(old), size, other, proof)
    assert not is_consistent(old, tree.root(old), size, tree.root(), [*proof, other])
    if proof:
        assert not is_consistent(old, tree.root(old), size, tree.root(), proof[:-1])
    assert not is_consistent(size + 1, other, size, tree.root(), proof)
