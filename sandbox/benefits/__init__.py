"""A benefits API that closes and opens enrollments as the Vitable Connect API does.

It has three employers and forty employees with awkward names. It speaks either of the two dialects of the real
servers, and fails on demand: slow, silent, dropped before or after the effect. Start at `api`. `people` is the table of
employees, `rules` does a reissue, `dialects` has the differences of the two servers, and `fault_answers` the failures.
"""
