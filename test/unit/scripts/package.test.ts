import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Where ONNX Runtime's files lie in a package. */
const RUNTIME = 'dist/node_modules/onnxruntime-node/';
const native = ['darwin-arm64', 'linux-arm64', 'linux-x64', 'win32-arm64', 'win32-x64'];

describe('npm run package', () => {
  let packages: ReadonlyMap<string, readonly string[]>;

  before(async function () {
    this.timeout(300_000);
    const { stdout } = await promisify(execFile)(process.execPath, ['scripts/package.mjs', '--all', '--list'], { maxBuffer: 1e8 });
    const files = new Map<string, string[]>();
    for (const line of stdout.trim().split('\n')) {
      const [target = '', file = ''] = line.split(' ');
      files.set(target, [...(files.get(target) ?? []), file]);
    }
    packages = files;
  });

  it('has a package for each platform of ONNX Runtime and one without native code', () => {
    assert.deepEqual([...packages.keys()], [...native, 'universal']);
  });

  it('packs only what the extension runs with and what a person reads', () => {
    const expected = /^(package\.json|README\.md|CHANGELOG\.md|LICENSE|THIRD_PARTY_NOTICES\.txt|media\/.*|dist\/.*)$/;
    for (const files of packages.values()) {
      assert.deepEqual(
        files.filter(file => !expected.test(file) || /\.(ts|map|tmp)$|^dist\/(test|bench)\/|^dist\/.*\.md$/.test(file)),
        [],
      );
    }
  });

  it('packs the manifest, the programs and MNIST, compressed', () => {
    const mnist = ['train-images-idx3', 'train-labels-idx1', 't10k-images-idx3', 't10k-labels-idx1'].map(
      name => `dist/data/mnist/${name}-ubyte.gz`,
    );
    for (const files of packages.values()) {
      const programs = ['cli', 'trainer', 'trainerProcess', 'engineThread', 'answers', 'mcpServer', 'undici'].map(
        name => `dist/${name}.js`,
      );
      for (const file of ['package.json', 'README.md', 'LICENSE', ...programs, ...mnist])
        assert.ok(files.includes(file), `${file} is not packed`);
    }
  });

  it('packs of ONNX Runtime the binaries of its platform alone', () => {
    for (const target of native) {
      const binaries = packages.get(target)!.filter(file => file.startsWith(`${RUNTIME}bin/`));
      const folder = `${RUNTIME}bin/napi-v6/${target.replace('-', '/')}/`;
      assert.deepEqual(
        binaries.filter(file => !file.startsWith(folder)),
        [],
      );
      assert.ok(binaries.includes(`${folder}onnxruntime_binding.node`));
      assert.equal(binaries.length, 2, `the binding and one library, not ${binaries.join(', ')}`);
    }
  });

  it('packs what the runtime needs of other packages', () => {
    for (const target of native) assert.ok(packages.get(target)!.includes('dist/node_modules/onnxruntime-common/dist/cjs/index.js'));
  });

  it('packs no native code into the universal package', () => {
    assert.deepEqual(
      packages.get('universal')!.filter(file => /node_modules|\.(node|so|dll|dylib)\b/.test(file)),
      [],
    );
  });

  it('packs the WebAssembly engine into every package', () => {
    for (const [target, files] of packages) {
      for (const kind of ['wasm', 'mjs']) assert.ok(files.includes(`dist/ort-wasm-simd-threaded.${kind}`), `${target} lacks the .${kind}`);
    }
  });

  it('refuses a target that there is none of, and names those that there are', async () => {
    await assert.rejects(
      promisify(execFile)(process.execPath, ['scripts/package.mjs', '--target', 'amiga']),
      (error: { stderr: string }) => {
        assert.match(error.stderr, /--target amiga: there is no such target\. Possible are darwin-arm64, .*universal/);
        return true;
      },
    );
  });
});
