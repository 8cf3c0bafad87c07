import assert from 'node:assert/strict';
import { engineNames } from '../../../src/contract/engines';
import { FakeTrainers } from '../runs/fakeTrainer';
import { temporaryCache } from '../temporaryCache';
import { measuredTrainer, works } from '../runs/engines/measuredTrainer';
import { assertDocumented } from './documentedFields';
import { digits } from './testCli';

describe('digits engines', () => {
  const trainers = new FakeTrainers();
  after(() => trainers.dispose());
  temporaryCache();

  const trainerOf = (what: Parameters<typeof measuredTrainer>[0]): string => trainers.write(measuredTrainer(what));

  it('says of each what it is, how fast, and which one auto takes', async () => {
    const { exitCode, out } = await digits(['engines'], { trainerFile: trainerOf({ onnx: works(5012), wasm: works(1530) }) });
    assert.equal(exitCode, 0);
    assert.match(out, /^onnx +ONNX Runtime 1\.2\.3 +works, 5,012 images\/s {2}auto takes it$/m);
    assert.match(out, /^wasm +ONNX Runtime as WebAssembly 1\.2\.3 {2}works, 1,530 images\/s$/m);
    assert.match(out, /^Speed: the default network, trained with \d+ threads?\.$/m);
  });

  it('takes the fastest, whatever its name', async () => {
    const { out } = await digits(['engines'], { trainerFile: trainerOf({ onnx: works(1000), wasm: works(1530) }) });
    assert.match(out, /^wasm .*auto takes it$/m);
    assert.equal(out.match(/auto takes it/g)?.length, 1);
  });

  it('says what is wrong with one that does not work, or is not there, below it', async () => {
    const { exitCode, out } = await digits(['engines'], {
      trainerFile: trainerOf({ onnx: 'The processor is too old.', wasm: { state: 'missing', reason: 'It is optional.\nGet it.' } }),
    });
    assert.equal(exitCode, 1);
    assert.match(out, /^onnx +ONNX Runtime +does not work\n +The processor is too old\.$/m);
    assert.match(out, /^wasm .* not installed\n +It is optional\.\n +Get it\.$/m);
  });

  it('goes on to the next when one takes its process down', async () => {
    if (process.platform === 'win32') return;
    const { exitCode, out } = await digits(['engines'], { trainerFile: trainerOf({ onnx: 'crashes', wasm: works(1530) }) });
    assert.equal(exitCode, 0);
    assert.match(out, /^onnx .* does not work\n +.*signal SIGSEGV\.$/m);
    assert.match(out, /^wasm .*auto takes it$/m);
  });

  it('writes all of it as JSON', async () => {
    const { out } = await digits(['engines', '--json'], { trainerFile: trainerOf({ onnx: 'It is too old.', wasm: works(1530) }) });
    const engines = JSON.parse(out) as { readonly engine: string; readonly threads?: number }[];
    for (const engine of engines) assertDocumented('engines', engine);
    const { threads } = engines.find(({ engine }) => engine === 'wasm')!;
    assert.deepEqual(
      engines.filter(({ engine }) => engine === 'onnx' || engine === 'wasm'),
      [
        { engine: 'onnx', works: false, state: 'broken', reason: 'It is too old.', auto: false },
        { engine: 'wasm', works: true, state: 'works', version: '1.2.3', durationMs: 120, imagesPerSecond: 1530, threads, auto: true },
      ],
    );
    assert.deepEqual(
      engines.map(({ engine }) => engine),
      engineNames,
    );
  });
});
