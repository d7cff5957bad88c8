"""流程词汇: a workflow is a frozen table a lawyer can read (design 5). No database here.

``register()`` refuses a bad table at start-up. Tables live in ``supervision.workflows`` and ``liaison.workflows``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.apps import apps

from cases.exceptions import BadTable
from cases.rules import RULES
from office.blocks import Block
from office.options import OPTIONS
from office.sides import OTHER, Actor, Place, Side

if TYPE_CHECKING:
    from cases.models import Matter
    from office.models import Organisation

OPEN = ("*",)
"""Source of an action that may be done in any open state."""
SAME = "="
"""Target of an action that leaves the state as it is."""
OWN = "own"
"""``Action.shown`` of what only the side that presses it reads, where either may (修订 begins a draft of one's own)."""
DIRECT = "direct"
"""The value of such a setting (统一出口 the other one: 协作配合意见第三（二）4)."""
BOTH = "both"
"""``State.turn`` where both sides have something to do (答复, 报议题): the matter stands in 待办 of each, once."""
ASKING, ASKED = "asking", "asked"
"""The side that began a matter, and the side across, where either may begin one (咨询): who asked decides who answers."""
HOSTS, SIGNS_HEAD = "host", "head"
"""The values of a setting that says who signs for an organisation what goes round (``Circulation.option``)."""

Facts = Mapping[str, frozenset[str] | set[str]]
"""What a row depends on, as data: ``{"variant": {"A", "C"}}``. Names are columns of Matter or of the detail row."""


@dataclass(frozen=True)
class State:
    """What is awaited. ``turn``: whose move it is; ``asks``/``police_asks``: the sentence each side reads.

    In the sentences ``{due}`` stands for the届满日 in words (「于2026年11月30日前」), dropped when no clock runs. Where either side
    may begin the matter, ``turn`` may be ASKING or ASKED, and ``reads`` has the sentence of each of the two. Where both have something
    to do, ``turn`` is BOTH.
    """

    code: str
    label: str
    turn: str
    asks: str = ""
    police_asks: str = ""
    closed: bool = False
    waits: str = ""
    """Whom it waits for where the move is neither side's: another unit, or nobody (备用)."""
    reads: Mapping[str, str] = field(default_factory=dict)
    """The sentence of ASKING and of ASKED, in place of ``asks`` and ``police_asks``."""
    sits: bool = False
    """A meeting is being held (会中): who leaves a shift hands it over."""


VOID = State("void", "来源办理已撤销", "", "来源事项的办理已经撤销，本事项不再办理", "来源事项的办理已经撤销，本事项不再办理", closed=True)
"""Where a matter goes whose opening act was undone, in every kind."""


@dataclass(frozen=True)
class Start:
    """A period that an action starts: counted from its day, from ``on`` (a form field) or from receipt.

    ``length``: name of a form field (日, or a text with its unit: 8个月), ``option``: of an office option (时, 日 or 月) that gives the length of an open
    rule; a rule in hours counts from the moment of the act or of the receipt;
    ``shared``: both sides see the clock.
    """

    rule: str
    on: str = ""
    length: str = ""
    option: str = ""
    when: Facts = field(default_factory=dict)
    shared: bool = True
    before: str = ""
    """Counted back from the 届满日 of this clock of the matter, and moved with it (届满七日前提请延长)."""


@dataclass(frozen=True)
class Decision:
    """Who signs before an act takes effect: a role at a place, or a setting where the law leaves it open."""

    role: str = ""
    place: str = Place.OWN
    option: str = ""


@dataclass(frozen=True)
class Opens:
    """A following matter that an act opens, with ``parent``: office, organ, case and title go along.

    ``code``: the opening row of its own table. ``carries``: its columns from form fields or facts of this matter
    (``{"charge": "charge"}``); of an act on one row (``Action.item``) from that row first. ``gives``: its columns as constants.
    ``on_receipt``: not before the leading paper is received. ``each``: accessor of the matter's rows: one matter for every row that
    fits ``each_when``, which ``carries`` reads first (议定事项: one for every item of the agenda that was decided).
    """

    kind: str
    code: str
    carries: Mapping[str, str] = field(default_factory=dict)
    gives: Mapping[str, Any] = field(default_factory=dict)
    when: Facts = field(default_factory=dict)
    on_receipt: bool = False
    each: str = ""
    each_when: Facts = field(default_factory=dict)


@dataclass(frozen=True)
class Extend:
    """A running period made longer: ``rule`` is an extension of the rule table (``invest_custody_plus_1m``).

    ``length``: name of a form field with the length, where the law lets the one who decides choose (一日至四日):
    a bare number is 日, a text names its unit.
    """

    rule: str
    length: str = ""
    when: Facts = field(default_factory=dict)


@dataclass(frozen=True)
class Circulation:
    """会签: the paper of the row is not issued but goes round. Both sides read it; the last signature issues it.

    ``wanted``: the organisations of which one person each must sign, fixed when it goes round; ``by``: who signs for one of his side,
    a head also through whom he has authorised. ``option``: a setting that widens it: HOSTS lets every participant sign who is host of
    the matter, SIGNS_HEAD those of ``by`` alone. ``signed``, ``returned``: linked rows of the same table, done with the last signature,
    and when one who signs sends it back.
    """

    wanted: Callable[[Matter], list[Organisation]]
    by: tuple[Actor, ...]
    signed: str
    returned: str
    option: str = ""


@dataclass(frozen=True)
class Action:
    """One row of the table: who may do what from where, with which paper, periods and article (design 5)."""

    code: str
    label: str
    source: tuple[str, ...]
    target: str
    by: tuple[Actor, ...]
    basis: str
    stands: str = ""
    """ASKING or ASKED: ``by`` names the actors of either side and ``issues`` the papers of either; those of the side that stands so
    in a matter are meant."""
    either: bool = False
    """Both sides may press it: ``by`` names actors of both, ``issues`` the papers of either, and those of the side that presses are
    meant (``pressed_by``). Nobody enters it for the other side."""
    by_organ: bool = False
    """Of what the whole office sees: of the police only the organ that the matter names presses it (the convener's rows of a meeting
    that the police called); ``Workflow.by_organ`` says so of every row."""
    by_row: bool = False
    """Works on one row (``item``) and nothing else, while others work on other rows: asks for no version and makes no page stale, keeps no
    snapshot, tells nobody. The effect keeps the row's own revision. No act before it can be undone."""
    hosted: bool = False
    """Of a restricted matter: done, and signed, by who has the seat of a host on his side (主办). Others who take part have no button."""
    police_label: str = ""
    decided_by: Decision | None = None
    exit: str = ""
    """Name of a setting: where it is DIRECT, 办案民警 send this paper of the police themselves, and their 法制员 are told."""
    when: Facts = field(default_factory=dict)
    form: type[Any] | None = None
    issues: tuple[str, ...] = ()
    starts: tuple[Start, ...] = ()
    starts_on_receipt: tuple[Start, ...] = ()
    meets: tuple[str, ...] = ()
    drops: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    final: bool = False
    """Never undone: what it opened to the other side was read (互见)."""
    within: tuple[str, ...] = ()
    """Only while none of these periods has run out (规则第309条: 羁押期限届满后提请延长的，不予受理)."""
    must: bool = False
    """应当: when ``after`` has run out, the sweep drafts this once. 可以: a button only."""
    discloses: bool = False
    """From here the other side sees the matter."""
    to_superior: bool = False
    """From here the move on the procuratorial side lies with the superior's office."""
    to_own: bool = False
    not_by: tuple[str, ...] = ()
    """另行指派: codes of the acts whose drafter may not do this one."""
    opens: tuple[Opens, ...] = ()
    """Following matters; those whose ``when`` fits are opened in the same transaction."""
    on_parent: str = ""
    """An act done on the matter this one follows, in the same transaction, where that one's table has it."""
    on_parent_receipt: str = ""
    """The same, on the day the leading paper is received (重新计算审查起诉期限)."""
    on_case: tuple[tuple[str, str], ...] = ()
    """(kind, code): an act done on every open matter of that kind in the same case where it fits, in the same transaction (审查逮捕 tells
    提前介入 its result); the others are left alone."""
    on_receipt: str = ""
    """Code of a linked act of this table, done when the leading paper is signed for."""
    linked: bool = False
    """Done only through another act (``opens``, ``on_parent``, ``on_case``, ``on_receipt``): no button, nobody presses it."""
    extends: tuple[Extend, ...] = ()
    pauses: tuple[str, ...] = ()
    resumes: tuple[str, ...] = ()
    """中止: the days from ``pauses`` to ``resumes`` do not count (精神病鉴定, 刑诉法第149条)."""
    item: str = ""
    """Accessor of the matter's rows (``outline_items``) of which the act takes one: its number is ``data["item"]``."""
    item_when: Facts = field(default_factory=dict)
    """Facts of that row on which the act depends."""
    unless_rows: Mapping[str, Facts] = field(default_factory=dict)
    """Accessor of rows → facts: refused while any of those rows fits, in the words of ``refusals`` and with the numbers of the rows that
    stand in the way (散会 while an item has no outcome). Where there are no rows, nothing does."""
    at: str = ""
    """Form field with the moment the duty was fulfilled, for hour rules: late is only what lies past the legal moment. Or with
    its day, where the answer of another unit is registered afterwards (回函日期)."""
    moves_custody: bool = False
    """Its effect writes spells of a measure: every clock of the case that custody moves is computed again."""
    bulk: bool = False
    """May be done for several matters at once."""
    otherwise: str = ""
    """The sentence for who tries it while ``when`` does not hold (补充侦查以二次为限)."""
    refusals: Mapping[str, str] = field(default_factory=dict)
    """Where the facts of ``when`` want different sentences: fact → sentence, before ``otherwise``."""
    effect: Callable[[Any], None] | None = None
    """Takes the act (matter, detail, data, on, event, item) and writes what no form field names."""
    shown: str = ""
    """Who reads the event: a side, ``both``, or OWN; default: both once disclosed for acts that issue to, or come from, the other side, and
    for what both press."""
    hint: str = ""
    """One sentence beside the button: what the law says of this step."""
    group: str = ""
    """Heading the button stands under with others of its sort, where a state offers many ways on (成案、移送、不成案)."""
    sets: Mapping[str, Any] = field(default_factory=dict)
    """Facts of the matter or its detail row that this act fixes, as data."""
    done: str = ""
    """What the timeline says happened; default: ``label``."""
    circulates: Circulation | None = None
    """会签: its paper goes round to be signed by several organisations before it is issued."""
    recalls: bool = False
    """It takes back the paper of the matter that goes round; the signatures on it are void (收回, 未会签)."""

    @property
    def opens_matter(self) -> bool:
        return not self.source

    def refused(self, values: Callable[[str], Any]) -> str:
        """The sentence of the first fact of ``when`` that does not hold; empty where all hold, or none is given."""
        failing = [name for name, wanted in self.when.items() if not matches({name: wanted}, values)]
        told = [self.refusals[name] for name in failing if name in self.refusals]
        return told[0] if told else self.otherwise if failing else ""

    @property
    def objects(self) -> bool:
        """Whether it uses a right that the law gives (要求复议, 提请复核, 申请复查): what is only agreed on between the sides is none."""
        return any(RULES[rule].nature == "right" and not RULES[rule].agreed for rule in self.meets)

    def label_for(self, side: str) -> str:
        """Its name as this side reads it."""
        return self.police_label if side == Side.POLICE and self.police_label else self.label

    def is_among(self, names: Iterable[str]) -> bool:
        """Whether a setting that lists acts by name (or code) means this one."""
        return not {self.code, self.label}.isdisjoint(names)

    @property
    def side(self) -> str:
        """Whose act it is, in the table of a matter; of a row that stands for either side, ask that table (``table_of``), and of one
        that both press, the row as one side presses it (``pressed_by``)."""
        assert not self.stands, f"{self.code}: 由哪一侧办理，看事项由谁发起"
        assert len({actor.side for actor in self.by}) == 1, f"{self.code}: 由哪一侧办理，看谁按下"
        return self.by[0].side

    def is_of(self, side: str) -> bool:
        """Whether this side presses it, in the table of a matter."""
        return any(actor.side == side for actor in self.by)

    def pressed_by(self, side: str) -> Action:
        """The row as this side presses it: with its actors and its papers, where both sides may (``either``); else the row itself."""
        return self._pressed[side] if self.either else self

    @cached_property
    def _pressed(self) -> dict[str, Action]:
        """Of each side; of one whose actors it does not name, the row as it is."""
        if len({actor.side for actor in self.by}) < len(Side.values):
            return dict.fromkeys(Side.values, self)
        return {side: _of_side(self, side) for side in Side.values}


@dataclass(frozen=True)
class DocumentType:
    """文种: name, who makes it for whom, and its one list of blocks (law.md 4.1).

    ``origin`` ``made`` (here, numbered by our book) or ``uploaded`` (the other side's paper with its own number);
    ``body(context)`` gives the blocks; ``letters`` the 文书代字 of the number; ``summary`` what the police portal says of it.
    """

    code: str
    slug: str
    name: str
    addressee: str
    basis: str
    letters: str = ""
    origin: str = "made"
    side: str = Side.PROCURATORATE
    body: Callable[[dict[str, Any]], list[Block]] | None = None
    receipt_slip: bool = False
    pending: bool = True
    """The form or number letters are from memory [M]: shown as 待核 and configurable."""
    duty: str = ""
    """One plain sentence for the addressee; ``{due}`` is the day in words."""


@dataclass(frozen=True)
class Workflow:
    """One kind of matter."""

    kind: str
    label: str
    number_letters: str
    """编号: 「侦监立」 in 侦监立〔2026〕14号."""
    states: tuple[State, ...]
    actions: tuple[Action, ...]
    variants: Mapping[str, str] = field(default_factory=dict)
    detail: str = ""
    """Reverse accessor of the one-to-one detail row on Matter."""
    detail_model: Callable[[], type[Any]] | None = None
    amend_fields: Mapping[str, str] = field(default_factory=dict)
    """更正: dotted path (``matter.title``, ``detail.charge``) to Chinese label."""
    rows: Mapping[str, str] = field(default_factory=dict)
    """Rows a matter holds several of: accessor on Matter to heading (``{"outline_items": "补充侦查条目"}``)."""
    writes: tuple[str, ...] = ()
    """Further rows its effects write, by accessor on Matter (``spells``): undone with the act like ``rows``."""
    place: int = 100
    """Where the kind stands in menus and panels, smallest first."""
    restricted: bool = False
    """Only who has a seat sees a matter of this kind (会商): ``Matter.restricted``, ``Participant``."""
    whole_office: bool = False
    """Every police organ of the office sees a matter of this kind once the police do (联席会议, 指引): ``Matter.whole_office``."""
    by_organ: bool = False
    """Of a kind that the whole office sees: of the police only the organ that the matter names acts, the others read (议定事项)."""
    persons: int = 1
    """人数 of a new matter; 0 where nobody is counted (咨询, 会议)."""
    claimed: bool = False
    """Somebody has to take it up: while nobody of the side whose move it is does, it climbs (值班、副、负责人)."""
    begun_words: Mapping[str, str] = field(default_factory=dict)
    """Side → how a matter began, beside its title, where either side may begin one (公安机关商请)."""
    urgent_when: Facts = field(default_factory=dict)
    """Facts on which it climbs by the clock, day and night, instead of in working hours."""
    began: str = ""
    """Of the table of a matter where it depends on who began: the side that did."""

    @property
    def book(self) -> str:
        """What to call this very table: its kind, and who began where there are two."""
        return f"{self.kind}.{self.began}" if self.began else self.kind

    @cached_property
    def is_relative(self) -> bool:
        """Whether it depends on who began a matter which side does what."""
        return any(row.stands for row in self.actions) or any(state.turn in (ASKING, ASKED) or state.reads for state in self.states)

    def begun_by(self, side: str) -> Workflow:
        """The table of a matter that this side began, in which each row and state names its side."""
        return self._begun[side] if self.is_relative and not self.began else self

    @cached_property
    def _begun(self) -> dict[str, Workflow]:
        return {side: _begun_by(self, side) for side in Side.values}

    @property
    def name(self) -> str:
        """The label without what stands in brackets behind it, as the names of matters have it: 提前介入 of 提前介入（听取意见）."""
        return self.label.partition("（")[0]

    def state(self, code: str) -> State:
        return VOID if code == VOID.code else self._states[code]

    def action(self, code: str) -> Action:
        return self._actions[code]

    def has_action(self, code: str) -> bool:
        return code in self._actions

    @cached_property
    def _states(self) -> dict[str, State]:
        return {state.code: state for state in self.states}

    @cached_property
    def _actions(self) -> dict[str, Action]:
        return {action.code: action for action in self.actions}

    def actions_from(self, state: State) -> tuple[Action, ...]:
        """Rows whose source holds this state; none from a closed one."""
        return () if state.closed else self._from[state.code]

    def holds(self, row: Action, state: State) -> bool:
        """Whether this very row is among ``actions_from`` the state."""
        in_state = row.source == OPEN or state.code in row.source
        own = self._actions.get(row.code)
        is_here = own is row or (own is not None and own.either and any(row is one for one in own._pressed.values()))
        return in_state and not state.closed and is_here

    @cached_property
    def _from(self) -> dict[str, tuple[Action, ...]]:
        return {state.code: tuple(row for row in self.actions if row.source == OPEN or state.code in row.source) for state in self.states}

    @cached_property
    def by_row(self) -> tuple[str, ...]:
        """Codes of the acts that work on one row alone."""
        return tuple(row.code for row in self.actions if row.by_row)

    @cached_property
    def final(self) -> tuple[str, ...]:
        """Codes of the acts that are never undone."""
        return tuple(row.code for row in self.actions if row.final)

    def ending(self, rule: str) -> list[Action]:
        """Rows that end a clock of this rule."""
        return [row for row in self.actions if rule in row.meets or rule in row.drops]


WORKFLOWS: dict[str, Workflow] = {}
DOCUMENT_TYPES: dict[str, DocumentType] = {}

RESERVED = frozenset(
    {"receive", "refuse", "sign", "return", "discard", "revise", "withdraw", "amend", "undo", "reassign", "note", "seal", "chase",
     "pass_on", "ask_consent", "ask_signer", "answer_consent", "recall_consent", "copy_to", "take_files"}
)  # fmt: skip
"""Codes of ``perform()`` that are the same for every kind and appear in no table."""


def workflow(kind: str) -> Workflow:
    """The table of a kind as it is written; KeyError for an unknown one (a defect, not input)."""
    return WORKFLOWS[kind]


def table_of(matter: Matter) -> Workflow:
    """The table of a matter: each of its rows and states names its side."""
    return WORKFLOWS[matter.kind].begun_by(matter.began_side)


def tables() -> list[Workflow]:
    """Every table that a matter may have: two of a kind where it depends on who began."""
    return [one for table in WORKFLOWS.values() for one in _concrete(table)]


def _concrete(table: Workflow) -> list[Workflow]:
    return [table.begun_by(side) for side in Side.values] if table.is_relative else [table]


def _begun_by(table: Workflow, side: str) -> Workflow:
    sides = {ASKING: side, ASKED: str(OTHER[side].value)}
    stands = {Side(one): name for name, one in sides.items()}

    def state_of(state: State) -> State:
        told, turn = state.reads, sides.get(state.turn, state.turn)
        if not told:
            return replace(state, turn=turn)
        return replace(state, turn=turn, reads={}, asks=told[stands[Side.PROCURATORATE]], police_asks=told[stands[Side.POLICE]])

    def row_of(row: Action) -> Action:
        if not row.stands:
            return row
        return replace(_of_side(row, sides[row.stands]), stands="")

    states, actions = (state_of(state) for state in table.states), (row_of(row) for row in table.actions)
    return replace(table, began=side, states=tuple(states), actions=tuple(actions))


def _of_side(row: Action, side: str) -> Action:
    """A row that names the actors and papers of both sides, with those of one."""
    issues = tuple(code for code in row.issues if code not in DOCUMENT_TYPES or DOCUMENT_TYPES[code].side == side)
    return replace(row, by=tuple(actor for actor in row.by if actor.side == side), issues=issues)


def decided_acts() -> list[str]:
    """Names of the acts that somebody decides before they take effect, or whose paper is signed by several, each once: what
    ``undelegated_acts`` may name."""
    rows = (row for table in WORKFLOWS.values() for row in table.actions)
    return sorted({row.label for row in rows if row.decided_by is not None or row.circulates is not None})


def document_type(code: str) -> DocumentType:
    """A document type of the catalogue; KeyError for an unknown one (a defect, not input)."""
    return DOCUMENT_TYPES[code]


def register_documents(types: Iterable[DocumentType]) -> None:
    """Add document types to the catalogue; a code stands once."""
    for kind in types:
        if kind.code in DOCUMENT_TYPES:
            raise BadTable(f"文种{kind.code}重复")
        if kind.origin == "made" and kind.body is None:
            raise BadTable(f"文种{kind.code}没有正文")
        DOCUMENT_TYPES[kind.code] = kind


def register(table: Workflow) -> Workflow:
    """Check a table and add it to the rule book.

    Raises BadTable: unknown or unreachable state, dead end, duplicate code, a document to the police before disclosure,
    a started period that nobody ends, an ``after`` that names no period the table starts, an action without an article, a
    decision on an act that issues nothing, a fact, field or setting that is nowhere.
    """
    problems = list(check(table))
    if table.kind in WORKFLOWS:
        problems.append(f"流程{table.kind}重复")
    if problems:
        raise BadTable("；".join(problems))
    table = replace(table, actions=tuple(_carrying(row) for row in table.actions))
    WORKFLOWS[table.kind] = table
    ordered = sorted(WORKFLOWS.values(), key=lambda one: one.place)
    WORKFLOWS.clear()
    WORKFLOWS.update({one.kind: one for one in ordered})
    return table


def _carrying(row: Action) -> Action:
    """Every paper that goes out and has something filled in can carry files (通知立案 its materials: 规则第563条)."""
    goes_out = any(DOCUMENT_TYPES[code].addressee != "file" for code in row.issues)
    return replace(row, form=row.form.carrying()) if row.form is not None and goes_out and not row.linked else row


def check_links() -> Iterable[str]:
    """What only shows when every table stands: an ``opens`` that no table answers. For start-up and tests."""
    for table in WORKFLOWS.values():
        for row in table.actions:
            for link in row.opens:
                other = WORKFLOWS.get(link.kind)
                if other is None or not other.has_action(link.code) or not other.action(link.code).opens_matter:
                    yield f"{table.label}的动作{row.code}开立的{link.kind}没有登记动作{link.code}"
                    continue
                columns = _columns(apps.get_model("cases", "Matter")) | (_columns(other.detail_model()) if other.detail_model else set())
                if link.each and link.each not in table.rows and link.each not in table.writes:
                    yield f"{table.label}的动作{row.code}逐条开立{link.kind}，而没有{link.each}这类条目"
                elif link.each:
                    yield from _check_facts(f"{table.label}的动作{row.code}逐条开立{link.kind}", link.each, link.each_when)
                for name in sorted({*link.carries, *link.gives} - columns):
                    yield f"{table.label}的动作{row.code}带入{other.label}的{name}，而没有这一栏"
            for kind, code in row.on_case:
                other = WORKFLOWS.get(kind)
                if other is None or not other.has_action(code) or not other.action(code).linked or other.action(code).opens_matter:
                    yield f"{table.label}的动作{row.code}在同案的{kind}上办理{code}，而没有这项随之办理的动作"


def check_all() -> None:
    """For start-up, when every app has registered its tables. Raises BadTable for what ``check_links`` finds."""
    missing = list(check_links())
    if missing:
        raise BadTable("；".join(missing))


def matches(facts: Facts, values: Callable[[str], Any]) -> bool:
    """Whether every fact named has one of the values listed (text comparison; None is the empty text)."""
    return all(_text(values(name)) in wanted for name, wanted in facts.items())


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)


