"""Archives: ZIP, TAR, and single files packed by gzip, bzip2 or xz."""

from sayso.acquire.containers.tars import unpack_tar
from sayso.acquire.containers.zips import unpack_zip

__all__ = ["unpack_tar", "unpack_zip"]
