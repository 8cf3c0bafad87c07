// What goes into a packed extension, and from where.
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { bundledFiles } from './build.mjs';
import { NOTICES } from './notices.mjs';
import { root } from './setup.mjs';

/** The package without native code: its engine is WebAssembly alone. */
export const UNIVERSAL = 'universal';

const runtime = path.join(root, 'node_modules', 'onnxruntime-node');
const binaries = path.join(runtime, 'bin', 'napi-v6');

/** The platforms that ONNX Runtime has binaries for, as VS Code names them: `linux-x64`. */
export function nativeTargets() {
  return readdirSync(binaries)
    .flatMap(platform => readdirSync(path.join(binaries, platform)).map(arch => `${platform}-${arch}`))
    .toSorted();
}

/** Every target that there is a package for: the native ones and the universal one. */
export function packageTargets() {
  return [...nativeTargets(), UNIVERSAL];
}

/**
 * The files of a target's package.
 * @param {string} target one of `packageTargets()`
 * @returns {Promise<Map<string, string>>} where in the package, with slashes → where on the disk
 */
export async function packageFiles(target) {
  const own = await (ownFiles ??= listOwnFiles());
  const files = new Map(own.map(file => [file, path.join(root, file)]));
  files.set(NOTICES, path.join(root, 'dist', NOTICES));
  if (target !== UNIVERSAL) for (const [file, from] of runtimeFiles(target)) files.set(file, from);
  return files;
}

/**
 * The same for every target, and long to find.
 * @type {Promise<string[]> | undefined}
 */
let ownFiles;

/** What .vscodeignore lets through, with slashes, without the bundles of earlier builds. */
async function listOwnFiles() {
  const { listFiles, PackageManager } = await import('@vscode/vsce');
  const listed = await listFiles({ cwd: root, packageManager: PackageManager.None });
  const made = bundledFiles();
  return listed.map(file => file.replaceAll('\\', '/')).filter(file => !/^dist\/.*\.(js|css)$/.test(file) || made.includes(file));
}

/**
 * ONNX Runtime for one of `nativeTargets()`: beside the bundles, where `require` finds it and a listing of the manifest's dependencies
 * is not asked for it.
 * @param {string} target
 * @returns {Generator<[string, string]>} as the entries of `packageFiles`
 */
export function* runtimeFiles(target) {
  const into = 'dist/node_modules';
  const common = path.join(root, 'node_modules', 'onnxruntime-common');
  yield* filesBelow(runtime, 'dist', /\.js$/, `${into}/onnxruntime-node`);
  yield* filesBelow(common, 'dist/cjs', /\.js(on)?$/, `${into}/onnxruntime-common`);
  yield [`${into}/onnxruntime-node/package.json`, path.join(runtime, 'package.json')];
  yield [`${into}/onnxruntime-common/package.json`, path.join(common, 'package.json')];
  yield* filesBelow(runtime, `bin/napi-v6/${target.replace('-', '/')}`, NEEDED, `${into}/onnxruntime-node`);
}

/**
 * The binding, and the library under the name that the binding asks for. The others are copies of it (macOS) or run on a graphics
 * processor and are loaded only when asked for (DirectML and its compilers on Windows: delay-loaded imports of onnxruntime.dll).
 */
const NEEDED = /^(onnxruntime_binding\.node|libonnxruntime\.so\.1|libonnxruntime\.1\.dylib|onnxruntime\.dll)$/;

/**
 * @param {string} folder
 * @param {string} below a folder in it
 * @param {RegExp} wanted names
 * @param {string} into where they go
 * @returns {Generator<[string, string]>}
 */
function* filesBelow(folder, below, wanted, into) {
  for (const entry of readdirSync(path.join(folder, below), { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !wanted.test(entry.name)) continue;
    const from = path.join(entry.parentPath, entry.name);
    yield [`${into}/${path.relative(folder, from).replaceAll(path.sep, '/')}`, from];
  }
}

/**
 * The manifest that is packed: what only a checkout has a use for is left out.
 * @param {Record<string, unknown> & { name: string, version: string }} manifest
 */
export function packagedManifest(manifest) {
  const {
    scripts: _scripts,
    devDependencies: _devDependencies,
    dependencies: _dependencies,
    peerDependencies: _peerDependencies,
    peerDependenciesMeta: _peerDependenciesMeta,
    allowScripts: _allowScripts,
    bin: _bin,
    private: _private,
    ...packed
  } = manifest;
  return packed;
}

/**
 * What is missing for a target's package to work, as a sentence; undefined when nothing is.
 * @param {ReadonlyMap<string, string>} files
 */
export function lacks(files) {
  for (const needed of [
    ...bundledFiles(),
    'dist/sql-wasm.wasm',
    'dist/data/mnist/train-images-idx3-ubyte.gz',
    'LICENSE',
    NOTICES,
    'README.md',
  ]) {
    if (!existsSync(files.get(needed) ?? ''))
      return `${needed} is missing: it is made by \`npm run build\`, and .vscodeignore must let it through.`;
  }
  const engines = [...files.keys()].filter(file => /ort-wasm[^/]*\.wasm$|onnxruntime_binding\.node$/.test(file));
  if (engines.length === 0) return 'There is no engine in it: neither ONNX Runtime for this platform nor a .wasm file in dist/.';
  return undefined;
}