def check(table: Workflow) -> Iterable[str]:
    """The findings of ``register()``, one sentence each."""
    codes = [state.code for state in table.states]
    known = set(codes)
    yield from _duplicates(codes, "状态")
    yield from _duplicates([row.code for row in table.actions], "动作")
    started = _started(table)
    ended = {rule for row in table.actions for rule in (*row.meets, *row.drops)}
    yield from _check_relative(table)
    concrete = _concrete(table) if not any(_check_relative(table)) else []
    yield from dict.fromkeys(problem for one in concrete for row in one.actions for problem in _check_row(row, known, started))
    for state in table.states:
        if state.turn not in ("", BOTH, ASKING, ASKED, *Side.values, Place.SUPERIOR):
            yield f"状态{state.code}轮到{state.turn}，而没有这一方"
    for row in table.actions:
        yield from _check_either(row)
        yield from _check_by_row(row)
        if row.hosted and not table.restricted:
            yield f"动作{row.code}只由主办办理，而事项没有参加人的席位"
        yield from _check_unless_rows(table, row)
        yield from _check_names(table, row)
        yield from _check_receipt(table, row)
    yield from _check_urgent(table)
    yield from dict.fromkeys(problem for one in concrete for row in one.actions for problem in _check_round(one, row))
    resumed = {rule for row in table.actions for rule in row.resumes}
    for rule in sorted({rule for row in table.actions for rule in row.pauses} - resumed):
        yield f"期限{rule}中止后没有动作使其恢复"
    for rule in sorted(started):
        if rule not in RULES:
            yield f"期限{rule}不在规则表内"
        elif rule not in ended:
            yield f"期限{rule}起算后没有动作使其结束"
    if concrete and all(row.by for one in concrete for row in one.actions):
        yield from _check_graph(concrete, known)


