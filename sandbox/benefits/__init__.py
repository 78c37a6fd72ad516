"""A benefits API that closes and opens enrollments as the Vitable Connect API does.

It has three employers and forty employees with awkward names, answers in either of the two shapes the real one is
known in, and fails on demand: slow, silent, dropped before or after the effect. Start at `api`; `people` is the table
of who there is, `rules` what a reissue does, `mishaps` what can go wrong.
"""
