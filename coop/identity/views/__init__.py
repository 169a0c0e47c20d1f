"""Pages for signing in and out, links by mail, the second step, and where one is signed in."""

from coop.identity.views import account, links, outside, passkeys, signing, steps, told
from coop.identity.views.blueprint import bp, enter, leave

__all__ = ["account", "bp", "enter", "leave", "links", "outside", "passkeys", "signing", "steps", "told"]
