"""The page in a browser: Debian's chromium, the network cut; no request, no console error, no axe-core violation."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from detente.handover import page_of
from detente.pages.html import html_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

CHROMIUM = shutil.which("chromium")

pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="chromium is not installed: apt-get install chromium (CI does)"
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "alaska.html"
    path.write_text(html_text(page_of("alaska", name="alaska")[1]), encoding="utf-8")
    return path


@pytest.mark.parametrize("width", [1200, 375])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_is_whole_quiet_and_accessible(browser: Browser, page_file: Path, width: int, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, offline=True)  # type: ignore[arg-type]
    page = context.new_page()
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(page_file.as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert asked == [page_file.as_uri()]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    violations = Axe().run(page).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:120]) for one in violations] == []
    assert said == []
    context.close()


def test_every_label_of_a_chart_is_inside_its_picture(browser: Browser, page_file: Path) -> None:
    context = browser.new_context(viewport={"width": 1200, "height": 800}, offline=True)
    page = context.new_page()
    page.goto(page_file.as_uri())
    outside = page.evaluate(
        """() => [...document.querySelectorAll('.drawing svg')].flatMap(svg => {
            const frame = svg.getBoundingClientRect();
            return [...svg.querySelectorAll('text')].filter(text => {
                const box = text.getBoundingClientRect();
                return box.width > 0 && (box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 1);
            }).map(text => text.textContent);
        })"""
    )
    assert outside == []
    context.close()


def test_the_page_prints(browser: Browser, page_file: Path) -> None:
    context = browser.new_context(offline=True)
    page = context.new_page()
    page.goto(page_file.as_uri())
    printed = page.pdf(format="A4")
    assert printed.startswith(b"%PDF")
    import io

    import pypdf

    text = " ".join(" ".join(sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(printed)).pages).split())
    assert "In one minute" in text
    assert "The record" in text
    context.close()
