"""The commands behind the Makefile: ``python -m handbook check``, ``… bundle`` and the others."""

from __future__ import annotations

import argparse
import contextlib
import gc
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from handbook import codes
from handbook.catalog import Catalog
from handbook.editions import EditionError, freeze
from handbook.products import Products
from handbook.project import check_project
from handbook.report import FORMATS, has_errors, with_source_lines
from handbook.setting_items import SettingsError
from handbook.settings import read_settings


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command on the project in the current folder and gives its exit code."""
    options = _parser().parse_args(arguments)
    root = Path.cwd()
    if options.command == "edition":
        return _edition(root)
    if options.command == "diff":
        return _diff(root, options)
    if options.command == "server":
        return _server(root)
    if options.command == "results":
        return _results(root)
    if options.command == "pdf":
        return _pdf(root, if_possible=options.if_possible)
    if options.command == "anki":
        return _anki(root, with_reference=options.with_reference)
    if options.command == "scorm":
        return _scorm(root, options)
    if options.command == "slides":
        return _slides(root, options.topics)
    if options.command == "check":
        return (
            _watch(root) if options.watch else _check(root, options.format, strict=options.strict)
        )
    if options.command == "paper":
        return _paper(root, options)
    if options.command in ("new", "rename", "rules", "import"):
        return _edit(root, options)
    return _bundle(root, official=options.release == "official")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="handbook", description="手册的检查、编写与打包")
    commands = parser.add_subparsers(dest="command", required=True)
    check = commands.add_parser("check", help="检查全部内容，不生成页面")
    output = check.add_mutually_exclusive_group()
    output.add_argument("--format", choices=tuple(FORMATS), default="text", help="输出的格式")
    output.add_argument("--watch", action="store_true", help="文件一改就再查，只说有什么变化")
    check.add_argument("--strict", action="store_true", help="警告也算错误")
    bundle = commands.add_parser("bundle", help="把 site/ 打成离线包，放进 dist/")
    bundle.add_argument("--release", choices=("official",), help="有一套还不是正式文本时拒绝打包")
    pdf = commands.add_parser("pdf", help="把整本手册排成 PDF，放进 dist/")
    pdf.add_argument("--if-possible", action="store_true", help="做不了也不算失败，只说明原因")
    paper = commands.add_parser("paper", help="出一份试卷和它的答案，放进 dist/trainer/")
    paper.add_argument("--seed", default="", help="种子：同一个种子总出同一份卷")
    paper.add_argument("--count", default="", help="几题；不写就同模拟考试一样多")
    paper.add_argument("--topics", default="", help="考什么：内容、条目、套、种类；不写就是全部")
    paper.add_argument("--reference", action="store_true", help="也考不是正式文本的条目")
    paper.add_argument("--papers", default="", help="同样的题出几卷，次序不同：A,B")
    commands.add_parser("server", help="把 site/ 打成放到服务器上的包，放进 dist/")
    commands.add_parser("results", help="做出看训练结果的页面，放进 dist/trainer/")
    slides = commands.add_parser("slides", help="做讲课用的幻灯，放进 dist/trainer/")
    slides.add_argument("--topics", default="", help="只讲哪些：条目的编号、套的编号、种类的名称")
    anki = commands.add_parser("anki", help="把试题做成 Anki 的卡片，放进 dist/trainer/")
    anki.add_argument("--with-reference", action="store_true", help="也放进考非正式文本的题")
    scorm = commands.add_parser("scorm", help="做成学习平台用的 SCORM 1.2 包，放进 dist/trainer/")
    scorm.add_argument("--practice", action="store_true", help="练完每一题算完成，不考试")
    scorm.add_argument("--questions", default="", help="一场考几题，不写就同模拟考试")
    scorm.add_argument("--with-reference", action="store_true", help="考题里也有考非正式文本的")
    scorm.add_argument("--site", default="", help="手册的网址，页面里的链接引到那里")
    commands.add_parser("edition", help="把现在的内容定稿为一个版次，登记它的编号")
    diff = commands.add_parser("diff", help="列出两个版次之间新增、改动、删去的条目")
    diff.add_argument("--from", dest="old", default="", help="旧的版次，不写就是最近定稿的")
    diff.add_argument("--to", dest="new", default="", help="新的版次，不写就是现在的内容")
    diff.add_argument("--format", choices=("text", "json"), default="text", help="输出的格式")
    new = commands.add_parser("new", help="加一个条目的骨架，编号是下一个没有用过的")
    new.add_argument("--kind", default="", help="条目的种类")
    new.add_argument("--page", default="", help="加在哪一页：docs/ 里的路径")
    new.add_argument("--under", default="", help="加在哪个标题之下：它的编号或文字")
    new.add_argument("--title", default="", help="题目")
    new.add_argument("--source", default="", help="所据原文的编号")
    rename = commands.add_parser("rename", help="改一个条目的编号，连同所有提到它的地方")
    rename.add_argument("old", metavar="FROM", help="现在的编号")
    rename.add_argument("new", metavar="TO", help="没有用过的编号")
    text = commands.add_parser("import", help="导入一份文稿，作为又一份原文")
    text.add_argument("--file", default="", help="文本：.docx、.txt 或 .md")
    text.add_argument("--name", default="", help="新文件叫什么：小写的半角字母、数字和连字符")
    text.add_argument("--title", default="", help="题目；不写就用文本自己的")
    text.add_argument("--attribution", default="", help="引用它的话前面写什么，例如 据通知原文")
    rules = commands.add_parser("rules", help="把一套条文换成本单位印发的文本")
    rules.add_argument("--file", default="", help="印发的文本：.docx、.txt 或 .md")
    rules.add_argument("--set", default="", help="哪一套：名称或者编号")
    rules.add_argument("--issuer", default="", help="印发单位；不写就从文本里找")
    rules.add_argument("--number", default="", help="文号；不写就从文本里找")
    rules.add_argument("--date", default="", help="印发日期；不写就从文本里找")
    return parser


def _check(root: Path, output: str, *, strict: bool) -> int:
    # Nothing of a check is garbage before its end, and looking for some takes a tenth of its time.
    gc.disable()
    diagnostics = check_project(root, strict=strict).diagnostics
    for_people = output == "text" and sys.stdout.isatty()
    text = with_source_lines(diagnostics, root) if for_people else FORMATS[output](diagnostics)
    if text:
        print(text)
    return 1 if has_errors(diagnostics) else 0


def _watch(root: Path) -> int:
    from handbook.editing.watch import SECONDS, watch

    with contextlib.suppress(KeyboardInterrupt):  # the way to end it
        watch(root, lambda: time.sleep(SECONDS), lambda text: print(text, flush=True))
    return 0


def _edit(root: Path, options: argparse.Namespace) -> int:
    from handbook.editing import RefusedError, commands
    from handbook.editing.new_entry import Request
    from handbook.importing.instrument import Instrument
    from handbook.importing.text_import import ImportRequest

    try:
        if options.command == "rename":
            print(commands.rename(root, options.old, options.new))
        elif options.command == "rules":
            given = Instrument(options.issuer, options.number, options.date)
            print(commands.rules(root, options.file, options.set, given))
        elif options.command == "import":
            wanted = ImportRequest(options.name.strip(), options.title, options.attribution)
            print(commands.import_text(root, options.file, wanted))
        else:
            request = Request(
                options.kind, options.page, options.under, options.title, options.source
            )
            print(commands.new(root, request))
    except RefusedError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _bundle(root: Path, *, official: bool) -> int:
    # Here, since a check needs none of it and is over in the time that these take to load.
    from handbook.bundle import BundleError, make_bundle, refuse_references
    from handbook.single_file import single_file
    from handbook.site_parts import SiteError

    def make(catalog: Catalog) -> Iterable[Path]:
        if official:
            refuse_references(catalog)
        site = root / "site"
        names = Products(catalog.handbook.slug)
        others = {names.single_file: single_file(site, catalog).encode()}
        book = root / "dist" / names.book  # made before, if it can be made here
        if book.is_file():
            others[names.book] = book.read_bytes()
        return (site / "index.html", *make_bundle(site, root / "dist", catalog.handbook, others))

    return _make(root, make, (BundleError, SiteError), "原来的离线包没有动。")


def _pdf(root: Path, *, if_possible: bool) -> int:
    from handbook.book import BookError
    from handbook.book.making import make_book
    from handbook.site_parts import SiteError

    catalog = _sound(root)
    if catalog is None:
        return 1
    try:
        target, is_new = make_book(root / "site", root / "dist", catalog)
    except BookError as error:
        print(error, file=sys.stderr)
        return 0 if if_possible else 1
    except SiteError as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        return _not_written(error, "原来的 PDF 没有动。")
    return _made(root, "已生成：" if is_new else "内容没有变，不必重做：", (target,))


def _paper(root: Path, options: argparse.Namespace) -> int:
    from handbook.examination import PaperError
    from handbook.examination.making import make_papers
    from handbook.examination.request import request_of

    def make(catalog: Catalog) -> Iterable[Path]:
        request = request_of(
            catalog.handbook.training,
            seed=options.seed,
            count=options.count,
            topics=options.topics,
            papers=options.papers,
            with_references=options.reference,
        )
        made = make_papers(request, catalog, root / "dist")
        if made.no_pdf:
            print(f"只有 Word 文件：{made.no_pdf}", file=sys.stderr)
        print(made.remark)
        return made.files

    return _make(root, make, (PaperError,), "原来的试卷没有动。")


def _server(root: Path) -> int:
    from handbook.output import source_date, write_file
    from handbook.server_files import ServerFilesError, server_package

    try:
        target = root / "dist" / Products(read_settings(root).slug).server_package
        write_file(target, server_package(root / "site", source_date()))
    except SettingsError as error:
        print(FORMATS["text"](error.diagnostics))
        return 1
    except ServerFilesError as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        return _not_written(error, "原来的没有动。")
    return _made(root, "已生成：", (target,))


def _results(root: Path) -> int:
    from handbook.results import ResultsError, make_results

    return _make(root, lambda catalog: [make_results(root / "dist", catalog)], (ResultsError,))


def _slides(root: Path, topics: str) -> int:
    from handbook.selecting import names_in
    from handbook.slide_parts import SlidesError
    from handbook.slides import slides_file

    def make(catalog: Catalog) -> Iterable[Path]:
        return [slides_file(catalog, root / "dist", names_in(topics))]

    return _make(root, make, (SlidesError,), "原来的幻灯没有动。")


def _anki(root: Path, *, with_reference: bool) -> int:
    from handbook.learning.anki import anki_package
    from handbook.output import source_date

    return _learning(
        root,
        lambda names: names.cards(with_reference=with_reference),
        lambda catalog: anki_package(catalog, source_date(), with_reference=with_reference),
    )


def _scorm(root: Path, options: argparse.Namespace) -> int:
    from handbook.learning.scorm import Part, Wanted, scorm_package
    from handbook.output import source_date

    given = options.questions.strip()
    part = Part.PRACTICE if options.practice else Part.EXAM
    if given and not (given.isascii() and given.isdecimal()):
        print(f"QUESTIONS={given} 不是题数：写一个整数，例如 QUESTIONS=20。", file=sys.stderr)
        return 1
    wanted = Wanted(
        part,
        int(given) if given else None,
        with_reference=options.with_reference,
        handbook=options.site.strip(),
    )
    return _learning(
        root,
        lambda names: names.course(part.value),
        lambda catalog: scorm_package(catalog, wanted, source_date()),
    )


def _learning(
    root: Path, name: Callable[[Products], str], content: Callable[[Catalog], bytes]
) -> int:
    from handbook.learning import FOLDER, LearningError
    from handbook.output import write_file

    def make(catalog: Catalog) -> Iterable[Path]:
        target = root / "dist" / FOLDER / name(Products(catalog.handbook.slug))
        write_file(target, content(catalog))
        return [target]

    return _make(root, make, (LearningError,))


def _diff(root: Path, options: argparse.Namespace) -> int:
    from handbook.revision_report import FORMATS as REPORTS
    from handbook.revisions import NOW, RevisionError, compare, edition_called

    catalog = _sound_but_for_its_edition(root)
    if catalog is None:
        return 1
    try:
        old = edition_called(options.old.strip(), catalog)
        new = edition_called(options.new.strip() or NOW, catalog)
    except RevisionError as error:
        print(error, file=sys.stderr)
        return 1
    print(REPORTS[options.format](compare(old, new, catalog.ledger.lines), catalog))
    return 0


def _edition(root: Path) -> int:
    catalog = _sound_but_for_its_edition(root)
    if catalog is None:
        return 1
    try:
        files = freeze(root, catalog.as_written)
    except EditionError as error:
        print(error, file=sys.stderr)
        return 1
    return _made(root, "已定稿：", files)


def _sound(root: Path) -> Catalog | None:
    """The catalog, if nothing is wrong with it; else what is wrong is printed."""
    checked = check_project(root)
    if checked.catalog is None or has_errors(checked.diagnostics):
        print(FORMATS["text"](checked.diagnostics))
        return None
    return checked.catalog


def _sound_but_for_its_edition(root: Path) -> Catalog | None:
    """The same; what was frozen may be another by now."""
    checked = check_project(root)
    other = [item for item in checked.diagnostics if item.code != codes.EDITION_CHANGED.number]
    if checked.catalog is None or has_errors(other):
        print(FORMATS["text"](other))
        return None
    return checked.catalog


def _make(
    root: Path,
    make: Callable[[Catalog], Iterable[Path]],
    expected: tuple[type[Exception], ...],
    kept: str = "原来的没有动。",
) -> int:
    """Has files made of a sound catalog; what is ``expected`` to go wrong says so by itself."""
    catalog = _sound(root)
    if catalog is None:
        return 1
    try:
        files = make(catalog)
    except expected as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        return _not_written(error, kept)
    return _made(root, "已生成：", files)


def _made(root: Path, what: str, files: Iterable[Path]) -> int:
    print(what, *(f"  {file.relative_to(root)}" for file in files), sep="\n")
    return 0


def _not_written(error: OSError, kept: str) -> int:
    reason = f"写不了 {error.filename or 'dist'}（{error.strerror}）"
    print(f"{reason}，{kept}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
