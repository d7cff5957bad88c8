"""The order of a run: load a thousand, measure; load the rest, measure; acts; the deadline check; eight people at once."""

from __future__ import annotations

import base64
import http.client
import io
import itertools
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from cases.desk.calendar.entries import Entry, Sort
from cases.desk.calendar.feed import written as written_feed
from cases.matters import Sweep, perform, sweep
from cases.matters.telling.notices import unread_notices
from cases.models import Clock, Deadline, Document, Event, Matter, Notice, Paper
from office.actions import job_finished, job_started, subscribe
from office.keys import uuid7
from office.models import Officer
from office.scoping import reach_of
from office.selectors import SWEEP
from office.sides import Side
from tests.bench.loading import Loader, notices_due, offices_of
from tests.bench.measuring import Statements, Target, measure, quantile, statements, took
from tests.services import BASE_DIR
from tests.supervision.plays import at
from tests.supervision.plays.filing import lead
from tests.world import TODAY, World, build, signed_in

FEW = 1000
"""Matters of the first phase, by which those of the second are divided."""
DEEP = 99
"""Pages that lie before the deep one, where the list is so long."""
ACTS = 15
"""Times that an act is done."""
NEWLY_DUE = 0.1
"""Clocks that fall due at once, by matter: of 100,000 matters 10,000."""
DRAFTS = 20
"""Periods that run out, each followed by a draft."""
CLIENTS, SECONDS = 8, 45
MIX = {"事项页": 40, "待办": 25, "事项": 15, "提醒": 10, "期限计算": 10}
"""Mixed reads, in percent."""


def run(matters: int, *, sql: bool, server: dict[str, str]) -> None:
    """One whole run; prints as it goes."""
    began = time.monotonic()
    os.environ["OFFICE_TODAY"] = TODAY.isoformat()
    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    world = build()
    loader = Loader(world, offices_of(matters), after=rows_written)
    print(f"PostgreSQL {connection.pg_version // 10000}：" + "，".join(f"{name}={value}" for name, value in server.items()))
    small = phase(loader, world, min(FEW, matters))
    say_drafts()
    large = phase(loader, world, matters)
    say_pages(small, large, min(FEW, matters), matters)
    if sql:
        say_statements(large)
    say_bell(world)
    say_feed()
    say_acts(world)
    say_check(matters)
    say_crowd(world)
    print(f"\n全程{time.monotonic() - began:.0f}秒")


def phase(loader: Loader, world: World, matters: int) -> list[Target]:
    """Load up to so many matters and measure every page."""
    seconds = took(lambda: loader.to(matters)) / 1000
    assert not loader.unsound(), loader.unsound()
    own = Matter.objects.filter(office=world.office)
    held = {"事项": Matter, "经过": Event, "期限": Deadline, "文书": Document, "提醒": Notice}
    print(f"\n装入至{matters}件：{seconds:.0f}秒；" + "，".join(f"{name}{model.objects.count()}" for name, model in held.items()), end="；")
    print(f"所测办公室未办结{own.filter(closed_at=None).count()}件，已办结{own.exclude(closed_at=None).count()}件", flush=True)
    beat()
    targets = pages(world)
    measure(targets)
    return targets


