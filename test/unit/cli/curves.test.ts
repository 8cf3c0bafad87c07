import assert from 'node:assert/strict';
import { curves } from '../../../src/cli/curves';
import { colourStyle, plainStyle, type Style } from '../../../src/cli/textSink';
import { epoch } from '../webview/fixture';

const epochsOf = (losses: readonly number[]) => losses.map((loss, i) => epoch(i + 1, { loss, valLoss: null, valAccuracy: null }));
const draw = (losses: readonly number[]): string[] => curves(epochsOf(losses), { columns: 80, style: plainStyle });

/** What stands at the rows of a chart, from above. */
const labels = (lines: readonly string[]): string[] => lines.slice(0, -1).map(line => line.slice(0, 10).trim());

describe('curves of a run on a terminal', () => {
  it('fall from the first loss to the last', () => {
    const lines = draw([2, 1.2, 0.8, 0.4]);
    assert.deepEqual([labels(lines)[0], labels(lines).at(-1)], ['2.0000', '0.4000']);
    assert.match(lines.at(-1)!, /training loss, by epoch, 1 to 4$/);
    assert.match(lines[0]!, /┼/);
    assert.match(lines.at(-2)!, /─$/);
  });

  for (const [what, losses, ends] of [
    ['a loss that diverges', [2.3, 40, 9e5, 7e11, 2.31e18], ['2.31e+18', '2.3000']],
    ['one epoch', [0.0612], ['0.0612', '0.0612']],
    ['a loss that stays where it is', [0.5, 0.5, 0.5], ['0.5000', '0.5000']],
    ['a huge one that stays where it is', [1e30, 1e30], ['1.00e+30', '1.00e+30']],
    ['the largest numbers there are', [0, Number.MAX_VALUE], ['1.8e+308', '0.0000']],
    ['the smallest', [0, Number.MIN_VALUE], ['4.9e-324', '0.0000']],
  ] as const)
    it(`keep their columns with ${what}`, () => {
      const lines = draw(losses);
      assert.deepEqual([labels(lines)[0], labels(lines).at(-1)], ends);
      assert.ok(lines.length <= 10 && lines.every(line => line.length <= 80), lines.join('\n'));
      const columns = new Set(lines.slice(0, -1).map(line => line.search(/[┤┼]/)));
      assert.equal(columns.size, 1, lines.join('\n'));
    });

  it('say when their scale is logarithmic', () => {
    assert.ok(draw([2.3, 2301]).at(-1)!.endsWith(', logarithmic'));
    assert.ok(!draw([2.3, 2299]).at(-1)!.endsWith(', logarithmic'));
  });

  it('are two in one chart where there are colours, else one below the other', () => {
    const both = [epoch(1), epoch(2)];
    const coloured: Style = (format, text) => colourStyle(format, text);
    assert.equal(curves(both, { columns: 80, style: coloured }).filter(line => line.includes('by epoch')).length, 1);
    assert.equal(curves(both, { columns: 80, style: plainStyle }).filter(line => line.includes('by epoch')).length, 2);
  });
});
