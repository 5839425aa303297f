"""A line that breaks: between browser and server, it swallows answers after the server has given them."""

import asyncio
import contextlib
import socket
import threading


class Line:
    """Passes requests to a server on this machine. While `cuts` is more than 0, answers to POST /outbox/ are cut.

    The answer is read from the server first, so what was sent is stored; then the connection is closed without a word.
    """

    def __init__(self, target: int) -> None:
        self.target, self.cuts, self.done = target, 0, 0
        self.every = 2  # cut every second answer, so that something gets through in between
        self.seen = 0
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        self.thread.start()

    def stop(self) -> None:
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(10)

    def _run(self) -> None:
        asyncio.set_event_loop(self.loop)
        self.loop.run_until_complete(asyncio.start_server(self._visit, "127.0.0.1", self.port))
        self.loop.run_forever()
        for task in asyncio.all_tasks(self.loop):
            task.cancel()
        self.loop.run_until_complete(asyncio.sleep(0.1))
        self.loop.close()

    async def _visit(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One request a connection: simple, and each answer can be cut by itself."""
        with contextlib.suppress(OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, ValueError):
            head = await reader.readuntil(b"\r\n\r\n")
            lines = [line for line in head.split(b"\r\n") if not line.lower().startswith(b"connection:")]
            body = b""
            for line in lines:
                if line.lower().startswith(b"content-length:"):
                    body = await reader.readexactly(int(line.split(b":")[1]))
            there, back = await asyncio.open_connection("127.0.0.1", self.target)
            back.write(b"\r\n".join([lines[0], b"Connection: close", *lines[1:]]) + body)
            await back.drain()
            answer = await there.read(-1)
            back.close()
            if answer.startswith(b"HTTP/1.1 200") and lines[0].startswith(b"POST /outbox/"):
                self.seen += 1
                if self.cuts > 0 and self.seen % self.every:
                    self.cuts -= 1
                    self.done += 1
                    writer.transport.abort()
                    return
            writer.write(answer)
            await writer.drain()
        writer.close()
