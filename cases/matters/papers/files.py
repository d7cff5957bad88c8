"""附件: kept once by hash, checked by content, never served inline (design 5; ASVS 5.2)."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
import zipfile
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from cases.exceptions import Invalid
from cases.matters.forms import MAX_UPLOAD
from cases.models import Attachment, Event, Matter
from office.models import Officer

TYPES = {
    ".pdf": "application/pdf",
    ".doc": "application/msword",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xls": "application/vnd.ms-excel",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".tif": "image/tiff",
    ".tiff": "image/tiff",
}
ZIPPED = {".docx": "word/", ".xlsx": "xl/"}
MAGIC = {
    ".pdf": (b"%PDF-",),
    ".doc": (b"\xd0\xcf\x11\xe0",),
    ".xls": (b"\xd0\xcf\x11\xe0",),
    ".png": (b"\x89PNG\r\n\x1a\n",),
    ".jpg": (b"\xff\xd8\xff",),
    ".jpeg": (b"\xff\xd8\xff",),
    ".tif": (b"II*\x00", b"MM\x00*"),
    ".tiff": (b"II*\x00", b"MM\x00*"),
}
UNPACKED_LIMIT = 200 * 1024 * 1024


def keep(
    uploads: Iterable[UploadedFile], *, matter: Matter, officer: Officer | None, shown: str, event: Event | None = None
) -> list[Attachment]:
    """Store uploads and hang them on a matter. Raises Invalid with one sentence for a file that cannot be taken."""
    checked = [(upload, check(upload)) for upload in uploads]
    return [
        Attachment.objects.create(
            office_id=matter.office_id,
            matter=matter,
            event=event,
            shown=shown,
            name=_safe_name(upload.name or "附件"),
            sha256=_store(upload),
            size=upload.size or 0,
            content_type=kind,
            uploaded_by=officer,
        )
        for upload, kind in checked
    ]


def check(upload: UploadedFile) -> str:
    """The media type of an upload by name *and* content. Raises Invalid."""
    name = _safe_name(upload.name or "")
    suffix = Path(name).suffix.lower()
    if suffix not in TYPES:
        raise Invalid(f"“{name}”不是可以上传的文件，请上传PDF、Word、Excel或者图片。")
    if (upload.size or 0) > MAX_UPLOAD:
        raise Invalid(f"“{name}”超过20MB，请压缩或者拆分后上传。")
    if not upload.size:
        raise Invalid(f"“{name}”是空文件，请重新选择。")
    upload.seek(0)
    head = upload.read(16)
    upload.seek(0)
    if suffix in ZIPPED:
        _check_zipped(upload, name, ZIPPED[suffix])
    elif not any(head.startswith(mark) for mark in MAGIC[suffix]):
        raise Invalid(f"“{name}”的内容与扩展名不符，请另存为正确的格式后上传。")
    return TYPES[suffix]


def _check_zipped(upload: UploadedFile, name: str, folder: str) -> None:
    try:
        with zipfile.ZipFile(upload) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError) as error:
        raise Invalid(f"“{name}”的内容与扩展名不符，请另存为正确的格式后上传。") from error
    finally:
        upload.seek(0)
    if sum(entry.file_size for entry in entries) > UNPACKED_LIMIT:
        raise Invalid(f"“{name}”解压后过大，不能上传。")
    if not any(entry.filename.startswith(folder) for entry in entries):
        raise Invalid(f"“{name}”的内容与扩展名不符，请另存为正确的格式后上传。")


def path_of(attachment: Attachment) -> Path:
    """Where the bytes lie."""
    return _path(attachment.sha256)


def hold(upload: UploadedFile) -> str:
    """Keep the bytes of an upload that hangs on no matter yet (a ledger before its import); returns their SHA-256."""
    return _store(upload)


def held(sha256: str) -> bytes:
    """The bytes kept by ``hold``. Raises Invalid when they are gone."""
    try:
        return _path(sha256).read_bytes()
    except OSError as error:
        raise Invalid("上传的文件已不在服务器上，请重新上传。") from error


def _path(sha256: str) -> Path:
    return Path(settings.MEDIA_ROOT) / sha256[:2] / sha256


def _store(upload: UploadedFile) -> str:
    """Write once under its SHA-256: to a temporary file, flushed, then renamed, so no half file is ever referenced."""
    digest = hashlib.sha256()
    root = Path(settings.MEDIA_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=root)
    try:
        with os.fdopen(handle, "wb") as target:
            upload.seek(0)
            for chunk in upload.chunks():
                digest.update(chunk)
                target.write(chunk)
            target.flush()
            os.fsync(target.fileno())
        final = _path(digest.hexdigest())
        final.parent.mkdir(exist_ok=True)
        Path(temporary).replace(final)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return digest.hexdigest()


def _safe_name(name: str) -> str:
    """The last part of the name without control and direction marks, at most 100 characters."""
    plain = re.sub(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069]", "", name.replace("\\", "/").rsplit("/", 1)[-1])
    stem, dot, suffix = plain.strip().rpartition(".")
    return f"{stem[:90]}.{suffix[:9]}" if dot else plain[:100]
