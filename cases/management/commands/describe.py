"""``manage.py describe``: the rule book of this program on paper, from the tables themselves and nothing else.

``docs/rulebook.md`` is its output of today; a test keeps the two equal. No database is read.
"""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model

from cases.matters.table.workflow import (
    ASKED,
    ASKING,
    BOTH,
    DOCUMENT_TYPES,
    OPEN,
    SAME,
    WORKFLOWS,
    Action,
    Circulation,
    Decision,
    DocumentType,
    Start,
    State,
    Workflow,
)
from cases.models import Addressee, Matter
from cases.rules import RULES, SECTIONS
from office.management.base import OfficeCommand
from office.options import LENGTHS, OPTIONS
from office.periods import MARKS, NATURES, ROLLS, Rule
from office.sides import Actor, Role, Side

STANDS = {ASKING: "发起方", ASKED: "对方"}
TURNS = {Side.PROCURATORATE: "检察机关", Side.POLICE: "公安机关", "superior": "上一级人民检察院", BOTH: "双方", "": "—", **STANDS}
ORIGINS = {"made": "本系统制作", "uploaded": "对方制作后上传"}
ANSWERS = {"yes": "是", "no": "否", "": "未载", "letter": "来信"}


class Command(OfficeCommand):
    help = "打印规则手册：流程、期限规则和文书目录，均取自程序所依据的表；--json 输出同样内容供程序读取。"
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="以 JSON 输出，键为 workflows、rules、documents")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["json"]:
            self.stdout.write(text())
            return
        book = rule_book()
        self.stdout.write(json.dumps(book, ensure_ascii=False, indent=2))
        self.stderr.write(f"已输出流程{len(book['workflows'])}种、期限规则{len(book['rules'])}条、文书{len(book['documents'])}种。")


# ------------------------------------------------------------------------------------------------ for programs


def rule_book() -> dict[str, list[dict[str, Any]]]:
    """Workflows, rules and documents as plain data."""
    return {
        "workflows": [_workflow(table) for table in WORKFLOWS.values()],
        "rules": [_rule(section, rule) for section, rules in SECTIONS.items() for rule in rules],
        "documents": [_document(kind) for kind in DOCUMENT_TYPES.values()],
    }


def _workflow(table: Workflow) -> dict[str, Any]:
    return {
        "kind": table.kind,
        "label": table.label,
        "number_letters": table.number_letters,
        "variants": dict(table.variants),
        "states": [
            {
                "code": state.code,
                "label": state.label,
                "turn": str(state.turn),
                "asks": state.asks,
                "police_asks": state.police_asks,
                "reads": dict(state.reads),
                "closed": state.closed,
            }
            for state in table.states
        ],
        "actions": [_action(table, row) for row in table.actions],
        "amendable": dict(table.amend_fields),
        "restricted": table.restricted,
        "whole_office": table.whole_office,
    }


def _action(table: Workflow, row: Action) -> dict[str, Any]:
    return {
        "code": row.code,
        "label": row.label,
        "police_label": row.police_label,
        "from": list(row.source),
        "to": row.target,
        "stands": row.stands,
        "either": row.either,
        "who": [
            {"side": str(actor.side), "role": str(actor.role), "place": str(actor.place), "other": actor.other} for actor in row.by
        ],
        "decided_by": None
        if row.decided_by is None
        else {"role": str(row.decided_by.role), "place": str(row.decided_by.place), "option": row.decided_by.option},
        "when": {name: sorted(values) for name, values in row.when.items()},
        "unless_rows": {rows: {name: sorted(values) for name, values in facts.items()} for rows, facts in row.unless_rows.items()},
        "document": list(row.issues),
        "periods": {
            "starts": [
                *(_start(begin, "act") for begin in row.starts),
                *(_start(begin, "receipt") for begin in row.starts_on_receipt),
            ],
            "meets": list(row.meets),
            "drops": list(row.drops),
            "after": list(row.after),
            "within": list(row.within),
            "must": row.must,
            "extends": [extend.rule for extend in row.extends],
            "pauses": list(row.pauses),
            "resumes": list(row.resumes),
        },
        "opens": [{"kind": link.kind, "code": link.code, "on_receipt": link.on_receipt, "each": link.each} for link in row.opens],
        "on_parent": row.on_parent,
        "on_parent_receipt": row.on_parent_receipt,
        "circulates": None if row.circulates is None else _round(row.circulates),
        "recalls": row.recalls,
        "linked": row.linked,
        "item": row.item,
        "by_row": row.by_row,
        "discloses": row.discloses,
        "to_superior": row.to_superior,
        "article": row.basis,
        "hint": row.hint,
    }


