"""Tables of accounts and of everything with which somebody signs in."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from coop.identity.policy import Way
from coop.kernel.db import Base, UtcDateTime, enum_column


class Account(Base):
    """Somebody who can sign in, until it is closed. `erase_on`: from that day on nothing of the person is kept here."""

    __tablename__ = "accounts"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    password_hash: Mapped[str] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(8), default="nl")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    erase_on: Mapped[date | None] = mapped_column(index=True)


class SignIn(Base):
    """One browser in which somebody is signed in, until it ends. `device`: what the browser said of itself, in short.

    `is_strong`: a second step was done here, so that offices count. `outside_session`: digest of the session at the
    identity provider, so that signing out there ends it here too; empty for the other ways.
    """

    __tablename__ = "sign_ins"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    token: Mapped[str] = mapped_column(String(64))
    way: Mapped[Way] = mapped_column(enum_column(Way))
    device: Mapped[str] = mapped_column(String(80), default="")
    is_strong: Mapped[bool] = mapped_column(default=False)
    outside_session: Mapped[str] = mapped_column(String(64), default="", server_default="")
    begun_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Brake(Base):
    """Tries that failed in a row. `key` is a keyed hash of what was tried on, so that no address stands here."""

    __tablename__ = "sign_in_brakes"
    __table_args__ = (CheckConstraint("failures >= 0", name="failures"),)

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    failures: Mapped[int]
    tried_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    free_at: Mapped[datetime] = mapped_column(UtcDateTime)


class SignInLink(Base):
    """A link by mail that signs in once. Tokens are kept as hashes only; `browser_hash`: the browser that asked."""

    __tablename__ = "sign_in_links"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    browser_hash: Mapped[str] = mapped_column(String(64))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class SecondFactor(Base):
    """The app with which an account makes codes. `sealed_secret`: encrypted; `last_step`: no code counts twice."""

    __tablename__ = "second_factors"

    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    sealed_secret: Mapped[str] = mapped_column(String(400))
    last_step: Mapped[int] = mapped_column(default=0)
    set_up_at: Mapped[datetime] = mapped_column(UtcDateTime)


class RecoveryCode(Base):
    """A code on paper for when the app is lost; each works once."""

    __tablename__ = "recovery_codes"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64))
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Passkey(Base):
    """A key in somebody's phone, computer or stick; here stands only the public half, in base64url.

    `sign_count`: what the key last said of how often it was used, 0 when it does not count.
    """

    __tablename__ = "passkeys"
    __table_args__ = (CheckConstraint("sign_count >= 0", name="sign_count"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    credential_id: Mapped[str] = mapped_column(String(1400), unique=True)
    public_key: Mapped[str] = mapped_column(String(2000))
    sign_count: Mapped[int] = mapped_column(BigInteger, default=0)
    name: Mapped[str] = mapped_column(String(60))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class SpentQuestion(Base):
    """A question to a passkey that was answered, right or wrong: it is answered once, also by a copy of the cookie."""

    __tablename__ = "spent_questions"

    question_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    spent_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class OutsideIdentity(Base):
    """An account at an identity provider that is joined to one here: by issuer and subject, never by e-mail."""

    __tablename__ = "outside_identities"
    __table_args__ = (UniqueConstraint("issuer", "subject"), UniqueConstraint("account_id", "issuer"))

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    slug: Mapped[str] = mapped_column(String(40))
    issuer: Mapped[str] = mapped_column(String(255))
    subject: Mapped[str] = mapped_column(String(255))
    joined_at: Mapped[datetime] = mapped_column(UtcDateTime)
