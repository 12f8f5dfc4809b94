"""Who answers what (clause 6.5): what a device sends is confirmed when it is kept; what answers us is not answered again."""

from liren.gateway.gb26875.frame import CONFIRM, DENY, REPLY, SEND, SHORTEST, USER_COMMANDS, Frame


def keeps(frame: Frame) -> bool:
    """Everything that says something. An empty frame is a heartbeat or an answer and leaves only its time."""
    return len(frame.raw) > SHORTEST


def answers(frame: Frame) -> bool:
    """Data that was sent, a heartbeat among it, and makers' own commands."""
    return frame.command == SEND or frame.command >= USER_COMMANDS


def returns(frame: Frame) -> bool:
    """What answers an order of the centre."""
    return frame.command in (CONFIRM, REPLY, DENY)
