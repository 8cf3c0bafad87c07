// The ring of tests that need no editor: mocha in Node, its files spread over the cores.
import os from 'node:os';
import { runMocha, spreadOver, totalOf } from './mochaProcess.mjs';
import { bundleTests } from './testFiles.mjs';

/** @param {{ places: readonly string[], grep?: string, isPart: boolean }} selection */
export async function runUnitTests({ places, grep, isPart }) {
  const { files } = await bundleTests('unit', places);
  const jobs = Math.min(files.length, os.availableParallelism());
  // A forgotten .only would leave the others out without a word.
  const options = { reporter: process.stdout.isTTY ? 'spec' : 'dot', timeout: 300_000, forbidOnly: !isPart, grep, ...spreadOver(jobs) };
  return totalOf(await runMocha({ files, options }, { limitMs: 40 * 60_000 }));
}
