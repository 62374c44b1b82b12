"""Programs that were let in, and the client that others' programs use too."""

from __future__ import annotations

from typing import Any

import requests
from dicomweb_client.api import DICOMwebClient

from saphena.clinic.people.applications.actions import let_in
from tests import cast


def token(name: str = "Viewer", *, read: bool = True, store: bool = True) -> str:
    scopes = [scope for scope, wanted in (("images.read", read), ("images.store", store)) if wanted]
    return let_in(actor=cast.max_(), name=name, scopes=scopes)[1]


def session(given: str) -> requests.Session:
    calling = requests.Session()
    calling.headers["Authorization"] = f"Bearer {given}"
    return calling


def client(web: str, given: str | None = None) -> Any:
    """The real client, with its token."""
    return DICOMwebClient(f"{web}/dicomweb", session=session(given or token()))
