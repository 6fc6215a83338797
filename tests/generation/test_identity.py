"""Which connection leads to where a turn was made."""

from types import SimpleNamespace
from typing import cast

from studio.generation.identity import connection_of, identity_of
from studio.library.records import Turn
from studio.profile.saved_connection import SavedConnection

WORK, PRIVATE, ELSEWHERE = (
    SavedConnection(id=name, name=name, base_url=url, auth="goog-key")
    for name, url in (("Work", "https://a.example"), ("Private", "https://a.example"), ("Far", "https://b.example"))
)


def made_over(connection: str, endpoint: str) -> Turn:
    return cast("Turn", SimpleNamespace(connection=connection, endpoint=endpoint))


def test_of_several_that_lead_there_it_is_the_one_of_that_name() -> None:
    for saved in (WORK, PRIVATE, ELSEWHERE):
        turn = made_over(saved.name, identity_of(saved))
        assert connection_of(turn, [WORK, PRIVATE, ELSEWHERE]) is saved


def test_one_that_was_renamed_still_leads_there_and_one_that_leads_elsewhere_does_not() -> None:
    assert connection_of(made_over("Old name", identity_of(WORK)), [ELSEWHERE, WORK]) is WORK
    assert connection_of(made_over(ELSEWHERE.name, identity_of(WORK)), [ELSEWHERE]) is None
    assert connection_of(made_over(WORK.name, ""), [WORK]) is None
