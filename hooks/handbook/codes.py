"""The table of faults: every code that a message can carry, once.

The checks take title and severity from here, and so does the page of the site that explains the
codes; nothing about a code is written twice.
"""

from __future__ import annotations

from dataclasses import dataclass

from handbook.model import Diagnostic, Place, Severity


@dataclass(frozen=True)
class Code:
    """A kind of fault: its number, its name, and what an editor does about it.

    Of a judgement an editor may say, on the line and with a reason, that the text is meant so.
    """

    number: str
    title: str
    remedy: str
    severity: Severity = Severity.ERROR
    is_judgement: bool = False

    def at(self, place: Place, message: str, hint: str = "") -> Diagnostic:
        """A diagnostic of this code."""
        return Diagnostic(place, self.number, self.severity, message, hint or self.remedy)


SETTINGS = Code("HB001", "设置有误", "对照 handbook.yml 里的注释改正这一项。")
UNREADABLE = Code("HB002", "文件读不了", "把文件另存为 UTF-8 编码的文本。")
SECRET_MARKING = Code(
    "HB003",
    "管理标志含密级",
    "标密的内容不能放进手册；删去密级字样，并确认内容可以公开或内部使用。",
)

DUPLICATE_ID = Code("HB101", "编号重复", "给其中一条换一个没有用过的编号。")
MALFORMED_ID = Code("HB102", "编号格式不对", "编号是前缀加固定位数的数字，不带连字符和空格。")
WRONG_PREFIX = Code("HB103", "编号与种类不符", "换成这一种类的前缀，或改用与编号相符的种类。")
PUBLISHED_ID_GONE = Code(
    "HB104", "发布过的编号不见了", "恢复这一条，或在 docs/published-ids.txt 里写明由哪一条代替。"
)
RETIRED_ID_USED = Code("HB105", "停用的编号又用上了", "给条目换一个没有用过的编号。")
BAD_LEDGER = Code(
    "HB106",
    "编号登记有误",
    "一行一个编号；停用的在其后写 replaced-by: 新编号，或 none: 理由。",
)
EDITION_CHANGED = Code(
    "HB107",
    "定稿的版次被改动",
    "换一个版次（handbook.yml 的 edition）；还没有发出去的，运行 make edition 重新定稿。",
)
BROKEN_EDITION = Code(
    "HB110", "版次文件读不懂", "定稿的版次不再改动：把这个文件恢复成定稿时的样子。"
)
PAGE_GONE = Code(
    "HB109",
    "发布过的页面不见了",
    "恢复这一页，或在 docs/published-pages.txt 里写明 replaced-by: 代替它的页，或 none: 理由。",
)
RETIRED_REFERENCE = Code("HB108", "引用了停用的编号", "改为引用代替它的条目，或删去这处引用。")

UNKNOWN_KIND = Code("HB201", "没有这种条目", "条目的种类在 handbook.yml 的 kinds 里声明。")
UNKNOWN_OPTION = Code("HB202", "没有这个选项", "各种类可用的选项在 handbook.yml 里声明。")
MISSING_OPTION = Code("HB203", "缺少选项", "在条目首行之下补上这个选项，缩进四个空格。")
WRONG_VALUE = Code("HB204", "选项的值不对", "按选项要求的形式填写。")
BAD_YAML = Code(
    "HB205",
    "选项不是合法的 YAML",
    "检查冒号后是否有空格、括号和引号是否成对；值里有半角逗号或括号时加单引号。",
)
NEVER_CLOSED = Code(
    "HB206", "条目块没有结束", "在条目末尾单独一行写上与开头同样多的斜线，例如 ///。"
)
OPTION_NOT_READ = Code(
    "HB207", "选项行没有被读作选项", "选项紧接首行，中间不空行，每行缩进四个空格。"
)
WRONG_PLACE = Code("HB208", "条目放错了地方", "把条目移到它应在的页面和标题之下。")
EMPTY_TITLE = Code("HB209", "条目没有题目", "在首行的 | 之后写上题目。")
NESTED_BLOCK = Code("HB210", "条目块不能缩进或套在别的块里", "顶格写，并先结束上一个块。")
STRAY_END = Code("HB211", "多出的结束线", "删去这一行，或补上它所结束的块的首行。")
UNKNOWN_KEY = Code("HB212", "页首没有这个键", "检查拼写；可用的键列在报告里。")
REPEATED_OPTION = Code("HB213", "选项写了两次", "删去其中一个；要写多个值请用列表。")
UNCLOSED_FENCE = Code(
    "HB214", "代码块没有结束", "在代码之后另起一行，写上与开头相同的 ``` 或 ~~~。"
)
CROWDED_FENCE = Code("HB215", "代码块之前没有空行", "在代码块的首行之前空一行。")
UNCLOSED_COMMENT = Code("HB216", "注释没有结束", "在注释末尾写上 -->。")
INDENTED_CODE = Code(
    "HB217", "缩进的段落会显示成代码", "顶格写；列表项下的段落紧接列表项，代码放进 ``` 之间。"
)
UNFILLED = Code("HB218", "新条目没有填完", "把〔待填〕的地方换成要写的内容；用不着的一行删去。")
UNKNOWN_PICTURE = Code("HB219", "要画的图不对", "写成 /// picture | 图的名字，块里不写别的。")

