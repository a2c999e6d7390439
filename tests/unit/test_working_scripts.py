"""What the working checklist's scripts compute, run by node as they ship: marks, files, merging."""

from __future__ import annotations

import base64
import io
import json
import subprocess
import zipfile
from typing import Any

import openpyxl
import pytest
from handbook.office.record_workbook import SETTLED, RecordRow, record_book
from handbook.working_checklist import spans

from tests.mkdocs_project import REPOSITORY

SCRIPTS = REPOSITORY / "overrides" / "assets" / "working"
# Those that touch no page.
PURE = (
    "../apart/csv",
    "../apart/keeper",
    "marks",
    "editions",
    "files",
    "merge",
    "table",
    "workbook",
    "keeping",
    "sheet",
    "notes",
)

DATA: dict[str, Any] = {
    "title": "仓库手册",
    "slug": "store",
    "formerSlugs": ["handbook"],
    "edition": {"id": "2", "name": "第二版"},
    "editions": [
        {
            "id": "1",
            "name": "第一版",
            "texts": {
                "BZ002": {"title": "是否锁门", "text": "旧"},
                "BZ009": {"title": "是否点灯", "text": ""},
            },
            "spans": {"BZ002": {"title": [2, 0, 2, 2], "text": [0, 1, 1]}},
            "same": ["BZ001", "BZ003"],
        }
    ],
    "moved": {"BZ009": "BZ001"},
    "results": ["未查", "已查", "存疑", "不适用"],
    "methods": ["看", "问"],
    "kinds": {"step": "步骤", "fault": "毛病"},
    "sheets": [{"name": "BF1 第一部分", "groups": ["ZT01 安全", "ZT02 值班"]}],
    "rows": [
        {
            "id": f"BZ00{number}",
            "kind": "step" if number % 2 else "fault",
            "sheet": 0,
            "group": 0 if number < 4 else 1,
            "title": title,
            "text": "新" if number == 2 else "",
            "facts": {"stage": ["前"]} if number < 3 else {},
        }
        for number, title in enumerate(
            ["是否登记", "是否出门锁门", "=1+1", "+A1", '是否"写明",并签名'], start=1
        )
    ],
}

# A storage as the browser has it: strings by key, with some ways to fail.
_PREAMBLE = """
const { marks, editions, files, merge, table, workbook, keeping, notes } = globalThis.working;
const mark = (result = '未查', methods = [], at = 1, edition = '2') => ({ result, methods, edition, at });
const plain = (map) => Object.fromEntries([...map].map(([id, { at, ...rest }]) => [id, rest]));
class FakeStorage {
  constructor(room = Infinity) { this.room = room; this.map = new Map(); }
  getItem(key) { return this.map.has(key) ? this.map.get(key) : null; }
  setItem(key, text) {
    if (String(text).length > this.room) throw Object.assign(new Error('full'), { name: 'QuotaExceededError' });
    this.map.set(key, String(text));
  }
  removeItem(key) { this.map.delete(key); }
}
// The second copy as the browser has it; each storage has its own, unless a test says otherwise.
class FakeCopy {
  constructor() { this.map = new Map(); this.isRefused = false; this.told = []; }
  tell(news) { this.told.push(news); }
  async answer(value) {
    await null;
    if (this.isRefused) throw new DOMException('no', 'InvalidStateError');
    return value();
  }
  get(key) { return this.answer(() => this.map.get(key) ?? null); }
  swap(key, expected, text) {
    return this.answer(() => (this.map.get(key) ?? null) === expected && Boolean(this.map.set(key, text)));
  }
  clear() { return this.answer(() => { this.map.clear(); return []; }); }
}
const copies = new Map();
function copyOf(get) {
  let storage = null;
  try { storage = get(); } catch { return new FakeCopy(); }
  if (!copies.has(storage)) copies.set(storage, new FakeCopy());
  return copies.get(storage);
}
const createSheet = (all, get, copy = copyOf(get), session = new FakeStorage()) => globalThis.working.createSheet(all, get, copy, () => session);
const createNotebook = (get, copy = copyOf(get)) => notes.createNotebook(keeping.notesKey(data), get, copy);
let seed = 7;
const random = (below) => { seed = (seed * 1103515245 + 12345) % 2147483648; return Math.floor((seed / 2147483648) * below); };
const pick = (list) => list[random(list.length)];
const anyMarks = () => new Map(data.rows.filter(() => random(2)).map((row) => [row.id, mark(pick(data.results), data.methods.filter(() => random(2)), 1 + random(9), pick(['1', '2']))]));
const shuffled = (list) => list.map((item) => [random(1e6), item]).sort(([a], [b]) => a - b).map(([, item]) => item);
"""


def run(code: str) -> Any:
    """What the JavaScript function body ``code`` returns, given ``data``."""
    loads = "".join(f"require({json.dumps(str(SCRIPTS / f'{name}.js'))});" for name in PURE)
    program = (
        f"{loads}const data = {json.dumps(DATA, ensure_ascii=False)};{_PREAMBLE}"
        f"(async () => {{{code}}})()"
        ".then((found) => process.stdout.write(JSON.stringify(found === undefined ? null : found)));"
    )
    result = subprocess.run(
        ["node", "-"], input=program, capture_output=True, encoding="utf-8", check=False
    )
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


# --- marks --------------------------------------------------------------------------------------


def test_progress_counts_each_result_and_what_is_settled() -> None:
    assert run("""
      const found = new Map([['BZ001', mark('已查')], ['BZ002', mark('存疑')], ['BZ003', mark('不适用')]]);
      return marks.progress(data.rows, found, data);
    """) == {"total": 5, "counts": [2, 1, 1, 1], "settled": 2}


@pytest.mark.parametrize(
    ("choice", "ids"),
    [
        ({}, ["BZ001", "BZ002", "BZ003", "BZ004", "BZ005"]),
        ({"result": "open"}, ["BZ002", "BZ003", "BZ004", "BZ005"]),
        ({"result": "存疑"}, ["BZ002"]),
        ({"sheet": "0", "group": "1"}, ["BZ004", "BZ005"]),
        ({"kind": "fault"}, ["BZ002", "BZ004"]),
        ({"stage": "前"}, ["BZ001", "BZ002"]),
        ({"stage": "前", "kind": "step", "result": ""}, ["BZ001"]),
        ({"constructor": "前"}, []),
    ],
)
def test_rows_are_chosen_by_all_choices_together(choice: dict[str, str], ids: list[str]) -> None:
    assert (
        run(f"""
      const found = new Map([['BZ001', mark('已查')], ['BZ002', mark('存疑')]]);
      return marks.chosen(data.rows, found, {json.dumps(choice)}, data).map((row) => row.id);
    """)
        == ids
    )


def test_no_card_has_more_than_its_number() -> None:
    assert run("return [0, 1, 9, 10, 19].map((n) => marks.cards(Array(n).fill(0), 9).map((c) => c.length))") == [
        *([], [1], [9], [9, 1], [9, 9, 1])
    ]  # fmt: skip


