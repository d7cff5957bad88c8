"""办理: the only writers of ``Matter.state`` (design 6): ``perform()`` for what is done, ``adopt()`` for history taken over."""

from cases.matters.acts import amending as _amending  # noqa: F401  (fills the table of reserved codes)
from cases.matters.acts import chasing as _chasing  # noqa: F401
from cases.matters.acts import consenting as _consenting  # noqa: F401
from cases.matters.acts import handing as _handing  # noqa: F401
from cases.matters.acts import reserved as _reserved  # noqa: F401
from cases.matters.acts.adopting import Past, adopt
from cases.matters.acts.engine import Result, custody_changed, recompute_all
from cases.matters.acts.offers import Offer, allowed_actions, may_sign
from cases.matters.acts.performing import perform
from cases.matters.acts.press import Press, settle
from cases.matters.acts.sweeping import Sweep, sweep, sweep_deadlines

__all__ = [
    "Offer",
    "Past",
    "Press",
    "Result",
    "Sweep",
    "adopt",
    "allowed_actions",
    "custody_changed",
    "may_sign",
    "perform",
    "recompute_all",
    "settle",
    "sweep",
    "sweep_deadlines",
]
