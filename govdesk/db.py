"""One way to map, connect and transact, the same on SQLite and PostgreSQL."""

import enum
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Cast,
    ColumnElement,
    CompoundSelect,
    DateTime,
    Dialect,
    Engine,
    Enum,
    Integer,
    MetaData,
    Select,
    String,
    Table,
    any_,
    cast,
    create_engine,
    event,
    func,
    insert,
    select,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import Connection
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import NullType, TypeDecorator

from govdesk.liveness import look_before_use
from govdesk.settings import database_address

Sessions = Callable[[], Session]
"""What opens a session: jobs and commands are handed one."""


class UTCDateTime(TypeDecorator[datetime]):
    """An aware moment in, the same moment aware in UTC out; ValueError for a naive one."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a naive moment cannot be stored: {value}")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """The mapping of annotations to columns, and the names of constraints, for every room."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {
        datetime: UTCDateTime,
        # Text by value: a new member of an enumeration needs no migration.
        enum.StrEnum: Enum(
            enum.StrEnum, native_enum=False, length=40, values_callable=lambda kind: [m.value for m in kind]
        ),
        dict[str, Any]: JSON,
        list[Any]: JSON,
        str: String(),
    }


def as_value(column: Any) -> Cast[Any]:
    """The column as a plain value in a condition that most rows fulfil.

    SQLite, which counts no values, would take any index on it for a good one and leave the one that leads somewhere.
    """
    return cast(column, column.type)


def among(session: Session, column: Any, ids: Sequence[int]) -> ColumnElement[bool]:
    """Whether the column is one of many whole numbers, sent as one value: a parameter for each would cost more."""
    if session.get_bind().dialect.name == "postgresql":
        is_one: ColumnElement[bool] = column == any_(cast(ids, postgresql.ARRAY(Integer)))
    else:
        is_one = column.in_(select(func.json_each(json.dumps(list(ids))).table_valued("value").c.value))
    return is_one


class in_few(FunctionElement[Any]):  # noqa: N801 - it reads like the functions of its kind
    """`in_few(column, ids)`: whether the column is one of a few that a select finds.

    PostgreSQL cannot tell that they are few and would read the whole table; of an array it expects a dozen.
    """

    name = "in_few"
    type = NullType()
    """Not Boolean: SQLite would be asked whether it is 1, and use no index."""
    inherit_cache = True

    def __init__(self, column: Any, ids: Select[Any]) -> None:
        super().__init__(column, ids.scalar_subquery())


@compiles(in_few)
def _in_select(element: in_few, compiler: SQLCompiler, **options: Any) -> str:
    column, ids = (compiler.process(part, **options) for part in element.clauses)
    return f"{column} IN {ids}"


@compiles(in_few, "postgresql")
def _in_array(element: in_few, compiler: SQLCompiler, **options: Any) -> str:
    column, ids = (compiler.process(part, **options) for part in element.clauses)
    return f"{column} = ANY (ARRAY{ids})"


RECKONED = "reckoned"
"""In a table's `info`: its rows follow from others, by themselves; that there is one is nobody's doing."""
MOST_COUNTED = 1_000


def counted(session: Session, ids: Select[Any] | CompoundSelect[Any], most: int | None = None) -> int:
    """How many rows there are; `most` (else `MOST_COUNTED`) and one for any number above."""
    some = ids.limit((most or MOST_COUNTED) + 1).subquery()
    return session.scalar(select(func.count()).select_from(some)) or 0


def connect(url: str) -> Engine:
    """An engine whose transactions lose no update, on either database."""
    where = database_address(url)
    if where.get_backend_name() == "sqlite":
        engine = create_engine(where, connect_args={"timeout": 10.0}, hide_parameters=True)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    engine = create_engine(where, pool_size=8, max_overflow=32, hide_parameters=True)
    event.listen(engine, "connect", _prepare_postgresql)
    look_before_use(engine)
    return engine


def sessions_of(engine: Engine) -> sessionmaker[Session]:
    """A factory of sessions that write."""
    return sessionmaker(engine, expire_on_commit=False)


def within(session: Session) -> Sessions:
    """What opens sessions inside the transaction of `session`: their commits count once that one is committed."""
    return lambda: Session(session.connection(), join_transaction_mode="create_savepoint", expire_on_commit=False)


def reading_sessions_of(engine: Engine) -> sessionmaker[Session]:
    """A factory of sessions that only read: on SQLite they take no lock that a writer waits for."""
    return sessionmaker(engine.execution_options(deferred=True), expire_on_commit=False)


def public_sessions_of(engine: Engine) -> sessionmaker[Session]:
    """A factory of sessions for a statement or two: on PostgreSQL no transaction is begun and ended round them.

    Each sees what is committed by then, as it would within a transaction of PostgreSQL's usual kind.
    """
    if engine.dialect.name == "sqlite":
        return reading_sessions_of(engine)
    return sessionmaker(engine.execution_options(isolation_level="AUTOCOMMIT"), expire_on_commit=False)


def autocommitting(sessions: Sessions) -> Engine | None:
    """What connects to the PostgreSQL of these sessions for single statements: none has a transaction round it.

    None on SQLite, and where the sessions stand within a transaction that is not theirs.
    """
    with sessions() as session:
        bind = session.get_bind()
    if isinstance(bind, Engine) and bind.dialect.name == "postgresql":
        return bind.execution_options(isolation_level="AUTOCOMMIT")
    return None


def insert_many(session: Session, kind: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows of one kind that all name the same columns, as fast as the driver takes them.

    Neither mapper nor statement looks at a row: defaults of the mapping do not apply, and None is NULL.
    """
    if not rows:
        return
    session.flush()
    table, names = kind.metadata.tables[kind.__tablename__], list(rows[0])
    connection = session.connection()
    # Inline: no row is asked for its id.
    compiled = insert(table).inline().compile(dialect=connection.dialect, column_keys=names)
    columns = {name: _for_driver(table, name, [row[name] for row in rows], connection.dialect) for name in names}
    if compiled.positiontup is not None:
        given: list[Any] = list(zip(*(columns[name] for name in compiled.positiontup), strict=True))
    else:
        given = [dict(zip(columns, line, strict=True)) for line in zip(*columns.values(), strict=True)]
    connection.exec_driver_sql(str(compiled), given)


def _for_driver(table: Table, name: str, values: list[Any], dialect: Dialect) -> list[Any]:
    convert = table.c[name].type.dialect_impl(dialect).bind_processor(dialect)
    return [None if value is None else convert(value) for value in values] if convert else values


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    for pragma in (
        "foreign_keys = ON",
        "journal_mode = WAL",
        "synchronous = NORMAL",
        "busy_timeout = 10000",
        "secure_delete = ON",
        "cache_size = -16384",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _prepare_postgresql(connection: Any, _record: Any) -> None:
    # A register lies in memory; the planner would take it for a disk whose head moves, and read whole tables instead.
    with connection.cursor() as cursor:
        cursor.execute("SET random_page_cost = 1.1")
    connection.commit()


def _begin_sqlite(connection: Connection) -> None:
    # A deferred transaction that has read fails at once with "database is
    # locked" when it then writes; one that takes the lock first waits its turn.
    deferred = connection.get_execution_options().get("deferred", False)
    connection.exec_driver_sql("BEGIN DEFERRED" if deferred else "BEGIN IMMEDIATE")
