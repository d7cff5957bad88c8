"""Reads. Every selector takes the officer first; what it returns is already inside that officer's reach."""

from cases.selectors.dossier import Dossier, dossier, locked_matter
from cases.selectors.finding import search
from cases.selectors.notices import unread_notices

__all__ = ["Dossier", "dossier", "locked_matter", "search", "unread_notices"]
