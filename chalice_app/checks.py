"""Message guards: right type, this connection's session, after hello."""

from typing import TypeVar

from chalice_app.incoming import Incoming
from stikadoo.aws.registry import Recorded
from stikadoo.errors import MalformedMessage
from stikadoo.messages import Abort, Listen, Message, from_device
from stikadoo.session import Session, State, session_id_of

ExpectedMessage = TypeVar("ExpectedMessage", bound=Message)
Found = TypeVar("Found", Session, Recorded)


def parse_message(message: Incoming, expected: type[ExpectedMessage]) -> ExpectedMessage:
    """Raises MalformedMessage, also for a message of another type."""
    parsed = from_device(message.text)
    if not isinstance(parsed, expected):
        raise MalformedMessage(f"expected a message of type {expected.model_fields['type'].default}")
    return parsed.model_copy(update={"session_id": ""}) if _may_lack_a_session_id(parsed) else parsed


def own_session_id(message: Incoming, session_id: str | None) -> str:
    """The connection's session id, derived without a table lookup. Raises MalformedMessage for another's."""
    own = session_id_of(message.connection_id)
    if session_id is None:
        raise MalformedMessage("session_id is missing: send the one of the hello reply, or an empty one")
    if session_id not in ("", own):
        raise MalformedMessage("session_id is not this connection's: send the one of the hello reply, or an empty one")
    return own


def _may_lack_a_session_id(message: Message) -> bool:
    """Web pages type wishes and cancel without one: then it is this connection's."""
    match message:
        case Abort(session_id=None) | Listen(state="detect", session_id=None):
            return True
    return False


def require_hello(found: Found | None) -> Found:
    """Raises MalformedMessage if there is no session, or no hello was received on it."""
    if found is None or (isinstance(found, Session) and found.state is State.CONNECTED):
        raise MalformedMessage("say hello first")
    return found
