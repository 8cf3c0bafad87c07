import assert from 'node:assert/strict';
import { defaultParameters, parameterTable, type Parameter, type Parameters } from '../../../../src/contract/parameters';
import type { Recording } from '../../../../src/contract/recording';
import type { TrainedConfig } from '../../../../src/contract/run';
import type { Factor } from '../../../../src/contract/effects';
import { factorNames } from '../../../../src/contract/formats/comparisonFile';
import type { ComparedRun } from '../../../../src/experiment/effects/comparedRun';
import { heldEqual } from '../../../../src/experiment/effects/heldEqual';
import { BUILD, identify } from '../../../../src/experiment/effects/identification';
import { heldSettings } from '../../../../src/experiment/recorded/heldSettings';
import { knownParametersOf } from '../../../../src/runFolder/recording/knownParameters';
import { compared, config, importedRun } from './compared';

/** Another value of a parameter than its default. */
function otherValue(parameter: Parameter): number | string {
  if (parameter.kind === 'choice') return parameter.choices.find(choice => choice !== parameter.default)!;
  if (parameter.kind === 'dataset') return '/data/letters';
  return parameter.default === parameter.maximum ? parameter.minimum : Math.min(parameter.maximum, parameter.default + 1);
}

const { dataset, engine, environment, trainer } = config;

/** Every other item of the list that must be equal, with a run that differs in it. */
const making: Readonly<Record<string, Partial<TrainedConfig>>> = {
  data: { dataset: { ...dataset, sha256: 'f'.repeat(64) } },
  'reading of the images': { dataset: { ...dataset, transposed: true } },
  'training images': { dataset: { ...dataset, trainImages: dataset.trainImages - 1 } },
  'validation images': { dataset: { ...dataset, validationImages: dataset.validationImages - 1 } },
  'test images': { dataset: { ...dataset, testImages: dataset.testImages - 1 } },
  'numerics version': { trainer: { ...trainer, numericsVersion: trainer.numericsVersion + 1 } },
  'trainer build': { trainer: { ...trainer, bundleSha256: 'e'.repeat(64) } },
  engine: { engine: { ...engine, name: 'wasm' } },
  'engine version': { engine: { ...engine, version: '0.0.1' } },
  'instruction set': { environment: { ...environment, instructionSet: 'sse4_1' } },
  threads: { engine: { ...engine, threads: engine.threads + 1 } },
  processor: { environment: { ...environment, cpu: 'another one' } },
  machine: { environment: { ...environment, machine: 'another one' } },
};
const timeOnly = ['processor', 'machine'];

