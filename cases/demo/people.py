"""Who works in the demonstration office. Every name is invented; no account outlives the demonstration."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.contrib.auth.hashers import make_password

from office import audit
from office.models import JointOffice, Level, Officer, Organisation, RoleGrant
from office.sides import Role, Side

PASSWORD = "Qingjiang-Yanshi-2026"  # noqa: S105  (printed for everyone, and refused in production)
"""One password for all demonstration accounts: shown by ``manage.py demo --accounts``, never used in production."""
MARK = "（演示）"

EAST, WEST, FOREST = "QJCD", "QJHX", "QJSL"
OWN, STRANGE = "QJ", "BS"


@dataclass(frozen=True)
class Court:
    """A procuratorate with its joint office."""

    code: str
    name: str
    short: str
    mark: str
    level: str
    superior: str
    office: str
    office_name: str


@dataclass(frozen=True)
class Organ:
    """A police organ; ``office`` is the joint office it belongs to, empty for one that only stands above."""

    code: str
    name: str
    short: str
    mark: str
    order: int
    superior: str = ""
    office: str = ""
    level: str = Level.COUNTY


@dataclass(frozen=True)
class Person:
    username: str
    name: str
    title: str
    organisation: str
    roles: tuple[str, ...]
    phone: str = ""
    """Short number of the house, as the roster names it."""


COURTS = (
    Court("JBSJCY", "江北省人民检察院", "江北省检", "江北检", Level.PROVINCE, "", "JB", "江北省侦查监督与协作配合办公室"),
    Court("LHJCY", "临河市人民检察院", "临河市检", "临检", Level.CITY, "JBSJCY", "LH", "临河市侦查监督与协作配合办公室"),
    Court("QJJCY", "青江区人民检察院", "青江区检", "青检", Level.COUNTY, "LHJCY", OWN, "青江区侦查监督与协作配合办公室"),
    Court("BSJCY", "白石区人民检察院", "白石区检", "白检", Level.COUNTY, "LHJCY", STRANGE, "白石区侦查监督与协作配合办公室"),
)
ORGANS = (
    Organ("LHGA", "临河市公安局", "临河市局", "临公", 10, level=Level.CITY),
    Organ(EAST, "临河市公安局城东分局", "城东分局", "城公", 20, "LHGA", OWN),
    Organ(WEST, "临河市公安局河西分局", "河西分局", "河公", 30, "LHGA", OWN),
    Organ(FOREST, "临河市公安局森林公安分局", "森林公安分局", "森公", 40, "LHGA", OWN),
    Organ("BSNJ", "临河市公安局南郊分局", "南郊分局", "南公", 50, "LHGA", STRANGE),
)
"""In statutory order. 森林公安分局 has no account: its papers are entered by the prosecutors (线下登记)."""

PEOPLE = (
    Person("jc.wang", "王砚秋", "派驻检察官", "QJJCY", (Role.PROSECUTOR,), "短号6201"),
    Person("jc.zhou", "周聿明", "检察官", "QJJCY", (Role.PROSECUTOR,), "短号6217"),
    Person("jc.li", "李珩", "检察官助理", "QJJCY", (Role.ASSISTANT,), "短号6203"),
    Person("jc.he", "何知远", "检察长", "QJJCY", (Role.CHIEF,), "短号6200"),
    Person("jc.qin", "秦若川", "副检察长", "QJJCY", (Role.CHIEF, Role.PROSECUTOR), "短号6202"),
    Person("jc.meng", "孟书安", "案件管理部门", "QJJCY", (Role.CASE_MANAGER,)),
    Person("jc.shen", "申屠和", "控告申诉检察部门", "QJJCY", (Role.COMPLAINTS,)),
    Person("jc.yan", "晏守拙", "刑事执行检察部门", "QJJCY", (Role.EXECUTION,), "短号6208"),
    Person("jc.zhuang", "庄予衡", "行政检察部门", "QJJCY", (Role.ADMINISTRATIVE,)),
    Person("ga.fang", "方其昌", "法制大队民警", EAST, (Role.LEGAL,), "短号7302"),
    Person("ga.shao", "邵勉", "刑侦大队民警", EAST, (Role.INVESTIGATOR,), "短号7303"),
    Person("ga.ju", "鞠海生", "分局局长", EAST, (Role.HEAD,), "短号7300"),
    Person("ga.tang", "唐以恒", "法制大队民警", WEST, (Role.LEGAL,), "短号7418"),
    Person("ga.xu", "许牧", "经侦大队民警", WEST, (Role.INVESTIGATOR,), "短号7419"),
    Person("ga.pei", "裴正清", "分局局长", WEST, (Role.HEAD,)),
    Person("sj.lu", "陆怀瑾", "检察官", "LHJCY", (Role.PROSECUTOR,)),
    Person("sj.gao", "高致和", "检察长", "LHJCY", (Role.CHIEF,)),
    Person("sj.an", "安予宁", "案件管理部门", "LHJCY", (Role.CASE_MANAGER,)),
    Person("ss.tong", "佟望舒", "检察官", "JBSJCY", (Role.PROSECUTOR,)),
    Person("bs.jiang", "江夏生", "检察官", "BSJCY", (Role.PROSECUTOR,)),
    Person("bs.yan", "颜伯钧", "检察长", "BSJCY", (Role.CHIEF,)),
    Person("ga.nan", "南宫越", "法制大队民警", "BSNJ", (Role.LEGAL,)),
    Person("gl.xitong", "喻理", "系统管理员", "QJJCY", (Role.SYSTEM_ADMIN,)),
    Person("gl.anquan", "季安", "安全管理员", "QJJCY", (Role.SECURITY_ADMIN,)),
    Person("gl.shenji", "沈鉴", "审计管理员", "QJJCY", (Role.AUDIT_ADMIN,)),
)


@dataclass(frozen=True)
class Cast:
    """The people and bodies of the demonstration, by their short names."""

    courts: dict[str, Organisation]
    organs: dict[str, Organisation]
    offices: dict[str, JointOffice]
    officers: dict[str, Officer]

    def of_role(self, organ: str, role: str) -> Officer:
        """The first officer of this role in a police organ."""
        return self.officers[next(person.username for person in PEOPLE if person.organisation == organ and role in person.roles)]


def engage(now: datetime) -> Cast:
    """Write organisations, joint offices and officers into the empty database."""
    courts: dict[str, Organisation] = {}
    offices: dict[str, JointOffice] = {}
    for place, row in enumerate(COURTS):
        courts[row.code] = Organisation.objects.create(
            code=row.code, name=row.name + MARK, short_name=row.short + MARK, abbreviation=row.mark, side=Side.PROCURATORATE,
            level=row.level, parent=courts.get(row.superior), order=10 * (place + 1),
        )
        offices[row.office] = JointOffice.objects.create(
            code=row.office, name=row.office_name + MARK, procuratorate=courts[row.code]
        )
    organs: dict[str, Organisation] = {}
    for organ in ORGANS:
        organs[organ.code] = Organisation.objects.create(
            code=organ.code, name=organ.name + MARK, short_name=organ.short + MARK, abbreviation=organ.mark, side=Side.POLICE,
            level=organ.level, parent=organs.get(organ.superior), order=organ.order,
        )
        if organ.office:
            offices[organ.office].organs.add(organs[organ.code])
    # one hash for all: deriving it for each would take longer than many a story
    secret = make_password(PASSWORD)
    officers: dict[str, Officer] = {}
    for person in PEOPLE:
        officer = officers[person.username] = Officer(
            username=person.username, name=person.name, title=person.title, phone=person.phone, password=secret, is_demo=True,
            organisation=(courts | organs)[person.organisation], must_change_password=False, created_at=now,
            password_changed_at=now,
        )
        officer.save(force_insert=True)
        RoleGrant.objects.bulk_create(RoleGrant(officer=officer, role=role, granted_at=now) for role in person.roles)
    audit.record(None, "demo", offices[OWN], chain=offices[OWN].pk, officers=len(officers))
    return Cast(courts, organs, offices, officers)


@dataclass(frozen=True)
class Account:
    """One line of ``manage.py demo --accounts``; ``password`` is empty once its owner has changed it."""

    username: str
    password: str
    side: str
    roles: list[str]
    name: str
    office: str
    login_url: str


def accounts() -> list[Account]:
    """Every demonstration account, in the order of the cast."""
    order = [person.username for person in PEOPLE]
    rows = Officer.objects.filter(is_demo=True, is_active=True).select_related("organisation").prefetch_related("grants")
    return [
        Account(
            username=row.username,
            password=PASSWORD if row.password_changed_at == row.created_at else "",
            side=row.side,
            roles=[role for role in Role.values if role in row.roles],
            name=row.name,
            office=row.organisation.name,
            login_url=f"http://localhost:{settings.PORT}/{row.side}/sign-in/",
        )
        for row in sorted(rows, key=lambda row: (order.index(row.username) if row.username in order else len(order), row.username))
    ]
