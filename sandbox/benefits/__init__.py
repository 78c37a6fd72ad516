"""A benefits API that closes and opens enrollments as the Vitable Connect API does.

It has three employers and forty employees with awkward names. It speaks one of the three dialects of the real servers,
and fails on demand: slow, silent, dropped before or after the effect. Start at `api`. `people` is the table of
employees, `rules` does a reissue, `dialects` has the differences of the two documented servers, `connect6` is the third
dialect, and `fault_answers` has the failures.
"""
