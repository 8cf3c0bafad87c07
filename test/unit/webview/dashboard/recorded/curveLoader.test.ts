import assert from 'node:assert/strict';
import type { DrawnCurve } from '../../../../../src/contract/recorded';
import { CurveLoader, type CurvesQuestion, type WantedCurve } from '../../../../../webview/dashboard/recorded/curveLoader';
import { turn } from '../../../ui/faultyChannel';

describe('the curves that a page asks for', () => {
  let asked: { readonly question: CurvesQuestion; readonly answer: () => void; readonly refuse: () => void }[];
  let drawn: string[];
  let loader: CurveLoader;
  const curve = (key: string): DrawnCurve => ({
    key,
    axis: '_step',
    extent: null,
    total: 0,
    measured: { steps: new Float64Array(), values: new Float64Array() },
    smoothed: null,
  });
  beforeEach(() => {
    asked = [];
    drawn = [];
    loader = new CurveLoader({
      ask: question =>
        new Promise((resolve, reject) => {
          asked.push({ question, answer: () => resolve(question.keys.map(curve)), refuse: () => reject(new Error('no')) });
        }),
      onCurve: (source, { key }) => drawn.push(`${source} ${key}`),
    });
  });
  const wanted = (key: string, more: Partial<WantedCurve> = {}): WantedCurve => ({
    source: 'metrics',
    key,
    count: 1,
    xUnit: 'steps',
    smoothing: 0,
    range: null,
    ...more,
  });
  const answer = async (): Promise<void> => {
    asked.at(-1)!.answer();
    await turn();
  };

  it('come some at a time, each once', async () => {
    const keys = Array.from({ length: 30 }, (_, i) => `k${i}`);
    loader.want(keys.map(key => wanted(key)));
    assert.deepEqual([asked.length, asked[0]!.question.keys.length], [1, 12], 'one question at a time');
    await answer();
    await answer();
    await answer();
    loader.want(keys.map(key => wanted(key)));
    assert.equal(asked.length, 3);
    assert.deepEqual(drawn, keys.map(key => `metrics ${key}`)); // prettier-ignore
  });

  it('come again with more values, and when they are to be drawn otherwise', async () => {
    loader.want([wanted('a'), wanted('b')]);
    await answer();
    loader.want([wanted('a', { count: 2 }), wanted('b')]);
    assert.deepEqual(asked.at(-1)!.question.keys, ['a']);
    await answer();
    loader.want([wanted('a', { count: 2, smoothing: 0.5 }), wanted('b', { range: { from: 1, to: 2 } })]);
    await answer();
    await answer();
    assert.deepEqual(asked.slice(2).map(({ question }) => [question.keys, question.smoothing, question.range]), [[['a'], 0.5, null], [['b'], 0, { from: 1, to: 2 }]]); // prettier-ignore
  });

  it('are not asked for any more once nobody sees them, and are when somebody does', async () => {
    loader.want(Array.from({ length: 13 }, (_, i) => wanted(`k${i}`)));
    loader.want([wanted('k0')]);
    await answer();
    assert.equal(asked.length, 1);
    loader.forget('metrics', 'k0');
    loader.want([wanted('k0')]);
    assert.equal(asked.length, 2);
  });

  it('of the machine are asked for by themselves', async () => {
    loader.want([wanted('a'), wanted('cpu', { source: 'system' }), wanted('b')]);
    await answer();
    assert.deepEqual(asked.map(({ question }) => [question.source, ...question.keys]), [['metrics', 'a', 'b'], ['system', 'cpu']]); // prettier-ignore
  });

  it('that were refused come with the next values', async () => {
    loader.want([wanted('a'), wanted('b', { source: 'system' })]);
    asked[0]!.refuse();
    await turn();
    assert.equal(asked.length, 2);
    await answer();
    loader.want([wanted('a', { count: 2 })]);
    await answer();
    assert.deepEqual(drawn, ['system b', 'metrics a']);
  });
});
