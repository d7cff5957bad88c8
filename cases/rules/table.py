"""How a row of the rule table is written down: sources of law and two builders."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from office.periods import Leg, Length, Roll, Rule, Unit


@dataclass(frozen=True)
class Source:
    """A source of law; `effective_from` is None where the sources at hand do not tell the day."""

    name: str
    document_no: str
    effective_from: date | None


# law.md 0.2. The key is the short name that citations begin with.
SOURCES: dict[str, Source] = {
    "刑诉法": Source("中华人民共和国刑事诉讼法", "2018年修正", date(2018, 10, 26)),
    "规则": Source("人民检察院刑事诉讼规则", "高检发释字〔2019〕4号", date(2019, 12, 30)),
    "程序规定": Source("公安机关办理刑事案件程序规定", "公安部令第159号", date(2020, 9, 1)),
    "立案监督规定": Source("最高人民检察院、公安部关于刑事立案监督有关问题的规定（试行）", "", date(2010, 10, 1)),
    "受案立案意见": Source("公安部关于改革完善受案立案制度的意见", "公通字〔2015〕32号", None),
    "经济犯罪规定": Source("最高人民检察院、公安部关于公安机关办理经济犯罪案件的若干规定", "公通字〔2017〕25号", None),
    "移送案件规定": Source("行政执法机关移送涉嫌犯罪案件的规定", "国务院令第310号，2020年修订", date(2020, 8, 7)),
    "取保候审规定": Source("关于取保候审若干问题的规定", "公通字〔2022〕25号", date(2022, 9, 5)),
    "羁押审查规定": Source("人民检察院、公安机关羁押必要性审查、评估工作规定", "", date(2023, 11, 30)),
    "检察建议规定": Source("人民检察院检察建议工作规定", "", date(2019, 2, 26)),
    "行刑衔接规定": Source("最高人民检察院关于推进行政执法与刑事司法衔接工作的规定", "高检发释字〔2021〕4号", date(2021, 9, 6)),
    "反向衔接指引": Source("人民检察院行刑反向衔接工作指引", "", date(2024, 11, 26)),
    "指居规定": Source("关于依法规范指定居所监视居住适用和监督的规定", "高检发办字〔2025〕168号", date(2025, 6, 30)),
    "协作配合意见": Source("最高人民检察院、公安部关于健全完善侦查监督与协作配合机制的意见", "", date(2021, 10, 31)),
    "六部门规定": Source("最高人民法院等六部门关于实施刑事诉讼法若干问题的规定", "2012年", None),
}
# law.md 1.4: not periods of criminal procedure, so 刑诉法第105条 applies by analogy.
BY_ANALOGY = ("受案立案意见", "移送案件规定", "检察建议规定", "行刑衔接规定", "反向衔接指引")


def row(
    key: str, label: str, trigger: str, length: str, roll: Roll, owed_by: str, article: str, default: str = "", **more: Any
) -> Rule:
    """One rule. `length` "" = none in law, "当日" = the same day; `default` = the length an office starts with [D].

    The first citation of `article` names the source whose effective date the rule takes.
    """
    source = next(short for short in SOURCES if article.startswith(short))
    if length == "当日":
        amount, unit = 0, Unit.DAY
    elif length:
        parsed = Length.parse(length)
        amount, unit = parsed.amount, parsed.unit
    else:
        amount, unit = None, Length.parse(default).unit if default else Unit.DAY
    more.setdefault("effective_from", SOURCES[source].effective_from)
    more.setdefault("by_analogy", source in BY_ANALOGY)
    if "longest" in more:
        more["longest"] = Length.parse(more["longest"])
    return Rule(
        key=key,
        label=label,
        trigger=trigger,
        amount=amount,
        unit=unit,
        roll=roll,
        owed_by=owed_by,
        article=article,
        default_length=Length.parse(default) if default else None,
        **more,
    )


def to(base: Rule, length: str, label: str, article: str = "", **more: Any) -> Rule:
    """The same period at a greater length, counted anew from the same trigger (三日 -> 三十日): key `<base>_to_30d`."""
    total = Length.parse(length)
    more.setdefault("key", f"{base.key}_to_{_short(total)}")
    return _step(base, total, label, article, (), more)


def plus(base: Rule, length: str, label: str, article: str = "", **more: Any) -> Rule:
    """A further stretch after the unrolled end of `base` (二个月 + 一个月): key `<base>_plus_1m`."""
    added = Length.parse(length)
    used = Leg(Length(base.amount or 0, base.unit), base.citation)
    more.setdefault("key", f"{base.key}_plus_{_short(added)}")
    return _step(base, added, label, article, (*base.before, used), more)


def _step(base: Rule, length: Length, label: str, article: str, before: tuple[Leg, ...], more: dict[str, Any]) -> Rule:
    if "longest" in more:
        more["longest"] = Length.parse(more["longest"])
    else:
        more["longest"] = None
    return replace(
        base,
        label=label,
        amount=length.amount,
        unit=length.unit,
        article=article or base.article,
        extends=base.key,
        before=before,
        **more,
    )


def _short(length: Length) -> str:
    return f"{length.amount}{ {Unit.HOUR: 'h', Unit.DAY: 'd', Unit.WORKDAY: 'w', Unit.MONTH: 'm', Unit.YEAR: 'y'}[length.unit] }"
