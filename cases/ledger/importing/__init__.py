"""台账导入: an office's own Excel ledger becomes history for ``adopt()``; nothing is guessed, nothing is half written."""

from cases.ledger.importing.ledger import Change, Report, Row, examine, import_ledger, ledger_of, organs_of

__all__ = ["Change", "Report", "Row", "examine", "import_ledger", "ledger_of", "organs_of"]
