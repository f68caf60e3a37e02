"""The page in Firefox, as its tests see it."""

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from marionette_driver import By
from marionette_driver.errors import MarionetteException
from marionette_driver.marionette import Marionette, WebElement

CHECK_SECONDS = 0.25
# Only a page that hangs takes as long, also on a machine with many times its load.
LIMIT_SECONDS = 300
# A computation of which nothing is seen for so long has stopped.
SILENT_SECONDS = 150


class FirefoxPage:
    def __init__(self, marionette: Marionette, url: str) -> None:
        self.marionette = marionette
        self.url = url
        marionette.timeout.script = LIMIT_SECONDS
        marionette.timeout.page_load = LIMIT_SECONDS

    def open(self, address: str) -> None:
        self.marionette.navigate(self.url + address)

    def reload(self) -> None:
        self.marionette.refresh()

    def script(self, body: str, *args: Any) -> Any:
        """What the body of a function returns in the page, which shares its objects with it."""
        return self.marionette.execute_script(body, script_args=args, sandbox=None)

    def promised(self, expression: str) -> Any:
        """What the promise of an expression is resolved with."""
        answer = self.marionette.execute_async_script(
            f"""
            const answer = arguments[arguments.length - 1];
            Promise.resolve({expression}).then(
              (value) => answer({{ value }}),
              (error) => answer({{ error: String(error) }}),
            );
            """,
            sandbox=None,
        )
        assert "error" not in answer, answer["error"]
        return answer.get("value")

    def columns(self) -> list[dict[str, Any]]:
        """Those on the screen: whether they are complete and recorded, and their finished frames."""
        return json.loads(self.script("return JSON.stringify(window.maskscope?.columns() ?? [])"))

    def work_made(self) -> int:
        """How many frames all stages have made since the page was opened."""
        return self.script("return window.maskscope.work().made")

    def wait_until_computed(self) -> None:
        """Waits until all columns are complete, as long as something moves."""
        before, moved = "", time.monotonic()
        while not all_are(self.columns(), "complete"):
            now = json.dumps(self.columns()) + self.text("[data-stage]")
            if now != before:
                before, moved = now, time.monotonic()
            assert not self.alerts(), self.alerts()
            assert time.monotonic() - moved < SILENT_SECONDS, f"nothing has moved since {now}"
            time.sleep(CHECK_SECONDS)

    def wait_until_recorded(self) -> None:
        self.wait_until(lambda: all_are(self.columns(), "recorded"), "all columns are recorded")

    def wait_until(self, holds: Callable[[], Any], what: str) -> Any:
        """Waits until something is true, and returns it. The page may reload itself meanwhile."""
        started = time.monotonic()
        while True:
            try:
                found = holds()
                seen = f"alerts: {self.alerts()}"
            except MarionetteException as error:
                # Scripts fail while one page is replaced by the next.
                found, seen = None, str(error)
            if found:
                return found
            assert time.monotonic() - started < LIMIT_SECONDS, f"{what}: not so; {seen}"
            time.sleep(CHECK_SECONDS)

    def text(self, selector: str) -> str:
        """The text of all elements, a line each."""
        return self.script(
            "return [...document.querySelectorAll(arguments[0])].map((e) => e.textContent).join('\\n')", selector
        )

    def count(self, selector: str) -> int:
        return self.script("return document.querySelectorAll(arguments[0]).length", selector)

    def alerts(self) -> str:
        return self.text("[role=alert]")

    def find(self, selector: str) -> WebElement:
        return self.marionette.find_element(By.CSS_SELECTOR, selector)

    def press(self, name: str) -> None:
        """Clicks the button with this text."""
        self.marionette.find_element(By.XPATH, f"//button[normalize-space()='{name}']").click()

    def choose_file(self, label: str, path: Path) -> None:
        """Gives a file to the input with this label, as the browser's own dialog would."""
        selector = f"input[type=file][aria-label='{label}']"
        # Marionette types into inputs only, and a hidden one takes no keys.
        self.script("document.querySelector(arguments[0]).hidden = false", selector)
        self.find(selector).send_keys(str(path))

    def drop(self, name: str, content: str) -> None:
        """Drops a file on the page. Its content is in base64."""
        self.script(
            """
            const [name, content] = arguments;
            const bytes = Uint8Array.from(atob(content), (c) => c.charCodeAt(0));
            const dataTransfer = new DataTransfer();
            dataTransfer.items.add(new File([bytes], name));
            for (const type of ['dragover', 'drop'])
              document.body.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
            """,
            name,
            content,
        )


def all_are(columns: list[dict[str, Any]], state: str) -> bool:
    return len(columns) > 0 and all(column[state] for column in columns)
