import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { toBinary } from '@bufbuild/protobuf';
import * as fc from 'fast-check';
import * as v from 'valibot';
import { unzipSync, zipSync } from 'fflate';
import { decodeNpy, encodeNpy, type NpyArray } from '../../../src/artifacts/npy';
import { npzArrays } from '../../../src/artifacts/npz';
import { datasetIdentity } from '../../../src/contract/formats/config';
import { idxFileNames } from '../../../src/data/idxSet';
import { loadFolder } from '../../../src/data/folder';
import { readIdxImages, readIdxLabels } from '../../../src/data/idx';
import { evaluateClassifier } from '../../../src/evaluation/scores';
import { readCheckpoint } from '../../../src/runFolder/checkpoint';
import { checkedArrays } from '../../../src/runFolder/importing/checkedArrays';
import type { GivenArray } from '../../../src/runFolder/importing/givenArrays';
import { importPlans } from '../../../src/runFolder/importing/importPlans';
import type { ReadArray } from '../../../src/runFolder/importing/labelArray';
import { frame, parseFrames, RecordReader } from '../../../src/tracking/wandb/recordFile';
import { RecordSchema } from '../../../src/tracking/wandb/wandb_pb';
import { readDotEnv } from '../../../src/files/dotEnv';
import { parseJsonLines } from '../../jsonLines';
import { extendedLabels, smallFiles, writeFiles } from '../data/idxFiles';
import { readRecords } from '../tracking/readRecords';
import { mutatedBytes } from './byteMutations';
import { valueOf } from './complaint';
import { readOldFiles } from './oldFiles';
import { property, within } from './property';

/** The inputs have less than 100 kB. */
const MOST_MEMORY = 16_000_000;
/** Of nothing but zeros, so that they make a small archive. */
const BOMB = new Uint8Array(20_000_000);
const WHERE = '/some/file';
const anyIdentity = { name: 'x', sha256: '0'.repeat(64), height: 4, width: 5, trainImages: 6, validationImages: 0, testImages: 4 };

const old = readOldFiles();

