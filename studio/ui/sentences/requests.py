"""Every GeminiError as a sentence: from its kind and its facts, so that the record says the same as the moment did."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject

from studio.ui.sentences.amounts import Amounts
from studio.ui.sentences.said import Fix, Line

_QUOTE = 160
_SANDBOX = "The sandbox"  # as its endpoint is called, and as earlier runs have kept it


class Requests(QObject):
    """What is said of requests that brought no reply, or none that can be used."""

    def __init__(self, amounts: Amounts, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._amounts = amounts

    def line(self, kind: str, facts: Mapping[str, object], charge: str) -> Line | None:
        """What is said of a failure; None for a kind that nobody knows here."""
        for lines in (self._not_sent, self._refused, self._broken, self._ended):
            if (line := lines(facts, charge).get(kind)) is not None:
                what = line.what.format(**self._parts(facts))
                return line._replace(what=what, advice=line.advice.format(**self._parts(facts)))
        return None

    def _not_sent(self, facts: Mapping[str, object], _: str) -> dict[str, Line]:
        at_connection = (Fix.CONNECTION,)
        again = (Fix.AGAIN, Fix.CONNECTION)
        check = self.tr("Check your network and the base URL, then ask again.")
        return {
            "NotSent": Line(self.tr("The request could not be sent."), check, again),
            "BadAddress": Line(
                self.tr("The base URL of this connection cannot be used."),
                self.tr("Correct the base URL."),
                at_connection,
            ),
            "BadModelId": Line(
                self.tr("No model can have an id like that."), self.tr("Correct the model id."), (Fix.EDIT,)
            ),
            "BadProxy": Line(
                self.tr("The proxy that your system names cannot be used."),
                self.tr("Set it to an http proxy such as http://proxy.example:8080, or take it out."),
                (Fix.AGAIN,),
            ),
            "BadCertificates": Line(
                self.tr("The certificates to trust cannot be read."),
                self.tr("Correct the environment variable SSL_CERT_FILE, or take it out."),
                (Fix.AGAIN,),
            ),
            "NeverSent": Line(
                self.tr("Studio ended before this request went out."), self.tr("Ask again."), (Fix.AGAIN,)
            ),
            "Unreachable": Line(self._unreached(str(facts.get("reason", ""))), check, again),
            "InputChanged": Line(
                self.tr("A picture to be sent is gone, or is not what it was."),
                self.tr("Add the picture once more and ask again."),
                (Fix.EDIT,),
            ),
        }

    def _unreached(self, reason: str) -> str:
        return {
            "refused": self.tr("{Host} refused the connection."),
            "silent": self.tr("{Host} does not answer."),
            "unknown host": self.tr("{Host} cannot be found on the network."),
            "certificate": self.tr("{Host} shows a certificate that cannot be trusted."),
            "sandbox": self.tr("The sandbox cannot be started on this machine."),
        }.get(reason, self.tr("{Host} cannot be reached."))

    def _refused(self, facts: Mapping[str, object], _: str) -> dict[str, Line]:
        change = self.tr("Change the request and ask again.")
        refused = self.tr("{Host} refused the request: “{said}”") if facts.get("said") else ""
        refused = refused or self.tr("{Host} refused the request.")
        return {
            "Refused": Line(refused, change, (Fix.EDIT,)),
            "RequestInvalid": Line(refused, change, (Fix.EDIT,)),
            "KeyRefused": self._key_refused(facts),
            "ModelUnknown": self._model_unknown(facts),
            "PathUnknown": self._path_unknown(facts),
            "SignatureRefused": Line(
                self.tr("{Host} does not take the history of this conversation."),
                self.tr("Continue from the last image instead of the whole conversation."),
                (Fix.CONTINUE_LAST_IMAGE,),
            ),
            "PlaceRefused": Line(
                self.tr("{Host} does not serve this account or place."),
                self.tr("Use another connection, or set up billing with the provider."),
                (Fix.CONNECTION,),
            ),
            "RequestTooLarge": Line(
                self.tr("{Host} finds the request too large."),
                self.tr("Send fewer or smaller pictures, or continue from the last image."),
                (Fix.CONTINUE_LAST_IMAGE, Fix.EDIT),
            ),
            "Redirected": self._redirected(facts),
        } | self._busy(facts)

    def _key_refused(self, facts: Mapping[str, object]) -> Line:
        if facts.get("status") == 403:
            what = self.tr("{Host} does not allow this with this key.")
        else:
            what = self.tr("{Host} refused the key.")
        return Line(what, self.tr("Set the right key for this connection."), (Fix.KEY, Fix.AGAIN))

    def _model_unknown(self, facts: Mapping[str, object]) -> Line:
        if facts.get("model"):
            what = self.tr("{Host} knows no model “{model}”.")
        else:
            what = self.tr("{Host} knows no such model.")
        if facts.get("successor"):
            return Line(what, self.tr("It may be retired; its successor is {successor}."), (Fix.EDIT, Fix.CONNECTION))
        advice = self.tr("It may be retired, misspelt, or not offered by this connection. Choose another one.")
        if facts.get("streamed"):
            advice = self.tr(
                "It may be retired, misspelt, or not offered by this connection. Choose another one, or turn streaming"
                " off for this connection."
            )
        return Line(what, advice, (Fix.EDIT, Fix.CONNECTION))

    def _path_unknown(self, facts: Mapping[str, object]) -> Line:
        what = self.tr("{Host} has nothing at {url}.") if facts.get("url") else self.tr("{Host} has nothing there.")
        advice = self.tr("Check the base URL of the connection.")
        if facts.get("streamed"):
            advice = self.tr("Check the base URL of the connection, or turn streaming off for it.")
        return Line(what, advice, (Fix.CONNECTION, Fix.AGAIN))

    def _redirected(self, facts: Mapping[str, object]) -> Line:
        if facts.get("location"):
            what = self.tr("{Host} points to {location}; the key was not carried there.")
        else:
            what = self.tr("{Host} points to another address; the key was not carried there.")
        return Line(what, self.tr("If that address is right, make it the connection's base URL."), (Fix.CONNECTION,))

    def _busy(self, facts: Mapping[str, object]) -> dict[str, Line]:
        if facts.get("wait"):
            later = self.tr("Wait {wait}, then ask again.")
        else:
            later = self.tr("Wait a little and ask again.")
        return {
            "RateLimited": Line(self.tr("{Host} asks to slow down: too many requests."), later, (Fix.AGAIN,)),
            "Overloaded": Line(self.tr("{Host} is overloaded just now."), later, (Fix.AGAIN,)),
            "QuotaSpent": self._quota_spent(facts),
        }

    def _quota_spent(self, facts: Mapping[str, object]) -> Line:
        plan = self.tr("Check the plan and billing of this key, or use another connection.")
        what = self.tr("{Host} has no quota left for this key.")
        if facts.get("reason") == "day":
            what = self.tr("{Host} has no quota left for this key today.")
            plan = self.tr("Ask again tomorrow, or use another connection.")
        elif facts.get("reason") == "none":
            what = self.tr("{Host} gives this key no quota for this model.")
        return Line(what, plan, (Fix.CONNECTION, Fix.AGAIN))

    def _broken(self, facts: Mapping[str, object], charge: str) -> dict[str, Line]:
        again = self.again(charge)
        connection = self.tr("Check the base URL of the connection.")
        failed = self.tr("{Host} failed with status {status}.") if facts.get("status") else self.tr("{Host} failed.")
        if facts.get("status") in (200, 204):
            failed = self.tr("{Host} answered with an error instead of an image.")
        return {
            "ServerFailed": Line(failed, again, (Fix.AGAIN,)),
            "ReplyBroken": Line(self.tr("The reply of {host} cannot be used."), again, (Fix.AGAIN,)),
            "ReplyCut": Line(
                self.tr("The connection to {host} broke before the whole reply was there."), again, (Fix.AGAIN,)
            ),
            "BrokenOff": Line(self.tr("{Host} broke off in the middle of its answer."), again, (Fix.AGAIN,)),
            "NotTheProtocol": Line(
                self.tr("What {host} answered is no reply of an image model."), connection, (Fix.CONNECTION, Fix.AGAIN)
            ),
            "ReplyUnreadable": Line(
                self.tr("What {host} sent is damaged and cannot be read. Its bytes are kept."), again, (Fix.AGAIN,)
            ),
            "ReplyTooLarge": Line(
                self.tr("{Host} sent more than there is room for. What came of its images is kept."),
                self._too_large(facts, again),
                (Fix.CONNECTION, Fix.AGAIN),
            ),
        }

    def _too_large(self, facts: Mapping[str, object], again: str) -> str:
        if facts.get("streamed"):
            return " ".join((self.tr("Turn streaming off for this connection."), again))
        return " ".join((self.tr("Check the base URL of the connection."), again))

    def _ended(self, facts: Mapping[str, object], charge: str) -> dict[str, Line]:
        again = self.again(charge)
        return {
            "GeminiError": Line(self.tr("The request to {host} brought nothing."), again, (Fix.AGAIN,)),
            "TimedOut": Line(self._timed_out(facts), again, (Fix.AGAIN, Fix.SETTINGS)),
            "Cancelled": Line(self._cancelled(charge), "", (Fix.AGAIN,)),
            "Interrupted": Line(
                self.tr("Studio ended while this was under way. What became of it is not known."),
                again,
                (Fix.AGAIN,),
            ),
        }

    def _timed_out(self, facts: Mapping[str, object]) -> str:
        if not facts.get("seconds"):
            return self.tr("{Host} took longer than the time limit.")
        return {
            "total": self.tr("{Host} did not finish within {seconds}."),
            "write": self.tr("{Host} stopped taking the request for {seconds}."),
            "connect": self.tr("{Host} did not answer within {seconds}."),
        }.get(str(facts.get("phase")), self.tr("{Host} sent nothing for {seconds}."))

    def _cancelled(self, charge: str) -> str:
        return (
            self.tr("You cancelled this after it had been sent.")
            if charge != "none"
            else self.tr("You cancelled this.")
        )

    def again(self, charge: str) -> str:
        """What asking again means for the purse."""
        if charge == "yes":
            return self.tr("What had arrived is kept. Asking again costs once more.")
        if charge == "maybe":
            return self.tr("Ask again only if you accept paying twice.")
        return self.tr("Ask again.")

    def _parts(self, facts: Mapping[str, object]) -> dict[str, str]:
        """What may stand in a sentence; a text of a server is cut to what a tile can show."""
        said = str(facts.get("said", ""))
        return {
            **self._whom(str(facts.get("host", ""))),
            "said": said if len(said) <= _QUOTE else said[: _QUOTE - 1] + "…",
            "status": str(facts.get("status", "")),
            "model": str(facts.get("model", "")),
            "successor": str(facts.get("successor", "")),
            "location": str(facts.get("location", "")),
            "url": str(facts.get("url", "")),
            "wait": self._amounts.seconds(_number(facts.get("wait"))),
            "seconds": self._amounts.seconds(_number(facts.get("seconds"))),
        }

    def _whom(self, host: str) -> dict[str, str]:
        """Who is meant, in the middle of a sentence and at its beginning; a name that was given is left as it is."""
        if host == _SANDBOX:
            return {
                "host": self.tr("the sandbox", "in the middle of a sentence"),
                "Host": self.tr("The sandbox", "at the beginning of a sentence"),
            }
        return {
            "host": host or self.tr("the server", "in the middle of a sentence"),
            "Host": host or self.tr("The server", "at the beginning of a sentence"),
        }


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0
