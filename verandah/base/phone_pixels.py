"""`pixels.py` for HEIC, the format of telephones: what reads it is loaded for nothing else."""

import sys

from pillow_heif import register_heif_opener

from .pixels import main

if __name__ == "__main__":
    register_heif_opener(thumbnails=False, decode_threads=1)
    main(sys.argv)
