"""What must not stand in the queue in clear text: a screen with a secret in it, sealed until it leaves."""

import hashlib
import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping

SEALED = "sealed"
NONCE_BYTES = 16
TAG_BYTES = 32


class BrokenSeal(ValueError):
    """It was sealed by another token, or changed since."""


def seal(args: Mapping[str, object], secret: str, once: str) -> dict[str, object]:
    """Return arguments that only the holder of `secret` can read; `once` is random and never used again.

    HMAC-SHA256 in counter mode, then a tag over it all (encrypt-then-MAC): the standard library has no cipher.
    """
    nonce = hashlib.sha256(once.encode()).digest()[:NONCE_BYTES]
    hidden = _mixed(json.dumps(dict(args), separators=(",", ":")).encode(), secret, nonce)
    return {SEALED: urlsafe_b64encode(nonce + _tag(nonce + hidden, secret) + hidden).decode()}


def unseal(args: Mapping[str, object], secret: str) -> Mapping[str, object]:
    """Return what was sealed; arguments that were not are returned as they are. Raises BrokenSeal."""
    if SEALED not in args:
        return args
    try:
        whole = urlsafe_b64decode(str(args[SEALED]))
    except ValueError as error:
        raise BrokenSeal from error
    nonce, tag, hidden = whole[:NONCE_BYTES], whole[NONCE_BYTES : NONCE_BYTES + TAG_BYTES], whole[NONCE_BYTES + TAG_BYTES :]
    if not hmac.compare_digest(tag, _tag(nonce + hidden, secret)):
        raise BrokenSeal
    opened: dict[str, object] = json.loads(_mixed(hidden, secret, nonce))
    return opened


def _tag(sealed: bytes, secret: str) -> bytes:
    return hmac.new(f"seal-tag:{secret}".encode(), sealed, hashlib.sha256).digest()


def _mixed(words: bytes, secret: str, nonce: bytes) -> bytes:
    """Mix in, or out, the key stream."""
    key = f"seal-words:{secret}".encode()
    blocks = (hmac.new(key, nonce + number.to_bytes(4, "big"), hashlib.sha256).digest() for number in range(-(-len(words) // 32)))
    return bytes(a ^ b for a, b in zip(words, b"".join(blocks), strict=False))