describe('bytes in a format of their own', () => {
  let folder: string;
  before(() => (folder = mkdtempSync(path.join(os.tmpdir(), 'digits-bytes-'))));
  after(() => rmSync(folder, { recursive: true }));

  describe('of NumPy', () => {
    const arrays: readonly NpyArray[] = [
      { shape: [2, 3], data: new Float32Array([1, 2, 3, -1, 0.5, NaN]) },
      { shape: [4], data: new BigInt64Array([1n, -1n, 2n ** 62n, 0n]) },
      { shape: [1, 2, 2], data: new Float64Array(4) },
      { shape: [3], data: new Int32Array(3) },
      { shape: [0], data: new Uint8Array(0) },
      { shape: [], data: new Uint8Array(1) },
    ];
    const size = fc.oneof(
      fc.constantFrom('0', '1', '-1', '2', '-2', '0.5', '4', '1e3', '0x10', ' ', 'nan', '-', 'Infinity'),
      fc.constantFrom(2 ** 31, 2 ** 32, 2 ** 53, 2 ** 60, 2 ** 64).map(String),
    );
    /** What promises anything, and has a few bytes. */
    const promising = fc
      .tuple(
        fc.array(size, { maxLength: 5 }),
        fc.constantFrom('<f4', '<f8', '<i8', '<i4', '|u1', '|O', '>f4', '<f2', '>u8', '|b1', '<U3'),
        fc.constantFrom(0, 1, 8, 64),
        fc.constantFrom('True', 'False'),
      )
      .map(([shape, descr, bytes, isFortran]) => {
        const header = `{'descr': '${descr}', 'fortran_order': ${isFortran}, 'shape': (${shape.join(',')}), }\n`;
        const head = Buffer.from(encodeNpy({ shape: [0], data: new Uint8Array(0) })).subarray(0, 10);
        head.writeUInt16LE(header.length, 8);
        return Buffer.concat([head, Buffer.from(header), Buffer.alloc(bytes)]);
      });

    property(
      'an array has as many numbers as its shape says',
      fc.oneof(mutatedBytes([...arrays.map(encodeNpy), old.run('completed').get('predictions.npy')!.subarray(0, 1000)]), promising),
      async bytes => {
        const array = await valueOf(() => within(MOST_MEMORY, () => decodeNpy(bytes, WHERE)), ['Error'], WHERE);
        if (!array) return;
        for (const length of array.shape) assert.ok(Number.isSafeInteger(length) && length >= 0, `the shape is ${array.shape.join(', ')}`);
        assert.deepEqual(decodeNpy(encodeNpy(array), WHERE), array);
      },
      { cases: 2000 },
    );
  });

  describe('of an archive of arrays', () => {
    const saved = readFileSync(path.resolve('test', 'fixtures', 'arrays', 'evaluation.npz'));
    const packed = ['<f4', '>i2'].map(descr =>
      Buffer.from(
        zipSync(
          { 'y_true.npy': encodeNpy({ shape: [2], data: Int32Array.of(descr.length, 1) }), 'x.txt': BOMB.subarray(0, 9) },
          { level: 9 },
        ),
      ),
    );
    const bomb = Buffer.from(zipSync({ 'y_true.npy': BOMB }, { level: 9 }));
    /** No array of these has more. */
    const most = 100_000;

    property(
      'each array has as many numbers as its shape says, or a reason',
      mutatedBytes([saved, ...packed, bomb]),
      async bytes => {
        const arrays = await valueOf(() => within(MOST_MEMORY, () => npzArrays(bytes, most, WHERE)), ['Error'], WHERE);
        for (const { read } of arrays ?? []) {
          const array = await valueOf(() => within(MOST_MEMORY, read), ['Error'], WHERE);
          if (array) assert.deepEqual(decodeNpy(encodeNpy(array), WHERE), array);
        }
      },
      { cases: 1000 },
    );

    property(
      'becomes arrays that go together, or nothing',
      fc.tuple(mutatedBytes([saved, ...packed]), mutatedBytes([encodeNpy({ shape: [200], data: new Uint8Array(200) })])),
      async ([archive, labels]) => {
        const home = path.join(folder, 'arrays');
        mkdirSync(home);
        writeFileSync(path.join(home, 'y_true.npy'), labels);
        writeFileSync(path.join(home, 'all.npz'), archive);
        const read = async (array: GivenArray | undefined): Promise<ReadArray | undefined> =>
          array && { ...(await array.read()), label: array.label, file: array.file };
        try {
          for (const name of ['all.npz', '.']) {
            const checked = await valueOf(
              () =>
                within(MOST_MEMORY, async () => {
                  const [plan] = await importPlans({ paths: [path.join(home, name)] });
                  const { truth, predictions, probabilities } = plan!.arrays;
                  return checkedArrays({
                    truth: (await read(truth))!,
                    predictions: await read(predictions),
                    probabilities: await read(probabilities),
                  });
                }),
              ['RunFolderError'],
              // What cannot be told names the arrays that were found.
              '',
            );
            if (!checked) continue;
            const { truth, predicted, probabilities, classes } = checked;
            assert.equal(predicted.length, truth.length);
            assert.ok(truth.every(label => label >= 0 && label < classes) && predicted.every(label => label >= 0 && label < classes));
            if (probabilities) assert.equal(evaluateClassifier({ truth, probabilities, classes }).count, truth.length);
          }
        } finally {
          rmSync(home, { recursive: true });
        }
      },
      { cases: 300 },
    );
  });

  describe('of IDX', () => {
    const files = smallFiles();
    const [images, labels] = [files['train-images-idx3-ubyte'], files['train-labels-idx1-ubyte']];

    property(
      'images and labels are as many as they say',
      mutatedBytes([images, labels, extendedLabels([0, 1, 2, 0, 1, 2])]),
      async bytes => {
        const read = await valueOf(() => within(MOST_MEMORY, () => readIdxImages(bytes, WHERE)), ['DataError'], WHERE);
        if (read) assert.equal(read.pixels.length, read.count * read.height * read.width);
        await valueOf(() => within(MOST_MEMORY, () => readIdxLabels(bytes, WHERE)), ['DataError'], WHERE);
      },
      { cases: 2000 },
    );

    const bomb = gzipSync(Buffer.concat([images.subarray(0, 16), BOMB]));
    const formless = gzipSync(BOMB);
    const packed = [...Object.values(files).map(bytes => gzipSync(bytes)), bomb, formless];

    property(
      'a folder of files, plain or gzip, is a data set whose parts go together',
      fc.tuple(fc.constantFrom(...idxFileNames), fc.boolean(), mutatedBytes(Object.values(files)), mutatedBytes(packed)),
      async ([name, isPacked, plain, gzip]) => {
        const data = path.join(folder, 'data');
        mkdirSync(data);
        for (const [one, bytes] of Object.entries(files)) if (one !== name) writeFileSync(path.join(data, one), bytes);
        writeFileSync(path.join(data, isPacked ? `${name}.gz` : name), isPacked ? gzip : plain);
        try {
          const set = await valueOf(() => within(MOST_MEMORY, () => loadFolder(data)), ['DataError'], data);
          for (const { count, images, labels: classes } of set ? [set.train, set.test] : [])
            assert.deepEqual([classes.length, images.all().length], [count, count * set!.image.height * set!.image.width]);
        } finally {
          rmSync(data, { recursive: true });
        }
      },
      { cases: 200 },
    );

    const lists = ['cat\ndog\nT-shirt/top\n', 'x\r\ny\r\nz', '0 65 97\n1 66 98\n2 67\n'].map(text => Buffer.from(text));

    property(
      'a folder has a name for each class or none, whatever its lists of names are',
      fc.tuple(fc.constantFrom('classes.txt', 'mapping.txt'), mutatedBytes(lists)),
      async ([name, bytes]) => {
        const data = path.join(folder, 'named');
        mkdirSync(data);
        writeFiles(data, files);
        writeFileSync(path.join(data, name), bytes);
        const said: string[] = [];
        try {
          const { classNames, image } = await within(MOST_MEMORY, () => loadFolder(data, { warn: message => said.push(message) }));
          assert.equal(said.length, classNames ? 0 : 1);
          const identity = { ...anyIdentity, classes: image.classes, ...(classNames && { classNames }) };
          assert.deepEqual(v.parse(datasetIdentity, identity), identity);
          if (classNames) assert.equal(new Set(classNames).size, image.classes);
        } finally {
          rmSync(data, { recursive: true });
        }
      },
      { cases: 200 },
    );
  });

  describe('of W&B', () => {
    const wandb = [...old.run('recorded')].find(([name]) => name.endsWith('.wandb'))![1];
    const errors = ['RecordFileError'];

    property(
      'the records before an end are the same without what comes after it',
      mutatedBytes([wandb, wandb.subarray(0, 200)]),
      async bytes => {
        const frames = await valueOf(() => within(MOST_MEMORY, () => parseFrames(bytes, 0, WHERE)), errors, WHERE);
        if (!frames) return;
        assert.ok(frames.end <= bytes.length);
        assert.deepEqual(parseFrames(bytes.subarray(0, frames.end), 0, WHERE), frames);
      },
      { cases: 1000 },
    );

    property(
      'a file that grows tells the same records as a whole one',
      fc.tuple(mutatedBytes([wandb.subarray(0, 1000), wandb]), fc.nat()),
      async ([bytes, cut]) => {
        const file = path.join(folder, 'x.wandb');
        const at = cut % (bytes.length + 1);
        rmSync(file, { force: true });
        writeFileSync(file, bytes.subarray(0, at));
        const reader = new RecordReader(folder, 'x.wandb');
        const first = await valueOf(() => reader.read(), errors, file);
        appendFileSync(file, bytes.subarray(at));
        const second = first && (await valueOf(() => reader.read(), errors, file));
        const whole = await valueOf(() => within(MOST_MEMORY, () => readRecords(file)), errors, file);
        if (whole) assert.deepEqual([...first!, ...second!], whole);
      },
      { cases: 200 },
    );

    const contents = parseFrames(wandb, 0, WHERE).contents;
    const head = wandb.subarray(0, 7);
    property(
      'a record whose checksum is right and whose content is not',
      mutatedBytes(contents),
      async content => {
        const file = path.join(folder, 'y.wandb');
        writeFileSync(file, Buffer.concat([head, frame(content, head.length)]));
        const records = await valueOf(() => within(MOST_MEMORY, () => readRecords(file)), errors, file);
        // What it says can be written again.
        for (const record of records ?? []) toBinary(RecordSchema, record);
      },
      { cases: 500 },
    );
  });

  describe('of a checkpoint', () => {
    const zips = ['interrupted', 'patient'] as const;
    const npz = zips.map(role => old.run(role).get('checkpoint/checkpoint.npz')!);
    const entries = npz.map(zip => unzipSync(zip));
    const sizes = entries.map(entry => {
      const length = (name: string): number => decodeNpy(entry[name]!, name).data.length;
      return { epochs: 100, weights: length('weights.npy'), first: length('first.npy'), second: length('second.npy') };
    });
    /** One entry mutated, in an archive that is whole. */
    const repacked = fc
      .tuple(
        fc.constantFrom(...Object.keys(entries[1]!)),
        mutatedBytes(Object.values(entries[1]!)),
        fc.constantFrom(0 as const, 1 as const),
      )
      .map(([name, bytes, level]) => Buffer.from(zipSync({ ...entries[1]!, [name]: bytes }, { level })));
    const bomb = Buffer.from(zipSync({ ...entries[1]!, 'weights.npy': BOMB }, { level: 9 }));

    property(
      'has arrays of its network or says that it is damaged',
      fc.oneof(mutatedBytes(npz), repacked, mutatedBytes([bomb])),
      async bytes => {
        mkdirSync(path.join(folder, 'checkpoint'), { recursive: true });
        writeFileSync(path.join(folder, 'checkpoint', 'checkpoint.npz'), bytes);
        for (const size of sizes) {
          const read = await valueOf(() => within(MOST_MEMORY, () => readCheckpoint(folder, size)), ['RunFolderError'], folder);
          if (!read) continue;
          const lengths = { epochs: size.epochs, weights: read.weights.length, first: read.first.length, second: read.second.length };
          assert.deepEqual(lengths, size);
          assert.ok(read.epoch <= size.epochs && read.elapsedMs >= 0);
        }
      },
      { cases: 200 },
    );
  });

  describe('of lines', () => {
    const events = old.run('failed').get('events.jsonl')!;

    property(
      'JSON: the whole lines are the same without what comes after them',
      mutatedBytes([events, old.run('resumed').get('events.jsonl')!.subarray(0, 2000), Buffer.from('1\n{}\n')]),
      async bytes => {
        const lines = await valueOf(() => within(MOST_MEMORY, () => parseJsonLines(bytes, WHERE)), ['Error'], WHERE);
        if (!lines) return;
        assert.ok(lines.wholeBytes <= bytes.length);
        assert.deepEqual(parseJsonLines(bytes.subarray(0, lines.wholeBytes), WHERE), lines);
      },
      { cases: 1000 },
    );

    property(
      '.env: names and texts',
      mutatedBytes(['A=1\nexport B="two\\nlines" # said\nC=\'#3\'\n', '\uFEFFWANDB_API_KEY=0123\r\nD=`x`'].map(text => Buffer.from(text))),
      async bytes => {
        const file = path.join(folder, '.env');
        writeFileSync(file, bytes);
        const variables = await valueOf(() => within(MOST_MEMORY, () => readDotEnv(folder)), ['Error'], file);
        for (const value of Object.values(variables ?? {})) assert.equal(typeof value, 'string');
      },
      { cases: 500 },
    );
  });
});
