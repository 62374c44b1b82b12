"""Where this installation keeps what is its own: the database, the secret key, what static files were gathered."""

from __future__ import annotations

import os
import secrets
import sys
import tempfile
from pathlib import Path

import saphena


def home() -> Path:
    """The folder, made when missing: SAPHENA_HOME; else `var` in a checkout; else in the user's own data folder."""
    folder = chosen_home(os.environ.get("SAPHENA_HOME", ""))
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def chosen_home(named: str) -> Path:
    if named:
        return Path(named).expanduser().absolute()
    checkout = Path(saphena.__file__).parents[2]
    if (checkout / "pyproject.toml").exists() and checkout.joinpath("src") in Path(saphena.__file__).parents:
        return checkout / "var"
    return user_data() / "saphena"


def user_data() -> Path:
    if sys.platform == "darwin":
        return Path("~/Library/Application Support").expanduser()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", "~/AppData/Local")).expanduser()
    return Path(os.environ.get("XDG_DATA_HOME") or "~/.local/share").expanduser()


def secret_key() -> str:
    """The installation's own secret, made at its first start and readable by its owner alone."""
    kept = home() / "secret-key"
    if not kept.exists():
        write_once(kept, secrets.token_urlsafe(64))
    return kept.read_text().strip()


def write_once(path: Path, text: str) -> None:
    """Write a private file whole or not at all. When another process was quicker, its text stands."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")  # readable by its owner alone
    draft = Path(name)
    with open(handle, "w") as file:
        file.write(text)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
