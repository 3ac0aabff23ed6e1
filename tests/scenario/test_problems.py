"""Everything wrong with a scenario is said in one run, each with its place and what to do about it."""

import string
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.scenario.small import SCENARIO, problems_of, spoilt, where, with_table, write

from consolidate.errors import FileSystemError, InvalidInput
from consolidate.scenario.load import from_data, load

EVERYTHING = """\
consolidate: 1
name: Much is wrong
reference_year: 2024
currency: EUR
horizon: {periods: [2025], end: 2030, discont_rate: 0.03}
agencies: [{id: tax}]
services: [{id: visit, agency: tax}]
areas: {file: areas.csv}
sites:
  - {id: vaasa-keskus, area: "00100"}
  - {id: oulu, area: "00100", rent_per_m2_year: -5}
  - {id: oulu, area: "00100"}
offices:
  - id: tax-vaasa
    agency: tax
    site: vaasa-kesku
    floor_m2: large
    leases:
      - {m2: 1, rent_per_m2_year: 2, start: 2027-01-01, end: 2026-01-01}
travel: {estimate: {detour: 1.25, speed_kmh: 60}}
name: Twice
"""
EXPECTED = """\
{csv}:3:2: error: areas.00200.population: must be a number, but is '12a'
{path}:5:39: error: horizon: unknown key 'discont_rate'; allowed: periods, end, discount_rate, decided; \
did you mean 'discount_rate'?
{path}:11:49: error: sites.oulu.rent_per_m2_year: must be at least 0, but is -5
{path}:12:10: error: sites: the id 'oulu' stands twice; first at {path}:11:10; rename or remove one of them
{path}:16:11: error: offices.tax-vaasa.site: there is no site 'vaasa-kesku'; allowed: vaasa-keskus, oulu; \
did you mean 'vaasa-keskus'?
{path}:17:15: error: offices.tax-vaasa.floor_m2: must be a number, but is 'large'
{path}:19:62: error: offices.tax-vaasa.leases.1: the lease ends on 2026-01-01, before it begins on 2027-01-01; \
allowed: 2027-01-01 or later
{path}:21:1: error: the key 'name' stands twice; first at {path}:2:1; remove or rename one of them
"""
AREAS = "id;population;lat;lon\n00100;1 234,5;60,1;24,9\n00200;12a;60,2;25\n"


def test_one_run_says_everything_with_place_and_suggestion(tmp_path: Path) -> None:
    """A misspelt key, wrong type, duplicate key and id, dangling site, negative rent, bad lease and cell: one run."""
    path = write(tmp_path, {"scenario.yaml": EVERYTHING, "areas.csv": AREAS})
    csv = path.with_name("areas.csv")
    lines = [str(problem) for problem in problems_of(path)]
    assert lines == EXPECTED.format(csv=csv, path=path).splitlines()


def test_the_small_scenario_is_right(tmp_path: Path) -> None:
    """The scenario that the other tests spoil has nothing wrong with it."""
    loaded = load(write(tmp_path, {"scenario.yaml": SCENARIO}))
    assert loaded.warnings == ()
    assert loaded.scenario.offices[0].staff.languages == {"fi": 1.0, "sv": 0.5}


