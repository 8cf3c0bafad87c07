// The ring of tests that use the extension as a person does: packs it, installs it into a VS Code server, and drives the workbench in a
// browser; its files are spread over the cores. HEADED=1 shows the browser; pictures and what failed tests saw go to test-results/e2e.
import { statSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { runMocha, spreadOver } from './mochaProcess.mjs';
import { ownTarget, packExtension } from './package.mjs';
import { runTwice } from './secondTry.mjs';
import { root } from './setup.mjs';
import { bundleTests } from './testFiles.mjs';
import { vscodeCache } from './vscode/cache.mjs';
import { findChromium } from './vscode/chromium.mjs';
import { installServer } from './vscode/install.mjs';
import { installExtension } from './vscode/server.mjs';

const MOST_JOBS = 4;

/**
 * @param {{ places: readonly string[], grep?: string, isPart: boolean }} selection
 * @returns {Promise<{ passed: number, failed: number, wavered?: readonly string[] }>}
 * @throws when the tests could not be run
 */
export async function runE2eTests({ places, grep, isPart }) {
  // ES modules, since they import the scripts of the harness.
  const bundled = await bundleTests('e2e', places, { format: 'esm', outExtension: { '.js': '.mjs' } });
  if (bundled.files.length === 0) return { passed: 0, failed: 0 };
  // Those with most in them first, so that no long one begins when the others are through.
  const files = bundled.files.toSorted((one, other) => statSync(other).size - statSync(one).size);
  const report = path.join(root, 'test-results', 'e2e');
  await rm(report, { recursive: true, force: true });
  await mkdir(report, { recursive: true });
  // Each has a VS Code and a Chromium: a gigabyte or so.
  const jobs = Math.min(files.length, os.availableParallelism(), MOST_JOBS);
  const programs = await installServer();
  // Not by the tests, which do not wait for it for so long.
  await installServer('oldest');
  await findChromium();
  const folder = await mkdtemp(path.join(os.tmpdir(), 'digits-e2e-'));
  try {
    const extensions = path.join(folder, 'extensions');
    await installExtension(programs, await packExtension(ownTarget(), folder), extensions);
    const options = { reporter: 'spec', timeout: 300_000, slow: 20_000, forbidOnly: !isPart, grep, ...spreadOver(jobs) };
    // A test may have a home folder of its own, where there is no server.
    const env = { TEST_REPORT: report, TEST_EXTENSIONS: extensions, VSCODE_TEST_CACHE: vscodeCache() };
    const how = { limitMs: 40 * 60_000, env };
    return await runTwice(files, { isPart, run: some => runMocha({ files: some, options }, how) });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
