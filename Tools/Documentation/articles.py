"""The pages of docs, and the page on speed, as articles of a catalogue of docc.

Usage: articles.py CATALOGUE
"""

import os
import re
import sys

catalogue = sys.argv[1]
pages = {"speed": "data/benchmark.md"}
for name in sorted(os.listdir("docs")):
    if name.endswith(".md"):
        pages[name[: -len(".md")]] = f"docs/{name}"


def link(match: re.Match) -> str:
    """A link to a page is a link to an article; one to a file of the project names it, as the file is not part of the documentation."""
    text, target = match[1], match[2]
    if target.startswith("http"):
        return match[0]
    path, _, heading = target.partition("#")
    for article, page in pages.items():
        if path and os.path.basename(path) == os.path.basename(page):
            return f"[{text}](doc:{article})"
    if not path:
        return text
    name = os.path.normpath(os.path.join("docs", path)).removeprefix("docs/")
    return text if text in (name, os.path.basename(name)) else f"{text} (`{name}`)"


for article, page in pages.items():
    with open(page, encoding="utf-8") as file:
        parts = re.split(r"(```.*?```|`[^`\n]*`)", file.read(), flags=re.S)
    # Marks of what is woven are comments; code stays as it is.
    for place in range(0, len(parts), 2):
        parts[place] = re.sub(r"<!--.*?-->", "", parts[place], flags=re.S)
    text = "".join(parts)
    blocks = re.split(r"(```.*?```)", text, flags=re.S)
    for place in range(0, len(blocks), 2):
        blocks[place] = re.sub(r"\[([^\]\[]*)\]\(([^)\s]+)\)", link, blocks[place])
    text = "".join(blocks)
    # docc takes the first paragraph for the abstract, and "## Topics" for a list of links.
    with open(os.path.join(catalogue, f"{article}.md"), "w", encoding="utf-8") as file:
        file.write(text)