def _start(begin: Start, counted_from: str) -> dict[str, Any]:
    return {
        "rule": begin.rule,
        "from": begin.on or counted_from,
        "before": begin.before,
        "length": begin.length,
        "option": begin.option,
        "when": {name: sorted(values) for name, values in begin.when.items()},
        "shared": begin.shared,
    }


def _rule(section: str, rule: Rule) -> dict[str, Any]:
    return {
        "key": rule.key,
        "label": rule.label,
        "section": section,
        "trigger": rule.trigger,
        "period": rule.length_text,
        "amount": rule.amount,
        "unit": str(rule.unit),
        "default_length": str(rule.default_length) if rule.default_length else None,
        "longest": str(rule.longest) if rule.longest else None,
        "extends": rule.extends,
        "owed_by": rule.owed_by,
        "nature": rule.nature,
        "roll": str(rule.roll),
        "article": rule.article,
        "mark": rule.mark,
        "pending": rule.pending,
        "effective_from": rule.effective_from.isoformat() if rule.effective_from else None,
        "effective_to": rule.effective_to.isoformat() if rule.effective_to else None,
        "on_expiry": rule.on_expiry,
        "must": rule.must,
        "note": rule.note,
    }


def _document(kind: DocumentType) -> dict[str, Any]:
    return {
        "code": kind.code,
        "slug": kind.slug,
        "name": kind.name,
        "from": str(kind.side),
        "to": str(kind.addressee),
        "article": kind.basis,
        "letters": kind.letters,
        "origin": kind.origin,
        "receipt_slip": kind.receipt_slip,
        "pending": kind.pending,
    }


# ------------------------------------------------------------------------------------------------ for readers


def text() -> str:
    """The same as Chinese Markdown."""
    lines = [
        "# 规则手册",
        "",
        "本手册由 `manage.py describe` 从程序所依据的表打印，表即程序，不另行维护。标“待核”的，名称、代字或者条文尚待对照现行文本核实，可以在设置中更改。",
        "",
        f"流程{len(WORKFLOWS)}种，期限规则{len(RULES)}条，文书{len(DOCUMENT_TYPES)}种。",
    ]
    for table in WORKFLOWS.values():
        lines += ["", *_workflow_lines(table)]
    lines += ["", *_rule_lines(), "", *_document_lines()]
    return "\n".join(lines)


def _workflow_lines(table: Workflow) -> list[str]:
    lines = [f"## 流程：{table.label}（{table.kind}）", ""]
    if table.variants:
        lines += ["分支：" + "；".join(f"{code} {label}" for code, label in table.variants.items()) + "。", ""]
    if table.whole_office:
        lines += ["范围：公开以后，办公室各公安机关都看得见。", ""]
    lines += [f"编号：{table.number_letters}〔年份〕序号号。", "", "### 状态", ""]
    lines += _table(
        ("状态", "轮到", *(("发起方看到", "对方看到") if table.is_relative else ("检察机关看到", "公安机关看到"))),
        ((f"{state.label}（{state.code}）", TURNS[state.turn], *(_sentence(words) or "—" for words in _read(state))) for state in table.states),
    )
    lines += ["", "### 动作", ""]
    lines += _table(
        ("动作", "从", "到", "谁办理", "谁决定", "文书", "期限", "随之办理", "依据"), (_action_cells(table, row) for row in table.actions)
    )
    return lines


def _read(state: State) -> tuple[str, str]:
    """What the two sides read: of a kind that either begins, who began it first."""
    return (state.reads[ASKING], state.reads[ASKED]) if state.reads else (state.asks, state.police_asks)


