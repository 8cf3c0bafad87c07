import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { KeptSpeed } from '../../../src/contract/engineOrder';
import { forgetSpeed, keepSpeeds, keptSpeeds, type SpeedsPlace } from '../../../src/machine/engineSpeeds';

const speed = (changes: Partial<KeptSpeed> = {}): KeptSpeed => ({
  engine: 'onnx',
  engineVersion: '1.2.3',
  threads: 2,
  imagesPerSecond: 5000,
  measuredAt: '2026-01-02T03:04:05.000Z',
  ...changes,
});

describe('the speeds of engines that are kept', () => {
  const home = mkdtempSync(path.join(os.tmpdir(), 'digits-speeds-'));
  after(() => rmSync(home, { recursive: true, force: true }));
  let made = 0;
  const place = (changes: Partial<SpeedsPlace> = {}): SpeedsPlace => ({
    folder: path.join(home, `cache${++made}`, 'digits-lab'),
    machine: 'aaaabbbbcccc',
    version: '1.0.0',
    ...changes,
  });
  const fileOf = ({ folder, machine }: SpeedsPlace): string => path.join(folder, `engine-speeds-${machine}.json`);

  it('are there when they are asked for with the same threads, and only then', async () => {
    const here = place();
    assert.deepEqual(await keptSpeeds(2, here), []);
    const broken = speed({ engine: 'wasm', imagesPerSecond: null, engineVersion: '' });
    await keepSpeeds([speed(), speed({ threads: 1, imagesPerSecond: 3000 }), broken], here);
    assert.deepEqual(await keptSpeeds(2, here), [speed(), broken]);
    assert.deepEqual(await keptSpeeds(1, here), [speed({ threads: 1, imagesPerSecond: 3000 })]);
    assert.deepEqual(await keptSpeeds(4, here), []);
  });

  it('give way to newer ones of the same engine and threads', async () => {
    const here = place();
    await keepSpeeds([speed(), speed({ engine: 'wasm' }), speed({ threads: 1 })], here);
    await keepSpeeds([speed({ imagesPerSecond: 6000 })], here);
    assert.deepEqual(await keptSpeeds(2, here), [speed({ engine: 'wasm' }), speed({ imagesPerSecond: 6000 })]);
    await forgetSpeed('onnx', here);
    assert.deepEqual(await keptSpeeds(2, here), [speed({ engine: 'wasm' })]);
    assert.deepEqual(await keptSpeeds(1, here), []);
  });

  it('are those of this machine and this version', async () => {
    const here = place();
    await keepSpeeds([speed()], here);
    assert.deepEqual(await keptSpeeds(2, { ...here, version: '1.0.1' }), []);
    assert.deepEqual(await keptSpeeds(2, { ...here, machine: 'ddddeeeeffff' }), []);
    // A file that was copied from another machine.
    writeFileSync(fileOf({ ...here, machine: 'ddddeeeeffff' }), readFileSync(fileOf(here)));
    assert.deepEqual(await keptSpeeds(2, { ...here, machine: 'ddddeeeeffff' }), []);
    await keepSpeeds([speed({ imagesPerSecond: 1 })], { ...here, version: '1.0.1' });
    assert.deepEqual(await keptSpeeds(2, here), []);
  });

  it('count as not measured where their file is damaged, and are then replaced', async () => {
    const whole = JSON.stringify({ schemaVersion: 1, machine: 'aaaabbbbcccc', version: '1.0.0', speeds: [speed()] });
    const damaged = [
      '',
      whole.slice(0, 40),
      'null',
      whole.replace('"onnx"', '"tpu"'),
      whole.replace('5000', '"fast"'),
      whole.replace('"schemaVersion":1', '"schemaVersion":2'),
      whole.replace('5000', '-1'),
      whole + ' '.repeat(200_000),
    ];
    for (const text of damaged) {
      const here = place();
      mkdirSync(here.folder, { recursive: true });
      writeFileSync(fileOf(here), text);
      assert.deepEqual(await keptSpeeds(2, here), [], text.slice(0, 100));
      await keepSpeeds([speed()], here);
      assert.deepEqual(await keptSpeeds(2, here), [speed()]);
    }
  });

  it('are neither read nor written through a link', async () => {
    if (process.platform === 'win32') return;
    const here = place();
    const elsewhere = place();
    await keepSpeeds([speed()], elsewhere);
    mkdirSync(here.folder, { recursive: true });
    symlinkSync(fileOf(elsewhere), fileOf(here));
    assert.deepEqual(await keptSpeeds(2, here), []);
    await keepSpeeds([speed({ imagesPerSecond: 1 })], here);
    assert.deepEqual(await keptSpeeds(2, here), [speed({ imagesPerSecond: 1 })]);
    assert.deepEqual(await keptSpeeds(2, elsewhere), [speed()]);
    const linked = place();
    mkdirSync(path.dirname(linked.folder));
    symlinkSync(elsewhere.folder, linked.folder);
    assert.deepEqual(await keptSpeeds(2, linked), []);
    await keepSpeeds([speed({ imagesPerSecond: 2 })], linked);
    assert.deepEqual(await keptSpeeds(2, elsewhere), [speed()]);
  });

  it('are not kept where nothing can be written', async () => {
    const here = place();
    mkdirSync(path.dirname(here.folder), { recursive: true });
    writeFileSync(here.folder, 'a file in the place of the folder');
    await keepSpeeds([speed()], here);
    await forgetSpeed('onnx', here);
    assert.deepEqual(await keptSpeeds(2, here), []);
  });

  it('never grow without end', async () => {
    const here = place();
    for (let threads = 1; threads <= 250; threads += 50)
      await keepSpeeds(
        Array.from({ length: 50 }, (_, i) => speed({ threads: threads + i })),
        here,
      );
    assert.deepEqual(await keptSpeeds(1, here), []);
    assert.deepEqual(await keptSpeeds(250, here), [speed({ threads: 250 })]);
    assert.deepEqual(readdirSync(here.folder), [path.basename(fileOf(here))]);
  });
});
