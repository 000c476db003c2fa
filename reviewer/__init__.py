"""The committee's app: members sign in, scan and answer; it must never hold a key that opens a report, nor a word of
one.
"""
