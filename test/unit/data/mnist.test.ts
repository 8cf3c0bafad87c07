import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import type { Dataset } from '../../../src/data/dataset';
import { loadDataset } from '../../../src/data/load';
import { cacheFolder } from '../../../src/util/userFolders';
import { smallFiles, withFolder, writeFiles } from './idxFiles';

const mnistFolder = path.resolve('dist/data/mnist');

describe('MNIST', () => {
  const before = process.env['DIGITS_CACHE'];
  afterEach(() => {
    if (before === undefined) delete process.env['DIGITS_CACHE'];
    else process.env['DIGITS_CACHE'] = before;
  });

  /** Loads with a cache folder; returns the warnings too. */
  async function load(cache: string, folder = mnistFolder, onDemand = false): Promise<{ dataset: Dataset; warnings: string[] }> {
    process.env['DIGITS_CACHE'] = cache;
    const warnings: string[] = [];
    const dataset = await loadDataset(
      { dataset: 'mnist', transpose: 'auto' },
      { mnistFolder: folder, warn: message => warnings.push(message), onDemand },
    );
    return { dataset, warnings };
  }

  function cachedFiles(cache: string): string[] {
    const files = readdirSync(cache, { recursive: true, encoding: 'utf8' }).map(file => path.join(cache, file));
    return files.filter(file => file.endsWith('.idx'));
  }

  function changeOneByte(file: string): void {
    const descriptor = openSync(file, 'r+');
    writeSync(descriptor, Buffer.from([77]), 0, 1, 20_000_000);
    closeSync(descriptor);
  }

  /** Hashes, since a difference of so many bytes is no help. */
  function pixelsOf({ train, test }: Dataset): string[] {
    return [train, test].map(({ images }) => createHash('sha256').update(images.all()).digest('hex'));
  }

  it('is the real one', () =>
    withFolder(async cache => {
      const { dataset } = await load(cache);
      assert.deepEqual(dataset.image, { height: 28, width: 28, classes: 10 });
      assert.deepEqual([dataset.train.count, dataset.test.count], [60_000, 10_000]);
      assert.deepEqual(dataset.train.labels.slice(0, 5), Uint8Array.from([5, 0, 4, 1, 9]));
      assert.deepEqual(dataset.test.labels.slice(0, 5), Uint8Array.from([7, 2, 1, 0, 4]));
      const counts = Array.from({ length: 10 }, (_, digit) => dataset.train.labels.filter(label => label === digit).length);
      assert.deepEqual(counts, [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]);
    }));

  it('is decompressed once, and the cache is made again when it is damaged', () =>
    withFolder(async cache => {
      const fresh = await load(cache);
      const [file] = cachedFiles(cache);
      // Warm: without the compressed files.
      assert.equal((await load(cache, path.join(cache, 'none'))).dataset.sha256, fresh.dataset.sha256);
      for (const damage of [() => truncateSync(file!, 1000), () => changeOneByte(file!)]) {
        damage();
        const again = await load(cache);
        assert.deepEqual(again.warnings, []);
        assert.deepEqual(pixelsOf(again.dataset), pixelsOf(fresh.dataset));
      }
      assert.equal((await load(cache, path.join(cache, 'none'))).dataset.sha256, fresh.dataset.sha256);
    }));

  it('that was found whole is not read before it is needed, and is again once its file was touched', () =>
    withFolder(async cache => {
      const { dataset: whole } = await load(cache);
      const [file] = cachedFiles(cache);
      // What is younger than two seconds could change without another time; this one says that it was found whole long ago.
      const { ino, size, ctimeNs } = statSync(file!, { bigint: true });
      writeFileSync(path.join(path.dirname(file!), 'mnist.whole'), `${ino} ${size} ${ctimeNs}`);
      const { dataset } = await load(cache, path.join(cache, 'none'), true);
      const few = Int32Array.of(59_999, 7);
      for (const set of ['train', 'test'] as const) {
        const [{ images, labels, count }, expected] = [dataset[set], whole[set]];
        assert.deepEqual([count, labels], [expected.count, expected.labels]);
        if (set === 'train') {
          const some = images.having(few);
          for (const i of few)
            assert.deepEqual(some.subarray(784 * i, 784 * (i + 1)), expected.images.all().subarray(784 * i, 784 * (i + 1)));
          assert.ok(some.subarray(784 * 8, 784 * 9).every(pixel => pixel === 0));
        }
      }
      assert.deepEqual(pixelsOf(dataset), pixelsOf(whole));
      assert.deepEqual([dataset.image, dataset.sha256, dataset.transposed], [whole.image, whole.sha256, whole.transposed]);
      const again = (await load(cache, path.join(cache, 'none'), true)).dataset;
      truncateSync(file!, 1000);
      assert.throws(() => again.train.images.all(), /mnist\.idx: the file was cut off while it was read\. Start the run again/);
      assert.deepEqual(pixelsOf((await load(cache, mnistFolder, true)).dataset), pixelsOf(whole));
      changeOneByte(file!);
      assert.deepEqual(pixelsOf((await load(cache, mnistFolder, true)).dataset), pixelsOf(whole));
    }));

  it('can be loaded by several processes at once', () =>
    withFolder(async cache => {
      const loaded = await Promise.all([load(cache), load(cache), load(cache)]);
      assert.deepEqual(
        loaded.flatMap(({ warnings }) => warnings),
        [],
      );
      const files = readdirSync(cache, { recursive: true, encoding: 'utf8' });
      assert.deepEqual(
        files.filter(file => file.endsWith('.tmp')),
        [],
      );
    }));

  it('is not written to the cache while another process does that, unless it began long ago', () =>
    withFolder(async cache => {
      await load(cache);
      const [file] = cachedFiles(cache);
      const writing = path.join(path.dirname(file!), 'mnist.writing');
      assert.ok(!existsSync(writing));
      rmSync(file!);
      writeFileSync(writing, '');
      const { dataset, warnings } = await load(cache);
      assert.deepEqual([dataset.train.count, warnings, existsSync(file!)], [60_000, [], false]);
      const longAgo = Date.now() / 1000 - 100;
      utimesSync(writing, longAgo, longAgo);
      await load(cache);
      assert.deepEqual([existsSync(file!), existsSync(writing)], [true, false]);
    }));

  it('is loaded with a warning where there can be no cache', () =>
    withFolder(async folder => {
      const file = path.join(folder, 'file');
      writeFileSync(file, '');
      const { dataset, warnings } = await load(file);
      assert.equal(dataset.train.count, 60_000);
      assert.equal(warnings.length, 1);
      assert.match(warnings[0]!, /^MNIST cannot be cached, so that every run decompresses it again: /);
    }));

  it('is not taken from files that are something else', () =>
    withFolder(async folder => {
      const other = path.join(folder, 'other');
      mkdirSync(other);
      writeFiles(other, smallFiles(), { gzip: true });
      await assert.rejects(load(path.join(folder, 'cache'), other), /these are not MNIST's files/);
      assert.ok(!existsSync(path.join(folder, 'cache')));
    }));
});

describe('the cache folder', () => {
  const cases: readonly [NodeJS.Platform, NodeJS.ProcessEnv, string][] = [
    ['linux', {}, path.join('/me', '.cache', 'digits-lab')],
    ['linux', { XDG_CACHE_HOME: '/var/cache' }, path.join('/var/cache', 'digits-lab')],
    ['linux', { XDG_CACHE_HOME: '' }, path.join('/me', '.cache', 'digits-lab')],
    ['linux', { XDG_CACHE_HOME: 'relative' }, path.join('/me', '.cache', 'digits-lab')],
    ['darwin', {}, path.join('/me', 'Library', 'Caches', 'digits-lab')],
    ['win32', { LOCALAPPDATA: 'C:\\Local' }, path.join('C:\\Local', 'digits-lab')],
    ['win32', { DIGITS_CACHE: 'D:\\cache' }, 'D:\\cache'],
  ];
  for (const [platform, env, expected] of cases) {
    it(`on ${platform} with ${JSON.stringify(env)} is ${expected}`, () => assert.equal(cacheFolder(env, platform, '/me'), expected));
  }
});
