"""What I am asked to change, one after another."""

from flask import request
from flask.typing import ResponseReturnValue

from govdesk.access import Permission
from govdesk.rotation.views import bp
from govdesk.rotation.work.pages import ids_of_sitting, sitting_page
from govdesk.web import requires


@bp.get("/rotations/sitting")
@requires(Permission.HOME)
def sit() -> ResponseReturnValue:
    return sitting_page(ids_of_sitting(), at=request.args.get("at", 0, type=int))
