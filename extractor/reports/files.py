"""Files that are whole or not there: written beside their place and moved into it when done."""

from __future__ import annotations

import os
import secrets
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, BinaryIO

from extractor.errors import MusterError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """Open `path` for writing; it appears, or is replaced, only if the block ends without an error.

    A device or pipe (`/dev/null`, `/dev/stdout`) is written to as it stands: it must not be replaced by a file.
    """
    if path.exists() and not path.is_file():
        try:
            with path.open("wb") as stream:
                yield stream
        except OSError as error:
            raise _refused(path, error) from error
        return
    try:
        # A link is written through, not replaced by a file.
        target = path.resolve()
    except OSError as error:
        raise _refused(path, error) from error
    # Named before it is made: a signal in between finds it in the block that removes it.
    part = target.with_name(f".{target.name}.{secrets.token_hex(8)}.part")
    try:
        with part.open("xb") as stream:
            yield stream
        part.chmod(_mode(target))
        part.replace(target)
    except OSError as error:
        raise _refused(path, error) from error
    finally:
        with suppress(OSError):  # what could not be made is not there
            part.unlink(missing_ok=True)


def _refused(path: Path, error: OSError) -> MusterError:
    return MusterError(f"{path}: can't write there: {error.strerror or error}")


def _mode(target: Path) -> int:
    """Return the mode of the file that is replaced, or that of a new file under the umask."""
    if target.exists():
        return target.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
