"""Forms of this app: they validate, and decide nothing (house rule 12)."""

from cases.matters.forms.acts import (
    MAX_UPLOAD,
    UPLOAD_HELP,
    ActionForm,
    Data,
    DayField,
    DayInput,
    Files,
    FilesField,
    HourField,
    MomentField,
    NoForm,
    PoliceActForm,
    Temporal,
    words_of,
)
from cases.matters.forms.rows import RowsField

__all__ = [
    "MAX_UPLOAD",
    "UPLOAD_HELP",
    "ActionForm",
    "Data",
    "DayField",
    "DayInput",
    "Files",
    "FilesField",
    "HourField",
    "MomentField",
    "NoForm",
    "PoliceActForm",
    "RowsField",
    "Temporal",
    "words_of",
]
