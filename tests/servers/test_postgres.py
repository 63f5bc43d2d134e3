from collections.abc import Iterator

import pytest
from sqlalchemy import create_engine, text

from tools.servers.postgres import Postgres
from tools.servers.unprivileged import passing_folder


@pytest.fixture(scope="module")
def postgres() -> Iterator[Postgres]:
    with passing_folder("postgres") as folder, Postgres(folder) as postgres:
        yield postgres


def run(url: str, statement: str) -> list[object]:
    engine = create_engine(url)
    with engine.begin() as connection:
        result = connection.execute(text(statement))
        answer: list[object] = list(result.scalars()) if result.returns_rows else []
    engine.dispose()
    return answer


def test_a_copy_has_what_its_template_has_and_goes_its_own_way(postgres: Postgres) -> None:
    original = postgres.create("original")
    run(original, "CREATE TABLE note AS SELECT 'ı ß ليلى' AS words")
    copy = postgres.create("copy", template="original")
    run(copy, "INSERT INTO note VALUES ('more')")
    assert run(copy, "SELECT words FROM note ORDER BY words") == ["more", "ı ß ليلى"]
    assert run(original, "SELECT words FROM note") == ["ı ß ليلى"]


def test_a_database_can_be_dropped_and_made_again(postgres: Postgres) -> None:
    run(postgres.create("passing"), "CREATE TABLE note (words text)")
    postgres.drop("passing")
    assert run(postgres.create("passing"), "SELECT to_regclass('note')") == [None]


def test_it_is_not_on_the_network(postgres: Postgres) -> None:
    assert run(postgres.url("postgres"), "SHOW listen_addresses") == [""]


def test_a_restart_keeps_the_data() -> None:
    with passing_folder("postgres") as folder:
        with Postgres(folder) as postgres:
            run(postgres.create("kept"), "CREATE TABLE note AS SELECT 1 AS number")
        with Postgres(folder) as postgres:
            assert run(postgres.url("kept"), "SELECT number FROM note") == [1]