def test_joining_is_the_same_in_any_order_and_the_later_mark_holds() -> None:
    assert run("""
      for (let n = 0; n < 500; n += 1) {
        const all = [anyMarks(), anyMarks(), anyMarks()];
        const text = (list) => JSON.stringify([...list.reduce(marks.joined, new Map())].sort());
        if (text(all) !== text(shuffled(all)) || text(all) !== text([...all, ...all])) return all.map(plain);
        const together = all.reduce(marks.joined, new Map());
        for (const [id, { at }] of together) if (all.some((one) => (one.get(id)?.at ?? 0) > at)) return id;
      }
      return 'same';
    """) == "same"  # fmt: skip


def test_undo_restores_step_by_step() -> None:
    assert run("""
      for (let n = 0; n < 100; n += 1) {
        const sheet = createSheet(data, () => new FakeStorage());
        const before = [];
        for (let step = 0; step < 12; step += 1) {
          const seen = JSON.stringify(data.rows.map(({ id }) => { const { at, ...rest } = marks.markOf(sheet.marks(), id, data); return rest; }));
          const isDone = random(6)
            ? sheet.edit(pick(data.rows).id, random(2) ? { result: pick(data.results) } : { methods: data.methods.filter(() => random(2)) })
            : sheet.reset().length > 0;
          if (isDone) before.push(seen);
        }
        while (before.length) {
          if (!sheet.undo()) return 'nothing to undo';
          const now = JSON.stringify(data.rows.map(({ id }) => { const { at, ...rest } = marks.markOf(sheet.marks(), id, data); return rest; }));
          if (now !== before.pop()) return now;
        }
        if (sheet.undo() !== null) return 'more to undo than was done';
      }
      return 'restored';
    """) == "restored"  # fmt: skip


# --- keeping ------------------------------------------------------------------------------------


def test_what_was_ticked_is_there_when_opened_again_in_each_mode() -> None:
    assert run("""
      const storage = new FakeStorage();
      const first = createSheet(data, () => storage);
      first.edit('BZ001', { result: '已查', methods: ['问'] });
      first.setMode('use');
      first.edit('BZ001', { result: '存疑' });
      const again = createSheet(data, () => storage);
      const seen = [again.mode(), plain(again.marks())];
      again.setMode('training');
      return [...seen, plain(again.marks()), [...storage.map.keys()]];
    """) == [
        "use",
        {"BZ001": {"result": "存疑", "methods": [], "edition": "2"}},
        {"BZ001": {"result": "已查", "methods": ["问"], "edition": "2"}},
        ["store-working", "store-working-place"],
    ]


def test_two_windows_lose_nothing_even_if_one_reads_what_is_old() -> None:
    """The second writes over the first, as a browser's processes can; then both hear of it."""
    assert (
        run("""
      const storage = new FakeStorage();
      const [a, b] = [createSheet(data, () => storage), createSheet(data, () => storage)];
      a.edit('BZ001', { result: '已查' });
      const ofA = storage.getItem('store-working');
      b.edit('BZ002', { result: '存疑' });
      const lone = createSheet(data, () => new FakeStorage());
      lone.edit('BZ002', { result: '存疑' });
      const other = new FakeStorage();
      createSheet(data, () => other).edit('BZ003', { result: '不适用' });
      storage.setItem('store-working', other.getItem('store-working'));
      a.reread(); b.reread(); a.reread();
      const kept = createSheet(data, () => storage);
      return [a, b, kept].map((one) => Object.keys(plain(one.marks())).sort().join());
    """)
        == ["BZ001,BZ002,BZ003"] * 3
    )


def test_of_two_changes_of_one_row_the_later_holds_and_undo_leaves_it() -> None:
    assert run("""
      const storage = new FakeStorage();
      const [a, b] = [createSheet(data, () => storage), createSheet(data, () => storage)];
      a.edit('BZ001', { result: '已查' });
      b.reread();
      b.edit('BZ001', { result: '存疑' });
      a.reread();
      const undone = a.undo();
      return [a.marks().get('BZ001').result, undone];
    """) == ["存疑", {"taken": [], "left": 1}]


def test_a_wipe_is_read_back_and_reaches_the_other_window() -> None:
    assert run("""
      const storage = new FakeStorage();
      const [a, b] = [createSheet(data, () => storage), createSheet(data, () => storage)];
      b.edit('BZ002', { result: '存疑' });
      a.edit('BZ001', { result: '已查' });
      const left = await a.wipe();
      const after = [left, a.marks().size, a.undo(), [...storage.map.keys()]];
      b.edit('BZ003', { result: '已查' });
      const other = [b.unkept(), b.marks().size, [...storage.map.keys()]];
      b.keep(true);
      return [after, other, [...storage.map.keys()]];
    """) == [[[], 0, None, []], ["cleared", 2, []], ["store-working", "store-working-place"]]


def test_a_wipe_that_does_not_work_is_told() -> None:
    assert run("""
      const storage = new FakeStorage();
      const sheet = createSheet(data, () => storage);
      sheet.edit('BZ001', { result: '已查' });
      storage.removeItem = () => {};
      return await sheet.wipe();
    """) == ["store-working", "store-working-place"]


@pytest.mark.parametrize(
    ("storage", "obstacle"),
    [
        ("() => { throw new Error('SecurityError'); }", "refused"),
        ("() => null", "refused"),
        ("() => new FakeStorage(100)", "full"),
        ("() => Object.assign(new FakeStorage(), { getItem: () => null })", "refused"),
        ("() => Object.assign(new FakeStorage(), { getItem: (key) => key === 'store-working' ? '{}' : 'x'.repeat(2000) })", "strange"),
    ],
)  # fmt: skip
def test_where_nothing_can_be_kept_it_is_known_before_the_first_tick(
    storage: str, obstacle: str
) -> None:
    assert run(f"""
      const sheet = createSheet(data, {storage});
      const first = [sheet.unkept(), sheet.isAtRisk()];
      sheet.edit('BZ001', {{ result: '已查' }});
      const then = [sheet.marks().get('BZ001').result, sheet.isAtRisk()];
      sheet.exported();
      return [...first, ...then, sheet.isAtRisk()];
    """) == [obstacle, False, "已查", True, False]


def test_a_storage_that_fills_up_later_is_told_and_the_tick_stays() -> None:
    assert run("""
      const storage = new FakeStorage();
      const sheet = createSheet(data, () => storage);
      sheet.edit('BZ001', { result: '已查' });
      storage.room = 10;
      sheet.edit('BZ002', { result: '存疑' });
      return [sheet.unkept(), Object.keys(plain(sheet.marks()))];
    """) == ["full", ["BZ001", "BZ002"]]


def test_keeping_nothing_removes_what_was_kept() -> None:
    assert run("""
      const storage = new FakeStorage();
      const sheet = createSheet(data, () => storage);
      sheet.edit('BZ001', { result: '已查' });
      const left = await sheet.keep(false);
      sheet.edit('BZ002', { result: '已查' });
      return [left, sheet.unkept(), storage.map.size, sheet.marks().size];
    """) == [[], "unwanted", 0, 2]


