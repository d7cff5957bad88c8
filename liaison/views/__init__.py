"""Pages of 协作配合: what waits on both sides, 指引, meetings, and the record of one while it is held."""

from liaison.views.cooperation import cooperation, guidance, guidance_text
from liaison.views.meetings import excerpt, excerpt_pdf, meeting, meeting_press, series, series_form, sign_in_sheet
from liaison.views.minutes import minutes, minutes_act, minutes_since

__all__ = [
    "cooperation", "excerpt", "excerpt_pdf", "guidance", "guidance_text", "meeting", "meeting_press", "minutes", "minutes_act", "minutes_since", "series",
    "series_form", "sign_in_sheet",
]  # fmt: skip
