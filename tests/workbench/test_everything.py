"""Finding everything: the newest that have the words, and only the answer to the question asked last."""

from pathlib import Path

from studio.workbench.everything import CONVERSATIONS, Everything, Found
from tests.library.making import PNG, make_pictures, new_turn
from tests.ui.waiting import until
from tests.workbench.bench_rig import bench


def answers_of(everything: Everything) -> list[Found]:
    answers: list[Found] = []
    everything.found.connect(answers.append)
    return answers


async def test_without_words_the_conversations_worked_on_last_are_found_at_once(tmp_path: Path) -> None:
    async with bench(tmp_path) as (made, _):
        assert made.library is not None
        for place in range(CONVERSATIONS + 2):
            made.library.conversations.create(f"c{place}", f"title {place}", place)
        answers = answers_of(made.everything)
        made.everything.ask("")
        await until(lambda: answers)
        (found,) = answers
        assert [each.conversation.title for each in found.conversations] == [f"title {n}" for n in (7, 6, 5, 4, 3, 2)]
        assert (found.turns, found.images) == ((), ())


async def test_all_words_have_to_be_there_in_any_case(tmp_path: Path) -> None:
    async with bench(tmp_path) as (made, _):
        assert made.library is not None
        for place, title in enumerate(("Otter at night", "Otter", "Ölfarben")):
            made.library.conversations.create(f"c{place}", title, place)
        answers = answers_of(made.everything)
        for text, titles in (("NIGHT otter", ["Otter at night"]), ("öl", ["Ölfarben"]), ("100% %", []), ("???", [])):
            answers.clear()
            made.everything.ask(text)
            await until(lambda: answers, text)
            assert [each.conversation.title for each in answers[-1].conversations] == titles


async def test_only_the_last_question_is_answered(tmp_path: Path) -> None:
    async with bench(tmp_path) as (made, _):
        answers = answers_of(made.everything)
        for text in ("o", "ot", "ott"):
            made.everything.ask(text)
        await until(lambda: answers)
        assert {each.text for each in answers} == {"ott"}


async def test_nobody_is_answered_after_it_stopped_or_the_library_went(tmp_path: Path) -> None:
    async with bench(tmp_path) as (made, _):
        answers = answers_of(made.everything)
        made.everything.ask("")
        made.everything.stop()
        made.everything.ask("otter")
        made.everything.close()
        await until(lambda: not made.tasks.running or made.tasks.running == ("watch the library",))
        assert answers == []
        made.everything.ask("")
        assert answers == [Found("")]


async def test_turns_and_images_are_found_and_models_by_their_names(tmp_path: Path) -> None:
    async with bench(tmp_path) as (made, _):
        library = made.library
        assert library is not None
        for prompt, model in (("An otter", "gemini-3-pro-image"), ("An otter again", "gemini-2.5-flash-image")):
            await make_pictures(library, library.turns.begin(new_turn(library, prompt=prompt, model=model)), [PNG])
        answers = answers_of(made.everything)
        for text, prompts in (("otter", ["An otter again", "An otter"]), ('model:"banana pro"', ["An otter"])):
            answers.clear()
            made.everything.ask(text)
            await until(lambda: answers, text)
            assert [each.snippet.text for each in answers[-1].turns] == prompts
            assert [each.snippet.text for each in answers[-1].images] == prompts
            assert all(len(each.images) == 1 for each in answers[-1].turns)