def test_ways_that_a_later_edition_has_not_stay_in_the_record() -> None:
    assert run("""
      const storage = new FakeStorage();
      const former = { ...data, methods: ['看', '听', '问'] };
      createSheet(former, () => storage).edit('BZ001', { result: '已查', methods: ['听', '问'] });
      const sheet = createSheet(data, () => storage);
      const seen = [...sheet.marks().get('BZ001').methods];
      sheet.edit('BZ001', { result: '存疑' });
      const file = JSON.parse(files.write(sheet.marks(), 'training', data)).items.BZ001;
      const again = createSheet(former, () => storage).marks().get('BZ001');
      const merged = merge.plan(sheet.marks(), [{ name: '甲', marks: new Map([['BZ001', mark('存疑', ['看'])]]) }], data);
      return [seen, file, again.methods, merged.changes.map(({ after }) => after.methods)];
    """) == [
        ["问", "听"],
        {"result": "存疑", "methods": ["问", "听"]},
        ["听", "问"],
        [["看", "问", "听"]],
    ]


# --- the second copy ----------------------------------------------------------------------------


def test_what_the_browser_withholds_is_recalled_from_the_second_copy() -> None:
    """A busy Chromium gives an empty storage, forgets what is put there, and has the old one again."""
    assert run("""
      const copy = new FakeCopy();
      const storage = new FakeStorage();
      const first = createSheet(data, () => storage, copy);
      await first.recall();
      first.edit('BZ001', { result: '已查' });
      first.edit('BZ002', { result: '已查' });
      first.setMode('use');
      first.edit('BZ004', { result: '存疑' });
      first.setMode('training');
      await first.copied();
      const withheld = createSheet(data, () => new FakeStorage(), copy);
      withheld.edit('BZ002', { result: '存疑' });
      const before = Object.keys(plain(withheld.marks()));
      const found = await withheld.recall();
      withheld.edit('BZ003', { result: '已查' });
      withheld.undo();
      withheld.undo();
      withheld.edit('BZ005', { result: '不适用' });
      await withheld.copied();
      const again = createSheet(data, () => storage, copy);
      const old = Object.keys(plain(again.marks()));
      await again.recall();
      again.setMode('use');
      const use = plain(again.marks());
      again.setMode('training');
      return { before, found, isDoubtful: withheld.isDoubtful(), old, now: [...again.marks()].map(([id, { result }]) => id + result).sort(), use: Object.keys(use), kept: Object.keys(plain(createSheet(data, () => storage, copy).marks())).sort() };
    """) == {
        "before": ["BZ002"],
        "found": 2,
        "isDoubtful": True,
        "old": ["BZ001", "BZ002"],
        # The change made before the recall holds until it is undone.
        "now": ["BZ001已查", "BZ002未查", "BZ003未查", "BZ005不适用"],
        "use": ["BZ004"],
        "kept": ["BZ001", "BZ002", "BZ003", "BZ005"],
    }


def test_a_withheld_storage_gives_the_mode_back_too() -> None:
    assert run("""
      const copy = new FakeCopy();
      const first = createSheet(data, () => new FakeStorage(), copy);
      first.setMode('use');
      first.edit('BZ001', { result: '已查' });
      await first.copied();
      const again = createSheet(data, () => new FakeStorage(), copy);
      const found = await again.recall();
      return [found, again.mode(), Object.keys(plain(again.marks()))];
    """) == [1, "use", ["BZ001"]]


def test_a_wipe_takes_the_second_copy_and_no_window_brings_it_back() -> None:
    assert run("""
      const storage = new FakeStorage();
      const [a, b] = [createSheet(data, () => storage), createSheet(data, () => storage)];
      for (const one of [a, b]) await one.recall();
      b.edit('BZ001', { result: '已查' });
      b.edit('BZ002', { result: '已查' });
      const left = await a.wipe();
      b.edit('BZ003', { result: '已查' });
      await b.copied();
      const copy = copyOf(() => storage);
      const wiped = [left, b.unkept(), copy.map.size];
      const kept = await b.keep(true);
      await b.copied();
      return [...wiped, kept, copy.map.size, await b.keep(false), copy.map.size];
    """) == [[], "cleared", 0, [], 1, [], 0]


def test_a_wipe_while_the_second_copy_is_being_read_is_no_less_a_wipe() -> None:
    assert run("""
      const copy = new FakeCopy();
      const first = createSheet(data, () => new FakeStorage(), copy);
      first.edit('BZ001', { result: '已查' });
      await first.copied();
      const storage = new FakeStorage();
      const sheet = createSheet(data, () => storage, copy);
      const [found, left] = await Promise.all([sheet.recall(), sheet.wipe()]);
      await sheet.copied();
      return [found, left, sheet.marks().size, storage.map.size, copy.map.size];
    """) == [0, [], 0, 0, 0]


def test_a_second_copy_that_cannot_be_wiped_is_told() -> None:
    assert run("""
      const storage = new FakeStorage();
      const sheet = createSheet(data, () => storage);
      await sheet.recall();
      copyOf(() => storage).clear = async () => ['store-working'];
      const left = await sheet.wipe();
      copyOf(() => storage).isRefused = true;
      delete copyOf(() => storage).clear;
      return [left, (await sheet.wipe()).length];
    """) == [["store-working"], 8]


def test_without_a_second_copy_the_first_is_all_and_it_is_known() -> None:
    assert run("""
      const storage = new FakeStorage();
      const copy = new FakeCopy();
      copy.isRefused = true;
      const sheet = createSheet(data, () => storage, copy);
      const found = await sheet.recall();
      sheet.edit('BZ001', { result: '已查' });
      await sheet.copied();
      const seen = [found, sheet.hasCopy(), sheet.unkept(), Object.keys(plain(createSheet(data, () => storage).marks()))];
      return [...seen, await sheet.wipe()];
    """) == [0, False, "", ["BZ001"], []]


def test_a_second_copy_that_is_strange_is_left_alone_until_wiped() -> None:
    assert run("""
      const storage = new FakeStorage();
      const copy = copyOf(() => storage);
      copy.map.set('store-working', '{}');
      const sheet = createSheet(data, () => storage);
      const found = await sheet.recall();
      sheet.edit('BZ001', { result: '已查' });
      await sheet.copied();
      return [found, copy.map.get('store-working'), await sheet.wipe(), copy.map.size];
    """) == [0, "{}", [], 0]


def test_windows_that_copy_at_once_lose_nothing() -> None:
    assert run("""
      const copy = new FakeCopy();
      const sheets = data.rows.map(() => createSheet(data, () => new FakeStorage(), copy));
      sheets.forEach((sheet, at) => sheet.edit(data.rows[at].id, { result: '已查' }));
      await Promise.all(sheets.map((sheet) => sheet.copied()));
      const again = createSheet(data, () => new FakeStorage(), copy);
      return [await again.recall(), again.marks().size];
    """) == [5, 5]


def test_windows_that_the_browser_keeps_apart_learn_from_each_other_by_the_second_copy() -> None:
    """An overloaded Chromium gives one of two windows a storage of its own, and no events."""
    assert run("""
      const copy = new FakeCopy();
      const [a, b] = [new FakeStorage(), new FakeStorage()].map((storage) => createSheet(data, () => storage, copy));
      for (const one of [a, b]) await one.recall();
      a.edit('BZ001', { result: '已查' });
      await a.copied();
      const first = [await b.hear('written'), Object.keys(plain(b.marks())), await b.hear('written')];
      b.edit('BZ002', { result: '存疑' });
      b.edit('BZ001', { result: '不适用' });
      await b.copied();
      const then = [await a.hear('written'), plain(a.marks()).BZ001.result, plain(a.marks()).BZ002.result];
      await a.copied();
      await b.copied();
      return [...first, ...then, await b.hear('written'), copy.told];
    """) == [True, ["BZ001"], False, True, "不适用", "存疑", False, ["written"] * 2]