def timed(act: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds, and what came of it."""
    began = time.perf_counter()
    made = act()
    return time.perf_counter() - began, made


def beat() -> None:
    """The deadline check has just run: no page carries the line that says otherwise."""
    now = at(TODAY)
    job_started(SWEEP, now=now)
    job_finished(SWEEP, now=now)


def again(who: Officer) -> Officer:
    """The officer with roles and reach, as an act in a request has him."""
    found = Officer.objects.select_related("organisation").get(pk=who.pk)
    assert found.roles
    reach_of(found)
    return found


# --- pages -----------------------------------------------------------------------------------------------------------


def opening(who: Officer, *addresses: str) -> Callable[[], Any]:
    """A page, or several in turn, fetched by someone who is signed in."""
    client, turn = signed_in(again(who)), itertools.cycle(addresses)

    def fetch() -> None:
        address = next(turn)
        answer = client.get(f"/{who.side}/{address}")
        assert answer.status_code == 200, (who.username, address, answer.status_code)

    return fetch


def rows_written() -> None:
    """The rows of the lists (桌面行) are no copies: they are written from what was copied, as on any database."""
    call_command("rebuild_desks", stdout=sys.stdout, stderr=io.StringIO())
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE cases_deskrow, cases_begun")


def cursor_behind(values: tuple[Any, ...]) -> str:
    """The cursor of the page behind a row, as the lists write it."""
    return base64.urlsafe_b64encode(json.dumps([str(value) for value in values]).encode()).decode().rstrip("=")


def deep(rows: Any, *order: str) -> str:
    """The cursor of the hundredth page of these rows, or of their last page."""
    rows = rows.order_by(*order).values_list(*(name.removeprefix("-") for name in order))
    place = min(DEEP * 50, max(rows.count() - 50, 1))
    return cursor_behind(rows[place - 1])


def some(rows: Any) -> list[str]:
    """Addresses of twenty matters, the same in every run."""
    keys = list(rows.order_by("id").values_list("pk", flat=True))
    return [f"matters/{key}/" for key in random.Random(1).sample(keys, min(20, len(keys)))]


def pages(world: World) -> list[Target]:
    """Every page with its floor: the frame as the same officer has it."""
    ours = Matter.objects.filter(acting_office_id=world.office.pk, closed_at=None)
    every = Matter.objects.filter(office=world.office)
    theirs = Matter.objects.filter(police=world.organ, police_from__isnull=False)
    name = Document.objects.filter(matter__office=world.office).order_by("id").values_list("matter__title", flat=True)[0][:3]
    both = {
        world.prosecutor: {
            "待办（我的）": ["inbox/?who=mine"],
            "待办（本办公室）": ["inbox/?who=office"],
            "待办 第100页": [f"inbox/?who=office&after={deep(ours, 'next_due_on', 'id')}"],
            "已办": ["inbox/?tab=done"],
            "事项": ["matters/"],
            "事项 第100页": [f"matters/?after={deep(every, '-id')}"],
            "提醒": ["notices/"],
            "期限计算": ["calculator/"],
            "日历（我的）": ["calendar/"],
            "日历（本办公室）": ["calendar/?who=office"],
            "日历订阅": [f"calendar/{subscribe(officer=world.prosecutor, now=at(TODAY))}.ics"],
            "事项页": some(every),
            "查找 常见": ["search/?q=诈骗"],
            "查找 姓名": [f"search/?q={name}"],
        },
        world.chief: {"待审批": ["approvals/"], "检察长待办": ["inbox/"]},
        world.legal_officer: {
            "待办（本单位）": ["inbox/?who=office"],
            "已办": ["inbox/?tab=done"],
            "事项": ["matters/"],
            "事项 第100页": [f"matters/?after={deep(theirs, '-id')}"],
            "我方发起": ["started/"],
            "提醒": ["notices/"],
            "期限计算": ["calculator/"],
            "事项页": some(theirs),
            "查找 常见": ["search/?q=诈骗"],
        },
        world.head: {"待审核": ["approvals/"]},
        world.city_prosecutor: {"上级院待办": ["inbox/?who=office"], "下级事项": ["matters/?place=below"]},
    }
    found = []
    for who, listed in both.items():
        frame, trivial = opening(who, "bench/frame/"), opening(who, "bench/trivial/")
        side = "警" if who.side == Side.POLICE else "检"
        if len(listed) > 2:
            found += [Target(f"{side} 登录而已", trivial, frame, trivial), Target(f"{side} 空白页", frame, frame, trivial)]
        found += [Target(f"{side} {label}", opening(who, *addresses), frame, trivial) for label, addresses in listed.items()]
    return found


def width(text: str) -> int:
    """Columns on a terminal: a Chinese character takes two."""
    return sum(2 if ord(letter) > 0x2E80 else 1 for letter in text)


def padded(text: str, columns: int) -> str:
    return text + " " * (columns - width(text))


def say_pages(small: list[Target], large: list[Target], few: int, many: int) -> None:
    """Both phases beside each other."""
    print(f"\n{padded('', 24)}|{few}件{'':{17 - len(str(few))}}|{many}件")
    print(f"{padded('页面', 24)}|    p50  倍登录  |    p50     p95  倍空白  倍登录  倍{few}件  查询     SQL  次数")
    for before, after in zip(small, large, strict=True):
        print(
            f"{padded(after.name, 24)}|{before.p50:7.1f}{before.by_trivial:8.1f}  |{after.p50:7.1f}{after.p95:8.1f}{after.by_frame:8.2f}"
            f"{after.by_trivial:8.1f}{after.p50 / before.p50:{len(str(few)) + 6}.2f}{after.queries:6}{after.sql:8.1f}{len(after.times):6}",
            flush=True,
        )


def say_statements(targets: list[Target]) -> None:
    """The slowest statements of each page, for whoever looks for the cause."""
    for target in targets:
        print(f"\n{target.name}")
        print("\n".join(target.worst), flush=True)


def say_bell(world: World) -> None:
    """The bell alone."""
    total, own = Notice.objects.count(), Notice.objects.filter(office=world.office).count()
    print(f"\n{padded(f'铃（提醒共{total}条，本办公室{own}条）', 44)}SQL p50")
    for name in ("prosecutor", "assistant", "chief", "case_manager", "legal_officer", "investigator", "head", "city_prosecutor"):
        who, times = again(getattr(world, name)), []
        for _ in range(7):
            with statements() as seen:
                unread_notices(who, TODAY)
            times.append(seen.milliseconds)
        print(f"{padded(f'{who.organisation.short_name} {who.role_labels}', 44)}{quantile(times, 0.5):7.1f}", flush=True)


def say_feed() -> None:
    """A thousand entries of every sort written as a calendar, beside reading them back: what a large subscription costs."""
    first = at(TODAY)
    entries = [
        Entry(
            key=uuid7(), office="QJ", sort=sort, title=f"侦协会〔2026〕{place}号", detail="审查逮捕届满", note="刑诉法第91条", changed_at=first,
            begins=day if sort in (Sort.DUTY, Sort.REMINDER) else first + timedelta(hours=place),
            ends=None if sort in (Sort.DUTY, Sort.REMINDER) else first + timedelta(hours=place + 2),
        )
        for place, (sort, day) in enumerate(zip(itertools.cycle(Sort), (TODAY + timedelta(days=one % 400) for one in range(1000)), strict=False))
    ]  # fmt: skip
    writing, reading = [], []
    for _ in range(5):
        seconds, body = timed(lambda: written_feed(entries))
        writing.append(seconds)
        reading.append(timed(lambda body=body: Calendar.from_ical(body))[0])
    print(f"\n日历订阅{len(entries)}项，{len(body) // 1024}KB：写{quantile(writing, 0.5):.2f}秒，读回{quantile(reading, 0.5):.2f}秒", flush=True)


# --- acts ------------------------------------------------------------------------------------------------------------


def written(act: Callable[[], Any]) -> list[str]:
    """The writing statements of an act, which is taken back."""
    with transaction.atomic():
        with CaptureQueriesContext(connection) as caught:
            act()
        transaction.set_rollback(True)
    return [one["sql"] for one in caught.captured_queries if one["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]


def replayed(wanted: list[str]) -> None:
    """The same rows again by plain SQL in one transaction."""
    with transaction.atomic(), connection.cursor() as cursor:
        for one in wanted:
            cursor.execute(one)


def say_acts(world: World) -> None:
    """Acts beside the rows they write, written raw and committed in the same way; both in turn, each on a matter of its own."""
    prosecutor, chief, now = again(world.prosecutor), again(world.chief), at(TODAY)
    opened = Matter.objects.filter(office=world.office, closed_at=None, state="awaiting_reasons").order_by("id")
    papers = Document.objects.filter(
        office=world.office, status=Paper.DRAFT, leads=True, origin_side=Side.PROCURATORATE, swept_for=None, matter__kind="filing"
    ).order_by("id")  # fmt: skip
    given = lead(title="测试甲涉嫌诈骗案", received_on=TODAY.isoformat(), police=str(world.organ.pk))
    kinds: dict[str, Iterator[Callable[[], Any]]] = {
        "附言": (
            lambda key=key: perform(key, "note", officer=prosecutor, data={"text": "附言", "shown": "own"}, now=now)
            for key in list(opened.values_list("pk", flat=True)[: 3 * ACTS])
        ),
        "签发": (
            lambda row=row: perform(row[0], "sign", officer=chief, data={"document": row[1]}, now=now)
            for row in list(papers.values_list("matter_id", "pk")[: 3 * ACTS])
        ),
        "登记": (lambda: perform(None, "take_over", kind="filing", officer=prosecutor, data=given, now=now) for _ in range(3 * ACTS)),
    }  # fmt: skip
    print(f"\n{padded('办理', 24)}    p50     p95  照写p50    倍  查询  写入  次数")
    for label, acts in kinds.items():
        times, raw, asked, rows = [], [], 0, 0
        for first, second in itertools.islice(zip(acts, acts, strict=False), ACTS):
            wanted = written(first)
            raw.append(took(lambda wanted=wanted: replayed(wanted)))
            with statements() as seen:
                times.append(took(second))
            asked, rows = max(asked, len(seen.times)), max(rows, len(wanted))
        p50, floor = quantile(times, 0.5), quantile(raw, 0.5)
        print(f"{padded(label, 24)}{p50:7.1f}{quantile(times, 0.95):8.1f}{floor:9.1f}{p50 / floor:6.1f}{asked:6}{rows:6}{len(times):6}", flush=True)


# --- the deadline check ----------------------------------------------------------------------------------------------


def fall_due(rows: Any, number: int, due_on: date) -> int:
    """Let so many running duties end on this day, as if nobody had been told of them; how many there were."""
    keys = list(rows.filter(status=Clock.RUNNING, nature="duty", matter__closed_at=None, due_on__gte=TODAY).order_by("id")
                .values_list("pk", flat=True)[:number])  # fmt: skip
    Notice.objects.filter(deadline__in=keys).delete()
    Deadline.objects.filter(pk__in=keys).update(due_on=due_on)
    tidy()
    return len(keys)


def tidy() -> None:
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def say_check(matters: int) -> None:
    """The check of periods beside inserting the same notices as they are, and beside finding and writing them by one statement a ladder."""
    lead_days = TODAY + timedelta(days=7)
    clocks = fall_due(Deadline.objects.all(), round(matters * NEWLY_DUE), lead_days)
    began = Notice.objects.order_by("-id").values_list("id", flat=True)[0]
    found_raw, plain = timed(lambda: notices_due(TODAY))
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE same AS SELECT * FROM cases_notice WHERE id > %s", [began])
    Notice.objects.filter(id__gt=began).delete()
    tidy()
    raw, _ = timed(lambda: replayed(["INSERT INTO cases_notice SELECT * FROM same"]))
    Notice.objects.filter(id__gt=began).delete()
    tidy()
    with statements() as first_seen:
        first, found = timed(lambda: sweep(now=at(TODAY)))
    assert found.notices == plain, f"期限检查写了{found.notices}条提醒，照写是{plain}条"
    tidy()
    found_again, nothing = timed(lambda: notices_due(TODAY))
    with statements() as seen:
        second, left = timed(lambda: sweep(now=at(TODAY)))
    assert not nothing and not left.notices
    print(f"\n{padded('期限检查', 28)}      ms   照写ms      倍  一条语句ms      倍   查询  提醒  草稿")
    say_line(f"{clocks}个期限新近届满", first, raw, found_raw, first_seen, found)
    say_line("再查一次", second, None, found_again, seen, left)


def say_drafts() -> None:
    """A draft of the check by itself, among few matters, where the rest of it is short. All that is due was written when loading."""
    first, found = timed(lambda: sweep(now=at(TODAY)))
    assert not found.notices, f"装入时少写了{found.notices}条提醒"
    second, _ = timed(lambda: sweep(now=at(TODAY)))
    fall_due(Deadline.objects.filter(rule="correction_reply"), DRAFTS, TODAY - timedelta(days=1))
    notices_due(TODAY)
    then, drafted = timed(lambda: sweep(now=at(TODAY)))
    each = (then - min(first, second)) * 1000 / max(1, drafted.drafts)
    print(f"期限检查代拟草稿{drafted.drafts}件，每件{each:.0f}ms", flush=True)


def say_line(label: str, seconds: float, raw: float | None, found_raw: float, seen: Statements, found: Sweep) -> None:
    plain = f"{raw * 1000:9.0f}{seconds / raw:8.1f}" if raw else f"{'—':>8}{'—':>7}"
    print(
        f"{padded(label, 28)}{seconds * 1000:8.0f}{plain}{found_raw * 1000:12.0f}{seconds / found_raw:8.1f}{len(seen.times):7}"
        f"{found.notices:6}{found.drafts:6}",
        flush=True,
    )


# --- eight at once ---------------------------------------------------------------------------------------------------


@contextmanager
def web() -> Iterator[int]:
    """The web part of an office as ``run_office`` starts it (2 workers of 4 threads); yields its port."""
    port = int(os.environ["OFFICE_PORT"])
    process = subprocess.Popen([sys.executable, "manage.py", "run_office", "--only", "web"], cwd=BASE_DIR, stdout=subprocess.DEVNULL)
    try:
        for _ in range(300):
            try:
                link = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
                link.request("GET", "/")
                link.getresponse().read()
                break
            except OSError:
                time.sleep(0.2)
        yield port
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


class Reader:
    """One person's browser: one connection kept open, one session, the pages of the mix at random."""

    def __init__(self, port: int, who: Officer, rows: Any, seed: int) -> None:
        self.port, self.prefix, self.random = port, f"/{who.side}/", random.Random(seed)
        client = signed_in(again(who))
        self.cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
        self.pages = {"事项页": some(rows), "待办": ["inbox/"], "事项": ["matters/"], "提醒": ["notices/"], "期限计算": ["calculator/"]}
        self.link = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        self.times: dict[str, list[float]] = {}
        self.errors: Counter[str] = Counter()

    def fetch(self, label: str, address: str) -> None:
        began = time.perf_counter()
        try:
            self.link.request("GET", self.prefix + address, headers={"Cookie": self.cookies})
            answer = self.link.getresponse()
            answer.read()
            status = str(answer.status)
        except (OSError, http.client.HTTPException) as error:
            self.link.close()
            status = type(error).__name__
        self.times.setdefault(label, []).append((time.perf_counter() - began) * 1000)
        if status != "200":
            self.errors[f"{label} {status}"] += 1

    def read(self, until: float) -> None:
        while time.monotonic() < until:
            label = self.random.choices(list(MIX), list(MIX.values()))[0]
            self.fetch(label, self.random.choice(self.pages[label]))


def say_crowd(world: World) -> None:
    """Eight readers at once: four of each side."""
    ours, theirs = Matter.objects.filter(office=world.office), Matter.objects.filter(police=world.organ, police_from__isnull=False)
    who = [(world.prosecutor, ours), (world.legal_officer, theirs), (world.second_prosecutor, ours), (world.head, theirs)] * 2
    with web() as port:
        readers = [Reader(port, officer, rows, seed) for seed, (officer, rows) in enumerate(who[:CLIENTS])]
        alone = readers[0]
        for _ in range(40):
            alone.fetch("登录而已", "bench/trivial/")
            alone.fetch("空白页", "bench/frame/")
        print(f"\n{padded('网页服务（2进程×4线程）', 28)}  次数     p50     p99")
        for label in ("登录而已", "空白页"):
            say_times(f"一人 {label}", alone.times.pop(label))
        until = time.monotonic() + SECONDS
        threads = [threading.Thread(target=reader.read, args=(until,)) for reader in readers]
        began = time.monotonic()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        seconds = time.monotonic() - began
    every: list[float] = []
    for label in MIX:
        times = [one for reader in readers for one in reader.times.get(label, [])]
        every += times
        say_times(f"{CLIENTS}人 {label} {MIX[label]}%", times)
    say_times(f"{CLIENTS}人 合计", every)
    errors = sum((reader.errors for reader in readers), Counter[str]())
    print(f"每秒{len(every) / seconds:.1f}次，出错{sum(errors.values())}次", flush=True)
    assert not errors, errors


def say_times(label: str, times: list[float]) -> None:
    print(f"{padded(label, 28)}{len(times):6}{quantile(times, 0.5):8.1f}{quantile(times, 0.99):8.1f}", flush=True)
