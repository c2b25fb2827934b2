"""Takes the pictures of the documentation from a running portal: `python -m stack.screenshots ADDRESS FOLDER`."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

PAGES = {
    "start": "/",
    "municipality": "/organization/arnsberg",
}
SIZE = {"width": 1200, "height": 900}
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def main(address: str, folder: str) -> int:
    """Write one PNG for each page; German, as wide as a desk's screen."""
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        print(f"No browser found; install one of: {', '.join(BROWSERS)}")
        return 1
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(base_url=address, viewport=SIZE, locale="de-DE")
        for name, path in PAGES.items():
            answer = page.goto(path, wait_until="networkidle")
            if answer is None or not answer.ok:
                print(f"{path}: {answer.status if answer else 'no answer'}")
                return 1
            page.screenshot(path=target / f"{name}.png")
            print(target / f"{name}.png")
        browser.close()
    return 0


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1], sys.argv[2]))