# what is changed, to what, and what is said of it
SPOILT: dict[str, tuple[str, str, str]] = {
    "misspelt top-level key": ("\nsites:", "\nsitse:", "unknown key 'sitse'"),
    "missing key": ("currency: EUR\n", "", "'currency' is missing"),
    "missing key in a row": ("agency: kela\n", "name: x\n", "offices.kela-oulu: 'agency' is missing"),
    "currency": ("currency: EUR", "currency: euro", "three capital letters"),
    "format version": ("consolidate: 1", "consolidate: 2", "must be one of the words allowed"),
    "a day as it is written in Finland": ("end: 2027-12-31", "end: 31.12.2031", "is '31.12.2031'; write 2031-12-31"),
    "no day as it is written in Finland": ("end: 2027-12-31", "end: 31.13.2031", "YYYY-MM-DD, but is '31.13.2031'"),
    "percent": ("except_share: 0.01", "except_share: 60%", "must be a number, but is '60%'; write 0.6"),
    "hours": ("minutes: 60,", "hours: 2,", "; write minutes: 120"),
    "two languages as one": ("languages: [fi, sv]", 'languages: ["fi,sv"]', "languages.1: is no language code"),
    "a language of an office": ("{fi: 1.0, sv: 0.5}", '{"fi sv": 1}', "is no language code, but is 'fi sv'"),
    "a language of a group": ("language: sv}", "language: sv;se}", "is no language code, but is 'sv;se'"),
    "not a list": (
        "groups:\n  - {id: svenska, language: sv}",
        "groups: {id: svenska}",
        "groups must be a list of rows",
    ),
    "an item that is no mapping": ("  - {id: kela}", "  - kela", "agencies.2: must be a mapping"),
    "number as an id": ("  - {id: tax}", "  - {id: 12}", 'write "12", in quotes'),
    "id with a line break": ("  - {id: tax}", '  - {id: "a\\nb"}', "is no id"),
    "text for a list": ("languages: [fi]}", "languages: fi}", "write it as [a, b]"),
    "word not allowed": ("minimise: cost", "minimise: costs", "did you mean 'cost'?"),
    "date that is none": ("end: 2027-12-31", "end: 2027-02-30", "no day of the calendar"),
    "date in words": ("end: 2027-12-31", "end: soon", "must be a date, YYYY-MM-DD"),
    "date far away": ("end: 2027-12-31", "end: 9999-12-31", "between 1900 and 2200"),
    "date as a number": ("end: 2027-12-31", "end: 20271231", "must be a date"),
    "number out of bounds": ("sv: 0.5", "sv: 1.5", "must be at most 1"),
    "half a year": ("end: 2030", "end: 2030.5", "must be a whole number"),
    "truth as a number": ("floor_m2: 80", "floor_m2: true", "must be a number, but is true"),
    "duplicate id": ("  - {id: kela}", "  - {id: kela}\n  - {id: kela}", "agencies: the id 'kela' stands twice"),
    "duplicate id of a rule": ("{id: few,", "{id: stay,", "policy: the id 'stay' stands twice"),
    "dangling agency": ("tax-visit, agency: tax", "tax-visit, agency: taks", "there is no agency 'taks'"),
    "dangling agency of an office": ("agency: kela\n", "agency: kel\n", "did you mean 'kela'?"),
    "dangling area": ('oulu, area: "90100"', 'oulu, area: "9010"', "there is no area '9010'"),
    "dangling group": ("people: {svenska:", "people: {svensk:", "there is no group 'svensk'"),
    "dangling mode": ("agency: kela}", "agency: kela, modes: [remote]}", "there is no mode 'remote'"),
    "dangling office mode": ("site: oulu", "site: oulu\n    mode: remote", "offices.kela-oulu.mode"),
    "modes without the default": ("\ntravel:", "\nmodes: {remote: {}}\ntravel:", "there is no mode 'staffed'"),
    "dangling service of an office": ("floor_m2: 80", "visits_per_year: {x: 1}", "there is no service 'x'"),
    "dangling office in a lock": ("office: tax-vaasa", "office: tax-vasa", "did you mean 'tax-vaasa'?"),
    "dangling site in a lock": ("office: tax-vaasa", "site: vasa", "there is no site 'vasa'"),
    "dangling target in a lock": ("must: stay", "only_to: [nowhere]", "there is no site 'nowhere'"),
    "dangling region": ("at_most: 3", "at_most: 3, regions: [nord]", "did you mean 'north'?"),
    "dangling service in a rule": ("minutes: 60,", "minutes: 60, services: [tax],", "there is no service 'tax'"),
    "dangling area in a rule": ("minutes: 60,", "minutes: 60, areas: ['1'],", "there is no area '1'"),
    "dangling exception": ("minutes: 60,", "minutes: 60, except_areas: ['1'],", "there is no area '1'"),
    "word for areas": ("areas: statutory", "areas: everywhere", "'statutory', or a list"),
    "key of a condition": ("areas: statutory", "areas: {at_leest: 3}", "did you mean 'at_least'?"),
    "empty condition": ("areas: statutory", "areas: {}", "at_least or share"),
    "unknown rule": ("type: site_count", "type: site_counts", "did you mean 'site_count'?"),
    "rule without type": ("type: site_count, ", "", "has no 'type'"),
    "key of another rule": ("at_most: 3", "share: 0.5", "policy.few: unknown key 'share'"),
    "periods fall": ("[2025, 2027]", "[2027, 2025]", "2025 must be later than 2027"),
    "periods stand still": ("[2025, 2027]", "[2025, 2025]", "2025 must be later than 2025"),
    "end before the last period": ("end: 2030", "end: 2026", "must not be before the last period, 2027"),
    "decided too late": ("end: 2030", "end: 2030, decided: 2031-01-01", "must not be after the end of the horizon"),
    "lease ends before it begins": ("end: 2027-12-31", "end: 2019-12-31", "before it begins on 2020-01-01"),
    "break before the lease": ("[2026-06-30]", "[2019-06-30]", "before the lease begins"),
    "break after the lease": ("[2026-06-30]", "[2028-06-30]", "after the lease ends"),
    "period of a rule": ("at_most: 3", "at_most: 3, periods: [2026]", "no period of the horizon starts in 2026"),
    "no coordinates": ("lat: 65.0, lon: 25.5, ", "", "areas.90100: lat and lon are missing"),
    "half a coordinate": ("lat: 65.0, ", "", "areas.90100: lat is missing beside lon"),
    "no way to travel": ("estimate: {detour: 1.25, speed_kmh: 60}", "impedance: km", "needs a way to tell distances"),
    "estimate without means": ("estimate: {detour: 1.25, speed_kmh: 60}", "missing: estimate", "needs a way"),
    "unit": ("unit: g CO2e/km", "unit: kg CO2e/km", "did you mean 'g CO2e/km'?"),
    "unit of another currency": ("EUR/FTE", "SEK/FTE", "must be currency/FTE or EUR/FTE"),
    "life of works": ("moving:", "fit_out_life: {value: 0.5, unit: years}\n  moving:", "at least 1, but is 0.5"),
    "life of works in half years": ("moving:", "fit_out_life: {value: 2.5, unit: years}\n  moving:", "whole number"),
    "half a person in a car": ("moving:", "car_occupancy: {value: 0.5, unit: persons/car}\n  moving:", "at least 1"),
    "more than all by car": ("moving:", "car_share: {value: 1.5, unit: share}\n  moving:", "at most 1"),
    "factor by year": ("year: 2023", "by_year: {20x5: 1}", "must be a whole number"),
    "value not between": ("year: 2023", "low: 160", "not between low 160 and high 150"),
    "two limits": ("minutes: 60,", "minutes: 60, km: 50,", "exactly one limit"),
    "no limit": ("minutes: 60, ", "", "exactly one limit"),
    "no number": (", at_least: 1, at_most: 3", "", "policy.few: needs a number"),
    "exactly and more": ("at_most: 3", "exactly: 3", "exactly beside"),
    "at least more than at most": ("at_most: 3", "at_most: 0", "at_least (1) is more than at_most (0)"),
    "office and site": ("office: tax-vaasa", "office: tax-vaasa, site: vaasa", "exactly one of office and site"),
    "lock that demands nothing": (", must: stay", "", "demands nothing"),
    "site that moves": ("office: tax-vaasa, must: stay", "site: vaasa, only_to: [oulu]", "are for an office"),
    "count and rate": ("visits_per_year: 700", "visits_per_year: 700, visits_per_1000: 1", "not both"),
    "count without an area": ('area: "00100", service: kela-visit', "service: kela-visit", "a count needs an area"),
    "area without a number": (", visits_per_year: 700", "", "needs visits_per_year or visits_per_1000"),
    "visits twice": ("\nsites:", "\n  - {service: tax-visit}\nsites:", "'' and 'tax-visit' stand twice"),
    "dangling service of visits": ("service: kela-visit", "service: kela-vist", "did you mean 'kela-visit'?"),
    "dangling area of visits": ('{area: "00100"', '{area: "001"', "visits: there is no area '001'"),
    "misspelt key of visits": ("visits_per_1000: 100", "visits_per_100: 100", "did you mean 'visits_per_1000'?"),
    "trend of visits": ("visits_per_1000: 100", "visits_per_1000: 100, trend_per_year: 2", "must be at most 1"),
    "price without cost": (
        "{minimise: cost}",
        "{minimise: emissions, carbon_price_per_tonne: 1}",
        "needs minimise: cost",
    ),
    "capacity of one office only": ("agency: kela\n", "agency: tax\n", "other offices of 'tax' have one"),
    "capacity without minutes": (", minutes_per_visit: 20", "", "offices of 'tax' have a capacity"),
    "more speakers than people": ("svenska: 100", "svenska: 1001", "more than the population"),
    "empty list": ("  - {id: tax}\n  - {id: kela}", "  []", "agencies must have at least 1 entry"),
    "remove without extends": ("groups:\n  - {id: svenska, language: sv}", "groups: {remove: []}", "need a table that"),
    "unknown key beside file": ("groups:\n  - {id: svenska, language: sv}", "groups: {file: a.csv, shet: 1}", "beside"),
}


