"""How tiles stand: from one to eight, in any ratio, in any width."""

import pytest

from studio.ui.stage.arrangement import Arrangement, Shape, arrange, trimmed


@pytest.mark.parametrize("count", range(1, 9))
@pytest.mark.parametrize("aspect", [1 / 8, 9 / 16, 1.0, 4 / 3, 16 / 9, 21 / 9, 8.0])
@pytest.mark.parametrize("width", [200, 436, 780, 1120])
def test_every_tile_has_a_place_that_words_fit_into(count: int, aspect: float, width: int) -> None:
    found = arrange(count, Shape(aspect), width)
    assert found.columns * found.rows >= count > found.columns * (found.rows - 1)
    assert found.columns * (found.width + 8) - 8 <= width
    assert found.width >= min(168, width)
    assert 120 <= found.height <= (560 if count == 1 else 400)


def test_four_stand_beside_each_other_as_long_as_they_are_large_enough() -> None:
    assert arrange(4, Shape(4 / 3), 790).columns == 4
    assert arrange(4, Shape(16 / 9), 790).columns == 2
    assert arrange(4, Shape(4 / 3), 436).columns == 2


def test_only_words_take_little_room() -> None:
    assert arrange(1, Shape(9 / 16, words_only=True), 780).height <= 150


def test_room_under_one_row_is_cut_and_nothing_else_moves() -> None:
    square = Arrangement(2, 1, 400, 400)
    assert trimmed(square, [16 / 9, 2.0]) == Arrangement(2, 1, 400, 225)
    assert trimmed(square, [9 / 16, 2.0]) == square
    assert trimmed(square, []) == square
    assert trimmed(Arrangement(2, 2, 400, 400), [2.0] * 4) == Arrangement(2, 2, 400, 400)
