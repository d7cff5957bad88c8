"""会商 as others read of it: what the agenda of a 联席会议 may take up. It names number and nothing of what was said."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from liaison.models.consultation import ConsultationDetail, Outcome


@dataclass(frozen=True)
class Undecided:
    """A 会商 without agreement that both hosts have put before the meeting, by a neutral name."""

    matter: UUID
    number: str

    @property
    def title(self) -> str:
        """What an agenda calls it: 「会商未取得一致的事项（侦协商〔2026〕3号）」."""
        return f"会商未取得一致的事项（{self.number}）"


def for_meeting(office: UUID) -> list[Undecided]:
    """R6: each 会商 of an office that ended without full agreement and that both hosts put before the 联席会议, oldest first.

    Read without regard to seats, for it tells nobody more than the number.
    """
    rows = ConsultationDetail.objects.filter(
        matter__office=office, matter__state="closed", to_meeting=True, outcome__in=(Outcome.PARTLY, Outcome.DISAGREED)
    )
    return [Undecided(*row) for row in rows.order_by("matter_id").values_list("matter_id", "matter__number")]
