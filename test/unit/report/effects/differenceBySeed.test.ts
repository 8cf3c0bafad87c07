import assert from 'node:assert/strict';
import { differenceBySeed } from '../../../../src/report/effects/differenceBySeed';
import { meanInBrief } from '../../../../src/report/effects/meanInBrief';
import { differenceGroups } from '../../../../src/report/effects/differenceRows';
import { differenceSvg } from '../../../../src/report/effects/differenceSvg';
import { differencesCsv, effectsCsv } from '../../../../src/report/effects/effectCsv';
import type { Shape } from '../../../../src/report/effects/shapes';
import { paperPalette } from '../../../../src/report/palette';
import { planOf, runsOf, shownOf } from '../../ui/effect/fixture';

const plan = planOf({ seeds: [1, 2, 3] });
const accuracies: Readonly<Record<number, readonly [number, number]>> = { 1: [0.98, 0.982], 2: [0.981, 0.985], 3: [0.979, 0.985] };
const shown = shownOf(
  plan,
  runsOf(plan, (level, seed) => ({ accuracy: accuracies[seed]![plan.levels.indexOf(level)]! })),
);
const groups = differenceGroups(shown, 'val_accuracy');
const marks = (shapes: readonly Shape[], marker: string) => shapes.flatMap(shape => (shape.kind === 'mark' && shape.marker === marker ? [shape] : [])); // prettier-ignore
const texts = (shapes: readonly Shape[]): string[] => shapes.flatMap(shape => (shape.kind === 'text' ? [shape.text] : []));

describe('the drawing of differences by seed', () => {
  const { shapes, rows } = differenceBySeed(groups, 700);

  it('has a dot for each difference, where the axis has it, and the mean with its interval', () => {
    const [first] = groups;
    assert.deepEqual(first!.rows.map(({ difference }) => difference!.toFixed(4)), ['0.0020', '0.0040', '0.0060']); // prettier-ignore
    const dots = rows.slice(0, 3).map(({ y }) => Math.max(...marks(shapes, 'disc').filter(({ at }) => at[1] === y).map(({ at }) => at[0]))); // prettier-ignore
    assert.ok(Math.abs(dots[1]! - (dots[0]! + dots[2]!) / 2) < 1e-6, 'The middle difference lies in the middle.');
    const [mean] = marks(shapes, 'diamond');
    assert.ok(Math.abs(mean!.at[0] - dots[1]!) < 1e-6);
    const interval = shapes.find(shape => shape.kind === 'line' && shape.from[1] === mean!.at[1] && shape.to[1] === mean!.at[1] && shape.opacity === 1); // prettier-ignore
    assert.ok(interval?.kind === 'line');
    assert.ok(Math.abs((interval.from[0] + interval.to[0]) / 2 - mean!.at[0]) < 1e-6);
    // 0.004 ± 4.302653 · 0.002 / √3, in units of 0.002.
    assert.ok(Math.abs((interval.to[0] - mean!.at[0]) / (dots[2]! - dots[1]!) - 4.302652729911275 / Math.sqrt(3)) < 1e-6);
    assert.ok(texts(shapes).includes('+0.40 ± 0.50'));
    assert.equal(meanInBrief(first!.effect), '+0.40 ± 0.50');
  });

  it('reads every row out', () => {
    assert.deepEqual(
      rows.map(({ spoken }) => spoken),
      [
        'Seed 1: 98.00 to 98.20, difference +0.20',
        'Seed 2: 98.10 to 98.50, difference +0.40',
        'Seed 3: 97.90 to 98.50, difference +0.60',
        'Mean of 3: +0.40, interval −0.10 to +0.90 points',
      ],
    );
  });

  it('strikes out a pair that is refused, with what else differs', () => {
    const refused = shownOf(
      plan,
      runsOf(plan, (level, seed) =>
        seed === 2 && level === 64 ? { config: config => ({ ...config, parameters: { ...config.parameters, batch_size: 256 } }) } : {},
      ),
    );
    const drawn = differenceBySeed(differenceGroups(refused, 'val_accuracy'), 700);
    assert.ok(texts(drawn.shapes).includes('refused: also batch_size 128 → 256'));
    assert.equal(drawn.shapes.filter(shape => shape.kind === 'text' && shape.isStruck).length, 1);
    assert.equal(marks(drawn.shapes, 'cross').length, 1);
    assert.match(drawn.rows[1]!.spoken, /^Seed 2: not counted, refused: also batch_size 128 → 256/);
    assert.match(drawn.rows[3]!.spoken, /^Mean of 2: /);
  });

  it('leaves out the values where it is narrow, and stays within its width', () => {
    for (const width of [320, 519, 520, 1200]) {
      const drawn = differenceBySeed(groups, width);
      assert.equal(texts(drawn.shapes).includes('validation accuracy, %'), width >= 520);
      for (const shape of drawn.shapes)
        for (const x of shape.kind === 'line'
          ? [shape.from[0], shape.to[0]]
          : shape.kind === 'area'
            ? [shape.x, shape.x + shape.width]
            : [shape.at[0]])
          assert.ok(x >= -1e-9 && x <= width + 1e-9, `${width}: ${JSON.stringify(shape)}`);
    }
  });

  it('has nothing to draw before there is a pair, and says so', () => {
    const none = shownOf(plan, new Map());
    assert.deepEqual(differenceBySeed(differenceGroups(none, 'val_accuracy'), 700).rows.at(-1)?.spoken, 'Mean: no pair counts yet');
    assert.deepEqual(differenceBySeed([], 700), { shapes: [], height: 0, rows: [] });
  });

  it('is saved as a document that says what it tells', () => {
    const svg = differenceSvg(groups, { title: 'num_filters 32 → 64', palette: paperPalette });
    assert.match(svg, /<title>num_filters 32 → 64: difference of validation accuracy by seed<\/title>/);
    assert.match(svg, /<desc>Seed 1: 98\.00 to 98\.20, difference \+0\.20\./);
  });
});

describe('the tables of a comparison', () => {
  it('have every pair on every metric, in full', () => {
    const [head, ...rows] = differencesCsv(shown).trim().split('\r\n');
    assert.match(head!, /^parameter,reference,level,metric,unit,seed,reference_run,run,reference_value,value,difference,counts,reason$/);
    assert.equal(rows.length, 7 * 3);
    const [run, other] = plan.runs.map(({ id }) => id);
    assert.equal(rows[0], `num_filters,32,64,val_accuracy,share,1,${run},${other},0.98,0.982,${0.982 - 0.98},yes,`);
  });

  it('have every effect with its interval', () => {
    const rows = effectsCsv(shown).trim().split('\r\n');
    assert.equal(rows.length, 1 + 7);
    const [, , , metric, unit, n, mean, low] = rows[1]!.split(',');
    assert.deepEqual([metric, unit, n], ['val_accuracy', 'share', '3']);
    assert.ok(Math.abs(Number(mean) - 0.004) < 1e-12);
    assert.ok(Math.abs(Number(low) - (0.004 - (4.302652729911275 * 0.002) / Math.sqrt(3))) < 1e-9);
  });
});
