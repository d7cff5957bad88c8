"""参加人: who has a seat in a matter, side by side, as its page lists them; they alone see a restricted one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cases.matters.dossier import Opened
from cases.matters.seats import in_force
from office.sides import Side


@dataclass(frozen=True)
class Seat:
    """One seat: as what, and who."""

    part: str
    name: str


@dataclass(frozen=True)
class Bench:
    """The seats of one unit."""

    side: str
    """Empty for a guest of neither side."""
    unit: str
    seats: list[Seat]


def benches(dossier: Opened, today: date) -> list[Bench]:
    """The seats in force of a restricted matter, unit by unit, the procuratorate first: one query; of other matters none."""
    if not dossier.matter.restricted:
        return []
    seats = in_force(today).filter(matter=dossier.matter).select_related("officer__organisation", "organisation").order_by("since", "id")
    found: dict[tuple[str, str], list[Seat]] = {}
    for one in seats:
        organisation = one.officer.organisation if one.officer is not None else one.organisation
        unit = organisation.name if organisation is not None else one.guest_unit
        name = one.officer.name if one.officer is not None else one.guest_name or "全体人员"
        found.setdefault((one.side, unit), []).append(Seat(one.get_role_display(), name))
    order = [*Side.values, ""]
    return [Bench(side, unit, rows) for (side, unit), rows in sorted(found.items(), key=lambda pair: order.index(pair[0][0]))]


SEEN_BY = (
    "只有上列受邀人员看得见；设置为负责人可以查看的，本单位负责人可以查看，不能办理。其他同事、上一级人民检察院和系统管理人员都看不到。"
    "来源事项、通知和日历只写类别和编号。取消邀请的，当日起看不到；查看、下载均留痕。"
)
"""谁看得见, of a restricted matter."""
