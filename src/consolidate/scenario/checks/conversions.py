"""What an office can become where it is: other modes, a back office alone; and whose people serve in it."""

from __future__ import annotations

from collections.abc import Iterator

from consolidate.errors import Problem
from consolidate.scenario.draft import Draft
from consolidate.scenario.model import Office
from consolidate.scenario.suggest import some_of


def conversions(draft: Draft) -> Iterator[Problem]:
    """Check that a change of mode leads to another mode of the agency's services, on no more area than there is."""
    whole, given = "services" not in draft.damaged, dict[str, set[str]]()
    for _, service in draft.rows("services"):
        given.setdefault(service.agency, set()).update(service.modes)
    for number, office in draft.rows("offices"):
        seen: set[str] = set()
        for position, change in enumerate(office.convert):
            path = ("offices", number, "convert", position)
            label = draft.label(*path)
            if change.m2 is not None and change.m2 > office.floor_m2:
                message = f"{label}.m2: {change.m2:g} m2 is more than floor_m2, {office.floor_m2:g}"
                remedy = "a larger size is for resize" if office.floor_m2 else "leave m2 out: the office has no area"
                allowed = f"at most {office.floor_m2:g}"
                yield Problem(draft.place(*path, "m2"), message, f"{change.m2:g}", allowed, remedy)
            if change.mode in seen:
                message = f"{label}.mode: {change.mode!r} stands twice"
                yield Problem(draft.place(*path, "mode"), message, change.mode, suggestion="remove one of them")
            elif change.mode == office.mode:
                message = f"{label}.mode: {change.mode!r} is its mode today, so it is no choice"
                yield Problem(draft.place(*path, "mode"), message, change.mode, severity="warning")
            elif whole and change.mode in draft.modes and change.mode not in given.get(office.agency, ()):
                message = f"{label}.mode: no service of {office.agency!r} may be given in {change.mode!r}"
                allowed, remedy = some_of(sorted(given.get(office.agency, ()))), "name it in the modes of a service"
                yield Problem(draft.place(*path, "mode"), message, change.mode, allowed, remedy, "warning")
            seen.add(change.mode)


def back_offices(draft: Draft) -> Iterator[Problem]:
    """Check that a back office that can stay has people, and less area than the whole office."""
    for number, office in draft.rows("offices"):
        if office.back_office_m2 is None or not office.exists:
            continue
        place, label = draft.place("offices", number, "back_office_m2"), f"offices.{office.id}.back_office_m2"
        if office.back_office_m2 >= office.floor_m2:
            message = f"{label}: must be below floor_m2, {office.floor_m2:g}, but is {office.back_office_m2:g}"
            allowed, remedy = f"below {office.floor_m2:g}", "give what the back office alone needs"
            yield Problem(place, message, f"{office.back_office_m2:g}", allowed, remedy)
        if not office.staff.back_office_fte:
            message = f"{label}: nobody works in the back office"
            remedy = "give staff.back_office_fte, or remove it"
            yield Problem(place, message, f"{office.back_office_m2:g}", suggestion=remedy)


def homes(draft: Draft) -> Iterator[Problem]:
    """Check that whoever serves in an office from elsewhere has a place to come from."""
    if not draft.modes:
        return
    for number, office in draft.rows("offices"):
        modes = (office.mode, *(change.mode for change in office.convert))
        from_home = [mode for mode in modes if mode in draft.modes and draft.modes[mode].from_home]
        place, label = draft.place("offices", number, "home"), f"offices.{office.id}"
        if office.home is None:
            yield from _homeless(draft, number, office)
        elif not from_home:
            message = f"{label}.home: counts only in modes with staffing visiting or remote, and it has none of them"
            yield Problem(place, message, office.home, suggestion="remove it", severity="warning")
        elif office.home == office.site:
            message = f"{label}.home: is its own site, {office.home!r}; people come from another one"
            yield Problem(
                place, message, office.home, some_of(_staffed(draft, office)), "name their site, or leave it out"
            )
        elif office.home in draft.ids["sites"] and office.home not in _sites(draft, office.agency):
            message = (
                f"{label}.home: {office.agency!r} has no office at {office.home!r}, so nobody may be there to come"
            )
            yield Problem(place, message, office.home, some_of(_staffed(draft, office)), severity="warning")


def _homeless(draft: Draft, number: int, office: Office) -> Iterator[Problem]:
    """Warn of an office served from elsewhere where its agency has no elsewhere: it can neither stay nor open."""
    from_home = office.mode in draft.modes and draft.modes[office.mode].from_home
    if from_home and not _staffed(draft, office) and "offices" not in draft.damaged:
        message = (
            f"offices.{office.id}: home is missing: mode {office.mode!r} is served from another site, and "
            f"{office.agency!r} has people at none today, so it can{'not stay' if office.exists else ' never open'}"
        )
        remedy = "give home, or another mode"
        yield Problem(draft.place("offices", number), message, suggestion=remedy, severity="warning")


def _sites(draft: Draft, agency: str) -> set[str]:
    return {office.site for _, office in draft.rows("offices") if office.agency == agency}


def _staffing(draft: Draft, mode: str) -> str:
    return draft.modes[mode].staffing if mode in draft.modes else ""


def _staffed(draft: Draft, office: Office) -> list[str]:
    """Return the other sites at which the agency's own people serve today."""
    return sorted(
        {
            other.site
            for _, other in draft.rows("offices")
            if other.exists
            and other.agency == office.agency
            and other.site != office.site
            and _staffing(draft, other.mode) == "own"
        }
    )
