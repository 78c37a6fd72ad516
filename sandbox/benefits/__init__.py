"""A benefits API that closes and opens enrollments as the Vitable Connect API does.

It has three employers and forty employees with awkward names, speaks either of the two dialects of the real servers,
and fails on demand: slow, silent, dropped before or after the effect. Start at `api`; `people` is the table of who
works there, `rules` what a reissue does, `dialects` how the two servers differ, `mishaps` what can go wrong.
"""
