import assert from 'node:assert/strict';
import { factorNames } from '../../../../src/contract/formats/comparisonFile';
import { defaultParameters } from '../../../../src/contract/parameters';
import {
  draftFor,
  hypothesisOf,
  levelsFromText,
  levelsInText,
  problemOf,
  suggestedLevels,
  withBaseline,
  withFactor,
} from '../../../../src/ui/effect/form/effectDraft';
import type { Disposable } from '../../../../src/util/emitter';
import { FakeEditor } from '../../fakeEditor';

const draft = draftFor(defaultParameters, null);
const facts = {
  hasSlurm: false,
  machine: () => ({ speeds: [], engine: 'onnx' as const, threads: 2 }),
  reused: () => 3,
  labelOf: (id: string) => id,
  concurrent: () => 1,
};

describe('what is filled in to ask what one parameter does', () => {
  let installed: Disposable;
  before(() => (installed = new FakeEditor().install()));
  after(() => installed.dispose());

  it('begins with levels of every parameter that are worth to be tried, the baseline’s first', () => {
    for (const factor of factorNames) {
      const levels = suggestedLevels(factor, defaultParameters);
      assert.equal(levels[0], defaultParameters[factor], factor);
      if (factor === 'dataset') continue;
      const text = levelsInText(factor, levels);
      assert.deepEqual(levelsFromText(text, { factor, baseline: defaultParameters }), levels, `${factor} ${text}`);
    }
  });

  it('takes levels as a list, and says what is wrong with one', () => {
    const of = (text: string, factor: (typeof factorNames)[number] = 'num_filters') =>
      levelsFromText(text, { factor, baseline: defaultParameters });
    assert.deepEqual(of('32, 64'), [32, 64]);
    assert.deepEqual(of('8 16;32 → 64'), [8, 16, 32, 64]);
    assert.deepEqual(of('relu sigmoid', 'activation_fun'), ['relu', 'sigmoid']);
    assert.match(String(of('32')), /two levels/);
    assert.match(String(of('32, 32')), /different/);
    assert.match(String(of('32, many')), /^many: expected /);
    assert.match(String(of('32, 1000000')), /^1000000: expected /);
  });

  it('starts only with a margin where no effect is expected, and with images to choose by', () => {
    assert.equal(problemOf(draft), undefined);
    assert.match(problemOf({ ...draft, expected: 'no effect' }) ?? '', /margin/);
    assert.equal(problemOf({ ...draft, expected: 'no effect', margin: 0.001 }), undefined);
    assert.match(problemOf({ ...draft, baseline: { ...defaultParameters, validation_samples: 0 } }) ?? '', /validation/);
    assert.match(problemOf({ ...draft, levels: [32] }) ?? '', /two levels/);
  });

  it('is a hypothesis only where something is expected', () => {
    assert.equal(hypothesisOf(draft), null);
    assert.deepEqual(hypothesisOf({ ...draft, expected: 'lower', metric: 'val_loss', text: 'It may.' }), { text: 'It may.', metric: 'val_loss', expected: 'lower' }); // prettier-ignore
    assert.deepEqual(hypothesisOf({ ...draft, expected: 'no effect', margin: 0.002 })?.margin, 0.002);
  });

  it('has the levels of another parameter suggested anew, and those of another baseline kept where they go on', () => {
    assert.deepEqual(withFactor(draft, 'activation_fun').levels[0], defaultParameters.activation_fun);
    assert.equal(withFactor(draft, 'num_filters'), draft);
    assert.deepEqual(withBaseline(draft, { ...defaultParameters, num_filters: 16 }, null).levels, [16, draft.levels[1]]);
    assert.deepEqual(withBaseline(draft, { ...defaultParameters, epochs: 3 }, null).levels, draft.levels);
  });

  it('says before it starts how many runs and minutes it takes, and what makes it an estimate', async () => {
    const { effectFormRows } = await import('../../../../src/ui/effect/form/effectFormRows');
    const [start] = effectFormRows({ ...draft, expected: 'higher' }, facts);
    assert.match(start!.description ?? '', /^10 runs: all new · (about|roughly) .* on this machine$/);
    assert.equal(start!.detail, 'Expected: changing num_filters raises validation accuracy');
    const [reusing] = effectFormRows({ ...draft, reuses: true }, facts);
    assert.match(reusing!.description ?? '', /^10 runs: 7 new, 3 reused · /);
    assert.match(reusing!.detail ?? '', /estimate/);
    const [broken] = effectFormRows({ ...draft, levels: [32] }, facts);
    assert.equal(broken!.label, 'It cannot start yet');
  });
});
