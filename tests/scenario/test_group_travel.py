"""A group's own travel table: read in every form, checked at its place, and written out again."""

import json
from pathlib import Path

import pytest
from tests.scenario.small import problems_of, spoilt, write
from tests.scenario.test_written_out import rewritten

from consolidate.scenario.load import from_data, load
from consolidate.scenario.tree import plain
from consolidate.scenario.yaml_text import read_yaml

BUS = "area;site;minutes;km\n00100;vaasa;30;10\n90100;oulu;90,5;60\n"
ROWS = [{"area": "00100", "site": "vaasa", "minutes": 30, "km": 10},
        {"area": "90100", "site": "oulu", "minutes": 90.5, "km": 60}]  # fmt: skip
GROUP = "  - {id: svenska, language: sv}\n"
CARLESS = "  - {{id: carless, kind: no_car, travel: {}}}\n"


def with_group(travel: str) -> str:
    """The small scenario with a group that goes by a table."""
    return spoilt(GROUP, GROUP + CARLESS.format(travel))


FORMS: dict[str, dict[str, str]] = {
    "a name": {"scenario.yaml": with_group("bus.csv"), "bus.csv": BUS},
    "a file": {"scenario.yaml": with_group("{file: bus.csv}"), "bus.csv": BUS},
    "rows": {"scenario.yaml": with_group(json.dumps(ROWS))},
    "a cell of a table": {
        "scenario.yaml": spoilt(f"groups:\n{GROUP}", "groups: {file: groups.csv}\n"),
        "groups.csv": "id,kind,language,travel\nsvenska,language,sv,\ncarless,no_car,,bus.csv\n",
        "bus.csv": BUS,
    },
    "a change of another scenario": {
        "base/scenario.yaml": with_group("[]"),
        "scenario.yaml": "extends: base/scenario.yaml\ngroups: {change: [{id: carless, travel: bus.csv}]}\n",
        "bus.csv": BUS,
    },
}


@pytest.mark.parametrize("form", FORMS)
def test_a_groups_table_is_read_in_every_form(form: str, tmp_path: Path) -> None:
    """A table of a group is the same columns whether named, listed, named in a cell or changed."""
    scenario = load(write(tmp_path, FORMS[form])).scenario
    table = next(group.travel for group in scenario.groups if group.id == "carless")
    assert table is not None
    assert table.texts["site"].tolist() == ["vaasa", "oulu"]
    assert table.numbers["minutes"].tolist() == [30, 90.5]
    assert next(group.travel for group in scenario.groups if group.id == "svenska") is None


WRONG: dict[str, tuple[str, str, str, int]] = {
    "no such area": ("bus.csv", BUS.replace("00100", "100"), "groups.carless.travel: there is no area '100'", 2),
    "no such site": ("bus.csv", BUS.replace("oulu", "olu"), "did you mean 'oulu'?", 3),
    "a pair twice": ("bus.csv", BUS + "90100;oulu;1;1\n", "'90100' and 'oulu' stand twice", 4),
    "a bad number": ("bus.csv", BUS.replace("90,5", "far"), "minutes must be a number, but is 'far'", 3),
    "a missing column": ("bus.csv", BUS.replace(";km", ""), "the column 'km' is missing", 1),
    "a negative number inline": ("[{area: '00100', site: vaasa, minutes: -1, km: 1}]", "", "at least 0", 17),
    "no table": ("{minutes: 3}", "", "groups.carless.travel must be a list of rows", 17),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_with_a_groups_table_is_said_at_its_place(name: str, tmp_path: Path) -> None:
    """Unknown ids, bad numbers and missing columns of a group's table are told with their line."""
    travel, content, said, line = WRONG[name]
    problems = problems_of(write(tmp_path, {"scenario.yaml": with_group(travel), "bus.csv": content}))
    found = [problem for problem in problems if said in str(problem)]
    assert [problem.place.line for problem in found] == [line], [str(problem) for problem in problems]


@pytest.mark.parametrize("copies", [1, 600])
def test_a_groups_table_survives_being_written_out(copies: int, tmp_path: Path) -> None:
    """A short table of a group is written as rows and a long one as a file of its own, and both are read again."""
    path = write(tmp_path / "given", {"scenario.yaml": with_group(json.dumps(ROWS))})
    tree = plain(read_yaml(path.read_bytes(), "").root)
    names = [f"site-{number}" for number in range(copies)]
    tree["sites"] += [{"id": name, "area": "00100"} for name in names]
    tree["groups"][1]["travel"] += [
        {"area": area, "site": name, "minutes": 5, "km": 5} for name in names for area in ("00100", "90100")
    ]
    loaded = from_data(tree)
    assert bool(loaded.tables) == (copies > 1)
    again = load(rewritten(tmp_path, loaded))
    assert again.scenario == loaded.scenario
    assert again.resolved == loaded.resolved
