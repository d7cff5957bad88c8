"""Pages of 协作配合: what waits on both sides, the 指引 of the office, and the record of a meeting while it is held."""

from liaison.views.cooperation import cooperation, guidance, guidance_text
from liaison.views.minutes import minutes, minutes_act, minutes_since

__all__ = ["cooperation", "guidance", "guidance_text", "minutes", "minutes_act", "minutes_since"]
