"""A scenario that extends another, and changes from the command line."""

import hashlib
from pathlib import Path

import pytest
from tests.scenario.small import SCENARIO, problems_of, where, with_table, write

from consolidate.errors import InvalidInput
from consolidate.scenario.load import Loaded, from_data, load


def extend(folder: Path, text: str, **files: str) -> Path:
    """Write the small scenario in one folder, and one beside it that extends it; return the latter."""
    write(folder / "base", {"scenario.yaml": SCENARIO})
    return write(folder / "mine", {"scenario.yaml": f"extends: ../base/scenario.yaml\n{text}", **files})


def test_what_is_not_said_is_taken_from_the_base(tmp_path: Path) -> None:
    """Only what the file says differs from what it extends."""
    path = extend(tmp_path, "name: Mine\n")
    base, mine = load(tmp_path / "base"), load(path)
    assert mine.scenario == base.scenario.model_copy(update={"name": "Mine"})
    assert "extends" not in mine.resolved


def test_mappings_merge_and_values_replace(tmp_path: Path) -> None:
    """Mappings merge key by key, lists without ids are replaced."""
    path = extend(tmp_path, "horizon: {end: 2035}\ntravel: {impedance: km}\nassumptions: [mine]\n")
    scenario = load(path).scenario
    assert (scenario.horizon.periods, scenario.horizon.end) == ((2025, 2027), 2035)
    assert (scenario.travel.estimate.speed_kmh, scenario.travel.impedance) == (60, "km")
    assert scenario.assumptions == ("mine",)


def test_tables_merge_by_id(tmp_path: Path) -> None:
    """A row with a known id changes that row key by key, another is added; the order stays."""
    text = """\
offices:
  - {id: kela-oulu, staff: {languages: {sv: 1.0}}}
  - {id: kela-vaasa, agency: kela, site: vaasa}
policy:
  - {id: one-hour, minutes: 45}
"""
    scenario = load(extend(tmp_path, text)).scenario
    assert [office.id for office in scenario.offices] == ["tax-vaasa", "kela-oulu", "kela-vaasa"]
    assert (scenario.offices[1].floor_m2, scenario.offices[1].staff.languages) == (80, {"sv": 1.0})
    assert (scenario.policy[0].minutes, scenario.policy[0].except_share) == (45, 0.01)


def test_an_agency_that_may_be_misspelt_is_told(tmp_path: Path) -> None:
    """A new row that nothing but its id tells from a misspelt one is a warning, if its id is like another's."""
    [warning] = load(extend(tmp_path, "agencies: [{id: keela}]\n")).warnings
    assert warning.message == "agencies: 'keela' is new, what is extended has none of that name"
    assert (warning.severity, warning.suggestion) == ("warning", "did you mean 'kela'?")
    assert load(extend(tmp_path, "agencies: [{id: police}]\n")).warnings == ()


def test_rows_can_be_removed(tmp_path: Path) -> None:
    """`remove` takes rows away by id, `change` beside it changes others."""
    text = "offices: {remove: [kela-oulu], change: [{id: tax-vaasa, floor_m2: 90}]}\npolicy: {remove: [few]}\n"
    scenario = load(extend(tmp_path, text)).scenario
    assert [(office.id, office.floor_m2) for office in scenario.offices] == [("tax-vaasa", 90)]
    assert [rule.id for rule in scenario.policy] == ["one-hour", "svenska", "stay"]


def test_changes_may_come_from_a_table_file(tmp_path: Path) -> None:
    """A CSV file in the folder of the file that names it changes rows, a column at a time."""
    path = extend(
        tmp_path, "sites: {change: {file: rents.csv}}\n", **{"rents.csv": "id;rent_per_m2_year\noulu;175,5\n"}
    )
    loaded = load(path)
    assert [(site.id, site.area, site.rent_per_m2_year) for site in loaded.scenario.sites] == [
        ("vaasa", "00100", 200),
        ("oulu", "90100", 175.5),
    ]
    assert str(loaded.place_of("sites", "oulu", "rent_per_m2_year")) == where(path.with_name("rents.csv"), 2, 2)
    assert loaded.place_of("sites", "oulu", "area").file == str(path.parent / "../base/scenario.yaml")


def test_an_empty_value_takes_back_what_the_base_says(tmp_path: Path) -> None:
    """A key set to nothing is omitted again."""
    scenario = load(extend(tmp_path, "sites: [{id: oulu, rent_per_m2_year: null}]\n")).scenario
    assert scenario.sites[1].rent_per_m2_year is None


