"""Firefox with the app: one session for all tests, on a screen of its own if there is none."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from marionette_driver.marionette import Marionette

from e2e.firefox.firefox_page import FirefoxPage
from e2e.firefox.run_figures import Figure, run_figures

WIDTH, HEIGHT = 1280, 900


def setting(name: str) -> str:
    """What testFirefox.ts passes to the tests."""
    if name not in os.environ:
        pytest.exit(f"{name} is not set: start these tests with npm run test:firefox", returncode=2)
    return os.environ[name]


@pytest.fixture(scope="session", autouse=True)
def screen() -> Iterator[None]:
    """A virtual screen: headless Firefox has no WebGL, with which the columns are drawn."""
    if sys.platform != "linux" or "DISPLAY" in os.environ or "WAYLAND_DISPLAY" in os.environ:
        yield
        return
    reading, writing = os.pipe()
    size = f"{WIDTH}x{HEIGHT}x24"
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", size, "-nolisten", "tcp"]
    try:
        server = subprocess.Popen(command, pass_fds=[writing], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    except FileNotFoundError:
        pytest.exit("There is no screen and no Xvfb: install it (Debian: xvfb)", returncode=2)
    os.close(writing)
    with os.fdopen(reading) as number:
        os.environ["DISPLAY"] = f":{number.readline().strip()}"
    yield
    del os.environ["DISPLAY"]
    server.terminate()
    server.wait()


@pytest.fixture(scope="session")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FirefoxPage]:
    """The app in a new Firefox with an empty profile."""
    log = tmp_path_factory.mktemp("firefox") / "gecko.log"
    marionette = Marionette(bin=setting("MASKSCOPE_FIREFOX"), port=0, gecko_log=str(log))
    try:
        marionette.start_session()
        marionette.set_window_rect(x=0, y=0, width=WIDTH, height=HEIGHT)
        yield FirefoxPage(marionette, setting("MASKSCOPE_URL"))
    finally:
        marionette.quit()
        marionette.cleanup()


@pytest.fixture(scope="session")
def computed(page: FirefoxPage) -> FirefoxPage:
    """The page after it has computed all columns of the experiment."""
    page.open(setting("MASKSCOPE_ADDRESS"))
    page.wait_until_computed()
    return page


@pytest.fixture(scope="session")
def chromium_run() -> Path:
    """The run file of the same experiment in Chromium."""
    return Path(setting("MASKSCOPE_CHROMIUM_RUN"))


@pytest.fixture(scope="session")
def chromium_figures(chromium_run: Path) -> dict[str, Figure]:
    return run_figures(chromium_run.read_bytes())
