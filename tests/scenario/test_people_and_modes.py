"""Staff, modes, remote use, groups and the rules on them: what is wrong is said at its place, with what to do."""

from pathlib import Path

import pytest
from tests.scenario.people import written
from tests.scenario.small import problems_of

from consolidate.scenario.load import load

EARLIER = "  - {id: calm, type: stability, at_most: 1, plan: ["
CONVERTS = "office: kela-oulu, action: convert, to_site: vaasa, date: 2027-01-01"
HOME = "mode: booth, home: vaasa"


def test_all_of_it_is_right(tmp_path: Path) -> None:
    """The scenario that the other tests spoil has nothing wrong with it, and says what it says."""
    loaded = load(written(tmp_path)[0])
    assert loaded.warnings == ()
    scenario = loaded.scenario
    assert scenario.groups[1].travel is not None
    assert len(scenario.groups[1].travel) == 3
    assert scenario.services[1].remote is not None
    assert scenario.services[1].remote.by_year == {2026: 0.1}
    assert [change.mode for change in scenario.offices[1].convert] == ["booth"]


# what is changed and to what (with @ before the place), what is said, and what is allowed or to be done
SPOILT: dict[str, tuple[tuple[str, str], str, str]] = {
    "minutes from nowhere": (
        ("staffing: host, staff_minutes_per_year: 0", "staffing: @host"),
        "modes.hall: staff_minutes_per_year is missing, as staffing is host",
        "0 = none",
    ),
    "minutes twice": (
        ("staffed: {opening", "staffed: {staff_minutes_per_year: @9, opening"),
        "modes.staffed.staff_minutes_per_year: people who work there bring their own",
        "staffing: visiting, remote or host",
    ),
    "a facility without a share": (
        ("opening_minutes_per_year: 30000\n    days", "days"),
        "modes.booth: opening_minutes_per_year is missing beside shared.minutes_per_year",
        "what one agency uses of it",
    ),
    "a facility for nobody": (
        ("minutes_per_year: 60000", "minutes_per_year: @20000"),
        "20000 is less than opening_minutes_per_year, 30000",
        "enlarge it",
    ),
    "more days than a week has": (
        ("days_per_week: 3\n", "days_per_week: @8\n"),
        "modes.booth.days_per_week: must be at most 7, but is 8",
        "",
    ),
    "a way of staffing nobody knows": (
        ("staffing: remote", "staffing: @remot"),
        "must be one of the words allowed",
        "did you mean 'remote'?",
    ),
    "a mode to become that is none": (
        ("mode: booth, m2: 10", "mode: @both, m2: 10"),
        "offices.kela-oulu.convert.1.mode: there is no mode 'both'",
        "did you mean 'booth'?",
    ),
    "more area than there is": (
        ("mode: booth, m2: 10", "mode: booth, m2: @90"),
        "90 m2 is more than floor_m2, 80",
        "a larger size is for resize",
    ),
    "a mode to become twice": (
        ("[{mode: booth, m2: 10,", "[{mode: booth}, {mode: @booth, m2: 10,"),
        "'booth' stands twice",
        "remove one",
    ),
    "modes of a possible point": (
        ("home: vaasa,", "home: vaasa, convert: @[{mode: staffed}],"),
        "a possible point (exists: false) has no modes to change to",
        "or the office exists",
    ),
    "a back office as large as all": (
        ("back_office_m2: 30", "back_office_m2: @80"),
        "must be below floor_m2, 80, but is 80",
        "what the back office alone needs",
    ),
    "a back office of nobody": (
        ("back_office_m2: 30\n    staff: {customer_service_fte: 2, back_office_fte: 2}",
         "back_office_m2: @30\n    staff: {customer_service_fte: 2}"),
        "nobody works in the back office",
        "give staff.back_office_fte",
    ),
    "a home that is no site": (
        (HOME, "mode: booth, home: @vasa"),
        "offices.tax-oulu.home: there is no site 'vasa'",
        "did you mean 'vaasa'?",
    ),
    "at home with oneself": (
        (HOME, "mode: booth, home: @oulu"),
        "is its own site, 'oulu'",
        "vaasa name their site",
    ),
    "support in a mode that is none": (
        ("support_modes: [hall]", "support_modes: [@hal]"),
        "services.kela-visit.remote.support_modes: there is no mode 'hal'",
        "did you mean 'hall'?",
    ),
    "remote use in percent": (
        ("by_year: {2026: 0.1}", "by_year: {2026: @10}"),
        "by_year.2026: must be at most 1, but is 10",
        "",
    ),
    "visits without minutes": (
        ("{id: tax-visit, agency: tax, minutes_per_visit: 20,", "@{id: tax-visit, agency: tax,"),
        "minutes_per_visit is missing; offices of 'tax' have a capacity",
        "give minutes_per_visit",
    ),
    "a language group without a language": (
        ("{id: svenska, language: sv, own", "@{id: svenska, own"),
        "groups.svenska: 'language' is missing, in which the group is served",
        "fi, sv give it, or say kind: step_free, no_car or other",
    ),
    "a language under another name": (
        ("{id: svenska, language: sv, own", "{id: svenska, @langauge: sv, own"),
        "groups.svenska: unknown key 'langauge'",
        "did you mean 'language'?",
    ),
    "a language of others": (
        ("kind: step_free", "kind: step_free, language: @sv"),
        "only a group of kind language has one, but it is step_free",
        "remove it, or say kind: language",
    ),
    "a kind nobody knows": (
        ("kind: step_free", "kind: @stepfree"),
        "must be one of the words allowed",
        "did you mean 'step_free'?",
    ),
    "ways of a group from nowhere": (
        ("00100,oulu,600", "@0010,oulu,600"),
        "groups.no-car.travel: there is no area '0010'",
        "did you mean '00100'?",
    ),
    "ways of a group to nowhere": (
        ("00100,oulu,600", "00100,@olu,600"),
        "groups.no-car.travel: there is no site 'olu'",
        "did you mean 'oulu'?",
    ),
    "ways of a group twice": (
        ("90100,oulu,20,6\n", "90100,oulu,20,6\n@90100,oulu,21,6\n"),
        "area and site '90100' and 'oulu' stand twice; first at",
        "",
    ),
    "ways of a group backwards": (
        ("90100,oulu,20,6\n", "90100,oulu,@-20,6\n"),
        "minutes must be at least 0, but is -20",
        "",
    ),
    "ways of a group in a file that is none": (
        ("{file: ways.csv}", "{file: @way.csv}"),
        "there is no file 'way.csv'",
        "did you mean 'ways.csv'?",
    ),
    "dismissed for less than nothing": (
        ("hired_wage_per_fte_year: 50000}", "hired_wage_per_fte_year: 50000, severance_per_fte: @-1}"),
        "agencies.tax.staffing.severance_per_fte: must be at least 0, but is -1",
        "",
    ),
    "staffing without what people give": (
        ("staffing: {minutes_per_fte_year: 90000,", "staffing: @{"),
        "agencies.tax.staffing: 'minutes_per_fte_year' is missing",
        "working minutes of customer service",
    ),
    "a group that is none": (
        ("group: no-car, km", "group: @no_car, km"),
        "policy.reach.group: there is no group 'no_car'",
        "did you mean 'no-car'?",
    ),
    "an exception that is no site": (
        ("except_sites: [oulu]", "except_sites: [@olu]"),
        "policy.base.except_sites: there is no site 'olu'",
        "did you mean 'oulu'?",
    ),
    "two limits of a base": (
        ("  - {id: base, type: population_base,", "  - @{id: base, type: population_base, km: 9,"),
        "needs exactly one limit",
        "minutes or km",
    ),
    "a share beside bands": (
        ("  - {id: bands, type: coverage,", "  - @{id: bands, type: coverage, share: 0.9,"),
        "has share beside bands",
        "bands alone, or share with minutes or km",
    ),
    "a band without a limit": (
        ("  - {id: bands, type: coverage, bands: [{minutes: 60,", "  - @{id: bands, type: coverage, bands: [{"),
        "band 1 needs exactly one limit",
        "minutes or km",
    ),
    "a band twice": (
        ("  - {id: bands, type: coverage, bands: [{minutes: 60,",
         "  - @{id: bands, type: coverage, bands: [{minutes: 900,"),
        "two bands are 900 minutes",
        "one band for each limit",
    ),
    "neither bands nor a share": (
        ("  - {id: bands, type: coverage, bands: [{minutes: 60, share: 0.5}, {minutes: 900, share: 0.9}],",
         "  - @{id: bands, type: coverage, minutes: 60,"),
        "needs a share",
        "or bands",
    ),
    "fair to a region that is none": (
        ("only: [north]", "only: [@nord]"),
        "policy.fair.only: there is no region 'nord'",
        "did you mean 'north'?",
    ),
    "fair to an agency that is none": (
        ("only: [kela]", "only: [@kel]"),
        "policy.even.only: there is no agency 'kel'",
        "did you mean 'kela'?",
    ),
    "fair to a group whose visits are not told apart": (
        ("only: [svenska]", "only: [@chair]"),
        "'chair' has no visits of its own",
        "groups.chair.own_visits: true",
    ),
    "fair to regions in money": (
        ("  - {id: fair, type: fairness, of: regions, only: [north], worse_by: 0.2}",
         "  - @{id: fair, type: fairness, of: regions, worse_by: 0.2, at_most: 5}"),
        "at_most is not for regions",
        "worse_by",
    ),
    "fair to agencies without a limit": (
        ("  - {id: even, type: fairness, of: agencies, only: [kela], at_most: 5000}",
         "  - @{id: even, type: fairness, of: agencies}"),
        "of agencies needs at_most",
        "at_most",
    ),
    "nearest for an agency that is none": (
        ("agencies: [tax]}\n  - {id: fair", "agencies: [@taks]}\n  - {id: fair"),
        "policy.near.agencies: there is no agency 'taks'",
        "tax, kela",
    ),
    "an earlier plan converts to nothing": (
        ("  - {id: stay, type: lock", f"{EARLIER}@{{{CONVERTS}}}]}}\n  - {{id: stay, type: lock"),
        "convert needs the new mode",
        "booth",
    ),
}  # fmt: skip
WITH = {
    "a facility without a share": ("shared: {minutes_per_year: 60000", "shared: {minutes_per_year: @60000"),
}
"""What else has to be there for something to be wrong, and places apart from what is changed."""