# A second copy that is not written before the page is gone.
_SLOW = """
  const slow = new FakeCopy();
  slow.swap = () => new Promise(() => {});
  const session = new FakeStorage();
"""


def test_what_was_on_its_way_to_the_second_copy_is_there_when_the_page_is_loaded_again() -> None:
    assert run(f"""
      {_SLOW}
      const storage = new FakeStorage();
      const first = createSheet(data, () => storage);
      for (const result of ['已查', '不适用', '存疑']) first.edit('BZ001', {{ result }});
      first.edit('BZ002', {{ result: '已查' }});
      await first.copied();
      const withheld = createSheet(data, () => new FakeStorage(), slow, session);
      withheld.edit('BZ001', {{ result: '已查' }});
      const again = createSheet(data, () => storage, copyOf(() => storage), session);
      const seen = plain(again.marks());
      await again.recall();
      await again.copied();
      const later = createSheet(data, () => storage, copyOf(() => storage), session);
      return [seen.BZ001.result, seen.BZ002.result, session.map.size, plain(later.marks()).BZ001.result];
    """) == ["已查", "已查", 0, "已查"]


def test_what_was_on_its_way_outlives_a_second_load_that_is_withheld_too() -> None:
    assert run(f"""
      {_SLOW}
      const copy = new FakeCopy();
      const first = createSheet(data, () => new FakeStorage(), copy);
      for (const result of ['已查', '不适用', '存疑']) first.edit('BZ001', {{ result }});
      await first.copied();
      const withheld = createSheet(data, () => new FakeStorage(), slow, session);
      withheld.setMode('use');
      withheld.edit('BZ002', {{ result: '已查' }});
      withheld.setMode('training');
      withheld.edit('BZ001', {{ result: '已查' }});
      const again = createSheet(data, () => new FakeStorage(), copy, session);
      const before = plain(again.marks());
      await again.recall();
      await again.copied();
      const after = plain(again.marks());
      again.setMode('use');
      return [before, after, Object.keys(plain(again.marks()))].map((one) => one.BZ001?.result || one);
    """) == ["已查", "已查", ["BZ002"]]


def test_what_was_on_its_way_and_came_is_not_taken_in_again() -> None:
    assert run(f"""
      {_SLOW}
      const storage = new FakeStorage();
      const first = createSheet(data, () => storage, slow, session);
      first.edit('BZ001', {{ result: '已查' }});
      const [, kept] = [session.map.size, storage.getItem('store-working')];
      const other = createSheet(data, () => storage);
      other.edit('BZ001', {{ result: '存疑' }});
      const again = createSheet(data, () => storage, new FakeCopy(), session);
      const broken = new FakeStorage();
      broken.setItem('store-working', '[1');
      const beside = createSheet(data, () => storage, new FakeCopy(), broken);
      return [kept !== null, plain(again.marks()).BZ001.result, plain(beside.marks()).BZ001.result];
    """) == [True, "存疑", "存疑"]


def test_without_room_for_the_mark_of_a_storage_nothing_else_is_lost() -> None:
    assert run(f"""
      {_SLOW}
      const storage = new FakeStorage();
      const put = storage.setItem.bind(storage);
      storage.setItem = (key, text) => {{
        if (key.endsWith('-place')) throw new DOMException('full', 'QuotaExceededError');
        put(key, text);
      }};
      const sheet = createSheet(data, () => storage, new FakeCopy(), session);
      sheet.edit('BZ001', {{ result: '已查' }});
      await sheet.copied();
      return [sheet.unkept(), [...storage.map.keys()], session.map.size];
    """) == ["", ["store-working"], 0]


def test_a_wipe_takes_what_is_on_its_way_and_what_it_began_with() -> None:
    assert run(f"""
      {_SLOW}
      const storage = new FakeStorage();
      createSheet(data, () => storage, new FakeCopy()).edit('BZ001', {{ result: '已查' }});
      const copy = new FakeCopy();
      copy.isRefused = true;
      const sheet = createSheet(data, () => storage, copy, session);
      sheet.edit('BZ002', {{ result: '已查' }});
      const before = [...session.map.values()].join().includes('BZ001');
      const left = await sheet.wipe();
      const wiped = session.map.size;
      sheet.edit('BZ003', {{ result: '已查' }});
      const after = [...session.map.values()].join();
      session.removeItem = () => {{}};
      return [before, left, wiped, after.includes('BZ001'), after.includes('BZ003'), await sheet.wipe()];
    """) == [True, [], 0, False, True, ["store-working"]]


def test_windows_kept_apart_are_wiped_together() -> None:
    assert run("""
      const copy = new FakeCopy();
      const [one, other] = [new FakeStorage(), new FakeStorage()];
      const [a, b] = [one, other].map((storage) => createSheet(data, () => storage, copy));
      a.edit('BZ001', { result: '已查' });
      b.edit('BZ002', { result: '已查' });
      await a.copied();
      await b.copied();
      await a.hear('written');
      const left = await a.wipe();
      b.edit('BZ003', { result: '已查' });
      await b.copied();
      const late = [await a.hear('written'), a.marks().size]; // written before b knew
      const told = [await b.hear('cleared'), b.unkept(), b.marks().size, await b.hear('cleared')];
      await b.copied();
      return { left, late, told, lie: [one.map.size, other.map.size, copy.map.size], again: [await a.hear('cleared'), a.unkept()] };
    """) == {
        "left": [],
        "late": [False, 0],
        "told": [True, "cleared", 2, False],
        "lie": [0, 0, 0],
        "again": [False, ""],
    }


@pytest.mark.parametrize(
    "text",
    [
        "", "[]", "null", '{"format":"handbook-working-checklist"}', '{"a":',
        '{"format":"handbook-working-checklist","version":1,"mode":"training","sheets":{"training":{"__proto__":{"result":"已查","methods":[],"edition":"2","at":1}},"use":{}}}',
        '{"format":"handbook-working-checklist","version":1,"mode":"training","sheets":{"training":{"BZ001":{"result":"<b>","methods":[],"edition":"2","at":1}},"use":{}}}',
        '{"format":"handbook-working-checklist","version":1,"mode":"training","sheets":{"training":{"BZ001":{"result":"已查","methods":[],"edition":"2","at":1e300}},"use":{}}}',
    ],
)  # fmt: skip
def test_what_is_strange_in_the_storage_is_left_alone(text: str) -> None:
    assert run(f"""
      const storage = new FakeStorage();
      storage.setItem('store-working', {json.dumps(text)});
      const sheet = createSheet(data, () => storage);
      sheet.edit('BZ001', {{ result: '已查' }});
      const before = [sheet.unkept(), storage.getItem('store-working') === {json.dumps(text)}];
      await sheet.wipe();
      sheet.edit('BZ001', {{ result: '已查' }});
      return [...before, sheet.unkept(), storage.map.size];
    """) == ["strange", True, "", 2]


