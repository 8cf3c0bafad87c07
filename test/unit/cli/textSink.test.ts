import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import * as fc from 'fast-check';
import { colourStyle, TextSink } from '../../../src/cli/textSink';
import { hostile, unseenIn } from '../hostileText';

/** What a sink writes. */
function written(write: (sink: TextSink) => void): string {
  let all = '';
  const stream = new Writable({
    decodeStrings: false,
    write: (chunk: string, _, done) => {
      all += chunk;
      done();
    },
  });
  write(new TextSink(stream));
  return all;
}

describe('the sink of the command line', () => {
  it('makes colours of its own styles and of nothing else', () => {
    const name = '\u001b[31mred\u001b[0m';
    assert.equal(
      written(sink => sink.line(colourStyle('bold', `${name} ${colourStyle('green', 'ok')}`))),
      `\u001b[1m${String.raw`\u001b[31mred\u001b[0m`} \u001b[32mok\u001b[39m\u001b[22m\n`,
    );
  });

  it('writes a line as one line and a block set off', () => {
    assert.equal(
      written(sink => sink.line('warning: a\nDeleted everything.')),
      'warning: a Deleted everything.\n',
    );
    assert.equal(
      written(sink => sink.block('one\n\nDeleted everything.')),
      '  one\n\n  Deleted everything.\n',
    );
  });

  it('takes the last line away and writes it again', () => {
    assert.equal(
      written(sink => sink.rewrite('')),
      '\r\u001b[2K',
    );
    assert.equal(
      written(sink => sink.rewrite('\r\u001b[2K')),
      `\r\u001b[2K${String.raw`\u000d\u001b[2K`}`,
    );
  });

  it('writes JSON of the same value', () => {
    const value = { name: '\u202e\u009b\u001b[31m\u2028', of: ['\n'] };
    const text = written(sink => sink.json(value));
    assert.equal(text.split('\n').length, 2);
    assert.equal(unseenIn(text), undefined);
    assert.deepEqual(JSON.parse(text), value);
    assert.deepEqual(JSON.parse(written(sink => sink.json(value, 2))), value);
  });

  it('never writes a control sequence for a text, styled or not', () => {
    // Those of `bold`, which are all there is to be.
    const own = /\u001b\[(?:1|22)m/g; // eslint-disable-line no-control-regex
    fc.assert(
      fc.property(hostile, text => {
        const line = written(sink => sink.line(`${text}${colourStyle('bold', text)}${text}`));
        assert.equal(line.match(own)?.length, 2);
        assert.equal(unseenIn(line.replaceAll(own, '')), undefined);
        assert.equal(line.indexOf('\n'), line.length - 1);
        const block = written(sink => sink.block(text));
        assert.equal(unseenIn(block), undefined);
        assert.ok(block.trimEnd().split('\n').every(one => one === '' || one.startsWith('  '))); // prettier-ignore
      }),
      { numRuns: 2_000 },
    );
  });
});
