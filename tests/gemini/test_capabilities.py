"""The table of models as it is shipped, and what is read from it."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from studio.gemini.capabilities import Capabilities, ModelRow, Price, Retirement, bare_id, draws_images
from studio.gemini.usage import Usage
from studio.resources import read_json

BASE = ("1:1", "2:3", "3:2", "3:4", "4:3", "4:5", "5:4", "9:16", "16:9", "21:9")
WIDE = (*BASE, "1:4", "4:1", "1:8", "8:1")


@pytest.fixture
def table() -> dict[str, Any]:
    return read_json("models/capabilities.json")


@pytest.fixture
def shipped(table: dict[str, Any]) -> Capabilities:
    return Capabilities.read(table)


@pytest.mark.parametrize(
    ("model", "ratios", "sizes", "signatures"),
    [
        ("gemini-2.5-flash-image", BASE, (), False),
        ("gemini-3-pro-image", BASE, ("1K", "2K", "4K"), True),
        ("gemini-3.1-flash-image", WIDE, ("512", "1K", "2K", "4K"), True),
        ("gemini-3.1-flash-lite-image", WIDE, ("1K",), True),
        ("gemini-nano-banana-2.1", WIDE, ("1K", "2K", "4K"), True),
    ],
)
def test_each_model_takes_what_google_says(
    shipped: Capabilities, model: str, ratios: tuple[str, ...], sizes: tuple[str, ...], signatures: bool
) -> None:
    row = shipped.row(model)
    assert (row.id, tuple(row.ratios), tuple(row.sizes), row.signatures) == (model, ratios, sizes, signatures)
    assert row.known


@pytest.mark.parametrize(
    ("typed", "model"),
    [
        ("gemini-2.5-flash-image-preview", "gemini-2.5-flash-image"),
        ("google/gemini-3-pro-image-preview", "gemini-3-pro-image"),
        ("models/gemini-3.1-flash-image", "gemini-3.1-flash-image"),
        ("models/google/gemini-3.1-flash-image-preview", "gemini-3.1-flash-image"),
        ("publishers/google/models/gemini-nano-banana-2.1", "gemini-nano-banana-2.1"),
        ("nano-banana-pro-preview", "gemini-3-pro-image"),
        (" gemini-3-pro-image ", "gemini-3-pro-image"),
    ],
)
def test_a_model_is_found_by_every_name_it_goes_by(shipped: Capabilities, typed: str, model: str) -> None:
    assert shipped.row(typed).id == model


def test_a_model_nobody_knows_gets_the_widest_row(shipped: Capabilities) -> None:
    row = shipped.row("google/gemini-9-image-preview")
    assert row == ModelRow(
        "gemini-9-image-preview", "gemini-9-image-preview", WIDE, ("512", "1K", "2K", "4K"), True, known=False
    )
    assert row.estimate("4K") is None
    assert Capabilities().row("x").known is False


def test_the_shipped_table_holds_together(shipped: Capabilities, table: dict[str, Any]) -> None:
    assert shipped.row(shipped.default).known
    assert {entry["id"] for entry in table["models"]} <= shipped.rows.keys()
    for row in shipped.rows.values():
        assert row.successor is None or shipped.row(row.successor).known
        assert row.usual_level in (None, *row.levels)
        assert row.price is not None
        assert row.price.per_image.keys() == row.tokens.keys()
        for size, tokens in row.tokens.items():  # the list rounds
            assert tokens * row.price.image == pytest.approx(row.price.per_image[size] * 1e6, rel=0.01)
        assert row.price is not None
        assert set(row.price.per_image) == (set(row.sizes) or {""})
        assert row.estimate(None)
        assert row.inputs == (3 if row.id == "gemini-2.5-flash-image" else 14)


@pytest.mark.parametrize(
    ("model", "size", "micros"),
    [
        ("gemini-2.5-flash-image", None, 39_000),
        ("gemini-3-pro-image", None, 134_000),
        ("gemini-3-pro-image", "4K", 240_000),
        ("gemini-3.1-flash-image", "512", 45_000),
        ("gemini-3.1-flash-image", "8K", None),
        ("gemini-3.1-flash-lite-image", None, 33_600),
    ],
)
def test_an_estimate_is_the_list_price_in_micro_dollars(
    shipped: Capabilities, model: str, size: str | None, micros: int | None
) -> None:
    assert shipped.row(model).estimate(size) == micros


PRO = ModelRow("x", "X", BASE, (), True, Price(input=2.0, text=12.0, image=120.0, per_image={"": 0.134}))


@pytest.mark.parametrize(
    ("usage", "micros"),
    [
        (Usage(prompt=10, candidates=1120, total=1130, image=1120), 134_420),
        (Usage(prompt=10, candidates=1300, thoughts=100, total=1410, image=1120), 20 + 180 * 12 + 100 * 12 + 134_400),
        (Usage(prompt=10, candidates=100, total=110, image=0), 1_220),
        # The details may count more than the sum does.
        (Usage(prompt=0, candidates=1000, total=1000, image=1120), 134_400),
        # Held back: no candidates, only thoughts.
        (Usage(prompt=10, thoughts=100, total=110), 1_220),
        # Three totals do not tell pictures from words.
        (Usage(prompt=10, candidates=1120, total=1130), None),
        (Usage(prompt=10, candidates=1120), None),
        (Usage(), None),
    ],
)
def test_a_cost_is_reckoned_only_from_figures_that_tell(usage: Usage, micros: int | None) -> None:
    assert PRO.cost(usage) == micros


@pytest.mark.parametrize(
    ("usage", "pictures", "image"),
    [
        (Usage(prompt=7, candidates=1300, total=1307), [(1376, 768)], 1120),
        (Usage(prompt=7, candidates=2700, total=2707), [(5504, 3072)], 2520),
        (Usage(prompt=7, candidates=1000, total=1007), [(688, 384)], 747),
        (Usage(prompt=7, candidates=2300, total=2307), [(1024, 1024), (848, 1264)], 2240),
        # What was counted is less than what such a picture counts: another way of counting.
        (Usage(prompt=7, candidates=300, total=307), [(1024, 1024)], None),
        (Usage(prompt=7, candidates=1300, total=1307), [], None),
        # The server's own word counts.
        (Usage(prompt=7, candidates=1300, total=1307, image=1111), [(1376, 768)], 1111),
    ],
)
def test_totals_are_told_apart_by_what_pictures_count(
    shipped: Capabilities, usage: Usage, pictures: list[tuple[int, int]], image: int | None
) -> None:
    told = shipped.row("gemini-3.1-flash-image").told_apart(usage, pictures)
    assert told == replace(usage, image=image)
    assert shipped.row("gemini-9-image").told_apart(usage, pictures) == usage, "nobody knows what it counts"


def test_an_endpoint_that_asks_for_no_money_has_no_prices(shipped: Capabilities) -> None:
    row = shipped.free().row("gemini-3-pro-image")
    assert row.estimate("1K") is None
    assert row.cost(Usage(prompt=10, candidates=1120, total=1130, image=1120)) is None
    assert row.sizes == ("1K", "2K", "4K")
    assert shipped.free().default == shipped.default


@pytest.mark.parametrize(
    ("written", "bare"),
    [
        ("x", "x"),
        ("models/x", "x"),
        ("google/x", "x"),
        ("publishers/google/models/x", "x"),
        ("team/x", "team/x"),
        ("", ""),
    ],
)
def test_prefixes_are_taken_off(written: str, bare: str) -> None:
    assert bare_id(written) == bare


@pytest.mark.parametrize(
    ("model", "ends", "successor"),
    [
        ("gemini-2.5-flash-image-preview", date(2026, 1, 15), "gemini-2.5-flash-image"),
        ("google/gemini-3-pro-image-preview", date(2026, 6, 25), "gemini-3-pro-image"),
        ("gemini-2.5-flash-image", date(2027, 3, 15), "gemini-nano-banana-2.1"),
        ("gemini-3.1-flash-image", date(2026, 10, 29), "gemini-nano-banana-2.1"),
    ],
)
def test_an_id_that_ends_has_a_day_and_a_successor(
    shipped: Capabilities, model: str, ends: date, successor: str
) -> None:
    row = shipped.row(model)
    assert row.retirement == Retirement(ends, successor)
    assert row.successor == successor
    assert row.retirement.is_near(ends - timedelta(days=180))
    assert row.retirement.is_near(ends + timedelta(days=1))
    assert not row.retirement.is_near(ends - timedelta(days=181))


def test_a_preview_ends_and_its_model_goes_on(shipped: Capabilities) -> None:
    assert shipped.row("gemini-3-pro-image").retirement is None
    assert shipped.row("nano-banana-pro-preview").retirement is None
    assert shipped.row("gemini-nano-banana-2.1").retirement is None


def test_whoever_is_led_to_a_successor_is_not_led_in_circles(shipped: Capabilities) -> None:
    for row in shipped.rows.values():
        seen, successor = set(), row.successor
        while successor is not None:
            assert successor not in seen
            seen.add(successor)
            successor = shipped.row(successor).successor


@pytest.mark.parametrize(
    ("ratio", "size", "pixels"),
    [
        ("16:9", None, (1376, 768)),
        ("16:9", "4K", (5504, 3072)),
        ("16:9", "512", (688, 384)),
        ("9:21", "1K", None),
        ("1:1", "8K", None),
    ],
)
def test_a_ratio_and_a_size_mean_pixels(
    shipped: Capabilities, ratio: str, size: str | None, pixels: tuple[int, int] | None
) -> None:
    assert shipped.row("gemini-3.1-flash-image").draws(ratio, size) == pixels


@pytest.mark.parametrize(
    ("model", "draws"),
    [
        ("gemini-3-pro-image-preview", True),
        ("models/gemini-nano-banana-2.1", True),
        ("google/nano-banana-pro-preview", True),
        ("models/imagen-4.0-generate-001", False),
        ("imagen-4.0-image", False),
        ("gemini-3.1-pro", False),
    ],
)
def test_an_image_model_is_known_by_its_name(model: str, draws: bool) -> None:
    assert draws_images(model) is draws