def _action_cells(table: Workflow, row: Action) -> tuple[str, ...]:
    source = "（登记）" if row.opens_matter else "任一未办结状态" if row.source == OPEN else "、".join(_state(table, code) for code in row.source)
    condition = _conditions(table, row.when)
    return (
        f"{row.label}（{row.code}）" + (f"<br>条件：{condition}" if condition else "") + _row_words(table, row),
        source,
        "不变" if row.target == SAME else _state(table, row.target),
        _who(row),
        _signers(row.circulates) if row.circulates else _decider(row.decided_by),
        "、".join(dict.fromkeys(f"《{DOCUMENT_TYPES[code].name}》" for code in row.issues)) or "—",
        "<br>".join(_clock_words(table, row)) or "—",
        "<br>".join(_following(table, row)) or "—",
        row.basis,
    )


def _round(circulation: Circulation) -> dict[str, Any]:
    return {
        "who": [{"side": str(actor.side), "role": str(actor.role)} for actor in circulation.by],
        "option": circulation.option, "signed": circulation.signed, "returned": circulation.returned,
    }  # fmt: skip


def _signers(circulation: Circulation) -> str:
    """Who signs what goes round, each for his own organisation."""
    setting = f"（设置：{OPTIONS[circulation.option].label}）" if circulation.option else ""
    return f"会签：{'、'.join(dict.fromkeys(actor.label for actor in circulation.by))}{setting}"


def _who(row: Action) -> str:
    """Who does it, in words."""
    if row.linked:
        return "随相关事项办理"
    whose = "双方各自：" if row.either else f"{STANDS[row.stands]}的" if row.stands else ""
    return whose + "或者".join(dict.fromkeys(actor.label for actor in row.by))


def _row_words(table: Workflow, row: Action) -> str:
    """Which rows it works on, and which must not stand open."""
    words = [f"<br>逐条{'记录' if row.by_row else ''}：{table.rows[row.item]}"] if row.item else []
    words += [f"<br>{table.rows[accessor]}有未办完的，不能办理" for accessor in row.unless_rows]
    return "".join(words)


def _following(table: Workflow, row: Action) -> list[str]:
    """What the act brings about on other matters, and what becomes of a paper that goes round."""
    words = ["停止会签，已签的作废"] if row.recalls else []
    if row.circulates is not None:
        words += [f"{when}“{table.action(code).label}”" for when, code in (("签齐时", row.circulates.signed), ("退回时", row.circulates.returned))]
    for link in row.opens:
        condition = _conditions(table, link.when)
        each = f"逐条{table.rows.get(link.each, '')}" if link.each else ""
        when = ("签收时" if link.on_receipt else "") + (f"（{condition}）" if condition else "")
        words.append(f"{when}{each}开立{WORKFLOWS[link.kind].label}")
    for code, when in ((row.on_parent, ""), (row.on_parent_receipt, "签收时")):
        if code:
            labels = {other.action(code).label for other in WORKFLOWS.values() if other.has_action(code) and other.action(code).linked}
            words += [f"{when}来源事项“{label}”" for label in sorted(labels)]
    return words


def _state(table: Workflow, code: str) -> str:
    return table.state(code).label


def _decider(decision: Decision | None) -> str:
    if decision is None:
        return "—"
    if decision.role:
        return Actor(decision.role, decision.place).label
    option = OPTIONS[decision.option]
    label = option.label.replace("“", "‘").replace("”", "’")
    return f"按设置“{label}”，默认{Role(option.default).label}" + ("（待核）" if option.pending else "")


def _clock_words(table: Workflow, row: Action) -> list[str]:
    words = [f"起算{_begun(table, row, begin)}" for begin in row.starts]
    words += [f"签收时起算{_begun(table, row, begin)}" for begin in row.starts_on_receipt]
    if row.meets:
        words.append("履行" + _rules(row.meets))
    if row.drops:
        words.append("终止" + _rules(row.drops))
    words += [f"延长{_rules((extend.rule,))}" for extend in row.extends]
    if row.pauses:
        words.append("中止" + _rules(row.pauses))
    if row.resumes:
        words.append("恢复" + _rules(row.resumes))
    if row.within:
        words.append(f"须在{_rules(row.within)}届满前")
    if row.after:
        words.append(f"须在{_rules(row.after)}届满后" + ("（应当）" if row.must else "（可以）"))
    return words


