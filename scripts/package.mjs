// npm run package: packs the extension as .vsix files, which `code --install-extension FILE` installs.
//   npm run package                          for this machine's platform
//   npm run package -- --target win32-x64    for another; `universal` has no native code and runs everywhere. May be repeated
//   npm run package -- --all                 for all of them
//   --out DIR   where to (default: the checkout)     --list   only name the files of each package
import { copyFile, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { lacks, packagedManifest, packageFiles, packageTargets, UNIVERSAL } from './packageFiles.mjs';
import { root, setUp, SetupError } from './setup.mjs';
import { runProgram } from './runProgram.mjs';

/**
 * Packs the built extension for a target.
 * @param {string} target one of `packageTargets()`
 * @param {string} folder where the package goes
 * @returns {Promise<string>} its path, `FOLDER/digits-lab-TARGET-VERSION.vsix`
 * @throws {SetupError} when something is missing that it needs
 */
export async function packExtension(target, folder) {
  const files = await packageFiles(target);
  const missing = lacks(files);
  if (missing) throw new SetupError(`The package for ${target} cannot be made. ${missing}`);
  const stage = await mkdtemp(path.join(os.tmpdir(), 'digits-package-'));
  try {
    for (const [file, from] of files) {
      await mkdir(path.dirname(path.join(stage, file)), { recursive: true });
      await copyFile(from, path.join(stage, file));
    }
    const manifest = packagedManifest(JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')));
    await writeFile(path.join(stage, 'package.json'), JSON.stringify(manifest, null, 2));
    await mkdir(folder, { recursive: true });
    const file = path.join(folder, `${manifest.name}-${target}-${manifest.version}.vsix`);
    const vsce = path.join(root, 'node_modules', '@vscode', 'vsce', 'vsce');
    const args = ['package', '--no-dependencies', '--no-rewrite-relative-links', '--allow-missing-repository', '--out', file];
    if (target !== UNIVERSAL) args.push('--target', target);
    await runProgram(process.execPath, [vsce, ...args], { cwd: stage });
    return file;
  } finally {
    await rm(stage, { recursive: true, force: true });
  }
}

/** The target of this machine: the universal one where ONNX Runtime has no binaries for it. */
export function ownTarget() {
  const own = `${process.platform}-${process.arch}`;
  return packageTargets().includes(own) ? own : UNIVERSAL;
}

async function main() {
  const { values } = parseArgs({
    options: {
      target: { type: 'string', multiple: true },
      all: { type: 'boolean' },
      out: { type: 'string' },
      list: { type: 'boolean' },
    },
  });
  await setUp();
  const known = packageTargets();
  const targets = values.all ? known : (values.target ?? [ownTarget()]);
  const unknown = targets.find(target => !known.includes(target));
  if (unknown) throw new SetupError(`--target ${unknown}: there is no such target. Possible are ${known.join(', ')}.`);
  const folder = path.resolve(process.env.INIT_CWD ?? root, values.out ?? root);
  for (const target of targets) {
    if (values.list) {
      for (const file of (await packageFiles(target)).keys()) console.log(`${target} ${file}`);
      continue;
    }
    const file = await packExtension(target, folder);
    console.log(`${((await stat(file)).size / 1e6).toFixed(1).padStart(6)} MB  ${file}`);
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await main().catch(error => {
    if (!(error instanceof SetupError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  });
}
