"""Documents -> text: plain text and Markdown, and HTML and PDF where their packages are installed.

A document that cannot be read is refused with a word on why: an unknown encoding, no text in it, a kind that is not read.
Nothing in a document is run, followed or fetched.
"""

from __future__ import annotations

import codecs
import hashlib
import io
import logging
import re
from dataclasses import dataclass
from html.parser import HTMLParser
from importlib.util import find_spec
from typing import TYPE_CHECKING

from detente.diagnostics import Diagnostic
from detente.files.case_file import read_bytes
from detente.reading.passages import plain_lines

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Document", "read_document"]

MAX_BYTES = 10_000_000
MAX_PAGES = 2_000
_PLAIN = (".txt", ".md", ".markdown", ".text", "")
_HTML = (".html", ".htm", ".xhtml")
_WIDE = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SIGNS = {
    b"%PDF": ".pdf",
    b"PK\x03\x04": "zip",
    b"\x89PNG": "image",
    b"\xff\xd8\xff": "image",
    b"GIF8": "image",
    b"\xd0\xcf\x11\xe0": "office",
}
_SILENT = frozenset(("script", "style", "noscript", "template", "head"))
_BLOCKS = frozenset(("p", "li", "h1", "h2", "h3", "h4", "div", "br", "tr", "pre", "blockquote", "section", "article"))
_WHAT = {"zip": "a zipped or office file", "image": "a picture", "office": "an old office file"}


@dataclass(frozen=True, slots=True)
class Document:
    """A document as text.

    Attributes
    ----------
    text
        Its words, lines ended by LF.
    sha256
        The hash of the file's bytes.
    kind
        text, html or pdf.
    title, dated
        What the file itself says of its title and day; a hint for a person, never used as the publication date.
    """

    text: str
    sha256: str
    kind: str
    title: str = ""
    dated: str = ""


def read_document(path: Path, encoding: str = "") -> Document | Diagnostic:  # noqa: PLR0911 - each way out is a refusal
    """Return a document, or why it cannot be read. Never raises on what is in it."""
    data = read_bytes(path, MAX_BYTES)
    if isinstance(data, Diagnostic):
        if data.code == "F002":
            return Diagnostic("F002", data.message, "Take the pages that matter into a file of their own.")
        return data
    sign = next((kind for start, kind in _SIGNS.items() if data.startswith(start)), "")
    kind = sign or path.suffix.lower()
    sha256 = hashlib.sha256(data).hexdigest()
    if kind == ".pdf":
        return _pdf(path.name, data, sha256)
    if kind in _WHAT:
        return Diagnostic(
            "F015", f"{path.name} is {_WHAT[kind]}, not a text.", "Save it as text, Markdown, HTML or PDF."
        )
    if kind not in (*_PLAIN, *_HTML):
        return Diagnostic(
            "F015", f"{path.name}: files ending in {kind} are not read.", "Save it as .txt, .md, .html or .pdf."
        )
    text = _decoded(path.name, data, encoding)
    if isinstance(text, Diagnostic):
        return text
    if kind in _HTML:
        return _html(path.name, text, sha256)
    text = _whole(plain_lines(text))
    if not text.strip():
        return _empty(path.name)
    return Document(text, sha256, "text", _first_heading(text))


def _empty(name: str) -> Diagnostic:
    return Diagnostic("F014", f"{name} has no text in it.", "Name a file with words in it.")


def _decoded(name: str, data: bytes, encoding: str) -> str | Diagnostic:
    """Return bytes as text: UTF-8, or UTF-16 and UTF-32 where they say so, or what the person says."""
    if encoding:
        try:
            codecs.lookup(encoding)
            text = data.decode(encoding)
        except LookupError:
            return Diagnostic(
                "F003",
                f"{encoding} is no encoding that is known.",
                "Name one like utf-8, cp1252, iso-8859-1 or koi8-r.",
            )
        except (UnicodeDecodeError, ValueError):
            return Diagnostic(
                "F003",
                f"{name} is not text in {encoding}.",
                "Try another --encoding, or save it as UTF-8 in an editor.",
            )
        return text if "\x00" not in text else _binary(name)
    wide = next((codec for mark, codec in _WIDE if data.startswith(mark)), "")
    try:
        text = data.decode(wide or "utf-8-sig")
    except UnicodeDecodeError as error:
        if b"\x00" in data[:4096] and not wide:
            return _binary(name)
        line = data.count(b"\n", 0, error.start) + 1
        remedy = "Name its encoding with --encoding (cp1252 is usual for old Western files), or save it as UTF-8."
        return Diagnostic("F003", f"{name} is not UTF-8 text.", remedy, line=line)
    return text if "\x00" not in text else _binary(name)


