"""Takes the pictures of the documentation from a running portal: `python -m stack.screenshots ADDRESS FOLDER`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from stack import screenshots_harvest, screenshots_use_cases
from stack.layout import kept
from stack.packages import chromium

PAGES = {
    "start": "/",
    "municipality": "/organization/arnsberg",
}
# As wide as a desk's screen.
WIDTH, HEIGHT, MARGIN = 1200, 900, 16


@dataclass
class Album:
    """Where the pictures go, and how they are cut out of a page."""

    folder: Path

    def take(self, page: Page, name: str, top: str = "", bottom: str = "", height: int = HEIGHT) -> None:
        """Save a picture: from the element `top` (else the page's beginning) down to `bottom`, `height` at most."""
        page.wait_for_load_state("networkidle")
        page.mouse.move(0, 0)
        page.evaluate("window.scrollTo(0, 0)")
        upper = max(0, page.locator(top).first.bounding_box()["y"] - MARGIN) if top else 0
        lower = upper + height
        if bottom:
            box = page.locator(bottom).first.bounding_box()
            lower = min(lower, box["y"] + box["height"] + MARGIN)
        target = self.folder / f"{name}.png"
        clip = {"x": 0, "y": upper, "width": WIDTH, "height": lower - upper}
        page.screenshot(path=target, full_page=True, clip=clip, animations="disabled")
        print(f"{target} ({target.stat().st_size // 1024} KB)", flush=True)


def visit(page: Page, path: str) -> None:
    """Open a page of the portal at its top; ends the program if it is not there."""
    answer = page.goto(path, wait_until="networkidle")
    if answer is None or not answer.ok:
        sys.exit(f"{path}: {answer.status if answer else 'no answer'}")


@contextmanager
def browser_at(address: str) -> Iterator[Page]:
    """Give a page of a German browser."""
    program = chromium()
    if program is None:
        sys.exit("No browser found; install Chromium.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        try:
            yield browser.new_page(base_url=address, viewport={"width": WIDTH, "height": HEIGHT}, locale="de-DE")
        finally:
            browser.close()


def main(address: str, folder: str) -> int:
    """Take all pictures, those of visitors first; the exit status is 0 when all are there."""
    album = Album(Path(folder))
    album.folder.mkdir(parents=True, exist_ok=True)
    with browser_at(address) as page:
        for name, path in PAGES.items():
            visit(page, path)
            album.take(page, name)
    with browser_at(address) as page:
        screenshots_harvest.take(page, album, kept())
    with browser_at(address) as page:
        screenshots_use_cases.take(page, album, kept())
    return 0


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1], sys.argv[2]))
