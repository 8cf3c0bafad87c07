import assert from 'node:assert/strict';
import { chiefMetricOf } from '../../../../src/experiment/recorded/chiefMetric';
import { recordedBriefOf } from '../../../../src/experiment/recorded/recordedBrief';
import { recordedFactsOf } from '../../../../src/experiment/recorded/recordedFacts';
import { recordedInBrief } from '../../../../src/experiment/recorded/recordedInBrief';
import { settingsIn } from '../../../../src/experiment/recorded/settings';
import { recordedValue } from '../../../../src/wording/recordedValue';
import { recordingOf } from '../../runFolder/recording/writeRecorded';

describe('what another tool tells of a run', () => {
  it('has nested settings in rows by their place, without what the tool notes for itself', () => {
    const { settings, hasMore } = settingsIn({
      _wandb: { runtime: 3 },
      a: { b: { c: 1 }, d: [1, { e: 2 }] },
      empty: {},
      text: 'two\nlines',
      none: null,
      '': { x: 1 },
    });
    assert.deepEqual(settings.map(({ name, value }) => [name, value]), [['a.b.c', '1'], ['a.d', '[1,{"e":2}]'], ['empty', '{}'], ['text', 'two lines'], ['none', 'null'], ['x', '1']]); // prettier-ignore
    assert.equal(hasMore, false);
    const many = settingsIn(Object.fromEntries(Array.from({ length: 5_000 }, (_, i) => [`k${i}`, i])));
    assert.deepEqual([many.settings.length, many.hasMore], [2_000, true]);
  });

  it('is brief about artifacts, and says what is missing', () => {
    const artifact = { name: 'predictions', type: 'result', version: 'v0', aliases: ['latest'], description: null, missing: [] };
    const facts = recordedFactsOf(
      recordingOf({ artifacts: [{ ...artifact, files: [{ path: 'predictions.npy', bytes: 80 }, { path: 'b', bytes: 20 }] }], missing: ['3 rows never arrived.'] }), // prettier-ignore
    );
    assert.deepEqual(facts.artifacts, [{ ...artifact, files: 2, bytes: 100 }]);
    assert.deepEqual(facts.remarks, ['3 rows never arrived.']);
    const many = Array.from({ length: 999 }, (_, i) => ({ path: `f${i}`, bytes: 1 }));
    const { remarks } = recordedFactsOf(recordingOf({ files: many, artifacts: [{ ...artifact, files: [...many] }] }));
    assert.deepEqual(remarks, ['Of its 1,998 files the first 1,000 are listed, and sent to MLflow: its folder has all.']);
    const partial = { ...artifact, files: [], missing: ['a is not here.', 'b is not here.', 'c is not here.', 'd is not here.'] };
    const { remarks: ofArtifacts } = recordedFactsOf(recordingOf({ artifacts: Array.from({ length: 22 }, () => partial), missing: [] }));
    assert.equal(
      ofArtifacts[0],
      'artifact predictions v0: a is not here. b is not here. c is not here. And 1 more: recording.json has them.',
    );
    assert.deepEqual(ofArtifacts.slice(20), ['2 further artifacts are not whole: recording.json says why.']);
  });

  it('has a metric that says how well the run does', () => {
    const chief = (summary: Parameters<typeof chiefMetricOf>[0]['summary'], metrics: Parameters<typeof chiefMetricOf>[0]['metrics'] = []) =>
      chiefMetricOf({ summary, metrics })?.key;
    assert.equal(chief({ acc: 0.1, val_accuracy: 0.2, test_accuracy: 0.3 }), 'test_accuracy');
    assert.equal(chief({ acc: 0.1, val_acc: 0.2 }), 'val_acc');
    assert.equal(chief({ 'val/acc': 0.1, 'test/acc': 0.2 }), 'test/acc');
    assert.equal(chief({ acc: { max: 0.4, last: 0.3 } }), 'acc');
    assert.equal(chief({ acc: { best: 0.4 } }), 'acc.best');
    assert.equal(chief({ epoch: 3, f1: 0.4 }, [{ name: 'epoch' }, { name: 'val/*', step: 'epoch' }, { name: 'f1', step: 'epoch' }]), 'f1');
    assert.equal(chief({ acc: 'NaN', toString: 'x' }), undefined);
  });

  it('is said in few words', () => {
    assert.equal(recordedInBrief(recordedBriefOf(recordingOf()), 'completed'), '97.31 % · mnist · sweep 3 · train');
    const running = recordedBriefOf(recordingOf({ state: 'running', group: null, jobType: null, summary: {} }));
    assert.equal(recordedInBrief(running, 'running'), 'running · mnist');
    assert.equal(recordedInBrief(running, 'interrupted'), 'crashed · mnist');
    const own = recordedBriefOf(
      recordingOf({ summary: { f1: 0.5 }, metrics: [{ name: 'f1' }], project: null, group: null, jobType: null }),
    );
    assert.equal(recordedInBrief(own, 'completed'), 'f1 0.5');
  });

  it('writes values of any size', () => {
    const written = [0.97312345, 12_345, 1e12, 1.23e-7, -0.5, 0, NaN, Infinity, -Infinity, 123_456.789, 3e-4].map(recordedValue);
    assert.deepEqual(written, ['0.973123', '12,345', '1e12', '1.23e-7', '-0.5', '0', 'NaN', 'inf', '-inf', '123457', '0.0003']);
  });
});