def _check_relative(table: Workflow) -> Iterable[str]:
    """What stands for either side names both: actors, sentences, and papers of both where it issues any."""
    for row in table.actions:
        if row.stands not in ("", ASKING, ASKED):
            yield f"动作{row.code}由{row.stands}办理，而只有提出方和被问方"
        elif row.stands and {actor.side for actor in row.by} != set(Side.values):
            yield f"动作{row.code}由提出方或者被问方办理，须写明两侧各由谁办理"
        elif row.stands and row.issues and {DOCUMENT_TYPES[code].side for code in row.issues if code in DOCUMENT_TYPES} != set(Side.values):
            yield f"动作{row.code}由提出方或者被问方办理，须写明两侧各自的文种"
        elif row.stands and row.opens_matter and row.stands != ASKING:
            yield f"动作{row.code}开立事项，只能由提出方办理"
    for state in table.states:
        if (state.turn in (ASKING, ASKED) or state.reads) and set(state.reads) != {ASKING, ASKED}:
            yield f"状态{state.code}须写明提出方和被问方各自读到的话"


def _check_either(row: Action) -> Iterable[str]:
    """What both sides press names actors of both, and papers of both where it issues any; nobody decides it for one of them."""
    where = f"动作{row.code}双方都可以办理"
    if not row.either:
        return
    if row.stands:
        yield f"{where}，不能又写明由哪一方办理"
    if row.shown in Side.values:
        yield f"{where}，不能只给一侧看"
    if row.by and {actor.side for actor in row.by} != set(Side.values):
        yield f"{where}，须写明两侧各由谁办理"
    papers = [DOCUMENT_TYPES[code].side for code in row.issues if code in DOCUMENT_TYPES]
    if papers and set(papers) != set(Side.values):
        yield f"{where}，须写明两侧各自的文种"
    if row.decided_by is not None and row.decided_by.role:
        yield f"{where}，不能只由一侧的一个角色决定"


