"""Residents in turn look after the conversations: what was reported, what the house rules say, who decides.

Vocabulary: melden = report; huisregels = house rules; meekijker = moderator, somebody with a turn (beurt);
bezwaar = objection; besluit = decision.

Tables: comment_reports, comment_cases, comment_decisions, moderation_turns, moderation_draws, moderation_rules.

Invariants
* A comment has at most one case; a person reports it at most once. New accounts report, but do not help to hide.
* What was decided stays: a comment that moderators kept is not hidden by more reports.
* Only a resident with a turn today decides, never about a comment of their own, one in a thread they wrote in, or
  one they reported; an objection is decided by somebody else than who decided first, and that is the end.
* Turns are drawn from a list that was closed before the dice were thrown; list, dice and order are public, as numbers.
* Every decision stands in a public log with its rule and reason, without persons and the words of the comment.
"""
