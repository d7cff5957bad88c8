"""监督项目: the sixteen kinds of unlawful acts of 规则第567条 word for word, and 细目 that come with the system, each with its article.

Data of the law, not code: a migration calls ``load``; a later version of the list is a new version of its items, the old
ones keep their dates. No Django here.
"""

from __future__ import annotations

from datetime import date
from typing import Any

LIST = "规则第567条"
SINCE = date(2019, 12, 30)
"""人民检察院刑事诉讼规则（高检发释字〔2019〕4号）自2019年12月30日起施行."""
VERSION = 1

ITEMS: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...] = (
    ("v01", "采用刑讯逼供以及其他非法方法收集犯罪嫌疑人供述的", (
        ("采用殴打、违法使用戒具等暴力方法或者变相肉刑收集供述", "规则第67条第1项"),
        ("以暴力或者严重损害本人及其近亲属合法权益等进行威胁收集供述", "规则第67条第2项"),
        ("采用非法拘禁等非法限制人身自由的方法收集供述", "规则第67条第3项"),
    )),
    ("v02", "讯问犯罪嫌疑人依法应当录音或者录像而没有录音或者录像，或者未在法定羁押场所讯问犯罪嫌疑人的", (
        ("应当对讯问过程录音或者录像而没有录音、录像", "刑诉法第123条第1款"),
        ("录音、录像未全程进行，不完整", "刑诉法第123条第2款"),
        ("犯罪嫌疑人送看守所羁押以后，在看守所以外讯问", "刑诉法第118条第2款"),
    )),
    ("v03", "采用暴力、威胁以及非法限制人身自由等非法方法收集证人证言、被害人陈述，或者以暴力、威胁等方法阻止证人作证或者指使他人作伪证的", (
        ("采用暴力、威胁等非法方法收集证人证言、被害人陈述", "刑诉法第56条第1款"),
        ("非法限制人身自由收集证人证言、被害人陈述", "规则第69条"),
    )),
    ("v04", "伪造、隐匿、销毁、调换、私自涂改证据，或者帮助当事人毁灭、伪造证据的", (
        ("伪造、隐匿或者毁灭证据", "刑诉法第54条第4款"),
    )),
    ("v05", "违反刑事诉讼法关于决定、执行、变更、撤销强制措施的规定，或者强制措施法定期限届满，不予释放、解除或者变更的", (
        ("传唤、拘传持续时间超过法定时间", "刑诉法第119条第2款"),
        ("拘留后超过二十四小时未送看守所羁押", "刑诉法第85条第2款"),
        ("拘留后二十四小时以内未讯问", "刑诉法第86条"),
        ("逮捕后未立即送看守所羁押", "刑诉法第93条第2款"),
        ("检察机关不批准逮捕，接到通知后未立即释放", "刑诉法第91条第3款"),
        ("收到变更强制措施的申请，三日以内未作出决定", "刑诉法第97条"),
        ("取保候审、监视居住期限届满未解除", "刑诉法第79条第2款"),
        ("超期羁押", "刑诉法第98条、第99条；规则第618条"),
    )),
    ("v06", "应当退还取保候审保证金不退还的", (
        ("取保候审结束，未违反规定而不退还保证金", "刑诉法第73条"),
    )),
    ("v07", "违反刑事诉讼法关于讯问、询问、勘验、检查、搜查、鉴定、采取技术侦查措施等规定的", (
        ("讯问时侦查人员少于二人", "刑诉法第118条第1款"),
        ("讯问同案犯罪嫌疑人、询问证人未个别进行", "程序规定第202条第2款、第210条第2款"),
        ("讯问聋、哑的犯罪嫌疑人，没有通晓聋、哑手势的人参加", "刑诉法第121条"),
        ("讯问笔录未交犯罪嫌疑人核对，或者没有签名", "刑诉法第122条"),
        ("勘验、检查笔录没有参加人和见证人签名或者盖章", "刑诉法第133条"),
        ("搜查未出示搜查证", "刑诉法第138条第1款"),
        ("搜查没有被搜查人、家属、邻居或者其他见证人在场", "刑诉法第139条第1款"),
        ("检查、搜查妇女的身体，未由女工作人员或者医师进行", "刑诉法第132条第3款、第139条第2款"),
        ("用作证据的鉴定意见未告知犯罪嫌疑人、被害人", "刑诉法第148条"),
        ("未经严格的批准手续采取技术侦查措施", "刑诉法第150条第1款"),
    )),
    ("v08", "对与案件无关的财物采取查封、扣押、冻结措施，或者应当解除查封、扣押、冻结而不解除的", (
        ("查封、扣押与案件无关的财物、文件", "刑诉法第141条第1款"),
        ("查封、扣押未当场开列清单", "刑诉法第142条"),
        ("已被冻结的财产重复冻结", "刑诉法第144条第2款"),
        ("查明与案件无关，三日以内未解除查封、扣押、冻结", "刑诉法第145条"),
        ("撤销案件或者终止侦查后未解除查封、扣押、冻结", "程序规定第187条第3款"),
    )),
    ("v09", "贪污、挪用、私分、调换、违反规定使用查封、扣押、冻结的财物及其孳息的", (
        ("使用、调换或者损毁查封、扣押的财物", "刑诉法第141条第2款"),
        ("挪用或者自行处理查封、扣押、冻结的财物及其孳息", "刑诉法第245条第1款"),
    )),
    ("v10", "不应当撤案而撤案的", (
        ("不具有应当撤销案件的情形而撤销案件、终止侦查", "程序规定第186条"),
    )),
    ("v11", "侦查人员应当回避而不回避的", (
        ("具有应当自行回避的情形而未回避", "刑诉法第29条"),
    )),
    ("v12", "依法应当告知犯罪嫌疑人诉讼权利而不告知，影响犯罪嫌疑人行使诉讼权利的", (
        ("第一次讯问或者采取强制措施时，未告知有权委托辩护人", "刑诉法第34条第2款"),
        ("讯问时未告知诉讼权利、如实供述可以从宽处理和认罪认罚的规定", "刑诉法第120条第2款"),
    )),
    ("v13", "对犯罪嫌疑人拘留、逮捕、指定居所监视居住后依法应当通知家属而未通知的", (
        ("拘留后二十四小时以内未通知家属", "刑诉法第85条第2款"),
        ("逮捕后二十四小时以内未通知家属", "刑诉法第93条第2款"),
        ("指定居所监视居住后二十四小时以内未通知家属", "刑诉法第75条第2款"),
    )),
    ("v14", "阻碍当事人、辩护人、诉讼代理人、值班律师依法行使诉讼权利的", (
        ("未在四十八小时以内安排辩护律师会见", "刑诉法第39条第2款"),
        ("未及时转达在押犯罪嫌疑人委托辩护人的要求", "刑诉法第34条第2款"),
        ("辩护律师提出要求而未听取意见并记录在案", "刑诉法第161条"),
        ("移送起诉未将案件移送情况告知犯罪嫌疑人及其辩护律师", "刑诉法第162条第1款"),
    )),
    ("v15", "应当对证据收集的合法性出具说明或者提供证明材料而不出具、不提供的", (
        ("要求对证据收集的合法性作出说明而未作书面说明", "规则第74条；程序规定第71条第4款"),
    )),
    ("v16", "侦查活动中的其他违反法律规定的行为", (
        ("讯问笔录与录音、录像内容不一致", "规则第264条"),
        ("没有犯罪事实的，不批准逮捕后超过十五日不撤销案件、终止侦查", "规则第287条第3款"),
    )),
)  # fmt: skip
"""Code, text without the item's number, and 细目 with their articles, in the order of the article."""


