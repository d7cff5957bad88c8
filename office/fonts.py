"""The typefaces of official papers (GB/T 9704-2012 5.2): where they are, in which order they stand in, and what they cannot draw.

A typeface is a whole file, found in ``settings.FONTS_DIR`` or among the fonts of the system. A site that is licensed for the
typefaces of the standard puts their files into ``FONTS_DIR`` and they come first.
"""

import ctypes.util
import logging
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.core import checks
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

logger = logging.getLogger(__name__)

SYSTEM_FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))
FANGSONG, KAITI, HEITI, SONGTI, XIAOBIAOSONG, LATIN = "fangsong", "kaiti", "heiti", "songti", "xiaobiaosong", "latin"


class Face(NamedTuple):
    """One typeface: its file, and for collections (.ttc, installed in the system) the family to ask for."""

    file: str
    family: str = ""


# No free FangSong or KaiTi has the rarer characters of personal names (喆堃珺); the thin AR PL faces blend in best.
_TAIL = (Face("uming.ttc", "AR PL UMing CN"), Face("NotoSerifCJK-Regular.ttc", "Noto Serif CJK SC"))
_STACKS: dict[str, tuple[Face, ...]] = {
    FANGSONG: (Face("仿宋_GB2312.ttf"), Face("simfang.ttf"), Face("FandolFang-Regular.otf"), *_TAIL),
    KAITI: (
        Face("楷体_GB2312.ttf"),
        Face("simkai.ttf"),
        Face("FandolKai-Regular.otf"),
        Face("ukai.ttc", "AR PL UKai CN"),
        *_TAIL,
    ),
    HEITI: (Face("simhei.ttf"), Face("FandolHei-Regular.otf"), Face("NotoSansCJK-Regular.ttc", "Noto Sans CJK SC"), *_TAIL),
    SONGTI: (Face("FandolSong-Regular.otf"), *_TAIL[::-1]),
    XIAOBIAOSONG: (
        Face("FZXBSJW.TTF"),
        Face("FandolSong-Bold.otf"),
        Face("NotoSerifCJK-Bold.ttc", "Noto Serif CJK SC"),
        *_TAIL,
    ),
    LATIN: (Face("times.ttf"), Face("LiberationSerif-Regular.ttf"), Face("FandolSong-Regular.otf")),
}
# Without these the papers are still legible, but no longer look as the standard asks.
_EXPECTED = {
    "仿宋": "FandolFang-Regular.otf",
    "楷体": "FandolKai-Regular.otf",
    "黑体": "FandolHei-Regular.otf",
    "小标宋": "FandolSong-Bold.otf",
    "人名用字后备宋体": "uming.ttc",
    "通用后备宋体": "NotoSerifCJK-Regular.ttc",
}


def stack(role: str) -> list[tuple[Face, Path]]:
    """The faces of a role that are really there, in the order in which they are asked for a character."""
    return [(face, path) for face in _STACKS[role] if (path := _find(face.file, settings.FONTS_DIR))]


def family(role: str) -> str:
    """The CSS ``font-family`` list of a role, for style sheets and drawings; ends in a generic family."""
    latin = [_own_name(LATIN, face) for face, _ in stack(LATIN)[:1] if role in {FANGSONG, KAITI}]
    names = [*latin, *(face.family or _own_name(role, face) for face, _ in stack(role))]
    return ", ".join([*(f"'{name}'" for name in names), "sans-serif" if role == HEITI else "serif"])


def font_css() -> str:
    """``@font-face`` rules for the files, and one custom property per role (``--fangsong`` ...).

    Every rule has a family name of its own: WeasyPrint 70 takes two rules of one name for the same PDF font and draws
    wrong figures with right-looking text. For the same reason the Latin letters are a family, not a range of the Chinese one.
    """
    rules = []
    for role in _STACKS:
        faces = stack(role)[:1] if role == LATIN else stack(role)
        extent = "unicode-range:U+0020-007E;" if role == LATIN else ""
        rules += [
            f"@font-face{{font-family:'{_own_name(role, face)}';{extent}src:url('{path.as_uri()}')}}"
            for face, path in faces
            if not face.family
        ]
    properties = "".join(f"--{role}:{family(role)};" for role in _STACKS)
    return "\n".join([*rules, f":root{{{properties}}}"])


def files() -> set[Path]:
    """Every font file a print may read."""
    return {path for role in _STACKS for _, path in stack(role)}


def missing_glyphs(text: str, role: str = FANGSONG) -> set[str]:
    """The characters of the text that no face of the role can draw; none if no face is there at all, as `check_fonts` says."""
    faces = stack(role)
    missing = {char for char in text if not char.isspace() and not _is_selector(char)} if faces else set()
    for _, path in faces:
        if not missing:
            break
        missing -= {char for char in missing if ord(char) in _characters(path)}
    return missing


def glyph_warning(text: str) -> str:
    """One Chinese sentence that lists the characters a print of this text would lack; empty if there are none."""
    missing = sorted(missing_glyphs(text))
    if not missing:
        return ""
    listed = "、".join(f"{char}（U+{ord(char):04X}）" for char in missing)
    return f"现有字体缺少下列字符的字形，打印时无法显示：{listed}。请核对用字，或者由系统管理员补装字体。"


def check_fonts(**_kwargs: Any) -> list[checks.CheckMessage]:
    """Start-up check: the typefaces of the standard and the library that makes printing quick. Django calls it with keywords."""
    messages: list[checks.CheckMessage] = []
    absent = [f"{name}（{file}）" for name, file in _EXPECTED.items() if not _find(file, settings.FONTS_DIR)]
    if absent:
        messages.append(
            checks.Warning(
                f"没有找到打印公文所需的字体：{'、'.join(absent)}，文书将以其他字体代替。",
                hint=f"请将字体文件放入 {settings.FONTS_DIR}，或者安装 fonts-arphic-uming、fonts-noto-cjk 等软件包。",
                id="office.W101",
            )
        )
    if not ctypes.util.find_library("harfbuzz-subset"):
        messages.append(
            checks.Warning(
                "没有找到 libharfbuzz-subset，生成 PDF 文书会慢十倍以上。",
                hint="请安装软件包 libharfbuzz-subset0。",
                id="office.W102",
            )
        )
    return messages


def _own_name(role: str, face: Face) -> str:
    return f"Office {role} {Path(face.file).stem}"


def _is_selector(char: str) -> bool:
    """Variation selectors choose among glyphs and have none themselves."""
    return "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef"


def _find(file: str, own: Path) -> Path | None:
    if (own / file).is_file():
        return own / file
    return _system_fonts().get(file)


@lru_cache(maxsize=1)
def _system_fonts() -> dict[str, Path]:
    found = (path for folder in SYSTEM_FOLDERS for path in sorted(folder.rglob("*")))
    return {path.name: path for path in found if path.suffix.lower() in {".ttf", ".otf", ".ttc"}}


@lru_cache(maxsize=32)
def _characters(path: Path) -> frozenset[int]:
    """The code points a file has glyphs for. The faces of a collection share them."""
    with TTFont(path, fontNumber=0, lazy=True) as font:
        return frozenset(font.getBestCmap())
