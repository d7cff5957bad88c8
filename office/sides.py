"""两侧、角色与位置: the words every permission is written in (design 7)."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models


class Side(models.TextChoices):
    """Whom an organisation, an officer or a row of the trail belongs to."""

    PROCURATORATE = "procuratorate", "检察机关"
    POLICE = "police", "公安机关"


SHORT: dict[str, str] = {Side.PROCURATORATE: "检", Side.POLICE: "警"}
"""One character for each side, where many lines stand below each other."""
OTHER: dict[str, Side] = {Side.PROCURATORATE: Side.POLICE, Side.POLICE: Side.PROCURATORATE}
"""The side across."""


class Role(models.TextChoices):
    """What an officer may be; an officer holds a set of them."""

    ASSISTANT = "assistant_prosecutor", "检察官助理"
    PROSECUTOR = "prosecutor", "检察官"
    CHIEF = "chief_prosecutor", "检察长"
    CASE_MANAGER = "case_manager", "案件管理"
    COMPLAINTS = "complaint_officer", "控告申诉检察"
    EXECUTION = "execution_officer", "刑事执行检察"
    ADMINISTRATIVE = "administrative_officer", "行政检察"
    INVESTIGATOR = "investigator", "办案民警"
    LEGAL = "legal_officer", "法制员"
    HEAD = "police_head", "公安机关负责人"
    SYSTEM_ADMIN = "system_admin", "系统管理员"
    SECURITY_ADMIN = "security_admin", "安全管理员"
    AUDIT_ADMIN = "audit_admin", "审计管理员"


PROCURATORATE_ROLES = frozenset(
    {Role.ASSISTANT, Role.PROSECUTOR, Role.CHIEF, Role.CASE_MANAGER, Role.COMPLAINTS, Role.EXECUTION, Role.ADMINISTRATIVE}
)
POLICE_ROLES = frozenset({Role.INVESTIGATOR, Role.LEGAL, Role.HEAD})
BUSINESS_ROLES = PROCURATORATE_ROLES | POLICE_ROLES
"""Who handles matters; the rest administer."""
ADMIN_ROLES = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})
"""三员: mutually exclusive, and none of them sees a matter (GB/T 22239-2019 8.1.5)."""

SIDE_OF_ROLE: dict[str, str] = {
    **dict.fromkeys(PROCURATORATE_ROLES, Side.PROCURATORATE),
    **dict.fromkeys(POLICE_ROLES, Side.POLICE),
}

HEADS: dict[str, Role] = {Side.PROCURATORATE: Role.CHIEF, Side.POLICE: Role.HEAD}
"""Who decides in the name of an organisation, by side; what he delegates is decided by another in his name."""

SIGNS = frozenset({Role.PROSECUTOR, Role.CHIEF, Role.LEGAL, Role.HEAD})
"""Who signs papers of his side, and takes them back; 检察官助理 and 办案民警 draft."""


class Place(models.TextChoices):
    """Where an actor stands to the matter: 上级院 is a place, not a role."""

    OWN = "own", "本办公室"
    SUPERIOR = "superior", "上一级人民检察院"


@dataclass(frozen=True)
class Actor:
    """A role and a place: who may act. ``other`` means 另行指派: not who decided what is contested."""

    role: str
    place: str = Place.OWN
    other: bool = False

    @property
    def side(self) -> str:
        return SIDE_OF_ROLE[self.role]

    @property
    def label(self) -> str:
        where = "上一级人民检察院" if self.place == Place.SUPERIOR else ""
        which = "另行指派的" if self.other else ""
        return f"{where}{which}{Role(self.role).label}"
