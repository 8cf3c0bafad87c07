import { spread, table } from './figures';
import type { Bench, Part } from './part';
import { finishedRun } from './trainerRun';

/** Memory of a trainer on the whole of MNIST at the defaults, evaluation included, for two epochs. */
export async function measureMemory(bench: Bench): Promise<Part> {
  const runs = [];
  for (let i = 1; i <= bench.sittings; i++) {
    bench.say(`${i}/${bench.sittings} a trainer on the whole of MNIST …`);
    runs.push(await finishedRun(bench, { epochs: 2 }));
  }
  const rows = [
    [
      'while it trains',
      spread(
        runs.map(run => run.trainingMb),
        0,
        ' MB',
      ),
    ],
    [
      'at its largest, the test set evaluated',
      spread(
        runs.map(run => run.peakMb),
        0,
        ' MB',
      ),
    ],
  ];
  return { markdown: table(['memory of a trainer, with the whole of MNIST', ''], rows), figures: runs };
}
