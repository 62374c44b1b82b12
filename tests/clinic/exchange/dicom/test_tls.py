"""TLS: a machine with a certificate of the clinic's own is answered, nobody else; a silent caller stops no other."""

from __future__ import annotations

import socket
import ssl
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from saphena.clinic.exchange.dicom.listening import tls
from saphena.clinic.imaging.models import Instance
from tests import cast
from tests.clinic.exchange.dicom.machines import LOOPBACK, image, machine, of, our_side, scan

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.clinic.exchange.dicom.machines import Side

NOW = datetime.now(UTC)


class Authority:
    """Signs certificates of its own, valid for a day."""

    def __init__(self, folder: Path, name: str) -> None:
        self.folder, self.name = folder, x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.file = self._written(f"{name}.crt", self._signed(self.name, self.key.public_key(), authority=True))

    def signs(self, name: str) -> tuple[Path, Path]:
        """A key and its certificate."""
        key = ec.generate_private_key(ec.SECP256R1())
        plain = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        signed = self._signed(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]), key.public_key())
        return self._written(f"{name}.key", plain), self._written(f"{name}.crt", signed)

    def _signed(self, subject: x509.Name, key: ec.EllipticCurvePublicKey, *, authority: bool = False) -> bytes:
        made = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self.name)
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(NOW - timedelta(days=1))
            .not_valid_after(NOW + timedelta(days=1))
            .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
            .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
            .sign(self.key, hashes.SHA256())
        )
        return made.public_bytes(serialization.Encoding.PEM)

    def _written(self, name: str, content: bytes) -> Path:
        path = self.folder / name
        path.write_bytes(content)
        return path


@pytest.fixture
def ours(tmp_path: Path) -> Authority:
    return Authority(tmp_path, "clinic")


@pytest.fixture
def secure(ours: Authority, transactional_db: None) -> Iterator[Side]:
    machine()
    key, certificate = ours.signs("saphena")
    with our_side(secure=tls(certificate, key, ours.file)) as side:
        yield side


def words(authority: Authority, name: str, believes: Authority) -> tuple[str, ...]:
    """What dcmtk's programs are told: key, certificate, and whom they believe."""
    key, certificate = authority.signs(name)
    return ("+tls", str(key), str(certificate), "-pw", "+cf", str(believes.file))


def test_a_machine_with_our_certificate_sends_its_images(secure: Side, ours: Authority, tmp_path: Path) -> None:
    assert secure.run("echoscu", *words(ours, "scanner", ours)).returncode == 0
    done = secure.send(image(tmp_path, **of(scan(cast.pat()))), more=words(ours, "sender", ours))
    assert done.returncode == 0, done.stdout
    assert Instance.objects.get().came_from == "CX50"


def test_whoever_has_none_of_ours_is_not_answered(secure: Side, ours: Authority, tmp_path: Path) -> None:
    elsewhere = Authority(tmp_path, "elsewhere")
    assert secure.run("echoscu").returncode != 0
    assert secure.run("echoscu", *words(elsewhere, "stranger", ours)).returncode != 0
    assert secure.run("echoscu", *words(ours, "scanner", ours)).returncode == 0


def test_a_caller_who_says_nothing_keeps_nobody_waiting(secure: Side, ours: Authority) -> None:
    with socket.create_connection((LOOPBACK, secure.port)), socket.create_connection((LOOPBACK, secure.port)):
        assert secure.run("echoscu", *words(ours, "scanner", ours)).returncode == 0


def test_nothing_older_than_tls_1_2_is_spoken(ours: Authority) -> None:
    key, certificate = ours.signs("saphena")
    context = tls(certificate, key, ours.file)
    assert context.minimum_version is ssl.TLSVersion.TLSv1_2
    assert context.verify_mode is ssl.CERT_REQUIRED
