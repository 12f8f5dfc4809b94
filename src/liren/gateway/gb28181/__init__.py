"""GB/T 28181, signalling only: devices sign in, say that they live, list their cameras and tell of faults. No picture, no watching.

`body`, `tables`, `signals` and `words` read what was kept and need nothing; `serving` and what it uses need the extra gb28181.
"""


def hang_up() -> None:
    """Let kept alarms be read and told."""
    from liren.devices import decoding
    from liren.devices.rules.sip import WIRE
    from liren.gateway import reading
    from liren.gateway.gb28181 import signals, tables, words

    reading.register(WIRE, signals.signals_of)
    decoding.register(WIRE, words.told, tables.PROFILES, label="GB/T 28181")