# --- files --------------------------------------------------------------------------------------


def test_what_is_exported_comes_back_the_same_and_fits_the_schema() -> None:
    assert run("""
      for (let n = 0; n < 300; n += 1) {
        const found = anyMarks();
        const { record, reason } = files.read(files.write(found, 'use', data), data);
        const said = new Map([...found].filter(([, one]) => marks.says(one, data)));
        if (reason || record.mode !== 'use' || JSON.stringify(plain(new Map([...said].sort()))) !== JSON.stringify(plain(record.marks))) return [reason, plain(said), plain(record.marks)];
        const plan = merge.plan(new Map(), [{ name: '', marks: record.marks }], data);
        const changes = merge.settled(new Map(), plan, new Map(), 1, data);
        if (files.write(marks.changed(new Map(), changes), 'use', data) !== files.write(found, 'use', data)) return plain(said);
      }
      return 'identical';
    """) == "identical"  # fmt: skip


def test_the_exported_file_names_nothing_but_what_was_ticked() -> None:
    assert json.loads(
        run("""
      const found = new Map([['BZ001', mark('已查', ['问'], 9)], ['BZ002', mark('未查')], ['BZ003', mark('存疑', [], 2, '1')]]);
      return files.write(found, 'training', data);
    """)
    ) == {
        "$schema": "working-checklist.schema.json",
        "format": "handbook-working-checklist",
        "version": 1,
        "handbook": "仓库手册",
        "edition": "2",
        "mode": "training",
        "items": {
            "BZ001": {"result": "已查", "methods": ["问"]},
            "BZ003": {"result": "存疑", "methods": [], "edition": "1"},
        },
    }


def record(items: str = "{}", **changes: object) -> str:
    """A record's text with other fields, or with ``items`` as they are."""
    fields: dict[str, object] = {
        "format": "handbook-working-checklist",
        "version": 1,
        "handbook": "仓库手册",
        "edition": "2",
        "mode": "training",
    }
    fields |= changes
    head = json.dumps({k: v for k, v in fields.items() if v is not None}, ensure_ascii=False)
    return f'{head[:-1]}, "items": {items}}}'


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "不是完整的 JSON：可能没有复制完，或者被改过"),
        (record()[:-3], "不是完整的 JSON：可能没有复制完，或者被改过"),
        ("[" * 100_000 + "]" * 100_000, "不是导出的记录：最外层应当是一个对象"),
        ("null", "不是导出的记录：最外层应当是一个对象"),
        ("x" * 2_000_001, "文件有 2.0 MB，超过 2 MB，不像是导出的记录"),
        (record(format="other"), "不是工作清单导出的记录（format 不对）"),
        (record(version=2), "记录的格式是第 2 版，这里只认第 1 版"),
        (record(version=1e308), "记录的格式是第 1e+308 版，这里只认第 1 版"),
        (record(handbook="别的手册"), "是另一本手册的记录"),
        (record(edition=None), "没有写明版次"),
        (record(edition="x" * 41), "没有写明版次"),
        (record(mode="secret"), "没有写明是训练还是使用"),
        (record(unit="某单位"), "里面有不认识的“unit”"),
        ('{"__proto__": {"format": "x"}}', "里面有不认识的“__proto__”"),
        (record("[]"), "没有 items，或者它不是对象"),
        (record('{"__proto__": {"result": "已查", "methods": []}}'), "items 里的“__proto__”不是编号"),
        (record('{"constructor": {"result": "已查", "methods": []}}'), "items 里的“constructor”不是编号"),
        (record('{"<img src=x onerror=alert(1)>": {}}'), "items 里的“<img src=x onerror=alert(1)>”不是编号"),
        (record('{"BZ001": null}'), "BZ001：不是对象"),
        (record('{"BZ001": {"result": "<b>已查</b>", "methods": []}}'), "BZ001：结果“<b>已查</b>”不在未查、已查、存疑、不适用之中"),
        (record('{"BZ001": {"result": 1e999, "methods": []}}'), "BZ001：结果“Infinity”不在未查、已查、存疑、不适用之中"),
        (record('{"BZ001": {"result": "已查", "methods": {"length": 4000000000}}}'), "BZ001：methods 不是方式的列表"),
        (record('{"BZ001": {"result": "已查", "methods": [{"toString": 1}]}}'), "BZ001：methods 不是方式的列表"),
        (record('{"BZ001": {"result": "已查", "methods": [], "note": "张三"}}'), "BZ001：里面有不认识的“note”"),
        (record('{"BZ001": {"result": "已查", "methods": [], "edition": 1}}'), "BZ001：版次不是文字"),
        (record('{"BZ001": {"result": ' + "[" * 50_000 + "]" * 50_000 + ', "methods": []}}'), "BZ001：结果“（不是文字）”不在未查、已查、存疑、不适用之中"),
    ],
    ids=range(26),
)  # fmt: skip
def test_broken_and_hostile_files_are_refused_with_a_reason(text: str, reason: str) -> None:
    assert run(f"return files.read({json.dumps(text)}, data)") == {"record": None, "reason": reason}


def test_a_file_of_50_mb_is_refused_by_its_size() -> None:
    assert run("return [files.tooLarge(50e6), files.tooLarge(10)]") == [
        "文件有 50.0 MB，超过 2 MB，不像是导出的记录",
        "",
    ]


def test_ways_that_this_edition_has_not_are_left_out_and_named() -> None:
    text = record('{"BZ001": {"result": "已查", "methods": ["听", "问"]}}')
    found = run(
        f"const {{ record }} = files.read({json.dumps(text)}, data); return [plain(record.marks), record.dropped];"
    )
    assert found == [{"BZ001": {"result": "已查", "methods": ["问"], "edition": "2"}}, ["听"]]


def test_a_record_of_an_older_edition_is_kept_reworded_or_removed() -> None:
    text = record(
        '{"BZ001": {"result": "已查", "methods": []}, "BZ002": {"result": "存疑", "methods": []},'
        ' "BZ004": {"result": "已查", "methods": []},'
        ' "BZ009": {"result": "已查", "methods": []}, "BZ777": {"result": "已查", "methods": []}}',
        edition="1",
    )
    assert run(
        f"const {{ record }} = files.read({json.dumps(text)}, data); return files.report(record.marks, data);"
    ) == {
        "kept": ["BZ001"],
        "reworded": [{"id": "BZ002", "edition": "1"}],
        "removed": [
            {
                "id": "BZ009",
                "before": {"title": "是否点灯", "text": ""},
                "became": "由 BZ001 代替",
            }
        ],
        "unclear": ["BZ004"],
        "unknown": ["BZ777"],
    }


def test_what_of_the_words_changed_is_told_piece_by_piece() -> None:
    assert run("return editions.words('BZ002', '1', data);") == {
        "title": [
            {"fate": "kept", "text": "是否"},
            {"fate": "added", "text": "出门"},
            {"fate": "kept", "text": "锁门"},
        ],
        "text": [{"fate": "removed", "text": "旧"}, {"fate": "added", "text": "新"}],
    }


