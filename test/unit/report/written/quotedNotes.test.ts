import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { quotedNotes } from '../../../../src/report/written/quotedNotes';
import { hostile } from '../../hostileText';
import { rendered } from './rendered';

/** Lines that begin as those of notes do, and go on with anything. */
const hostileNotes = fc
  .array(fc.tuple(fc.constantFrom('', '# ', '- ', '  - ', '        - ', '1. ', '999) ', '```', '~~~ts', '    ', '> ', '| a |'), hostile), {
    maxLength: 8,
  })
  .map(lines => lines.map(([beginning, text]) => beginning + text).join('\n'));

const ours = ['<code>', '</code>', ''];

describe('notes in a report', () => {
  it('keep their headings, lists, code and line breaks', () => {
    const notes =
      '# Hypothesis\n\nMore filters,\nfewer mistakes.\n\n- one\n  - two\n- three\n\n1. a\n2. b\n\n```\n  x = 1\n```\n## Conclusion\n';
    const source = quotedNotes(notes)?.source ?? '';
    assert.ok(source.split('\n').every(line => line.startsWith('>')));
    const { types, text } = rendered(source);
    assert.equal(types.filter(type => type === 'strong_open').length, 2);
    assert.equal(types.filter(type => type === 'bullet_list_open').length, 2);
    assert.equal(types.filter(type => type === 'ordered_list_open').length, 1);
    assert.equal(types.filter(type => type === 'hardbreak').length, 1);
    assert.match(text, /More filters,\nfewer mistakes\./);
    assert.match(source, /<code>&nbsp;&nbsp;x &#61; 1<\/code>/);
  });

  it('are nothing where there are none', () => {
    assert.equal(quotedNotes(' \n\n'), undefined);
  });

  it('end where a page has no room for more, and say where the rest is', () => {
    const source = quotedNotes('word '.repeat(50_000))?.source ?? '';
    assert.ok(source.length < 60_000);
    assert.match(rendered(source).text, /the rest is in notes\.md/);
  });

  it('show a picture, a link and HTML as they were typed', () => {
    const notes =
      '![x](https://example.com/x.png) [y](https://example.com) <img src=x onerror=alert(1)> https://example.com me@example.com';
    const { text, links, images, html } = rendered(quotedNotes(notes)?.source ?? '');
    assert.deepEqual({ links, images, html }, { links: [], images: [], html: [] });
    assert.equal(text.trim(), notes);
  });

  it('make no link, picture or HTML of anything, and leave the quotation never', () => {
    fc.assert(
      fc.property(hostileNotes, notes => {
        const source = quotedNotes(notes)?.source ?? '>';
        const { links, images, html, types } = rendered(`${source}\n\nafter`);
        assert.deepEqual({ links, images }, { links: [], images: [] });
        assert.deepEqual(
          html.filter(one => !ours.includes(one)),
          [],
        );
        assert.ok(!types.some(type => /^(heading|fence|code_|table|hr|em_|s_)/.test(type)), types.join());
        assert.ok(types.indexOf('blockquote_close') === types.lastIndexOf('blockquote_close'));
      }),
      { numRuns: 3_000 },
    );
  });
});
