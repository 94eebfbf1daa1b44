"""Runs in the rivals' environment: quantulum3 over a JSON lines file of texts; prints CPU seconds and quantities."""

import json
import sys
import time
import warnings

warnings.filterwarnings("ignore")

from quantulum3 import parser  # type: ignore[import-not-found]  # noqa: E402

with open(sys.argv[1], encoding="utf-8") as lines:
    texts = [json.loads(line)["text"] for line in lines]
parser.parse("Flood kills 12 people.")
begun = time.process_time()
found = failed = 0
for text in texts:
    try:
        found += len(parser.parse(text))
    except Exception:
        failed += 1
print(json.dumps({"seconds": time.process_time() - begun, "found": found, "failed": failed}))