def test_pieces_are_counted_in_characters_as_python_counts_them() -> None:
    data = json.loads(json.dumps(DATA))
    data["rows"][1]["title"] = "是否𠮷锁好😀门"
    data["editions"][0]["texts"]["BZ002"]["title"] = "是否𠮷锁门"
    data["editions"][0]["spans"]["BZ002"]["title"] = spans("是否𠮷锁门", "是否𠮷锁好😀门")
    found = run(f"return editions.words('BZ002', '1', {json.dumps(data)}).title;")
    kept = [piece["text"] for piece in found if piece["fate"] != "added"]
    new = [piece["text"] for piece in found if piece["fate"] != "removed"]
    assert ("".join(kept), "".join(new)) == ("是否𠮷锁门", "是否𠮷锁好😀门")


def test_of_an_unknown_edition_nothing_is_claimed() -> None:
    text = record('{"BZ001": {"result": "已查", "methods": []}}', edition="99")
    found = run(
        f"const {{ record }} = files.read({json.dumps(text)}, data); return files.report(record.marks, data);"
    )
    assert (found["kept"], found["unclear"]) == ([], ["BZ001"])


# --- merging ------------------------------------------------------------------------------------


def test_without_conflicts_the_order_of_the_files_makes_no_difference() -> None:
    assert run("""
      let tried = 0;
      for (let n = 0; n < 3000 && tried < 300; n += 1) {
        const all = [anyMarks(), anyMarks(), anyMarks()].map((one) => ({ name: '', marks: new Map([...one].filter(() => random(2))) }));
        const outcome = (files) => merge.settled(new Map(), merge.plan(new Map(), files, data), new Map(), 1, data);
        if (merge.plan(new Map(), all, data).conflicts.length) continue;
        tried += 1;
        if (JSON.stringify(outcome(all)) !== JSON.stringify(outcome(shuffled(all)))) return all.map(({ marks }) => plain(marks));
      }
      return tried;
    """) == 300  # fmt: skip


def test_results_that_differ_are_decided_by_people_and_ways_add_up() -> None:
    assert run("""
      const page = new Map([['BZ001', mark('已查', ['看'])], ['BZ003', mark('已查', ['看'])]]);
      const first = { name: '甲', marks: new Map([['BZ001', mark('存疑', ['问'])], ['BZ002', mark('已查')], ['BZ003', mark('已查', ['问'])]]) };
      const second = { name: '乙', marks: new Map([['BZ001', mark('已查')], ['BZ004', mark('未查')], ['BZ002', mark('不适用')]]) };
      const plan = merge.plan(page, [first, second], data);
      const open = merge.settled(page, plan, new Map([['BZ001', '存疑']]), 9, data);
      const done = merge.settled(page, plan, new Map([['BZ001', '存疑'], ['BZ002', '已查']]), 9, data);
      return [
        plan.changes.map(({ id, after }) => [id, after.result, after.methods]),
        plan.conflicts.map(({ id, opinions }) => [id, opinions.map(({ source, mark }) => `${source}${mark.result}`)]),
        plan.conflicts.map((conflict) => ['page', 'files', 'doubt'].map((rule) => merge.ruled(conflict, rule, data))),
        open,
        done.map(({ id, after }) => [id, after.result, after.methods, after.at]),
      ];
    """) == [
        [["BZ003", "已查", ["看", "问"]]],
        [["BZ001", ["0已查", "1存疑", "2已查"]], ["BZ002", ["1已查", "2不适用"]]],
        [["已查", "已查", "存疑"], ["", "不适用", "存疑"]],
        None,
        [
            ["BZ003", "已查", ["看", "问"], 9],
            ["BZ001", "存疑", ["看", "问"], 9],
            ["BZ002", "已查", [], 9],
        ],
    ]


def test_a_blank_sheet_has_no_opinion() -> None:
    assert run("""
      const page = new Map([['BZ001', mark('已查')]]);
      const plan = merge.plan(page, [{ name: '', marks: new Map([['BZ001', mark('未查')]]) }], data);
      return [plan.changes, plan.conflicts, plan.same];
    """) == [[], [], ["BZ001"]]


# --- notes --------------------------------------------------------------------------------------

PASSPHRASE = "一句足够长的口令 2026"


def test_notes_lie_sealed_and_open_with_their_passphrase_alone() -> None:
    found = run(f"""
      const storage = new FakeStorage();
      const first = createNotebook(() => storage);
      const opened = [await first.open({json.dumps(PASSPHRASE)}), await first.write('use', 'BZ001', '门锁坏了'), first.isAtRisk()];
      const text = storage.getItem('store-working-notes');
      first.lock();
      const wrong = createNotebook(() => storage);
      const refused = [await wrong.open('一句不对的口令 2026'), wrong.isOpen(), wrong.text('use', 'BZ001')];
      const right = createNotebook(() => storage);
      return {{
        opened, refused, right: [await right.open({json.dumps(PASSPHRASE)}), right.text('use', 'BZ001'), right.text('training', 'BZ001')],
        locked: first.text('use', 'BZ001'), isUntouched: text === storage.getItem('store-working-notes'),
        keys: Object.keys(JSON.parse(text)), iterations: JSON.parse(text).iterations,
        isPlain: ['门锁坏了', 'BZ001', {json.dumps(PASSPHRASE)}, btoa('BZ001')].some((word) => [...storage.map.values()].join().includes(word)),
      }};
    """)
    assert found == {
        "opened": ["", "", False],
        "refused": ["口令不对，或者存的内容坏了", False, ""],
        "right": ["", "门锁坏了", ""],
        "locked": "",
        "isUntouched": True,
        "keys": ["format", "version", "iterations", "salt", "iv", "data"],
        "iterations": 600_000,
        "isPlain": False,
    }


def test_each_time_is_sealed_anew() -> None:
    assert run(f"""
      const storage = new FakeStorage();
      const book = createNotebook(() => storage);
      await book.open({json.dumps(PASSPHRASE)});
      const seen = new Set();
      for (let n = 0; n < 20; n += 1) {{
        await book.write('training', 'BZ001', String(n));
        seen.add(JSON.parse(storage.getItem('store-working-notes')).iv);
      }}
      return seen.size;
    """) == 20  # fmt: skip


def test_two_windows_keep_both_notes() -> None:
    assert run(f"""
      const storage = new FakeStorage();
      const [a, b] = [createNotebook(() => storage), createNotebook(() => storage)];
      await a.open({json.dumps(PASSPHRASE)});
      await b.open({json.dumps(PASSPHRASE)});
      await Promise.all([a.write('training', 'BZ001', '甲'), b.write('training', 'BZ002', '乙')]);
      await a.reread(); await b.reread(); await a.reread();
      return [a, b].map((book) => [book.text('training', 'BZ001'), book.text('training', 'BZ002')]);
    """) == [["甲", "乙"], ["甲", "乙"]]  # fmt: skip


