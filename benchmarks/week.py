#!/usr/bin/env python3
"""Records "one week in the life of the system" as an animated picture of a terminal, for the READMEs.

    benchmarks/week.py            writes docs/screenshots/week-en.svg and week-pt.svg; takes some two minutes

It types the commands of chapter 6 of the guide into a copy of the project, with the API and the page served beside it,
and shows what they print: the lines that the guide quotes, as they came, with an ellipsis for those between them.
"""
import html
import re
import shutil
import subprocess
import sys
import tempfile
import textwrap
import time
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent
GUIDES = {"en": ("IMPLEMENTATION_GUIDE.md", "Chapter 6"), "pt": ("IMPLEMENTATION_GUIDE.pt-BR.md", "Capítulo 6")}
COLUMNS = 62
ROWS = 16
LINE = 21
CHARACTER = 9.0
READ = 0.7  # seconds for a line
PAUSE = 2.4  # seconds for a step that is complete


def steps(guide, chapter):
    """The numbered steps of the week: title, commands and the lines that the guide shows."""
    text = (HOME / guide).read_text(encoding="utf-8").split(f"## {chapter}")[1]
    for item in re.split(r"(?m)^(?=\d\. \*\*)", text)[1:]:
        item = re.split(r"(?m)^#### ", item)[0]
        blocks = re.findall(r"(?s) {3}```(bash|text)\n(.*?) {3}```", item)
        title = re.match(r"\d\. \*\*(.+?)\.?\*\*", item).group(1)
        pairs = []
        for kind, body in blocks:
            lines = [line[3:] for line in body.splitlines()]
            if kind == "bash":
                pairs.append([lines, []])
            else:
                pairs[-1][1] = lines
        yield title, pairs


def shown(printed, quoted):
    """The printed lines that the guide quotes, in order; an ellipsis where something between them is left out."""
    lines, result, last = printed.splitlines(), [], -1
    for pattern in quoted:
        if pattern.strip() in ("", "…"):
            continue
        expression = ".*".join(re.escape(part) for part in pattern.strip().split("…"))
        at = next(i for i in range(last + 1, len(lines)) if re.fullmatch(expression, lines[i].strip()))
        if at > last + 1:
            result.append("…")
        result.append(lines[at].rstrip())
        last = at
    return result


def wrapped(line):
    """A long line in the width of the picture, broken between words and indented below itself."""
    indent = " " * (len(line) - len(line.lstrip()))
    return textwrap.wrap(line, COLUMNS, subsequent_indent=indent, drop_whitespace=True, break_on_hyphens=False)


def serve(project, script, *more):
    """Starts a server on a free port and returns it with its address."""
    log = (project / f"{script}.log").open("w+")
    server = subprocess.Popen([project / "jbangw", script, "--port", "0", *more], cwd=project, stdout=log, stderr=log,
                              start_new_session=True)
    for _ in range(600):
        address = re.search(r"serving at http://(127\.0\.0\.1:\d+)", Path(log.name).read_text())
        if address:
            return server, address.group(1)
        time.sleep(0.2)
    sys.exit(f"{script} does not start: {Path(log.name).read_text()}")


def run(project, commands, api, page):
    script = "\n".join(commands).replace("127.0.0.1:8080", api).replace("127.0.0.1:8081", page)
    done = subprocess.run(["bash", "-c", script], cwd=project, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, stdin=subprocess.DEVNULL)
    return done.stdout


def record(language):
    """Lives the week once and returns its screens: a title and lines of (kind, text)."""
    guide, chapter = GUIDES[language]
    screens = []
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder) / "predictor-fut-br"
        shutil.copytree(HOME, project, ignore=shutil.ignore_patterns(".git", ".cache", "data-lake", "tests"))
        subprocess.run([project / "jbangw", "06_pipeline.java"], cwd=project, check=True, capture_output=True)
        servers = []
        try:
            server, api = serve(project, "04_api.java")
            servers.append(server)
            ui, page = serve(project, "05_ui.java", "--api-url", f"http://{api}")
            servers.append(ui)
            for title, pairs in steps(guide, chapter):
                lines = [("title", f"# {title}")]
                for commands, quoted in pairs:
                    printed = run(project, commands, api, page)
                    if not quoted:
                        continue
                    lines += [("command" if n == 0 or not line.startswith(" ") else "more", line)
                              for n, line in enumerate(commands) if not line.startswith("sleep")]
                    lines += [("output", re.sub(r"</?p[^>]*>", "", line)) for line in shown(printed, quoted)]
                screens.append(lines)
        finally:
            for server in servers:
                subprocess.run(["kill", "--", f"-{server.pid}"], check=False)
                server.wait()
    return screens


