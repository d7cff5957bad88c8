"""The main job in a real Chromium: both portals, from the lead to the urging clock, and what goes wrong on the way."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook
from playwright.sync_api import Browser, expect
from pypdf import PdfReader

from tests.browser.desk import Desk, Matter, scan, taken_over
from tests.conftest import EmbeddedOffice
from tests.embedded.offices import accounts

pytestmark = [pytest.mark.browser, pytest.mark.embedded]

Seat = Callable[..., Desk]
REQUEST = {"facts": "被害人报案后，公安机关作出不予立案决定。", "reasons": "现有证据反映有犯罪事实发生。"}
REASONS = {"own_number": "城公（刑）说字〔2026〕81号", "situation": "接报后进行了审查。", "grounds": "认为没有犯罪事实。"}
NOTICE = {"facts": "经查，有证据证明有犯罪事实。", "reasons": "符合立案条件。", "enclosures": "被害人陈述一份\n转账记录一份"}
SECRETS = ("赵某某", "内部线索内容")


def requested(seat: Seat, title: str, branch: str = "A") -> Matter:
    """A matter whose request lies with the police, not yet signed for."""
    matter = taken_over(seat("jc.wang"), title, branch)
    extra = {"ground": "civil", "not_yet_requested": "on"} if branch == "B" else {}
    matter.act(seat("jc.wang"), f"request_{branch.lower()}", **REQUEST, **extra)
    matter.sign(seat("jc.he"))
    return matter


def test_main_job_from_lead_to_three_months(seat: Seat) -> None:
    prosecutor, chief, legal, head = seat("jc.wang"), seat("jc.he"), seat("ga.fang"), seat("ga.ju")

    # a prosecutor takes a lead in and asks for the reasons: a draft, the matter has not moved
    matter = taken_over(prosecutor, "演示某涉嫌合同诈骗立案监督案（主线）")
    prosecutor.press("要求说明不立案理由")
    prosecutor.fill(**REQUEST)
    prosecutor.press("预览文书")
    assert "要求说明不立案理由通知书" in prosecutor.words("#preview")
    prosecutor.submit()
    prosecutor.done()
    assert "捕诉审查" in matter.state(prosecutor) or "审查" in matter.state(prosecutor)
    assert legal.page.goto(f"{legal.portal}{matter.path}").status == 404, "签发之前公安机关不知道有此事项"  # type: ignore[union-attr]

    # 检察长 signs on the page of approvals, with the whole text before him
    page = chief.go("approvals/")
    draft = chief.leaf_to(page.locator("article", has_text=matter.title))
    assert "演示某" in draft.inner_text()
    draft.get_by_role("button", name="同意签发").click()
    chief.done()
    assert "未起算" in matter.state(prosecutor)

    # 法制员: 待签收 with one plain sentence; downloads, signs for receipt, lands on the answer
    legal.go("inbox/")
    item = legal.page.locator(".receive .item", has_text=matter.title)
    expect(item).to_contain_text("书面说明不立案理由")
    item.get_by_role("link", name="签收").click()
    for address in [one.get_attribute("href") or "" for one in legal.page.locator(".downloads a").all()]:
        answer = legal.fetch(address)
        assert answer.ok, address
        assert answer.body()[:4] in (b"%PDF", b"PK\x03\x04")
    legal.press("签收")
    legal.page.wait_for_url("**/do/explain/")
    assert "请于2026年11月27日前书面说明不立案理由" in legal.words()
    assert "规则第560条" in legal.words()
    assert not [secret for secret in SECRETS if secret in legal.page.content()]

    # the answer: own number, own file, the head's approval
    legal.submit()
    assert legal.page.locator("main :invalid").count(), "空白的回复不能提交"
    legal.fill(**REASONS)
    legal.attach()
    legal.submit()
    legal.done()
    head.go("inbox/")
    head.page.locator(".item", has_text=matter.title).get_by_role("link", name="审核").click()
    head.press("批准")
    head.page.wait_for_load_state()
    head.done()

    # the reasons do not hold: 通知立案, and the police file the case
    matter.receive(prosecutor)
    matter.act(prosecutor, "notify_filing", **NOTICE)
    matter.sign(chief)
    matter.receive(legal)
    assert "请于2026年12月7日前立案" in matter.state(legal), "2026年12月5日为星期六，顺延至12月7日"
    matter.act(legal, "file", files=True, own_number="城公（刑）立字〔2026〕901号", filed_on="2026-11-20")
    matter.sign(head)
    matter.receive(prosecutor)

    # three months, counted step by step, and both sides' acts on one timeline
    prosecutor.go(matter.path)
    clock = prosecutor.page.locator("#clocks .clock", has_text="监督立案案件侦查终结").first
    expect(clock).to_contain_text(re.compile(r"2027年2月2\d日"))
    assert clock.locator(".steps li").count() >= 2
    expect(clock).to_contain_text("规则第564条")
    timeline = prosecutor.words("#timeline")
    for line in ("受理线索", "要求说明不立案理由", "签收", "书面说明理由", "通知立案", "立案"):
        assert line in timeline
    assert "901号" in timeline
    legal.go(matter.path)
    assert not [secret for secret in SECRETS if secret in legal.page.content()]
    # the bell told the other side
    prosecutor.go("notices/")
    assert matter.title in prosecutor.words()


def test_a_signed_paper_can_be_taken_back_until_the_other_side_acts(seat: Seat) -> None:
    matter = requested(seat, "演示某涉嫌合同诈骗立案监督案（撤销）")
    chief, legal = seat("jc.he"), seat("ga.fang")
    legal.go(matter.path)
    chief.go(matter.path)
    chief.page.locator("main .more a", has_text="撤销上一步").click()
    chief.fill(reason="文书引用事实有误")
    chief.page.locator("main form button[type=submit].primary, main form button[type=submit].danger").first.click()
    chief.page.wait_for_load_state()
    assert "审查" in matter.state(chief)
    assert "已撤回" in chief.words() or "已撤销" in chief.words()
    assert legal.page.goto(f"{legal.portal}{matter.path}").status == 404  # type: ignore[union-attr]


def test_what_came_on_paper_is_entered_by_the_prosecutor(seat: Seat) -> None:
    """森林公安分局 has no account: receipt and answer come with day, reason and scan."""
    prosecutor = seat("jc.wang")
    matter = taken_over(prosecutor, "演示某涉嫌盗伐林木立案监督案（线下）", organ="森林公安")
    matter.act(prosecutor, "request_a", **REQUEST)
    matter.sign(seat("jc.he"))
    prosecutor.go(matter.path)
    prosecutor.page.locator("main .waiting a").first.click()
    form = prosecutor.page.locator("#do-receive")
    form.locator("summary").click()
    form.locator("button").click()
    assert form.locator(":invalid").count(), "线下登记须有日期、理由和扫描件"
    form.locator("[name=on]").fill("2026-11-20")
    form.locator("[name=reason]").fill("对方未使用系统，以纸质送达回证签收")
    form.locator("[name=evidence]").set_input_files(scan("送达回证.pdf"))
    form.locator("button").click()
    prosecutor.page.wait_for_load_state()
    prosecutor.done()
    prosecutor.go(f"{matter.path}do/explain/")
    prosecutor.fill(**REASONS, on="2026-11-20", reason="书面回函送达本院")
    prosecutor.page.set_input_files("main [name=evidence]", scan("回函.pdf"))
    prosecutor.attach()
    prosecutor.submit()
    prosecutor.done()
    prosecutor.go(matter.path)
    assert prosecutor.words("#timeline").count("线下登记") >= 2
    assert "送达回证.pdf" in prosecutor.words("#timeline")


def test_police_object_and_the_superior_decides(seat: Seat) -> None:
    """分支B: 复议 by another prosecutor upheld, 复核 by the superior confirmed, at once to withdraw."""
    prosecutor, other, chief, legal, head = (seat(name) for name in ("jc.wang", "jc.zhou", "jc.he", "ga.fang", "ga.ju"))
    above, above_chief = seat("sj.lu"), seat("sj.gao")
    matter = requested(seat, "演示某涉嫌职务侵占立案监督案（复议）", "B")
    matter.receive(legal)
    matter.act(legal, "explain", files=True, **REASONS)
    matter.sign(head)
    matter.receive(prosecutor)
    matter.act(prosecutor, "notify_withdrawal", **NOTICE)
    matter.sign(chief)
    matter.receive(legal)
    legal.go(matter.path)
    expect(legal.page.locator("main a.button.objection", has_text="不同意，要求复议")).to_be_visible()
    matter.act(legal, "ask_reconsideration", files=True, own_number="城公（刑）要复字〔2026〕7号", grounds="本案涉嫌犯罪。")
    matter.sign(head)
    matter.receive(prosecutor)
    # who decided what is contested does not decide again
    assert prosecutor.page.goto(f"{prosecutor.portal}{matter.path}do/uphold/").status == 403  # type: ignore[union-attr]
    assert "原承办人以外" in prosecutor.words()
    matter.act(other, "uphold", findings="经重新审查。", reasons="原通知正确。")
    matter.sign(chief)
    matter.receive(legal)
    matter.act(legal, "ask_review", files=True, own_number="城公（刑）提复字〔2026〕7号", grounds="不服复议决定。")
    matter.sign(head)
    above.go("inbox/?who=office")
    assert matter.title in above.words(), "上一级院在自己的待办中看到"
    matter.receive(above)
    matter.act(above, "review_confirms", findings="经审查。", reasons="原通知正确。")
    matter.sign(above_chief)
    matter.receive(legal)
    assert "请于2026年11月23日前报送撤销案件决定书" in matter.state(legal), "三日，末日不顺延的提醒期限"
    assert legal.page.locator("main a.button", has_text="要求复议").count() == 0, "复核之后不再复议"


def test_a_form_opened_before_a_colleague_acted_says_so_and_keeps_the_words(seat: Seat) -> None:
    prosecutor = seat("jc.wang")
    matter = taken_over(prosecutor, "演示某涉嫌合同诈骗立案监督案（过时）")
    first, second = prosecutor.page, prosecutor.tab()
    first.goto(f"{prosecutor.portal}{matter.path}do/request_a/")
    second.goto(f"{prosecutor.portal}{matter.path}do/verify/")
    second.locator("main [name=methods]").first.check()
    second.fill("main [name=contents]", "调阅受案登记表。")
    second.click("main button[name=press][value=do]")
    expect(second.locator("main .message.success")).to_be_visible()
    second.close()
    prosecutor.fill(facts="我写了很久的话", reasons="不应丢失")
    with first.expect_response(lambda answer: answer.request.method == "POST") as answer:
        prosecutor.submit()
    assert answer.value.status == 409
    assert "您打开页面之后" in prosecutor.refusal()
    expect(first.locator("main [name=facts]")).to_have_value("我写了很久的话")
    # once the page has shown the latest, the same words are taken
    prosecutor.submit()
    prosecutor.done()


def test_who_may_not_act_is_told_and_strangers_find_nothing(seat: Seat, office: EmbeddedOffice) -> None:
    matter = requested(seat, "演示某涉嫌合同诈骗立案监督案（权限）")
    investigator, stranger, other_side = seat("ga.shao"), seat("bs.jiang"), seat("ga.tang")
    investigator.go(matter.path)
    assert investigator.page.locator("main button", has_text="签收").count() == 0, "签收由法制员办理"
    for desk, status in ((stranger, 404), (other_side, 404)):
        answer = desk.page.goto(f"{desk.portal}{matter.path}")
        assert answer is not None and answer.status == status
    answer = investigator.page.goto(f"{investigator.portal}{matter.path}do/notify_filing/")
    assert answer is not None and answer.status == 403
    assert "您没有这项权限" in investigator.words()
    # an officer of the police at the prosecutors' door
    page = investigator.page
    page.goto(f"{office.url}/procuratorate/inbox/")
    assert "/procuratorate/sign-in/" in page.url
    page.fill("[name=username]", investigator.username)
    page.fill("[name=password]", investigator.password)
    page.click("button:has-text('登录')")
    assert "请从公安机关入口登录" in investigator.words()


def test_both_portals_open_in_one_browser(seat: Seat, office: EmbeddedOffice, browser: Browser) -> None:
    people = accounts(office)
    prosecutor = Desk(browser, office, "jc.zhou", people["jc.zhou"]["password"])
    second = prosecutor.tab()
    second.goto(f"{office.url}/police/sign-in/")
    second.fill("[name=username]", "ga.tang")
    second.fill("[name=password]", people["ga.tang"]["password"])
    second.click("button:has-text('登录')")
    expect(second.locator(".who summary")).to_contain_text("唐以恒")
    prosecutor.go("inbox/")
    assert "周聿明" in prosecutor.words(".who")
    prosecutor.page.locator(".who summary").click()
    prosecutor.page.click("button:has-text('退出登录')")
    second.goto(f"{office.url}/police/inbox/")
    expect(second.locator(".who summary")).to_contain_text("唐以恒")  # the other side's session goes on
    prosecutor.close()


def test_a_lead_is_entered_by_keyboard_alone(seat: Seat) -> None:
    desk = seat("jc.zhou")
    page = desk.go("open/filing/take_over/")
    keys = page.keyboard
    typed = {
        "title": "演示某涉嫌诈骗立案监督案（键盘）", "charge": "诈骗", "subject": "演示某", "complainant": "控告人甲",
        "facts": "线索内容", "persons": "2", "received_on": "11182026",  # Debian's Chromium has its picker in English
    }  # fmt: skip
    seen: set[str] = set()
    for _ in range(120):
        keys.press("Tab")
        here = page.evaluate("() => { const e = document.activeElement; return [e.name || '', e.type || '', e.value || '']; }")
        name, kind, value = here
        if name == "press" and value == "do":
            keys.press("Enter")
            break
        if name == "variant" and "variant" not in seen:
            keys.press("Space")
        elif name == "police" and name not in seen:
            keys.press("ArrowDown")
        elif name in typed and name not in seen:
            if kind != "date":
                keys.press("Control+A")
            keys.type(typed[name])
        seen.add(name)
    page.wait_for_url("**/matters/*/")
    desk.done()
    assert typed["title"] in desk.words()
    assert "2026年11月18日" in desk.words()


def test_without_javascript_the_main_job_works(seat: Seat) -> None:
    plain = {"java_script_enabled": False}
    prosecutor, chief, legal = seat("jc.qin", **plain), seat("jc.he", **plain), seat("ga.fang", **plain)
    matter = taken_over(prosecutor, "演示某涉嫌合同诈骗立案监督案（无脚本）")
    matter.act(prosecutor, "request_a", **REQUEST)
    matter.sign(chief)
    matter.receive(legal)
    matter.act(legal, "explain", files=True, **REASONS)
    prosecutor.go("open/filing/take_over/")
    prosecutor.fill(title=matter.title)
    prosecutor.press("查重")
    assert "可能已经登记过" in prosecutor.words()


def test_pages_print_without_navigation(seat: Seat) -> None:
    desk = seat("jc.wang")
    for path in ("inbox/?who=office", "matters/"):
        page = desk.go(path)
        page.emulate_media(media="print")
        expect(page.locator(".nav")).to_be_hidden()
        expect(page.locator(".filter").first).to_be_hidden()
        assert re.search(r"超期\d+天|剩\d+天", desk.words()), "黑白打印也写明天数"
        assert page.pdf(format="A4").startswith(b"%PDF")
        page.emulate_media(media="screen")


LEDGER = (
    ("刑事立案监督案件台账",),
    ("填报单位：青江区人民检察院派驻侦查监督与协作配合办公室",),
    ("序号", "案件名称", "监督类型", "线索来源", "受理日期", "公安机关", "公安立案(受案)日期", "要求说明理由文书", "文书发出日期",
     "公安书面说明日期", "监督意见", "监督意见发出日期", "公安立案/撤案日期", "办理结果", "备注"),
)  # fmt: skip


def ledger(*rows: tuple[object, ...]) -> dict[str, object]:
    """A workbook as an office keeps it, for the browser's picker."""
    book, kept = Workbook(), BytesIO()
    for row in (*LEDGER, *rows):
        book.active.append(list(row))  # type: ignore[union-attr]
    book.save(kept)
    return {
        "name": "立案监督台账.xlsx", "buffer": kept.getvalue(),
        "mimeType": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    }  # fmt: skip


