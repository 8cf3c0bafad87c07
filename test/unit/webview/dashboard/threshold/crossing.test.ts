import assert from 'node:assert/strict';
import { oneVsRest } from '../../../../../src/evaluation/thresholdCounts';
import { crossingOf } from '../../../../../webview/dashboard/threshold/crossing';

/** Scores of class 1: two images of it, and three of class 0. */
const counts = oneVsRest(
  { truth: [1, 1, 0, 0, 0], probabilities: [0.9, 0.6, 0.55, 0.4, 0.1].flatMap(score => [1 - score, score]), classes: 2 },
  1,
);
const said = (from: number, to: number): string => crossingOf(counts, { from, to, name: 'class 1' }).inWords;

describe('the images that change sides', () => {
  it('are those between two thresholds', () => {
    assert.equal(crossingOf(counts, { from: 0.5, to: 0.7, name: 'class 1' }).count, 2);
    assert.equal(said(0.5, 0.7), 'From 0.5 to 0.7, 2 images change sides: 1 of class 1 and 1 of other classes are no longer taken for it.');
    assert.equal(said(0.5, 0.2), 'From 0.5 to 0.2, 1 image changes sides: 1 of other classes is now taken for it.');
  });

  it('are answers where no class is named', () => {
    const inWords = crossingOf(counts, { from: 0.5, to: 0.2, name: undefined }).inWords;
    assert.equal(inWords, 'From 0.5 to 0.2, 1 answer changes sides: 1 about other classes is now yes.');
  });

  it('are none between equal thresholds, or where no score lies', () => {
    assert.equal(said(0.5, 0.5), '');
    assert.equal(said(0.7, 0.8), 'No image changes sides between 0.7 and 0.8.');
  });

  it('include a score at the upper threshold only where that is the lower one of no other', () => {
    assert.equal(crossingOf(counts, { from: 0.4, to: 0.55, name: 'x' }).count, 1);
    assert.equal(crossingOf(counts, { from: 0.41, to: 0.55, name: 'x' }).count, 0);
  });
});
