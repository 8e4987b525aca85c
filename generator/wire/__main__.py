"""What `render` runs: JSON of module -> document and header on stdin, of module -> Python source on stdout."""

import json
import sys

from generator.wire.typed_dicts import typed_dicts

if __name__ == "__main__":
    asked: dict[str, tuple[str, str]] = json.load(sys.stdin)
    json.dump({name: typed_dicts(document, header) for name, (document, header) in asked.items()}, sys.stdout)
