import assert from 'node:assert/strict';
import { describeNetwork, mnistFormat } from '../../../src/contract/network';
import { replay } from '../../../src/contract/runState';
import { defaultParameters, type Parameters } from '../../../src/contract/parameters';
import { differingParameters, varyingParameters } from '../../../src/experiment/differences';
import { estimateDuration, type Machine } from '../../../src/experiment/estimate';
import { estimateInWords } from '../../../src/experiment/estimateInWords';
import { measuredSpeeds, type MeasuredSpeed } from '../../../src/experiment/measuredSpeeds';
import { networkInWords } from '../../../src/wording/networkInWords';
import { differencesInWords } from '../../../src/experiment/runLabel';
import { eventsOfRun } from '../cli/events';
import { summary } from './listed';

describe('estimateDuration', () => {
  const images = { format: mnistFormat, train: 3000, validation: 0, test: 0 };
  const speed = (more: Partial<MeasuredSpeed> = {}): MeasuredSpeed => ({
    flopsPerImage: describeNetwork(defaultParameters).flopsPerImage,
    batchSize: defaultParameters.batch_size,
    imagesPerSecond: 1000,
    seconds: 60,
    engine: 'onnx',
    threads: 2,
    data: { dataset: 'mnist', image: mnistFormat, training: 60_000, test: 10_000 },
    ...more,
  });
  const machine = (...speeds: MeasuredSpeed[]): Machine => ({ speeds, engine: 'auto', threads: 2 });
  const three = machine(speed(), speed(), speed());
  const parameters = { ...defaultParameters, epochs: 4 };
  const ms = (...speeds: MeasuredSpeed[]): number => estimateDuration(parameters, images, machine(...speeds)).ms;

  it('is what runs of the same network took, for each image', () => {
    assert.deepEqual(estimateDuration(parameters, images, three), { ms: 12_000, isGuess: false });
    // Three validation images cost what one training image does, and so do test images, once.
    assert.equal(estimateDuration(parameters, { ...images, validation: 3000, test: 6000 }, three).ms, 18_000);
  });

  it('grows with the operations of the network', () => {
    const larger = { ...parameters, num_filters: 64 };
    const ratio = describeNetwork(larger).flopsPerImage / describeNetwork(parameters).flopsPerImage;
    assert.ok(Math.abs(estimateDuration(larger, images, three).ms - 12_000 * ratio) < 1e-6);
  });

  it('is the median of several runs, so that one that was held up does not decide', () => {
    const [slow, fast] = [speed({ imagesPerSecond: 150 }), speed({ imagesPerSecond: 1200 })];
    assert.equal(ms(slow, speed(), fast), 12_000);
    assert.ok(Math.abs(ms(speed(), fast) - 4 * 3000 / 1.1) < 1e-6); // prettier-ignore
  });

  it('is of runs that trained long enough, if there are any', () => {
    const hurried = speed({ imagesPerSecond: 100, seconds: 3 });
    assert.equal(ms(hurried, hurried, hurried, speed()), 12_000);
    assert.equal(ms(hurried), 120_000);
  });

  it('is of runs with the engine and the threads that it will have, if there are any', () => {
    const [wasm, one] = [speed({ engine: 'wasm', imagesPerSecond: 10 }), speed({ threads: 1, imagesPerSecond: 500 })];
    assert.equal(ms(wasm, one, speed()), 12_000);
    assert.equal(estimateDuration(parameters, images, { speeds: [speed(), one], engine: 'onnx', threads: 1 }).ms, 24_000);
    assert.equal(estimateDuration(parameters, images, { speeds: [speed(), wasm], engine: 'wasm', threads: 2 }).ms, 1_200_000);
    assert.equal(ms(wasm), 1_200_000);
  });

  it('takes the runs whose networks and batches are nearest in size', () => {
    const { flopsPerImage } = speed();
    const small = speed({ flopsPerImage: flopsPerImage / 100, imagesPerSecond: 7 });
    const single = speed({ batchSize: 1, imagesPerSecond: 30 });
    assert.equal(ms(small, single, speed(), small, single), 12_000);
  });

  it('is halfway between what a run of another size says and what is usual, where no run was like it', () => {
    const { flopsPerImage } = speed();
    // A hundred times smaller, and not even ten times faster: 17 minutes would be in proportion to the operations.
    const said = ms(speed({ flopsPerImage: flopsPerImage / 100, imagesPerSecond: 1140 }));
    assert.ok(Math.abs(said - Math.sqrt(ms() * ((12_000 * 100) / 1.14))) < 1e-6);
    const otherwise = estimateDuration(parameters, images, { speeds: [speed()], engine: 'wasm', threads: 2 });
    assert.ok(Math.abs(otherwise.ms - Math.sqrt(ms() * 12_000)) < 1e-6);
  });

  it('is a guess until three runs were like it', () => {
    const isGuess = (...speeds: MeasuredSpeed[]): boolean => estimateDuration(parameters, images, machine(...speeds)).isGuess;
    assert.ok(isGuess());
    assert.ok(isGuess(speed(), speed()));
    assert.ok(isGuess(speed(), speed(), speed({ seconds: 3 })));
    assert.ok(isGuess(speed(), speed(), speed({ engine: 'wasm' })));
    assert.ok(isGuess(speed(), speed(), speed({ batchSize: 1 })));
    assert.ok(!isGuess(speed(), speed(), speed()));
  });

  it('is half as long with twice the cores, without any run', () => {
    const [two, four] = [2, 4].map(threads => estimateDuration(parameters, images, { ...machine(), threads }));
    assert.ok(Math.abs(two!.ms - 2 * four!.ms) < 1e-6);
  });
});