DANGLING = Code("HB301", "引用的编号不存在", "改成存在的编号，或先写出这一条。")
JOINED = Code("HB302", "两个编号紧挨着，会被并成一个链接", "在两个编号之间写上“和”“、”等文字。")
FOLLOWED_BY_PARENTHESIS = Code(
    "HB303", "编号后紧跟半角括号，会变成另一种链接", "在编号后空一格，或改用全角括号。"
)
WRONG_CASE = Code("HB304", "编号的大小写或全半角不对", "编号一律用半角大写字母。")
SELF_REFERENCE = Code("HB305", "条目引用了自己", "删去这处引用。")
WRONG_RELATION = Code("HB306", "引用的条目种类不对", "换成这个选项要求的种类的条目。")
OTHER_TITLE = Code(
    "HB307",
    "链接的文字是另一条的题目",
    "核对编号；文字和编号应指同一条。",
    Severity.WARNING,
    is_judgement=True,
)
TYPED_DEFINITION = Code(
    "HB308", "行首的编号会被当作链接定义", "冒号改用全角“：”，或在编号前加文字。"
)
DRAFT_REFERENCE = Code(
    "HB309", "引用了草稿", "草稿不给读者看：先定稿（删去 draft: true），或删去这处引用。"
)
NOT_REFERRED_TO = Code(
    "HB310",
    "应当被引用的条目没有被引用",
    "在相关的条目里引用它。",
    Severity.WARNING,
    is_judgement=True,
)
CYCLE = Code("HB311", "上下关系绕成了圈", "删去其中一处关系。")

WRONG_COUNT = Code("HB401", "成套条目的数目不对", "补足或删去条目，使数目与名称一致。")
NUMBERING = Code("HB402", "成套条目的编号不连续", "从 1 起依次编号，不留空号。")
WRONG_MEMBERS = Code("HB403", "条目的各项与名称里的数目不符", "补足或删去 members 里的项。")
UNKNOWN_SET = Code(
    "HB404",
    "提到的数字简称没有条目",
    "补写这个条目，或改正简称。",
    Severity.WARNING,
    is_judgement=True,
)
WORD_TAKEN = Code(
    "HB405",
    "两个条目占了同一个词",
    "从其中一条的 also 里删去这个词，或在其中一条写 explained: false。",
)

