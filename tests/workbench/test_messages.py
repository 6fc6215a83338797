"""Messages: kept until dismissed, replaced by their id."""

from studio.workbench.messages import Message, Messages


def test_messages_stay_until_they_are_dismissed() -> None:
    messages = Messages()
    told: list[str] = []
    messages.posted.connect(lambda message: told.append(f"+{message.text}"))
    messages.gone.connect(lambda _id: told.append("-"))
    one, two = Message(severity="info", text="one"), Message(severity="error", text="two")
    messages.post(one)
    messages.post(two)
    assert messages.all == (one, two)
    messages.dismiss(one.id)
    messages.dismiss(one.id)
    assert messages.all == (two,)
    assert told == ["+one", "+two", "-"]
    messages.post(one)
    messages.dismiss_all()
    assert messages.all == ()


def test_the_same_id_takes_the_place_of_the_old_words() -> None:
    messages = Messages()
    messages.post(Message(id="crash", severity="error", text="once"))
    messages.post(Message(severity="info", text="other"))
    messages.post(Message(id="crash", severity="error", text="twice"))
    assert [message.text for message in messages.all] == ["twice", "other"]


def test_only_what_needs_no_answer_goes_by_itself() -> None:
    lifetimes = {
        severity: Message(severity=severity, text="", seconds=3).lifetime
        for severity in ("info", "done", "warning", "error")
    }
    assert lifetimes == {"info": 3, "done": 3, "warning": None, "error": None}
    assert Message(severity="info", text="").lifetime is None


def test_an_answer_may_post_the_same_message_again() -> None:
    messages, seen = Messages(), []
    again = Message(id="same", severity="error", text="still")

    def act() -> None:
        seen.append(messages.all)
        messages.post(again)

    first = Message(id="same", severity="error", text="once", actions=(("Other", print), ("Again", act)))
    messages.post(first)
    messages.answer(first, 1)
    assert seen == [()]
    assert messages.all == (again,)
