import assert from 'node:assert/strict';
import type { Curve } from '../../../src/evaluation/curve';
import { macroPrecisionRecallCurve, macroRocCurve } from '../../../src/evaluation/meanCurves';
import { evaluateClassifier } from '../../../src/evaluation/scores';
import { oneVsRestOfAll } from '../../../src/evaluation/thresholdCounts';
import { assertClose, fixture, fixtures } from './fixtures';

// Their heights are compared with scikit-learn's in scores.test.ts.
describe('macro curves', () => {
  for (const { name, predictions } of fixtures) {
    it(`have the macro scores as their areas: ${name}`, () => {
      const { macro } = evaluateClassifier(predictions);
      const counts = oneVsRestOfAll(predictions);
      const roc = macroRocCurve(counts);
      assertClose(roc && areaOfLine(roc), macro.auroc, 'AUROC');
      assertClose(areaOfSteps(macroPrecisionRecallCurve(counts)!), macro.averagePrecision, 'average precision');
    });
  }

  it('run from one end of the rates to the other and never back', () => {
    const counts = oneVsRestOfAll(fixture('ties').predictions);
    const [roc, precisionRecall] = [macroRocCurve(counts)!, macroPrecisionRecallCurve(counts)!];
    for (const { x } of [roc, precisionRecall]) {
      assert.deepEqual([x[0], x.at(-1)], [0, 1]);
      assert.deepEqual(x, x.toSorted());
    }
    assert.equal(roc.y[0], 0);
    assertClose(roc.y.at(-1)!, 1, 'the end');
    assert.ok(
      roc.y.every((height, i) => i === 0 || height >= roc.y[i - 1]! - 1e-12),
      'rises',
    );
  });

  it('are none where no class has one', () => {
    assert.equal(macroRocCurve(oneVsRestOfAll(fixture('single-class').predictions)), null);
    assert.equal(macroPrecisionRecallCurve([]), null);
  });
});

function areaOfLine({ x, y }: Curve): number {
  let area = 0;
  for (let i = 1; i < x.length; i++) area += ((x[i]! - x[i - 1]!) * (y[i]! + y[i - 1]!)) / 2;
  return area;
}

function areaOfSteps({ x, y }: Curve): number {
  let area = 0;
  for (let i = 1; i < x.length; i++) area += (x[i]! - x[i - 1]!) * y[i]!;
  return area;
}
