"""What a plan may choose, prefer and not do: what is wrong with it is said at its place, with what to do about it."""

from pathlib import Path

import pytest
from tests.scenario.small import problems_of, spoilt, where, write

from consolidate.scenario.load import load

OULU = "    floor_m2: 80\n"
RULE = "  - {id: stay, type: lock, office: tax-vaasa, must: stay}\n"
LEASE = "notice_months: 6}"
FACTOR = "  moving: {value: 1000, unit: EUR/FTE}\n"
GOAL = "{minimise: cost}"
MAYBE = "    floor_m2: 80\n    exists: false\n"
EARLIER = "  - {id: calm, type: stability, at_most: 1, plan: [{office: tax-vaasa, action: keep}, "


def rule(text: str) -> tuple[str, str]:
    """One rule more; its place unless another one is marked."""
    return RULE, f"{RULE}  - {'' if '@' in text else '@'}{{id: new, type: {text}}}\n"


def earlier(text: str) -> tuple[str, str]:
    """An earlier plan that says a second thing; its place unless another one is marked."""
    return RULE, f"{RULE}{EARLIER}{'' if '@' in text else '@'}{{{text}}}]}}\n"


def beside(what: str, text: str) -> tuple[str, str]:
    return what, f"{what}{text}\n"


# what is changed and to what (with @ before the place), what is said, and what is allowed or to be done
SPOILT: dict[str, tuple[tuple[str, str], str, str]] = {
    "leases of a possible point": (
        (OULU, f"{MAYBE}    leases: @[{{m2: 80, rent_per_m2_year: 9}}]\n"),
        "has no leases",
        "remove them",
    ),
    "visits of a possible point": (
        (OULU, f"{MAYBE}    visits_per_year: @{{kela-visit: 9}}\n"),
        "has no visits",
        "remove them",
    ),
    "sizes of a possible point": (
        (OULU, f"{MAYBE}    resize: @[{{m2: 9}}]\n"),
        "has no sizes to change to",
        "or the office exists",
    ),
    "a possible point without a rent": (
        (
            '{id: oulu, area: "90100", rent_per_m2_year: 150}\noffices:\n  - id: tax-vaasa\n',
            (
                '{id: oulu, area: "90100"}\noffices:\n'
                "  - @{id: p, agency: kela, site: oulu, exists: false, floor_m2: 9}\n  - id: tax-vaasa\n"
            ),
        ),
        "needs the rent of its site, 'oulu'",
        "give sites.oulu.rent_per_m2_year",
    ),
    "growth without a rent": (
        (", rent_per_m2_year: 200}\n  - {id: oulu,", "}\n  - {id: oulu,"),
        "'vaasa' has no rent for it",
        "give sites.vaasa.rent_per_m2_year",
    ),
    "a size of nothing": (
        (OULU, "    resize: @[{m2: 9}]\n"),
        "without floor_m2 has no size",
        "give floor_m2",
    ),
    "a size twice": (
        (OULU, f"{OULU}    resize: [{{m2: 9}}, {{m2: @9.0}}]\n"),
        "9 m2 stands twice",
        "remove one",
    ),
    "a sale of rented premises": (
        (LEASE, "notice_months: 6, sale_value: @5}"),
        "sale_value is of own premises",
        "or say owned: true",
    ),
    "presence above all": (
        beside(FACTOR, "  desk_area: {value: 9, unit: m2/FTE}\n  presence: {value: @1.2, unit: share}"),
        "factors.presence.value: must be at most 1, but is 1.2",
        "",
    ),
    "no peak": (
        beside(FACTOR, "  desk_area: {value: 9, unit: m2/FTE}\n  peak: {value: @0, unit: ratio}"),
        "factors.peak.value: must be more than 0",
        "",
    ),
    "too many days": (
        beside(FACTOR, "  commuting_days: {value: @367, unit: days/year}"),
        "a year has at most 366 days",
        "",
    ),
    "presence in percent": (
        beside(FACTOR, "  desk_area: {value: 9, unit: m2/FTE}\n  presence: {value: 60, unit: @'%'}"),
        "factors.presence.unit: must be share, but is '%'",
        "write 0.6, unit share",
    ),
    "unit of commuting": (
        beside(FACTOR, "  commuting_days: {value: 9, unit: @day/year}"),
        "must be days/year",
        "did you mean 'days/year'?",
    ),
    "cost of commuting in another currency": (
        beside(FACTOR, "  commuting_days: {value: 9, unit: days/year}\n  commuting_cost: {value: 1, unit: @SEK/km}"),
        "must be currency/km or EUR/km",
        "did you mean",
    ),
    "weighted without weights": (
        (GOAL, "{minimise: @weighted}"),
        "needs weights",
        "give weights",
    ),
    "weights without weighted": (
        (GOAL, "{weights: @{cost: 1}}"),
        "count only with minimise: weighted, but it is cost",
        "remove them",
    ),
    "weights of nothing": (
        (GOAL, "{minimise: weighted, weights: @{cost: 0}}"),
        "all are 0",
        "give one above 0",
    ),
    "misspelt weight": (
        (GOAL, "{minimise: weighted, weights: {@costs: 1}}"),
        "unknown key 'costs'",
        "did you mean 'cost'?",
    ),
    "priorities beside minimise": (
        (GOAL, "{minimise: @emissions, priorities: [{minimise: cost}]}"),
        "is emissions, though priorities say",
        "remove minimise",
    ),
    "priorities with a price": (
        (GOAL, "{carbon_price_per_tonne: @80, priorities: [{minimise: cost}]}"),
        "but there are priorities",
        "remove the price",
    ),
    "a priority twice": (
        (GOAL, "{priorities: [{minimise: cost}, {minimise: travel_km}, {minimise: @cost}]}"),
        "objective.priorities: cost stands twice",
        "remove one of them",
    ),
    "a weighted priority": (
        (GOAL, "{priorities: [{minimise: @weighted}]}"),
        "must be one of the words allowed",
        "'travel_minutes'",
    ),
    "dangling pair": (
        rule("relation, if_open: @vasa, then_open: oulu"),
        "there is no site 'vasa'",
        "did you mean 'vaasa'?",
    ),
    "dangling second": (
        rule("relation, if_open: oulu, then_open: @x"),
        "there is no site 'x'",
        "vaasa, oulu",
    ),
    "dangling alternative": (
        rule("relation, not_both: [oulu, @vasa]"),
        "there is no site 'vasa'",
        "did you mean 'vaasa'?",
    ),
    "dangling companion": (
        rule("relation, together: [tax-vaasa, @kela]"),
        "there is no office 'kela'",
        "tax-vaasa, kela-oulu",
    ),
    "dangling agency": (
        rule("pace, at_most: 1, agencies: [@kel]"),
        "there is no agency 'kel'",
        "'kela'?",
    ),
    "dangling municipality": (
        rule("exit, municipalities: [@'00101']"),
        "there is no municipality '00101'",
        "'00100'?",
    ),
    "dangling excepted municipality": (
        rule("exit, except_municipalities: [@x]"),
        "there is no municipality 'x'",
        "00100, 90100",
    ),
    "relation of no form": (
        rule("relation"),
        "needs exactly one form",
        "not_both, or together",
    ),
    "relation of two forms": (
        rule("relation, not_both: [oulu, vaasa], together: [tax-vaasa, kela-oulu]"),
        "needs exactly one form",
        "if_open with then_open",
    ),
    "half a relation": (
        rule("relation, if_open: oulu"),
        "then_open is missing beside if_open",
        "if_open with then_open",
    ),
    "relation to itself": (
        rule("relation, if_open: oulu, then_open: oulu"),
        "are the same site, 'oulu'",
        "two sites",
    ),
    "one of one": (
        rule("relation, not_both: [oulu, oulu]"),
        "not_both needs two sites",
        "two or more",
    ),
    "together alone": (
        rule("relation, together: [tax-vaasa]"),
        "together needs two offices",
        "two or more",
    ),
    "relocation without a limit": (
        rule("staff_relocation"),
        "demands nothing",
        "minutes, share",
    ),
    "cap on nothing": (
        rule("cap, of: @money, at_most: 1"),
        "must be one of the words allowed",
        "'emissions'",
    ),
    "lock of a possible point": (
        ("office: tax-vaasa, must: stay}\nobjective", "office: p, must: @stay}\nobjective"),
        "'p' is a possible point",
        "lock its site instead",
    ),
    "earlier plan of nobody": (
        earlier("office: @tax, action: keep"),
        "there is no office 'tax'",
        "tax-vaasa, kela-oulu",
    ),
    "earlier plan of an office twice": (
        earlier("office: @tax-vaasa, action: keep"),
        "stands twice in the plan",
        "remove one",
    ),
    "earlier plan to nowhere": (
        earlier("office: kela-oulu, action: merge, to_site: @vasa, date: 2027-01-01"),
        "there is no site 'vasa'",
        "did you mean 'vaasa'?",
    ),
    "earlier plan of something else": (
        earlier("office: kela-oulu, action: @merg, date: 2027-01-01"),
        "'merg' is nothing an office can do",
        "did you mean 'merge'?",
    ),
    "earlier plan opens what is there": (
        earlier("office: kela-oulu, action: @open, date: 2027-01-01"),
        "nothing an office can do",
        "keep, close",
    ),
    "earlier plan without a day": (
        earlier("office: kela-oulu, action: close, to_site: vaasa"),
        "needs the day of the change",
        "first day of a period",
    ),
    "earlier plan keeps on a day": (
        earlier("office: kela-oulu, action: keep, date: @2027-01-01"),
        "keep is no change",
        "remove the date",
    ),
    "earlier plan moves nowhere": (
        earlier("office: kela-oulu, action: merge, date: 2027-01-01"),
        "needs the site gone to",
        "",
    ),
}