def _begun(table: Workflow, row: Action, begin: Start) -> str:
    words = _rules((begin.rule,))
    if begin.before:
        words += f"，自{_rules((begin.before,))}届满日倒数"
    if begin.on:
        words += f"，自{_field(table, row, begin.on)}"
    if begin.length:
        words += f"，期限按{_field(table, row, begin.length)}"
    elif begin.option:
        words += f"，期限按设置，默认{OPTIONS[begin.option].default}{LENGTHS[OPTIONS[begin.option].kind]}"
    condition = _conditions(table, begin.when)
    return words + (f"（{condition}）" if condition else "")


def _rules(keys: Iterable[str]) -> str:
    return "、".join(f"“{RULES[key].label}”" for key in keys)


def _field(table: Workflow, row: Action, name: str) -> str:
    """A field of the act's form, else a column, by its Chinese label."""
    form = row.form
    if form is not None and name in form.base_fields:
        return str(form.base_fields[name].label)
    return _column(table, name)


def _column(table: Workflow, name: str) -> str:
    models: list[type[Model]] = [Matter, *([table.detail_model()] if table.detail_model else [])]
    for model in models:
        try:
            return str(getattr(model._meta.get_field(name), "verbose_name", name))
        except FieldDoesNotExist:
            continue
    return name


def _conditions(table: Workflow, when: Any) -> str:
    words = []
    for name, values in when.items():
        shown = "或者".join(_value(table, name, value) for value in sorted(values))
        label = _column(table, name)
        words.append(shown if shown == label else f"{label}{shown}" if name == "variant" else f"{label}为“{shown}”")
    return "，".join(words)


def _value(table: Workflow, name: str, value: str) -> str:
    """A value of a fact in words: a branch with its letter, a choice by its label."""
    if name == "variant":
        return value if len(value) <= 2 else table.variants.get(value, value)
    models: list[type[Model]] = [Matter, *([table.detail_model()] if table.detail_model else [])]
    for model in models:
        try:
            choices = dict(getattr(model._meta.get_field(name), "choices", None) or ())
        except FieldDoesNotExist:
            continue
        return str(choices.get(value) or ANSWERS.get(value, value))
    return ANSWERS.get(value, value)


def _sentence(words: str) -> str:
    return words.replace("{due}", "于届满日前")


def _rule_lines() -> list[str]:
    lines = [
        "## 期限规则",
        "",
        "顺延："
        + "；".join(f"{roll.value} {words}" for roll, words in ROLLS.items())
        + "。核验："
        + "；".join(f"{mark} {words}" for mark, words in MARKS.items())
        + "。",
    ]
    for section, rules in SECTIONS.items():
        lines += ["", f"### {section}", ""]
        lines += _table(
            ("规则", "事项", "起算", "期限", "义务方", "性质", "顺延", "依据", "核验", "施行", "届满后"), (_rule_cells(rule) for rule in rules)
        )
    return lines


def _rule_cells(rule: Rule) -> tuple[str, ...]:
    since = rule.effective_from.isoformat() if rule.effective_from else "未载"
    until = f"至{rule.effective_to.isoformat()}" if rule.effective_to else ""
    return (
        f"`{rule.key}`",
        rule.label,
        rule.trigger,
        rule.length_text,
        rule.owner,
        NATURES[rule.nature],
        str(rule.roll),
        rule.article,
        f"{rule.mark} {MARKS[rule.mark]}",
        since + until,
        (f"{rule.duty_word}：" if rule.duty_word and rule.on_expiry else "") + (rule.on_expiry or rule.note or "—"),
    )


def _document_lines() -> list[str]:
    return [
        "## 文书",
        "",
        *_table(
            ("代号", "名称", "制发", "送达", "制作方式", "代字", "回执联", "依据", "核验"),
            (
                (
                    kind.code,
                    kind.name,
                    Side(kind.side).label,
                    str(Addressee(kind.addressee).label),
                    ORIGINS[kind.origin],
                    kind.letters or "—",
                    "有" if kind.receipt_slip else "—",
                    kind.basis,
                    "待核" if kind.pending else "已核",
                )
                for kind in DOCUMENT_TYPES.values()
            ),
        ),
    ]


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    lines = [head, tuple("---" for _ in head), *rows]
    return ["| " + " | ".join(_cell(cell) for cell in line) + " |" for line in lines]


def _cell(words: str) -> str:
    return words.replace("|", "／").replace("\n", " ") or "—"
