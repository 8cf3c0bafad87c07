import assert from 'node:assert/strict';
import type { ShownSetting } from '../../../src/contract/sweepPage';
import { isWithin, OUTCOME, parallelChart } from '../../../src/report/parallelChart';
import { parallelSvg, settingsCsv } from '../../../src/report/parallelSvg';
import { paperPalette } from '../../../src/report/palette';
import { readSvg } from './readSvg';

const setting = (rank: number | null, values: ShownSetting['values'], mean: number | null): ShownSetting => ({
  rank,
  values,
  mean,
  deviation: null,
  n: mean === null ? 0 : 1,
  remarks: mean === null ? '1 diverged' : '',
  runs: [{ id: '20260103-000000-aaaa', seed: 0, isThere: true }],
});

/** In their order. */
const settings = [
  setting(1, { learning_rate: 0.01, optimizer: 'sgd' }, 0.98),
  setting(2, { learning_rate: 0.001, optimizer: 'adam' }, 0.97),
  setting(null, { learning_rate: 1, optimizer: 'adam' }, null),
];
const chart = parallelChart(['optimizer', 'learning_rate'], settings);

describe('parallel coordinates', () => {
  it('have an axis for each parameter, in the order of the table, and one for what came out', () => {
    assert.deepEqual(
      chart.axes.map(({ name }) => name),
      ['optimizer', 'learning_rate', OUTCOME],
    );
    const [optimizer, rate, outcome] = chart.axes;
    assert.deepEqual(
      [optimizer!.values, optimizer!.places],
      [
        ['adam', 'sgd'],
        [0, 1],
      ],
    );
    assert.deepEqual(rate!.values, ['0.001', '0.01', '1']);
    assert.deepEqual(
      rate!.places.map(place => Math.round(place * 100) / 100),
      [0, 0.33, 1],
    );
    assert.deepEqual(outcome!.values, ['97.00 %', '98.00 %']);
  });

  it('have a line for each setting, the best over the others, of one without a result up to its parameters', () => {
    assert.deepEqual(
      chart.lines.map(({ at }) => at),
      [
        [0, 2, null],
        [0, 0, 0],
        [1, 1, 1],
      ],
    );
  });

  it('are chosen by parts of axes; one without a result by no part of what came out', () => {
    const chosen = (...ranges: Parameters<typeof isWithin>[2]): (number | null)[] =>
      chart.lines.filter(line => isWithin(chart, line, ranges)).map(({ setting: { rank } }) => rank);
    assert.deepEqual(chosen(), [null, 2, 1]);
    assert.deepEqual(chosen({ axis: 'optimizer', from: 0, to: 0 }), [null, 2]);
    assert.deepEqual(chosen({ axis: 'optimizer', from: 0, to: 0 }, { axis: 'learning_rate', from: 0, to: 1 }), [2]);
    assert.deepEqual(chosen({ axis: OUTCOME, from: 0, to: 1 }), [2, 1]);
    assert.deepEqual(chosen({ axis: 'gone', from: 0, to: 0 }), [null, 2, 1]);
  });

  it('are saved as a picture that says which is the best, and as a table of what is chosen', () => {
    const svg = parallelSvg(chart, [{ axis: 'optimizer', from: 0, to: 0 }], { palette: paperPalette, width: 720, height: 400 });
    const document = readSvg(svg);
    assert.match(
      document.getElementsByTagName('desc')[0]!.textContent!,
      /^The best is optimizer sgd · learning_rate 0\.01, 98\.00 % validation accuracy\.$/,
    );
    assert.equal(document.getElementsByTagName('path').length, 4);
    const csv = settingsCsv(chart, [{ axis: 'optimizer', from: 0, to: 0 }])
      .trim()
      .split(/\r?\n/);
    assert.deepEqual(csv, [
      'rank,optimizer,learning_rate,val_accuracy_mean,val_accuracy_sd,n,remarks,ids',
      '2,adam,0.001,0.97,,1,,20260103-000000-aaaa',
      ',adam,1,,,0,1 diverged,20260103-000000-aaaa',
    ]);
  });

  it('are drawn of a sweep that has no result yet', () => {
    const none = parallelChart(['optimizer'], [setting(null, { optimizer: 'adam' }, null)]);
    const svg = parallelSvg(none, [], { palette: paperPalette, width: 720, height: 400 });
    assert.ok(!svg.includes('NaN'), svg);
  });
});