ALSO = {  # what else has to be there for something to be wrong
    "growth without a rent": ("floor_m2: 100\n", "floor_m2: 100\n    resize: [{m2: @150}]\n"),
    "lock of a possible point": (
        "  - id: kela-oulu\n",
        "  - {id: p, agency: kela, site: oulu, exists: false}\n  - id: kela-oulu\n",
    ),
}


def marked(text: str, folder: Path) -> tuple[Path, str]:
    """Write a scenario without the mark, and return where the mark stood."""
    before, _, after = text.partition("@")
    path = write(folder, {"scenario.yaml": before + after})
    return path, where(path, before.count("\n") + 1, len(before) - before.rfind("\n"))


@pytest.mark.parametrize("name", SPOILT)
def test_a_wrong_choice_is_said_at_its_place_with_a_remedy(name: str, tmp_path: Path) -> None:
    """One thing spoilt gives one error, at the value itself, that says what is allowed or what to do."""
    change, said, remedy = SPOILT[name]
    path, place = marked(spoilt(*change).replace(*ALSO.get(name, ("", ""))), tmp_path)
    problems = problems_of(path)
    assert len(problems) == 1, [str(problem) for problem in problems]
    assert said in problems[0].message
    assert remedy in f"{problems[0].allowed} {problems[0].suggestion}"
    assert str(problems[0].place) == place