def _binary(name: str) -> Diagnostic:
    return Diagnostic("F015", f"{name} is binary, not text.", "Save it as text, Markdown, HTML or PDF.")


def _whole(text: str) -> str:
    """Return text without signs that no file can hold: halves of pairs, and nulls."""
    return text.encode("utf-8", "replace").decode().replace("\x00", "\ufffd")


def _first_heading(text: str) -> str:
    first = text.lstrip().partition("\n")[0]
    return first.strip("# \t") if first.startswith("#") else ""


def _missing(name: str, package: str, extra: str) -> Diagnostic | None:
    if find_spec(package) is not None:
        return None
    return Diagnostic(
        "F015",
        f"To read {name}, the package {package} is needed, and it is not installed.",
        f"Run pip install 'detente[{extra}]', or save it as text.",
    )


def _html(name: str, text: str, sha256: str) -> Document | Diagnostic:
    """Return the article of a web page: its paragraphs without menus and footers."""
    missing = _missing(name, "trafilatura", "html")
    if missing is not None:
        return missing
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        body = trafilatura.extract(text, output_format="txt", include_comments=False, include_tables=True)
        about = trafilatura.extract_metadata(text)
    except Exception:  # noqa: BLE001 - a parser's own errors on a stranger's page say nothing to a person
        body, about = None, None
    if not body or not body.strip():
        body = _stripped(text)
    if not body.strip():
        return _empty(name)
    # each line is a paragraph; a blank line between keeps it one in the copy that is kept
    paragraphs = [line.strip() for line in _whole(plain_lines(body)).split("\n") if line.strip()]
    title = str(about.title or "") if about is not None else ""
    dated = str(about.date or "") if about is not None else ""
    return Document("\n\n".join(paragraphs) + "\n", sha256, "html", title, dated)


class _Words(HTMLParser):
    """Collects what stands between tags, and nothing of scripts and styles."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self.hidden += tag in _SILENT
        if tag in _BLOCKS:
            self.found.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.hidden = max(0, self.hidden - (tag in _SILENT))
        if tag in _BLOCKS:
            self.found.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.found.append(data)


def _stripped(text: str) -> str:
    """Return the words of a page that is too short, or too odd, to have an article."""
    words = _Words()
    words.feed(text)
    words.close()
    return "\n".join(" ".join(line.split()) for line in "".join(words.found).split("\n"))


def _pdf(name: str, data: bytes, sha256: str) -> Document | Diagnostic:
    """Return the text of a PDF; pages are joined, and lines that end a page's paragraph are kept."""
    missing = _missing(name, "pypdf", "pdf")
    if missing is not None:
        return missing
    import pypdf

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            return Diagnostic("F001", f"{name} is locked with a password.", "Save a copy without it.")
        if len(reader.pages) > MAX_PAGES:
            return Diagnostic(
                "F002",
                f"{name} has more than {MAX_PAGES:,} pages.",
                "Take the pages that matter into a file of their own.",
            )
        pages = [page.extract_text() for page in reader.pages]
        title = str((reader.metadata.title if reader.metadata else "") or "")
    except Exception as error:  # noqa: BLE001 - a broken PDF raises anything
        return Diagnostic(
            "F001",
            f"{name} cannot be read as PDF ({type(error).__name__}).",
            "Open it in a viewer and save it anew, or save its text.",
        )
    text = _whole(plain_lines("\n\n".join(pages)))
    if sum(letter.isalpha() for letter in text) < 10:
        return Diagnostic(
            "F014", f"{name} has pages but no text: it is a scan.", "Run it through a text recognition program first."
        )
    return Document(_paragraphs(text), sha256, "pdf", title)


def _paragraphs(text: str) -> str:
    """Join the lines of a PDF page into paragraphs: a line well short of the longest, ended by a full stop, ends one."""
    lines = [line.strip() for line in text.split("\n")]
    longest = max(len(line) for line in lines)
    found: list[str] = []
    growing = False
    for line in lines:
        if not line:
            growing = growing and bool(found) and not re.search(r"[.!?”\"]$", found[-1])
            continue
        if growing:
            found[-1] = (
                found[-1][:-1] + line if found[-1].endswith("-") and line[0].islower() else f"{found[-1]} {line}"
            )
        else:
            found.append(line)
        growing = not (line[-1] in '.!?”"' and len(line) < 0.85 * longest)
    return "\n\n".join(found) + "\n"