def test_a_file_of_notes_is_taken_in_and_nothing_is_lost() -> None:
    assert run(f"""
      const [mine, theirs] = [new FakeStorage(), new FakeStorage()].map((one) => createNotebook(() => one));
      await mine.open({json.dumps(PASSPHRASE)});
      await theirs.open('另一个人的一句口令');
      await mine.write('training', 'BZ001', '我的');
      await theirs.write('training', 'BZ001', '他的');
      await theirs.write('training', 'BZ002', '他的');
      const file = await theirs.sealed();
      const wrong = await mine.takeIn(file, {json.dumps(PASSPHRASE)});
      const right = await mine.takeIn(file, '另一个人的一句口令');
      const again = await mine.takeIn(file, '另一个人的一句口令');
      return [wrong, right, again, mine.text('training', 'BZ001'), mine.text('training', 'BZ002')];
    """) == [
        {"added": 0, "both": 0, "reason": "口令不对，或者存的内容坏了"},
        {"added": 1, "both": 1, "reason": ""},
        {"added": 0, "both": 0, "reason": ""},
        "我的\n——\n他的",
        "他的",
    ]  # fmt: skip


def test_what_lies_under_a_former_name_is_taken_over_once_and_wiped_with_the_rest() -> None:
    assert run(f"""
      const storage = new FakeStorage();
      const before = {{ ...data, slug: 'handbook', formerSlugs: [] }};
      createSheet(before, () => storage, new FakeCopy()).edit('BZ001', {{ result: '存疑' }});
      const book = notes.createNotebook(keeping.notesKey(before), () => storage, new FakeCopy());
      await book.open({json.dumps(PASSPHRASE)});
      await book.write('training', 'BZ001', '甲');
      const sheet = createSheet(data, () => storage, new FakeCopy());
      const opened = createNotebook(() => storage, new FakeCopy());
      await opened.open({json.dumps(PASSPHRASE)});
      const taken = [plain(sheet.marks()).BZ001.result, opened.text('training', 'BZ001')];
      sheet.edit('BZ002', {{ result: '已查' }});
      createSheet(before, () => storage, new FakeCopy()).edit('BZ003', {{ result: '已查' }});
      const later = [...createSheet(data, () => storage, new FakeCopy()).marks().keys()].sort();
      const left = await sheet.wipe();
      const after = [...createSheet(data, () => storage, new FakeCopy()).marks().keys()];
      return [taken, later, left, after, [...storage.map.keys()]];
    """) == [["存疑", "甲"], ["BZ001", "BZ002"], [], [], []]


def test_what_another_handbook_keeps_is_not_seen_and_not_wiped() -> None:
    assert run("""
      const storage = new FakeStorage();
      const other = { ...data, slug: 'shop', formerSlugs: [] };
      createSheet(other, () => storage, new FakeCopy()).edit('BZ001', { result: '存疑' });
      const sheet = createSheet(data, () => storage, new FakeCopy());
      const seen = sheet.marks().size;
      sheet.edit('BZ002', { result: '已查' });
      await sheet.wipe();
      return [seen, [...storage.map.keys()]];
    """) == [0, ["shop-working", "shop-working-place"]]


def test_what_is_strange_under_a_former_name_stays_there() -> None:
    assert run("""
      const storage = new FakeStorage();
      storage.setItem('handbook-working', '{}');
      const sheet = createSheet(data, () => storage, new FakeCopy());
      sheet.edit('BZ001', { result: '存疑' });
      return [sheet.unkept(), storage.getItem('handbook-working'), [...storage.map.keys()].sort()];
    """) == ["", "{}", ["handbook-working", "store-working", "store-working-place"]]


def test_notes_that_are_not_kept_are_at_risk_and_a_wipe_takes_them_too() -> None:
    assert run(f"""
      const storage = new FakeStorage();
      let place = storage;
      const book = createNotebook(() => place);
      await book.open({json.dumps(PASSPHRASE)});
      await book.write('training', 'BZ001', '甲');
      const left = await createSheet(data, () => storage).wipe();
      const told = await book.write('training', 'BZ002', '乙');
      const gone = [left, told, book.isAtRisk(), storage.map.size];
      book.unkeep();
      place = null;
      const memory = [await book.write('training', 'BZ003', '丙'), book.isAtRisk()];
      await book.sealed();
      return [gone, memory, book.isAtRisk(), book.text('training', 'BZ001')];
    """) == [
        [[], "另一个窗口清除了存的笔记；这一页上的还在，没有再存：要留就导出", True, 0],
        ["", True],
        False,
        "甲",
    ]  # fmt: skip


def test_notes_that_the_browser_withholds_come_from_the_second_copy() -> None:
    assert run(f"""
      const copy = new FakeCopy();
      const storage = new FakeStorage();
      const first = createNotebook(() => storage, copy);
      await first.open({json.dumps(PASSPHRASE)});
      await first.write('training', 'BZ001', '甲');
      const withheld = createNotebook(() => empty, copy);
      const empty = new FakeStorage();
      await withheld.recall();
      const exists = [withheld.exists(), await withheld.open('一句不对的口令 2026'), await withheld.open({json.dumps(PASSPHRASE)})];
      await withheld.write('training', 'BZ002', '乙');
      const again = createNotebook(() => storage, copy);
      await again.open({json.dumps(PASSPHRASE)});
      const alone = createNotebook(() => storage, new FakeCopy());
      await alone.open({json.dumps(PASSPHRASE)});
      return [...exists, ...[again, alone].map((book) => [book.text('training', 'BZ001'), book.text('training', 'BZ002')])];
    """) == [True, "口令不对，或者存的内容坏了", "", ["甲", "乙"], ["甲", "乙"]]


def test_notes_of_windows_that_the_browser_keeps_apart_come_together() -> None:
    assert run(f"""
      const copy = new FakeCopy();
      const [one, other] = [new FakeStorage(), new FakeStorage()];
      const [a, b] = [one, other].map((storage) => createNotebook(() => storage, copy));
      await a.open({json.dumps(PASSPHRASE)});
      await b.open({json.dumps(PASSPHRASE)});
      await a.write('training', 'BZ001', '甲');
      await b.write('training', 'BZ002', '乙');
      const told = [copy.told.length > 0, await b.reread(), await a.reread(), await b.reread(), await a.reread()];
      return [told, ...[a, b].map((book) => [book.text('training', 'BZ001'), book.text('training', 'BZ002')])];
    """) == [[True, False, True, False, False], ["甲", "乙"], ["甲", "乙"]]


def test_a_second_copy_under_another_passphrase_stays_as_it_is() -> None:
    assert run(f"""
      const copy = new FakeCopy();
      const other = createNotebook(() => elsewhere, copy);
      const elsewhere = new FakeStorage();
      await other.open('另一个人的一句口令');
      const text = copy.map.get('store-working-notes');
      const storage = new FakeStorage();
      const mine = createNotebook(() => storage, new FakeCopy());
      await mine.open({json.dumps(PASSPHRASE)});
      const both = createNotebook(() => storage, copy);
      const said = [await both.open({json.dumps(PASSPHRASE)}), await both.write('training', 'BZ001', '甲')];
      return [...said, text === copy.map.get('store-working-notes')];
    """) == ["", "", True]  # fmt: skip


