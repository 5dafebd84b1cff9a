"""STARTTLS is verified, a login is made when there is one, and a sample never sends."""

from __future__ import annotations

import datetime as dt
import ssl
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from orchestration.settings import Mail
from tests.alert_place import AlertPlace, Post, not_met
from tests.faults.test_alert_mail import serving

ROWS = {"kpi_scorecard": [not_met("STP")]}


def certificate(folder: Path, name: str) -> tuple[Path, ssl.SSLContext]:
    """A self-signed certificate for `name` and the server's context with it."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    public, private = folder / f"{name}.pem", folder / f"{name}.key"
    public.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(public, private)
    return public, context


def checker(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
    good = isinstance(data, LoginPassword) and data.password == b"secret"
    return AuthResult(success=good, handled=False)


def place_with(tmp_path: Path, mail: Mail) -> AlertPlace:
    place = AlertPlace.make(tmp_path / "home")
    place.publish(ROWS)
    place.mail = mail
    return place


@pytest.mark.parametrize(
    ("name", "trusted", "password", "sent"),
    [
        ("localhost", True, "secret", 1),
        ("localhost", True, "wrong", 0),
        ("localhost", False, "secret", 0),
        ("elsewhere.example", True, "secret", 0),
    ],
)
def test_a_letter_leaves_only_over_tls_to_the_right_server_and_with_the_right_login(
    tmp_path: Path, name: str, trusted: bool, password: str, sent: int
) -> None:
    post = Post()
    public, context = certificate(tmp_path, name)
    options = {"authenticator": checker, "auth_required": True, "auth_require_tls": True}
    with serving(post, tls_context=context, require_starttls=True, **options) as server:
        mail = Mail("localhost", server.port, "canhbao@sonla.example", user="kl226",
                    password=password, ca_file=str(public) if trusted else None)  # fmt: skip
        done = place_with(tmp_path, mail).run()
    assert (done.delivery.sent, done.delivery.waiting) == (sent, 1 - sent)
    assert len(post.accepted) == sent
    assert "secret" not in repr(mail)
    assert password not in done.delivery.why


def test_a_server_without_tls_gets_nothing_when_tls_is_asked_for(tmp_path: Path) -> None:
    post = Post()
    with serving(post) as server:
        mail = Mail("127.0.0.1", server.port, "canhbao@sonla.example")
        done = place_with(tmp_path, mail).run()
    assert (done.delivery.sent, done.delivery.waiting, post.accepted) == (0, 1, [])


def test_a_sample_never_sends_and_says_so_in_the_subject(tmp_path: Path) -> None:
    post = Post()
    with serving(post) as server:
        mail = Mail("127.0.0.1", server.port, "canhbao@sonla.example", starttls=False)
        place = place_with(tmp_path, mail)
        place.place.home.mark_as_sample()
        done = place.run()
    assert (done.delivery.filed, done.delivery.sent, post.accepted) == (1, 0, [])
    assert done.is_files_only
    [letter] = place.letters("filed")
    assert "DỮ LIỆU MẪU" in letter.subject
    assert "DỮ LIỆU MẪU" in letter.text


def test_a_mailbox_of_the_sample_is_never_sent_to(tmp_path: Path) -> None:
    post = Post()
    with serving(post) as server:
        mail = Mail("127.0.0.1", server.port, "canhbao@sonla.example", starttls=False)
        place = place_with(tmp_path, mail)
        table = place.root / "seeds/alert_recipients.csv"
        table.write_text(table.read_text("utf-8").replace(".example", ".invalid"), "utf-8")
        done = place.run()
    assert (done.delivery.filed, post.accepted) == (1, [])
    assert replace(mail, user="x").user == "x"
