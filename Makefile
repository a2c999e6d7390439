# 手册的命令。make help 列出全部命令。
# Every path is relative, so the folder's own may hold spaces and Chinese.

export NO_MKDOCS_2_WARNING := 1
export PYTHONUTF8 := 1
# The date of whatever is dated: that of the commit, so that a commit always gives the same bytes.
export SITE_URL
export SOURCE_DATE_EPOCH ?= $(or $(shell git log -1 --format=%ct 2>/dev/null),0)

FORMAT := text
handbook := PYTHONPATH=hooks .venv/bin/python -m handbook
compile := .venv/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-build \
	--no-emit-index-url --custom-compile-command 'make lock' $(if $(UPGRADE),--upgrade-package $(UPGRADE))

# The set-up is done again when a lock file changes, or when the folder was renamed or copied.
build := .venv/build.done
test := .venv/test.done
lighthouse := benchmarks/lighthouse-packages/node_modules/.package-lock.json
moved := $(shell sh tools/setup.sh intact || echo moved)

.PHONY: pdf results lighthouse pictures sign server audit bundle site check new rename rules import diff edition serve test lint lock clean distclean help moved paper slides anki scorm

bundle: site ## 检查、建站并打包（默认）：RELEASE=official 则有一套不是正式文本就拒绝 check, build and pack
	@$(handbook) pdf --if-possible
	@$(handbook) bundle $(if $(RELEASE),--release $(RELEASE))

pdf: site ## 排成 A4 的 PDF，放进 dist/（make 在能做的电脑上也会做） the handbook on paper
	@$(handbook) pdf
	@$(handbook) bundle >/dev/null

results: $(build) ## 做出看学员训练结果的页面 dist/trainer/results.html what a team knows
	@$(handbook) results

paper: $(build) ## 出一份试卷和答案：SEED=种子 N=几题 TOPICS=内容 REFERENCE=1 PAPERS=A,B a test paper and its key
	@$(handbook) paper --seed="$$SEED" --count="$$N" --topics="$$TOPICS" --papers="$$PAPERS" \
		$(if $(filter-out 0,$(REFERENCE)),--reference)

site: $(build) ## 只检查和建站 check and build site/
	@.venv/bin/mkdocs build

slides: $(build) ## 讲课用的幻灯，放进 dist/trainer/：TOPICS=编号,套,种类 则只讲这些 slides for a lecture
	@$(handbook) slides --topics="$$TOPICS"

server: site ## 打成放到自己服务器上的包：SITE_URL=网址 for a web server of your own
	@$(handbook) server

anki: $(build) ## 把试题做成 Anki 的卡片：REFERENCE=1 则也放进考非正式文本的题 flash cards for Anki
	@$(handbook) anki $(if $(REFERENCE),--with-reference)

scorm: $(build) ## 做成学习平台用的 SCORM 1.2 包：QUESTIONS=题数，PRACTICE=1 只练不考，REFERENCE=1，SITE_URL=网址 for an LMS
	@$(handbook) scorm --questions="$$QUESTIONS" $(if $(PRACTICE),--practice) \
		$(if $(REFERENCE),--with-reference) --site="$$SITE_URL"

check: $(build) ## 只检查：FORMAT=text|json|github，STRICT=1 则警告也算错误，WATCH=1 则一改就查 check alone
	@$(handbook) check $(if $(WATCH),--watch,--format $(FORMAT)) $(if $(STRICT),--strict)

# What make was given on its command line is in the recipe's environment: there no quotation mark in
# a title ends anything.
new: $(build) ## 加一个条目：KIND=种类 PAGE=页面 UNDER=标题 TITLE=题目 SOURCE=原文 a new entry
	@$(handbook) new --kind="$$KIND" --page="$$PAGE" --under="$$UNDER" --title="$$TITLE" --source="$$SOURCE"

rename: $(build) ## 改编号，连同所有引用：FROM=旧编号 TO=新编号 another id for an entry
	@$(handbook) rename -- "$$FROM" "$$TO"

import: $(build) ## 导入一份文稿，作为又一份原文：FILE=文件 NAME=名称 TITLE=题目 ATTRIBUTION=据…… another source text
	@$(handbook) import --file="$$FILE" --name="$$NAME" --title="$$TITLE" --attribution="$$ATTRIBUTION"

