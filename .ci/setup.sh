#!/bin/sh
# Set up this machine: .ci/setup.sh run | test | fonts
#   run    system packages, fonts and .venv with requirements.lock
#   test   the same with what the tests need: requirements-dev.lock, PostgreSQL, Redis, Chromium
#   fonts  only the fonts, into $OFFICE_FONTS_DIR (for container images)
# What is there already is left alone, so a second call takes a second. Only python3.11, make and root or sudo are needed.
set -eu
cd "$(dirname "$0")/.."

purpose=${1:-run}
data=${OFFICE_DATA_DIR:-var}
fonts=${OFFICE_FONTS_DIR:-$data/fonts}

run_packages="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-cjk fonts-arphic-uming fonts-arphic-ukai fonts-liberation"
test_packages="postgresql redis-server chromium poppler-utils"

say() { echo "$*" >&2; }
fail() { say "$*"; exit 1; }

# Debian's packages may start services that outlive this script; the lock (descriptor 9) is not theirs to keep.
as_root() {
    if [ "$(id -u)" = 0 ]; then env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 "$@" 9>&-
    else sudo env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 "$@" 9>&-; fi
}

may_install() {
    command -v apt-get >/dev/null && { [ "$(id -u)" = 0 ] || command -v sudo >/dev/null; }
}

update_lists() {
    say "正在更新软件包列表……"
    as_root apt-get update -qq >/dev/null || fail "无法更新软件包列表（apt-get update 失败），请检查网络或软件源后重来。"
}

have_lists() { ls /var/lib/apt/lists/*_Packages* >/dev/null 2>&1; }

missing_packages() {
    for package in "$@"; do
        [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || printf '%s ' "$package"
    done
}

need_packages() {
    command -v dpkg-query >/dev/null || fail "本程序在 Debian 系统上安装，本机没有 dpkg；请改用 Dockerfile。"
    missing=$(missing_packages "$@")
    [ -n "$missing" ] || return 0
    may_install || fail "缺少系统软件包：${missing% }。本机既非 root 又无 sudo，请由管理员执行 apt-get install ${missing% } 后重来。"
    have_lists || update_lists
    say "正在安装系统软件包：${missing% }……"
    install="apt-get install -y -qq --no-install-recommends -o DPkg::Lock::Timeout=300"
    # shellcheck disable=SC2086 # lists of words
    as_root $install $missing >/dev/null 2>&1 || { update_lists; as_root $install $missing >/dev/null; } ||
        fail "系统软件包安装失败：${missing% }。请执行 apt-get install ${missing% } 查看原因，装好后重来。"
}

# The only complete simplified FangSong to be had is part of a package of 268 MB with all it needs: take just the fonts.
need_fonts() {
    complete=yes
    for name in FandolFang-Regular FandolKai-Regular FandolHei-Regular FandolHei-Bold FandolSong-Regular FandolSong-Bold; do
        [ -s "$fonts/$name.otf" ] || complete=no
    done
    [ "$complete" = no ] || return 0
    mkdir -p "$fonts" || fail "无法建立字体文件夹 $fonts，请检查 OFFICE_DATA_DIR 及其权限。"
    fonts=$(cd "$fonts" && pwd)
    command -v apt-get >/dev/null || fail "缺少公文字体：请把 Fandol 字体的 otf 文件放入 $fonts 后重来。"
    have_lists || { may_install && update_lists; } || fail "缺少软件包列表：请由管理员执行 apt-get update 后重来。"
    say "正在取公文字体（仿宋、楷体、黑体、宋体，约 50 MB）……"
    drawer=$(mktemp -d "$fonts/.fetch.XXXXXX")
    trap 'rm -rf "$drawer"' EXIT
    fetch="apt-get download -qq -o APT::Sandbox::User=root texlive-lang-chinese"
    (cd "$drawer" && { $fetch >/dev/null 2>&1 || { may_install && update_lists && $fetch >/dev/null; }; }) ||
        fail "取不到软件包 texlive-lang-chinese（公文字体在其中），请检查网络或软件源后重来。"
    dpkg-deb --fsys-tarfile "$drawer"/texlive-lang-chinese_*.deb | tar -x -C "$drawer" --wildcards '*/fandol/Fandol*.otf' ||
        fail "软件包 texlive-lang-chinese 中找不到 Fandol 字体，请把 Fandol 字体的 otf 文件放入 $fonts 后重来。"
    find "$drawer" -name 'Fandol*.otf' -exec mv -f {} "$fonts/" \;
    rm -rf "$drawer"
    trap - EXIT
}

find_python() {
    for candidate in python3.11 python3; do
        if command -v "$candidate" >/dev/null && "$candidate" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
    fail "本程序需要 Python 3.11，本机没有；Debian 12 请执行 apt-get install python3.11 后重来。"
}

need_venv() {
    mkdir -p .venv
    exec 9>.venv/.setup-lock
    flock 9
    if ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
        python=$(find_python)
        "$python" -c 'import ensurepip, venv' 2>/dev/null || need_packages python3.11-venv
        say "正在建立 Python 环境 .venv……"
        "$python" -m venv .venv || fail "无法建立 Python 环境 .venv，请检查磁盘空间与文件夹权限。"
    fi
    stamp=$(cat requirements.lock "$1" | sha256sum | cut -d' ' -f1)
    if ! grep -qsx "$stamp" .venv/.installed; then
        say "正在安装 Python 软件包（$1，约一分钟）……"
        .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input --require-hashes -r "$1" ||
            fail "Python 软件包安装失败（见上），请检查网络或软件源后重来。"
        # The set for tests holds the set for running, so it serves both.
        { echo "$stamp"; cat requirements.lock requirements.lock | sha256sum | cut -d' ' -f1; } >.venv/.installed
    fi
    exec 9>&-
}

case $purpose in
    run)
        # shellcheck disable=SC2086
        need_packages $run_packages
        need_fonts
        need_venv requirements.lock
        ;;
    test)
        # shellcheck disable=SC2086
        need_packages $run_packages $test_packages
        need_fonts
        need_venv requirements-dev.lock
        ;;
    fonts) need_fonts ;;
    *) fail "用法：.ci/setup.sh run|test|fonts" ;;
esac