def uploaded(desk: Desk, file: dict[str, object]) -> str:
    """What the page says after one upload."""
    desk.go("ledger/import/")
    if desk.page.locator("main button[value=cancel]").count():
        desk.page.click("main button[value=cancel]")
    desk.page.set_input_files("main [name=file]", file)  # type: ignore[arg-type]
    desk.page.click("main button[value=upload]")
    desk.page.wait_for_load_state()
    return desk.words()


def test_ledger_is_looked_at_before_it_is_taken(seat: Seat) -> None:
    desk = seat("jc.wang")
    good = ("演示乙涉嫌诈骗立案监督案", "应当立案而不立案", "当事人申请监督", "2026年10月8日", "城东经侦大队", "2026.9.1", "要求说明不立案理由通知书",
            "2026年10月12日", "（回复日期未载）", "", "", "", "", "")  # fmt: skip
    said = uploaded(desk, {"name": "照片.xlsx", "mimeType": "image/png", "buffer": b"\x89PNG\r\n\x1a\n" + b"0" * 64})
    assert "照片.xlsx" in said
    assert "检查结果" not in said
    said = uploaded(desk, ledger((1, *good), (2, "演示丙立案监督案", *good[1:3], "2026年2月30日", *good[4:])))
    assert "全部不能写入" in said
    assert "E5" in said, "写明哪一格"
    assert desk.page.locator("main button[value=confirm]").count() == 0

    said = uploaded(desk, ledger((1, *good)))
    assert "可新增 1件" in said
    assert "城东经侦大队" in said
    choice = desk.page.locator("main select").first
    choice.select_option(choice.locator("option", has_text="城东分局").first.get_attribute("value") or "")
    desk.page.click("main button[value=confirm]")
    desk.page.wait_for_load_state()
    assert "新增1件" in desk.words()
    desk.go("ledger/?q=演示乙涉嫌诈骗")
    assert "演示乙涉嫌诈骗立案监督案" in desk.words()
    again = uploaded(desk, ledger((1, *good)))
    assert "可新增 0件" in again
    assert "不认识的单位写法" not in again, "单位写法已经记住"
    desk.page.click("main button[value=cancel]")
    exported = desk.fetch(f"{desk.portal}ledger/export/")
    assert exported.ok
    lines = list(load_workbook(BytesIO(exported.body())).active.iter_rows(values_only=True))  # type: ignore[union-attr]
    assert any("演示乙涉嫌诈骗立案监督案" in row for row in lines)


