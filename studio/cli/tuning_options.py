"""How the model is to go about it, as arguments of a command."""

import argparse

from studio.gemini.tuning import LEVELS, RESOLUTIONS, SAFETY, THRESHOLDS

HARMS = {each.name.lower().replace("_", "-"): each for each in SAFETY}
"""The categories of the safety filters by what they are called here."""


def add_tuning_options(parser: argparse.ArgumentParser) -> None:
    """Let a command take them."""
    levels, resolutions = (tuple(each.lower() for each in words) for words in (LEVELS, RESOLUTIONS))
    parser.add_argument("--temperature", type=float, metavar="T", help="lower is steadier, higher more daring")
    parser.add_argument("--top-p", type=float, metavar="P", help="of what could come next, the likeliest share: 0 to 1")
    parser.add_argument("--top-k", type=int, metavar="K", help="of what could come next, only so many")
    parser.add_argument("--thinking", choices=levels, help="how long the model thinks, where it has levels")
    parser.add_argument("--thoughts", action="store_true", help="have what it thinks sent along")
    parser.add_argument("--search", action="append", default=[], choices=("web", "image"), help="let it look things up")
    parser.add_argument("--media-resolution", choices=resolutions, help="how closely pictures are looked at")
    parser.add_argument(
        "--safety",
        action="append",
        default=[],
        metavar="CATEGORY=THRESHOLD",
        help=f"a safety filter (repeatable): {', '.join(HARMS)}; {', '.join(each.lower() for each in THRESHOLDS)}",
    )
    parser.add_argument("--system", metavar="TEXT", help="an instruction that stands above the prompt")
    parser.add_argument("--cached-content", metavar="NAME", help="contents that were cached with the same model")
