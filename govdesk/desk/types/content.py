"""The content of one file of `policies/desk/`, checked value by value; what belongs together `reading` checks."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from govdesk.access import Role
from govdesk.desk.rules import Priority, TicketKind
from govdesk.desk.types.conditions import Condition, holds
from govdesk.desk.types.terms import (
    PRIORITIES,
    Approver,
    Consulted,
    FieldKind,
    Group,
    LeadsTo,
    Picker,
    WhenClosed,
    WhenFiled,
)


def _all_different(values: tuple[Any, ...]) -> tuple[Any, ...]:
    if len(set(values)) != len(values):
        raise ValueError("something stands twice")
    return values


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


Lax = Field(strict=False)
Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
Line = Annotated[str, Field(min_length=2, max_length=200)]
Sentences = Annotated[str, Field(max_length=500)]
Period = Annotated[str, Field(pattern=r"^[1-9][0-9]* (min|h|d)$")]
PriorityName = Literal["P1", "P2", "P3", "P4"]
Once = AfterValidator(_all_different)
Handler = Literal["agent", "comms", "security"]


class FieldContent(_Strict):
    """One question."""

    key: Key
    label: Line
    kind: Annotated[FieldKind, Lax]
    help: Sentences = ""
    required: bool = False
    required_when: Condition | None = None
    shown_when: Condition | None = None
    choices: dict[Key, Line] = Field(default_factory=dict)
    """Of a choice: what is stored → what people read."""
    private: bool = False
    """A line of an access list: only who asks, who approves and who may read that list is shown the answer."""

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Self:
        if (self.kind is FieldKind.CHOICE) != (len(self.choices) > 1):
            raise ValueError("`choices` names two or more for the kind `choice`, and stands at no other kind")
        if self.required and self.required_when:
            raise ValueError("`required` says always, so `required_when` means nothing here")
        return self


class StepContent(_Strict):
    """One thing to be done before the ticket is closed."""

    key: Key
    title: Line
    help: Sentences = ""
    required: bool = True
    """Whether closing waits for it."""
    when: Condition | None = None


class Rise(_Strict):
    """What makes it more urgent."""

    to: PriorityName
    when: Condition
    because: Line


class Promise(_Strict):
    """What people may expect, under the name by which the desk's clocks know it."""

    name: Key
    first_response: Period
    resolution: Period


class TypeContent(_Strict):
    """The whole of a file."""

    title: Annotated[str, Field(min_length=3, max_length=80)]
    summary: Annotated[str, Field(min_length=10, max_length=300)]
    """When to take it, in a sentence for who has never seen it."""
    group: Annotated[Group, Lax]
    place: Annotated[int, Field(ge=0, le=999)] = 500
    """Order under its heading."""
    words: Annotated[tuple[Annotated[str, Field(min_length=2, max_length=60)], ...], Lax, Once] = ()
    """What else people call it."""
    offered: bool = True
    leads_to: Annotated[LeadsTo | None, Lax] = None
    kind: Annotated[TicketKind, Lax] = TicketKind.REQUEST
    account: Annotated[Picker, Lax] = Picker.OPTIONAL
    fields: Annotated[tuple[FieldContent, ...], Lax, Field(max_length=30)] = ()
    handled_by: Annotated[tuple[Handler, ...], Lax, Field(min_length=1), Once]
    consulted: Annotated[tuple[Annotated[Consulted, Lax], ...], Lax, Once] = ()
    priority: PriorityName
    rises: Annotated[tuple[Rise, ...], Lax] = ()
    promise: Promise | None = None
    confidential: bool = False
    approvals: Annotated[tuple[Annotated[Approver, Lax], ...], Lax, Once] = ()
    """In this order."""
    checklist: Annotated[tuple[StepContent, ...], Lax, Field(max_length=40)] = ()
    when_filed: Annotated[tuple[Annotated[WhenFiled, Lax], ...], Lax, Once] = ()
    when_closed: Annotated[tuple[Annotated[WhenClosed, Lax], ...], Lax, Once] = ()

    @model_validator(mode="after")
    def _asks_something(self) -> Self:
        if self.leads_to is None and not self.fields:
            raise ValueError("asks nothing: name `fields`, or where it `leads_to`")
        return self

    @property
    def roles(self) -> frozenset[Role]:
        """Who answers."""
        return frozenset(Role(name) for name in self.handled_by)

    def field(self, key: str) -> FieldContent:
        """Raises StopIteration for a key that no field has."""
        return next(field for field in self.fields if field.key == key)

    def priority_for(self, answers: Mapping[str, Any]) -> Priority:
        """The most urgent that a rule or the type itself says."""
        risen = [rise.to for rise in self.rises if holds(rise.when, answers)]
        return PRIORITIES[min([self.priority, *risen])]
