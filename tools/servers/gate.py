"""Runs a server in a network of its own and lets callers in: `gate.py SOCKET:PORT,… command…`.

Each SOCKET is the number of a listening socket that came from outside; who calls there is led to PORT inside. Only
the standard library: the system's Python runs this text, where the checkout may be closed to the servers' user.
"""

import asyncio
import contextlib
import fcntl
import signal
import socket
import struct
import sys

HOST = "127.0.0.1"
SIOCSIFFLAGS = 0x8914
IFF_UP = 1


def raise_loopback() -> None:
    """A new network has a loopback device, but it is down."""
    with socket.socket() as any_socket:
        fcntl.ioctl(any_socket, SIOCSIFFLAGS, struct.pack("16sh22x", b"lo", IFF_UP))


async def carry(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    """Until one side has nothing more to say; the other may go on."""
    try:
        while data := await source.read(65_536):
            target.write(data)
            await target.drain()
        target.write_eof()
    except OSError:
        target.close()


class Gate:
    """One socket outside, one port inside."""

    def __init__(self, leads_to: str) -> None:
        outside, port = leads_to.split(":")
        self._listening = socket.socket(fileno=int(outside))
        self._port = int(port)

    async def open(self) -> None:
        await asyncio.start_server(self._let_in, sock=self._listening)

    async def _let_in(self, from_caller: asyncio.StreamReader, to_caller: asyncio.StreamWriter) -> None:
        with contextlib.closing(to_caller), contextlib.suppress(OSError):
            from_server, to_server = await asyncio.open_connection(HOST, self._port)
            with contextlib.closing(to_server):
                await asyncio.gather(carry(from_caller, to_server), carry(from_server, to_caller))


async def main(gates: str, *command: str) -> int:
    raise_loopback()
    # Killed rather than asked, should this process be killed: nobody would be left to ask twice.
    server = await asyncio.create_subprocess_exec("setpriv", "--pdeathsig", "KILL", "--", *command)
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, server.terminate)
    for leads_to in gates.split(","):
        await Gate(leads_to).open()
    return await server.wait()


if __name__ == "__main__":
    sys.exit(asyncio.run(main(*sys.argv[1:])))
