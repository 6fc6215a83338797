"""Where a picture stands in a view."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QSizeF

from studio.ui.stage.camera import LEAST, MOST, Camera

VIEW = QSizeF(800, 600)


def camera_of(width: float = 4000, height: float = 2000, scale: float = 1.0, margin: float = 0.0) -> Camera:
    camera = Camera()
    camera.set_view(VIEW, scale, margin)
    camera.set_picture(QSizeF(width, height))
    return camera


def test_a_fit_shows_all_of_it_in_the_middle() -> None:
    camera = camera_of(margin=20)
    assert camera.zoom == pytest.approx(760 / 4000)
    assert camera.target.center().x() == pytest.approx(400, abs=1)
    assert camera.target.center().y() == pytest.approx(300, abs=1)
    assert not camera.can_pan


@pytest.mark.parametrize(("scale", "zoom"), [(1.0, 2.0), (2.0, 4.0)])
def test_a_small_picture_is_not_blown_up(scale: float, zoom: float) -> None:
    assert camera_of(20, 20, scale).zoom == zoom


def test_a_fill_leaves_no_room() -> None:
    camera = camera_of()
    camera.fill()
    assert camera.zoom == pytest.approx(0.3)
    assert camera.visible.size() == VIEW


def test_a_fit_follows_the_view_and_a_zoom_does_not() -> None:
    camera = camera_of()
    camera.set_view(QSizeF(400, 300), 1, 0)
    assert camera.zoom == pytest.approx(0.1)
    camera.zoom_to(1.0)
    camera.set_view(VIEW, 1, 0)
    assert camera.zoom == 1.0


def test_a_zoom_keeps_the_pixel_under_the_pointer() -> None:
    camera = camera_of()
    at = QPointF(300, 250)
    before = (at - camera.target.topLeft()) / camera.zoom
    camera.zoom_to(2.0, at)
    after = (at - camera.target.topLeft()) / camera.zoom
    assert (before - after).manhattanLength() <= 2 / 0.2


def test_the_corner_is_a_whole_pixel() -> None:
    camera = camera_of(333, 777)
    for zoom in (0.37, 1.0, 3.3):
        camera.zoom_to(zoom)
        assert camera.target.left() == int(camera.target.left())
        assert camera.target.top() == int(camera.target.top())


def test_panning_stops_at_the_edges() -> None:
    camera = camera_of()
    camera.zoom_to(1.0)
    camera.pan(QPointF(1e6, 1e6))
    assert camera.target.topLeft() == QPointF(0, 0)
    camera.pan(QPointF(-1e6, -1e6))
    assert camera.target.bottomRight() == QPointF(800, 600)


def test_panning_moves_nothing_that_is_all_in_view() -> None:
    camera = camera_of()
    before = camera.target
    camera.pan(QPointF(50, 50))
    assert camera.target == before


def test_steps_go_up_and_down_the_same_rungs() -> None:
    camera = camera_of()
    seen = []
    camera.zoom_to(LEAST)
    for _ in range(30):
        seen.append(camera.zoom)
        camera.step(1)
    assert seen == sorted(seen)
    assert seen[-1] == MOST
    assert 1.0 in seen
    for _ in range(30):
        camera.step(-1)
    assert camera.zoom == LEAST


def test_a_picture_of_another_size_keeps_the_place() -> None:
    camera = camera_of()
    camera.zoom_to(1.0)
    camera.pan(QPointF(-400, 0))
    share = (400 - camera.target.left()) / camera.target.width()
    camera.set_picture(QSizeF(8000, 4000))
    assert (400 - camera.target.left()) / camera.target.width() == pytest.approx(share, abs=0.01)
    assert camera.zoom == 1.0


@given(
    st.lists(
        st.one_of(
            st.tuples(st.just("zoom"), st.floats(1e-6, 1e6), st.floats(0, 800)),
            st.tuples(st.just("pan"), st.floats(-1e5, 1e5), st.floats(-1e5, 1e5)),
            st.tuples(st.just("view"), st.floats(1, 4000), st.floats(1, 4000)),
            st.tuples(st.just("picture"), st.floats(1, 20000), st.floats(1, 20000)),
            st.tuples(st.sampled_from(["fit", "fill", "in", "out"]), st.just(0.0), st.just(0.0)),
        ),
        max_size=12,
    )
)
def test_something_of_the_picture_is_always_in_view(acts: list[tuple[str, float, float]]) -> None:
    camera = camera_of()
    for act, one, two in acts:
        match act:
            case "zoom":
                camera.zoom_to(one, QPointF(two, two))
            case "pan":
                camera.pan(QPointF(one, two))
            case "view":
                camera.set_view(QSizeF(one, two), 1, 0)
            case "picture":
                camera.set_picture(QSizeF(one, two))
            case "fit":
                camera.fit()
            case "fill":
                camera.fill()
            case _:
                camera.step(1 if act == "in" else -1)
        # The corner is rounded to a pixel, so half of one may be out of view.
        assert camera.target.right() >= -0.5
        assert camera.target.bottom() >= -0.5
        assert 0 < camera.zoom <= MOST
