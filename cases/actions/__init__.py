"""办理: the only writers of ``Matter.state`` (design 6): ``perform()`` for what is done, ``adopt()`` for history taken over."""

from cases.actions import amending as _amending  # noqa: F401  (fills the table of reserved codes)
from cases.actions import chasing as _chasing  # noqa: F401
from cases.actions import consenting as _consenting  # noqa: F401
from cases.actions import reserved as _reserved  # noqa: F401
from cases.actions.adopting import Past, adopt
from cases.actions.engine import Result
from cases.actions.offers import Offer, allowed_actions, may_sign
from cases.actions.performing import perform
from cases.actions.refreshing import custody_changed, recompute_all, refresh
from cases.actions.sweeping import Sweep, sweep, sweep_deadlines

__all__ = [
    "Offer",
    "Past",
    "Result",
    "Sweep",
    "adopt",
    "allowed_actions",
    "custody_changed",
    "may_sign",
    "perform",
    "recompute_all",
    "refresh",
    "sweep",
    "sweep_deadlines",
]
