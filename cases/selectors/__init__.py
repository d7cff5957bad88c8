"""Reads. Every selector takes the officer first; what it returns is already inside that officer's reach."""

from cases.selectors.dossier import Dossier, dossier, locked_matter

__all__ = ["Dossier", "dossier", "locked_matter"]
