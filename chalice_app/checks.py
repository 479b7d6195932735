"""What every message must pass: it is of the kind its route serves, the connection's own, and comes after hello."""

from typing import TypeVar

from chalice_app.incoming import Incoming
from stikadoo.errors import MalformedMessage
from stikadoo.messages import Message, from_device
from stikadoo.session import Session, State, session_id_of

Kind = TypeVar("Kind", bound=Message)


def parse_message(message: Incoming, kind: type[Kind]) -> Kind:
    """Raises MalformedMessage."""
    said = from_device(message.text)
    if not isinstance(said, kind):
        raise MalformedMessage(f"this is no {kind.__name__.lower()}")
    return said


def own_session_id(message: Incoming, said: str | None) -> str:
    """The connection's session id, which follows from the connection: no table is asked. Raises MalformedMessage."""
    own = session_id_of(message.connection_id)
    if said is None:
        raise MalformedMessage("session_id is missing: send the one of our hello, or an empty one")
    if said not in ("", own):
        raise MalformedMessage("session_id is not this connection's: send the one of our hello, or an empty one")
    return own


def require_hello(session: Session | None) -> Session:
    """Raises MalformedMessage where nobody said hello: no session, none that could change, or one only connected."""
    if session is None or session.state is State.CONNECTED:
        raise MalformedMessage("say hello first")
    return session