def _check_by_row(row: Action) -> Iterable[str]:
    """What works on one row touches nothing else: nothing of it could be taken back, and no page learns of it."""
    if not row.by_row:
        return
    where = f"动作{row.code}只办理一条"
    if not row.item:
        yield f"{where}，须写明是哪一类条目"
    if row.effect is None:
        yield f"{where}，须写明如何写入"
    if row.target != SAME or row.opens_matter:
        yield f"{where}，不能改变状态"
    more = (
        row.issues, row.starts, row.starts_on_receipt, row.meets, row.drops, row.extends, row.pauses, row.resumes, row.opens, row.on_parent,
        row.on_parent_receipt, row.on_case, row.on_receipt, row.sets, row.discloses, row.to_superior, row.to_own, row.moves_custody,
        row.decided_by, row.must, row.bulk, row.linked, getattr(row.form, "matter_fields", ()), getattr(row.form, "detail_fields", ()),
    )  # fmt: skip
    if any(more):
        yield f"{where}，不能带有文书、期限或者其他牵动"


def _check_unless_rows(table: Workflow, row: Action) -> Iterable[str]:
    for accessor, facts in row.unless_rows.items():
        where = f"动作{row.code}以{accessor}为条件"
        if accessor not in table.rows:
            yield f"{where}，而流程没有这类条目"
        else:
            yield from _check_facts(where, accessor, facts)


