#!/usr/bin/env python3
"""Treats a served API and page badly, and fails unless others are answered meanwhile and afterwards.

    tests/attack.py API_URL PAGE_URL [SECONDS]     each attack lasts that long (15); about six times that in all

"Others" is a client on the same machine that asks for a forecast and for the page all the time. What is promised is in
docs/SECURITY_PROMISES.md.
"""
import contextlib
import json
import socket
import sys
import threading
import time
import urllib.error
import urllib.request
from urllib.parse import urlsplit

API, PAGE = sys.argv[1], sys.argv[2]
SECONDS = float(sys.argv[3]) if len(sys.argv) > 3 else 15
SLOWEST = 1.0  # seconds in which nine of ten others are answered
MATCH = b'{"home": "Flamengo", "away": "Palmeiras"}'


def head(first, *lines):
    return ("\r\n".join((first + " HTTP/1.1", "Host: 127.0.0.1", *lines)) + "\r\n\r\n").encode()


def connect(url):
    address = urlsplit(url)
    connection = socket.create_connection((address.hostname, address.port), 5)
    connection.settimeout(5)
    return connection


class Others(threading.Thread):
    """Whoever means well: how long each of its requests took; anything but 200 counts as unanswered."""

    def __init__(self):
        super().__init__(daemon=True)
        self.over, self.times, self.unanswered = False, [], []

    def run(self):
        while not self.over:
            for url, body in ((API + "/predict", MATCH), (PAGE + "/", None)):
                began = time.time()
                try:
                    request = urllib.request.Request(url, body, {"Content-Type": "application/json"})
                    with urllib.request.urlopen(request, timeout=30) as answer:
                        answer.read()
                    self.times.append(time.time() - began)
                except (urllib.error.URLError, OSError) as e:
                    self.unanswered.append(f"{url}: {e}")
            time.sleep(0.2)


@contextlib.contextmanager
def attack(what):
    others = Others()
    others.start()
    figures = []
    yield figures
    others.over = True
    others.join(60)
    times = sorted(others.times)
    slow = times[int(0.9 * len(times))] if times else 99
    print(f"{what}: {'; '.join(figures)}; others: {len(times)} answered, nine of ten in {slow:.2f} s", flush=True)
    if others.unanswered or slow > SLOWEST:
        sys.exit(f"FAILED: {what}: {slow:.2f} s, unanswered: {others.unanswered[:3]}")


def hold(connections, url, data):
    """One more connection that sends this and waits; None if it could not be opened."""
    try:
        connection = connect(url)
        connection.sendall(data)
        connections.append(connection)
    except OSError:
        pass


def close(connections):
    for connection in connections:
        connection.close()
    connections.clear()


def drip():
    """48 bodies a second that lack their last bytes; a byte to each now and again. Half of them say they are large."""
    small = head("POST /predict", "Content-Type: application/json", "Content-Length: 4096") + b'{"' + b"a" * 4000
    large = head("POST /predict/batch", "Content-Type: application/json", "Content-Length: 65536") + b'[{"' + b"a" * 64000
    held, end, second = [], time.time() + 3 * SECONDS, 0
    with attack("bodies without an end") as figures:
        while time.time() < end:
            began = time.time()
            for i in range(48):
                hold(held, API, small if i % 8 else large)
            if second % 12 == 11:
                for connection in held:
                    with contextlib.suppress(OSError):
                        connection.sendall(b"a")
            second += 1
            time.sleep(max(0, 1 - (time.time() - began)))
        figures.append(f"{len(held)} sent")
    close(held)


def half_uploads():
    """Two waves of files that lack their end, at an open door and at a closed one."""
    body = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n' + b"a" * (4 << 20)
    lines = ("Content-Type: multipart/form-data; boundary=x", f"Content-Length: {len(body) + 1000}")
    held = []
    with attack("half uploads") as figures:
        for wave in range(2):
            end = time.time() + SECONDS / 2
            for i in range(80):
                if time.time() < end:
                    first = head("POST /data/preview", *lines)
                    hold(held, PAGE, (first if i % 2 else first.replace(b"127.0.0.1", b"predictor.example")) + body)
            time.sleep(max(0, end - time.time()))
            figures.append(f"wave {wave + 1}: {len(held)} held")
            close(held)


def idle(count=9000):
    held = []
    with attack("connections with nothing on them") as figures:
        for _ in range(count):
            hold(held, API, b"")
        time.sleep(SECONDS / 3)
        figures.append(f"{len(held)} held")
    close(held)


def many():
    """256 connections that ask as fast as they are answered; a champion may change meanwhile."""
    end, answers, lock = time.time() + SECONDS, {}, threading.Lock()

    def client():
        request = head("POST /predict", "Content-Type: application/json", f"Content-Length: {len(MATCH)}") + MATCH
        counts = {}
        with contextlib.suppress(OSError), connect(API) as connection:
            connection.settimeout(30)
            while time.time() < end:
                connection.sendall(request)
                status = connection.recv(65536)[9:12].decode()
                counts[status] = counts.get(status, 0) + 1
        with lock:
            for status, count in counts.items():
                answers[status] = answers.get(status, 0) + count

    clients = [threading.Thread(target=client) for _ in range(256)]
    for thread in clients:
        thread.start()
    for thread in clients:
        thread.join()
    print(f"256 connections: {answers}", flush=True)
    if any(status.startswith("5") for status in answers) or answers.get("200", 0) < 256:
        sys.exit("FAILED: 256 connections")


def alive():
    with urllib.request.urlopen(urllib.request.Request(API + "/predict", MATCH, {"Content-Type": "application/json"})) as answer:
        print("afterwards:", json.load(answer)["model_version"])


for part in (drip, half_uploads, idle, many, alive):
    part()
