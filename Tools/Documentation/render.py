"""Pages that need no server, from the output of docc.

Every page of an archive becomes an HTML file with relative links and no program in it. An element that is not known here is an error, so
that nothing is left out in silence, and so is a link within the documentation that leads nowhere.
Usage: render.py ARCHIVES FOLDER NAME..., the first of which is the project.
"""

import html
import json
import os
import re
import sys
import urllib.parse

archives, folder, names = sys.argv[1], sys.argv[2], sys.argv[3:]

STYLE = """
:root { color-scheme: light dark; }
body { font: 16px/1.5 "Liberation Sans", Helvetica, Arial, sans-serif; max-width: 60rem; margin: 0 auto; padding: 1rem 1.5rem 4rem; }
nav { font-size: 0.9rem; border-bottom: 1px solid #8888; padding-bottom: 0.5rem; }
pre { background: #8881; padding: 0.75rem 1rem; overflow-x: auto; line-height: 1.35; }
code { font-family: "Liberation Mono", Menlo, Consolas, monospace; font-size: 0.875em; }
table { border-collapse: collapse; display: block; overflow-x: auto; }
th, td { border: 1px solid #8886; padding: 0.25rem 0.6rem; text-align: left; vertical-align: top; }
.abstract { font-size: 1.15rem; }
.kind { color: #888; font-size: 0.9rem; margin-bottom: -1rem; }
dt { margin-top: 0.6rem; }
dt a { text-decoration: none; }
aside { border-left: 4px solid #8888; padding: 0.1rem 1rem; }
"""


def file_of(path: str) -> str:
    """The file of a page, relative to the folder of pages: its path, whose signs some file systems do not like replaced."""
    return re.sub(r"[^a-z0-9/._+-]", lambda sign: f"~{ord(sign[0]):x}", path.removeprefix("/documentation/").lower()) + ".html"