def _check_facts(where: str, accessor: str, facts: Facts) -> Iterable[str]:
    """Facts of a row are columns of its model, or what it says of itself."""
    model: Any = apps.get_model("cases", "Matter")._meta.get_field(accessor).related_model
    for name in sorted(facts):
        if name not in _columns(model) and not hasattr(model, name):
            yield f"{where}的{name}，而条目没有这一栏"


def _check_receipt(table: Workflow, row: Action) -> Iterable[str]:
    if not row.on_receipt:
        return
    if not table.has_action(row.on_receipt) or not table.action(row.on_receipt).linked or table.action(row.on_receipt).opens_matter:
        yield f"动作{row.code}的文书签收时办理{row.on_receipt}，而没有这项随之办理的动作"
    elif not row.issues:
        yield f"动作{row.code}写明签收时办理{row.on_receipt}而没有文书"


def _check_round(table: Workflow, row: Action) -> Iterable[str]:
    """会签: one paper of ours for both sides, and a way on for whatever becomes of it: signed by all, sent back, or never signed."""
    where, circulation = f"动作{row.code}", row.circulates
    if circulation is None:
        return
    of_sides = [[DOCUMENT_TYPES[code] for code in row.pressed_by(side).issues if code in DOCUMENT_TYPES] for side in Side.values]
    if any(len(kinds) != 1 or kinds[0].origin != "made" or kinds[0].addressee != BOTH for kinds in of_sides):
        yield f"{where}送会签，须恰有一份由本系统制作、双方同阅的文书"
    if row.opens_matter or row.linked or row.must or row.decided_by is not None:
        yield f"{where}送会签，不能同时开立事项、随其他办理而办理、由期限检查代拟或者另由他人决定"
    if not circulation.by:
        yield f"{where}送会签而没有写明由谁会签"
    if circulation.option and circulation.option not in OPTIONS:
        yield f"{where}由谁会签取自设置{circulation.option}，而没有这项设置"
    states = [state for state in table.states if _in_round(table, row, state)]
    for what, code in (("签齐", circulation.signed), ("退回", circulation.returned)):
        then = table.action(code) if table.has_action(code) else None
        if then is None or not then.linked or then.when or not all(table.holds(then, state) for state in states):
            yield f"{where}{what}以后办理{code}，而没有自会签的状态无条件随之办理的这项动作"
    after = {circulation.signed, circulation.returned}
    for state in states:
        ways = [one for one in table.actions_from(state) if one.code not in after]
        if not any(one.recalls and not one.linked for one in ways):
            yield f"{where}送会签以后无人会签的，状态{state.code}没有可以收回的动作"
        moving = [one.code for one in ways if one.target not in (SAME, state.code) and not one.recalls]
        if row.target != SAME and moving:
            yield f"状态{state.code}正在会签，动作{'、'.join(moving)}离开该状态而不收回会签的文书"