@pytest.mark.parametrize("name", SPOILT)
def test_what_is_wrong_is_said_at_its_line(name: str, tmp_path: Path) -> None:
    """One thing spoilt gives an error that says what it is and where."""
    old, new, said = SPOILT[name]
    path = write(tmp_path, {"scenario.yaml": spoilt(old, new)})
    problems = problems_of(path)
    assert any(said in str(problem) for problem in problems), [str(problem) for problem in problems]
    assert all(problem.place.file == str(path) and problem.place.line for problem in problems)


WARNED = {
    "a right in a language of nobody": (
        "languages: [fi, sv],",
        "languages: [fi, sv, svv],",
        "areas.00100.languages: no office, mode, group or rule names the language 'svv'",
    ),
    "people who serve in a language of nobody": (
        "{fi: 1.0, sv: 0.5}",
        "{fi: 1.0, sv: 0.5, svv: 1}",
        "offices.tax-vaasa.staff.languages: no area, group or rule names the language 'svv'",
    ),
    "a lease of other metres": (
        "{m2: 100, rent",
        "{m2: 130, rent",
        "offices.tax-vaasa: leases of 130 m2 for floor_m2 100",
    ),
    "too many metres": (
        "usable_m2: 500",
        "usable_m2: 50",
        "sites.vaasa: its offices take 100 m2, more than usable_m2, 50",
    ),
    "an old factor": ("year: 2023", "year: 2013", "the value of 2013 is 11 years older than the reference year"),
    "a language nobody has": ("language: sv, minutes", "language: se, minutes", "'se' is a right in no area"),
}