UNKNOWN_UNIT = Code("HB501", "没有这一句原文", "source 填原文页上的编号。")
NOT_VERBATIM = Code("HB502", "引文与原文不符", "从原文页逐字复制，标点和半角、全角都不能改。")
SOURCE_ALTERED = Code("HB503", "原文被改动", "按 source/ 里的原文恢复这一句，一个字也不能增减。")
FILE_ALTERED = Code(
    "HB504", "原文文件被改动", "恢复原文文件；确要换文件时，同时更新 handbook.yml 里的 sha256。"
)
HEADING_NOT_IN_SOURCE = Code(
    "HB505", "标题不是原文的标题", "标题要逐字取自原文某一处标题的整个分句，且只见于那一处。"
)
NOT_ACCOUNTED = Code(
    "HB506", "原文的一句没有着落", "写出以它为据的条目，或用 /// background | 理由 声明它是背景。"
)
NOT_BACKGROUND = Code(
    "HB507",
    "不能声明为背景",
    "只有标题、称呼和提纲里归为背景或原则的句子可以是背景；写出以它为据的条目。",
)
NEEDLESS_BACKGROUND = Code("HB508", "多余的背景声明", "从 background 的 units 里删去这个编号。")
OUTLINE = Code("HB509", "提纲里的一处没有对应的条目", "在对照表里写明由哪一条代表，或写明理由。")
UNQUOTED_UNIT = Code(
    "HB510", "所据的一句里没有引文", "从 source 里删去这一句，或补上取自它的 quote。"
)
MASK_NOT_IN_SOURCE = Code(
    "HB511", "遮名不见于原文", "照原文里遮去名称的写法改正 handbook.yml 的 masks，或删去这一行。"
)

UNKNOWN_STATUS = Code("HB601", "条文地位不明", "status 填 handbook.yml 的 statuses 里声明的一种。")
NO_INSTRUMENT = Code(
    "HB602",
    "标为正式的没有写明依据",
    "补上 issued-by（印发单位）、document-number（文号）和 date（日期）。",
)
NO_NOTICE = Code("HB603", "要有的提示没有出现在页面上", "页面要有一个 # 标题，提示紧跟在它后面。")
NO_PROVENANCE = Code(
    "HB604",
    "原文之外的说法没有写明出处",
    "用 basis 写明依据；没有查到的，在正文里写明（handbook.yml 的 unsourced-marks 是用语）。",
)

BROKEN_LINK = Code("HB701", "链接指向不存在的文件", "改正链接的路径。")
BROKEN_ANCHOR = Code("HB702", "链接指向不存在的位置", "改正链接里 # 之后的编号。")
DUPLICATE_ANCHOR = Code("HB703", "同一页里有两个相同的 id", "改掉其中一个。")
FOREIGN_REQUEST = Code(
    "HB704", "页面会向外部网址取东西", "手册必须能脱网使用：把文件放进 docs/ 再引用。"
)
LITERAL_REFERENCE = Code("HB705", "引用或条目块原样留在页面上", "检查方括号和编号的写法。")
SOURCE_LINK = Code("HB706", "链接的文件不存在", "改正括号里的路径；路径从本页所在的文件夹算起。")
NOT_IN_NAV = Code("HB707", "页面不在导航里", "把这一页加进 mkdocs.yml 的 nav。")
NAV_MISSING = Code("HB708", "导航里的页面不存在", "改正 mkdocs.yml 里 nav 的路径，或补写这一页。")
ONE_TITLE = Code(
    "HB709", "一页要有一个、也只能有一个一级标题", "在正文开头写一行 # 标题，其余改用 ##。"
)
OTHER_SUFFIX = Code("HB710", "页面的文件名不合用", "把文件改名为 .md；别的后缀不受检查。")
WRONG_IDS = Code(
    "HB711", "页面上的编号与条目不符", "编号只写在条目的 id 里，或标题末尾的 { #编号 } 里。"
)
UNDEFINED = Code("HB712", "链接或脚注没有定义", "补上定义，或改成 [文字](路径)、[编号]。")
ABSOLUTE_LINK = Code("HB713", "链接从网站根目录起", "写成相对于本页的路径，离开服务器才打得开。")
INLINE_CODE = Code(
    "HB714",
    "页面里写了行内样式或事件",
    "样式写进 overrides/assets/handbook；页面的安全策略不许 style 和 onclick 一类的属性。",
)

