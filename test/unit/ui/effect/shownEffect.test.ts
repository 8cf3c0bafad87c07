import assert from 'node:assert/strict';
import { effectState } from '../../../../src/contract/formats/effectPage';
import { parseValue } from '../../../../src/contract/formats/parse';
import type { RunConfig } from '../../../../src/contract/run';
import { comparisonResult } from '../../../../src/experiment/effects/comparisonResult';
import { comparisonFace } from '../../../../src/ui/effect/comparisonFace';
import { hypothesis, planOf, runsOf, shownOf } from './fixture';

const plan = planOf();

describe('what the page of a comparison shows', () => {
  it('is a message as it is described', () => {
    for (const runs of [runsOf(plan), new Map()]) {
      const state = { shown: shownOf(plan, runs), curves: [] };
      assert.deepEqual(parseValue(effectState, JSON.parse(JSON.stringify(state)), 'It'), state);
    }
  });

  it('says what came of it by validation, with N and the interval, and what was expected', () => {
    const shown = shownOf(plan, runsOf(plan));
    assert.equal(shown.metric, 'val_accuracy');
    const main = shown.effects.find(({ metric }) => metric === 'val_accuracy')!;
    assert.match(
      main.sentence,
      /^Changing num_filters from 32 to 64 raised validation accuracy by \d\.\d\d points, 95 % CI .* to .*, 5 paired seeds\.$/,
    );
    assert.equal(main.verdict, 'supported');
    assert.deepEqual(shown.hypothesis, { expectation: 'raises validation accuracy', text: hypothesis.text, expected: 'higher' });
    assert.equal(shown.setUp, 'MNIST, 54,000 training images, 10 epochs');
    assert.deepEqual([shown.progress, shown.settling, shown.builds, shown.missing, shown.late], ['', null, null, null, '']);
    assert.equal(shown.quantiles.length, 4);
    assert.ok(Math.abs(shown.quantiles[0]! - 12.706204736174705) < 1e-9);
  });

  it('says how far it is, and what is neither done nor waits', () => {
    const runs = runsOf(plan, (level, seed) =>
      seed === 1 ? {} : seed === 2 ? { status: level === 32 ? 'interrupted' : 'running' } : undefined,
    );
    const shown = shownOf(plan, runs);
    assert.equal(shown.progress, '2 of 10 runs');
    assert.deepEqual(shown.missing, { runs: 7, words: '7 runs of the plan neither are done nor wait: 1 interrupted, 6 not begun.' });
    assert.equal(shown.effects[0]!.verdict, 'single run');
  });

  it('names what is not identified, what would settle it, and that another build can be accepted', () => {
    const other = (change: (config: Extract<RunConfig, { kind: 'trained' }>) => RunConfig) =>
      shownOf(
        plan,
        runsOf(plan, (level, seed) => (seed === 3 && level === 64 ? { config: change } : {})),
      );
    const refused = other(config => ({ ...config, parameters: { ...config.parameters, batch_size: 64 } }));
    assert.match(refused.settling!.words, /^num_filters 64, seed 3 · about /);
    assert.equal(refused.settling!.runs, 1);
    assert.deepEqual(refused.held.find(({ name }) => name === 'batch_size'), { name: 'batch_size', value: '128 → 64', state: 'differs', note: '' }); // prettier-ignore
    assert.equal(refused.builds, null);
    const build = other(config => ({ ...config, trainer: { ...config.trainer, bundleSha256: 'b'.repeat(64) } }));
    assert.match(build.builds!, /^1 pair differs in nothing but the build of the trainer \(3f9a3f9a3f9a, bbbbbbbbbbbb\)/);
    const accepted = { ...plan, acceptsBuilds: true };
    assert.equal(shownOf(accepted, runsOf(accepted, (level, seed) => (seed === 3 && level === 64 ? { config: config => ({ ...config, trainer: { ...config.trainer, bundleSha256: 'b'.repeat(64) } }) } : {}))).builds, null); // prettier-ignore
  });

  it('says that late runs make it an estimate, and what parameters are moot', () => {
    const late = { ...plan, runs: plan.runs.map(run => (run.seed > 3 ? { ...run, late: true } : run)) };
    const shown = shownOf(late, runsOf(late));
    assert.match(shown.late, /^2 seeds \(marked \*\) were added, .*can only be an estimate/);
    assert.equal(shown.effects[0]!.verdict, 'estimate');
    assert.ok(shown.runs.filter(({ isLate }) => isLate).every(({ seed }) => seed > 3));
    const kernels = { ...planOf({ levels: [1, 3] }), factor: 'kernel_size' as const };
    assert.deepEqual(shownOf(kernels, new Map()).held.find(({ state }) => state === 'moot')?.name, 'padding');
  });

  it('shows commits without comparing them', () => {
    const runs = runsOf(plan, (level): { config: (config: Extract<RunConfig, { kind: 'trained' }>) => RunConfig } => ({
      config: config => ({ ...config, git: { commit: level === 32 ? 'aaaaaaaaaa' : 'bbbbbbbbbb', branch: null, dirty: level === 32 } }),
    }));
    const shown = shownOf(plan, runs);
    assert.equal(shown.commits, 'Git commit, shown and not compared: aaaaaaa with changes (5 runs), bbbbbbb (5 runs).');
    assert.equal(shown.effects[0]!.n, 5);
  });

  it('says how many seeds a narrower interval needs', () => {
    const { precision } = shownOf(plan, runsOf(plan));
    assert.match(precision[0]!, /^Two more pairs \(4 runs more, about .*\) would narrow ± 0\.\d\d points to about ± 0\.\d\d points/);
    assert.match(precision[1]!, /^Half the width, ± .* needs \d+ pairs/);
  });
});

describe('the row of a comparison', () => {
  const faceOf = (done: number, author: string | null = null) => {
    const runs = runsOf(plan);
    return comparisonFace(
      comparisonResult(plan, id => runs.get(id)),
      { author, done, all: 10 },
    );
  };

  it('says what came of it, and whose it is', () => {
    const face = faceOf(10, 'Grace');
    assert.equal(face.label, 'num_filters 32 → 64');
    assert.match(face.description, /^\+0\.\d\d ± 0\.\d\d points · 5 pairs · supported · by Grace$/);
    assert.equal(face.icon, 'pass-filled');
  });

  it('says how far it is', () => assert.match(faceOf(3).description, /^3 of 10 runs/));
});
