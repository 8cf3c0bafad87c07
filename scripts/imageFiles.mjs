// node scripts/imageFiles.mjs FOLDER, in the build stage of the Dockerfile: lays out there what the image has in /opt/digits-lab.
import { readdirSync } from 'node:fs';
import { chmod, copyFile, mkdir, symlink } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundledFiles } from './build.mjs';
import { NOTICES } from './notices.mjs';
import { nativeTargets, runtimeFiles } from './packageFiles.mjs';
import { root } from './setup.mjs';

/** Of what the build makes besides bundles: WebAssembly, MNIST. */
const NEEDED = /^dist\/(ort-wasm-[^/]*\.(mjs|wasm)|sql-wasm\.wasm|data\/mnist\/[^/]*\.gz)$/;
/** What only the editor has a use for. */
const OF_THE_EDITOR = /^dist\/(extension\.js|pages\/)/;

/**
 * The files of the image. A Linux that ONNX Runtime has no binaries for computes with WebAssembly alone.
 * @param {string} arch the processor as Node names it: `x64`
 * @returns {Map<string, string>} where in the folder, with slashes → where on the disk
 */
export function imageFiles(arch) {
  const target = `linux-${arch}`;
  const built = readdirSync(path.join(root, 'dist'), { recursive: true, encoding: 'utf8' })
    .map(file => `dist/${file.replaceAll('\\', '/')}`)
    .filter(file => NEEDED.test(file));
  const programs = bundledFiles().filter(file => !OF_THE_EDITOR.test(file));
  return new Map([
    ['LICENSE', path.join(root, 'LICENSE')],
    [NOTICES, path.join(root, 'dist', NOTICES)],
    ...[...programs, ...built].map(file => /** @type {const} */ ([file, path.join(root, file)])),
    ...(nativeTargets().includes(target) ? runtimeFiles(target) : []),
  ]);
}

/**
 * Copies them into a folder, with `bin/digits` as the command.
 * @param {string} folder
 */
export async function layOutImage(folder, arch = process.arch) {
  for (const [file, from] of imageFiles(arch)) {
    await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
    await copyFile(from, path.join(folder, file));
  }
  await chmod(path.join(folder, 'dist/cli.js'), 0o755);
  await mkdir(path.join(folder, 'bin'));
  await symlink('../dist/cli.js', path.join(folder, 'bin/digits'));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await layOutImage(path.resolve(process.argv[2]));
