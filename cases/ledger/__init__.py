"""台账: the vocabulary of columns, taking a ledger over from a workbook, and writing one out."""
