#!/usr/bin/env python3
"""How long a chapter takes from exec to its result, with three ways to start the same jars in the same JVM:
the plain class path, an AppCDS archive, and the ahead-of-time cache that the image uses.

  benchmarks/startup.py FILE.csv...        (without files: the simulated sample)

Times are of this machine at this moment; the ratios are what to compare. RUNS says how often, 10 by default.
The fit is that of the champion alone: it learns every match day and writes a forecast for the newest half of the seasons.
The API's result is its first good answer to POST /predict; nothing but a connection every two milliseconds waits for it.
"""
import os
import pathlib
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time

HOME = pathlib.Path(__file__).resolve().parent.parent
PORT = 18080
BODY = b'{"home": "Flamengo", "away": "Palmeiras"}'
REQUEST = (b"POST /predict HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\n"
           b"Content-Length: %d\r\n\r\n" % len(BODY)) + BODY
# As image/run starts them, but for the heap's share of a container's memory.
OPTIONS = ["-Xlog:disable", "-XX:+UseSerialGC", "-XX:-UsePerfData", "--sun-misc-unsafe-memory-access=allow"]
COMPILERS = {"etl": [], "fit": ["-XX:TieredStopAtLevel=1"], "train": ["-XX:TieredStopAtLevel=1"], "api": ["-XX:CompileThresholdScaling=3"]}


def answered():
    """Whether the API gives a good answer now."""
    try:
        with socket.create_connection(("127.0.0.1", PORT)) as connection:
            connection.sendall(REQUEST)
            return connection.makefile("rb").readline().split()[1] == b"200"
    except (OSError, IndexError):
        return False


def measure(command, server, end=signal.SIGKILL):
    """Seconds from exec to the result, and seconds of processor time."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    if server:
        while not answered():
            if process.poll() is not None or time.perf_counter() - start > 60:
                sys.exit("no answer from " + " ".join(command))
            time.sleep(0.002)
        wall = time.perf_counter() - start
        processor = pathlib.Path(f"/proc/{process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        process.send_signal(end)
        process.wait()
        return wall, (int(processor[11]) + int(processor[12])) / os.sysconf("SC_CLK_TCK")
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit("failed: " + " ".join(command))
    return time.perf_counter() - start, usage.ru_utime + usage.ru_stime


def main():
    files = [os.path.abspath(file) for file in sys.argv[1:]] or [str(HOME / "sample/simulated-league.csv")]
    jdk = subprocess.run([HOME / "jbangw", "jdk", "home", "25"], check=True, capture_output=True, text=True).stdout.strip()
    java = jdk + "/bin/java"
    with tempfile.TemporaryDirectory() as work:
        app, lake = work + "/app", work + "/lake"
        subprocess.run([HOME / "image/compile", app], check=True, cwd=HOME, capture_output=True, env=os.environ | {"PATH": jdk + "/bin:" + os.environ["PATH"]})
        subprocess.run([java, *OPTIONS, "-jar", app + "/02_etl.jar", "add", "--lake", lake, *files], check=True, capture_output=True)
        chapters = {
            "etl": ["-jar", app + "/02_etl.jar", "run", "--lake", lake],
            "fit": ["-jar", app + "/03_train.jar", "backtest", "--forecaster", "pool", "--out", work + "/forecasts.csv", "--lake", lake],
            "train": ["-jar", app + "/03_train.jar", "train", "--lake", lake],
            "api": ["-jar", app + "/04_api.jar", "serve", "--port", str(PORT), "--lake", lake],
        }
        print("| chapter | start | median s | least s | processor s | of plain |\n|---|---|---|---|---|---|")
        for chapter, command in chapters.items():
            start = [java, *OPTIONS, *COMPILERS[chapter]]
            archive = f"{work}/{chapter}"
            measure([*start, f"-XX:ArchiveClassesAtExit={archive}.jsa", *command], chapter == "api", signal.SIGTERM)
            measure([*start, f"-XX:AOTCacheOutput={archive}.aot", *command], chapter == "api", signal.SIGTERM)
            ways = {"plain": [], "AppCDS": [f"-XX:SharedArchiveFile={archive}.jsa"], "AOT": [f"-XX:AOTCache={archive}.aot"]}
            times = {way: [] for way in ways}
            for _ in range(int(os.environ.get("RUNS", "10"))):
                for way, option in ways.items():
                    times[way].append(measure([*start, *option, *command], chapter == "api"))
            plain = statistics.median(wall for wall, _ in times["plain"])
            for way, seen in times.items():
                walls = [wall for wall, _ in seen]
                median = statistics.median(walls)
                print(f"| {chapter} | {way} | {median:.3f} | {min(walls):.3f} | {statistics.median(cpu for _, cpu in seen):.2f} | {median / plain:.2f} |", flush=True)
        for file in [*pathlib.Path(work).glob("*.jsa"), *pathlib.Path(work).glob("*.aot")]:
            print(f"{file.name}: {file.stat().st_size / 1e6:.0f} MB")


main()
