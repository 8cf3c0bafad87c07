import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { RunReporter } from '../../../src/cli/runReporter';
import { plainStyle, TextSink } from '../../../src/cli/textSink';
import { eventsOfRun } from './events';

/** The table of epochs of a run with these losses: its head and its rows. */
function tableOf(losses: readonly number[]): string[] {
  let text = '';
  const stream = new Writable({
    decodeStrings: false,
    write: (chunk: string, _, done) => {
      text += chunk;
      done();
    },
  });
  const sink = new TextSink(stream);
  const reporter = new RunReporter({ out: sink, err: sink, isTerminal: false, columns: 80, style: plainStyle });
  const [started, ...events] = eventsOfRun({ epochs: losses.length });
  const epoch = events.find(event => event.type === 'epochEnded')!;
  reporter.report(started!);
  losses.forEach((loss, i) => reporter.report({ ...epoch, epoch: i + 1, loss, valLoss: loss }));
  const lines = text.trimEnd().split('\n');
  return lines.slice(lines.findIndex(line => line.includes('val loss')));
}

describe('the table of epochs', () => {
  it('keeps its columns when the loss diverges', () => {
    const [head, ...rows] = tableOf([2.3126, 999.99996, 1234.5678, 7e8, 2.31e18, 1e30, Number.MAX_VALUE]);
    assert.equal(new Set([head, ...rows].map(row => row!.length)).size, 1, [head, ...rows].join('\n'));
    assert.deepEqual(
      rows.map(row => row.trim().split(/ +/)[1]),
      ['2.3126', '1000.00', '1234.57', '7.00e+8', '2.31e+18', '1.00e+30', '1.8e+308'],
    );
  });
});
