"""A passkey in memory: answers what a page asks, as a browser with a security key does. For tests only."""

import base64
import hashlib
import json
import os
import struct
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class SecurityKey:
    """One key pair for one site. `count` grows with each proof, as in real devices."""

    def __init__(self, origin: str = "http://testserver") -> None:
        self.origin = origin
        self.host = origin.split("//")[1].split(":")[0]
        self.pair = ec.generate_private_key(ec.SECP256R1())
        self.id = os.urandom(32)
        self.count = 0

    def make(self, options: dict[str, Any]) -> str:
        """Answer navigator.credentials.create, without attestation."""
        client = self._client("webauthn.create", options)
        point = self.pair.public_key().public_numbers()
        key = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32, "big"), -3: point.y.to_bytes(32, "big")})
        data = self._data(0x45) + bytes(16) + struct.pack(">H", len(self.id)) + self.id + key
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        return self._answer({"clientDataJSON": _text(client), "attestationObject": _text(attestation)})

    def prove(self, options: dict[str, Any]) -> str:
        """Answer navigator.credentials.get."""
        self.count += 1
        client, data = self._client("webauthn.get", options), self._data(0x05)
        signature = self.pair.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        return self._answer(
            {"clientDataJSON": _text(client), "authenticatorData": _text(data), "signature": _text(signature)}
        )

    def _client(self, kind: str, options: dict[str, Any]) -> bytes:
        return json.dumps({"type": kind, "challenge": options["challenge"], "origin": self.origin}).encode()

    def _data(self, flags: int) -> bytes:
        return hashlib.sha256(self.host.encode()).digest() + bytes([flags]) + struct.pack(">I", self.count)

    def _answer(self, response: dict[str, str]) -> str:
        return json.dumps({"id": _text(self.id), "rawId": _text(self.id), "type": "public-key", "response": response})
