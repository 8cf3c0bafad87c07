import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import { encodePng } from '../../../../src/artifacts/png';
import { withFolder } from '../idxFiles';
import { contentOf, imageOf, load, smallPart, smallTest, smallTrain, writePictures } from '../ownForms';

const fixtures = path.resolve('test/fixtures/data/pictures');
const png = (height: number, width: number, pixel = 9): Buffer =>
  Buffer.from(encodePng({ height, width, pixels: new Uint8Array(height * width).fill(pixel) }));

/** Both parts in their folders. */
function writeBoth(
  folder: string,
  { train = 'train', test = 'test', called = String }: { train?: string; test?: string; called?: (label: number) => string } = {},
): void {
  writePictures(path.join(folder, train), smallTrain, { called });
  writePictures(path.join(folder, test), smallTest, { called });
}

describe('folders of PNG images', () => {
  for (const [train, test] of [
    ['training', 'testing'],
    ['Train', 'Test'],
  ] as const) {
    it(`are the same called ${train} and ${test}, with what systems leave beside them`, () =>
      withFolder(async folder =>
        withFolder(async other => {
          writeBoth(folder);
          writeBoth(other, { train, test });
          for (const name of ['.DS_Store', `${train}/.DS_Store`, `${train}/1/Thumbs.db`, `${train}/notes.txt`, 'README.md'])
            writeFileSync(path.join(other, name), 'x');
          mkdirSync(path.join(other, train, '.ipynb_checkpoints'));
          assert.deepEqual(contentOf((await load(other)).dataset), contentOf((await load(folder)).dataset));
          assert.deepEqual((await load(other)).said, []);
        }),
      ));
  }

  it('have the names of their folders as classes, in the order of the names', () =>
    withFolder(async folder => {
      writeBoth(folder, { called: label => ['zebra', 'Ape', 'cat'][label]! });
      const { dataset } = await load(folder);
      assert.deepEqual([dataset.classNames, dataset.firstLabel], [['Ape', 'cat', 'zebra'], 0]);
      assert.deepEqual([...dataset.train.labels], [0, 0, 0, 1, 1, 2, 2, 2]);
      assert.deepEqual(Buffer.from(dataset.train.images.all().subarray(0, 16)), Buffer.from(imageOf(smallTrain, 3)));
      assert.equal(dataset.name, path.basename(folder));
    }));

  for (const [names, classNames, firstLabel] of [
    [['9', '10', '11'], undefined, 9],
    [['2', '10', '33'], ['2', '10', '33'], 0],
    [['00', '01', '02'], ['00', '01', '02'], 0],
    [['254', '255', '256'], ['254', '255', '256'], 0],
  ] as const) {
    it(`called ${names.join(', ')} come by number`, () =>
      withFolder(async folder => {
        writeBoth(folder, { called: label => names[label]! });
        const { dataset } = await load(folder);
        assert.deepEqual([dataset.classNames, dataset.firstLabel, dataset.image.classes], [classNames, firstLabel, 3]);
        assert.deepEqual([...dataset.train.labels], smallTrain.labels);
        // As a run was begun with them.
        const again = await load(folder, { reading: { transposed: false, firstLabel } });
        assert.deepEqual(contentOf(again.dataset), contentOf({ ...dataset, classNames: undefined }));
      }));
  }

  it('called by numbers have the names of classes.txt', () =>
    withFolder(async folder => {
      writeBoth(folder);
      writeFileSync(path.join(folder, 'classes.txt'), 'a\nb\nc\n');
      assert.deepEqual((await load(folder)).dataset.classNames, ['a', 'b', 'c']);
    }));

  it('do not depend on the order in which they were made', () =>
    withFolder(async folder =>
      withFolder(async other => {
        writeBoth(folder);
        for (const file of [
          'test/2/00003',
          'test/2/00002',
          'train/1/00005',
          'train/2/00007',
          'train/2/00006',
          'train/1/00003',
          'train/0/00002',
          'train/0/00000',
          'train/0/00001',
          'train/1/00004',
          'test/1/00001',
          'test/0/00000',
        ]) {
          mkdirSync(path.dirname(path.join(other, file)), { recursive: true });
          cpSync(path.join(folder, `${file}.png`), path.join(other, `${file}.png`));
        }
        assert.deepEqual(contentOf((await load(other)).dataset), contentOf((await load(folder)).dataset));
      }),
    ));

  it('without a folder for the test have every seventh image of each class for it', () =>
    withFolder(async folder =>
      withFolder(async other => {
        const many = smallPart(Array.from({ length: 28 }, (_, i) => Math.floor(i / 14)));
        writePictures(path.join(folder, 'train'), many);
        writePictures(other, many);
        const { dataset, said } = await load(folder);
        assert.deepEqual([dataset.train.count, [...dataset.test.labels]], [24, [0, 0, 1, 1]]);
        assert.deepEqual(Buffer.from(dataset.test.images.all()), Buffer.concat([6, 13, 20, 27].map(i => imageOf(many, i))));
        assert.match(said.join('\n'), /every seventh image of each class becomes one: 4 of 28/);
        assert.deepEqual(contentOf((await load(other)).dataset), contentOf(dataset));
      }),
    ));

  it('with a folder of validation images use it for the test where there is none, and say so', () =>
    withFolder(async folder => {
      writeBoth(folder);
      const { dataset } = await load(folder);
      writePictures(path.join(folder, 'val'), smallTrain);
      const both = await load(folder);
      assert.deepEqual(contentOf(both.dataset), contentOf(dataset));
      assert.match(both.said.join('\n'), /val: it is not used: the validation images are taken out of the training images/);
      rmSync(path.join(folder, 'val'), { recursive: true });
      renameSync(path.join(folder, 'test'), path.join(folder, 'valid'));
      const instead = await load(folder);
      assert.deepEqual(contentOf(instead.dataset), contentOf(dataset));
      assert.match(instead.said.join('\n'), /valid: there is no folder test, so that these are the test images/);
    }));

  it('of images with transparent places say that this is not looked at', () =>
    withFolder(async folder => {
      for (const name of ['train/a', 'train/b', 'test/a']) {
        mkdirSync(path.join(folder, name), { recursive: true });
        cpSync(path.join(fixtures, name === 'test/a' ? 'pillow-rgba.png' : 'pillow-grey.png'), path.join(folder, name, '1.png'));
      }
      assert.match((await load(folder)).said.join('\n'), /1 images are transparent in places\. That is not looked at/);
    }));

  const grey = readFileSync(path.join(fixtures, 'pillow-grey.png'));
  const data = grey.indexOf('IDAT');
  const refused: readonly [string, (folder: string) => void, RegExp][] = [
    [
      'an image of another size',
      folder => writeFileSync(path.join(folder, 'train/1/x.png'), png(4, 5)),
      /train\/1\/x\.png: the image has 4×5 pixels .*, but .*train\/0\/00000\.png has 4×4; expected are images of one size/,
    ],
    [
      'a test image of another size',
      folder => writeFileSync(path.join(folder, 'test/1/x.png'), png(5, 4)),
      /test\/1\/x\.png: the image has 5×4 pixels .*, but .*train\/0\/00000\.png has 4×4/,
    ],
    [
      'a class without images',
      folder => mkdirSync(path.join(folder, 'train/3')),
      /train\/3: there is no image in this folder of a class; expected PNG images/,
    ],
    [
      'a test class that is not trained',
      folder => writePictures(path.join(folder, 'test'), smallPart([3])),
      /test\/3: there are test images of this class, but no training images in train\/3/,
    ],
    [
      'a test without images',
      folder => [0, 1, 2].forEach(of => rmSync(path.join(folder, `test/${of}`), { recursive: true })),
      /test: there are no images in this folder; .*every seventh/,
    ],
    [
      'one class',
      folder => [1, 2].forEach(of => rmSync(path.join(folder, `train/${of}`), { recursive: true })),
      /train: there is one folder of a class, 0; expected two at least/,
    ],
    [
      'too many classes',
      folder => Array.from({ length: 254 }, (_, i) => mkdirSync(path.join(folder, `train/more${i}`))),
      /train: 257 folders, one a class; expected at most 256/,
    ],
    [
      'a class of a long name',
      folder => mkdirSync(path.join(folder, `train/${'x'.repeat(65)}`)),
      /a class is called like its folder, and the name has 65 characters; expected at most 64/,
    ],
    [
      'one name written in two ways',
      folder => ['\u00e9', 'e\u0301'].forEach(name => mkdirSync(path.join(folder, 'train', name))),
      /two folders have this name, written in two ways/,
    ],
    [
      'a JPEG among them',
      folder => writeFileSync(path.join(folder, 'train/1/x.jpg'), 'x'),
      /train\/1\/x\.jpg: this is no PNG image; .*mogrify -format png/,
    ],
    [
      'something else among them',
      folder => writeFileSync(path.join(folder, 'train/1/notes.txt'), 'x'),
      /train\/1\/notes\.txt: this is no PNG image; .*Take it out/,
    ],
    [
      'a folder in that of a class',
      folder => mkdirSync(path.join(folder, 'train/1/more')),
      /train\/1\/more: a folder within that of a class/,
    ],
    [
      'a test without folders of classes',
      folder => (
        rmSync(path.join(folder, 'test'), { recursive: true }),
        mkdirSync(path.join(folder, 'test')),
        writeFileSync(path.join(folder, 'test/1.png'), grey)
      ),
      /test: there are images in this folder, but no folders of classes/,
    ],
    ['no training images', folder => rmSync(path.join(folder, 'train'), { recursive: true }), /there is test, but no folder train/],
    [
      'two folders of training images',
      folder => mkdirSync(path.join(folder, 'training')),
      /train and training are folders of the same part/,
    ],
    [
      'a CSV file beside them',
      folder => writeFileSync(path.join(folder, 'train.csv'), 'x'),
      /there are 2 data sets in this folder: train\.csv, folders of images\. Say which file it is: .*train\.csv/,
    ],
    [
      'a link to an image',
      folder => symlinkSync(path.join(folder, 'train/0/00000.png'), path.join(folder, 'train/1/x.png')),
      /train\/1\/x\.png: this is a link, and links are not followed/,
    ],
    [
      'a link to a folder',
      folder => symlinkSync(path.join(folder, 'train/0'), path.join(folder, 'train/3')),
      /train\/3: this is a link, and links are not followed/,
    ],
    [
      'a folder in the place of an image',
      folder => (rmSync(path.join(folder, 'train/1/00003.png')), mkdirSync(path.join(folder, 'train/1/00003.png'))),
      /train\/1\/00003\.png: a folder within that of a class/,
    ],
  ];
  for (const [what, change, message] of refused) {
    it(`with ${what} are refused`, () =>
      withFolder(async folder => {
        writeBoth(folder);
        change(folder);
        await assert.rejects(load(folder), { name: 'DataError', message });
      }));
  }

  const images: readonly [string, Buffer, RegExp][] = [
    ['nothing', Buffer.alloc(0), /x\.png: the file is empty\. Expected is an image in PNG/],
    ['a text', Buffer.from('hello'), /x\.png: this is no PNG image: it does not begin as one does/],
    ['a JPEG image', Buffer.from('ffd8ffe000104a464946', 'hex'), /x\.png: this is a JPEG image\. .*convert it/],
    ['a page', Buffer.from('<html><body>Sign in'), /x\.png: this is an HTML page and no data file/],
    [
      'an image cut off',
      grey.subarray(0, -20),
      /x\.png: the file ends at offset \d+, within the part that begins at offset \d+\. .*get it again/,
    ],
    ['an image cut off behind its pixels', grey.subarray(0, grey.indexOf('IEND') - 4), /x\.png: the file ends at offset/],
    ['a changed byte', withByte(grey, data + 10), /x\.png: the checksum of the part at offset \d+, "IDAT", is wrong/],
    ['a length of 4 GB', withNumber(grey, data - 4, 0xffffffff), /x\.png: the file ends at offset \d+, within the part/],
    ['another beginning', pngOf([['gAMA', Buffer.alloc(4)]]), /x\.png: the image begins with "gAMA"; expected IHDR/],
    [
      'a second header',
      pngOf([
        ['IHDR', head(4, 4)],
        ['IHDR', head(60_000, 60_000)],
        ['IDAT', deflateSync(Buffer.alloc(20))],
      ]),
      /x\.png: the image has a second header/,
    ],
    ['pixels that are too few', imageWith(4, 4, deflateSync(Buffer.alloc(10))), /x\.png: the image cannot be decoded: /],
    ['pixels that are damaged', imageWith(4, 4, Buffer.from('hello world')), /x\.png: the image cannot be decoded: /],
    ['no pixels', pngOf([['IHDR', head(4, 4)]]), /x\.png: the image cannot be decoded: /],
    [
      'no palette',
      pngOf([
        ['IHDR', head(4, 4, 8, 3)],
        ['IDAT', deflateSync(Buffer.alloc(20))],
      ]),
      /x\.png: the image cannot be decoded: /,
    ],
    [
      'a colour that its palette does not have',
      pngOf([
        ['IHDR', head(4, 4, 8, 3)],
        ['PLTE', Buffer.alloc(3)],
        ['IDAT', deflateSync(Buffer.alloc(20, 1))],
      ]),
      /x\.png: the image cannot be decoded: /,
    ],
    [
      'a depth that does not exist',
      pngOf([['IHDR', head(4, 4, 3)]]),
      /x\.png: depth, colour, compression, filter and interlacing are 3, 0, 0, 0, 0, which PNG does not have/,
    ],
    ['no rows', pngOf([['IHDR', head(0, 4)]]), /x\.png: the header says 0×4 pixels/],
    [
      'too many pixels',
      pngOf([['IHDR', head(2 ** 31 - 1, 2 ** 31 - 1)]]),
      /x\.png: the header says 2147483647×2147483647 pixels; expected 1 to 4194304/,
    ],
  ];
  for (const [what, bytes, message] of images) {
    it(`with ${what} in the place of an image are refused`, () =>
      withFolder(async folder => {
        writeBoth(folder);
        writeFileSync(path.join(folder, 'train/0/x.png'), bytes);
        await assert.rejects(load(folder), { name: 'DataError', message });
      }));
  }

  for (const interlace of [0, 1]) {
    it(`with pixels that unpack to far more than the image has, ${interlace === 1 ? '' : 'not '}interlaced, take no memory for them`, () =>
      withFolder(async folder => {
        writeBoth(folder);
        const bomb = deflateSync(Buffer.alloc(200_000_000), { level: 9 });
        writeFileSync(
          path.join(folder, 'train/0/x.png'),
          pngOf([
            ['IHDR', head(4, 4, 8, 0, interlace)],
            ['IDAT', bomb],
          ]),
        );
        const before = process.memoryUsage.rss();
        await load(folder).catch((error: unknown) => assert.match(String(error), /DataError: .*x\.png: the image cannot be decoded/));
        assert.ok(process.memoryUsage.rss() - before < 60_000_000);
      }));
  }

  it('of images with other parts, and with something behind their end, are the same', () =>
    withFolder(async folder =>
      withFolder(async other => {
        writeBoth(folder);
        cpSync(folder, other, { recursive: true });
        const file = path.join(other, 'train/1/00004.png');
        const bytes = readFileSync(file);
        // Behind the header; the text's own chunk is taken from a file that has nothing else.
        const text = pngOf([['tEXt', Buffer.from('Comment\0x')]]).subarray(8, -12);
        writeFileSync(file, Buffer.concat([bytes.subarray(0, 33), text, bytes.subarray(33), Buffer.from('more')]));
        writeFileSync(
          path.join(other, 'train/0/00000.png'),
          Buffer.concat([readFileSync(path.join(other, 'train/0/00000.png')), Buffer.from('more')]),
        );
        assert.deepEqual(contentOf((await load(other)).dataset), contentOf((await load(folder)).dataset));
      }),
    ));

  it('that hold no images are called no data set', () =>
    withFolder(async folder => {
      for (const name of ['src', 'docs/more']) mkdirSync(path.join(folder, name), { recursive: true });
      writeFileSync(path.join(folder, 'src/main.py'), 'x');
      await assert.rejects(load(folder), {
        name: 'DataError',
        message: /there is no data set in this folder\. Expected is one of these: the four files train-images/,
      });
      await assert.rejects(load(path.join(folder, 'src')), { name: 'DataError', message: /src: there is no data set in this folder/ });
    }));
});

function withByte(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at]! ^= 1;
  return copy;
}

function withNumber(bytes: Buffer, at: number, number: number): Buffer {
  const copy = Buffer.from(bytes);
  copy.writeUInt32BE(number, at);
  return copy;
}

/** A file with these parts and right checksums. */
function pngOf(chunks: readonly (readonly [type: string, content: Buffer])[]): Buffer {
  const parts = [...chunks, ['IEND', Buffer.alloc(0)] as const].map(([type, content]) => {
    const body = Buffer.concat([Buffer.from(type), content]);
    const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(content.length);
    checksum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, checksum]);
  });
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), ...parts]);
}

function head(height: number, width: number, depth = 8, colour = 0, interlace = 0): Buffer {
  const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, depth, colour, 0, 0, interlace]);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  return header;
}

function imageWith(height: number, width: number, pixels: Buffer): Buffer {
  return pngOf([
    ['IHDR', head(height, width)],
    ['IDAT', pixels],
  ]);
}
