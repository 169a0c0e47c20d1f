"""What the vault, the tellers' program and the check of a folder refuse, in words that a page can translate.

The rules say each refusal in one English sentence and know no catalog. Here every sentence stands once more as a marked
text, with places for what differs; `said` finds the text that a sentence is.
"""

import re

from coop.kernel.words import Said, mark

_SENTENCES = (
    mark("the vote is not closed yet"),
    mark("the lot was not thrown yet"),
    mark("fewer than %(fewest)s ballots are never opened: even their total would say who chose what"),
    mark("the site did not sign this list of envelopes"),
    mark("%(announced)s paper ballots were announced, but %(typed)s were typed"),
    mark("this is not the vote that was announced when its key was made"),
    mark("another list of envelopes was opened before; a key opens one box, once"),
    mark("the key of this vote was destroyed"),
    mark("this key belongs to tellers, as for every election of persons"),
    mark("there is a key for this vote with another announcement"),
    mark("there is no key for this vote, or it was destroyed"),
    mark("there is no key for this vote"),
    mark("this is no question to a vault"),
    mark("envelopes.bin does not hold whole envelopes"),
    mark("%(name)s does not begin with the line that it must begin with"),
    mark("%(name)s has a line without code"),
    mark("%(name)s is missing"),
    mark("lot.txt cannot be read"),
    mark("these are no files"),
    mark("the envelopes are not those of the published list"),
    mark("the vote is not the one that was published"),
    mark("the envelopes do not agree with the electoral roll"),
    mark("this key is not the key of this vote"),
    mark("this seed gives no key"),
    mark("this is not a public key"),
    mark("there must be 32 random bytes for an envelope"),
    mark("this envelope cannot be opened with this key"),
    mark("%(name)s does not have exactly the fields it must have"),
    mark("%(name)s has a %(field)s that cannot be"),
    mark("two witnesses have the same name"),
    mark("two options have the same id"),
    mark("a motion has the options yes, no and blank"),
    mark("the vote closes before it opens"),
    mark("more shares are needed than there are"),
    mark("the envelopes do not have the size that belongs to these options"),
    mark("%(name)s cannot be used: %(why)s"),
    mark("the options are too many or their names too long for one envelope"),
    mark("this ballot does not fit in the envelope"),
    mark("the envelope does not hold a ballot"),
    mark("choose two letters or digits, or none"),
    mark("a code has ten letters and digits, such as K7P3Q-X9MDA, and sometimes two more"),
    mark("the log does not say which lot was thrown"),
    mark("it is no list of facts"),
    mark("the signature of %(whose)s under %(name)s is wrong"),
    mark("the envelopes in sealed.txt are not sorted, or one is there twice"),
    mark("a line of sealed.txt is not the hash of an envelope"),
    mark("%(name)s has a count that cannot be"),
    mark("the box was sealed before the closing time"),
    mark("there are %(envelopes)s envelopes, but %(cast)s were cast online and with helpers"),
    mark("there are %(ballots)s ballots and only %(electors)s electors"),
    mark("the ballots in ballots.csv are not sorted, or a code is there twice"),
    mark("ballot %(code)s is not a ballot that this vote allows"),
    mark("the ballots with code %(code)s are not told apart as they must be"),
    mark("there are so few ballots that they must not be published one by one"),
    mark("%(came)s ballots came in, but %(shown)s are published and %(invalid)s were invalid"),
    mark("result.json counts other ballots than came in"),
    mark("%(name)s has winners that cannot be"),
    mark("the box was not first sealed, then the lot thrown, then counted"),
    mark("%(name)s does not belong in a published folder"),
    mark("%(name)s belongs to another %(file)s"),
    mark("%(name)s says something about %(about)s that is not so"),
    mark("the log does not hold the four entries of this vote, in their order"),
    mark("the entries of the log are not in order"),
    mark("the log does not end with the last entry of this vote"),
    mark("the log must have one checkpoint after each entry of this vote"),
    mark("a proof is missing that the log only grew"),
    mark("the log does not hold the entry “%(kind)s” as it is written here"),
    mark("the proof that “%(kind)s” is in the log is wrong"),
    mark("the checkpoint at size %(size)s is of another log"),
    mark("the proof that the log only grew from %(old)s to %(new)s is wrong"),
    mark("a checkpoint of the log is wrong: %(why)s"),
    mark("it does not have exactly the fields it must have"),
    mark("it is not base64"),
    mark("it is not a checkpoint of this log"),
    mark("it must carry %(number)s signatures"),
    mark("the signature of %(whose)s is missing"),
    mark("the signature of %(whose)s is wrong"),
    mark("the number %(number)s is not a whole number"),
    mark("it is not JSON"),
    mark("it is not written in the one agreed way"),
    mark("%(name)s holds characters that do not belong there"),
    mark("%(name)s does not end with a whole line"),
    mark("it must be %(number)s hexadecimal digits"),
    mark("there are characters too many"),
    mark("the site"),
    mark("who opened the box"),
    mark("the number of voters or the key of this site is another"),
)
_UNKNOWN = mark("something that has no words here: “%(why)s”")
_PLACE = re.compile(r"%\\\((\w+)\\\)s")
"""A place in a text after `re.escape`."""


def _pattern(text: str) -> re.Pattern[str]:
    # Only `why` holds a sentence, with a colon before it; nothing else that differs has one.
    return re.compile(
        _PLACE.sub(lambda place: f"(?P<{place[1]}>{'.+' if place[1] == 'why' else '[^:]+'})", re.escape(text))
    )


# What says most comes first: a text that is nearly nothing but places fits many sentences.
_FOUND = sorted(
    ((_pattern(text), text) for text in _SENTENCES), key=lambda pair: -len(_PLACE.sub("", re.escape(pair[1])))
)


def said(sentence: str) -> Said:
    """The sentence as a text that can be translated, also when another one stands inside it."""
    for pattern, text in _FOUND:
        if found := pattern.fullmatch(sentence):
            places = found.groupdict()
            inside = {name: said(value) for name, value in places.items() if name == "why" or value in _SENTENCES}
            return Said(text, {**places, **inside})
    return Said(_UNKNOWN, {"why": sentence})
