"""立案监督台账: what each column means, going out and coming in.

The columns follow what an office's own ledger of 立案监督 usually has; offices with other headings name them in the
setting ``ledger_columns``. Coming in, a row becomes history for ``adopt()``: only what the row says, nothing guessed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from cases.ledger.vocabulary import Column, Entry, Ledger, Plan, Sort, code_of, plain, register
from cases.matters import Past
from cases.matters.table.workflow import document_type, workflow
from cases.models import MeasureKind
from office.blocks import chinese_date
from office.sides import Side
from supervision.models.filing import Outcome
from supervision.models.sources import LeadSource

REQUESTS = {"A": "request_a", "B": "request_b", "C": "request_c"}
EXPLANATIONS = ("explain", "explain_late", "decide_no_filing")
OPINIONS = {
    "notify_filing": "通知立案",
    "notify_filing_silent": "通知立案",
    "notify_withdrawal": "通知撤销案件",
    "notify_withdrawal_silent": "通知撤销案件",
    "reasons_hold_a": "理由成立",
    "reasons_hold_b": "理由成立",
    "correct": "纠正违法",
    "correct_silence": "纠正违法",
}
DECISIONS = ("file", "withdraw_case")
ACTS = frozenset({*REQUESTS.values(), *EXPLANATIONS, *OPINIONS, *DECISIONS, "take_over", "register"})
UNKNOWN = "未载"
PAPER_NUMBER = re.compile(r"[^\s《》，；、]*?[〔\[（(]\d{4}[〕\]）)]\s*\d+\s*号")
NONE = {"无", "-", "—", "/", "未发", "未要求", "未提出"}
"""Words of an empty cell in a column of papers."""

BRANCHES = {
    "A": ("应当立案而不立案", "应当立案不立案", "应立案而不立案", "应立不立", "应立而不立", "监督立案", "立案监督"),
    "B": ("不应当立案而立案", "不应当立案立案", "不应立案而立案", "不应立而立", "不应立案", "监督撤案", "撤案监督"),
    "C": ("逾期不作出是否立案决定", "逾期不决定", "超期不决定", "逾期未作出是否立案决定", "超期未决定"),
}
SOURCES: dict[str, tuple[str, ...]] = {
    LeadSource.COMPLAINT: ("当事人控告、申诉", "当事人申请监督", "当事人申请", "当事人控告", "当事人申诉", "被害人申请监督",
                           "被害单位申请监督", "被害人控告", "被害人申诉", "控告申诉", "控告", "申诉"),
    LeadSource.LAWYER: ("律师申请", "辩护律师申请监督", "律师申请监督", "辩护人申请监督", "代理律师申请监督"),
    LeadSource.LETTER: ("来信来访", "来信反映", "群众来信", "来信", "来访"),
    LeadSource.HOTLINE: ("12309检察服务中心", "12309", "检察服务热线"),
    LeadSource.AGENCY: ("行政执法机关建议", "行政执法机关移送", "行政机关建议", "行刑衔接"),
    LeadSource.POLICE: ("公安机关移送", "公安移送"),
    LeadSource.PATROL: ("巡检发现", "巡检"),
    LeadSource.CASEWORK: ("办案发现", "办案中发现", "自行发现", "审查逮捕发现", "审查起诉发现"),
    LeadSource.MODEL: ("数字检察模型推送", "大数据模型", "数字模型", "模型推送", "大数据筛查"),
    LeadSource.SUPERIOR: ("上级交办", "上级院交办"),
    LeadSource.DEPUTY: ("人大代表移交", "代表委员移交", "政协委员移交"),
    LeadSource.COURT: ("人民法院移送", "法院移送"),
    LeadSource.MEDIA: ("媒体舆情", "媒体报道", "舆情"),
    LeadSource.OTHER: ("其他",),
}  # fmt: skip
VERDICTS = {
    "notify_filing": ("通知立案", "通知立案书", "要求立案", "通知公安机关立案"),
    "notify_withdrawal": ("通知撤销案件", "通知撤案", "通知撤销案件书", "要求撤案", "通知公安机关撤案"),
    "hold": ("理由成立", "不立案理由成立", "立案理由成立"),
    "correct": ("纠正违法", "纠正违法通知书", "发纠正违法通知书"),
    "none": ("无", "未提出", "—", "-", "/"),
}
RESULTS = {
    "filed": ("监督立案", "已立案", "公安机关立案", "公安主动立案", "主动立案", "立案"),
    "withdrawn": ("监督撤案", "已撤案", "已撤销案件", "公安主动撤案", "主动撤案", "撤案", "撤销案件"),
    "accepted": ("理由成立", "不立案理由成立", "立案理由成立", "公安机关理由成立"),
    "no_action": ("无监督必要", "不予监督", "不支持监督"),
    "replied": ("已答复", "公安决定正确", "答复"),
    "transferred": ("已移送", "移送", "不予受理", "不受理"),
    "revoked": ("通知已撤回", "撤回通知"),
    "open": ("办理中", "在办", "未办结", "正在办理"),
}
CLOSING = {
    "accepted": ("reasons_accepted", "inform"),
    "no_action": ("no_action", "no_need"),
    "replied": ("replied", "reply_correct"),
    "transferred": ("transferred", "not_ours"),
    "revoked": ("revoked", "vary"),
}
"""Result → the state a row has reached and the act that leads there."""

COLUMNS = (
    Column("serial", "序号", 5, Sort.SERIAL, names=("编次", "顺序号"), police=True),
    Column("number", "编号", 20, names=("台账编号", "监督编号", "事项编号", "立案监督编号"), police=True, longest=40,
           note="系统内的编号；新登记的留空，由系统编号"),
    Column("title", "案件名称", 30, names=("案名", "监督案件名称", "事项名称", "案件"), required=True, filled=True, police=True, longest=120,
           note="必填，例如“陈某军涉嫌合同诈骗立案监督案”"),
    Column("variant", "监督类型", 16, Sort.CHOICE, names=("监督类别", "监督种类", "监督情形"), required=True, filled=True, police=True,
           choices=BRANCHES, strict=True, longest=40, note="必填：应当立案而不立案、不应当立案而立案、逾期不作出是否立案决定"),
    Column("source", "线索来源", 14, Sort.CHOICE, names=("案件来源", "来源"), choices=SOURCES, longest=60),
    Column("received", "受理日期", 15, Sort.DAY, names=("受理时间", "线索受理日期"), required=True, longest=60,
           note="日期写到日；只知道月份的照写，系统留空并保留原文"),
    Column("police", "公安机关", 18, Sort.ORGAN, names=("侦查机关", "被监督单位", "公安单位", "侦查单位"), required=True, police=True,
           longest=100, note="写全称或者简称；导入时可以与在册单位对应"),
    Column("accepted", "公安立案(受案)日期", 15, Sort.DAY,
           names=("公安受案日期", "公安受(立)案日期", "公安立(受)案日期", "公安机关立案(受案)日期", "受案日期"), police=True, longest=60),
    Column("request", "要求说明理由文书", 22, names=("要求说明理由文书名称", "文书名称", "要求说明文书"), police=True, longest=120),
    Column("requested", "文书发出日期", 15, Sort.DAY, names=("要求说明理由日期", "发出日期", "文书日期"), police=True, longest=60),
    Column("explained", "公安书面说明日期", 15, Sort.DAY,
           names=("公安说明理由日期", "书面说明日期", "公安回复日期", "说明理由日期"), police=True, longest=60),
    Column("opinion", "监督意见", 14, Sort.CHOICE, names=("监督意见文书", "处理意见"), police=True, choices=VERDICTS, longest=60),
    Column("notified", "监督意见发出日期", 15, Sort.DAY, names=("监督意见日期", "通知日期", "通知书发出日期"), police=True, longest=60),
    Column("decided", "公安立案/撤案日期", 15, Sort.DAY,
           names=("公安机关立案/撤案日期", "立案/撤案日期", "公安立(撤)案日期", "立(撤)案日期"), police=True, longest=60),
    Column("measures", "后续强制措施及日期", 24, names=("后续强制措施", "强制措施及日期", "强制措施")),
    Column("transferred", "移送起诉/提起公诉日期", 15, Sort.DAY,
           names=("移送起诉日期", "提起公诉日期", "移送审查起诉日期", "起诉日期"), police=True, longest=60),
    Column("judged", "判决日期", 15, Sort.DAY, names=("判决时间", "裁判日期"), longest=60),
    Column("result", "办理结果", 14, Sort.CHOICE, names=("监督结果", "处理结果", "结果"), police=True, choices=RESULTS, longest=60),
    Column("handler", "承办检察官", 11, Sort.OFFICER, names=("承办人", "检察官"), longest=40, note="本院在册检察官的姓名"),
    Column("remarks", "备注", 22),
    Column("charge", "涉嫌罪名", 16, names=("案由", "罪名", "涉嫌罪名(案由)"), printed=False, longest=60),
    Column("persons", "人数", 6, Sort.COUNT, names=("涉案人数", "监督人数"), printed=False),
)  # fmt: skip

# ------------------------------------------------------------------------------------------------ coming in


def plan(entry: Entry) -> Plan:
    """The history one row tells, the facts beside it, and the state it has reached."""
    variant = entry.codes["variant"]
    _check_branch(entry, variant)
    _check_order(entry)
    history, state = _history(entry, variant)
    source = entry.codes.get("source", "")
    notified = entry.codes.get("opinion") in ("notify_filing", "notify_withdrawal")
    decided = entry.days.get("decided")
    detail = {
        "source": source,
        "channel": "letter" if source == LeadSource.LETTER else "",
        "received_on": entry.days.get("received"),
        "charge": entry.words.get("charge", ""),
        "police_accepted_on": entry.days.get("accepted"),
        "filed_on": decided if variant != "B" else None,
        "withdrawn_on": decided if variant == "B" else None,
        "notified": notified,
        # without 监督意见 in the row nobody knows whether the police acted of their own accord
        "voluntary": False if notified and state in ("filed", "tracking", "tracked", "withdrawn", "withdrawal_informing") else None,
        "transferred_on": entry.days.get("transferred"),
        "judged_on": entry.days.get("judged"),
        "outcome": Outcome.JUDGMENT if "judged" in entry.days else "",
        "remarks": entry.words.get("remarks", ""),
        "words": _unresolved(entry),
    }
    matter = {
        "title": entry.words["title"],
        "public_title": entry.words["title"],
        "variant": variant,
        "police": entry.things.get("police"),
        "handler": entry.things.get("handler"),
        "persons": entry.things.get("persons", 1),
    }
    if not workflow("filing").state(state).closed and not entry.words.get("handler"):
        entry.warn("handler", "没有承办检察官，导入后请转办。")
    first = next((day for key in ("received", "requested", "notified", "decided") if (day := entry.days.get(key))), None)
    return Plan(state, matter, detail, tuple(history), year=first.year if first else None)


def _unresolved(entry: Entry) -> dict[str, str]:
    """Heading → words of what could not be taken as a fact, for the page and for 更正."""
    own_place = {"number", "title", "remarks", "charge", "request"}
    return {column.heading: words for column in COLUMNS if column.key not in own_place and (words := entry.kept(column.key))}


def _past(entry: Entry, action: str, key: str, **more: Any) -> Past:
    on = entry.days.get(key)
    return Past(action, on, "" if on else (entry.words.get(key) or UNKNOWN)[:60], **more)


def _history(entry: Entry, variant: str) -> tuple[list[Past], str]:
    history, state = [_past(entry, "take_over", "received")], "review"
    if plain(entry.words.get("request", "")) in NONE:
        entry.words.pop("request")
    if entry.words.get("request") or entry.words.get("requested"):
        history.append(_past(entry, REQUESTS[variant], "requested", **_paper(entry, REQUESTS[variant])))
        state = "awaiting_reasons"
        if not entry.words.get("requested"):
            entry.warn("requested", "未载文书发出日期，已留空。")
    if entry.words.get("explained"):
        history.append(_past(entry, "explain", "explained"))
        state = "reasons_given"
    state = _opinion(entry, variant, history, state)
    state = _decision(entry, variant, history, state)
    return _ending(entry, variant, history, state)


def _paper(entry: Entry, act: str) -> dict[str, str]:
    """The paper as the row names it where that is not its plain name; its number where one is written."""
    words = entry.words.get("request", "")
    found = PAPER_NUMBER.search(words)
    same = plain(words) == plain(_paper_name(act))
    return {"text": "" if same else words, "number": found[0].strip()[:60] if found else ""}


def _paper_name(act: str) -> str:
    return document_type(workflow("filing").action(act).issues[0]).name


def _opinion(entry: Entry, variant: str, history: list[Past], state: str) -> str:
    opinion = entry.codes.get("opinion", "none")
    if opinion == "none":
        if entry.words.get("notified"):
            entry.warn("notified", "有监督意见发出日期而没有可以识别的监督意见，未据以登记，保留原文。")
        return state
    if not entry.words.get("notified"):
        entry.warn("notified", "未载监督意见发出日期，已留空。")
    if state == "awaiting_reasons":
        entry.warn("explained", "未载公安书面说明日期，未登记公安机关说明理由。")
    if opinion == "hold":
        history.append(_past(entry, "reasons_hold_b" if variant == "B" else "reasons_hold_a", "notified"))
        return "informing"
    if opinion == "correct":
        history.append(_past(entry, "correct_silence" if variant == "C" else "correct", "notified"))
        return "correction"
    history.append(_past(entry, opinion, "notified"))
    return "awaiting_filing" if opinion == "notify_filing" else "awaiting_withdrawal"


def _decision(entry: Entry, variant: str, history: list[Past], state: str) -> str:
    result = entry.codes.get("result", "")
    told = result in ("filed", "withdrawn") or (variant != "B" and (entry.words.get("transferred") or entry.words.get("judged")))
    if not entry.words.get("decided"):
        if not told:
            return state
        entry.warn("decided", f"未载公安机关{'撤案' if variant == 'B' else '立案'}日期，已留空。")
    if variant != "B":
        history.append(_past(entry, "file", "decided"))
        return "filed"
    history.append(_past(entry, "withdraw_case", "decided"))
    return "withdrawn" if result == "withdrawn" else "withdrawal_informing"


def _ending(entry: Entry, variant: str, history: list[Past], state: str) -> tuple[list[Past], str]:
    if state == "filed":
        if entry.words.get("transferred"):
            history.append(_past(entry, "concluded", "transferred"))
            state = "tracking"
        if entry.words.get("judged"):
            history.append(_past(entry, "conclude", "judged"))
            state = "tracked"
    result = entry.codes.get("result", "")
    if result in CLOSING:
        state, act = CLOSING[result]
        history.append(Past(act, None, UNKNOWN))
    return history, state


def _check_branch(entry: Entry, variant: str) -> None:
    """What a branch cannot lead to is a slip of the pen somewhere: the row is refused, not bent."""
    branch = BRANCHES[variant][0]
    wrong = {
        "opinion": {"notify_withdrawal"} if variant != "B" else {"notify_filing"},
        "result": {"withdrawn", "revoked"} if variant != "B" else {"filed"},
    }
    for key, codes in wrong.items():
        if entry.codes.get(key) in codes:
            entry.fail(key, f"“{entry.words[key]}”与{entry.cell('variant')}的监督类型“{branch}”不符，请核对后改正。")
    paper = plain(entry.words.get("request", ""))
    names = {"A": "要求说明不立案理由", "B": "要求说明立案理由"}
    if any(plain(name) in paper and variant != other for other, name in names.items()):
        entry.warn("request", f"“{entry.words['request']}”与监督类型“{branch}”不符，按监督类型登记。")


ORDER = ("received", "requested", "explained", "notified", "decided", "transferred", "judged")
IMPOSSIBLE = {("requested", "explained"), ("decided", "transferred"), ("transferred", "judged")}
"""The later cannot come before the earlier; other orders are unusual and only remarked."""


def _check_order(entry: Entry) -> None:
    headings = {column.key: column.heading for column in COLUMNS}
    for place, later in enumerate(ORDER):
        for earlier in reversed(ORDER[:place]):
            if later not in entry.days or earlier not in entry.days:
                continue
            if entry.days[later] < entry.days[earlier]:
                words = f"{headings[later]}（{entry.words[later]}）早于{entry.cell(earlier)}的{headings[earlier]}（{entry.words[earlier]}）"
                if (earlier, later) in IMPOSSIBLE:
                    entry.fail(later, f"{words}，请核对后改正。")
                else:
                    entry.warn(later, f"{words}，请核对。")
                break


# ------------------------------------------------------------------------------------------------ going out


def line(matter: Any, side: str) -> Mapping[str, date | str]:
    """One matter as a row: days where they are known, the office's own words where they are not."""
    detail = matter.filing
    words = detail.words
    acts = {event.action: event for event in matter.acts_read}
    police = side == Side.POLICE

    def told(codes: Any) -> Any:
        return next((acts[code] for code in reversed(list(acts)) if code in codes), None)

    def on(event: Any) -> date | str:
        return (event.on or event.on_words) if event else ""

    request, explained = told(REQUESTS.values()), told(EXPLANATIONS)
    # 纠正违法 after a notice does not take the notice's place
    opinion, decision = told([code for code in OPINIONS if code.startswith("notify")]) or told(OPINIONS), told(DECISIONS)
    row = {
        "number": matter.number,
        "title": (matter.public_title or matter.title) if police else matter.title,
        "variant": workflow(matter.kind).variants.get(matter.variant, ""),
        "police": matter.police.name if matter.police else words.get("公安机关", ""),
        "accepted": detail.police_accepted_on or words.get("公安立案(受案)日期", ""),
        "request": _request_name(request) if request else "",
        "requested": on(request),
        "explained": on(explained) or words.get("公安书面说明日期", ""),
        "opinion": OPINIONS[opinion.action] if opinion else words.get("监督意见", ""),
        "notified": on(opinion) or words.get("监督意见发出日期", ""),
        "decided": (detail.withdrawn_on if matter.variant == "B" else detail.filed_on) or on(decision),
        "transferred": detail.transferred_on or words.get("移送起诉/提起公诉日期", ""),
        "result": _result(matter, detail, police=police) or words.get("办理结果", ""),
    }
    if not police:
        row |= {
            "source": _source(detail, acts),
            "received": matter.opened_on or words.get("受理日期", ""),
            "measures": words.get("后续强制措施及日期") or _measures(matter.case),
            "judged": detail.judged_on or words.get("判决日期", ""),
            "handler": matter.handler.name if matter.handler else words.get("承办检察官", ""),
            "remarks": detail.remarks,
        }
    return row