def test_notes_under_another_passphrase_are_not_written_over() -> None:
    assert run(f"""
      const storage = new FakeStorage();
      const [a, b] = [createNotebook(() => storage), createNotebook(() => storage)];
      await a.open({json.dumps(PASSPHRASE)});
      storage.removeItem('store-working-notes');
      await copyOf(() => storage).clear();
      await b.open('另一个人的一句口令');
      const text = storage.getItem('store-working-notes');
      const told = await a.write('training', 'BZ001', '甲');
      return [told, text === storage.getItem('store-working-notes'), a.isAtRisk()];
    """) == [
        "另一个窗口另设了口令，这里的没有存；先导出笔记，再锁上，用那个口令打开",
        True,
        True,
    ]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"format": "x"}, "不是导出的笔记"),
        ({"version": 9}, "笔记的格式不是这一版认得的"),
        ({"iterations": 1}, "笔记的迭代次数不在准许的范围里"),
        ({"iterations": 1e12}, "笔记的迭代次数不在准许的范围里"),
        ({"iterations": "600000"}, "笔记的迭代次数不在准许的范围里"),
        ({"salt": ""}, "笔记的密文不完整"),
        ({"iv": "AAAA"}, "笔记的密文不完整"),
        ({"data": "****"}, "不是完整的笔记文件"),
    ],
)
def test_a_strange_file_of_notes_is_refused(changes: dict[str, object], reason: str) -> None:
    whole = {
        "format": "handbook-working-notes",
        "version": 1,
        "iterations": 600_000,
        "salt": "A" * 22 + "==",
        "iv": "A" * 16,
        "data": "A" * 40,
    }
    text = json.dumps(whole | changes)
    assert run(f"return notes.envelopeFrom({json.dumps(text)})") == reason


def test_sealed_notes_that_were_changed_do_not_open() -> None:
    assert (
        run(f"""
      const storage = new FakeStorage();
      const book = createNotebook(() => storage);
      await book.open({json.dumps(PASSPHRASE)});
      await book.write('training', 'BZ001', '甲');
      const envelope = JSON.parse(storage.getItem('store-working-notes'));
      const bytes = Uint8Array.from(atob(envelope.data), (char) => char.charCodeAt(0));
      bytes[0] ^= 1;
      envelope.data = btoa(String.fromCharCode(...bytes));
      storage.setItem('store-working-notes', JSON.stringify(envelope));
      return createNotebook(() => storage, new FakeCopy()).open({json.dumps(PASSPHRASE)});
    """)
        == "口令不对，或者存的内容坏了"
    )


# --- the table ----------------------------------------------------------------------------------


def test_the_table_has_its_mark_its_line_ends_and_no_formula() -> None:
    text = run(
        "return table.csv(new Map([['BZ001', mark('存疑', ['看', '问'], 1, '1')]]), '训练', data)"
    )
    lines = text.split("\r\n")
    assert text.startswith('\ufeff"编号","所属",')
    assert "\n" not in text.replace("\r\n", "")
    assert lines[1] == '"BZ001","BF1 第一部分","ZT01 安全","步骤","是否登记","存疑","看、问","第一版","训练"'  # fmt: skip
    assert lines[3].split(",")[4] == '"\'=1+1"'
    assert lines[4].split(",")[4] == '"\'+A1"'
    assert '"是否""写明"",并签名"' in lines[5]
    assert lines[6:] == [""]


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "＝1", "＋1", "－1", "＠a"],
)
def test_nothing_is_taken_for_a_formula(text: str) -> None:
    assert run(f"return globalThis.apart.csv.cell({json.dumps(text)})") == f'"\'{text}"'


# --- the workbook -------------------------------------------------------------------------------


def workbook_with(marks: str) -> openpyxl.Workbook:
    """The workbook that the page makes of a record, as another program reads it."""
    sheet, groups = DATA["sheets"][0]["name"], DATA["sheets"][0]["groups"]
    rows = [
        RecordRow(row["id"], sheet, groups[row["group"]], DATA["kinds"][row["kind"]], row["title"])
        for row in DATA["rows"]
    ]
    results = list(DATA["results"])
    made = record_book(rows, title="仓库手册", edition="第二版", warning="注意", results=results)
    book = {"parts": made.parts, "totals": made.totals, "settled": SETTLED}
    packed = run(f"""
      const book = {json.dumps(book, ensure_ascii=False)};
      const said = new Map(Object.entries({marks}));
      return Buffer.from(workbook.xlsx(book, said, '训练', data)).toString('base64');
    """)
    content = base64.b64decode(packed)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    return openpyxl.load_workbook(io.BytesIO(content))


def cells(sheet: Any) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_the_workbook_has_the_record_row_by_row() -> None:
    found = workbook_with("""{
      BZ001: mark('已查', ['看', '问']), BZ002: mark('存疑', [], 2, '1'), BZ004: mark('不适用', [], 3, '=9'),
    }""")
    assert found.sheetnames == ["记录", "进度"]
    assert cells(found["记录"]) == [
        ["仓库手册", *[None] * 7],
        ["模式：训练　导出时的版次：第二版", *[None] * 7],
        ["注意", *[None] * 7],
        ["编号", "所属", "标题", "种类", "题目", "结果", "方式", "记录时的版次"],
        ["BZ001", "BF1 第一部分", "ZT01 安全", "步骤", "是否登记", "已查", "看、问", "第二版"],
        ["BZ002", "BF1 第一部分", "ZT01 安全", "毛病", "是否出门锁门", "存疑", "", "第一版"],
        ["BZ003", "BF1 第一部分", "ZT01 安全", "步骤", "=1+1", "未查", "", ""],
        ["BZ004", "BF1 第一部分", "ZT02 值班", "毛病", "+A1", "不适用", "", "=9"],
        ["BZ005", "BF1 第一部分", "ZT02 值班", "步骤", '是否"写明",并签名', "未查", "", ""],
    ]
    types = {cell.data_type for row in found["记录"].iter_rows() for cell in row}
    assert types == {"s", "n"}  # an empty cell counts as a number; there is no formula


def test_the_workbook_counts_and_goes_on_counting() -> None:
    marks = "{ BZ001: mark('已查'), BZ002: mark('存疑'), BZ004: mark('不适用') }"
    found = workbook_with(marks)["进度"]
    assert [row[:3] for row in cells(found)[3:]] == [
        ["部分", "条数", "已定"],
        ["合计", 5, '=COUNTIF(记录!F5:F9,"已查")+COUNTIF(记录!F5:F9,"不适用")'],
        ["BF1 第一部分", 5, '=COUNTIF(记录!F5:F9,"已查")+COUNTIF(记录!F5:F9,"不适用")'],
        ["　ZT01 安全", 3, '=COUNTIF(记录!F5:F7,"已查")+COUNTIF(记录!F5:F7,"不适用")'],
        ["　ZT02 值班", 2, '=COUNTIF(记录!F8:F9,"已查")+COUNTIF(记录!F8:F9,"不适用")'],
    ]


def test_what_no_xml_holds_is_left_out_of_the_workbook() -> None:
    marks = "{ BZ001: mark('已查', [], 1, '<b>&\\u0000\\u000b{{mode}}') }"
    rows = cells(workbook_with(marks)["记录"])
    assert rows[4][7] == "<b>&{{mode}}"  # nor is it taken for a placeholder
