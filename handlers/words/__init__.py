"""All that people read: every sentence, label and unit, in one place.

Functions that return `str` return plain text with foreign words as they are; functions that return `Mrkdwn` have
escaped them already. Nothing here knows how a screen is laid out.
"""
