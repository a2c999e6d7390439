#!/bin/sh
# Sets up, in .venv and node_modules, what the Makefile's commands need.
#
#   setup.sh build    Python packages
#   setup.sh test     what the tests need besides: browsers, and Node from PyPI where none is installed
#   setup.sh intact   exits 0 if .venv works and was made in this folder
#
# PYTHON, CHROMIUM and FIREFOX, if set, name the ones to use. The browsers found are noted in
# .venv/chromium-path and .venv/firefox-path.
# Packages of the system are installed only by root where there is apt-get; others are told what to install.

set -eu
cd "$(dirname "$0")/.."
exec >&2 # stdout belongs to the command that comes next

say() { printf '%s\n' "$@"; }

die() {
    say "$@"
    exit 1
}

apt_install() {
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 1
    say "apt-get 安装 $*……"
    apt-get -qq update </dev/null
    DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 \
        install -y --no-install-recommends "$@" </dev/null >/dev/null
}

intact() { # a virtualenv holds its own path and breaks when its folder is renamed or copied
    [ "$(cat .venv/folder 2>/dev/null)" = "$(pwd -P)" ] && .venv/bin/python -c '' 2>/dev/null
}

# The interpreter behind a command, if it is new enough: behind a pyenv shim, or a virtualenv that is active.
behind() {
    "$1" -c 'import sys; sys.version_info < (3, 11) and sys.exit(1); print(sys._base_executable)' 2>/dev/null
}

has_venv() { "$1" -c 'import ensurepip, venv' 2>/dev/null; }

find_python() { # the first one that can make a virtualenv, else the first
    if [ -n "${PYTHON:-}" ]; then
        set -- "$PYTHON"
    else
        set -- python3.14 python3.13 python3.12 python3.11 python3 python
    fi
    python=
    for name; do
        found=$(behind "$name") || continue
        python=${python:-$found}
        if has_venv "$found"; then
            python=$found
            break
        fi
    done
    [ -n "$python" ] || die "需要 Python 3.11 或更新的版本${PYTHON:+，而 $PYTHON 不是}，请先安装，或用 make PYTHON=路径 指定。" \
        "Python 3.11 or newer is needed: install it, or name it with make PYTHON=path."
}

make_venv() {
    find_python
    if ! has_venv "$python"; then
        package=$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
        { apt_install "$package" && has_venv "$python"; } ||
            die "$python 缺少 venv 模块，请先安装，例如：sudo apt install $package" \
                "$python lacks the venv module; install it, for example: sudo apt install $package"
    fi
    say "建立 .venv（$("$python" -V)）……"
    rm -rf .venv
    "$python" -m venv .venv
    pwd -P >.venv/folder
}

pip_install() {
    say "安装 $1……"
    .venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes --only-binary :all: -r "$1" ||
        die "没有装成 $1：请看上面的原因。网络不通时可给 pip 设置镜像。" \
            "$1 was not installed, for the reason above. pip can be given a mirror."
}

has_node() {
    npm --version >/dev/null 2>&1 && node -e 'process.exit(parseInt(process.versions.node) < 18 ? 1 : 0)' 2>/dev/null
}

npm_install() {
    say "安装 package-lock.json……"
    npm ci --ignore-scripts --no-audit --no-fund --loglevel=error "$@" ||
        die "没有装成 package-lock.json：请看上面的原因。网络不通时可给 npm 设置镜像。" \
            "package-lock.json was not installed, for the reason above. npm can be given a mirror."
}

find_chromium() { # sets chromium
    if [ -n "${CHROMIUM:-}" ]; then
        set -- "$CHROMIUM"
    else
        set -- chromium chromium-browser google-chrome google-chrome-stable \
            "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" \
            "/Applications/Chromium.app/Contents/MacOS/Chromium"
    fi
    for name; do
        chromium=$(command -v "$name") && "$chromium" --version >/dev/null 2>&1 && return
    done
    return 1
}

find_firefox() { # sets firefox; a test more, and no reason to stop
    if [ -n "${FIREFOX:-}" ]; then
        set -- "$FIREFOX"
    else
        set -- firefox-esr firefox "/Applications/Firefox.app/Contents/MacOS/firefox"
    fi
    for name; do
        firefox=$(command -v "$name") && "$firefox" --version >/dev/null 2>&1 && return
    done
    firefox=
    return 1
}

driver_runs() { .venv/bin/playwright --version >/dev/null 2>&1; } # the Node that it carries needs libatomic

lacks_chinese_font() {
    command -v fc-list >/dev/null && [ -z "$(fc-list :lang=zh-cn)" ]
}

# What sets the PDF. Whatever is missing of it, `make` says so and does all else.
setup_pdf() {
    say "安装 requirements/pdf.txt……"
    .venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes --only-binary :all: \
        -r requirements/pdf.txt || return 0
    .venv/bin/python -c 'import weasyprint' 2>/dev/null || apt_install libpango-1.0-0 libpangoft2-1.0-0 || true
    lacks_chinese_font && apt_install fonts-noto-cjk || true
}

setup_build() {
    intact || make_venv
    pip_install requirements/build.txt
    setup_pdf
    # Where Python is told to keep no bytecode, every check would compile them again.
    .venv/bin/python -m compileall -q hooks
}

setup_test() {
    pip_install requirements/test.txt
    has_node || pip_install requirements/node.txt
    npm_install
    driver_runs || { apt_install libatomic1 && driver_runs; } ||
        die "Playwright 运行不了，缺少系统库 libatomic，请先安装，例如：sudo apt install libatomic1" \
            "Playwright does not run: install libatomic, for example: sudo apt install libatomic1"
    if ! find_chromium; then
        [ -n "${CHROMIUM:-}" ] || apt_install chromium fonts-noto-cjk || true
        find_chromium ||
            die "找不到可用的 Chromium 或 Chrome${CHROMIUM:+（CHROMIUM=$CHROMIUM）}，请先安装，或用 make test CHROMIUM=路径 指定。" \
                "No working Chromium or Chrome was found: install one, or name it with make test CHROMIUM=path."
    elif lacks_chinese_font; then
        apt_install fonts-noto-cjk || say "缺少中文字体，版面测试可能不准。 No Chinese font: tests of the layout may be off."
    fi
    printf '%s\n' "$chromium" >.venv/chromium-path
    if ! find_firefox && [ -z "${FIREFOX:-}" ]; then
        apt_install firefox-esr && find_firefox ||
            say "没有 Firefox，跳过用它的测试。 No Firefox: the test with it is left out."
    fi
    printf '%s\n' "$firefox" >.venv/firefox-path
    PATH=$PATH:/usr/sbin command -v nginx >/dev/null || RUNLEVEL=1 apt_install nginx-light ||
        say "没有 nginx，跳过用它的测试。 No nginx: the tests with it are left out."
    { command -v soffice && command -v pdftotext; } >/dev/null ||
        apt_install libreoffice-writer-nogui libreoffice-calc-nogui poppler-utils ||
        say "没有 LibreOffice 或 pdftotext，跳过用它们的测试。 No LibreOffice or pdftotext: the tests with them are left out."
}

PATH=$PWD/.venv/bin:$PATH
case $1 in
    intact) intact ;;
    build) setup_build ;;
    test) setup_test ;;
esac
