"""What is left when the main job is done: mails and a PDF."""

import io
from email.message import Message
from typing import Any

from pypdf import PdfReader

from tests.journey.job import Job
from tests.journey.script import Script
from tests.servers import Mailbox


def texts(mailbox: Mailbox, address: str) -> list[str]:
    """The plain texts of what this person was sent."""
    return [
        text_of(mail)
        for mail, to in zip(mailbox.mails, mailbox.recipients, strict=True)
        if address in to
    ]


def text_of(mail: Message) -> str:
    part = next(part for part in mail.walk() if part.get_content_type() == "text/plain")
    return part.get_payload(decode=True).decode()  # type: ignore[union-attr]


def identities(mailbox: Mailbox) -> dict[tuple[str, str], set[str]]:
    """{(recipient, text): Message-IDs}; every text names its event, so it is one message."""
    found: dict[tuple[str, str], set[str]] = {}
    for mail, to in zip(mailbox.mails, mailbox.recipients, strict=True):
        found.setdefault((to[0], text_of(mail)), set()).add(mail["Message-ID"])
    return found


def mails_of(mailbox: Mailbox, script: Script, name: str) -> list[str]:
    return texts(mailbox, f"{name}@example.test")


def read_pdf(job: Job) -> None:
    page = job.go(job.script.pm)
    answer = page.request.get(f"{job.house.url}/plans/{job.number}/export/pdf/")
    assert answer.headers["content-type"].startswith("application/pdf")
    book = PdfReader(io.BytesIO(answer.body()))
    text = "\n".join(one.extract_text() for one in book.pages)
    for words in (job.number, *job.script.people.values(), "上线评审", "已完成"):
        assert words in text, words
    assert all(font_is_embedded(one) for one in book.pages)


def font_is_embedded(page: Any) -> bool:
    fonts = page["/Resources"].get("/Font", {})
    for font in fonts.values():
        whole = font.get_object()
        inner = whole.get("/DescendantFonts", [whole])[0].get_object()
        described = inner.get("/FontDescriptor", {})
        if not {"/FontFile", "/FontFile2", "/FontFile3"} & set(described):
            return False
    return True
