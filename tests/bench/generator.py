"""The load generator, a process of its own: `python -m tests.bench.generator`, a job in each line, an answer to each.

A job is `{"urls": […], "connections": n, "deliveries": [{"body", "headers"}, …], "over": seconds}`; the answer has,
for each delivery, when it was sent and answered (`time.monotonic()`) and the status (0: no answer). Several urls are
taken in turn. Deliveries are spread evenly over so many seconds; one that has to wait for a connection counts as sent
when it was due.
"""

import asyncio
import json
import sys
import time
from typing import Any

import aiohttp

Json = dict[str, Any]

GIVES_UP = 60.0
"""Seconds after which a delivery counts as not answered: much longer than Slack waits, to see how late it would be."""


async def run(job: Json) -> Json:
    """Send all deliveries, at most so many at a time."""
    waiting = list(enumerate(job["deliveries"]))[::-1]
    found = {name: [0] * len(waiting) for name in ("sent", "answered", "status")}
    urls, begun, pause = job["urls"], time.monotonic(), job["over"] / max(len(waiting), 1)
    timeout = aiohttp.ClientTimeout(total=GIVES_UP)
    connector = aiohttp.TCPConnector(limit=job["connections"])
    async with aiohttp.ClientSession(connector=connector, timeout=timeout) as http:

        async def work() -> None:
            while waiting:
                number, delivery = waiting.pop()
                found["sent"][number] = await _due(begun + number * pause if pause else time.monotonic())  # type: ignore[call-overload]
                found["status"][number] = await _post(http, urls[number % len(urls)], delivery)
                found["answered"][number] = time.monotonic()  # type: ignore[call-overload]

        await asyncio.gather(*(work() for _ in range(job["connections"])))
    return found


async def _due(at: float) -> float:
    await asyncio.sleep(at - time.monotonic())
    return at


async def _post(http: aiohttp.ClientSession, url: str, delivery: Json) -> int:
    try:
        async with http.post(url, data=delivery["body"].encode(), headers=delivery["headers"]) as answer:
            await answer.read()
            return answer.status
    except (aiohttp.ClientError, TimeoutError):
        return 0


def main() -> None:
    """Do one job after another until there are none."""
    for line in sys.stdin:
        sys.stdout.write(json.dumps(asyncio.run(run(json.loads(line)))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
