"""联席会议: four quarters of one series. A topic put off three times, then passed on; the last meeting typed by both sides at once, its 纪要
sent back once and signed; and the next one being prepared. All persons, units and numbers are invented, and marked （演示）."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from cases.demo.people import EAST, MARK, OWN
from cases.demo.playing import Player
from cases.demo.repertoire import learn
from cases.demo.script import Affair, Course, On, Part, Scene, Step, Value
from liaison.catalogue import occasions
from liaison.models.joint_meeting import AgendaItem, Attendance, MeetingSeries
from office.holidays import calendar
from office.periods import add_months
from office.sides import Side

MEETING, LED = Part("joint_meeting"), Part("resolution")
PLATFORM, RENAMED = "异地刷单平台案件的管辖与协查", "刷单平台案件由谁管辖"
BOOKING, DATA, CHANGED, NIGHT, DUTY = (
    "提讯预约与办案中心衔接", "电子数据调取文书式样统一", "批准逮捕后变更强制措施的通知", "延长夜间送案受理时间", "元旦期间值班衔接",
)  # fmt: skip
PEOPLE = ("jc.he", "jc.qin", "jc.wang", "jc.zhou", "ga.ju", "ga.fang", "ga.tang", "ga.xu", "ga.pei")


@dataclass(frozen=True)
class Quarter(Value):
    """The quarter so many quarters before that of the show."""

    back: int

    def typed(self, scene: Scene) -> Any:
        """Its name."""
        return occasions.occasion_of(add_months(scene.days[0].replace(day=1), -3 * self.back), occasions.QUARTER)


@dataclass(frozen=True)
class InDays(Value):
    """So many days (日) after the step itself, or the next working day: nobody calls a meeting for a Sunday."""

    days: int

    def typed(self, scene: Scene) -> Any:
        """The day."""
        day, working = scene.at.date() + timedelta(days=self.days), calendar()
        while working.is_holiday(day):
            day += timedelta(days=1)
        return day.isoformat()


@dataclass(frozen=True)
class Numbered(Value):
    """The number of an item of the newest meeting that has one of this name."""

    title: str

    def typed(self, scene: Scene) -> Any:
        """Its number."""
        return str(AgendaItem.objects.filter(title=self.title, part_of=None).order_by("-matter_id").values_list("no", flat=True)[0])


@dataclass(frozen=True)
class Unit(Value):
    """The organ or procuratorate of an account."""

    username: str

    def typed(self, scene: Scene) -> Any:
        """Its id."""
        return str(scene.officers[self.username].organisation_id)


@dataclass(frozen=True)
class Seat(Value):
    """The number of the line of an account among those invited to the newest meeting."""

    username: str

    def typed(self, scene: Scene) -> Any:
        """Its number."""
        rows = Attendance.objects.filter(officer=scene.officers[self.username])
        return str(rows.order_by("-matter_id").values_list("no", flat=True)[0])


@dataclass(frozen=True)
class Came(Value):
    """The lines of all who are invited to the newest meeting but one."""

    but: str

    def typed(self, scene: Scene) -> Any:
        """Their numbers."""
        rows = Attendance.objects.order_by("-matter_id")
        rows = Attendance.objects.filter(matter=rows[0].matter_id).exclude(officer=scene.officers[self.but])
        return [str(no) for no in rows.order_by("no").values_list("no", flat=True)]


@dataclass(frozen=True)
class Members(Value):
    """Everybody of PEOPLE."""

    def typed(self, scene: Scene) -> Any:
        """Their ids."""
        return [str(scene.officers[one].pk) for one in PEOPLE]


@dataclass(frozen=True)
class Base(Value):
    """The revision of an item as it stood when a page was opened: before so many later ones."""

    title: str
    later: int = 0

    def typed(self, scene: Scene) -> Any:
        """The revision."""
        return str(AgendaItem.objects.filter(title=self.title, part_of=None).order_by("-matter_id").values_list("rev", flat=True)[0] - self.later)


def do(day: int, code: str, by: str, **data: Any) -> tuple[Step, ...]:
    """One act by one account."""
    return MEETING.do(day, code, by=by, **data)


def call(day: int, by: str, back: int, held_on: Value) -> tuple[Step, ...]:
    """A meeting of the series is called for a day."""
    return do(day, "call", by, occasion=Quarter(back), held_on=held_on, from_time="14:30", to_time="17:00", chair="何知远",
              place="青江区人民检察院（演示）三楼会议室", court_invited="on", court="青江区人民法院（演示）")  # fmt: skip


def said(day: int, title: str, by: str, side: str, speaker: str, text: str) -> tuple[Step, ...]:
    """One utterance, as somebody noted it."""
    return do(day, "jot", by, item=Numbered(title), who=f"{side}:{speaker}", text=text)


def signed(day: int) -> tuple[Step, ...]:
    """Both heads sign what goes round."""
    return (*do(day, "sign", "jc.he"), *do(day, "sign", "ga.ju"))


def put_off(day: int, title: str, words: str) -> tuple[Step, ...]:
    """One item, talked over and put off; then the 纪要, signed by both."""
    return (
        *sitting(
            do(day, "begin", "", chair="何知远"),
            said(day, title, "jc.zhou", "procuratorate", "周聿明", words),
            said(day, title, "ga.fang", "police", "方其昌", "两地都有部分证据，需要上级指定或者书面商定。"),
            do(day, "conclude_item", "", item=Numbered(title), outcome="again"),
            do(day, "end", ""),
        ),
        *afterwards(
            do(day + 1, "circulate", "", cc="临河市人民检察院（演示）"), signed(day + 2), do(day + 3, "close", "jc.wang")
        ),
    )


def _timed(steps: Iterable[Step], begins: int, pace: int) -> tuple[Step, ...]:
    """Steps so many minutes apart, from so many minutes after midnight on: in their order, though a holiday lets their days fall together."""
    moments = ((begins + pace * place, step) for place, step in enumerate(steps))
    return tuple(replace(step, hour=f"{at // 60:02d}:{at % 60:02d}") for at, step in moments)


def sitting(*parts: tuple[Step, ...]) -> tuple[Step, ...]:
    """The acts of one session, from half past two on."""
    return _timed((step for part in parts for step in part), 14 * 60 + 30, 4)


def afterwards(*parts: tuple[Step, ...]) -> tuple[Step, ...]:
    """What is done with its 纪要, from five past five on."""
    return _timed((step for part in parts for step in part), 17 * 60 + 5, 4)


def hosted(steps: tuple[Step, ...], by: str) -> tuple[Step, ...]:
    """The steps of the convener by this account."""
    return tuple(step if step.who else replace(step, who=by) for step in steps)


FIRST = (
    *call(-222, "jc.wang", 3, On(-212)),
    *do(-221, "propose_item", "ga.fang", title=PLATFORM, background="平台在外省，被害人分布在三地，请求明确由谁主侦、由谁协查。"),
    *do(-221, "list_item", "jc.wang", item=Numbered(PLATFORM)),
    *do(-220, "notify", "jc.wang"),
    *hosted(put_off(-212, PLATFORM, "管辖不明影响提前介入，建议先确定主侦单位。"), "jc.wang"),
)
SECOND = (
    *call(-131, "ga.fang", 2, On(-121)),
    *do(-130, "list_item", "ga.fang", item=Numbered(PLATFORM), title=RENAMED),
    *do(-129, "notify", "ga.fang"),
    *hosted(put_off(-121, RENAMED, "仍然没有收到外省的复函。"), "ga.fang"),
)
THIRD = (
    *call(-45, "jc.wang", 1, On(-35)),
    *do(-44, "list_item", "jc.wang", item=Numbered(RENAMED)),
    *do(-44, "propose_item", "jc.wang", title=BOOKING, background="三季度预约冲突十一次，其中四次影响当日讯问。"),
    *do(-43, "propose_item", "ga.fang", title=DATA, background="各所队使用的调取清单不一致，建议统一。"),
    *do(-43, "propose_item", "ga.tang", title=CHANGED, background="刑诉法第九十六条规定应当通知原批准的人民检察院，没有规定日数；本季度迟报三件。"),
    *do(-43, "propose_item", "ga.tang", title=NIGHT, background="建议延长至二十二时。"),
    *do(-42, "list_item", "jc.wang", item=Numbered(DATA)),
    *do(-42, "list_item", "jc.wang", item=Numbered(CHANGED)),
    *do(-42, "drop_item", "jc.wang", item=Numbered(NIGHT), reasons="送案受理时间属于本院案件管理部门的内部安排，由该部门另行书面答复。"),
    *do(-41, "invite", "jc.wang", officers=Members(), guests="青江区人民法院（演示） 闻人朗 刑事审判庭庭长"),
    *do(-41, "notify", "jc.wang", note="请准备本季度数据。"),
    *do(-39, "answer_across", "ga.tang", item=Seat("ga.pei"), answer="leave", remark="外出培训"),
    *do(-38, "answer_across", "ga.fang", item=Seat("ga.ju"), answer="attends"),
    *sitting(
        do(-35, "begin", "jc.wang", chair="何知远"),
        do(-35, "sign_in", "jc.wang", present=Came("ga.pei")),
        said(-35, RENAMED, "jc.zhou", "procuratorate", "周聿明", "外省已复函，同意协查，仍未同意移送管辖。"),
        said(-35, RENAMED, "ga.fang", "police", "鞠海生", "分局不宜单方决定，请向市级反映。"),
        said(-35, BOOKING, "jc.wang", "procuratorate", "王砚秋", "提讯、讯问统一在办案中心预约，当日冲突的由值班人协调。"),
        said(-35, BOOKING, "ga.fang", "police", "鞠海生", "同意，由分局牵头拟定预约规则。"),
        said(-35, CHANGED, "ga.tang", "police", "唐以恒", "变更以后当日能够登记，书面通知由法制部门统一出口，遇节假日会迟两三天。"),
        said(-35, CHANGED, "jc.wang", "procuratorate", "周聿明", "今年有三件在变更后十日以上才收到通知，影响羁押必要性审查。"),
        do(-35, "write_item", "ga.fang", item=Numbered(BOOKING), conclusion="提讯、讯问统一在办案中心预约。", lead=Unit("ga.fang"), due_on=On(-12),
           measure="预约规则印发"),
        do(-35, "conclude_item", "jc.wang", item=Numbered(BOOKING), outcome="decided"),
        do(-35, "agree_item", "ga.fang", item=Numbered(BOOKING)),
        do(-35, "write_item", "ga.fang", item=Numbered(DATA), conclusion="试用双方拟定的调取清单。", lead=Unit("ga.tang"), due_on=On(0),
           measure="式样下发"),
        do(-35, "conclude_item", "jc.wang", item=Numbered(DATA), outcome="decided"),
        do(-35, "write_item", "ga.tang", item=Numbered(CHANGED), conclusion="公安机关变更逮捕措施的，应当在作出决定后二日内登记。", base=Base(CHANGED)),
        do(-35, "write_item", "jc.wang", item=Numbered(CHANGED), conclusion="公安机关变更逮捕措施的，应当于当日登记。", base=Base(CHANGED, 1)),
        do(-35, "merge_field", "ga.tang", item=Numbered(CHANGED), field="conclusion",
           text="公安机关变更逮捕措施的，作出决定后二日内登记并附决定书，三日内书面通知原批准的人民检察院（日数为双方约定）。"),
        do(-35, "write_item", "ga.tang", item=Numbered(CHANGED), lead=Unit("ga.tang"), due_on=On(-16), measure="抽查十件没有遗漏",
           conclusion="公安机关变更逮捕措施的，作出决定后二日内登记并附决定书，三日内书面通知原批准的人民检察院（日数为双方约定）。"),
        do(-35, "conclude_item", "jc.wang", item=Numbered(CHANGED), outcome="supervise"),
        do(-35, "add_item", "ga.tang", title=DUTY, background="会前遗漏。"),
        do(-35, "conclude_item", "jc.wang", item=Numbered(DUTY), outcome="noted"),
        do(-35, "conclude_item", "jc.wang", item=Numbered(RENAMED), outcome="again"),
        do(-35, "end", "jc.wang"),
    ),
    *afterwards(
        do(-34, "edit_minutes", "ga.fang", reported="本季度移送、批捕和补充侦查情况已经通报。"),
        do(-33, "circulate", "jc.wang", cc="临河市人民检察院（演示）\n临河市公安局（演示）\n青江区人民法院（演示）"),
        do(-32, "sign", "jc.he"),
        MEETING.do(-31, "return", by="ga.ju", because="第二项没有写明调取清单的适用范围，请补充后重新会签。"),
        do(-30, "edit_item", "ga.fang", item=Numbered(DATA), conclusion="试用双方拟定的调取清单，适用于向网络服务提供者调取电子数据。",
           lead=Unit("ga.tang"), due_on=On(0), measure="式样下发"),
        do(-30, "circulate", "jc.wang", cc="临河市人民检察院（演示）\n临河市公安局（演示）\n青江区人民法院（演示）"),
        signed(-29),
    ),
    *LED.do(-20, "progress", by="ga.tang", progress="已在法制信息平台增加登记项目，各所队已经培训。"),
    *LED.do(-18, "ask_extension", by="ga.pei", extend_to=On(-2), extend_reason="登记项目须由市局统一发布，月中才能完成培训和抽查。"),
    *LED.do(-17, "extend", by="jc.he", remark="同意，请同时抽查延期以前的案件。"),
    *LED.do(-8, "submit_done", by="ga.tang", result="抽查十件，均在二日内登记并附决定书，没有遗漏。"),
    *LED.do(-6, "confirm", by="jc.zhou"),
)  # fmt: skip
NEXT = (
    *call(-3, "ga.fang", 0, InDays(12)),
    *do(-2, "list_item", "ga.fang", item=Numbered(RENAMED), title=PLATFORM, passes_on="on"),
    *do(-2, "list_item", "ga.fang", item=Numbered("上次议定事项落实情况（3件）")),
    *do(-2, "propose_item", "ga.fang", title="扣押车辆的保管场所", background="停车场费用没有列支渠道。"),
    *do(-1, "propose_item", "jc.wang", title="讯问同步录音录像的移送", background="本季度两件没有随案移送。"),
    *do(0, "answer", "ga.fang", item=Seat("ga.fang"), answer="attends"),
    *do(0, "answer_across", "jc.wang", item=Seat("jc.wang"), answer="attends"),
)
FRAUD = "涉诈资金冻结的衔接"
SPECIAL = (
    *call(-9, "jc.wang", 0, On(-2)),
    *do(-8, "propose_item", "ga.fang", title=FRAUD, background="续行冻结的手续由谁提醒、何时移送，各所队做法不一。"),
    *do(-8, "list_item", "jc.wang", item=Numbered(FRAUD)),
    *do(-7, "notify", "jc.wang"),
    *sitting(
        do(-2, "begin", "jc.wang", chair="何知远"),
        said(-2, FRAUD, "ga.fang", "police", "方其昌", "冻结期限届满前十日由法制部门列出清单。"),
        do(-2, "conclude_item", "jc.wang", item=Numbered(FRAUD), outcome="again"),
        do(-2, "end", "jc.wang"),
    ),
)  # fmt: skip

AFFAIRS: tuple[Affair, ...] = (
    Affair(
        "M01", "季度联席会议：双方轮流召集；一个议题三次未决，双方负责人收到提醒，第四次提请上级；上次会议双方同时记录，纪要退回一次后会签",
        "联席会议", "会议", (*FIRST, *SECOND, *THIRD, *NEXT), makes=7, police=EAST, has_case=False,
    ),
    Affair("M02", "专题联席会议：开过以后，正在整理纪要", "联席会议", "会议", SPECIAL, police=EAST, has_case=False),
)  # fmt: skip


def _series(player: Player, course: Course, at: datetime) -> str:
    """The quarterly series of the office, with a monthly one that nobody has called for: both are made by the first meeting. Of the
    meeting on one subject a series of its own."""
    office = player.cast.offices[OWN]
    if course.key == "M02":
        values = {"begins_on": player.today.replace(day=1), "place": "青江区人民检察院（演示）二楼会议室"}
        special = MeetingSeries.objects.create(office=office, name=f"打击治理电信网络诈骗专题联席会议{MARK}", **values)
        special.standing_members.set([player.cast.officers[one] for one in PEOPLE])
        return str(special.pk)
    name = f"侦查监督与协作配合季度联席会议{MARK}"
    series = MeetingSeries.objects.filter(office=office, name=name).first()
    if series is None:
        began = add_months(player.today.replace(day=1), -9)
        series = MeetingSeries.objects.create(
            office=office, name=name, begins_on=occasions.first_day(occasions.occasion_of(began, occasions.QUARTER)), court_invited=True,
            place="青江区人民检察院（演示）三楼会议室", court="青江区人民法院（演示）", standing_items="本季度办案数据通报",
        )
        series.standing_members.set([player.cast.officers[one] for one in PEOPLE])
        MeetingSeries.objects.create(
            office=office, name=f"月度联络会{MARK}", every="month", nth_workday=5, begins_on=_last_month(player.today), first_host=Side.POLICE,
            place="城东分局法制大队（演示）",
        )
    return str(series.pk)


def _last_month(today: date) -> date:
    return add_months(today.replace(day=1), -1)


learn(*AFFAIRS, phrases={}, letters={}, numbered={("joint_meeting", "series"): _series})