def test_bulletin_is_signed_by_both_sides(seat: Seat) -> None:
    chief, head, clerk = seat("jc.he"), seat("ga.ju"), seat("ga.fang")
    for desk in (chief, head, clerk):
        desk.go("bulletins/")
        desk.page.locator("main a", has_text="2026年10月").first.click()
        desk.page.wait_for_load_state()
    draft = chief.fetch(chief.page.locator("main a.button", has_text="PDF").get_attribute("href") or "")
    assert draft.body().startswith(b"%PDF")
    assert clerk.page.locator("main button", has_text="签发").count() == 0
    for desk in (chief, head):
        desk.page.reload()
        desk.press("签发")
        desk.page.wait_for_load_state()
    assert "已印发" in head.words()
    number = re.search(r"侦监协通〔2026〕\d+号", head.words())
    assert number is not None
    chief.page.reload()
    assert number[0] in chief.words()
    issued = clerk.fetch(chief.page.locator("main a.button", has_text="PDF").get_attribute("href").replace("procuratorate", "police"))  # type: ignore[union-attr]
    assert issued.body().startswith(b"%PDF")
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(issued.body())).pages)
    assert "2026年10月" in re.sub(r"\s", "", text)
    assert "草稿" not in text
    # every figure opens its rows
    figure = chief.page.locator("main article a").first
    figure.click()
    chief.page.wait_for_load_state()
    assert chief.page.locator("main table a, main .empty").count()