class Page:
    def __init__(self, name: str, path: str, content: dict):
        self.name, self.path, self.content = name, path, content
        self.file = file_of(path)
        self.references = content.get("references", {})
        self.title = content["metadata"].get("title", path)

    # Links

    def href(self, path: str) -> str | None:
        """A link to another page; nil where it is none of ours, such as a protocol of the standard library."""
        path, _, anchor = path.partition("#")
        target = pages.get(path.lower())
        if target is None:
            return None
        relative = os.path.relpath(target.file, os.path.dirname(self.file) or ".")
        return urllib.parse.quote(relative) + (f"#{urllib.parse.quote(anchor)}" if anchor else "")

    def link(self, reference: dict, text: str | None = None) -> str:
        title = text
        if title is None:
            title = html.escape(reference.get("title", ""))
            if reference.get("kind") == "symbol" or reference.get("type") == "unresolvable":
                title = f"<code>{title}</code>"
        if reference.get("type") == "unresolvable":
            return title
        url = reference.get("url", "")
        if reference.get("type") == "link":
            return f'<a href="{html.escape(url)}">{title}</a>'
        href = self.href(url)
        if href is None:
            raise SystemExit(f"render.py: {self.path} leads to {url}, which is no page")
        return f'<a href="{href}">{title}</a>'

    # Text

    def inline(self, parts: list) -> str:
        return "".join(self.phrase(part) for part in parts)

    def phrase(self, part: dict) -> str:
        kind = part["type"]
        if kind == "text":
            return html.escape(part["text"])
        if kind == "codeVoice":
            return f"<code>{html.escape(part['code'])}</code>"
        if kind in ("emphasis", "strong", "strikethrough", "newTerm", "superscript", "subscript", "inlineHead"):
            tag = {"strong": "strong", "inlineHead": "strong", "superscript": "sup", "subscript": "sub", "strikethrough": "s"}
            tag = tag.get(kind, "em")
            return f"<{tag}>{self.inline(part['inlineContent'])}</{tag}>"
        if kind == "reference":
            # An address in an abstract is not among the references.
            web = {"type": "link", "url": part["identifier"], "title": part["identifier"]}
            reference = self.references.get(part["identifier"], web)
            if reference is web and not web["url"].startswith("http"):
                raise SystemExit(f"render.py: {self.path} leads to {web['url']}, which is not known")
            text = part.get("overridingTitleInlineContent")
            return self.link(reference, self.inline(text) if text else None)
        if kind == "link":
            return f'<a href="{html.escape(part["destination"])}">{html.escape(part["title"])}</a>'
        raise SystemExit(f"render.py: {self.path} has the unknown phrase {kind}")

    def blocks(self, parts: list) -> str:
        return "\n".join(self.block(part) for part in parts)

    def block(self, part: dict) -> str:
        kind = part["type"]
        if kind == "paragraph":
            return f"<p>{self.inline(part['inlineContent'])}</p>"
        if kind == "heading":
            level = part["level"]
            return f'<h{level} id="{html.escape(part["anchor"])}">{html.escape(part["text"])}</h{level}>'
        if kind == "codeListing":
            return f"<pre><code>{html.escape(chr(10).join(part['code']))}</code></pre>"
        if kind in ("unorderedList", "orderedList"):
            tag = "ul" if kind == "unorderedList" else "ol"
            items = "".join(f"<li>{self.blocks(item['content'])}</li>" for item in part["items"])
            return f"<{tag}>{items}</{tag}>"
        if kind == "termList":
            items = [
                f"<dt>{self.inline(item['term']['inlineContent'])}</dt><dd>{self.blocks(item['definition']['content'])}</dd>"
                for item in part["items"]
            ]
            return f"<dl>{''.join(items)}</dl>"
        if kind == "aside":
            title = html.escape(part.get("name") or part.get("style", ""))
            return f"<aside><p><strong>{title}</strong></p>{self.blocks(part['content'])}</aside>"
        if kind == "table":
            rows = []
            for number, row in enumerate(part["rows"]):
                tag = "th" if number == 0 and part["header"] in ("row", "both") else "td"
                rows.append("<tr>" + "".join(f"<{tag}>{self.blocks(cell)}</{tag}>" for cell in row) + "</tr>")
            return f"<table>{''.join(rows)}</table>".replace("<p>", "").replace("</p>", "")
        if kind == "thematicBreak":
            return "<hr>"
        raise SystemExit(f"render.py: {self.path} has the unknown block {kind}")

    # Sections

    def section(self, section: dict) -> str:
        kind = section["kind"]
        if kind == "declarations":
            texts = ["".join(token["text"] for token in one["tokens"]) for one in section["declarations"]]
            return "".join(f"<pre><code>{html.escape(text)}</code></pre>" for text in texts)
        if kind == "content":
            return self.blocks(section["content"])
        if kind == "parameters":
            items = [
                f"<dt><code>{html.escape(one['name'])}</code></dt><dd>{self.blocks(one['content'])}</dd>"
                for one in section["parameters"]
            ]
            return f"<h2>Parameters</h2><dl>{''.join(items)}</dl>"
        if kind == "mentions":
            return ""
        raise SystemExit(f"render.py: {self.path} has the unknown section {kind}")

    def entries(self, identifiers: list) -> str:
        items = []
        for identifier in identifiers:
            reference = self.references[identifier]
            items.append(f"<dt>{self.link(reference)}</dt><dd>{self.inline(reference.get('abstract', []))}</dd>")
        return f"<dl>{''.join(items)}</dl>"

    def body(self) -> str:
        content, parts = self.content, []
        kind = content["metadata"].get("roleHeading", "")
        if kind:
            parts.append(f'<p class="kind">{html.escape(kind)}</p>')
        parts.append(f"<h1>{html.escape(self.title)}</h1>")
        if content.get("abstract"):
            parts.append(f'<p class="abstract">{self.inline(content["abstract"])}</p>')
        parts += [self.section(section) for section in content.get("primaryContentSections", [])]
        if "topicSections" in content and content["kind"] != "article" or content["metadata"].get("role") == "collection":
            parts.append("<h2>Topics</h2>")
        for section in content.get("topicSections", []):
            parts.append(f"<h3>{html.escape(section.get('title') or '')}</h3>" + self.entries(section["identifiers"]))
        if self.path == root:
            links = [f'<dt>{self.link({"title": name, "kind": "symbol", "url": f"/documentation/{name.lower()}"})}</dt>'
                     f'<dd>{self.inline(pages[f"/documentation/{name.lower()}"].content.get("abstract", []))}</dd>'
                     for name in names[1:]]
            parts.append(f"<h3>Libraries</h3><dl>{''.join(links)}</dl>")
        for section in content.get("relationshipsSections", []):
            links = ", ".join(self.link(self.references[identifier]) for identifier in section["identifiers"])
            parts.append(f"<h2>{html.escape(section['title'])}</h2><p>{links}</p>")
        return "\n".join(parts)

    def write(self):
        crumbs = [self.link({"title": names[0], "url": root})]
        for path in (self.content.get("hierarchy", {}).get("paths") or [[]])[0]:
            reference = self.references.get(path)
            if reference and reference.get("url", "").lower() != root:
                crumbs.append(self.link(reference, html.escape(reference["title"])))
        text = (
            f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
            f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            f"<title>{html.escape(self.title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
            f"<nav>{' › '.join(crumbs)}</nav>\n{self.body()}\n</body>\n</html>\n"
        )
        file = os.path.join(folder, "pages", self.file)
        os.makedirs(os.path.dirname(file), exist_ok=True)
        with open(file, "w", encoding="utf-8") as stream:
            stream.write(text)


root = f"/documentation/{names[0].lower()}"
pages: dict[str, Page] = {}
for name in names:
    data = os.path.join(archives, name, "data")
    for place, _, files in os.walk(data):
        for file in sorted(files):
            if file.endswith(".json"):
                path = "/" + os.path.relpath(os.path.join(place, file), data)[: -len(".json")]
                with open(os.path.join(place, file), encoding="utf-8") as stream:
                    pages[path.lower()] = Page(name, path, json.load(stream))
if len({page.file for page in pages.values()}) != len(pages):
    raise SystemExit("render.py: two pages would be one file")
for page in pages.values():
    page.write()
start = urllib.parse.quote("pages/" + pages[root].file)
with open(os.path.join(folder, "index.html"), "w", encoding="utf-8") as stream:
    stream.write(f'<!DOCTYPE html>\n<meta charset="utf-8">\n<title>{names[0]}</title>\n')
    stream.write(f'<meta http-equiv="refresh" content="0; url={start}">\n<a href="{start}">{names[0]}</a>\n')
print(f"{len(pages)} pages")
