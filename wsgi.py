"""For WSGI servers that run a checkout; an installation serves `govdesk:create_app()`."""

from govdesk import create_app

app = create_app()
