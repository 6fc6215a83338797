"""Why a reply has no picture, or an odd one: every finish reason and block reason of the protocol as a sentence."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject

from studio.ui.sentences.said import Fix, Line

_REWORD = (Fix.EDIT, Fix.AGAIN)
_RETRY = (Fix.AGAIN, Fix.EDIT)


class Outcomes(QObject):
    """What is said of a whole reply that is not what was asked for."""

    def line(self, outcome: str, facts: Mapping[str, object]) -> Line:
        """What is said of a reply without a picture, from the facts that were read from it."""
        finish, block = (str(facts.get(name) or "") for name in ("finishReason", "blockReason"))
        if block:
            return self.blocked(block)
        if finish and finish.upper() != "STOP":
            return self.finished(finish)
        if _has_lost(facts):
            return Line(
                self.tr("The image came as a link that could not be fetched."),
                self.tr("Open the link, or ask again."),
                _RETRY,
            )
        if outcome == "words":
            return Line(
                self.tr("The model answered in words and drew nothing."),
                self.tr("Say that it should draw, or answer its question."),
                _REWORD,
            )
        if outcome == "blocked":
            return self.blocked("OTHER")
        return Line(self.tr("The model sent neither a picture nor a word."), self.tr("Ask again."), _RETRY)

    def finished(self, reason: str) -> Line:
        """Why a model stopped; a reason nobody knows yet is shown as it came."""
        for lines in (self._held_back, self._too_close, self._did_not_draw, self._mistakes):
            if (line := lines().get(reason)) is not None:
                return line
        return Line(self.tr("The model stopped with {reason}.").format(reason=reason), self._if_twice(), _RETRY)

    def blocked(self, reason: str) -> Line:
        """Why a prompt was blocked."""
        reword = self._reword()
        line = {
            "SAFETY": Line(self.tr("The safety filters blocked the prompt."), reword, _REWORD),
            "BLOCKLIST": Line(self.tr("The prompt has a word the provider does not allow."), reword, _REWORD),
            "PROHIBITED_CONTENT": Line(self.tr("The provider does not allow this prompt."), reword, _REWORD),
            "MODEL_ARMOR": Line(self.tr("A filter of your organisation blocked the prompt."), reword, _REWORD),
            "JAILBREAK": Line(self.tr("The prompt was taken for an attempt to get round the rules."), reword, _REWORD),
            "IMAGE_SAFETY": Line(
                self.tr("An image you sent was blocked by the provider's policy."),
                self.tr("Leave it out or use another one."),
                _REWORD,
            ),
            "OTHER": Line(
                self.tr("The prompt was blocked without a reason; often one reference image is the cause."),
                self.tr("Leave them out in turn."),
                _REWORD,
            ),
        }.get(reason)
        unknown = self.tr("The prompt was blocked with {reason}.").format(reason=reason)
        return line or Line(unknown, reword, _REWORD)

    def _held_back(self) -> dict[str, Line]:
        reword = self._reword()
        return {
            "SAFETY": Line(self.tr("The safety filters held the reply back."), reword, _REWORD),
            "IMAGE_SAFETY": Line(
                self.tr("A picture was made and held back by the provider's policy; no setting changes that."),
                reword,
                _REWORD,
            ),
            "PROHIBITED_CONTENT": Line(self.tr("The provider does not allow this content."), reword, _REWORD),
            "IMAGE_PROHIBITED_CONTENT": Line(
                self.tr("The picture would break the provider's rules, a brand perhaps."), reword, _REWORD
            ),
            "BLOCKLIST": Line(self.tr("The prompt has a word the provider does not allow."), reword, _REWORD),
            "SPII": Line(self.tr("The reply would have held sensitive personal data."), reword, _REWORD),
            "MODEL_ARMOR": Line(self.tr("A filter of your organisation held the reply back."), reword, _REWORD),
        }

    def _too_close(self) -> dict[str, Line]:
        original = self.tr("Ask for something more original.")
        return {
            "RECITATION": Line(self.tr("The reply came too close to existing work."), original, _REWORD),
            "IMAGE_RECITATION": Line(self.tr("The picture came too close to existing work."), original, _REWORD),
        }

    def _did_not_draw(self) -> dict[str, Line]:
        return {
            "MAX_TOKENS": Line(
                self.tr("The reply was cut off at the model's output limit."),
                self.tr("Ask for a smaller picture."),
                (Fix.SMALLER, Fix.AGAIN),
            ),
            "NO_IMAGE": Line(
                self.tr("The model was expected to draw and did not."),
                self.tr("Ask again, and say that it should only draw."),
                _RETRY,
            ),
            "IMAGE_OTHER": Line(self.tr("The model could not draw this."), self._reword(), _REWORD),
            "OTHER": Line(
                self.tr("The model stopped without saying why; often a reference image is the cause."),
                self.tr("Ask again or leave one out."),
                _RETRY,
            ),
            "LANGUAGE": Line(
                self.tr("The model does not support this language."), self.tr("Ask in another one."), (Fix.EDIT,)
            ),
            "MISSING_THOUGHT_SIGNATURE": Line(
                self.tr("The history did not fit this model."),
                self.tr("Continue from the last image instead."),
                (Fix.CONTINUE_LAST_IMAGE,),
            ),
        }

    def _mistakes(self) -> dict[str, Line]:
        twice, own = self._if_twice(), self.tr("The model made a mistake of its own.")
        return {
            "MALFORMED_FUNCTION_CALL": Line(own, twice, _RETRY),
            "MALFORMED_RESPONSE": Line(own, twice, _RETRY),
            "UNEXPECTED_TOOL_CALL": Line(self.tr("The model tried to use a tool instead of drawing."), twice, _RETRY),
            "TOO_MANY_TOOL_CALLS": Line(self.tr("The model kept using tools instead of drawing."), twice, _RETRY),
        }

    def _reword(self) -> str:
        return self.tr("Reword the prompt and ask again.")

    def _if_twice(self) -> str:
        return self.tr("Ask again; if it happens twice, reword the prompt.")


def _has_lost(facts: Mapping[str, object]) -> bool:
    sources = facts.get("sources")
    found = sources if isinstance(sources, list | tuple) else ()
    return any(isinstance(each, Mapping) and each.get("kind") == "lost" for each in found)