def load(apps: Any, _schema_editor: Any) -> None:
    """Write the list; what stands already stays as it is. Takes an app registry (``RunPython``, tests)."""
    item_model = apps.get_model("supervision", "SupervisionItem")
    sub_model = apps.get_model("supervision", "SupervisionSubItem")
    items = {one.code: one for one in item_model.objects.filter(version=VERSION)}
    new = [
        item_model(code=code, version=VERSION, text=text, article=f"{LIST}第{int(code[1:])}项", effective_from=SINCE)
        for code, text, _ in ITEMS
        if code not in items
    ]
    items |= {one.code: one for one in item_model.objects.bulk_create(new)}
    there = set(sub_model.objects.filter(item__version=VERSION, office=None).values_list("item__code", "text"))
    sub_model.objects.bulk_create(
        sub_model(item=items[code], office=None, text=words, article=article)
        for code, _, subs in ITEMS
        for words, article in subs
        if (code, words) not in there
    )


def unload(apps: Any, _schema_editor: Any) -> None:
    """Take the list away again: refused by the database once a matter rests on it."""
    item_model = apps.get_model("supervision", "SupervisionItem")
    apps.get_model("supervision", "SupervisionSubItem").objects.filter(item__version=VERSION, office=None).delete()
    item_model.objects.filter(version=VERSION, code__in=[code for code, _, _ in ITEMS]).delete()