def _in_round(table: Workflow, row: Action, state: State) -> bool:
    """Whether a matter is in this state while the paper of the row goes round."""
    return table.holds(row, state) if row.target == SAME else state.code == row.target


def _check_urgent(table: Workflow) -> Iterable[str]:
    """What cannot wait is said of a kind that somebody must take up, by a column of the matter or its detail row."""
    if table.urgent_when and not table.claimed:
        yield f"流程{table.kind}写明何时不能等，而不要求有人认领"
    columns = _columns(apps.get_model("cases", "Matter")) | (_columns(table.detail_model()) if table.detail_model else set())
    for name in sorted(set(table.urgent_when) - columns):
        yield f"流程{table.kind}以{name}判断能不能等，而没有这一栏"


def _started(table: Workflow) -> set[str]:
    return {start.rule for row in table.actions for start in (*row.starts, *row.starts_on_receipt)}


def _duplicates(codes: list[str], what: str) -> Iterable[str]:
    for code in sorted({code for code in codes if codes.count(code) > 1}):
        yield f"{what}{code}重复"


def _check_row(row: Action, known: set[str], started: set[str]) -> Iterable[str]:
    where = f"动作{row.code}"
    if row.code in RESERVED:
        yield f"{where}使用了保留代码"
    if not row.basis:
        yield f"{where}没有依据"
    if not row.by:
        yield f"{where}没有写明由谁办理"
    if len({actor.side for actor in row.by}) > 1 and not row.either:
        yield f"{where}的办理人分属两侧"
    for code in row.source:
        if code not in known and row.source != OPEN:
            yield f"{where}的来源状态{code}不存在"
    if row.target not in known and row.target != SAME:
        yield f"{where}的目标状态{row.target}不存在"
    yield from _check_clocks(row, started)
    yield from _check_papers(row)


