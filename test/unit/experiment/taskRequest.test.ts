import assert from 'node:assert/strict';
import { describeNetwork, mnistFormat } from '../../../src/contract/network';
import { defaultParameters, type Parameters } from '../../../src/contract/parameters';
import type { Machine } from '../../../src/experiment/estimate';
import type { MeasuredSpeed } from '../../../src/experiment/measuredSpeeds';
import { taskRequest, taskRequestInWords } from '../../../src/experiment/taskRequest';

describe('what a run is given on a cluster', () => {
  const speed: MeasuredSpeed = {
    flopsPerImage: describeNetwork(defaultParameters).flopsPerImage,
    batchSize: defaultParameters.batch_size,
    imagesPerSecond: 1000,
    seconds: 60,
    engine: 'onnx',
    threads: 2,
    data: { dataset: 'mnist', image: mnistFormat, training: 60_000, test: 10_000 },
  };
  const measured: Machine = { speeds: [speed, speed, speed], engine: 'onnx', threads: 2 };
  const unknown: Machine = { speeds: [], engine: 'onnx', threads: 2 };
  // 60,000 images at 1,000 a second are a minute; the test images at the end are three seconds more.
  const run = (more: Partial<Parameters> = {}): Parameters => ({
    ...defaultParameters,
    train_samples: 60_000,
    validation_samples: 0,
    epochs: 10,
    ...more,
  });
  const of = (machine: Machine, ...runs: Parameters[]): ReturnType<typeof taskRequest> => taskRequest(runs, machine);

  it('is twice the time that the longest takes, and room to start', () => {
    const request = of(measured, run({ epochs: 1 }), run(), run({ seed: 7 }), run({ epochs: 5 }))!;
    assert.equal(request.minutes, 30);
    assert.equal(Math.round(request.estimate.ms / 1000), 603);
    assert.equal(request.estimate.isGuess, false);
    assert.match(taskRequestInWords(request), /^30 minutes and [\d,]+ MB for each run; the longest takes about 10m03s on this machine$/);
  });

  it('has a wider margin where nothing was measured', () => {
    const request = of(unknown, run())!;
    assert.equal(request.estimate.isGuess, true);
    assert.ok(request.minutes >= 5 + (4 * request.estimate.ms) / 60_000);
  });

  it('has time for what every epoch takes, however small the network', () => {
    const tiny = run({ train_samples: 500, validation_samples: 5000, epochs: 2000, num_filters: 4, num_layers: 1 });
    // 2,000 epochs were measured to take 17 to 40 minutes.
    assert.ok(of(unknown, tiny)!.minutes >= 40);
  });

  it('has more memory than a trainer was measured to need, and more for more', () => {
    const megabytes = (machine: Machine, ...runs: Parameters[]): number => of(machine, ...runs)!.megabytes;
    const small = megabytes(measured, run());
    // docs/performance.md, Memory: 269 MB at its largest.
    assert.ok(small >= 1.4 * 269 && small <= 1024, `${small}`);
    assert.equal(small % 256, 0);
    const large = run({ dense_units: 4096, num_filters: 64 });
    assert.ok(megabytes(measured, large) > small);
    assert.equal(megabytes(measured, run(), large), megabytes(measured, large));
    assert.ok(megabytes({ ...measured, threads: 64 }, run()) > small);
    assert.ok(megabytes({ ...measured, engine: 'tensorflow' }, run()) > small);
  });

  it('has room for what trainers were measured to take, the library of TensorFlow left out', () => {
    // On ONNX Runtime with two threads, Linux, the largest of `residentBytes` in a run's events.
    for (const [parameters, measuredBytes] of [
      [run({ train_samples: 6000, epochs: 1 }), 254_509_056],
      [run({ train_samples: 6000, epochs: 1, num_filters: 64, dense_units: 1024, batch_size: 512 }), 1_406_189_568],
    ] as const) {
      const { megabytes } = of(measured, parameters)!;
      assert.ok(megabytes >= (1.25 * measuredBytes) / 1e6 && megabytes <= (4 * measuredBytes) / 1e6, `${megabytes} for ${measuredBytes}`);
    }
  });

  it('is not told of data that was not seen yet, of no network and of no runs', () => {
    assert.equal(of(measured, run({ dataset: '/data/cats' })), undefined);
    assert.equal(of(measured, run({ num_layers: 12, padding: 'valid' })), undefined);
    assert.equal(of(measured), undefined);
  });
});
