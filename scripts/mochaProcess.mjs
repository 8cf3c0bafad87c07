import { fork } from 'node:child_process';
import path from 'node:path';
import { root } from './setup.mjs';

/**
 * Runs test files in a process of their own, so that neither a test's endless loop nor its process.exit ends this one.
 * @param {{ files: readonly string[], options: import('mocha').MochaOptions }} task
 * @param {{ limitMs: number, env?: Record<string, string> }} how longer than `limitMs` the tests hang
 * @returns {Promise<Record<string, { passed: number, failed: number, skipped?: readonly string[] }>>} of each file
 * @throws when the process ended before the tests were through
 */
export async function runMocha(task, { limitMs, env = {} }) {
  // Tests load the engine themselves too; nothing of it leaves this machine.
  const environment = { ...process.env, ORT_DISABLE_TELEMETRY: '1', ...env };
  // In parallel the files run in processes of that one, which may be what hangs: they are a group. Otherwise a Ctrl-C reaches all of them.
  const isGroup = task.options.parallel === true && process.platform !== 'win32';
  const child = fork(path.join(root, 'scripts/runMocha.mjs'), { cwd: root, env: environment, detached: isGroup });
  /** @type {Record<string, { passed: number, failed: number, skipped?: readonly string[] }> | undefined} */
  let counts;
  let running = 'none';
  child.on('message', message => ({ counts, running } = { counts, running, .../** @type {object} */ (message) }));
  let hangs = false;
  const timer = setTimeout(() => {
    hangs = true;
    if (isGroup && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    else child.kill('SIGKILL');
  }, limitMs);
  child.send(task);
  const how = await new Promise((resolve, reject) => child.on('error', reject).on('close', (code, signal) => resolve(signal ?? code)));
  clearTimeout(timer);
  if (hangs) throw new Error(`The tests were not done after ${limitMs / 60_000} minutes. What had begun or was to come: ${running}`);
  if (!counts) throw new Error(`The tests' process ended (${how}) before they were through. What had begun or was to come: ${running}`);
  return counts;
}

/**
 * The options that have files run in that many processes, each of which takes one after the other. A single one shows each test as it ends.
 * @param {number} jobs
 * @returns {import('mocha').MochaOptions}
 */
export function spreadOver(jobs) {
  return jobs > 1 ? { parallel: true, jobs, require: [path.join(root, 'scripts/testProcess.mjs')] } : {};
}

/**
 * Of all files together.
 * @param {Record<string, { passed: number, failed: number }>} byFile
 */
export function totalOf(byFile) {
  const counts = Object.values(byFile);
  /** @param {'passed' | 'failed'} key */
  const sum = key => counts.reduce((total, one) => total + one[key], 0);
  return { passed: sum('passed'), failed: sum('failed') };
}
