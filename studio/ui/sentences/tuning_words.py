"""What the settings of a request are called, what they stand at, and which of them were not sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QObject

from studio.gemini.tuning import Setting, Tuning

if TYPE_CHECKING:
    from studio.workbench.draft_input import SettingsDropped

_LONG = (Setting.INSTRUCTION, Setting.CACHED_CONTENT)


class TuningWords(QObject):
    """Names settings by what the record calls them."""

    def name(self, setting: str) -> str:
        """What a setting is called: "Thinking"."""
        return {
            "aspectRatio": self.tr("Ratio"),
            "imageSize": self.tr("Size"),
            "seed": self.tr("Seed"),
            "temperature": self.tr("Temperature"),
            "topP": self.tr("Top-p"),
            "topK": self.tr("Top-k"),
            "thinkingLevel": self.tr("Thinking"),
            "includeThoughts": self.tr("Show thoughts"),
            "harassment": self.tr("Harassment"),
            "hateSpeech": self.tr("Hate speech"),
            "sexuallyExplicit": self.tr("Sexually explicit"),
            "dangerousContent": self.tr("Dangerous content"),
            "webSearch": self.tr("Web search"),
            "imageSearch": self.tr("Image search"),
            "mediaResolution": self.tr("Image detail"),
            "systemInstruction": self.tr("System instruction"),
            "cachedContent": self.tr("Cached content"),
        }.get(setting, setting)

    def value(self, value: object) -> str:
        """What a setting stands at: "High"; "" for one that is on, whose name says it."""
        if value is None or isinstance(value, bool):
            return ""
        if isinstance(value, float):
            return QLocale().toString(value, "g", 3)
        return {
            "MINIMAL": self.tr("Minimal"),
            "LOW": self.tr("Low"),
            "MEDIUM": self.tr("Medium"),
            "HIGH": self.tr("High"),
            "BLOCK_LOW_AND_ABOVE": self.tr("Block most"),
            "BLOCK_MEDIUM_AND_ABOVE": self.tr("Block some"),
            "BLOCK_ONLY_HIGH": self.tr("Block few"),
            "BLOCK_NONE": self.tr("Block none"),
            "OFF": self.tr("Off"),
        }.get(str(value), str(value))

    def named(self, setting: str, value: object) -> str:
        """A setting with what it stands at: "Thinking: High", "Web search"."""
        told = self.value(value)
        if setting in ("aspectRatio", "imageSize"):
            return told  # which tells itself
        return self.tr("{name}: {value}").format(name=self.name(setting), value=told) if told else self.name(setting)

    def asked(self, settings: Mapping[str, object]) -> list[str]:
        """What of the finer settings of a turn was not left to the provider; long texts by their names alone."""
        chosen = Tuning.read(settings)
        return [self.name(each) if each in _LONG else self.named(each, chosen[each]) for each in chosen.chosen]

    def left_out(self, fact: Mapping[str, object]) -> str:
        """Which setting of a turn was not sent, and why."""
        return self.tr("Not sent: {setting}. {why}").format(
            setting=self.named(str(fact.get("setting")), fact.get("value")), why=self.why(str(fact.get("reason")))
        )

    def dropped(self, fact: SettingsDropped) -> str:
        """What a newly chosen model or connection does not take."""
        lines = {
            "not by the model": self.tr("{model} does not take {dropped}: the choice is left to it now."),
            "not by the server": self.tr("This connection does not take {dropped}: it is not sent."),
        }
        said = []
        for why, line in lines.items():
            left_out = [self.named(each.setting, each.value) for each in fact.left_out if each.why == why]
            if left_out:
                said.append(line.format(model=fact.model, dropped=self.tr(" and ").join(left_out)))
        return "\n".join(said)

    def why_short(self, reason: str) -> str:
        """The same behind the name of a setting that cannot be chosen."""
        return {
            "not by the model": self.tr("not with this model"),
            "not by the server": self.tr("not on this connection"),
            "not with a cache": self.tr("not with cached content"),
        }.get(reason, "")

    def why(self, reason: str) -> str:
        """Why a setting is not sent."""
        return {
            "not by the model": self.tr("The model does not take it."),
            "not by the server": self.tr("This connection does not take it."),
            "not with a cache": self.tr("The cached content brings its own."),
        }.get(reason, "")