def test_chains_are_followed(tmp_path: Path) -> None:
    """A scenario may extend one that extends another; the nearest file wins, all files are hashed."""
    extend(tmp_path, "name: Middle\ncurrency: SEK\nfactors: {moving: {unit: SEK/FTE}}\n")
    path = write(tmp_path / "last", {"scenario.yaml": "extends: ../mine/scenario.yaml\nname: Last\n"})
    loaded = load(path)
    assert (loaded.scenario.name, loaded.scenario.currency) == ("Last", "SEK")
    assert set(loaded.files) == {"scenario.yaml", "../mine/scenario.yaml", "../base/scenario.yaml"}
    assert loaded.files["scenario.yaml"] == hashlib.sha256(path.read_bytes()).hexdigest()


REFUSED = {
    "a circle": ("extends: ../mine/scenario.yaml\n", "turns in a circle"),
    "nobody to remove": ("offices: {remove: [kela-olu]}\n", "did you mean 'kela-oulu'?"),
    "removed and named": ("sites: {remove: [oulu]}\n", "offices.kela-oulu.site: there is no site 'oulu'"),
    "a misspelt row": (
        "offices: [{id: kela-olu, floor_m2: 9}]\n",
        "offices: there is no 'kela-olu' to change, and a new one needs agency, site; did you mean 'kela-oulu'?",
    ),
    "a misspelt rule": ("policy: [{id: fwe, at_most: 9}]\n", "there is no 'fwe' to change, and a new one needs type"),
    "a misspelt part": ("offices: {remov: [kela-oulu]}\n", "did you mean 'remove'?"),
    "a removal that is no list": ("offices: {remove: kela-oulu}\n", "offices.remove must be a list"),
    "a change without an id": ("offices: [{floor_m2: 1}]\n", "offices.3: 'id' is missing"),
    "a row changed twice": ("sites: [{id: oulu}, {id: oulu}]\n", "the id 'oulu' stands twice"),
    "a table that is text": ("sites: oulu\n", "must be a list of rows, or a mapping of remove and change"),
    "a wrong value": ("horizon: {end: soon}\n", "horizon.end: must be a whole number"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_overridden_is_said(name: str, tmp_path: Path) -> None:
    """A fault in what overrides is an error with its place there."""
    text, said = REFUSED[name]
    path = extend(tmp_path, text)
    if name == "a circle":
        path.write_text("extends: ../base/scenario.yaml\n")
        (tmp_path / "base" / "scenario.yaml").write_text(text)
    assert any(said in str(problem) for problem in problems_of(path))


@pytest.mark.parametrize(
    "name", ["../nowhere/scenario.yaml", "/base/scenario.yaml", "scenario.csv", "12", "C:\\x.yaml"]
)
def test_extends_names_a_scenario_by_a_relative_path(name: str, tmp_path: Path) -> None:
    """What cannot be a scenario beside this one is refused."""
    [problem] = problems_of(write(tmp_path, {"scenario.yaml": f"extends: {name}\n"}))
    assert str(problem.place) == where(tmp_path / "scenario.yaml", 1, 10)


def test_a_table_file_of_the_base_stays_in_its_folder(tmp_path: Path) -> None:
    """A table is found beside the file that names it, and nowhere else."""
    write(tmp_path / "base", {"scenario.yaml": SCENARIO})
    text = "extends: ../base/scenario.yaml\nsites: {change: {file: ../base/sites.csv}}\n"
    path = write(tmp_path / "mine", {"scenario.yaml": text, "../base/sites.csv": "id\noulu\n"})
    [problem] = problems_of(path)
    assert "lies outside the folder" in problem.message


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return write(tmp_path, {"scenario.yaml": SCENARIO})


SETTINGS = {
    "offices.kela-oulu.floor_m2=300": lambda s: s.offices[1].floor_m2 == 300,
    "policy.one-hour.minutes=45": lambda s: s.policy[0].minutes == 45,
    "horizon.discount_rate=0.02": lambda s: s.horizon.discount_rate == 0.02,
    "horizon.periods=[2026, 2028]": lambda s: s.horizon.periods == (2026, 2028),
    "offices.kela-oulu.staff.languages.sv=0.5": lambda s: s.offices[1].staff.languages == {"sv": 0.5},
    "offices.tax-vaasa.leases.1.end=2026-12-31": lambda s: s.offices[0].leases[0].end.year == 2026,
    "areas.00100.population=500": lambda s: s.areas[0].population == 500,
    "name=00100": lambda s: s.name == "00100",
    "name = a=b": lambda s: s.name == "a=b",
    "sites.vaasa.usable_m2=": lambda s: s.sites[0].usable_m2 is None,
    "objective={minimise: emissions}": lambda s: s.objective.minimise == "emissions",
    "factors.car_emissions.by_year.2026=140": lambda s: s.factors.car_emissions.by_year == {2026: 140},
    "visits.2.visits_per_year=3": lambda s: s.visits.numbers["visits_per_year"][1] == 3,
    "areas.00100.people.svenska=7": lambda s: s.areas[0].people == {"svenska": 7},
}


@pytest.mark.parametrize("setting", SETTINGS)
def test_one_value_is_set(setting: str, small: Path) -> None:
    """`--set path=value` sets one value: rows by id, other items by number, the value as YAML."""
    assert SETTINGS[setting](load(small, [setting]).scenario)


REFUSED_SETTINGS = {
    "offices.kela-olu.floor_m2=300": "did you mean 'kela-oulu'?",
    "offices.kela-oulu.flor_m2=300": "did you mean 'floor_m2'?",
    "horizn.end=2030": "did you mean 'horizon'?",
    "offices.kela-oulu.floor_m2=-1": "must be at least 0, but is -1",
    "offices.kela-oulu.floor_m2=big": "must be a number, but is 'big'",
    "offices.kela-oulu.site=nowhere": "there is no site 'nowhere'",
    "name.first=x": "leads through 'Small', which holds nothing",
    "name=[a": "not YAML",
    "name": "not of the form path=value",
    "=3": "not of the form path=value",
    "offices.tax-vaasa.leases.2.end=2026-12-31": "there is no '2'",
}


@pytest.mark.parametrize("setting", REFUSED_SETTINGS)
def test_what_cannot_be_set_is_said(setting: str, small: Path) -> None:
    """A setting that leads nowhere, or to what is not allowed, is an error whose place is `--set`."""
    problems = problems_of(small, setting)
    assert any(REFUSED_SETTINGS[setting] in str(problem) for problem in problems), list(map(str, problems))
    assert {problem.place.file for problem in problems} == {"--set"}


def test_a_cell_of_a_long_file_is_not_set(tmp_path: Path) -> None:
    """Tables kept as columns are changed in their file."""
    text = with_table("visits", "visits.csv")
    path = write(tmp_path, {"scenario.yaml": text, "visits.csv": "service,visits_per_1000\ntax-visit,3\n"})
    [problem] = problems_of(path, "visits.1.visits_per_1000=3")
    assert problem.message.endswith("cannot be changed from the command line")


def test_settings_apply_in_order_and_last(tmp_path: Path) -> None:
    """Settings come after everything inherited, the last one winning."""
    path = extend(tmp_path, "horizon: {end: 2035}\n")
    assert load(path, ["horizon.end=2036", "horizon.end=2037"]).scenario.horizon.end == 2037


def test_ids_may_hold_dots() -> None:
    """The longest known id is the one that is meant."""
    tree = from_data(_tree("a.b")).resolved
    assert from_data(tree, overrides=["agencies.a.b.name=x"]).scenario.agencies[0].name == "x"


def _tree(agency: str) -> dict:
    return {
        "consolidate": 1,
        "name": "x",
        "reference_year": 2024,
        "currency": "EUR",
        "horizon": {"periods": [2025], "end": 2026},
        "agencies": [{"id": agency}],
        "services": [{"id": "s", "agency": agency}],
        "areas": [{"id": "a", "population": 1, "lat": 60, "lon": 25}],
        "sites": [{"id": "h", "area": "a"}],
        "offices": [{"id": "o", "agency": agency, "site": "h"}],
        "travel": {"estimate": {"detour": 1, "speed_kmh": 60}},
    }


def test_a_tree_that_holds_itself_is_refused() -> None:
    """Values in memory are bounded like those of a file."""
    tree = _tree("a")
    tree["groups"] = [tree]
    with pytest.raises(InvalidInput, match="nested deeper"):
        from_data(tree)


def test_a_loaded_scenario_cannot_be_changed(small: Path) -> None:
    """Nothing changes after reading."""
    loaded = load(small)
    assert isinstance(loaded, Loaded)
    with pytest.raises(Exception, match="frozen"):
        loaded.scenario.name = "x"