describe('what must be equal in a pair of runs', () => {
  const run = (parameters: Partial<Parameters>, more: Partial<TrainedConfig> = {}): ReturnType<typeof compared> => {
    const made = compared('20260101-000000-aaaa', parameters);
    return { ...made, config: { ...made.config, ...more } as TrainedConfig };
  };
  const valueOf = (factor: Factor): Partial<Parameters> => ({ [factor]: otherValue(parameterTable.find(({ name }) => name === factor)!) });

  it('is all parameters and every other item, each of which has a case here', () => {
    assert.deepEqual(
      heldEqual.map(({ name }) => name),
      [...parameterTable.map(({ name }) => name), ...Object.keys(making)],
    );
  });

  for (const factor of factorNames)
    it(`refuses and names all that differs beside ${factor}`, () => {
      for (const parameter of parameterTable.filter(({ name }) => name !== factor)) {
        const value = otherValue(parameter);
        const { confounders } = identify(run({}), run({ ...valueOf(factor), [parameter.name]: value }), { factor });
        assert.deepEqual(
          confounders.map(({ name }) => name),
          [parameter.name],
        );
      }
      for (const [item, differing] of Object.entries(making)) {
        const isDecided = heldEqual.find(({ name }) => name === item)?.decidedBy?.includes(factor) ?? false;
        const guard = { factor, isTimed: timeOnly.includes(item) };
        const { confounders, decided } = identify(run({}), run(valueOf(factor), differing), guard);
        const names = [confounders, decided].map(list => list.map(({ name }) => name));
        assert.deepEqual(names, isDecided ? [[], [item]] : [[item], []], item);
      }
    });

  it('names what the factor decides itself: data and split', () => {
    const decidedBy = (factor: Factor): string[] => heldEqual.filter(one => one.decidedBy?.includes(factor)).map(({ name }) => name);
    assert.deepEqual(decidedBy('dataset'), ['data', 'reading of the images', 'training images', 'validation images', 'test images']);
    assert.deepEqual(decidedBy('train_samples'), ['training images']);
    assert.deepEqual(decidedBy('validation_samples'), ['training images', 'validation images']);
    for (const { name } of parameterTable)
      if (!['dataset', 'transpose', 'train_samples', 'validation_samples', 'seed'].includes(name))
        assert.deepEqual(decidedBy(name as Factor), []);
  });

  it('is not the commit of the workspace, nor what only times depend on', () => {
    const git = { commit: 'a'.repeat(40), branch: 'main', dirty: true };
    const differing = { git, environment: { ...environment, cpu: 'another one', machine: 'another one' } };
    assert.deepEqual(identify(run({}), run({ num_filters: 64 }, differing), { factor: 'num_filters' }).confounders, []);
  });

  it('is, for times, also what ran beside', () => {
    const beside = (besideCpuPercent: number): ReturnType<typeof compared> => {
      const made = run({});
      return { ...made, summary: { ...made.summary!, besideCpuPercent } };
    };
    const guard = { factor: 'num_filters', isTimed: true } as const;
    assert.deepEqual(identify(beside(3), beside(20), guard).confounders, []);
    assert.deepEqual(identify(beside(3), beside(95), guard).confounders, [
      { name: 'what ran beside', values: ['3 % of a core', '95 % of a core'] },
    ]);
  });

  it('is not the build of the trainer, once somebody has said so', () => {
    const pair = [run({}), run({ num_filters: 64 }, making[BUILD])] as const;
    assert.deepEqual(
      identify(...pair, { factor: 'num_filters' }).confounders.map(({ name }) => name),
      [BUILD],
    );
    const accepted = identify(...pair, { factor: 'num_filters', acceptsBuilds: true });
    assert.deepEqual([accepted.confounders.length, accepted.decided.length], [0, 1]);
  });

  it('names what a run of another tool does not tell, and compares the rest', () => {
    const imported = importedRun('20260101-000000-bbbb', { num_filters: 64, seed: 0, batch_size: 32 });
    const { confounders, unverified } = identify(run({}), imported, { factor: 'num_filters' });
    assert.deepEqual(
      confounders.map(({ name, values }) => [name, ...values]),
      [['batch_size', String(defaultParameters.batch_size), '32']],
    );
    for (const name of ['epochs', 'data', 'numerics version', 'threads']) assert.ok(unverified.includes(name), name);
    assert.ok(!unverified.includes('seed'));
  });

  const script = (settings: Recording['config'], parameters = knownParametersOf(settings)): ComparedRun => {
    return { ...importedRun('20260101-000000-cccc', parameters), recorded: { settings: heldSettings(settings) } };
  };
  const asked = { factor: 'learning_rate' } as const;
  const differingIn = (a: Recording['config'], b: Recording['config']): string[] =>
    identify(script(a), script(b), asked).confounders.map(({ name, values }) => `${name} ${values.join(' → ')}`);

  it('is every setting that a script recorded, in whatever spelling of one value', () => {
    assert.deepEqual(differingIn({ n: 3000, lr: 0.1, width: 1 }, { n: '3e3', lr: 0.2, width: '1.0' }), []);
    assert.deepEqual(differingIn({ augment: true, model: { name: 'cnn' } }, { augment: 'True', model: { name: 'mlp' } }), [
      'model.name cnn → mlp',
    ]);
    assert.deepEqual(differingIn({ layers: [32, 64], seed: 1 }, { layers: [32, 128], seed: 1 }), ['num_layers [32,64] → [32,128]']);
    const long = 'x'.repeat(500);
    assert.equal(differingIn({ prompt: `${long}a` }, { prompt: `${long}b` }).length, 1);
    assert.deepEqual(
      identify(script({ n: 1 }), script({}), asked).unverified.filter(name => name === 'n'),
      ['n'],
    );
    const many = Object.fromEntries(Array.from({ length: 600 }, (_, i) => [`k${i}`, i]));
    assert.ok(identify(script(many), script(many), asked).unverified.includes('settings beyond the first 500'));
  });

  it('is not what names a run or says where it writes, nor the parameter itself under another name', () => {
    const named = (i: number): Recording['config'] => ({
      name: `r${i}`,
      run_id: i,
      output_dir: `/out/${i}`,
      logger: { 'save-dir': `/l/${i}` },
    });
    assert.deepEqual(differingIn({ ...named(1), lr: 0.1, optimizer: { lr: 0.1 } }, { ...named(2), lr: 0.2, optimizer: { lr: 0.2 } }), []);
    assert.deepEqual(differingIn({ lr: 0.1, optimizer: { lr: 0.1 } }, { lr: 0.2, optimizer: { lr: 0.3 } }), ['optimizer.lr 0.1 → 0.3']);
    assert.deepEqual(differingIn({ data_dir: '/data/a' }, { data_dir: '/data/b' }), ['data_dir /data/a → /data/b']);
  });
});
