"""复议、复核、复查: one mechanism for every decision the police may contest (law.md 2.6, 3.4).

A kind describes its decision once, as ``Contested``; ``states()`` and ``actions()`` are part of its own table, so a lawyer
reads there what the law says of it. Both sides are timed: the window to object (a right: 期满, never 超期) and the period
to decide. A late paper is taken and marked 逾期N日, or refused at receipt by 案管 with a reason: the kernel does both.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cases.matters.table.workflow import OPEN, SAME, Action, Decision, Facts, Opens, Start, State
from office.sides import Actor, Place, Role, Side
from supervision.effects import disputes as effects
from supervision.forms import objecting as forms
from supervision.models.disputes import Dispute

PROSECUTOR = Actor(Role.PROSECUTOR)
ASSISTANT = Actor(Role.ASSISTANT)
ANOTHER = Actor(Role.PROSECUTOR, other=True)
"""另行指派: the kernel refuses who did the acts of ``not_by``, on this matter or on the one it follows."""
LEGAL = Actor(Role.LEGAL)
UP = Actor(Role.PROSECUTOR, Place.SUPERIOR)
CHIEF = Decision(Role.CHIEF)
HEAD = Decision(Role.HEAD)
UP_CHIEF = Decision(Role.CHIEF, Place.SUPERIOR)

ONCE: Facts = {"reviewed": {"no"}, "uphold": {"no"}}
TWICE = "对同一决定的复议以一次为限（内部约定），不能再次要求复议；不服复议决定的，可以提请上一级人民检察院复核。"
THRICE = "本决定已经上一级人民检察院复核，不能再次要求复议、提请复核（内部约定）。"


@dataclass(frozen=True)
class Ruling:
    """One way a 复议, 复核 or 复查 may end, and where it leads: 维持, 变更, 部分变更, 撤销."""

    code: str
    label: str
    target: str
    outcome: str
    """A value of ``Dispute``."""
    done: str
    form: type[Any]
    with_papers: tuple[str, ...] = ()
    """Papers that go with the decision (批准逮捕决定书)."""
    starts: tuple[Start, ...] = ()
    starts_on_receipt: tuple[Start, ...] = ()
    drops: tuple[str, ...] = ()
    opens: tuple[Opens, ...] = ()
    on_parent: str = ""
    on_parent_receipt: str = ""
    sets: Mapping[str, Any] = field(default_factory=dict)
    basis: str = ""
    """Its own article, where it is not that of all."""
    hint: str = ""


@dataclass(frozen=True)
class ReasonRequest:
    """要求说明理由, where the police may ask for the reasons of a decision (程序规定第139条)."""

    basis: str
    source: tuple[str, ...]
    request: str
    """Document the police ask with."""
    answer: str
    rule: str
    """Period of the answer, from receipt of the request."""


@dataclass(frozen=True)
class Windows:
    """The four periods of one branch, where the law gives it rules of its own (附条件不起诉: 程序规定第330条)."""

    when: Facts
    file: str
    decide: str
    review_file: str
    review_decide: str
    code: str
    label: str
    """What tells its 未提异议 from that of the others: a window of theirs that has closed says nothing of this one."""


@dataclass(frozen=True)
class Contested:
    """One decision that may be contested: who, where, with which paper, within which days, by which article.

    ``file``/``decide``: rules of the window and of the decision; ``review_file``/``review_decide``: the same one level up,
    empty where there is no 复核. ``not_by``: acts that made the decision, here or on the matter this one follows.
    """

    source: tuple[str, ...]
    not_by: tuple[str, ...]
    file: str
    decide: str
    basis: str
    """Article of the objection."""
    decide_basis: str
    rulings: tuple[Ruling, ...]
    review_file: str = ""
    review_decide: str = ""
    review_basis: str = ""
    review_decide_basis: str = ""
    review_rulings: tuple[Ruling, ...] = ()
    windows_when: Facts = field(default_factory=dict)
    """Facts on which its own four periods run, where ``also`` names others."""
    also: tuple[Windows, ...] = ()
    when: Facts = field(default_factory=dict)
    refusals: Mapping[str, str] = field(default_factory=dict)
    decided_by: Decision = CHIEF
    request: str = "D20"
    answer: str = "D21"
    review_request: str = "D20R"
    review_answer: str = "D21R"
    drops: tuple[str, ...] = ()
    """Clocks that end because the decision is contested."""
    again: str = ""
    """What the police owe when they do not go further: 「不提请的，应当立即撤销案件」."""
    back: str = ""
    """Where the matter goes when no 复核 is asked for in the window; empty where the kind has a row of its own for it."""
    silence: bool = False
    """未提异议 is recorded, in bulk too, once the window has closed."""
    silence_to: str = SAME
    """Where the matter goes then."""
    reasons: ReasonRequest | None = None
    ask: str = "要求复议"
    word: str = "复议"
    ask_code: str = "ask_reconsideration"
    state: str = "reconsideration"
    police_label: str = "不同意，要求复议"
    silence_basis: str = ""
    apart: bool = False
    """What becomes of it is not the outcome of the matter's own decision: it stands on the timeline, not in ``Disputed``."""

    def states(self) -> tuple[State, ...]:
        """Where the matter stands while it is contested."""
        first = State(
            self.state, self.word, Side.PROCURATORATE, f"{{due}}作出{self.word}决定，由原承办人以外的检察官办理",
            f"检察机关正在{self.word}，{{due}}作出决定",
        )  # fmt: skip
        if not self.review_file:
            return (first,)
        tail = f"；{self.again}" if self.again else ""
        return (
            first,
            State("upheld", f"{self.word}维持", Side.POLICE, f"公安机关可以{{due}}提请复核{tail}",
                  f"不服{self.word}决定的，可以{{due}}提请上一级人民检察院复核{tail}"),
            State("superior_review", "上一级院复核", "superior", "上一级人民检察院{due}作出复核决定",
                  "上一级人民检察院正在复核，{due}作出决定"),
        )  # fmt: skip

    def actions(self) -> tuple[Action, ...]:
        """The rows of the contest, in the order of the law."""
        rows = [*self._reasons(), self._ask(), *(self._rule(one) for one in self.rulings)]
        if self.review_file:
            rows += [self._ask_review(), *(self._review(one) for one in self.review_rulings)]
        return (*rows, *self._silence())

    def rules(self, name: str) -> tuple[str, ...]:
        """The rules of one of the four periods, of every branch."""
        return (getattr(self, name), *(getattr(one, name) for one in self.also))

    def starts(self, name: str) -> tuple[Start, ...]:
        """The clock of one of the four periods, for every branch: an opening row starts ``file`` with it."""
        return (Start(getattr(self, name), when=self.windows_when), *(Start(getattr(one, name), when=one.when) for one in self.also))

    def _ask(self) -> Action:
        once: Facts = ONCE if self.review_file else {"dispute": {"", Dispute.NONE.value}}
        told = {"uphold": TWICE, "reviewed": THRICE} if self.review_file else {"dispute": f"对同一意见的{self.word}以一次为限（内部约定），不能再次提出。"}
        if self.apart:
            once, told = {}, {}
        return Action(
            self.ask_code, self.ask, self.source, self.state, (LEGAL,), self.basis, when={**self.when, **once},
            refusals={**self.refusals, **told}, decided_by=HEAD, form=forms.ObjectionForm, issues=(self.request,),
            meets=self.rules("file"), drops=self.drops, sets={"dispute": ""} if self.silence else {},
            starts_on_receipt=self.starts("decide"), police_label=self.police_label,
        )  # fmt: skip

    def _rule(self, ruling: Ruling) -> Action:
        upheld = ruling.outcome == Dispute.UPHELD
        further = self.starts("review_file") if upheld and self.review_file else ()
        kept = {} if self.apart else {"dispute": ruling.outcome, **({"uphold": True} if upheld else {})}
        return Action(
            ruling.code, ruling.label, (self.state,), ruling.target, (ANOTHER,), ruling.basis or self.decide_basis, not_by=self.not_by,
            decided_by=self.decided_by, form=ruling.form, issues=(self.answer, *ruling.with_papers), meets=self.rules("decide"),
            starts=ruling.starts, starts_on_receipt=(*further, *ruling.starts_on_receipt), drops=ruling.drops, opens=ruling.opens,
            on_parent=ruling.on_parent, on_parent_receipt=ruling.on_parent_receipt, effect=None if self.apart else effects.ruled,
            done=ruling.done, sets={**kept, **ruling.sets}, hint=ruling.hint,
        )  # fmt: skip

    def _ask_review(self) -> Action:
        return Action(
            "ask_review", "提请复核", ("upheld", self.back) if self.back else ("upheld",), "superior_review", (LEGAL,), self.review_basis,
            decided_by=HEAD, when={"uphold": {"yes"}, "reviewed": {"no"}},
            form=forms.ObjectionForm, issues=(self.review_request,), meets=self.rules("review_file"), to_superior=True,
            starts_on_receipt=self.starts("review_decide"), police_label=f"不服{self.word}决定，提请复核",
        )  # fmt: skip

    def _review(self, ruling: Ruling) -> Action:
        return Action(
            ruling.code, ruling.label, ("superior_review",), ruling.target, (UP,), ruling.basis or self.review_decide_basis,
            decided_by=UP_CHIEF, form=ruling.form, issues=(self.review_answer, *ruling.with_papers), meets=self.rules("review_decide"), to_own=True,
            starts=ruling.starts, starts_on_receipt=ruling.starts_on_receipt, drops=ruling.drops, opens=ruling.opens,
            on_parent=ruling.on_parent, on_parent_receipt=ruling.on_parent_receipt, effect=effects.ruled, done=ruling.done,
            sets={"dispute": ruling.outcome, "reviewed": True, **ruling.sets}, hint=ruling.hint,
        )  # fmt: skip

    def _silence(self) -> tuple[Action, ...]:
        """A row for each branch: the window that closed is 期满, not dropped, so that what comes after all is still marked late."""
        rows = []
        branches = [("", "", self.windows_when, self.file, self.review_file)]
        branches += [(f"_{one.code}", f"（{one.label}）", one.when, one.file, one.review_file) for one in self.also]
        for code, label, when, file, review_file in branches:
            if self.silence:
                rows.append(
                    Action(f"no_objection{code}", f"登记未提异议{label}", self.source, self.silence_to, (PROSECUTOR, ASSISTANT),
                           self.silence_basis or self.basis, when={**when, "dispute": {""}}, form=forms.SilentForm, after=(file,), bulk=True,
                           sets={"dispute": Dispute.NONE.value}, effect=effects.silent, done="未提异议",
                           hint="提出异议的期限届满，公安机关没有提出的，登记下来，不以沉默代替")
                )  # fmt: skip
            if self.back:
                rows.append(
                    Action(f"no_review{code}", f"登记未提请复核{label}", ("upheld",), self.back, (PROSECUTOR, ASSISTANT), self.review_basis,
                           when=when, form=forms.SilentForm, after=(review_file,), bulk=True, effect=effects.silent, done="未提请复核",
                           hint="提请复核的期限届满，公安机关没有提请的")
                )  # fmt: skip
        return tuple(rows)

    def _reasons(self) -> tuple[Action, ...]:
        want = self.reasons
        if want is None:
            return ()
        return (
            Action("ask_reason", "要求说明理由", want.source, SAME, (LEGAL,), want.basis, form=forms.AskReasonForm,
                   when={"reasons_asked": {"no"}}, refusals={"reasons_asked": "已经要求检察机关说明理由，请等待答复。"},
                   issues=(want.request,), sets={"reasons_asked": True}, starts_on_receipt=(Start(want.rule),)),
            Action("give_reason", "说明理由", OPEN, SAME, (PROSECUTOR,), want.basis, form=forms.GiveReasonForm,
                   when={"reasons_asked": {"yes"}}, issues=(want.answer,), sets={"reasons_asked": False}, meets=(want.rule,)),
        )  # fmt: skip
