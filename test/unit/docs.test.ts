import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { generatedPages, withGeneratedParts } from '../../scripts/docs/generatedParts';

const pages = ['README.md', 'CONTRIBUTING.md', ...readdirSync('docs').map(name => `docs/${name}`)].filter(name => name.endsWith('.md'));
const read = (page: string): string => readFileSync(page, 'utf8');

/** What stands in a page between backticks, without its blocks of code. */
function namesIn(page: string): string[] {
  return [
    ...read(page)
      .replaceAll(/^```[^]*?^```/gm, '')
      .matchAll(/`([^`\n]+)`/g),
  ].map(match => match[1]!);
}

/** The anchors of a page's headings, as GitHub makes them. */
function anchorsOf(page: string): string[] {
  return [...read(page).matchAll(/^#+ (.*)$/gm)].map(([, title]) =>
    title!
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

describe('the documentation', () => {
  it('has its tables as the code has them (`npm run docs` writes them)', () => {
    for (const page of generatedPages) assert.equal(read(page), withGeneratedParts(page, read(page)), page);
  });

  it('says why each dependency is there, and names none that is not', () => {
    const { dependencies, devDependencies, peerDependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as Record<string, object>;
    const rows = [...read('docs/dependencies.md').matchAll(/^\| (`.*?) \| ./gm)].flatMap(([, names]) => names!.split(', '));
    assert.deepEqual(
      rows.toSorted(),
      Object.keys({ ...dependencies, ...devDependencies, ...peerDependencies })
        .map(name => `\`${name}\``)
        .toSorted(),
    );
  });

  it('speaks to those who change it of names that the sources have', () => {
    const sources = ['src', 'webview', 'scripts'].flatMap(folder =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter(name => /\.m?[jt]s$/.test(name))
        .map(name => readFileSync(path.join(folder, name), 'utf8')),
    );
    const names = ['CONTRIBUTING.md', 'docs/architecture.md']
      .flatMap(namesIn)
      .filter(name => /^(\w*[a-z][A-Z]\w*|[A-Z]+_[A-Z_]+)$/.test(name));
    assert.ok(names.length > 5, names.join(', '));
    assert.deepEqual(
      names.filter(name => !sources.some(source => source.includes(name))),
      [],
    );
  });

  it('begins with a README of at most 1,200 words', () => {
    assert.ok(read('README.md').split(/\s+/).length <= 1_200);
  });

  for (const page of pages) {
    it(`names in ${page} only scripts, files and links that there are`, () => {
      const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: object };
      const named = [...read(page).matchAll(/npm run (?:--silent )?([a-z:]+)/g)].map(match => match[1]!);
      const paths = namesIn(page).filter(name => /^(src|webview|test|scripts|docs|media|examples)\/[\w./-]*$/.test(name));
      const links = [...read(page).matchAll(/\]\((?!https?:)([^)\s]+)\)/g)].map(match => match[1]!);
      const broken = links.filter(link => {
        const [file = '', anchor] = link.split('#');
        const target = file === '' ? page : path.posix.join(path.posix.dirname(page), file);
        return !existsSync(target) || (anchor !== undefined && !anchorsOf(target).includes(anchor));
      });
      assert.deepEqual([...named.filter(name => !(name in scripts)), ...paths.filter(name => !existsSync(name)), ...broken], []);
    });
  }
});
