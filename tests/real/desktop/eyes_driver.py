"""The far end of `eyes.py`, on Debian's own Python: looks at programs through AT-SPI; a line of JSON each way.

A question is {"verb", "pid", "find", "patience", …}. Things are found anew for each and nothing of them is kept, so a
program may change, end and start again in between.
"""

import json
import sys
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402


class Unseen(Exception):
    """What was asked for is not there."""


def application(pid):
    """The program of a process."""
    context = GLib.MainContext.default()
    while context.iteration(False):
        pass
    desktop = Atspi.get_desktop(0)
    desktop.clear_cache()
    for number in range(desktop.get_child_count()):
        child = desktop.get_child_at_index(number)
        if child is not None and child.get_process_id() == pid:
            child.set_cache_mask(Atspi.Cache.NONE)
            return child
    raise Unseen(f"no accessible program with process id {pid}")


def matches(thing, wanted):
    """Whether a thing is what is looked for: the end of its id, its name, its role, states it has."""
    if "id" in wanted and id_of(thing).rpartition(".")[2] != wanted["id"]:
        return False
    if "role" in wanted and thing.get_role_name() != wanted["role"]:
        return False
    if "name" in wanted and name_of(thing) != wanted["name"]:
        return False
    if "name_has" in wanted and wanted["name_has"] not in name_of(thing):
        return False
    return set(wanted.get("states", ())) <= set(states(thing))


# A thing that goes away while it is looked at answers None, or GLib.Error.


def name_of(thing):
    return thing.get_name() or ""


def id_of(thing):
    return thing.get_accessible_id() or ""


def children(thing):
    return [child for n in range(thing.get_child_count()) if (child := thing.get_child_at_index(n)) is not None]


def found(top, wanted):
    """All things below `top` that are wanted, those nearest to it first."""
    level = children(top)
    result = []
    while level:
        below = []
        for thing in level:
            try:
                if matches(thing, wanted):
                    result.append(thing)
                below += children(thing)
            except GLib.Error:
                continue
        level = below
    return result


def the_thing(question):
    """The thing a question is about; `within` names what it is inside of, `nth` which of several."""
    top = application(question["pid"])
    for wanted in (*question.get("within", ()), question["find"]):
        several = found(top, wanted)
        nth = wanted.get("nth", 0)
        if not -len(several) <= nth < len(several):
            raise Unseen(f"nothing like {wanted}")
        top = several[nth]
    return top


def states(thing):
    those = thing.get_state_set()
    return [state.value_nick for state in those.get_states()] if those is not None else []


def can(thing, what):
    """Whether a thing has one of the interfaces."""
    return what in (thing.get_interfaces() or ())


def text_of(thing):
    if not can(thing, "Text"):
        return None
    return Atspi.Text.get_text(thing, 0, Atspi.Text.get_character_count(thing))


def extents(thing):
    if not can(thing, "Component"):
        return None
    box = Atspi.Component.get_extents(thing, Atspi.CoordType.SCREEN)
    return [box.x, box.y, box.width, box.height] if box is not None else None


def actions(thing):
    if not can(thing, "Action"):
        return []
    return [Atspi.Action.get_action_name(thing, number) for number in range(Atspi.Action.get_n_actions(thing))]


def seen(thing):
    """What can be said of a thing."""
    return {
        "id": id_of(thing),
        "name": name_of(thing),
        "description": thing.get_description() or "",
        "role": thing.get_role_name(),
        "states": states(thing),
        "extents": extents(thing),
        "actions": actions(thing),
        "text": text_of(thing),
        "count": thing.get_child_count(),
    }


def tree(thing, depth=0):
    """Every thing in it as a line, for a person who looks for a mistake."""
    lines = []
    try:
        last = id_of(thing).rpartition(".")[2]
        box = extents(thing) if "showing" in states(thing) else "hidden"
        lines.append(f"{'  ' * depth}{thing.get_role_name()} “{name_of(thing)}” {last} {box} {actions(thing)}")
        for child in children(thing):
            lines += tree(child, depth + 1)
    except GLib.Error as error:
        lines.append(f"{'  ' * depth}gone: {error}")
    return lines


def answer(question):
    match question["verb"]:
        case "tree":
            return tree(application(question["pid"]))
        case "all":
            return [seen(thing) for thing in found(application(question["pid"]), question["find"])]
        case "look":
            return seen(the_thing(question))
        case "children":
            return [seen(child) for child in children(the_thing(question))]
        case "write":
            thing = the_thing(question)
            if not can(thing, "EditableText") or not Atspi.EditableText.set_text_contents(thing, question["text"]):
                raise Unseen("this takes no text")
            return seen(thing)
        case "act":
            thing = the_thing(question)
            names = actions(thing)
            if question["action"] not in names:
                raise Unseen(f"it has no action {question['action']!r}, only {names}")
            if not Atspi.Action.do_action(thing, names.index(question["action"])):
                raise Unseen("the action was refused")
            return None
        case "choose":
            thing = the_thing(question)
            if not can(thing, "Selection") or not Atspi.Selection.select_child(thing, question["number"]):
                raise Unseen("this cannot be chosen")
            return seen(thing)
        case "focus":
            return Atspi.Component.grab_focus(the_thing(question))
    raise AssertionError(question["verb"])


def patient_answer(question):
    """Answer as soon as that is possible, or say why it is not."""
    deadline = time.monotonic() + question["patience"]
    while True:
        try:
            return {"answer": answer(question)}
        except (Unseen, GLib.Error) as error:
            if time.monotonic() >= deadline:
                return {"unseen": f"{error}" or type(error).__name__}
        time.sleep(0.05)


def main():
    Atspi.init()
    Atspi.set_timeout(5000, 15000)
    print(json.dumps({"answer": "ready"}), flush=True)
    for line in sys.stdin:
        print(json.dumps(patient_answer(json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
