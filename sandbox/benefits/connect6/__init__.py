"""The third dialect, `connect-6`: the contract of the official client 6.2.0.

It shows the same world as the two documented dialects, so a story can be told in each of them: employees, enrollments
and life events have the same ids. Other paths and other records hold them, and a few people are in this dialect only.
Start at `endpoints`. `asking` and `reissuing` are the reissue call, `extra_people` are the people, the modules that end
in `_rows` write the records, `violations` has what no bot should do, and `webhooks` delivers events.
"""
