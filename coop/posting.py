"""Sends the mail that waits in the outbox: in the language of each reader, one short transaction a step."""

import logging
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date, datetime
from html import escape
from re import sub
from time import monotonic
from typing import Any

from flask import current_app
from flask_babel import force_locale
from sqlalchemy.orm import Session

from coop.advice.policy import OWN_NEWS as ADVICE_NEWS
from coop.agenda.policy.talk import OWN_NEWS
from coop.digests.models import Digest
from coop.districts.models import District
from coop.kernel.db import writing
from coop.kernel.words import mark
from coop.notifications.actions import Letter, claim_mail, mark_sent, note_refusal, put_back
from coop.notifications.gateways import Mailer, MailError, MailRefusedError, MessageNumbers, SmtpMailer
from coop.notifications.policy import NEWS
from coop.notifications.queries import waiting_mail
from coop.opendata.policy import NEWS as OPEN_NEWS
from coop.web.filters import day, moment
from coop.web.words import in_language

Sessions = Callable[[], Session]
_KINDS = {**OPEN_NEWS, **OWN_NEWS, **ADVICE_NEWS}
_MORE = mark("And %(count)s more.")


def send_mail(sessions: Sessions, mailer: Mailer | None, site: str, at: datetime, patience: float) -> str:
    """Send what is due, for at most `patience` seconds. No transaction is open while a message is handed over."""
    if mailer is None:
        with sessions() as db:
            waiting = waiting_mail(db)
        return f"{waiting} waiting: COOP_SMTP is not set, so nothing is sent" if waiting else ""
    sent = failed = 0
    end, writer = monotonic() + patience, _Writer(sessions, site)
    with ExitStack() as held:
        if isinstance(mailer, SmtpMailer):
            held.enter_context(mailer)
        while True:
            with sessions() as db:
                letter = claim_mail(writing(db), writer.text, at=at)
                db.commit()
            if letter is None:
                return f"{sent} sent, {failed} failed" if sent or failed else ""
            if _hand_over(sessions, mailer, writer, letter, at):
                sent += 1
            else:
                failed += 1
            if monotonic() >= end:
                return f"{sent} sent, {failed} failed, the rest next time"


def _hand_over(sessions: Sessions, mailer: Mailer, writer: "_Writer", letter: Letter, at: datetime) -> bool:
    headers = writer.headers(letter, getattr(mailer, "domain", "localhost"))
    try:
        mailer.send(
            to=letter.to,
            subject=letter.subject,
            body=letter.body,
            html=as_html(letter.body, letter.language),
            headers=headers,
        )
    except MailError as reason:
        logging.getLogger("coop.jobs").warning("message %s was not handed over: %s", letter.message_id, reason)
        with sessions() as db:
            if isinstance(reason, MailRefusedError):
                note_refusal(writing(db), letter.message_id, at=at)
            else:
                put_back(writing(db), letter.message_id, at=at)
            db.commit()
        return False
    with sessions() as db:
        mark_sent(writing(db), letter.message_id, at=at)
        db.commit()
    return True


@dataclass(slots=True)
class _Writer:
    """Fills messages in. What is the same for many readers is made once."""

    sessions: Sessions
    site: str
    _digests: dict[tuple[int, str], str] = field(default_factory=dict)
    _slugs: dict[int, str] = field(default_factory=dict)

    def text(self, language: str, msgid: str, params: dict[str, object]) -> str:
        """A message of the outbox.

        `%(…_at)s` are moments, `…_on` days, `…_word` msgids, a `title` that is a list a msgid
        with what it names, `site` is where it is, `digest` the news of one digest,
        after what is new for this reader alone, and `stop_address` the page on which its reader stops it.
        """
        with force_locale(language):
            shown = {name: self._shown(language, name, value) for name, value in params.items()}
        if "%(site)s" in msgid:
            shown["site"] = self.site
        if "%(stop_address)s" in msgid:
            shown["stop_address"] = self._stop_address(params)
        own = params.get("own")
        if isinstance(own, list) and own:
            lines = self._told(language, self._slug(int(str(params["district_id"]))), own)
            shown["digest"] = "\n\n".join([*lines, *([str(shown["digest"])] if shown["digest"] else [])])
        return in_language(language, msgid, **shown)

    def headers(self, letter: Letter, domain: str) -> dict[str, str]:
        """One Message-ID however often it is sent; for news also the button of RFC 8058."""
        numbers = MessageNumbers(str(current_app.config["SECRET_KEY"]))
        found = {"Message-ID": numbers.header(letter.message_id, domain)}
        if letter.topic == NEWS:
            found["List-Unsubscribe"] = f"<{self._stop_address(letter.params)}>"
            found["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        return found

    def _shown(self, language: str, name: str, value: object) -> object:
        if name.endswith("_at"):
            return moment(datetime.fromisoformat(str(value)))
        if name.endswith("_on"):
            return day(date.fromisoformat(str(value)))
        if name == "digest" and isinstance(value, int):
            if (value, language) not in self._digests:
                self._digests[value, language] = self._digest(language, value)
            return self._digests[value, language]
        if name == "title" and isinstance(value, list):
            msgid, named = value
            return in_language(language, msgid, **named)
        return in_language(language, str(value)) if name.endswith("_word") else value

    def _digest(self, language: str, digest_id: int) -> str:
        if not digest_id:
            return ""
        with self.sessions() as db:
            digest = db.get_one(Digest, digest_id)
            slug = self._slug(digest.district_id)
        told = self._told(language, slug, digest.lines)
        if digest.more:
            told.append(in_language(language, _MORE, count=digest.more))
        return "\n\n".join(told)

    def _told(self, language: str, slug: str, lines: Iterable[Sequence[Any]]) -> list[str]:
        told = []
        for what, number, title, _at in lines:
            endpoint, name, words = _KINDS[what]
            path = current_app.url_map.bind("").build(endpoint, {"district": slug, name: number})
            told.append(f"{in_language(language, words)}: {title}\n{self.site}{path}")
        return told

    def _stop_address(self, params: dict[str, object]) -> str:
        reader, district_id = int(str(params["reader"])), int(str(params["district_id"]))
        token = current_app.extensions["coop.stop_links"].token(reader, district_id)
        return f"{self.site}/{self._slug(district_id)}/nieuws-stoppen/{token}"

    def _slug(self, district_id: int) -> str:
        if district_id not in self._slugs:
            with self.sessions() as db:
                self._slugs[district_id] = str(db.get_one(District, district_id).slug)
        return self._slugs[district_id]


def as_html(body: str, language: str) -> str:
    """The same words as simple HTML: paragraphs and links, no pictures, nothing that is fetched."""
    paragraphs = (
        sub(
            r"https?://[^\s<]+",
            lambda found: f'<a href="{found[0]}">{found[0]}</a>',
            escape(part).replace("\n", "<br>\n"),
        )
        for part in body.strip().split("\n\n")
    )
    text = "\n".join(f"<p>{part}</p>" for part in paragraphs)
    head = f'<!doctype html>\n<html lang="{escape(language)}"><head><meta charset="utf-8"></head>'
    return f"{head}<body>\n{text}\n</body></html>\n"
