"""Where turns stand: random forests, with stacks and folds, are placed without anything over anything else."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from studio.library.outline import Outlined
from studio.library.records import Blob, Image
from studio.workbench.tree import Tree, best_of
from studio.workbench.tree_plan import Plan, plan_of
from studio.workbench.way import Way


def outlined(number: int, parent: int | None = None, send: int | None = None, **changes: object) -> Outlined:
    send_id = f"s{number if send is None else send}"
    parent_id = None if parent is None else turn_id(parent)
    return Outlined(turn_id(number), parent_id, send_id, f"prompt {number}", "m", "c", 0, **changes)  # type: ignore[arg-type]


def turn_id(number: int) -> str:
    return f"{number:032x}"


@st.composite
def forests(draw: st.DrawFn) -> list[Outlined]:
    turns: list[Outlined] = []
    for number in range(draw(st.integers(1, 40))):
        likeness = draw(st.integers(0, number - 1)) if number and draw(st.booleans()) else None
        flags = {"folded": draw(st.integers(0, 5)) == 0, "starred": draw(st.booleans()), "goes_on": draw(st.booleans())}
        if likeness is not None and draw(st.booleans()):  # a variant of one before
            like = turns[likeness]
            send, parent = int(like.send_id[1:]), int(like.parent_id, 16) if like.parent_id else None
            turns.append(outlined(number, parent, send, **flags))
        else:
            turns.append(outlined(number, likeness, **flags))
    return turns


@st.composite
def planned(draw: st.DrawFn) -> tuple[Tree[Outlined], tuple[str, ...], str, Plan]:
    tree = Tree(draw(forests()))
    way = Way()
    way.lead_to(draw(st.sampled_from(sorted(tree.turns))), tree.turns)
    path = tree.path(way)
    current = draw(st.sampled_from(path))
    return tree, path, current, plan_of(tree, path, current)


@settings(max_examples=50)
@given(planned())
def test_every_turn_is_in_one_spot_or_folded_away(given_: tuple[Tree[Outlined], tuple[str, ...], str, Plan]) -> None:
    tree, path, current, plan = given_
    shown = [turn.id for spot in plan.spots for turn in spot.send]
    assert max(Counter(shown).values()) == 1
    assert len(shown) + sum(spot.hidden for spot in plan.spots) == len(tree)
    assert plan.index_of(current) is not None
    for turn in shown:
        number = plan.index_of(turn)
        assert number is not None
        assert turn in [each.id for each in plan.spots[number].send]
    on_path = [each for each in path if plan.index_of(each) is not None]
    assert on_path == list(path[: len(on_path)]), "what is folded away is at the end"
    assert not any(plan.spots[plan.index_of(each)].is_stack for each in on_path)  # type: ignore[index]


@settings(max_examples=50)
@given(planned())
def test_a_spot_stands_right_of_what_it_follows_and_nobody_takes_its_place(
    given_: tuple[Tree[Outlined], tuple[str, ...], str, Plan],
) -> None:
    *_, plan = given_
    places = Counter((spot.column, spot.row) for spot in plan.spots)
    assert max(places.values()) == 1
    for number, spot in enumerate(plan.spots):
        assert plan.at(spot.column, spot.row) == number
        if spot.parent is None:
            assert spot.column == 0
            continue
        parent = plan.spots[spot.parent]
        assert spot.parent < number
        assert (spot.column, spot.turn.parent_id in [each.id for each in parent.send]) == (parent.column + 1, True)
        assert spot.row == parent.row if plan.children[spot.parent][0] == number else spot.row > parent.row


@settings(max_examples=50)
@given(planned())
def test_lines_do_not_cross(given_: tuple[Tree[Outlined], tuple[str, ...], str, Plan]) -> None:
    *_, plan = given_
    for column in range(plan.columns):
        trunks = list(plan.trunks_between(range(column, column + 1), range(plan.rows)))
        for above, below in pairwise(trunks):
            assert above.last < below.first
        for trunk in trunks:
            assert trunk.last == plan.spots[plan.children[trunk.spot][-1]].row


@settings(max_examples=50)
@given(planned(), st.data())
def test_a_part_shows_all_that_is_in_it(
    given_: tuple[Tree[Outlined], tuple[str, ...], str, Plan], data: st.DataObject
) -> None:
    *_, plan = given_
    bounds = [sorted(data.draw(st.tuples(*[st.integers(0, most)] * 2))) for most in (plan.columns, plan.rows)]
    columns, rows = (range(*each) for each in bounds)
    inside = {n for n, spot in enumerate(plan.spots) if spot.column in columns and spot.row in rows}
    assert set(plan.between(columns, rows)) == inside
    reaching = {
        n
        for n, spot in enumerate(plan.spots)
        if plan.children[n] and spot.column in columns
        for last in [plan.spots[plan.children[n][-1]].row]
        if spot.row < rows.stop and last >= rows.start and len(rows)
    }
    assert {trunk.spot for trunk in plan.trunks_between(columns, rows)} == reaching or not len(rows)


@settings(max_examples=50)
@given(forests())
def test_it_is_the_same_wherever_the_same_stacks_are_apart_and_the_same_folds_open(turns: list[Outlined]) -> None:
    tree, plans = Tree(turns), {}
    for turn in tree.turns:
        way = Way()
        way.lead_to(turn, tree.turns)
        path = tree.path(way)
        apart = tree.stacks.intersection(tree.turns[each].send_id for each in path)
        opened = frozenset(each for each in tree.above(turn) if tree.turns[each].folded)
        plan = plan_of(tree, path, turn)
        assert plans.setdefault((apart, opened), plan).spots == plan.spots


@settings(max_examples=50)
@given(planned())
def test_up_and_down_go_through_a_column(given_: tuple[Tree[Outlined], tuple[str, ...], str, Plan]) -> None:
    *_, plan = given_
    for number, spot in enumerate(plan.spots):
        below = plan.beside(number, 1)
        lower = [each.row for each in plan.spots if each.column == spot.column and each.row > spot.row]
        assert (plan.spots[below].row if below is not None else None) == min(lower, default=None)
        if below is not None:
            assert plan.beside(below, -1) == number


def test_the_first_to_follow_goes_straight_on_and_what_forks_off_deeper_stands_nearer() -> None:
    turns = [outlined(0), outlined(1, 0), outlined(2, 1), outlined(3, 0), outlined(4, 1), outlined(5, 3)]
    tree = Tree(turns)
    plan = plan_of(tree, tree.path(Way()), None)
    where = {spot.turn.prompt: (spot.column, spot.row) for spot in plan.spots}
    assert where == {
        "prompt 0": (0, 0),
        "prompt 1": (1, 0),
        "prompt 2": (2, 0),
        "prompt 4": (2, 1),
        "prompt 3": (1, 2),
        "prompt 5": (2, 2),
    }


def test_variants_lie_in_a_stack_unless_the_path_goes_through_them() -> None:
    turns = [outlined(0), *(outlined(number, 0, 9) for number in (1, 2, 3)), outlined(4, 0), outlined(5, 2)]
    tree = Tree(turns)
    stacked = plan_of(tree, (turn_id(0), turn_id(4)), None)
    assert [(spot.turn.id, len(spot.send)) for spot in stacked.spots] == [
        (turn_id(0), 1),
        (turn_id(1), 3),
        (turn_id(5), 1),
        (turn_id(4), 1),
    ]
    apart = plan_of(tree, (turn_id(0), turn_id(2), turn_id(5)), None)
    assert [len(spot.send) for spot in apart.spots] == [1] * 6


def image(rating: int | None = None) -> Image:
    return Image("i", Blob("a", "p", "image/png", 1), None, 0, "generated", "main", None, 4, 3, 0, rating, None)


def test_the_best_is_starred_else_rated_highest_else_the_first_with_an_image() -> None:
    failed, first, second = outlined(1), outlined(2, image=image()), outlined(3, image=image())
    rated, rejected = outlined(4, image=image(2)), outlined(5, image=image(-1))
    starred = outlined(6, starred=True)
    assert best_of((failed, rejected)) is rejected
    assert best_of((failed, rejected, first, second)) is first
    assert best_of((first, second, rated)) is rated
    assert best_of((first, rated, starred)) is starred


def test_what_is_folded_is_shown_while_one_is_in_it() -> None:
    tree = Tree([outlined(0, folded=True), outlined(1, 0), outlined(2, 1)])
    path = tree.path(Way())
    assert [spot.hidden for spot in plan_of(tree, path, turn_id(0)).spots] == [2]
    assert [spot.hidden for spot in plan_of(tree, path, turn_id(1)).spots] == [0, 0, 0]


def test_a_turn_whose_parent_is_gone_is_no_part_of_the_tree() -> None:
    tree = Tree([outlined(0), outlined(2, 1), outlined(3, 2)])
    assert list(tree.turns) == [turn_id(0)]
    assert len(plan_of(tree, tree.path(Way()), None).spots) == 1
