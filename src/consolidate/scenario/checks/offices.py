"""Offices, possible points and their sites: what each may have, and the rent that new floor area needs."""

from __future__ import annotations

from collections.abc import Iterator

from consolidate.errors import Problem
from consolidate.scenario.draft import Draft
from consolidate.scenario.model import Office, Site

_NOT_YET = {
    "leases": "leases",
    "visits_per_year": "visits",
    "resize": "sizes to change to",
    "convert": "modes to change to",
}
"""What only an office of today has, by key."""


def possible_points(draft: Draft) -> Iterator[Problem]:
    """Check that a possible point has nothing that only an office of today has."""
    for number, office in draft.rows("offices"):
        if office.exists:
            continue
        label = draft.label("offices", number)
        for key, what in _NOT_YET.items():
            if getattr(office, key):
                message = f"{label}.{key}: a possible point (exists: false) has no {what}"
                remedy = "remove them, or the office exists"
                yield Problem(draft.place("offices", number, key), message, suggestion=remedy)
        for key in ("moved_m2", "back_office_m2"):
            if getattr(office, key) is not None:
                message = f"{label}.{key}: a possible point does not move; what it takes is floor_m2"
                yield Problem(draft.place("offices", number, key), message, severity="warning")


def new_area(draft: Draft) -> Iterator[Problem]:
    """Check that floor area which a possible point or a larger size takes has a rent."""
    sites: dict[str, Site] = {site.id: site for _, site in draft.rows("sites")}
    for number, office in draft.rows("offices"):
        site = sites.get(office.site)
        if site is None or site.rent_per_m2_year is not None:
            continue
        remedy = f"give sites.{site.id}.rent_per_m2_year"
        if not office.exists and office.floor_m2:
            message = f"offices.{office.id}: a possible point with floor area needs the rent of its site, {site.id!r}"
            yield Problem(draft.place("offices", number), message, suggestion=remedy)
        for position, size in enumerate(office.resize):
            if size.m2 > office.floor_m2:
                message = f"offices.{office.id}.resize: {size.m2:g} m2 is more than today's {office.floor_m2:g}, "
                message += f"and {site.id!r} has no rent for it"
                place = draft.place("offices", number, "resize", position, "m2")
                yield Problem(place, message, f"{size.m2:g}", suggestion=remedy)


def sizes(draft: Draft) -> Iterator[Problem]:
    """Check that an office has floor area to change, and each of its sizes once."""
    for number, office in draft.rows("offices"):
        if office.resize and office.exists and not office.floor_m2:
            message = f"offices.{office.id}.resize: an office without floor_m2 has no size to change"
            yield Problem(draft.place("offices", number, "resize"), message, suggestion="give floor_m2")
            continue
        yield from _sizes(draft, number, office)


def _sizes(draft: Draft, number: int, office: Office) -> Iterator[Problem]:
    seen = set()
    for position, size in enumerate(office.resize):
        place = draft.place("offices", number, "resize", position, "m2")
        if size.m2 in seen:
            message = f"offices.{office.id}.resize: the size {size.m2:g} m2 stands twice"
            yield Problem(place, message, f"{size.m2:g}", suggestion="remove one of them")
        elif size.m2 == office.floor_m2:
            message = f"offices.{office.id}.resize: {size.m2:g} m2 is its size today, so it is no choice"
            yield Problem(place, message, f"{size.m2:g}", severity="warning")
        seen.add(size.m2)


def lease_ends(draft: Draft) -> Iterator[Problem]:
    """Check that what happens to premises left suits who owns them."""
    for number, office in draft.rows_and_parts("offices"):
        for position, lease in enumerate(office.leases):
            path = ("offices", number, "leases", position)
            if lease.sale_value and not lease.owned:
                message = f"{draft.label(*path)}: sale_value is of own premises, but these are rented"
                place, remedy = draft.place(*path, "sale_value"), "remove it, or say owned: true"
                yield Problem(place, message, f"{lease.sale_value:g}", suggestion=remedy)
            if lease.relet_months and lease.landlord != "state":
                message = f"{draft.label(*path)}: relet_months counts only with landlord: state"
                place = draft.place(*path, "relet_months")
                yield Problem(place, message, str(lease.relet_months), severity="warning")


def sites(draft: Draft) -> Iterator[Problem]:
    """Warn of an office of today in premises said to be new, and of common area that costs nothing."""
    there = {office.site: office for _, office in draft.rows("offices") if office.exists}
    for number, site in draft.rows("sites"):
        if site.kind == "new" and site.id in there:
            message = f"sites.{site.id}: kind is new (nobody is in it yet), but office {there[site.id].id!r} is"
            place = draft.place("sites", number, "kind")
            yield Problem(place, message, "new", "own, agency, municipal", severity="warning")
        if site.common_m2 and site.rent_per_m2_year is None:
            message = f"sites.{site.id}: common_m2 costs no rent, as the site has no rent_per_m2_year"
            place = draft.place("sites", number, "common_m2")
            yield Problem(place, message, f"{site.common_m2:g}", severity="warning")
