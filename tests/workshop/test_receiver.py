"""The mail server of the measures counts what it is given."""

import smtplib
from threading import Thread

from tools.bench.receiver import Receiver
from tools.servers.process import HOST, free_port


def test_a_mail_that_comes_twice_is_seen_to_come_twice() -> None:
    with Receiver(port := free_port(), delay=0.0) as receiver:
        Thread(target=receiver.serve_forever, daemon=True).start()
        with smtplib.SMTP(HOST, port) as sender:
            for name in ("one", "two", "one"):
                mail = f"Message-ID: <{name}@example>\r\nSubject: x\r\n\r\nMessage-ID: none\r\n.of these\r\n"
                sender.sendmail("a@example.com", ["b@example.com"], mail)
        receiver.shutdown()
    assert receiver.taken == [b"Message-ID: <%s@example>\r\n" % name for name in (b"one", b"two", b"one")]
