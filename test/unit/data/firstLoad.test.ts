import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, statSync, writeFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { loadFolder } from '../../../src/data/folder';
import { loadDataset } from '../../../src/data/load';
import { idxLabels, smallFiles, withFolder, writeFiles } from './idxFiles';

const mnistFolder = path.resolve('dist/data/mnist');
const LOADER = 'load-mnist';

interface Loaded {
  readonly sha256: string;
  readonly warnings: readonly string[];
}

/** What the process of its own does that this bundle is forked as; the cache folder comes with its environment. */
async function loadMnistHere(folder = mnistFolder): Promise<Loaded> {
  const warnings: string[] = [];
  const { sha256 } = await loadDataset(
    { dataset: 'mnist', transpose: 'auto' },
    { mnistFolder: folder, warn: message => warnings.push(message) },
  );
  return { sha256, warnings };
}

function loadInProcess(cache: string, folder = mnistFolder): Promise<Loaded> {
  return new Promise((resolve, reject) => {
    const child = fork(__filename, [LOADER, folder], { env: { ...process.env, DIGITS_CACHE: cache }, execArgv: [] });
    let loaded: Loaded | undefined;
    child.on('message', message => (loaded = message as Loaded));
    child.on('error', reject);
    child.on('close', code => (loaded ? resolve(loaded) : reject(new Error(`the loading process ended with ${code}`))));
  });
}

function cachedFile(cache: string, name: string): string {
  const file = readdirSync(cache, { recursive: true, encoding: 'utf8' }).find(entry => path.basename(entry) === name);
  assert.ok(file, `no ${name} under ${cache}`);
  return path.join(cache, file);
}

if (process.argv[2] === LOADER) {
  void loadMnistHere(process.argv[3]).then(loaded => process.send?.(loaded));
} else {
  describe('the first load of MNIST', () => {
    it('works in several processes at the same moment', () =>
      withFolder(async cache => {
        const loaded = await Promise.all([loadInProcess(cache), loadInProcess(cache)]);
        assert.deepEqual(loaded[0], loaded[1]);
        assert.deepEqual(loaded[0].warnings, []);
        const left = readdirSync(cache, { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.tmp'));
        assert.deepEqual(left, []);
      }));

    it('is done again when a byte of the cache is another, though its length is right', () =>
      withFolder(async cache => {
        const { sha256 } = await loadInProcess(cache);
        const images = cachedFile(cache, 'mnist.idx');
        const { size } = statSync(images);
        const handle = openSync(images, 'r+');
        // Pixels of a corner: 0 in every image.
        writeSync(handle, Buffer.from([1]), 0, 1, 16);
        closeSync(handle);
        assert.deepEqual(await loadInProcess(cache), { sha256, warnings: [] });
        assert.equal(readFileSync(images)[16], 0);
        assert.equal(statSync(images).size, size);
      }));

    it('names the file of the product that is missing', () =>
      withFolder(async folder => {
        const before = process.env['DIGITS_CACHE'];
        process.env['DIGITS_CACHE'] = path.join(folder, 'cache');
        try {
          await assert.rejects(loadMnistHere(folder), { name: 'DataError', message: /-ubyte\.gz: cannot be read: ENOENT/ });
        } finally {
          if (before === undefined) delete process.env['DIGITS_CACHE'];
          else process.env['DIGITS_CACHE'] = before;
        }
      }));
  });

  describe('the classes of a folder', () => {
    const cases: readonly [string, number[], number[], number][] = [
      ['may have gaps, but none before the first label', [1, 1, 3, 3, 5, 5], [1, 3, 5, 1], 5],
      ['may start at 1, and then none is empty', [1, 2, 3, 1, 2, 3], [1, 2, 3, 1], 3],
      ['may be in the test set only', [0, 1, 0, 1, 0, 1], [0, 1, 7, 0], 8],
      ['are at least two', [0, 0, 0, 0, 0, 0], [0, 0, 0, 0], 2],
    ];
    for (const [what, train, test, classes] of cases) {
      it(what, () =>
        withFolder(async folder => {
          writeFiles(folder, {
            ...smallFiles(),
            'train-labels-idx1-ubyte': idxLabels(train),
            't10k-labels-idx1-ubyte': idxLabels(test),
          });
          assert.equal((await loadFolder(folder)).image.classes, classes);
        }),
      );
    }
  });

  describe('packing MNIST', () => {
    type Pack = (sourceFolder: string, targetFolder: string) => Promise<void>;

    it('compresses the four files once and leaves nothing beside them', () =>
      withFolder(async folder => {
        const { packMnist } = (await import(pathToFileURL(path.resolve('scripts/mnist.mjs')).href)) as { packMnist: Pack };
        const [source, target] = [path.join(folder, 'source'), path.join(folder, 'target')];
        mkdirSync(source);
        const files = smallFiles();
        writeFiles(source, files);
        await packMnist(source, target);
        assert.deepEqual(
          readdirSync(target).toSorted(),
          Object.keys(files)
            .map(name => `${name}.gz`)
            .toSorted(),
        );
        for (const [name, bytes] of Object.entries(files)) {
          assert.deepEqual(gunzipSync(readFileSync(path.join(target, `${name}.gz`))), bytes);
        }
        writeFileSync(path.join(source, 'train-labels-idx1-ubyte'), idxLabels([2, 2, 2, 2, 2, 2]));
        await packMnist(source, target);
        assert.deepEqual(gunzipSync(readFileSync(path.join(target, 'train-labels-idx1-ubyte.gz'))), files['train-labels-idx1-ubyte']);
      }));
  });
}