describe('what the runs of a machine say of its speed', () => {
  const { config, epochs } = replay(eventsOfRun());
  const cpu = config!.environment.cpu;

  it('is that of their last epoch, while they train too, the newest first', () => {
    const live = replay(eventsOfRun().slice(0, 5));
    const [newest, oldest] = measuredSpeeds(
      [
        { config, summary },
        { config, summary: undefined, live },
      ],
      cpu,
    );
    const { trainImages } = config!.dataset;
    assert.deepEqual(oldest, {
      flopsPerImage: describeNetwork(config!.parameters).flopsPerImage,
      batchSize: 128,
      imagesPerSecond: 5432,
      seconds: (epochs.length * trainImages) / 5432,
      engine: config!.engine.name,
      threads: 2,
      data: { dataset: 'mnist', image: config!.dataset, training: 60_000, test: 10_000 },
    });
    assert.equal(newest?.seconds, (live.epochs.length * trainImages) / newest!.imagesPerSecond);
  });

  it('is nothing for those of other machines, those that have no epoch, and those that no machine can train', () => {
    const impossible = { ...config!, parameters: { ...config!.parameters, num_layers: 6 } };
    assert.deepEqual(measuredSpeeds([{ config, summary }], 'another'), []);
    assert.deepEqual(
      measuredSpeeds(
        [
          { config, summary: { ...summary, final: null } },
          { config: undefined, summary },
        ],
        cpu,
      ),
      [],
    );
    assert.deepEqual(measuredSpeeds([{ config: impossible, summary }], cpu), []);
  });
});

describe('estimateInWords', () => {
  it('says roughly while it is a guess, and nothing of what it cannot know', () => {
    const machine: Machine = { speeds: [], engine: 'auto', threads: 2 };
    assert.match(estimateInWords(defaultParameters, machine), /^roughly \d/);
    assert.equal(estimateInWords({ ...defaultParameters, dataset: '/some/folder' }, machine), '');
    assert.equal(estimateInWords({ ...defaultParameters, num_layers: 6 }, machine), '');
  });

  it('knows a folder from the runs that trained on it', () => {
    const dataset = '/some/folder';
    const { config } = replay(eventsOfRun({ dataset }));
    const some = replay(eventsOfRun({ dataset, train_samples: 1000 })).config!;
    const wordsAfter = (parameters: Partial<Parameters>, ...configs: (typeof some)[]): string => {
      const runs = configs.map(one => ({ config: one, summary }));
      const machine: Machine = { speeds: measuredSpeeds(runs, some.environment.cpu), engine: 'auto', threads: 2 };
      return estimateInWords({ ...defaultParameters, ...parameters }, machine);
    };
    const all = wordsAfter({ dataset }, config!, some);
    assert.equal(all, wordsAfter({ dataset: 'mnist' }, config!, some));
    // All of its images were not counted yet.
    assert.equal(wordsAfter({ dataset }, some), '');
    assert.match(wordsAfter({ dataset, train_samples: 2000 }, some), /^roughly \d+ s$/);
    assert.equal(wordsAfter({ dataset: '/another' }, config!, some), '');
  });
});

describe('differences between parameters', () => {
  const other = { ...defaultParameters, seed: 3, num_filters: 64 };

  it('are named in the order of the table, against the defaults or another set', () => {
    assert.deepEqual(differingParameters(other), ['num_filters', 'seed']);
    assert.deepEqual(differingParameters(other, { ...other, seed: 4 }), ['seed']);
    assert.equal(differencesInWords(other), 'num_filters 64 · seed 3');
    assert.equal(differencesInWords(defaultParameters), '');
  });

  it('vary where not all sets have one value', () => {
    assert.deepEqual(varyingParameters([other, { ...other, epochs: 3 }, { ...other, epochs: 4 }]), ['epochs']);
    assert.deepEqual(varyingParameters([other]), []);
  });
});

describe('networkInWords', () => {
  it('names the layers that decide something', () => {
    const network = describeNetwork({ ...defaultParameters, num_layers: 1, num_filters: 8, dense_units: 16, dropout: 0.25 });
    assert.equal(networkInWords(network), 'conv 3×3×8 · pool · dense 16 · dropout 0.25 · dense 10');
  });
});
