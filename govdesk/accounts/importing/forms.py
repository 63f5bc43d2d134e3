"""What people enter about a file of accounts: the file, how it is read, what its words mean."""

from collections.abc import Mapping
from typing import Any

from wtforms import BooleanField, Field, FileField, HiddenField, SelectField, StringField
from wtforms.validators import Length, ValidationError

from govdesk.accounts.importing import reading
from govdesk.accounts.importing.figures import NOT_ASKED
from govdesk.accounts.importing.models import AccountImport
from govdesk.accounts.importing.reading import FIELDS, Sheet
from govdesk.accounts.importing.reading.columns import is_free_text
from govdesk.accounts.person_field import FindPeople, PersonField
from govdesk.accounts.platforms.catalogue import Catalogue
from govdesk.i18n import _, _l
from govdesk.web import Form

MOST_WORDS = 50
"""Words that one page asks about; the next ones come once these are settled."""
SHOWN_VALUES = 3
SUGGEST = {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}


class ImportForm(Form):
    """A file of accounts."""

    file = FileField(
        _l("File"),
        description=_l(
            "A spreadsheet (XLSX, CSV) or a list (JSON, YAML), as it is: how it is read can be corrected."
        ),
    )
    source = StringField(
        _l("Whose list it is"),
        [Length(max=200, message=_l("Enter at most 200 characters."))],
        description=_l("Left empty: the file's name. The next list of the same source is compared with this one."),
        render_kw={"list": "sources", "autocomplete": "off"},
    )
    whole = BooleanField(
        _l("It is the whole list"),
        description=_l(
            "Accounts that this source listed before and does not list any more are shown. None is retired by that."
        ),
    )

    def validate_file(self, field: FileField) -> None:
        name = getattr(field.data, "filename", None)
        if not name:
            raise ValidationError(_("Choose a file."))
        if not name.lower().endswith(reading.ENDINGS):
            raise ValidationError(_("Choose a file that ends in %(endings)s.", endings=", ".join(reading.ENDINGS)))


class ReadingForm(Form):
    """How a file is read: `reading_form` adds a field for each column."""

    digest = HiddenField()
    sheet = SelectField(_l("Sheet"))
    source = StringField(_l("Whose list it is"), [Length(max=200)])
    whole = BooleanField(_l("It is the whole list"))
    columns: Mapping[str, str] = {}
    """Name of a field → the column it is about."""

    @property
    def column_fields(self) -> list[Field]:
        return [self[name] for name in self.columns]

    @property
    def chosen_sheet(self) -> str:
        return self.sheet.data or ""

    @property
    def chosen_source(self) -> str:
        return (self.source.data or "").strip()

    @property
    def chosen_meanings(self) -> dict[str, str]:
        """Nothing for another sheet than the one shown: that one's columns are guessed first."""
        if self.sheet.data != self.sheet.object_data:
            return {}
        return {column: self[name].data for name, column in self.columns.items()}

    def validate_sheet(self, _field: SelectField) -> None:
        once = [m for m in self.chosen_meanings.values() if m in FIELDS and m not in reading.SEVERAL]
        for meaning in sorted({m for m in once if once.count(m) > 1}):
            raise ValidationError(_("Two columns say %(field)s. Choose one.", field=FIELDS[meaning]))


def reading_form(sheets: list[Sheet], received: AccountImport, platforms: Catalogue, *args: Any) -> ReadingForm:
    """The form for one file: a choice for each of its columns, with the first values it holds."""
    sheet = reading.named(sheets, received.sheet, platforms)
    choices = _meanings(platforms)
    fields: dict[str, Any] = {
        f"column_{place}": SelectField(
            column, default=received.meanings.get(column, ""), description=_sample(sheet, column)
        )
        for place, column in enumerate(sheet.columns)
    }
    columns = dict(zip(fields, sheet.columns, strict=True))
    kind = type("ReadingFormOfFile", (ReadingForm,), {**fields, "columns": columns})
    form: ReadingForm = kind(
        *args, data={
            "digest": received.digest, "sheet": sheet.name, "source": received.source, "whole": received.is_whole,
        },
    )  # fmt: skip
    for name in columns:
        form[name].choices = choices  # type: ignore[attr-defined]
    form.sheet.choices = [(found.name, found.name or _("The file")) for found in sheets]
    return form


