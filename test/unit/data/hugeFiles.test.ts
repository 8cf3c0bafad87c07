import assert from 'node:assert/strict';
import { execFileSync, fork } from 'node:child_process';
import { closeSync, openSync, symlinkSync, writeFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { readIdxFile } from '../../../src/data/dataFile';
import { loadFolder } from '../../../src/data/folder';
import { idxImages, idxLabels, smallFiles, withFolder, writeFiles } from './idxFiles';

const LOADER = 'load-folder';

interface Refused {
  readonly message: string;
  /** The most that the process ever had, in MB. */
  readonly mostMb: number;
}

/** What a process of its own comes to that loads a folder. */
function loadInProcess(folder: string): Promise<Refused> {
  return new Promise((resolve, reject) => {
    const child = fork(__filename, [LOADER, folder], { execArgv: [] });
    let refused: Refused | undefined;
    child.on('message', message => (refused = message as Refused));
    child.on('error', reject);
    child.on('close', code => (refused ? resolve(refused) : reject(new Error(`the loading process ended with ${code}`))));
  });
}

async function loadHere(folder: string): Promise<Refused> {
  const message = await loadFolder(folder).then(
    () => 'loaded',
    (error: Error) => error.message,
  );
  return { message, mostMb: process.resourceUsage().maxRSS / 1024 };
}

if (process.argv[2] === LOADER) {
  void loadHere(process.argv[3]!).then(refused => process.send?.(refused));
} else {
  describe('a data file of any size', () => {
    /** 1 MB of zeros, packed; any number of them one after another is gzip too. */
    const zeros = gzipSync(Buffer.alloc(2 ** 20));
    const hugeHeader = (): Buffer => {
      const bytes = idxImages(0, 2, 2);
      [0x00000803, 4_000_000, 31, 31].forEach((value, i) => bytes.writeUInt32BE(value, 4 * i));
      return bytes;
    };
    const bomb = (head: Buffer): Buffer => Buffer.concat([gzipSync(head), ...Array.from({ length: 3_700 }, () => zeros)]);
    let usual: Refused;
    before(() =>
      withFolder(async folder => {
        writeFiles(folder, smallFiles(), { gzip: true });
        usual = await loadInProcess(folder);
        assert.equal(usual.message, 'loaded');
      }),
    );

    const bombs: readonly [string, string, () => Buffer, RegExp][] = [
      [
        'labels that unpack to 3.7 GB',
        'train-labels-idx1-ubyte.gz',
        () => bomb(idxLabels([0, 1, 2, 0, 1, 2])),
        /train-labels-idx1-ubyte\.gz: the file goes on behind offset 14; its header says 6 labels, which makes 14 bytes/,
      ],
      [
        'images that unpack to the 3.7 GB that they promise',
        'train-images-idx3-ubyte.gz',
        () => bomb(hugeHeader()),
        /train-images-idx3-ubyte\.gz: its header says 4000000 images × 31 rows × 31 columns, which makes 3844000016 bytes; a file of a data set may have 2147\.5 MB/,
      ],
      [
        '3.7 GB that are no IDX file',
        't10k-labels-idx1-ubyte.gz',
        () => bomb(Buffer.from('hello world, hello')),
        /t10k-labels-idx1-ubyte\.gz: offset 0 has the magic number 0x68656c6c/,
      ],
      ['images that end early', 'train-images-idx3-ubyte.gz', () => gzipSync(idxImages(6, 4, 5).subarray(0, 99)), /ends at offset 99/],
      [
        'a header that ends early',
        'train-images-idx3-ubyte.gz',
        () => gzipSync(idxImages(6, 4, 5).subarray(0, 9)),
        /header ends at offset 9/,
      ],
      ['nothing in it', 'train-images-idx3-ubyte.gz', () => gzipSync(Buffer.alloc(0)), /header ends at offset 0/],
    ];
    for (const [what, name, content, message] of bombs) {
      it(`with ${what} is refused, and takes no more memory than another`, () =>
        withFolder(async folder => {
          writeFiles(folder, smallFiles(), { gzip: true });
          writeFileSync(path.join(folder, name), content());
          const refused = await loadInProcess(folder);
          assert.match(refused.message, message);
          assert.ok(refused.mostMb < usual.mostMb + 100, `${refused.mostMb} MB, of another ${usual.mostMb} MB`);
        })).timeout(60_000);
    }

    it('that promises more than its bytes can unpack to is given no room for it', () =>
      withFolder(async folder => {
        const head = idxImages(0, 2, 2);
        [0x00000803, 2_000_000, 31, 31].forEach((value, i) => head.writeUInt32BE(value, 4 * i));
        const file = path.join(folder, 'train-images-idx3-ubyte.gz');
        const packed = gzipSync(head);
        writeFileSync(file, packed);
        const { bytes } = await readIdxFile(file);
        assert.deepEqual(Buffer.from(bytes), head);
        assert.ok(bytes.buffer.byteLength <= 1032 * packed.length, `${bytes.buffer.byteLength} bytes`);
      }));

    it('that is not packed and has another length than it promises is not read', () =>
      withFolder(async folder => {
        writeFiles(folder, smallFiles());
        // 3 GB that take no room on the disk.
        const file = openSync(path.join(folder, 't10k-images-idx3-ubyte'), 'r+');
        writeSync(file, 'x', 3e9);
        closeSync(file);
        const { message, mostMb } = await loadInProcess(folder);
        assert.match(message, /t10k-images-idx3-ubyte: the file goes on behind offset 96, to 3000000001/);
        assert.ok(mostMb < usual.mostMb + 100, `${mostMb} MB, of another ${usual.mostMb} MB`);
      })).timeout(60_000);

    it('that is a pipe, a device or a folder is refused at once', function () {
      if (process.platform === 'win32') return this.skip();
      return withFolder(async folder => {
        const name = path.join(folder, 'train-labels-idx1-ubyte');
        writeFiles(folder, { ...smallFiles(), 'train-labels-idx1-ubyte': Buffer.alloc(0) });
        for (const make of [
          () => execFileSync('mkfifo', [name]),
          () => symlinkSync('/dev/zero', name),
          () => execFileSync('mkdir', [name]),
        ]) {
          execFileSync('rm', ['-rf', name]);
          make();
          await assert.rejects(loadFolder(folder), { name: 'DataError', message: /train-labels-idx1-ubyte: this is no file but a / });
        }
      });
    }).timeout(60_000);
  });
}
