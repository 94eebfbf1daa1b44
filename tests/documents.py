"""One report of our own in every format that can be read, as bytes by file name."""

from __future__ import annotations

import gzip
import html
import io
import json
import mailbox
import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

MONTHS = ["", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


@dataclass(frozen=True, slots=True)
class Story:
    """What the report says: paragraphs in order, of which those that begin with "## " are headings."""

    title: str
    day: str
    outlet: str
    caption: str
    paragraphs: tuple[str, ...]
    url: str = "https://harbourpost.example/world/kherson-port-shelling"


STORY = Story(
    "Shelling kills nine in Kherson, mayor says",
    "2022-03-03",
    "Harbour Post",
    "Smoke rises over the port of Kherson on Wednesday, when 12 boats sank.",
    (
        "At least nine people were killed and 40 wounded when shells hit the port of Kherson on Wednesday night, the "
        "city’s mayor said.",
        "Ihor Kolykhaiev, the mayor, wrote on Facebook that two of the dead were dockers who had gone back to move a "
        "crane.",
        "Russia’s defence ministry said that 498 of its soldiers had been killed since the start of the invasion and "
        "that 1,597 had been wounded. It gave no figure for the other side.",
        "## Losses on the other side",
        "Ukraine’s general staff put Russian losses at more than 5,840 soldiers killed.",
        "Three schools were damaged in the city, the regional administration said. About 2,500 people have fled "
        "Kherson since Monday, most of them by train towards Mykolaiv and Odessa.",
        "The power was still out on Thursday morning, said a docker who gave his name as Petro. “We counted 12 boats "
        "under water,” he said.",
    ),
)


def documents(story: Story = STORY) -> Mapping[str, bytes]:
    """The story in each format: the file's suffix is the format's, its stem "story"."""
    page = html_page(story)
    letter = eml(story)
    made = {
        "story.txt": plain(story).encode(),
        "story.md": markdown(story).encode(),
        "story.html": page.encode(),
        "story.pdf": pdf(story),
        "columns.pdf": pdf(story, columns=2),
        "story.docx": docx(story),
        "story.eml": letter,
        "story.mbox": mbox([letter]),
        "story.rss": rss(story).encode(),
        "story.atom": atom(story).encode(),
        "story.jsonl": (json.dumps(record(story), ensure_ascii=False) + "\n").encode(),
        "story.csv": csv_table(story).encode(),
        "story.warc": warc(story, page.encode()),
    }
    return made | {
        "story.warc.gz": gzip.compress(made["story.warc"], mtime=0),
        "story.zip": packed({"day1/story.html": page.encode()}),
        "story.html.gz": gzip.compress(page.encode(), mtime=0),
    }


def body(story: Story) -> list[tuple[str, str]]:
    """The story's paragraphs with their kinds: heading or paragraph."""
    return [("heading", p[3:]) if p.startswith("## ") else ("paragraph", p) for p in story.paragraphs]


def plain(story: Story) -> str:
    """With header lines; the caption's credit tells what it is."""
    head = f"Title: {story.title}\nPublished: {story.day}\nPublisher: {story.outlet}\nUrl: {story.url}\n\n"
    caption = f"{story.caption} (Photo by Ana Bell/Wire Pictures)"
    return head + "\n\n".join([caption, *(words for _, words in body(story))]) + "\n"


def markdown(story: Story) -> str:
    """With front matter."""
    head = f'---\ntitle: "{story.title}"\ndate: {story.day}\npublisher: {story.outlet}\nurl: {story.url}\n---\n\n'
    parts = [f"## {words}" if kind == "heading" else words for kind, words in body(story)]
    return head + f"![{story.caption}](smoke.jpg)\n\n" + "\n\n".join(parts) + "\n"


def article(story: Story) -> str:
    """As a piece of HTML."""
    parts = [
        f"<h2>{html.escape(words)}</h2>" if kind == "heading" else f"<p>{html.escape(words)}</p>"
        for kind, words in body(story)
    ]
    figure = f"<figure><img src='s.jpg'><figcaption>{html.escape(story.caption)}</figcaption></figure>"
    return figure + "\n".join(parts)


def html_page(story: Story) -> str:
    """As a page with a menu, a teaser and a foot."""
    told = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": story.title,
        "datePublished": f"{story.day}T08:15:00Z",
        "publisher": {"@type": "Organization", "name": story.outlet},
    }
    return f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{story.title} | {story.outlet}</title>
