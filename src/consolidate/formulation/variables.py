"""The columns of the program, and readable names for them and for rows."""

from __future__ import annotations

from dataclasses import dataclass

from consolidate.formulation.layout import Layout
from consolidate.program.program import Variables


@dataclass(frozen=True)
class Names:
    """Readable names of columns and rows, made when asked for."""

    layout: Layout

    def period(self, t: int) -> str:
        """First year of a period."""
        return str(self.layout.instance.scenario.horizon.periods[t])

    def course(self, p: int) -> str:
        """office:action:mode,size>target@period, as far as its action has them."""
        instance = self.layout.instance
        course = instance.courses.listed[p]
        name = f"{instance.scenario.offices[course.office].id}:{course.action}"
        name += f":{course.mode}" if course.mode else ""
        name += f",{course.size:g}m2" if course.size else ""
        if course.target >= 0:
            name += f">{instance.scenario.sites[course.target].id}"
        return name + (f"@{self.period(course.change)}" if course.change >= 0 else "")

    def point(self, i: int) -> str:
        """agency@site:mode,period."""
        instance, serving = self.layout.instance, self.layout.instance.serving
        return (
            f"{instance.scenario.agencies[serving.agency[i]].id}@{instance.scenario.sites[serving.site[i]].id}"
            f":{instance.modes[serving.mode[i]]},{self.period(serving.period[i])}"
        )

    def holding(self, i: int) -> str:
        """site,period."""
        instance, holding = self.layout.instance, self.layout.instance.holding
        return f"{instance.scenario.sites[holding.site[i]].id},{self.period(holding.period[i])}"

    def duty(self, k: int) -> str:
        """Services of a duty, joined."""
        instance = self.layout.instance
        return "+".join(instance.scenario.services[service].id for service in instance.demand.duties[k].services)

    def place(self, i: int) -> str:
        """duty@site,period, with the language where one is asked."""
        places, instance = self.layout.places, self.layout.instance
        language = "" if places.language[i] < 0 else f":{self.layout.languages[places.language[i]]}"
        site = instance.scenario.sites[places.site[i]].id
        return f"{self.duty(places.duty[i])}{language}@{site},{self.period(places.period[i])}"

    def segment(self, d: int) -> str:
        """area:services:group,period; group:willing for willing visits."""
        segments, instance = self.layout.segments, self.layout.instance
        klass = instance.demand.classes[segments.klass[d]]
        services = "+".join(instance.scenario.services[k].id for k in klass.services)
        group = "" if klass.group < 0 else f":{instance.scenario.groups[klass.group].id}"
        group += "" if klass.support is None else ":willing"
        return f"{instance.scenario.areas[segments.area[d]].id}:{services}{group},{self.period(segments.period[d])}"

    def arc(self, e: int) -> str:
        """segment>site."""
        arcs = self.layout.arcs
        return f"{self.segment(arcs.segment[e])}>{self.layout.instance.scenario.sites[arcs.site[e]].id}"


def variables(layout: Layout) -> tuple[Variables, ...]:
    """Every block of columns but those a rule adds; without cost, which the objective sets."""
    instance = layout.instance
    serving, holding = instance.serving, instance.holding
    names = Names(layout)
    return (
        Variables("y", len(instance.courses.office), 0, 1, integer=True, naming=names.course),
        Variables("u", len(serving.agency), 0, 1, naming=names.point),
        Variables("z", len(holding.site), 0, 1, integer=True, naming=names.holding),
        Variables("joint", len(layout.joint), 0, 1, integer=True, naming=lambda i: names.holding(int(layout.joint[i]))),
        Variables("joint_start", len(layout.joint), 0, 1, naming=lambda i: names.holding(int(layout.joint[i]))),
        Variables("b", len(layout.abilities), 0, 1, naming=lambda i: names.place(int(layout.abilities[i]))),
        Variables("x", len(layout.arcs), 0, 1, naming=names.arc),
        Variables("unserved", len(layout.segments), 0, 0, naming=names.segment),
    )
