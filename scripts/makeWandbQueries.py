"""Makes test/fixtures/wandb/queries.json: the GraphQL queries of the official clients (MIT), of each text once, with the versions that have it.

    python3 scripts/makeWandbQueries.py FOLDER...     each with the package `wandb` of one version in it (site-packages)
"""

import json
import pathlib
import re
import sys

OUT = pathlib.Path('test/fixtures/wandb/queries.json')
BEGIN = re.compile(r'\s*(?:#[^\n]*\n\s*)*(?:query|mutation)\s+\w+\s*[({]')
# Parts that Python puts in before a query is sent: what is written is no query yet.
TEMPLATE = re.compile(r'%s|\{\{|\{[a-z_]+\}|\{"|_TYPE_|\bID_TYPE\b|_STR\b')
LONGEST = 20_000


def is_whole(text):
    """Whether nothing is put into it or behind it before it is sent."""
    spread = set(re.findall(r'\.\.\.\s*(?!on\b)(\w+)', text))
    return not TEMPLATE.search(text) and spread <= set(re.findall(r'\bfragment (\w+) on\b', text))


def in_python(package):
    for file in package.rglob('*.py'):
        if 'vendor' in file.parts or file.name.endswith('_pb2.py'):
            continue
        for _, text in re.findall(r'("""|\'\'\')(.*?)\1', file.read_text(errors='replace'), re.DOTALL):
            if BEGIN.match(text):
                yield text


def in_core(package):
    """The Go program has its queries one after the other, each from a line feed on to its last brace."""
    core = package / 'bin' / 'wandb-core'
    content = core.read_bytes().decode('latin1') if core.exists() else ''
    for found in re.finditer(r'\n(?:query|mutation) \w+[ (\n{]', content):
        text = content[found.start() : found.start() + LONGEST]
        depth = 0
        for at, letter in enumerate(text):
            depth += {'{': 1, '}': -1}.get(letter, 0)
            if letter == '}' and depth == 0 and not re.match(r'\s*fragment ', text[at + 1 : at + 20]):
                if text[: at + 1].isascii():
                    yield text[: at + 1]
                break


def main():
    versions = {}
    for folder in map(pathlib.Path, sys.argv[1:]):
        package = folder / 'wandb'
        version = re.search(r'__version__ = "([\d.]+)"', (package / '__init__.py').read_text())[1]
        for text in [*in_python(package), *in_core(package)]:
            query = re.sub(r'\s+', ' ', re.sub(r'#[^\n]*', '', text)).strip()
            if is_whole(text):
                versions.setdefault(query, set()).add(version)
    queries = [{'versions': sorted(versions[query]), 'query': query} for query in sorted(versions)]
    OUT.write_text(json.dumps(queries, indent=1) + '\n')
    print(len(queries), 'queries')


if __name__ == '__main__':
    main()
