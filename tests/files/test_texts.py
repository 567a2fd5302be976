"""Documents become text, or are refused with a word on why."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

import pytest

from detente.diagnostics import Diagnostic
from detente.files import texts
from detente.files.texts import Document, read_document

if TYPE_CHECKING:
    from pathlib import Path

PAGE = """<html><head><title>Talks resume</title><meta property="article:published_time" content="2025-03-04"></head><body>
<nav><a href="/">Home</a> <a href="/world">World</a></nav><script>alert("x")</script>
<article><h1>Talks resume</h1>
<p>Mediators said on Tuesday that talks between the port and its workers would resume in the spring, after weeks of silence.</p>
<p>The union’s leader, Ana Duarte, called it “a small step” and said that nobody should expect too much of a first evening.</p>
<p>The port authority did not comment, but a person close to it said that a new offer was being written in these days.</p>
</article><footer>All rights reserved, 2025</footer></body></html>"""


def pdf(lines: list[str]) -> bytes:
    """Return a PDF of one page, written by hand from the format's description."""
    drawn = "BT /F1 11 Tf 14 TL 50 780 Td " + " ".join(f"({line}) Tj T*" for line in lines) + " ET"
    stream = zlib.compress(drawn.encode("latin-1"))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%b\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 6\n0000000000 65535 f \n%btrailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return out + end % (table, len(out))


def read(tmp_path: Path, name: str, data: bytes, encoding: str = "") -> Document | Diagnostic:
    path = tmp_path / name
    path.write_bytes(data)
    return read_document(path, encoding)


def text_of(found: Document | Diagnostic) -> str:
    assert isinstance(found, Document), found
    return found.text


def code_of(found: Document | Diagnostic) -> str:
    assert isinstance(found, Diagnostic), found
    assert found.message
    assert found.remedy
    return found.code


def test_text_in_its_usual_encodings(tmp_path: Path) -> None:
    words = "# Title\n\nÀ bientôt, “said” Zoë.\n"
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-32"):
        assert text_of(read(tmp_path, "a.md", words.replace("\n", "\r\n").encode(encoding))) == words
    assert text_of(read(tmp_path, "b.txt", "“curly”".encode("cp1252"), "cp1252")) == "“curly”"


@pytest.mark.parametrize(
    ("name", "data", "encoding", "code"),
    [
        ("a.txt", b"", "", "F014"),
        ("a.txt", b" \n\t\n", "", "F014"),
        ("a.txt", "“curly”".encode("cp1252"), "", "F003"),
        ("a.txt", b"plain", "no-such-code", "F003"),
        ("a.txt", b"\xff\xfe\x00", "utf-8", "F003"),
        ("a.txt", bytes(range(256)), "", "F015"),
        ("a.txt", b"one\x00two", "", "F015"),
        ("a.txt", b"one\x00two", "latin-1", "F015"),
        ("a.txt", b"\x89PNG\r\n\x1a\n0000", "", "F015"),
        ("a.docx", b"PK\x03\x04rest", "", "F015"),
        ("a.rtf", b"{\\rtf1 hello}", "", "F015"),
        ("a.pdf", b"%PDF-1.4 broken", "", "F001"),
        ("a.html", b"<html><body></body></html>", "", "F014"),
    ],
)
def test_what_is_no_text_is_refused_with_a_word(
    tmp_path: Path, name: str, data: bytes, encoding: str, code: str
) -> None:
    assert code_of(read(tmp_path, name, data, encoding)) == code


def test_missing_and_large_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert code_of(read_document(tmp_path / "nothing.txt")) == "F001"
    assert code_of(read_document(tmp_path)) == "F001"
    monkeypatch.setattr(texts, "MAX_BYTES", 10)
    assert code_of(read(tmp_path, "a.txt", b"more than ten bytes")) == "F002"


def test_a_web_page_is_its_article(tmp_path: Path) -> None:
    found = read(tmp_path, "a.html", PAGE.encode())
    text = text_of(found)
    assert isinstance(found, Document)
    assert "Ana Duarte, called it “a small step”" in text
    assert "Home" not in text
    assert "alert" not in text
    assert (found.kind, found.title, found.dated) == ("html", "Talks resume", "2025-03-04")
    tiny = text_of(read(tmp_path, "b.html", "<p>tiny café “hi”</p><script>bad()</script>".encode()))
    assert "tiny café “hi”" in tiny
    assert "bad" not in tiny
    deep = b"<div>" * 20_000 + b"deep words" + b"</div>" * 20_000
    assert "deep words" in text_of(read(tmp_path, "c.html", deep))


def test_a_pdf_is_its_paragraphs(tmp_path: Path) -> None:
    lines = [
        "Mediators said on Tuesday that talks between the port and its workers would",
        "resume in the spring, after weeks of silence.",
        "The port did not comment.",
    ]
    found = read(tmp_path, "a.pdf", pdf(lines))
    assert text_of(found).split("\n\n") == [f"{lines[0]} {lines[1]}", "The port did not comment.\n"]
    assert code_of(read(tmp_path, "scan.pdf", pdf([""]))) == "F014"


def test_a_missing_package_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts, "find_spec", lambda _name: None)
    for name, data in (("a.html", PAGE.encode()), ("a.pdf", pdf(["words enough to read"]))):
        found = read(tmp_path, name, data)
        assert code_of(found) == "F015"
        assert isinstance(found, Diagnostic)
        assert "pip install" in found.remedy