WARNED: dict[str, tuple[tuple[str, str], str]] = {
    "periods of what holds throughout": (
        rule("cap, of: cost, at_most: 1, periods: @[2027]"),
        "periods: cap holds for the whole horizon",
    ),
    "a possible point that moves": (
        (OULU, f"{MAYBE}    moved_m2: @9\n"),
        "a possible point does not move",
    ),
    "a size of today": (
        (OULU, f"{OULU}    resize: [{{m2: @80}}]\n"),
        "80 m2 is its size today",
    ),
    "reletting by another": (
        (LEASE, "notice_months: 6, relet_months: @12}"),
        "relet_months counts only with landlord: state",
    ),
    "new premises with an office": (
        ("{id: oulu,", "{id: oulu, kind: @new,"),
        "kind is new (nobody is in it yet), but office 'kela-oulu' is",
    ),
    "common area for nothing": (
        (", rent_per_m2_year: 150}", ", common_m2: @9}"),
        "common_m2 costs no rent",
    ),
    "common area that fills a site": (
        ("usable_m2: 500", "common_m2: 600, usable_m2: @500"),
        "common_m2 is 600, more than usable_m2, 500",
    ),
    "common area too many": (
        ("usable_m2: 500", "common_m2: 401, usable_m2: @500"),
        "take 100 m2 and common area 401, more than",
    ),
    "presence without desks": (
        beside(FACTOR, "  presence: @{value: 0.5, unit: share}"),
        "counts only where factors.desk_area",
    ),
    "cost of no commuting": (
        beside(FACTOR, "  commuting_cost: @{value: 0.3, unit: EUR/km}"),
        "factors.commuting_days is given",
    ),
    "a view of nothing": (
        (GOAL, "{viewpoint: @state}"),
        "state differs from agency only by leases",
    ),
    "use of no capacity": (
        rule("utilisation, at_most: 0.9, agencies: [kela]"),
        "no office in scope has capacity_minutes",
    ),
    "a cap on nothing": (
        (
            "car_emissions: {value: 150, unit: g CO2e/km, year: 2023}\n" + FACTOR + "policy:\n",
            "moving: {value: 1000, unit: EUR/FTE}\npolicy:\n  - @{id: new, type: cap, of: emissions, at_most: 1}\n",
        ),
        "no factor for emissions is given",
    ),
    "a day that never comes": (
        earlier("office: kela-oulu, action: close, to_site: vaasa, date: @2026-01-01"),
        "no period starts on 2026-01-01",
    ),
    "a size that is gone": (
        earlier("office: kela-oulu, action: resize, m2: @7, date: 2027-01-01"),
        "7 is no size of",
    ),
}