@pytest.mark.parametrize("name", SPOILT)
def test_what_is_wrong_is_said_at_its_place_with_a_remedy(name: str, tmp_path: Path) -> None:
    """One thing spoilt gives one error, at the value itself, that says what is allowed or what to do."""
    change, said, remedy = SPOILT[name]
    path, place = written(tmp_path, *([WITH[name]] if name in WITH else []), change)
    problems = problems_of(path)
    assert len(problems) == 1, [str(problem) for problem in problems]
    assert said in problems[0].message
    assert remedy in f"{problems[0].allowed} {problems[0].suggestion}"
    assert str(problems[0].place) == place


WARNED: dict[str, tuple[tuple[str, str], str]] = {
    "more days than any mode has": (
        ("days_per_week: 3, except", "days_per_week: @6, except"), "no mode is open 6 days a week, so no point counts"),
    "no home": (
        ("  - id: kela-oulu\n    agency: kela\n    site: oulu\n",
         "  - @id: kela-oulu\n    agency: kela\n    site: oulu\n    mode: booth\n"),
        "served from another site, and 'kela' has people at none today, so it cannot stay"),
    "support without a share": (
        ("support_modes: [hall], support_minutes: 15, supported_share: 0.2",
         "support_modes: @[hall], support_minutes: 15"),
        "supported_share is missing beside support_modes, so nobody is helped"),
    "visits without minutes where a mode counts them": (
        ("{id: kela-visit, agency: kela, minutes_per_visit: 20,", "@{id: kela-visit, agency: kela,"),
        "minutes_per_visit is missing; mode 'staffed' has opening_minutes_per_year"),
    "the mode it has": (("[{mode: booth, m2: 10,", "[{mode: @staffed, m2: 10,"),
                        "is its mode today, so it is no choice"),
    "a mode that no service has": (("[{mode: booth, m2: 10,", "[{mode: @hall, m2: 10,"),
                                   "no service of 'kela' may be given in 'hall'"),
    "a home without people": (("    floor_m2: 80\n", "    floor_m2: 80\n    home: @vaasa\n"),
                              "'kela' has no office at 'vaasa', so nobody may be there to come"),
    "a home for nothing": (("    floor_m2: 100\n", "    floor_m2: 100\n    home: @oulu\n"),
                           "counts only in modes with staffing visiting or remote"),
    "a back office that is not there yet": (("home: vaasa,", "home: vaasa, back_office_m2: @9,"),
                                            "a possible point does not move"),
    "ways like everybody's": (("  - {id: chair, kind: step_free}", "  - @{id: chair, kind: no_car}"),
                              "it goes like everybody"),
    "a language of nobody": (("    languages: [sv]\n", "    languages: [@svv]\n"),
                             "no area, group or rule names the language 'svv'"),
    "weights that are all alike": (
        ("weighted: true}\n", "weighted: @true}\n"), "every mode has weight 1, so it changes nothing"),
    "a rule for nobody": (("  - {id: reach, type: group_access, group: no-car,",
                           "  - @{id: reach, type: group_access, group: svenska,"),
                          "no area has people of 'svenska', so the rule asks nothing"),
    "speakers in no group": (
        ("  - {id: near, type",
         "  - {id: tongue, type: language, language: @se, minutes: 900, areas: {at_least: 1}}\n  - {id: near, type"),
        "'se' is the language of no group, so the rule asks nothing"),
    "a rule on regions nowhere": (("  - {id: fair, type: fairness, of: regions, only: [north],",
                                   "  - @{id: fair, type: fairness, of: regions,"),
                                  "no area names its region, so the rule asks nothing"),
    "periods of what is paid throughout": (
        ("only: [kela], at_most: 5000", "only: [kela], at_most: 5000, periods: @[2027]"),
        "fairness holds for the whole horizon"),
    "hours for minutes": (("minutes_per_fte_year: 90000", "minutes_per_fte_year: @1500"),
                          "agencies.tax.staffing.minutes_per_fte_year: 1500 minutes are 25 hours of work a year"),
    "visits in a language nobody serves in": (
        ("{id: svenska, language: sv, own_visits: true}", "{id: svenska, language: @swe, own_visits: true}"),
        "no office or mode serves in the language 'swe'"),
    "an earlier plan in another mode": (
        ("  - {id: stay, type: lock", f"{EARLIER}{{mode: @boot, {CONVERTS}}}]}}\n  - {{id: stay, type: lock"),
        "'boot' is no mode of offices.kela-oulu.convert"),
}  # fmt: skip
ALSO = {
    "no home": [("[{mode: booth, m2: 10,", "[{mode: staffed, m2: 10,")],
    "weights that are all alike": [("    weight: 0.5\n", "")],
    "a rule for nobody": [("people: {svenska: 100, no-car: 200, chair: 9}", "people: {no-car: 200}")],
    "a rule on regions nowhere": [("region: south, ", ""), ("region: north, ", "")],
}


@pytest.mark.parametrize("name", WARNED)
def test_what_may_be_a_mistake_is_a_warning(name: str, tmp_path: Path) -> None:
    """What changes nothing, or hardly can be meant, does not stop the reading and is said at its place."""
    change, said = WARNED[name]
    path, place = written(tmp_path, *ALSO.get(name, ()), change)
    (warning,) = load(path).warnings
    assert said in warning.message
    assert (warning.severity, str(warning.place)) == ("warning", place)