@pytest.mark.parametrize("name", WARNED)
def test_what_may_be_a_mistake_is_a_warning(name: str, tmp_path: Path) -> None:
    """What may be right after all does not stop the reading."""
    old, new, said = WARNED[name]
    loaded = load(write(tmp_path, {"scenario.yaml": spoilt(old, new)}))
    assert [said in warning.message for warning in loaded.warnings] == [True]
    assert loaded.warnings[0].severity == "warning"


SWAPPED = """areas:
  - {id: "00100", population: 1000, lat: 60.1, lon: 24.9, region: south, languages: [fi, sv], people: {svenska: 100}}
  - {id: "00200", population: 1, lat: 60.2, lon: 25}
  - {id: "00300", population: 1, lat: 25, lon: 60.2}
  - {id: far, population: 1, lat: -60, lon: 80}
"""


def test_coordinates_that_look_exchanged_are_told(tmp_path: Path) -> None:
    """An area far from the others is a warning when it would be nearer with lat and lon exchanged, else not."""
    text = SCENARIO.replace(SCENARIO[SCENARIO.index("areas:") : SCENARIO.index('  - {id: "90100"')], SWAPPED)
    [warning] = [each for each in load(write(tmp_path, {"scenario.yaml": text})).warnings if "00300" in each.message]
    assert "with lat and lon exchanged" in warning.message
    assert (warning.suggestion, warning.place.line) == ("write lat 60.2 and lon 25?", 15)


def test_a_factor_of_ten_years_ago_is_not_old(tmp_path: Path) -> None:
    """Ten years are the limit, and within it."""
    assert load(write(tmp_path, {"scenario.yaml": spoilt("year: 2023", "year: 2014")})).warnings == ()


def test_groups_of_their_own_are_not_more_than_all(tmp_path: Path) -> None:
    """Groups with own visits may not have more people together than the area."""
    text = spoilt("language: sv}", "language: sv, own_visits: true}\n  - {id: same, language: sv, own_visits: true}")
    path = write(tmp_path, {"scenario.yaml": text.replace("svenska: 100", "svenska: 600, same: 500")})
    assert [problem.message for problem in problems_of(path)] == [
        "areas.00100: groups with own visits have 1100 people, of 1000 there"
    ]


def test_what_is_misspelt_is_not_also_missing(tmp_path: Path) -> None:
    """A misspelt key is one problem, not two."""
    path = write(tmp_path, {"scenario.yaml": spoilt("    site: oulu\n", "    sit: oulu\n")})
    assert [problem.suggestion for problem in problems_of(path)] == ["did you mean 'site'?"]


