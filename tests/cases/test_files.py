"""附件: checked by name and content, kept once by hash (design 5; ASVS 5.2)."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cases.exceptions import Invalid
from cases.matters.forms import MAX_UPLOAD
from cases.matters.papers import files
from cases.models import Attachment
from tests.supervision.play import PDF, opened


def upload(name, content=PDF):
    return SimpleUploadedFile(name, content)


def zipped(folder, inflated=0):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{folder}document.xml", b"<x/>")
        if inflated:
            archive.writestr("bomb", b"\0" * inflated)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("回函.pdf", PDF), ("回函.PDF", PDF), ("照片.jpg", b"\xff\xd8\xff\xe0x"), ("照片.png", b"\x89PNG\r\n\x1a\nx"), ("扫描.tiff", b"II*\x00x"),
        ("旧件.doc", b"\xd0\xcf\x11\xe0x"), ("新件.docx", zipped("word/")), ("台账.xlsx", zipped("xl/")),
    ],
)  # fmt: skip
def test_taken(name, content):
    assert files.check(upload(name, content))


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("程序.exe", b"MZ", "不是可以上传的文件"), ("网页.html", b"<html>", "不是可以上传的文件"), ("图.svg", b"<svg/>", "不是可以上传的文件"),
        ("无扩展名", PDF, "不是可以上传的文件"), ("空.pdf", b"", "是空文件"), ("假.pdf", b"MZ\x90", "内容与扩展名不符"),
        ("假.docx", PDF, "内容与扩展名不符"), ("表.docx", zipped("xl/"), "内容与扩展名不符"), ("大.pdf", PDF + b"\0" * MAX_UPLOAD, "超过20MB"),
        ("炸弹.docx", zipped("word/", 210 * 1024 * 1024), "解压后过大"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_refused(name, content, sentence):
    with pytest.raises(Invalid, match=sentence):
        files.check(upload(name, content))


@pytest.mark.django_db
def test_kept_once_by_hash_under_a_plain_name(world):
    matter = opened(world)
    first, second = files.keep([upload("..\\..\\回\u202e函.pdf"), upload("另名.pdf")], matter=matter, officer=world.prosecutor, shown="both")
    assert first.name == "回函.pdf" and first.sha256 == second.sha256 and files.path_of(first) == files.path_of(second)
    assert files.path_of(first).read_bytes() == PDF and first.content_type == "application/pdf"


@pytest.mark.django_db
def test_one_bad_file_refuses_all(world):
    with pytest.raises(Invalid):
        files.keep([upload("好.pdf"), upload("坏.exe")], matter=opened(world), officer=world.prosecutor, shown="both")
    assert not Attachment.objects.exists()
