import assert from 'node:assert/strict';
import { precisionRecallCorner, rocCorner, wholeSquare } from '../../../src/report/goodCorner';

const point = (x: number, y: number) => ({ x, y });

describe('the corner where good classifiers are', () => {
  it('has the best point of a ROC curve well inside', () => {
    const { x, y } = rocCorner([point(0, 0), point(0.004, 0.988), point(1, 1)]);
    assert.deepEqual([x.from, x.to, y.to], [0, 0.02, 1]);
    assert.ok(Math.abs(y.from - 0.95) < 1e-12);
  });

  it('shows the point at the usual threshold too, unless that is far away', () => {
    const curve = [point(0, 0), point(0.004, 0.988), point(1, 1)];
    const heightWith = (usual: ReturnType<typeof point>): number => Number((1 - rocCorner(curve, usual).y.from).toFixed(6));
    assert.equal(heightWith(point(0, 0.93)), 0.1);
    assert.equal(heightWith(point(0, 0.5)), 0.05);
  });

  it('has equal sides of a precision–recall curve', () => {
    const { x, y } = precisionRecallCorner([point(0, 1), point(0.995, 0.99), point(1, 0.1)]);
    assert.deepEqual(x, y);
    assert.ok(Math.abs(x.from - 0.95) < 1e-12);
  });

  it('is all of it for a classifier that guesses, and where there is no curve', () => {
    const chance = [point(0, 0), point(0.5, 0.5), point(1, 1)];
    assert.equal(rocCorner(chance), wholeSquare);
    assert.equal(rocCorner([]), wholeSquare);
    assert.equal(precisionRecallCorner([point(0, 0.5), point(1, 0.5)]), wholeSquare);
    assert.equal(precisionRecallCorner([]), wholeSquare);
  });

  it('is no smaller than a step of the curve where nothing is wrong', () => {
    const { y } = rocCorner([point(0, 0), point(0, 0.9), point(0, 1), point(1, 1)]);
    assert.ok(y.from <= 0.9, String(y.from));
  });
});
