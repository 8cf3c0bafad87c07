import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import * as fc from 'fast-check';
import { Markdown } from '../../../src/util/markdown';
import { asLabel, asLogEntry, asMessage, asTooltip } from '../../../src/ui/sinks/plainText';
import { shownError, withShownError } from '../../../src/ui/sinks/shownError';
import { oneLine, visible } from '../../../src/util/shownText';
import { hostile, unseenIn } from '../hostileText';

/** What VS Code makes a link of: src/vs/base/common/linkedText.ts of microsoft/vscode (MIT), LINK_REGEX, the same in 1.60 and in 1.139. */
const LINK_REGEX = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)(?: (["'])(.+?)(\3))?\)/gi;
/** And of an icon: src/vs/base/browser/ui/iconLabel/iconLabels.ts with the expressions of ThemeIcon, but for the backslash that keeps one from it. */
const ICON_REGEX = /\$\([A-Za-z0-9-]+(?:~[A-Za-z]+)?\)/;

/** Without the joiner of the sinks, which is not seen. */
const seen = (text: string): string => text.replaceAll('\u2060', '');

const sinks = { asLabel, asMessage, asTooltip };

describe('the sinks of the editor', () => {
  const name = '[Open](command:workbench.action.openSettings) $(trash) \\$(trash) [x](https://example.com "title")';

  it('reads links and icons as VS Code does', () => {
    assert.equal(name.match(LINK_REGEX)?.length, 2);
    assert.match(name, ICON_REGEX);
  });

  for (const [of, sink] of Object.entries(sinks)) {
    it(`${of} shows a name that is a link and an icon as it is`, () => {
      const shown = sink(name);
      assert.equal(seen(shown), name);
      assert.equal(shown.match(LINK_REGEX), null);
      assert.doesNotMatch(shown, ICON_REGEX);
    });

    it(`${of} makes a link or an icon of nothing, hides nothing, and is the same the second time`, () => {
      fc.assert(
        fc.property(hostile, fc.constantFrom('', '$', '](', '\u2060'), hostile, (a, between, b) => {
          const shown = sink(`${a}${between}${b}`);
          assert.equal(shown.match(LINK_REGEX), null);
          // No part of it either: a list marks what was searched for by cutting there.
          assert.doesNotMatch(shown, ICON_REGEX);
          assert.equal(unseenIn(seen(shown)), undefined);
          if (sink !== asTooltip) assert.doesNotMatch(shown, /[\n\t]/);
          assert.equal(sink(shown), shown);
        }),
        { numRuns: 2_000 },
      );
    });
  }

  it('let no text push the rest of what is said out of sight', () => {
    for (const sink of Object.values(sinks)) assert.ok(sink('x'.repeat(100_000)).length <= 2_000);
  });

  it('let no line of a text be an entry of the log', () => {
    const entry = '2026-01-01 10:00:00.000 [error] all is lost';
    assert.equal(asLogEntry(`a\n${entry}\r\n${entry}\u001b[2J`), `a\n    ${entry}\n    ${entry}\\u001b[2J`);
    fc.assert(
      fc.property(hostile, text => {
        const [first, ...further] = asLogEntry(text).split('\n');
        assert.ok(further.every(line => line.startsWith('    ')));
        assert.equal(unseenIn([first, ...further].join('\n')), undefined);
      }),
    );
  });

  it('have the errors that VS Code shows say text', async () => {
    const error = new Error(`There is no run ${name}.`);
    await assert.rejects(
      withShownError(() => Promise.reject(error)),
      ({ message, cause }: Error) => !LINK_REGEX.test(message) && seen(message) === error.message && cause === error,
    );
    const plain = new RangeError('There is no run 7.');
    assert.equal(shownError(plain), plain);
  });
});

describe('the Markdown of the editor', () => {
  interface Token {
    readonly type: string;
    readonly content: string;
    readonly children: readonly Token[] | null;
  }
  // A renderer of CommonMark with GitHub's tables, strikethrough and bare addresses as links: it comes with vsce.
  const MarkdownIt = createRequire(__filename)('markdown-it') as new (options: object) => {
    parse: (source: string, env: object) => Token[];
  };
  const renderer = new MarkdownIt({ html: true, linkify: true });
  const tokens = (source: string): Token[] => renderer.parse(source, {}).flatMap(token => token.children ?? token);

  it('is read by a renderer that would obey it', () => {
    const types = tokens('<b>x</b> [a](https://example.com) ![b](https://example.com/b.png) www.example.com me@example.com `c` **d**').map(
      ({ type }) => type,
    );
    for (const type of ['html_inline', 'link_open', 'image', 'code_inline', 'strong_open']) assert.ok(types.includes(type), type);
    assert.equal(types.filter(type => type === 'link_open').length, 3);
  });

  it('shows any text as it is', () => {
    fc.assert(
      fc.property(hostile, text => {
        const found = tokens(Markdown.text(text).source);
        const other = found
          .map(({ type }) => type)
          .filter(type => !['paragraph_open', 'paragraph_close', 'text', 'text_special', 'inline'].includes(type));
        assert.deepEqual(other, []);
        const trimmed = oneLine(text).trim();
        assert.equal(seen(found.map(({ content }) => content).join('').trim()), trimmed); // prettier-ignore
      }),
      { numRuns: 3_000 },
    );
  });

  it('shows it so among Markdown of ours, in a table too', () => {
    const around = (value: string): string =>
      Markdown.joined(
        [
          Markdown.of`**${value}** · ${value}`,
          Markdown.joined([Markdown.of`| | |`, Markdown.of`|:--|:--|`, Markdown.of`| **a** | ${value} |`], '\n'),
        ],
        '\n\n',
      ).source;
    const shape = tokens(around('x')).map(({ type }) => type);
    fc.assert(
      fc.property(hostile, text => {
        fc.pre(visible(text).trim() !== '');
        const types = tokens(around(text)).map(({ type }) => (type === 'text_special' ? 'text' : type));
        // A text may be several pieces of text.
        const merged = types.filter((type, i) => type !== 'text' || types[i - 1] !== 'text');
        assert.deepEqual(merged, shape);
      }),
      { numRuns: 3_000 },
    );
  });

  it('does not take a place in a value for a place of its own', () => {
    assert.equal(Markdown.of`${'${2}'} and ${2}`.source, '&#36;&#123;2&#125; and 2');
    assert.equal(Markdown.of`${Markdown.of`**${'*'}**`}`.source, '**&#42;**');
  });
});
