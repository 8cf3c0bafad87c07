// Finds and bundles the files of a ring of tests: test/unit, test/host or test/e2e.
import { existsSync, readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { nodeBundleOptions } from './build.mjs';
import { root } from './setup.mjs';

/**
 * Bundles a ring's test files into dist/test.
 * @param {'unit' | 'host' | 'e2e'} ring
 * @param {readonly string[]} places folders and files to keep to; none: all
 * @param {import('esbuild').BuildOptions & { besides?: readonly string[] }} options `besides`: files of the ring that are bundled with the tests
 * @returns {Promise<{ folder: string, files: string[] }>} the folder of the bundles, and those of the tests
 */
export async function bundleTests(ring, places, { besides = [], ...options } = {}) {
  const source = path.join(root, 'test', ring);
  const folder = path.join(root, 'dist', 'test', ring);
  const tests = (existsSync(source) ? readdirSync(source, { recursive: true, encoding: 'utf8' }) : [])
    .filter(file => file.endsWith('.test.ts'))
    .filter(file => places.length === 0 || places.some(place => isWithin(path.join(source, file), place)))
    .toSorted();
  await rm(folder, { recursive: true, force: true });
  if (tests.length === 0) return { folder, files: [] };
  const base = nodeBundleOptions();
  // Of the engine there can be one copy in a process, which several files of tests may share.
  const { 'onnxruntime-web': _, ...alias } = base.alias;
  const esbuild = await import('esbuild');
  await esbuild.build({
    ...base,
    alias,
    entryPoints: [...besides, ...tests].map(file => path.join('test', ring, file)),
    outdir: folder,
    outbase: path.join('test', ring),
    packages: 'external',
    external: ['vscode', 'mocha', ...base.external],
    sourcemap: 'inline',
    plugins: [scriptsStayWhereTheyAre],
    ...options,
  });
  const ending = options.outExtension?.['.js'] ?? '.js';
  return { folder, files: tests.map(file => path.join(folder, file.replace(/\.ts$/, ending))) };
}

/**
 * Bundles one file that uses the harness of the tests.
 * @param {string} file from the root of the checkout
 * @returns {Promise<string>} the address of its bundle, to be imported
 */
export async function bundleFile(file) {
  const outfile = path.join(root, 'dist', 'bench', path.basename(file).replace(/\.ts$/, '.mjs'));
  const esbuild = await import('esbuild');
  await esbuild.build({
    ...nodeBundleOptions(),
    entryPoints: [file],
    outfile,
    format: 'esm',
    packages: 'external',
    plugins: [scriptsStayWhereTheyAre],
  });
  return pathToFileURL(outfile).href;
}

/**
 * Whether a place, a file or folder, has something of a ring, or lies in it.
 * @param {string} place
 * @param {string} ring
 */
export function concerns(place, ring) {
  const folder = path.join(root, 'test', ring);
  return isWithin(place, folder) || isWithin(folder, place);
}

/**
 * @param {string} file
 * @param {string} place
 */
export function isWithin(file, place) {
  return file === place || file.startsWith(place.endsWith(path.sep) ? place : place + path.sep);
}

/**
 * The project's scripts find the checkout by their own place, so a test imports them from there.
 * @type {import('esbuild').Plugin}
 */
const scriptsStayWhereTheyAre = {
  name: 'scripts stay where they are',
  setup(bundle) {
    bundle.onResolve({ filter: /\/scripts\/.*\.mjs$/ }, ({ path: file, resolveDir }) => ({
      path: pathToFileURL(path.resolve(resolveDir, file)).href,
      external: true,
    }));
  },
};
