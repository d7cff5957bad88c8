"""What is proposed beside a case or a matter: 提前介入 by the rules of the case, 会商 where the two sides differ. Nothing begins by itself."""

from __future__ import annotations

from collections.abc import Iterable

from cases.desk.page.hints import Hint, Seen
from liaison.catalogue.triggers import Known, hits
from liaison.workflows.consultation import CONSULTATION
from liaison.workflows.early_intervention import EARLY_INTERVENTION
from office.models import Officer
from office.periods import add_months
from office.sides import Role, Side

OF_AGE = 18
"""Years (岁) from which on nobody is a minor."""
AGAIN = frozenset({"declined", "called_off", "unanswered"})
"""Ends after which 提前介入 may be proposed anew."""
TOO_LATE = frozenset({"prosecution_review", "non_prosecution", "follow_up"})
"""Kinds of matters that show a case beyond investigation."""
WAYS = {
    Side.PROCURATORATE: (("propose", "提出介入", Role.PROSECUTOR), ("prepare_proposal", "拟介入建议", Role.ASSISTANT)),
    Side.POLICE: (("request", "商请提前介入", Role.LEGAL), ("prepare", "拟商请提前介入", Role.INVESTIGATOR)),
}
"""By side: the act, its button, who has it."""


def proposed(officer: Officer, seen: Seen) -> Iterable[Hint]:
    """The rules that this case meets, with the act by which this officer may begin; nothing where there is 提前介入 already."""
    way = next(((code, label) for code, label, role in WAYS[Side(officer.side)] if role in officer.roles), None)
    if seen.matter is not None and seen.matter.restricted:
        return []  # what only some may know is no place to begin what all see
    if way is None or any(kind in TOO_LATE or (kind == EARLY_INTERVENTION.kind and state not in AGAIN) for kind, state in seen.kinds):
        return []
    minor = seen.youngest is not None and add_months(seen.youngest, 12 * OF_AGE) > seen.today
    found = hits(Known(seen.case.charge, seen.suspects, minor=minor), seen.settings)
    if not found:
        return []
    case = seen.case
    filled = {"case": str(case.pk)} if officer.side == Side.PROCURATORATE else {"case_number": case.number, "charge": case.charge}
    says = "符合提示提前介入的规则" if officer.side == Side.PROCURATORATE else "可以商请检察机关提前介入"
    words = f"{says}：{'；'.join(hit.words for hit in found)}"
    return [Hint(words, way[1], EARLY_INTERVENTION.kind, way[0], filled, any(not hit.condition for hit in found))]


DISPUTED = frozenset({"no_arrest", "non_prosecution", "supplementary"})
"""Kinds in which one side holds against the other what it decided, or asked for (不捕、不诉的分歧, 补侦条目的异议)."""
CONSULTING = {
    Side.PROCURATORATE: (("apply", "申请会商", Role.PROSECUTOR), ("prepare", "拟写会商申请", Role.ASSISTANT)),
    Side.POLICE: (("apply", "申请会商", Role.LEGAL), ("prepare", "拟写会商申请", Role.INVESTIGATOR)),
}
"""By side: the act, its button, who has it."""


def disputed(officer: Officer, seen: Seen) -> Iterable[Hint]:
    """会商 on the page of a matter where the sides may differ, as long as none follows it."""
    matter = seen.matter
    way = next(((code, label) for code, label, role in CONSULTING[Side(officer.side)] if role in officer.roles), None)
    if matter is None or way is None or matter.kind not in DISPUTED or not matter.seen_by_both:
        return []
    if any(kind == CONSULTATION.kind for kind, _ in seen.kinds):
        return []
    words = "双方对本事项有分歧的，可以申请会商；会商不代替依法要求复议、提请复核，不影响任何法定期限"
    return [Hint(words, way[1], CONSULTATION.kind, way[0], {"source": matter.number})]