LOOK_ALIKE = Code("HB801", "形近字符", "换成普通的汉字或半角的字母、数字。", is_judgement=True)
HALF_WIDTH = Code(
    "HB802",
    "中文里用了半角标点",
    "换成全角标点；照引原文的，放进“”里并与原文逐字相同。",
    is_judgement=True,
)
UNBALANCED = Code("HB803", "引号、书名号或括号不成对", "补上缺少的一半。", is_judgement=True)
BAD_ALLOWANCE = Code(
    "HB804",
    "放行注释不对",
    "写成 <!-- hb: allow 代码 理由 -->，选项行写成 # hb: allow 代码 理由；只能放行判断性的代码。",
)
NEEDLESS_ALLOWANCE = Code("HB805", "放行注释已不需要", "删去这条注释。")

WRONG_FORMULATION = Code(
    "HB901", "提法写错", "换成规范的提法；固定提法登记在提法表里。", is_judgement=True
)
SYNONYMS_LEAD_NOWHERE = Code(
    "HB902", "一组近义词都不见于手册", "写进一个手册里有的词，或删去这一组：搜索靠它找到条目。"
)
SYNONYM_REPEATED = Code(
    "HB903", "近义词或问法写了两次", "留下一处；两组近义词意思相同的，并成一组。"
)
SYNONYM_ALONE = Code("HB904", "一组近义词只有一个词", "补上意思相同的词，或删去这一组。")
SYNONYM_EMPTY = Code("HB905", "近义词或问法里有空的词", "写上字，或删去这一项。")
WORDING_LEADS_NOWHERE = Code(
    "HB906",
    "问法写给了没有的条目",
    "改成现有条目的编号，或 docs/ 下一页的路径；不要的，删去这一行。",
)

PAPER_LEADS_NOWHERE = Code(
    "HB907",
    "文书里写了没有的条目、套、种类或选项",
    "改成现有的；文书写在 handbook.yml 的 papers 所说的文件里。",
)
PAPER_NAME = Code("HB908", "文书的编号或文件名不合用", "换一个没有用过的。")
CARD_TOO_LONG = Code(
    "HB909", "提示卡太长", "删去次要的条目：一张卡最多 9 条，题目合起来最多 450 个字符。"
)
CARD_MISSING = Code("HB910", "提示卡与选项的值不符", "每个值写一张卡，名称与值相同。")
PAPER_UNLINKED = Code("HB911", "没有一页链接到这份文书", "在 docs/ 的一页里写上它的链接。")

QUESTION_UNREAD = Code(
    "HB951",
    "试题读不懂",
    "先写题干，空一行，再写一个列表：每项一行，下面缩进 4 个空格写一行以“- ”开头的解析。",
)
QUESTION_FORM = Code("HB952", "试题的答案不合题型", "照题型改答案，或改 form。")
QUESTION_REASON = Code(
    "HB953", "试题缺少解析", "每个答案下面写一行解析，说明为什么对、为什么错，并引用条目。"
)
QUESTION_TESTS = Code("HB954", "所考的条目没有用上", "在一条解析里引用它，或从 tests 里删去。")
QUESTION_REPEATED = Code("HB955", "试题雷同", "换一个场面和考点，或删去一题。")
QUESTION_GIVES_AWAY = Code(
    "HB956",
    "不看内容也猜得中",
    "把选项改得一样长短；各题对的选项有长有短。",
    is_judgement=True,
)
QUESTION_QUOTE = Code(
    "HB959",
    "填空题的引文填上以后与原文不符",
    "引号里的话连同答案，要与原文或者一个条目的话一字不差。",
)
NOT_ASKED = Code("HB957", "没有试题考到这一条", "为它写一题，或在一题的 tests 里写上它。")
QUESTION_PLACE = Code(
    "HB958", "试题和给人读的内容写在一页", "试题单独成页：有试题的页不进网站，也不进导航。"
)

TRAINING_LEADS_NOWHERE = Code(
    "HB960",
    "学习路径里写了没有的条目，或者题不够抽",
    "改成现有的；路径写在 handbook.yml 的 training 所说的文件里。",
)

ALL_CODES: tuple[Code, ...] = tuple(
    sorted((value for value in vars().values() if isinstance(value, Code)), key=lambda c: c.number)
)