def test_a_wrong_row_is_still_there_to_be_named(tmp_path: Path) -> None:
    """Nothing is said to dangle because the row it names has a problem of its own."""
    path = write(tmp_path, {"scenario.yaml": spoilt("{id: oulu,", "{id: oulu, usable_m2: -1,")})
    assert len(problems_of(path)) == 1


def test_many_wrong_rows_are_counted(tmp_path: Path) -> None:
    """The first 20 problems of a kind are told, the others counted; a column that is missing is told once."""
    rows = "".join(f"{number};-1\n" for number in range(100))
    path = write(tmp_path, {"scenario.yaml": with_table("areas", "{file: areas.csv}"), "areas.csv": "id;lat\n" + rows})
    messages = [problem.message for problem in problems_of(path) if problem.place.file.endswith(".csv")]
    assert "areas.0: 'population' is missing, and 99 more like this" in messages


def test_a_folder_stands_for_its_scenario(tmp_path: Path) -> None:
    """The folder of a scenario may be named instead of the file."""
    write(tmp_path, {"scenario.yaml": SCENARIO})
    assert load(tmp_path).scenario.name == "Small"


@pytest.mark.parametrize("path", ["nowhere", "nowhere/scenario.yaml", "a\0b", "x" * 5000])
def test_a_file_that_is_not_there_is_no_invalid_input(path: str, tmp_path: Path) -> None:
    """What cannot be read is the file system's doing: exit 8."""
    with pytest.raises(FileSystemError, match="cannot be read"):
        load(f"{tmp_path}/{path}")


def test_an_empty_value_is_an_omitted_one(tmp_path: Path) -> None:
    """A key with nothing behind it means its default, as if it were not there."""
    loaded = load(write(tmp_path, {"scenario.yaml": spoilt("    floor_m2: 80\n", "    floor_m2:\n")}))
    assert loaded.scenario.offices[1].floor_m2 == 0


def test_places_can_be_asked_for(tmp_path: Path) -> None:
    """Every value knows its file, line and column, by id or by position."""
    path = write(tmp_path, {"scenario.yaml": with_table("areas", "{file: areas.csv}"), "areas.csv": AREA_ROWS})
    loaded = load(path)
    assert str(loaded.place_of("offices", "kela-oulu", "floor_m2")) == where(path, 33, 15)
    assert str(loaded.place_of("offices", 1, "floor_m2")) == where(path, 33, 15)
    assert str(loaded.place_of("areas", "90100", "population")) == where(path.with_name("areas.csv"), 3, 2)
    assert str(loaded.place_of("offices", "kela-oulu", "moved_m2")) == where(path, 30, 5)
    assert str(loaded.place_of("visits", 1, "visits_per_year")) == where(path, 17, 59)


AREA_ROWS = "id,population,lat,lon,people.svenska,region,languages\n00100,1,60,25,1,south,sv\n90100,1,65,25,,north,\n"


def _keys(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the path of every key whose name the schema fixes."""
    found = []
    if isinstance(value, dict):
        named_by_user = path[-1:] in (("people",), ("languages",), ("visits_per_year",), ("by_year",), ("modes",))
        for key, below in value.items():
            found += ([] if named_by_user else [(*path, key)]) + _keys(below, (*path, key))
    elif isinstance(value, list):
        for number, below in enumerate(value):
            found += _keys(below, (*path, number))
    return found


@pytest.fixture(scope="module")
def resolved(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return load(write(tmp_path_factory.mktemp("small"), {"scenario.yaml": SCENARIO})).resolved


def _copy(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _copy(below) for key, below in value.items()}
    return [_copy(below) for below in value] if isinstance(value, list) else value


@given(data=st.data())
def test_any_misspelt_key_is_named(resolved: dict[str, Any], data: st.DataObject) -> None:
    """Whichever key is misspelt, the error names what was written."""
    tree = _copy(resolved)
    *path, key = data.draw(st.sampled_from(_keys(tree)), label="key")
    holder = tree
    for step in path:
        holder = holder[step]
    position = data.draw(st.integers(0, len(key)), label="position")
    wrong = key[:position] + data.draw(st.sampled_from(string.ascii_lowercase + "_-"), label="letter") + key[position:]
    holder[wrong] = holder.pop(key)
    with pytest.raises(InvalidInput) as raised:
        from_data(tree)
    assert any(wrong in problem.message for problem in raised.value.problems)