def _check_clocks(row: Action, started: set[str]) -> Iterable[str]:
    where = f"动作{row.code}"
    for rule in row.after:
        if rule not in started:
            yield f"{where}以期限{rule}届满为条件，而该期限从不起算"
    for rule in (*row.meets, *row.drops):
        if rule not in RULES:
            yield f"{where}所结束的期限{rule}不在规则表内"
    for rule in (*row.within, *(start.before for start in row.starts if start.before)):
        if rule not in started:
            yield f"{where}以期限{rule}为准，而该期限从不起算"
    for rule in (*row.pauses, *row.resumes):
        if rule not in started:
            yield f"{where}中止或者恢复的期限{rule}从不起算"
    if row.must and not row.after:
        yield f"{where}写明应当而没有写明何时"
    if row.must and not row.issues:
        yield f"{where}写明应当而没有期限检查可以代拟的文书"
    for extend in row.extends:
        base = root_rule(extend.rule)
        if base is None:
            yield f"{where}延长的期限{extend.rule}不在规则表内，或者不是延长"
        elif base not in started:
            yield f"{where}延长期限{base}，而该期限从不起算"
        elif base not in row.within and RULES[base].owed_by == row.side:
            yield f"{where}延长本侧自己的期限{base}，而没有写明须在届满以前（届满以后延长，等于自己消去逾期）"


