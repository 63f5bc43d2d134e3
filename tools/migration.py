"""Write the migration that leads from the newest one to the models as they are: `make migration m="…"`."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from alembic import command

from govdesk import schema


def main(message: str) -> None:
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'newest.sqlite'}"
        schema.upgrade(url)
        config = schema.config_of(url)
        config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
        number = f"{int(schema.newest()) + 1:04}"
        command.revision(config, message.rstrip("."), autogenerate=True, rev_id=number)
    print("Read it before you trust it: it cannot know how data moves, or that a name has changed.")


if __name__ == "__main__":
    main(sys.argv[1])
