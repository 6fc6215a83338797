"""The branch on the stage: sends, siblings, the way last gone, and what is on its way."""

from pathlib import Path
from threading import Event

from studio.generation.wish import JobState, Wish
from studio.library.records import Turn
from studio.workbench.branch import Branch
from studio.workbench.onward import Onward
from tests.fakes.replies import google_error
from tests.fakes.server import Request, Wire, one_after_another, reply
from tests.ui.waiting import until
from tests.workbench.rig import GOOD, ID, NAME, Rig, rig


def hang(_: Request, wire: Wire) -> None:
    wire.until_gone()


def branch_of(r: Rig) -> Branch:
    branch = Branch(r.tasks, r.jobs)
    branch.open(r.library)
    return branch


async def made(r: Rig, *wishes: Wish) -> list[Turn]:
    jobs = r.jobs.send(wishes, ID, NAME)
    await until(lambda: all(job.is_over for job in jobs))
    return [r.library.turns.get(job.id) for job in jobs]


def after(r: Rig, parent: Turn, prompt: str, **options: object) -> Wish:
    return r.wish(prompt=prompt, parent=parent, conversation_id=parent.conversation_id, **options)


def prompts(branch: Branch) -> list[str]:
    return [step.prompt for step in branch.steps]


async def test_a_new_send_is_shown_while_it_is_on_its_way_and_when_it_is_there(tmp_path: Path) -> None:
    async with rig(tmp_path) as r:
        branch = branch_of(r)
        onward = Onward(branch, r.jobs)
        moved: list[str] = []
        branch.entry_changed.connect(moved.append)
        (job,) = r.jobs.send([r.wish()], ID, NAME)
        await until(lambda: branch.steps)
        assert branch.steps[0].entries[0].id == job.id
        await until(lambda: branch.steps[0].entries[0].images)
        (step,) = branch.steps
        assert (step.number, step.place, step.places) == (1, 0, 1)
        assert step.entries[0].attempts[0].state == "done"
        assert branch.conversation is not None
        assert branch.conversation.title == "an otter"
        assert onward.head is step
        assert set(moved) <= {job.id}


async def test_variants_of_a_click_stand_side_by_side(tmp_path: Path) -> None:
    async with rig(tmp_path) as r:
        branch = branch_of(r)
        first = r.wish()
        second = r.wish(send_id=first.send_id, conversation_id=first.conversation_id, origin="variant")
        turns = await made(r, first, second)
        await until(lambda: branch.steps and all(entry.images for entry in branch.steps[0].entries))
        (step,) = branch.steps
        assert [entry.id for entry in step.entries] == [turn.id for turn in turns]
        branch.choose(turns[1].id)
        await until(lambda: branch.steps[0].chosen == 1)


async def test_siblings_are_walked_and_the_way_is_remembered(tmp_path: Path) -> None:
    async with rig(tmp_path) as r:
        branch = branch_of(r)
        (root,) = await made(r, r.wish())
        (night,) = await made(r, after(r, root, "at night"))
        await made(r, after(r, night, "with a hat"))
        await made(r, after(r, root, "at noon"))
        await until(lambda: prompts(branch) == ["an otter", "at noon"])
        assert (branch.steps[1].place, branch.steps[1].places) == (1, 2)
        branch.sibling(2, -1)
        await until(lambda: prompts(branch) == ["an otter", "at night", "with a hat"])
        branch.sibling(2, -1)  # there is none before the first
        branch.sibling(2, +1)
        await until(lambda: prompts(branch) == ["an otter", "at noon"])


async def test_after_a_failure_the_turn_before_it_is_the_head(tmp_path: Path) -> None:
    answers = one_after_another(GOOD, reply(google_error(500, "INTERNAL", "no"), 500))
    async with rig(tmp_path, answers) as r:
        branch = branch_of(r)
        onward = Onward(branch, r.jobs)
        (root,) = await made(r, r.wish())
        await made(r, after(r, root, "at night"))
        await until(lambda: len(branch.steps) == 2 and branch.steps[1].entries[0].attempts)
        assert onward.head is branch.steps[0]
        assert branch.steps[1].entries[0].job is not None
        assert branch.steps[1].entries[0].job.state is JobState.FAILED


async def test_another_conversation_is_not_pushed_aside_by_a_result(tmp_path: Path) -> None:
    async with rig(tmp_path) as r:
        branch = branch_of(r)
        (root,) = await made(r, r.wish())
        await until(lambda: branch.steps and branch.steps[0].entries[0].images)
        await made(r, r.wish(prompt="elsewhere"))
        assert prompts(branch) == ["an otter"]
        assert branch.conversation_id == root.conversation_id


async def test_what_is_queued_is_shown_before_it_is_written_down(tmp_path: Path) -> None:
    async with rig(tmp_path, hang, width=1) as r:
        branch = branch_of(r)
        first = r.wish()
        second = r.wish(send_id=first.send_id, conversation_id=first.conversation_id, origin="variant")
        r.jobs.send([first, second], ID, NAME)
        await until(lambda: branch.steps and len(branch.steps[0].entries) == 2)
        assert branch.steps[0].entries[1].turn is None
        assert branch.steps[0].entries[1].job is not None
        r.jobs.cancel_all()
        await until(lambda: not r.jobs.under_way)
        await until(lambda: all(entry.job and entry.job.is_over for entry in branch.steps[0].entries))


