"""Files that are whole or not there: written beside their place and moved into it when done."""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from extractor.errors import MusterError

if TYPE_CHECKING:
    from collections.abc import Iterator


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
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent)
    except OSError as error:
        raise _refused(path, error) from error
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
        part.chmod(_mode(target))
        part.replace(target)
    except OSError as error:
        raise _refused(path, error) from error
    finally:
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
