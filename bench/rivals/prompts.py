"""Runs in the rivals' environment: the prompts langextract would send for each text of a JSON lines file, made by its
own code with its default chunks and one short example for each claim type; nothing is sent. Prints their characters.
"""

import json
import sys

from langextract import chunking, data, prompting  # type: ignore[import-not-found]
from langextract.core import format_handler, tokenizer  # type: ignore[import-not-found]

DEFAULT_CHUNK = 1000  # langextract's max_char_buffer

EXAMPLE = data.ExampleData(
    text="At least 12 people were killed in Dhaka on Monday, police said. Rebels seized the town of Lugo.",
    extractions=[
        data.Extraction("figure", "At least 12 people were killed", attributes={"source": "police", "place": "Dhaka"}),
        data.Extraction("control", "Rebels seized the town of Lugo", attributes={"holder": "rebels", "place": "Lugo"}),
    ],
)
TASK = (
    "Extract every figure, change of control, event and statement from the news report, with who says it, the place, "
    "the date and how firmly it is worded. Use exact text from the report."
)
generator = prompting.QAPromptGenerator(
    prompting.PromptTemplateStructured(TASK, [EXAMPLE]), format_handler.FormatHandler()
)
with open(sys.argv[1], encoding="utf-8") as lines:
    texts = [json.loads(line)["text"] for line in lines]
calls = sent = 0
for text in texts:
    for chunk in chunking.ChunkIterator(text, DEFAULT_CHUNK, tokenizer.RegexTokenizer()):
        calls += 1
        sent += len(generator.render(chunk.chunk_text))
print(json.dumps({"calls": calls, "sent": sent, "characters": sum(map(len, texts)), "texts": len(texts)}))
