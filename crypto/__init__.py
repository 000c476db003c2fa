"""The Sealed Line protocol, version 1, as docs/protocol.md gives it: bytes in, bytes out.

Nothing here reads a clock, a file, a database or the network, and nothing here logs.
"""
