"""Files that say themselves that they are no document we can read, and what to do about it."""

from django.utils.translation import gettext as _

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_RTF = b"{\\rtf"
_BINARY = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x1f\x8b",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x7fELF",
    b"MZ\x90",
    b"BZh",
    b"\xfd7zXZ",
    b"\x28\xb5\x2f\xfd",
    b"SQLite format 3",
)


def reason_against(data: bytes) -> str:
    """Why these bytes cannot be read, in one sentence; "" when nothing speaks against them."""
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            return _("这个文件加了密码，请去掉密码另存一份再导入。")
        return _("这是旧版 Office 文件（.doc、.xls），请另存为 .docx 或 .xlsx 再导入。")
    if data.lstrip()[:5] == _RTF:
        return _("这是 RTF 文件，请另存为 .docx 再导入。")
    if data.startswith(_BINARY):
        return _("这是二进制文件，不是文档。请提供 Markdown、org、HTML、Word、Excel 或纯文本文件。")
    return ""


def reason_against_archive(names: frozenset[str]) -> str:
    """The same for an archive that is neither Word nor Excel."""
    if "content.xml" in names and "META-INF/manifest.xml" in names:
        return _("这是 OpenDocument 文件（.odt、.ods），请另存为 .docx 或 .xlsx 再导入。")
    if any(name.startswith("ppt/") for name in names):
        return _("这是演示文稿，请把内容复制成文本，或另存为 .docx 再导入。")
    return _("这是压缩包，不是 Word 或 Excel 文件，请解压后再导入。")
