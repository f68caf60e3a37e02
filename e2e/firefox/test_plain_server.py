"""The app from a plain server, without headers and under a sub-path, in Firefox."""

import functools
import http.server
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from e2e.firefox.firefox_page import FirefoxPage

SUB_PATH = "/some/where/"


@pytest.fixture(scope="module")
def plain_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The build under a sub-path, served like `python3 -m http.server`: no isolation headers, no policy."""
    root = tmp_path_factory.mktemp("host")
    build = root / SUB_PATH.strip("/")
    build.parent.mkdir(parents=True)
    build.symlink_to(Path(os.environ["MASKSCOPE_BUILD"]).resolve(), target_is_directory=True)
    handler = functools.partial(QuietHandler, directory=str(root))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        # A service worker needs HTTPS or localhost.
        yield f"http://localhost:{server.server_port}{SUB_PATH}"
        server.shutdown()
        thread.join()


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Keeps requests out of the tests' output."""


def test_the_page_isolates_itself_on_a_plain_server_and_computes(page: FirefoxPage, plain_address: str) -> None:
    plain = FirefoxPage(page.marionette, plain_address)
    plain.open("?seq=reef-crossing&frames=3&cols=truth,orig&ep=wasm&live")
    # The service worker takes over with one reload.
    plain.wait_until(lambda: plain.script("return window.crossOriginIsolated"), "the page is isolated")
    plain.wait_until(lambda: plain.script("return window.maskscope !== undefined"), "the app has started")
    plain.wait_until_computed()
    assert not any(column["recorded"] for column in plain.columns())
    plain.reload()
    plain.wait_until(lambda: plain.script("return window.maskscope !== undefined"), "the app has started again")
    assert plain.script("return window.crossOriginIsolated")
    assert plain.script("return navigator.serviceWorker.controller !== null")
