"""Earlier prompts: those of the library, and those just sent, each once."""

from pathlib import Path

from studio.workbench.history import History
from tests.ui.waiting import until
from tests.workbench.rig import ID, NAME, rig


async def test_earlier_prompts_come_from_the_library_and_from_what_is_sent(tmp_path: Path) -> None:
    async with rig(tmp_path) as r:
        for prompt in ("a fox", "an otter", "a fox"):
            r.jobs.send([r.wish(prompt=prompt)], ID, NAME)
            await until(lambda: not r.jobs.under_way)
        history = History(r.tasks, r.jobs)
        history.open(r.library)
        await until(lambda: history.prompts)
        assert history.prompts == ("an otter", "a fox")
        r.jobs.send([r.wish(prompt="a hare"), r.wish(prompt="an otter")], ID, NAME)
        assert history.prompts == ("a fox", "a hare", "an otter")
        history.close()
        assert history.prompts == ()
