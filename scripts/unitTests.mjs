// The ring of tests that need no editor: mocha in Node, its files spread over the cores.
import os from 'node:os';
import path from 'node:path';
import { runMocha, spreadOver, totalOf } from './mochaProcess.mjs';
import { bundleTests } from './testFiles.mjs';

/** What takes longest begins first, so that no core is left alone with it at the end. */
const LONGEST = [
  'oldRuns',
  'trainer/takeover',
  'trainer/engines',
  'trainer/resume',
  'tracking/wandb/upload',
  'cli/wandb',
  'processes/strangersRepository',
  'runs/lab',
  'trainer/trainer',
  'trainer/memory',
  'cli/realRuns',
  'cli/leavesNothing',
  'runs/strangersQueue',
  'patterns',
];

/** @param {{ places: readonly string[], grep?: string, isPart: boolean }} selection */
export async function runUnitTests({ places, grep, isPart }) {
  const { folder, files } = await bundleTests('unit', places);
  const longest = LONGEST.map(name => path.join(folder, `${name}.test.js`));
  const missing = longest.find(file => !files.includes(file));
  if (places.length === 0 && missing) throw new Error(`scripts/unitTests.mjs names a test that is not there: ${missing}`);
  const inOrder = [...longest.filter(file => files.includes(file)), ...files.filter(file => !longest.includes(file))];
  const jobs = Math.min(files.length, os.availableParallelism());
  // A forgotten .only would leave the others out without a word.
  const options = { reporter: process.stdout.isTTY ? 'spec' : 'dot', timeout: 300_000, forbidOnly: !isPart, grep, ...spreadOver(jobs) };
  const byFile = await runMocha({ files: inOrder, options }, { limitMs: 40 * 60_000 });
  return { ...totalOf(byFile), skipped: Object.values(byFile).flatMap(({ skipped = [] }) => skipped) };
}