<link rel="canonical" href="{story.url}"><script type="application/ld+json">{json.dumps(told)}</script></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li><li><a href="/sport">Sport</a></li></ul></nav>
<main><article><h1>{story.title}</h1>{article(story)}</article>
<aside class="related"><h3>Related</h3><p><a href="/x">Storm kills 31 on the coast of Java</a></p></aside></main>
<footer><p>© 2022 {story.outlet}. All rights reserved.</p></footer></body></html>"""


def pdf(story: Story, *, columns: int = 1, password: str | None = None) -> bytes:
    """As printed pages with a running head, a foot and justified text."""
    from reportlab.lib.pagesizes import A5
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
    from reportlab.pdfgen.canvas import Canvas
    from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph

    width, height = A5
    styles = getSampleStyleSheet()
    normal = ParagraphStyle("body", parent=styles["Normal"], alignment=4, leading=12, spaceAfter=6)
    small = ParagraphStyle("caption", parent=normal, fontSize=8, leading=10)

    def running(canvas: Canvas, template: BaseDocTemplate) -> None:
        canvas.setFont("Helvetica", 8)
        canvas.drawString(40, height - 25, f"{story.outlet} | {story.day}")
        canvas.drawRightString(width - 40, 20, f"Page {template.page}")

    out = io.BytesIO()
    secret = {"encrypt": StandardEncryption(password, strength=128)} if password else {}
    template = BaseDocTemplate(out, pagesize=A5, invariant=1, **secret)
    gap = 18
    wide = (width - 80 - gap * (columns - 1)) / columns
    high = height - 80 if columns == 1 else 290
    frames = [Frame(40 + n * (wide + gap), 40, wide, high, 0, 0, 0, 0) for n in range(columns)]
    first = [Frame(40, 40 + high, width - 80, 60, 0, 0, 0, 0), *frames] if columns > 1 else frames
    template.addPageTemplates([PageTemplate("first", first, onPage=running)])
    parts = [Paragraph(story.title, styles["Title"])]
    parts += [Paragraph(words, styles["Heading2"] if kind == "heading" else normal) for kind, words in body(story)]
    parts.append(Paragraph(f"{story.caption} (Photo by Ana Bell/Wire Pictures)", small))
    template.build(parts)
    return out.getvalue()


def docx(story: Story) -> bytes:
    """With styles."""
    from docx import Document

    document = Document()
    document.add_heading(story.title, 0)
    document.add_paragraph(f"{story.day}", style="Normal")
    document.add_paragraph(story.caption, style="Caption")
    for kind, words in body(story):
        if kind == "heading":
            document.add_heading(words, 2)
        else:
            document.add_paragraph(words)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def eml(story: Story, *, marked: bool = True) -> bytes:
    """As a letter from the outlet, plain or with HTML beside it."""
    letter = EmailMessage()
    letter["From"] = f"{story.outlet} <news@harbourpost.example>"
    letter["To"] = "desk@example.org"
    letter["Subject"] = story.title
    letter["Date"] = f"{story.day[8:]} {MONTHS[int(story.day[5:7])]} {story.day[:4]} 08:15:00 +0000"
    letter["Message-ID"] = "<1@harbourpost.example>"
    if marked:
        letter.set_content("Read this letter in a browser.")
        letter.add_alternative(f"<html><body>{article(story)}</body></html>", subtype="html")
    else:
        letter.set_content("\n\n".join(words for _, words in body(story)))
    return letter.as_bytes()


def mbox(letters: list[bytes]) -> bytes:
    """A mailbox of letters."""
    with tempfile.TemporaryDirectory() as folder:
        box = mailbox.mbox(Path(folder) / "box")
        for letter in letters:
            box.add(letter)
        box.close()
        return (Path(folder) / "box").read_bytes()


def rss(story: Story) -> str:
    """As the one entry of an RSS feed with full content."""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>{story.outlet} | World</title>
<link>https://harbourpost.example/</link><description>News</description><item><title>{story.title}</title>
<link>{story.url}</link><guid>{story.url}</guid><pubDate>{story.day}T08:15:00Z</pubDate>
<description>Shells hit the port.</description><content:encoded><![CDATA[{article(story)}]]></content:encoded></item>
</channel></rss>"""


def atom(story: Story) -> str:
    """As the one entry of an Atom feed that names its source."""
    content = html.escape(article(story))
    return f"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>Crisis search</title>
<id>urn:f</id><updated>2022-03-05T00:00:00Z</updated><entry><title>{story.title}</title><id>urn:e1</id>
<link href="{story.url}"/><published>{story.day}T08:15:00Z</published><updated>2022-03-05T00:00:00Z</updated>
<source><title>{story.outlet}</title></source><content type="html">{content}</content></entry></feed>"""


def record(story: Story) -> dict[str, str]:
    """As a record with the usual names."""
    return {
        "id": "s1",
        "title": story.title,
        "published": story.day,
        "publisher": story.outlet,
        "url": story.url,
        "text": "\n\n".join([f"{story.caption} (Photo by Ana Bell/Wire Pictures)", *(w for _, w in body(story))]),
    }


def csv_table(story: Story) -> str:
    """As the one row of a table with other names, separated by semicolons."""
    import csv

    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    told = record(story)
    writer.writerow(["Nr", "headline", "date", "outlet", "link", "body"])
    writer.writerow(["1", told["title"], told["published"], told["publisher"], told["url"], told["text"]])
    return out.getvalue()


def warc(story: Story, page: bytes) -> bytes:
    """As a response that a crawl kept, beside a redirect and a picture."""
    found = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page
    moved = b"HTTP/1.1 301 Moved\r\nLocation: /x\r\nContent-Type: text/html\r\n\r\nNine moved."
    picture = b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n\x89PNG"
    head = (
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:%d>\r\nWARC-Date: 2022-03-04T00:00:00Z\r\n"
        b"WARC-Target-URI: %s\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n"
    )
    return b"".join(
        head % (number, story.url.encode(), len(content)) + content + b"\r\n\r\n"
        for number, content in enumerate((moved, picture, found))
    )


def packed(files: Mapping[str, bytes]) -> bytes:
    """A ZIP of files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()
