"""What only a real server meets: a body that comes drop by drop, one that never ends, a huge header."""

import socket
import threading
import time
import urllib.request
from urllib.parse import urlsplit

import pytest

ALLOWED = {"size-13": (400, 408, 413), "size-15": (400, 411, 413), "size-10": (400, 413, 431)}


def _opened(url: str) -> socket.socket:
    address = urlsplit(url)
    return socket.create_connection((address.hostname, address.port), timeout=40)


def _status(connection: socket.socket) -> int:
    """The status of the answer; 400 if the server hung up, which is an answer too."""
    try:
        line = connection.recv(200)
    except ConnectionResetError:
        return 400
    return int(line.split()[1]) if line else 400


def _head(*lines: str) -> bytes:
    told = ("POST /connexion HTTP/1.1", "Host: localhost", *lines)
    return ("\r\n".join(told) + "\r\n\r\n").encode()


FORM = "Content-Type: application/x-www-form-urlencoded"


def test_a_body_that_comes_drop_by_drop_holds_nobody_up(live_server):
    """size-13, six clients at once; the others are served meanwhile."""
    clients = [_opened(live_server.url) for _number in range(6)]
    for client in clients:
        client.sendall(_head(FORM, "Content-Length: 20"))
    started = time.monotonic()
    for _second in range(5):
        for client in clients:
            client.sendall(b"a")
        with urllib.request.urlopen(f"{live_server.url}/sante/vivant", timeout=20) as answer:
            assert answer.status == 200
        time.sleep(1)
    for client in clients:
        client.sendall(b"a" * 15)
    statuses = [_status(client) for client in clients]
    for client in clients:
        client.close()

    assert set(statuses) <= set(ALLOWED["size-13"])
    assert time.monotonic() - started < 30


def test_a_body_without_end_is_cut(live_server):
    """size-15: chunks for ever, cut at the limit of the portal, long before twenty megabytes."""
    client = _opened(live_server.url)
    client.sendall(_head(FORM, "Transfer-Encoding: chunked"))
    sent, answer = 0, []
    reader = threading.Thread(target=lambda: answer.append(_status(client)), daemon=True)
    reader.start()
    chunk = b"10000\r\n" + b"a" * 0x10000 + b"\r\n"
    try:
        while sent < 20_000_000 and not answer:
            client.sendall(chunk)
            sent += len(chunk)
    except (BrokenPipeError, ConnectionResetError):
        pass
    reader.join(timeout=30)
    client.close()

    assert answer and answer[0] in ALLOWED["size-15"]
    assert sent < 20_000_000


@pytest.mark.parametrize("size", [100_000])
def test_a_huge_header_is_refused_by_the_server(live_server, size):
    """size-10."""
    client = _opened(live_server.url)
    client.sendall(f"GET / HTTP/1.1\r\nHost: localhost\r\nCookie: {'a' * size}\r\n\r\n".encode())
    status = _status(client)
    client.close()

    assert status in ALLOWED["size-10"]