rules: $(build) ## 把一套条文换成印发的文本：FILE=文件 SET=哪一套 ISSUER=印发单位 NUMBER=文号 DATE=日期 the rules a unit has issued
	@$(handbook) rules --file="$$FILE" --set="$$SET" --issuer="$$ISSUER" --number="$$NUMBER" --date="$$DATE"

diff: $(build) ## 两个版次有什么不同：FROM=旧版次 TO=新版次，不写就是最近定稿的和现在的；FORMAT=json what changed
	@$(handbook) diff --from="$$FROM" --to="$$TO" --format $(FORMAT)

edition: $(build) ## 定稿一个版次，登记它的编号 freeze an edition
	@$(handbook) edition

sign: bundle ## 给 SHA256SUMS 签名：KEY=minisign 的私钥文件 sign the checksums
	@command -v minisign >/dev/null || { echo '没有 minisign，请先安装，例如：sudo apt install minisign' >&2; exit 1; }
	@[ -n "$$KEY" ] || { echo '写明私钥文件：make sign KEY=文件（minisign -G 生成）' >&2; exit 1; }
	@minisign -S -s "$$KEY" -m dist/SHA256SUMS

serve: $(build) ## 边写边看 live preview
	@.venv/bin/mkdocs serve

test: $(test) lint bundle ## 全部测试 every test
	@.venv/bin/pytest --numprocesses auto --dist loadfile

lint: $(test) ## 代码检查 ruff, mypy, tsc
	@.venv/bin/ruff check
	@.venv/bin/ruff format --check
	@.venv/bin/mypy
	@PATH="$$PWD/.venv/bin:$$PATH" node_modules/.bin/tsc -p tsconfig.json

lighthouse: $(test) $(lighthouse) ## 用 Lighthouse 给网站打分，第一次联网安装 scores of the built site
	@PYTHONPATH=hooks .venv/bin/python -m benchmarks.lighthouse

pictures: $(test) site ## 重拍 README 里的图 take the pictures of the README
	@PYTHONPATH=hooks .venv/bin/python -m tools.take_pictures

audit: $(test) ## 联网查依赖有没有已知的漏洞 known weaknesses of what is locked
	@.venv/bin/python -m pip install -q --disable-pip-version-check pip-audit
	@.venv/bin/pip-audit --require-hashes --disable-pip -r requirements/build.txt
	@PATH="$$PWD/.venv/bin:$$PATH" npm audit --omit=dev

lock: $(build) ## 重写依赖锁定文件：UPGRADE=包名 则升级它 write the lock files
	@.venv/bin/python -m pip install -q --require-hashes --only-binary :all: -r requirements/lock.txt
	@for name in build pdf test node lock; do \
		$(compile) requirements/$$name.in -o requirements/$$name.txt || exit 1; done
	@for folder in . benchmarks/lighthouse-packages; do PATH="$$PWD/.venv/bin:$$PATH" \
		npm install --prefix $$folder --package-lock-only --ignore-scripts --no-audit --no-fund || exit 1; done

clean: ## 删除产物和缓存 remove what was built
	@rm -rf site dist .*.building-* .mypy_cache .pytest_cache .ruff_cache .hypothesis
	@find hooks tests tools -name __pycache__ -prune -exec rm -rf {} +

distclean: clean ## 连同安装的依赖 and what was set up
	@rm -rf .venv node_modules benchmarks/lighthouse-packages/node_modules

help: ## 列出命令 this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-10s %s\n", $$1, $$2}' Makefile
	@echo
	@echo 'PYTHON=…    用哪个 Python 安装（改用另一个：先 make distclean） the Python to set up with'
	@echo 'CHROMIUM=…  FIREFOX=…  用哪个浏览器测试 the browsers to test with'

$(build): requirements/build.txt requirements/pdf.txt tools/setup.sh $(moved)
	@sh tools/setup.sh build
	@touch $@

$(test): requirements/test.txt requirements/node.txt package-lock.json $(build)
	@sh tools/setup.sh test
	@touch $@

$(lighthouse): benchmarks/lighthouse-packages/package-lock.json $(test)
	@PATH="$$PWD/.venv/bin:$$PATH" npm ci --prefix benchmarks/lighthouse-packages --ignore-scripts
	@touch $@
