"""Sealing: the vectors of RFC 9180 A.3, another implementation, and what must be refused."""

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from hypothesis import given
from hypothesis import strategies as st

from coop.rules.sealing.faults import SealError
from coop.rules.sealing.hpke import CURVE, OVERHEAD, Opener, Sealer, derived, point, public_bytes

# RFC 9180, appendix A.3.1: DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-128-GCM, base mode.
INFO = bytes.fromhex("4f6465206f6e2061204772656369616e2055726e")
IKM_E = bytes.fromhex("4270e54ffd08d79d5928020af4686d8f6b7d35dbe470265f1f5aa22816ce860e")
IKM_R = bytes.fromhex("668b37171f1072f3cf12ea8a236a45df23fc13b82af3609ad1e354f6ef817550")
SK_E = 0x4995788EF4B9D6132B249CE59A77281493EB39AF373D236A1FE415CB0C2D7BEB
SK_R = 0xF3CE7FDAE57E1A310D87F1EBBDE6F328BE0A99CDBCADF4D6589CF29DE4B8FFD2
PK_R = bytes.fromhex(
    "04fe8c19ce0905191ebc298a9245792531f26f0cece2460639e8bc39cb7f706a826a779b4cf969b8a0e539c7f62fb3d30ad6aa8f80e30f1d1"
    "28aafd68a2ce72ea0"
)
ENC = bytes.fromhex(
    "04a92719c6195d5085104f469a8b9814d5838ff72b60501e2c4466e5e67b325ac98536d7b61a1af4b78e5b7f951c0900be863c403ce65c9bf"
    "cb9382657222d18c4"
)
PT = bytes.fromhex("4265617574792069732074727574682c20747275746820626561757479")
AAD = bytes.fromhex("436f756e742d30")
CT = bytes.fromhex("5ad590bb8baa577f8619db35a36311226a896e7342a6d836d8b7bcd2f20b6c7f9076ac232e3ab2523f39513434")
KEY = derived(IKM_R)
PUBLIC = public_bytes(KEY)


def test_keys_of_the_rfc() -> None:
    assert KEY.private_numbers().private_value == SK_R
    assert derived(IKM_E).private_numbers().private_value == SK_E
    assert (PUBLIC, public_bytes(derived(IKM_E))) == (PK_R, ENC)


def test_message_of_the_rfc() -> None:
    assert Sealer(PK_R, INFO, key_size=16).seal(PT, IKM_E, AAD) == ENC + CT
    assert Opener(KEY, INFO, key_size=16).open(ENC + CT, AAD) == PT


@given(st.binary(max_size=300), st.binary(min_size=32, max_size=32), st.binary(max_size=20))
def test_another_implementation_opens_what_we_seal_and_the_other_way_round(
    text: bytes, randomness: bytes, info: bytes
) -> None:
    theirs = Suite(KEM.P256, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
    ours = Sealer(PUBLIC, info).seal(text, randomness)
    assert len(ours) == len(text) + OVERHEAD
    assert theirs.decrypt(ours, KEY, info) == text
    assert Opener(KEY, info).open(theirs.encrypt(text, KEY.public_key(), info)) == text


@pytest.mark.parametrize("place", [0, 1, 40, 64, 65, 100, 336])
def test_a_flipped_bit_is_refused(place: int) -> None:
    envelope = bytearray(Sealer(PUBLIC, INFO).seal(b" " * 256, IKM_E))
    envelope[place] ^= 1
    with pytest.raises(SealError):
        Opener(KEY, INFO).open(bytes(envelope))


@pytest.mark.parametrize("envelope", [b"", b"\x04", b"\x04" * 65, b"\x00" * 400, ENC, ENC + b"\x00" * 15])
def test_what_is_no_envelope_is_refused_without_a_crash(envelope: bytes) -> None:
    with pytest.raises(SealError):
        Opener(KEY, INFO).open(envelope)


def test_another_vote_or_another_key_opens_nothing() -> None:
    envelope = Sealer(PUBLIC, b"one vote").seal(b"x", IKM_E)
    with pytest.raises(SealError):
        Opener(KEY, b"another vote").open(envelope)
    with pytest.raises(SealError):
        Opener(ec.generate_private_key(CURVE), b"one vote").open(envelope)


@pytest.mark.parametrize("data", [b"", PK_R[:-1], b"\x02" + PK_R[1:33], PK_R[:-1] + b"\x01", b"\x00" * 65])
def test_what_is_no_point_of_the_curve_is_no_key(data: bytes) -> None:
    with pytest.raises(SealError):
        point(data)


def test_too_little_chance_is_refused() -> None:
    with pytest.raises(SealError, match="random"):
        Sealer(PUBLIC, INFO).seal(b"x", b"short")