def _source(detail: Any, acts: Mapping[str, Any]) -> str:
    """The office's own wording as long as it still means what is registered."""
    opening = acts.get("take_over")
    own = (opening.facts.get("ledger", {}) if opening else {}).get("线索来源", "")
    column = next(column for column in COLUMNS if column.key == "source")
    if own and (code_of(column, own) or "") == detail.source:
        return own
    return detail.get_source_display() or own


def _request_name(event: Any) -> str:
    if event.facts.get("adopted") and event.text:
        return event.text
    return _paper_name(event.action)


def _result(matter: Any, detail: Any, *, police: bool) -> str:
    state = workflow(matter.kind).state(matter.state)
    own = "" if detail.voluntary is None or not detail.voluntary else "（公安机关主动）"
    if state.code in ("filed", "tracking", "tracked") and detail.outcome != Outcome.WITHDRAWAL:
        return f"监督立案{own}"
    if state.code in ("withdrawn", "withdrawal_informing"):
        return f"监督撤案{own}"
    if state.closed:
        return {"replied": "已答复", "transferred": "已移送", "revoked": "通知已撤回"}.get(state.code, state.label.removesuffix("，办结"))
    return "办理中" if police else f"办理中（{state.label}）"


def _measures(case: Any) -> str:
    """刑事拘留2019年8月13日；取保候审2019年9月7日, by name where there are several suspects."""
    if case is None:
        return ""
    suspects = list(case.suspects.all())
    labels = dict(MeasureKind.choices)
    rows = [
        (spell.began_on, f"{suspect.name if len(suspects) > 1 else ''}{labels[spell.kind]}{chinese_date(spell.began_on)}")
        for suspect in suspects
        for spell in suspect.measures.all()
    ]
    return "；".join(words for _, words in sorted(rows, key=lambda row: row[0]))


FILING = register(
    Ledger(
        kind="filing",
        label="立案监督",
        title="刑事立案监督案件台账",
        columns=COLUMNS,
        detail="filing",
        acts=ACTS,
        plan=plan,
        line=line,
    )
)