def kind_of(kind, text):
    if kind == "output" and text.lstrip().startswith("✓"):
        return "good"
    if kind == "output" and text.lstrip().startswith("!"):
        return "bad"
    return kind


def draw(screens, label):
    """The picture: every screen is shown in its turn, its lines one after the other, and all begins anew."""
    now, frames = 0.0, []
    for lines in screens:
        start, drawn = now, []
        for kind, text in lines:
            prefix = {"command": "$ ", "more": "  "}.get(kind, "")
            for n, part in enumerate(wrapped(prefix + text)):
                drawn.append((now, kind_of(kind, text), part))
            now += READ if kind != "more" else 0.1
        now += PAUSE
        frames.append((start, now, drawn[-ROWS:]))
    css, body = [], []
    percent = lambda seconds: f"{100 * seconds / now:.2f}%"
    for number, (start, end, drawn) in enumerate(frames):
        hide = f"{percent(end)}{{visibility:hidden}}" if end < now else ""
        first = f"0%{{visibility:hidden}}{percent(start)}{{visibility:visible}}" if start else ""
        css.append(f"@keyframes s{number}{{{first or '0%{visibility:visible}'}{hide}}}"
                   f"#s{number}{{animation-name:s{number}}}")
        parts = []
        for row, (at, kind, text) in enumerate(drawn):
            name = f"l{int(at * 100)}"
            if at > start:
                rule = f"@keyframes {name}{{0%{{opacity:0}}{percent(at)}{{opacity:1}}}}.{name}{{animation-name:{name}}}"
                if rule not in css:
                    css.append(rule)
                kind += f" {name}"
            parts.append(f'<text class="{kind}" x="16" y="{58 + row * LINE}">{html.escape(text, quote=False)}</text>')
        body.append(f'<g id="s{number}">' + "".join(parts) + "</g>")
    width, height = round(COLUMNS * CHARACTER + 32), 58 + ROWS * LINE
    still = len(screens) // 2
    return f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" aria-label="{html.escape(label)}">
<style>text{{font:15px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;white-space:pre;fill:#d6dde6}}
.title{{fill:#7fb6ff;font-weight:700}}.command{{fill:#fff}}.more{{fill:#fff}}.good{{fill:#7ee2a8}}.bad{{fill:#ffc66d}}
g,.title,.command,.more,.output,.good,.bad{{animation-duration:{now:.1f}s;animation-iteration-count:infinite;animation-timing-function:step-end}}
{"".join(css)}
@media (prefers-reduced-motion:reduce){{g,g text{{animation:none!important}}g{{display:none}}#s{still}{{display:inline}}}}
</style>
<rect x=".5" y=".5" width="{width - 1}" height="{height - 1}" rx="10" fill="#10161f" stroke="#3d4a5c"/>
<circle cx="20" cy="20" r="5.5" fill="#ff6b5e"/><circle cx="38" cy="20" r="5.5" fill="#ffc04d"/><circle cx="56" cy="20" r="5.5" fill="#4fcf6b"/>
{"".join(body)}
</svg>
"""


def main():
    labels = {"en": "A terminal: one week in the life of the system, from Friday's forecasts to Wednesday's rollback",
              "pt": "Um terminal: uma semana na vida do sistema, das previsões de sexta à volta atrás de quarta"}
    for language, label in labels.items():
        picture = draw(record(language), label)
        file = HOME / f"docs/screenshots/week-{language}.svg"
        file.write_text(picture, encoding="utf-8")
        print(f"{file.relative_to(HOME)}: {len(picture.encode()) / 1000:.0f} kB")


main()
