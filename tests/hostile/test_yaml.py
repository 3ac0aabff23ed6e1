"""Hostile YAML gets a clear error: exit 3 with file, line and column, within 2 s and 300 MB, and never a crash."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

READING = Path(__file__).parent / "reading.py"
SECONDS = 2.0

VALID = """\
consolidate: 1
name: Hostile
reference_year: 2024
currency: EUR
horizon: {periods: [2025], end: 2030}
agencies: [{id: tax}]
services: [{id: visit, agency: tax}]
areas: [{id: "00100", population: 10, lat: 60, lon: 25}]
sites: [{id: house, area: "00100"}]
offices: [{id: o, agency: tax, site: house}]
travel: {estimate: {detour: 1.2, speed_kmh: 60}}
"""


def with_name(value: str) -> str:
    return VALID.replace("name: Hostile", f"name: {value}")


def with_population(value: str) -> str:
    return VALID.replace("population: 10", f"population: {value}")


def alias_bomb(levels: int, width: int) -> str:
    lines = ["a0: &a0 [x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * width)}]" for n in range(1, levels)]
    return VALID + "\n".join(lines) + "\n"


def deep_by_aliases() -> str:
    lines = ["a0: &a0 " + "[" * 90 + "x" + "]" * 90]
    lines += [f"a{n}: &a{n} {'[' * 90}*a{n - 1}{']' * 90}" for n in range(1, 30)]
    return VALID + "\n".join(lines) + "\n"


# name: (content, a part of what is said)
REFUSED: dict[str, tuple[str | bytes | Callable[[], str | bytes], str]] = {
    "empty": ("", "empty"),
    "only a comment": ("# nothing\n", "empty"),
    "only a mark": ("---\n", "must be a mapping"),
    "only null": ("~\n", "must be a mapping"),
    "only text": ("hello\n", "must be a mapping"),
    "only a list": ("- 1\n- 2\n", "must be a mapping"),
    "two documents": (VALID + "---\n" + VALID, "second YAML document"),
    "duplicate key": (VALID + "name: again\n", "'name' stands twice; first at"),
    "duplicate key deep": (with_name("{a: 1, a: 2}"), "'a' stands twice"),
    "duplicate key quoted": (VALID + "'name': again\n", "'name' stands twice"),
    "alias bomb": (lambda: alias_bomb(9, 10), "aliases stand for more than"),
    "wide alias bomb": (lambda: alias_bomb(3, 3000), "aliases stand for more than"),
    "many aliases": (lambda: VALID + "a: &a x\nb: [" + "*a, " * 200_000 + "]\n", "aliases stand for more than"),
    "alias of itself": (VALID + "a: &a [*a]\n", "inside itself"),
    "alias of a mapping in itself": (VALID + "a: &a {b: *a}\n", "inside itself"),
    "unknown alias": (VALID + "a: *nowhere\n", "before it is defined"),
    "alias as a key": (VALID + "a: &a x\n? *a\n: 1\n", "key must be plain text"),
    "deep by aliases": (deep_by_aliases, "nested deeper"),
    "deep lists": (lambda: with_name("[" * 100_000), "nested deeper"),
    "deep lists that close": (lambda: with_name("[" * 100_000 + "]" * 100_000), "nested deeper"),
    "deep mappings": (lambda: with_name("{a: " * 100_000), "nested deeper"),
    "deep keys": (lambda: VALID + "? " * 100_000, ""),
    "deep dashes": (lambda: VALID + "x:\n  " + "- " * 100_000, "nested deeper"),
    "deep blocks": (lambda: VALID + "".join(f"{' ' * n}a:\n" for n in range(1, 2000)), ""),
    "deep in several lines": (lambda: with_name("[\n" * 100_000), "nested deeper"),
    "merge key": (VALID + "a: &a {b: 1}\nc: {<<: *a}\n", "merge keys"),
    "python object": (with_name("!!python/object/apply:os.system [id]"), "tag"),
    "python name": (with_name("!!python/name:os.system"), "tag"),
    "own tag": (with_name("!secret x"), "tag"),
    "plain str tag": (with_name("!!str 1"), "tag"),
    "binary tag": (with_name("!!binary aGVsbG8="), "tag"),
    "timestamp tag": (with_name("!!timestamp 2020-01-01"), "tag"),
    "tag directive": ("%TAG ! tag:x,2000:\n---\n" + with_name("!x y"), "tag"),
    "future version": ("%YAML 3.0\n---\n" + VALID, "not YAML"),
    "5,000-digit number": (with_population("9" * 5000), "a number of 5,000 characters"),
    "5,000-digit fraction": (with_population("0." + "9" * 5000), "characters"),
    "5,000-digit hexadecimal": (with_population("0x" + "f" * 5000), "characters"),
    "5,000-digit exponent": (with_population("1e" + "9" * 5000), "characters"),
    "5,000-digit number in quotes": (with_population('"' + "9" * 5000 + '"'), "must be a number"),
    "5,000-digit year": (VALID.replace("2024", "2" * 5000), "characters"),
    "huge exponent": (with_population("1e999"), "finite"),
    "not a number": (with_population(".nan"), "finite"),
    "infinity": (with_population(".inf"), "finite"),
    "minus infinity": (with_population("-.inf"), "finite"),
    "leading zeros are text": (with_population("00100"), "must be a number"),
    "clock time is text": (with_population("12:30:45"), "but is '12:30:45'"),
    "NO is text": (with_population("NO"), "but is 'NO'"),
    "yes is text": (with_population("yes"), "but is 'yes'"),
    "underscores are text": (with_population("1_000"), "but is '1_000'"),
    "decimal comma": (with_population('"1,5"'), "write 1.5"),
    "true is no number": (with_population("true"), "must be a number, but is true"),
    "a date is no number": (with_population("2024-01-01"), "must be a number"),
    "number as a name": (with_name("12"), 'write "12", in quotes'),
    "negative": (with_population("-1"), "must be at least 0"),
    "NUL": (VALID.encode() + b"\x00", "control character U+0000"),
    "escape character": (with_name("a\x1b[31mb"), "control character U+001B"),
    "NUL written as an escape": (VALID.replace("id: tax}", 'id: "t\\0x"}'), "no id"),
    "lone surrogate written as an escape": (with_name('"\\ud800"'), "not YAML"),
    "binary": (bytes(range(256)) * 40, "0x80"),
    "random bytes": (b"\x89PNG\r\n\x1a\n" + bytes(1000), "0x89"),
    "zip": (b"PK\x03\x04" + bytes(100), "control character"),
    "latin-1": (with_name("Jyväskylä").encode("latin-1"), "save the file as UTF-8"),
    "UTF-16 without a mark": (VALID.encode("utf-16-le"), "control character U+0000"),
    "UTF-16 cut short": (VALID.encode("utf-16")[:-1], "UTF-16"),
    "UTF-32 with a mark, broken": (b"\xff\xfe\x00\x00" + b"\xff" * 16, "UTF-32"),
    "overlong UTF-8": (with_name("x").encode().replace(b"x\n", b"\xc0\xaf\n"), "0xC0"),
    "tab as indentation": ("consolidate: 1\nhorizon:\n\tend: 1\n", "not YAML"),
    "unclosed quote": (with_name('"abc'), "not YAML"),
    "unclosed bracket": (with_name("[a, b"), "not YAML"),
    "stray colon": (with_name("a: b: c"), "not YAML"),
    "percent": (with_name("%x"), "not YAML"),
    "at sign": (with_name("@x"), "not YAML"),
    "list as a key": (VALID + "[a, b]: 1\n", "key must be plain text"),
    "mapping as a key": (VALID + "{a: b}: 1\n", "key must be plain text"),
    "too many values": (lambda: VALID + "x: [" + "1," * 500_000 + "]\n", "more than 150,000 values"),
    "too large": (lambda: VALID + "# " + "x" * 20_000_000, "larger than 16 MB"),
    "a very long text": (lambda: with_name("x" * 10_000_000) + "y: 1\n", "unknown key 'y'"),
    "a very long key": (lambda: VALID + "? " + "k" * 3_000_000 + "\n: 1\n", "unknown key"),
    "very many keys": (lambda: VALID + "".join(f"k{n}: 1\n" for n in range(50_000)), "unknown key 'k0'"),
    "very many wrong rows": (
        lambda: VALID.replace("offices: [", "offices: [" + "{id: 1, floor: x}, " * 30_000),
        "9,800 or more rows below are wrong too",
    ),
    "very many empty rows": (
        lambda: VALID.replace("offices: [", "offices: [" + "{}, " * 140_000),
        "rows below are wrong too",
    ),
    "very many equal rows": (
        lambda: VALID.replace("agencies: [", "agencies: [" + "{id: x}, " * 70_000),
        "stands twice",
    ),
    "very many dangling rows": (
        lambda: VALID.replace("services: [", "services: [" + "{id: x, agency: nobody}, " * 45_000),
        "there is no agency 'nobody'",
    ),
    "very many anchors": (lambda: VALID + "".join(f"k{n}: &a{n} 1\n" for n in range(50_000)), "unknown key 'k0'"),
    "file out of the folder": (VALID + "visits: {file: ../visits.csv}\n", "outside the folder"),
    "absolute file": (VALID + "visits: {file: /etc/passwd}\n", "relative to the folder"),
    "file of another kind": (VALID + "visits: {file: scenario.yaml}\n", "is no table"),
    "file with a NUL": (VALID + 'visits: {file: "a\\0.csv"}\n', "name of a file"),
    "no such file": (VALID + "visits: {file: nowhere.csv}\n", "there is no file 'nowhere.csv'"),
    "file name too long": (VALID + f"visits: {{file: {'a' * 5000}.csv}}\n", "no file"),
    "extends itself": (VALID + "extends: scenario.yaml\n", "circle"),
    "extends an absolute path": (VALID + "extends: /etc/base.yaml\n", "relative"),
    "extends no scenario": (VALID + "extends: /etc/passwd\n", "must name a scenario file"),
    "extends a list": (VALID + "extends: [a.yaml]\n", "must name a scenario file"),
    "recursive file": (VALID + "visits: {file: {file: a.csv}}\n", "name of a file must be text"),
}

READ: dict[str, str | bytes] = {
    "plain": VALID,
    "UTF-8 with a mark": b"\xef\xbb\xbf" + VALID.encode(),
    "UTF-16 with a mark": with_name("Jyväskylä").encode("utf-16"),
    "UTF-16 big endian with a mark": b"\xfe\xff" + VALID.encode("utf-16-be"),
    "UTF-32 with a mark": VALID.encode("utf-32"),
    "Windows line ends": VALID.replace("\n", "\r\n"),
    "old Mac line ends": VALID.replace("\n", "\r"),
    "document marks": "---\n" + VALID + "...\n",
    "YAML 1.2": "%YAML 1.2\n---\n" + VALID,
    "an anchor and its alias": VALID.replace("population: 10", "population: &p 10").replace("lat: 60", "lat: *p"),
    "as JSON": VALID.replace("name: Hostile", '"name": "Hostile"'),
    "Norway": with_name("NO"),
    "a postcode": with_name("00100"),
    "a clock time": with_name("12:30:45"),
    "a date": with_name("2024-01-01"),
    "words of YAML 1.1": with_name("y"),
    "a long text": with_name("x" * 1_000_000),
}


Read = Callable[[Path, str | bytes], dict]


@pytest.fixture(scope="module")
def read() -> Iterator[Read]:
    command = [sys.executable, "-W", "error", str(READING)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1) as process:

        def answer(folder: Path, content: str | bytes) -> dict:
            path = folder / "scenario.yaml"
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
            process.stdin.write(f"{path}\n")
            return json.loads(process.stdout.readline())

        yield answer
        process.stdin.close()


@pytest.mark.parametrize("name", REFUSED)
def test_hostile_yaml_is_refused_with_its_place(name: str, tmp_path: Path, read: Read) -> None:
    """Each hostile file is exit 3 with file, line, column and what is wrong, within 2 s and 300 MB."""
    content, said = REFUSED[name]
    answer = read(tmp_path, content() if callable(content) else content)
    assert answer["exit"] == 3, answer
    assert all(re.match(rf"{re.escape(str(tmp_path))}\S*:\d+:\d+: ", problem) for problem in answer["problems"])
    assert any(said in problem for problem in answer["problems"]), answer["problems"][:3]
    assert max(map(len, answer["problems"])) < 2000
    assert answer["seconds"] < SECONDS


@pytest.mark.parametrize("name", READ)
def test_unusual_yaml_is_read(name: str, tmp_path: Path, read: Read) -> None:
    """What is only unusual (a byte order mark, UTF-16, words of YAML 1.1 as text) is read."""
    answer = read(tmp_path, READ[name])
    assert answer == {**answer, "exit": 0, "problems": []}


def test_a_pipe_is_not_waited_for(tmp_path: Path, read: Read) -> None:
    """A table that is a pipe is refused instead of waited for."""
    os.mkfifo(tmp_path / "visits.csv")
    answer = read(tmp_path, VALID + "visits: {file: visits.csv}\n")
    assert answer["exit"] == 3
    assert "there is no file 'visits.csv'" in answer["problems"][0]


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path, read: Read) -> None:
    """A link in the folder that leads out of it is not followed."""
    folder = tmp_path / "inside"
    folder.mkdir()
    (tmp_path / "secret.csv").write_text("service\nvisit\n")
    (folder / "visits.csv").symlink_to(tmp_path / "secret.csv")
    answer = read(folder, VALID + "visits: {file: visits.csv}\n")
    assert "outside the folder" in answer["problems"][0]
