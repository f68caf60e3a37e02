"""What must work in Firefox. The tests share a page, and open what they need."""

import base64
from pathlib import Path

import pytest

from e2e.firefox.firefox_page import FirefoxPage
from e2e.firefox.run_figures import Figure, run_figures

COLUMNS = 4
SAMPLES = Path(__file__).parents[2] / "public/samples"


def test_all_columns_are_computed_with_the_figures_of_chromium(
    computed: FirefoxPage, chromium_figures: dict[str, Figure]
) -> None:
    assert not any(column["recorded"] for column in computed.columns())
    run = base64.b64decode(computed.promised("window.maskscope.runFile()"))
    figures = run_figures(run)
    assert len(figures) > 300
    decibels = [where for where in figures if where.split(".")[-1] in ("psnr", "psnrY")]
    # How exact a logarithm is, ECMAScript leaves to the engine: the last bit may differ.
    for where in decibels:
        assert figures.pop(where) == pytest.approx(chromium_figures.pop(where), rel=1e-14), where
    assert figures == chromium_figures


def test_the_pictures_are_drawn(computed: FirefoxPage) -> None:
    drawn = "[data-picture][data-mask]"
    computed.wait_until(lambda: computed.count(drawn) == COLUMNS, "every column has a picture and masks")
    assert "WebGL" not in computed.text("article")


def test_a_finished_run_is_shown_after_a_reload_without_computing(computed: FirefoxPage) -> None:
    scores = computed.text("article footer p")
    computed.press("Runs")
    kept = "[aria-label='Kept runs'] li"
    computed.wait_until(lambda: computed.count(kept) == 1, "the run is kept")
    assert "4 frames" in computed.text(kept)
    computed.reload()
    computed.wait_until_recorded()
    assert "Kept in this browser" in computed.text("[data-testid=recording]")
    assert computed.text("article footer p") == scores
    assert computed.work_made() == 0
    assert computed.alerts() == ""


def test_a_damaged_file_is_named_and_the_open_sequence_stays(page: FirefoxPage, tmp_path: Path) -> None:
    page.open("?seq=reef-crossing&ep=wasm")
    page.wait_until_recorded()
    annotation = (SAMPLES / "Annotations/480p/reef-crossing/00000.png").read_bytes()
    damaged = tmp_path / "damaged.png"
    damaged.write_bytes(annotation[: len(annotation) // 2])
    page.find("[data-testid=sequence]").click()
    page.wait_until(lambda: page.count("[role=dialog]") == 1, "the list of sequences is open")
    page.choose_file("Archives, videos and masks", damaged)
    page.wait_until(lambda: "damaged.png" in page.alerts(), "the damaged file is named")
    assert "reef-crossing" in page.text("[data-testid=sequence]")
    assert all(column["recorded"] for column in page.columns())


def test_a_run_that_chromium_wrote_is_shown_when_it_is_dropped(page: FirefoxPage, chromium_run: Path) -> None:
    page.open("?seq=&ep=wasm")
    page.wait_until(lambda: page.count("[data-testid=sequence]") == 1, "the page is there")
    page.drop("chromium.maskscope", base64.b64encode(chromium_run.read_bytes()).decode())
    page.wait_until_recorded()
    page.wait_until(lambda: page.count("[data-picture][data-mask]") == COLUMNS, "its pictures are shown")
    assert page.alerts() == ""


def test_a_sequence_that_is_not_there_is_named(page: FirefoxPage) -> None:
    page.open("?seq=no-such-sequence&ep=wasm")
    page.wait_until(lambda: "no-such-sequence" in page.alerts(), "the missing sequence is named")
