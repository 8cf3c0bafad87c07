// The ring of tests that need no editor: mocha in Node, its files spread over the cores.
import os from 'node:os';
import path from 'node:path';
import { runMocha, totalOf } from './mochaProcess.mjs';
import { root } from './setup.mjs';
import { bundleTests } from './testFiles.mjs';

/** @param {{ places: readonly string[], grep?: string, isPart: boolean }} selection */
export async function runUnitTests({ places, grep, isPart }) {
  const { files } = await bundleTests('unit', places);
  const jobs = Math.min(files.length, os.availableParallelism());
  const spread = jobs > 1 ? { parallel: true, jobs, require: [path.join(root, 'scripts/testProcess.mjs')] } : {};
  // A forgotten .only would leave the others out without a word.
  const options = { reporter: process.stdout.isTTY ? 'spec' : 'dot', timeout: 300_000, forbidOnly: !isPart, grep, ...spread };
  return totalOf(await runMocha({ files, options }, { limitMs: 40 * 60_000 }));
}
