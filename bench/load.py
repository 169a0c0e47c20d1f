"""A small load generator: keep-alive connections on 127.0.0.1, each sending its next request when the answer is in."""

import asyncio
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Rate:
    """Answers a second, and the slowest of a hundred in milliseconds."""

    per_second: float
    p99_ms: float


def request(method: str, path: str, *, cookie: str = "", body: bytes = b"", accept: str = "") -> bytes:
    """One HTTP/1.1 request."""
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1"]
    if cookie:
        lines.append(f"Cookie: {cookie}")
    if accept:
        lines.append(f"Accept: {accept}")
    if body:
        lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


async def _read(reader: asyncio.StreamReader) -> int:
    head = await reader.readuntil(b"\r\n\r\n")
    status = int(head.split(b" ", 2)[1])
    lower = head.lower()
    if b"content-length:" in lower:
        await reader.readexactly(int(lower.split(b"content-length:")[1].split(b"\r\n")[0]))
    return status


async def _client(port: int, requests: Iterator[bytes], expect: set[int], until: float, times: list[float]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**22)
    while (began := time.perf_counter()) < until:
        writer.write(next(requests))  # taken only when it is sent: the next round goes on where this one stopped
        status = await _read(reader)
        if status not in expect:
            raise RuntimeError(f"answered {status}, expected {expect}")
        times.append(time.perf_counter() - began)
    writer.close()


def measure(
    port: int, clients: int, requests_of: Callable[[int], Iterator[bytes]], expect: int | set[int], seconds: float
) -> Rate:
    """Let `clients` send the requests of `requests_of(client)` for `seconds`."""

    async def run() -> Rate:
        times: list[float] = []
        fine = {expect} if isinstance(expect, int) else expect
        start = time.perf_counter()
        until = start + seconds
        await asyncio.gather(*(_client(port, requests_of(number), fine, until, times) for number in range(clients)))
        took = time.perf_counter() - start
        times.sort()
        return Rate(len(times) / took, 1000 * times[int(0.99 * (len(times) - 1))])

    return asyncio.run(run())