def _meanings(platforms: Catalogue) -> list[tuple[str, str]]:
    known = sorted(platforms, key=lambda platform: platform.name.casefold())
    return [
        ("", _("Nothing: leave it out")),
        *((field, str(label)) for field, label in FIELDS.items()),
        *((platform.key, _("Account on %(platform)s", platform=platform.name)) for platform in known),
        *((f"{p.key}_id", _("Number on %(platform)s", platform=p.name)) for p in known if not p.any_server),
    ]


def _sample(sheet: Sheet, column: str) -> str:
    if is_free_text(column):
        return _("Free text is not kept. Only cells that are nothing but an address can be read.")
    values = dict.fromkeys(value if len(value) <= 60 else f"{value[:60]}…" for value in sheet.values(column, 20))
    return " · ".join(list(values)[:SHOWN_VALUES]) or _("empty")


class WordsForm(Form):
    """What words mean that nobody here knows: `words_form` adds a field for each."""

    digest = HiddenField()
    words: Mapping[str, tuple[str, str]] = {}
    """Name of a field → `department` or `person`, and the word."""

    def __init__(self, *args: Any, departments: Mapping[str, int], find: FindPeople, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._departments = {name.casefold(): id_ for name, id_ in departments.items()}
        self.find_people = find
        self.chosen: dict[str, dict[str, int]] = {}

    @property
    def word_fields(self) -> list[Field]:
        return [self[name] for name in self.words]

    @property
    def asked(self) -> set[tuple[str, str]]:
        """Kind and word of each field."""
        return set(self.words.values())

    def settle(self, field: StringField) -> None:
        """Look up what was entered for a word; left empty, the word stays as it is."""
        kind, word = self.words[field.name]
        text = (field.data or "").strip()
        if not text:
            return
        found = self._departments.get(text.casefold())
        if isinstance(field, PersonField):
            found = field.person.id if field.person else None
        elif found is None:
            raise ValidationError(_("There is no department of this name. Choose one, or leave it empty."))
        if found is not None:
            self.chosen.setdefault(kind, {})[word] = found


def words_form(
    report: Mapping[str, Any],
    *args: Any,
    remembered: Mapping[str, Mapping[str, int]],
    logins: Mapping[int, str],
    digest: str = "",
    **known: Any,
) -> WordsForm:
    """The form for the words of one report, each asked for once; what was chosen already can be changed.

    `remembered` was chosen for these words when the source was last brought in.
    """
    names = {id_: name for name, id_ in known["departments"].items()}
    chosen = {
        (kind, word): (names if kind == "department" else logins).get(id_, "")
        for kind, words in report.get("chosen", {}).items()
        for word, id_ in words.items()
    }
    fields, words = dict[str, Any](), dict[str, tuple[str, str]]()
    for place, (kind, word) in enumerate([*_asked(report), *chosen][:MOST_WORDS]):
        is_known = word in remembered.get(kind, {}) and (kind, word) in chosen
        words[f"word_{place}"] = (kind, word)
        is_department = kind == "department"
        fields[f"word_{place}"] = (StringField if is_department else PersonField)(
            _("Department: %(word)s", word=word) if is_department else _("Person: %(word)s", word=word),
            [lambda form, field: form.settle(field)],
            default=chosen.get((kind, word), ""),
            description=_("Remembered from the last list of this source. Change it, or empty it.")
            if is_known
            else ("" if is_department else _namesakes(report, word)),
            render_kw={**SUGGEST, "list": "departments"} if is_department else {},
        )
    kind_of_form = type("WordsFormOfFile", (WordsForm,), {**fields, "words": words})
    form: WordsForm = kind_of_form(*args, data={"digest": digest}, **known)
    return form


def _namesakes(report: Mapping[str, Any], word: str) -> str:
    number = report.get("namesakes", {}).get(word)
    return _("%(n)s people have this name.", n=number) if number else ""


def _asked(report: Mapping[str, Any]) -> dict[tuple[str, str], None]:
    return dict.fromkeys(
        ("department" if line["field"] == "department" else "person", line["value"])
        for line in report.get("unmatched", ())
        if line["field"] not in NOT_ASKED
    )
