import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { visible } from '../../src/util/shownText';

/** Prints every regular expression of the files that it is run on. */
const printer = `export default { meta: { name: 'print' }, rules: { patterns: { meta: { type: 'problem' }, create: context => ({
  Literal(node) { if (node.regex) context.report({ node, message: JSON.stringify(node.regex) }); },
  NewExpression(node) { if (node.callee.name === 'RegExp') context.report({ node, message: '{"made":true}' }); },
}) } } };`;

interface Found {
  readonly file: string;
  readonly pattern: string;
  readonly flags: string;
}

const LENGTH = 100_000;
/** Of the processor's time, for all texts of a pattern. */
const LIMIT_MS = 1_000;

/** Where a pattern that can read a text in several ways goes through all of them: one character again and again, and then another one. */
function longTexts(pattern: string): string[] {
  return [...new Set(`${pattern.replaceAll(/\\[a-z]/g, '')} \n0aA-/.`)].flatMap(textsOf);
}

/** Of the characters that several patterns are tried with. */
const known = new Map<string, readonly string[]>();
function textsOf(character: string): readonly string[] {
  const texts =
    known.get(character) ??
    ['', 'a=', 'a=x', '-1'].flatMap(begin => ['!', '\u0000a', '1'].map(end => begin + character.repeat(LENGTH) + end));
  known.set(character, texts);
  return texts;
}

/** Whether a pattern is done with all of those long before a quadratic one would be done with one. */
function isLinear({ pattern, flags }: Pick<Found, 'pattern' | 'flags'>): boolean {
  const expression = new RegExp(pattern, flags.replace('g', ''));
  const context = createContext({ expression, texts: longTexts(pattern) });
  return isDone(timeout => void runInContext('for (const text of texts) expression.test(text)', context, { timeout }));
}

/** Whether work is done within its time of the processor: on a busy machine it may take longer. */
function isDone(work: (timeout: number) => void): boolean {
  for (let timeout = LIMIT_MS; ; timeout *= 2) {
    const began = process.cpuUsage();
    try {
      work(timeout);
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
      const { user, system } = process.cpuUsage(began);
      if (user + system > (1000 * LIMIT_MS) / 2) return false;
    }
  }
}

function patternsOfProduct(): Found[] {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'digits-patterns-'));
  try {
    writeFileSync(path.join(folder, 'print.mjs'), printer);
    const rules = { jsPlugins: ['./print.mjs'], categories: { correctness: 'off' }, rules: { 'print/patterns': 'error' } };
    writeFileSync(path.join(folder, 'rules.json'), JSON.stringify(rules));
    const args = [path.resolve('node_modules/oxlint/bin/oxlint'), '-c', path.join(folder, 'rules.json'), '-f', 'json', 'src', 'webview'];
    const { stdout } = spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 1e8 });
    const { diagnostics } = JSON.parse(stdout) as { diagnostics: { message: string; filename: string }[] };
    return diagnostics.map(({ message, filename }) => ({ file: filename, ...(JSON.parse(message) as Omit<Found, 'file'>) }));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** One is put together of its parts, and tried by itself. */
const composed = ['src/util/shownText.ts'];

describe('the regular expressions of the product', () => {
  const found = patternsOfProduct();
  after(() => known.clear());

  it('are all written out, so that they can be looked at', () => {
    assert.ok(found.length > 30, `only ${found.length} were found`);
    assert.deepEqual(
      found.filter(({ pattern }) => pattern === undefined).map(({ file }) => file),
      composed,
    );
  });

  it('that is put together of many reads a long text in linear time', () => {
    for (const unit of [
      '\u200d',
      '\u2764\ufe0f',
      '\u{1f469}\u200d',
      '\u0915\u200d',
      '\r',
      '\r\n\t',
      '\ud800',
      '0\ufe0f',
      '\u202e ',
      'a\u001b',
    ])
      assert.equal(visible(visible(unit.repeat(100_000))).length, visible(unit.repeat(100_000)).length);
  });

  for (const one of found.filter(({ pattern }) => pattern !== undefined))
    it(`/${one.pattern}/${one.flags} of ${one.file} reads a long text in linear time`, () => assert.ok(isLinear(one)));

  for (const slow of [
    String.raw`\/+$`,
    String.raw`^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$`,
    String.raw`^\s*([\w-]+)\s*(<=|>=|!=|=|<|>)\s*(.*?)\s*$`,
    String.raw`^(a+)+$`,
  ])
    it(`would be found if they did not: /${slow}/`, () => assert.ok(!isLinear({ pattern: slow, flags: '' })));
});