async def test_a_conversation_opens_at_its_newest_turn(tmp_path: Path) -> None:
    async with rig(tmp_path) as r:
        (root,) = await made(r, r.wish())
        (night,) = await made(r, after(r, root, "at night"))
        branch = branch_of(r)
        onward = Onward(branch, r.jobs)
        branch.show_conversation(root.conversation_id)
        await until(lambda: branch.steps)
        assert prompts(branch) == ["an otter", "at night"]
        branch.show_turn(root)
        await until(lambda: onward.head is not None and branch.steps[-1].through.id == night.id)
        branch.clear()
        assert branch.steps == ()
        assert branch.conversation is None


async def test_what_the_next_send_continues(tmp_path: Path) -> None:
    async with rig(tmp_path) as r:
        branch = branch_of(r)
        onward = Onward(branch, r.jobs)
        (root,) = await made(r, r.wish())
        (night,) = await made(r, after(r, root, "at night"))
        await until(lambda: onward.base is not None and onward.base.through.id == night.id)
        onward.branch_from(root.id)
        assert onward.base is branch.steps[0]
        onward.begin_anew()
        assert onward.base is None
        onward.branch_from(root.id)
        (noon,) = await made(r, after(r, root, "at noon"))
        await until(lambda: onward.base is not None and onward.base.through.id == noon.id)


async def test_what_was_asked_for_is_shown_though_the_record_is_read_again_meanwhile(tmp_path: Path) -> None:
    async with rig(tmp_path) as r:
        branch = branch_of(r)
        onward = Onward(branch, r.jobs)
        (old,) = await made(r, r.wish(prompt="old"))
        (newest,) = await made(r, r.wish(prompt="newest", conversation_id=old.conversation_id))
        await until(lambda: prompts(branch) == ["newest"])
        branch.clear()
        branch.show_turn(old)
        onward.branch_from(old.id)
        branch.refresh()  # another process has changed the record
        await until(lambda: branch.steps)
        assert prompts(branch) == ["old"]
        assert onward.base is branch.steps[0]
        branch.sibling(1, +1)
        await until(lambda: prompts(branch) == ["newest"])
        branch.choose(newest.id)
        branch.sibling(1, -1)
        await until(lambda: not r.tasks.running)
        assert prompts(branch) == ["old"], "what was asked for last"


async def test_a_conversation_that_is_put_into_the_trash_leaves_the_stage_until_it_is_back(tmp_path: Path) -> None:
    async with rig(tmp_path) as r:
        branch = branch_of(r)
        onward = Onward(branch, r.jobs)
        (root,) = await made(r, r.wish())
        await made(r, after(r, root, "at night"))
        await made(r, r.wish(prompt="a fox", conversation_id=root.conversation_id))
        await until(lambda: prompts(branch) == ["a fox"])
        branch.sibling(1, -1)
        await until(lambda: prompts(branch) == ["an otter", "at night"])
        r.library.conversations.trash(root.conversation_id, 1)
        branch.refresh()
        await until(lambda: branch.conversation_id is None)
        assert (branch.steps, onward.base) == ((), None)
        branch.refresh()
        await until(lambda: not r.tasks.running)
        assert branch.conversation_id is None
        r.library.conversations.restore(root.conversation_id)
        branch.refresh()
        await until(lambda: prompts(branch) == ["an otter", "at night"], "the way that was shown")


async def test_what_is_back_from_the_trash_takes_nobodys_place(tmp_path: Path) -> None:
    async with rig(tmp_path) as r:
        branch = branch_of(r)
        (root,) = await made(r, r.wish())
        await until(lambda: branch.steps and branch.steps[0].entries[0].images)
        r.library.conversations.trash(root.conversation_id, 1)
        branch.refresh()
        await until(lambda: branch.conversation_id is None)
        branch.clear()  # a new conversation is wanted
        r.library.conversations.restore(root.conversation_id)
        branch.refresh()
        await until(lambda: not r.tasks.running)
        assert branch.conversation_id is None


async def test_a_turn_of_a_conversation_in_the_trash_can_be_looked_at(tmp_path: Path) -> None:
    async with rig(tmp_path) as r:
        (root,) = await made(r, r.wish())
        r.library.conversations.trash(root.conversation_id, 1)
        branch = branch_of(r)
        branch.show_turn(root)
        for _ in range(2):
            await until(lambda: not r.tasks.running)
            assert prompts(branch) == ["an otter"]
            branch.refresh()


async def test_a_copy_of_what_is_on_its_way_shows_what_becomes_of_it(tmp_path: Path) -> None:
    asked, goes_on = Event(), Event()

    def answer(request: Request, wire: Wire) -> None:
        asked.set()
        goes_on.wait(20)
        GOOD(request, wire)

    async with rig(tmp_path, answer) as r:
        branch = branch_of(r)
        onward = Onward(branch, r.jobs)
        (job,) = r.jobs.send([r.wish()], ID, NAME)
        await until(asked.is_set)
        fork = r.library.forest.fork(job.id, "A fork", 5)
        branch.show_conversation(fork.id)
        await until(lambda: branch.conversation_id == fork.id and branch.steps)
        entry = branch.steps[0].entries[0]
        assert (entry.images, entry.attempts[-1].state) == ((), "open")
        goes_on.set()
        await until(lambda: branch.steps[0].entries[0].images, "the image in the fork")
        assert onward.head is branch.steps[0]