@pytest.mark.parametrize("name", WARNED)
def test_a_choice_that_may_be_a_mistake_is_a_warning(name: str, tmp_path: Path) -> None:
    """What changes nothing, or hardly can be meant, does not stop the reading and is said at its place."""
    change, said = WARNED[name]
    path, place = marked(spoilt(*change), tmp_path)
    (warning,) = load(path).warnings
    assert said in warning.message
    assert (warning.severity, str(warning.place)) == ("warning", place)


RIGHT = (
    (GOAL, "{minimise: weighted, weights: {cost: 1, travel_minutes: 0.1}}"),
    (GOAL, "{priorities: [{minimise: emissions, tolerance: 0.05}, {minimise: cost}]}"),
    (OULU, f"{OULU}    resize: [{{m2: 40, works_per_m2: 100, lead_time_months: 6}}, {{m2: 120}}]\n"),
    (OULU, MAYBE),
    (LEASE, "notice_months: 6, owned: true, sale_value: 5, restoration: 1, landlord: state, relet_months: 6}"),
    beside(FACTOR, "  desk_area: {value: 9, unit: m2/FTE}\n  presence: {value: 1, unit: share}"),
    beside(FACTOR, "  desk_area: {value: 9, unit: m2/FTE}\n  peak: {value: 1.3, unit: ratio}"),
    beside(FACTOR, "  commuting_days: {value: 366, unit: days/year}\n  commuting_cost: {value: 1, unit: EUR/km}"),
    rule("utilisation, at_most: 0.9"),
    rule("cap, of: emissions, at_most: 1"),
    rule("staff_relocation, share: 0.5"),
    rule("relation, if_open: oulu, then_open: vaasa"),
    rule("exit, municipalities: ['00100']"),
    earlier("office: kela-oulu, action: close, to_site: vaasa, date: 2027-01-01"),
)


@pytest.mark.parametrize("change", RIGHT, ids=range(len(RIGHT)))
def test_what_is_right_is_not_complained_of(change: tuple[str, str], tmp_path: Path) -> None:
    """Every new choice, in the form it is meant, is read without a word."""
    path, _ = marked(spoilt(*change), tmp_path)
    assert load(path).warnings == ()


def test_a_municipality_is_named_by_its_areas_or_is_one(tmp_path: Path) -> None:
    """A rule may name the municipality an area lies in, and no longer the area that lies in it."""
    text = spoilt("region: south", "region: south, municipality: helsinki").replace(
        *rule("exit, municipalities: [helsinki]")
    )
    assert load(marked(text, tmp_path)[0]).warnings == ()
    path, place = marked(text.replace("@", "").replace("[helsinki]", "[@'00100']"), tmp_path)
    assert [str(problem.place) for problem in problems_of(path)] == [place]


def test_an_agency_may_have_possible_points_only(tmp_path: Path) -> None:
    """A new agency without any office of today is no mistake."""
    text = spoilt("  - {id: kela}", "  - {id: kela}\n  - {id: police}").replace(
        "  - id: kela-oulu\n", "  - {id: police-oulu, agency: police, site: oulu, exists: false}\n  - id: kela-oulu\n"
    )
    assert load(write(tmp_path, {"scenario.yaml": text})).warnings == ()


def test_what_takes_no_new_area_needs_no_rent(tmp_path: Path) -> None:
    """A smaller size, and a possible point without floor area, are fine where nobody could rent."""
    text = spoilt(", rent_per_m2_year: 200}\n  - {id: oulu,", "}\n  - {id: oulu,").replace(
        "  - id: tax-vaasa\n    agency: tax\n    site: vaasa\n",
        "  - {id: p, agency: kela, site: vaasa, exists: false}\n"
        "  - id: tax-vaasa\n    agency: tax\n    site: vaasa\n    resize: [{m2: 50}]\n",
    )
    assert load(write(tmp_path, {"scenario.yaml": text})).warnings == ()


def test_a_possible_point_fills_nothing_today(tmp_path: Path) -> None:
    """Area of a possible point, and common area of a site nobody is in, are not taken today."""
    text = spoilt(
        "  - id: kela-oulu\n",
        "  - {id: p, agency: kela, site: vaasa, exists: false, floor_m2: 450}\n  - id: kela-oulu\n",
    )
    text = text.replace(
        "sites:\n", "sites:\n  - {id: hall, area: '90100', rent_per_m2_year: 9, usable_m2: 9, common_m2: 9}\n"
    )
    assert load(write(tmp_path, {"scenario.yaml": text})).warnings == ()