def root_rule(code: str) -> str | None:
    """The rule that an extension of the rule table makes longer, through every step; None for what is no extension."""
    if code not in RULES or not RULES[code].extends:
        return None
    while (base := RULES[code].extends) is not None:
        code = base
    return code


def _check_papers(row: Action) -> Iterable[str]:
    where = f"动作{row.code}"
    for code in row.issues:
        if code not in DOCUMENT_TYPES:
            yield f"{where}的文种{code}不在文书目录内"
    if row.starts_on_receipt and not row.issues:
        yield f"{where}写明自收到起算而没有文书"
    if row.decided_by is not None and not row.issues:
        yield f"{where}写明由谁决定而没有可以签发的文书"


def _check_names(table: Workflow, row: Action) -> Iterable[str]:
    """Every name a row reads or writes is a column of the matter or its detail row, a field of its form, or a setting."""
    where = f"动作{row.code}"
    columns = _columns(apps.get_model("cases", "Matter"))
    detail = _columns(table.detail_model()) if table.detail_model else set()
    columns |= detail
    fields = set(getattr(row.form, "base_fields", ()))
    starts = (*row.starts, *row.starts_on_receipt)
    for name in sorted({name for facts in (row.when, *(start.when for start in starts)) for name in facts} - columns):
        yield f"{where}以{name}为条件，而没有这一栏"
    if row.item and row.item not in table.rows:
        yield f"{where}办理{row.item}中的一条，而流程没有这类条目"
    for name in (row.at, *(extend.length for extend in row.extends)):
        if name and name not in fields:
            yield f"{where}取自{name}，而表单没有这一栏"
    for name in sorted(set(row.refusals) - set(row.when) - set(row.unless_rows)):
        yield f"{where}写明{name}不符时的话，而没有这项条件"
    for name in sorted(set(row.sets) - columns):
        yield f"{where}写入{name}，而没有这一栏"
    for start in starts:
        for name in (start.on, start.length):
            if name and name not in fields | detail:
                yield f"{where}的期限{start.rule}取自{name}，而表单和明细都没有这一栏"
    settings = [row.exit, *(start.option for start in starts), *([row.decided_by.option] if row.decided_by else [])]
    for name in settings:
        if name and name not in OPTIONS:
            yield f"{where}取自设置{name}，而没有这项设置"
    if row.decided_by is not None and bool(row.decided_by.role) == bool(row.decided_by.option):
        yield f"{where}由谁决定须写明一个角色或者一项设置"


def _columns(model: type[Any]) -> set[str]:
    return {column.name for column in model._meta.concrete_fields} | {column.attname for column in model._meta.concrete_fields}


def _check_graph(concrete: list[Workflow], known: set[str]) -> Iterable[str]:
    """Reachability, dead ends, and that the other side sees a matter before anything goes to it or is its to do: whoever begins."""
    problems: list[str] = []
    reached: set[str] = set()
    for place, side in enumerate(Side.values):
        problems += _follow(concrete[place % len(concrete)], known, side, reached)
    problems += [f"状态{state.code}无法到达" for state in concrete[0].states if state.code not in reached]
    yield from dict.fromkeys(problems)


def _follow(table: Workflow, known: set[str], began: str, reached: set[str]) -> Iterable[str]:
    """What is wrong with the ways of a matter that this side begins; ``reached``: the states that it came to."""
    other = OTHER[began]
    disclosed: dict[str, bool] = {}
    queue: list[tuple[str, bool]] = []

    def visit(code: str, seen: bool) -> None:
        # worst case wins: a state reachable without disclosure counts as undisclosed
        if code in known and (code not in disclosed or (disclosed[code] and not seen)):
            disclosed[code] = seen
            queue.append((code, seen))

    for row in (one.pressed_by(began) for one in table.actions):
        if row.opens_matter and row.is_of(began):
            if not row.discloses and _addresses(row, other):
                yield f"动作{row.code}在公开之前向{other.label}送达文书"
            visit(row.target, row.discloses)
    while queue:
        code, seen = queue.pop()
        for row in table.actions_from(table.state(code)):
            if not seen and not row.discloses and _addresses(row.pressed_by(began), other):
                yield f"动作{row.code}在公开之前向{other.label}送达文书（自状态{code}）"
            if not seen and not row.is_of(began):
                yield f"动作{row.code}由{other.label}办理，而状态{code}尚未公开"
            if row.target != SAME:
                visit(row.target, seen or row.discloses)
    reached |= set(disclosed)
    for state in table.states:
        if state.code not in disclosed:
            continue
        if not state.closed and not any(row.target not in (SAME, state.code) for row in table.actions_from(state)):
            yield f"状态{state.code}没有出路"
        if state.closed and any(state.code in row.source for row in table.actions):
            yield f"办结状态{state.code}还有动作"


def _addresses(row: Action, side: str) -> bool:
    return any(DOCUMENT_TYPES[code].addressee in (side, BOTH) for code in row.issues if code in DOCUMENT_TYPES)
