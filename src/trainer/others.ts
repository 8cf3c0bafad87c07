import os from 'node:os';
import type { RunEnded } from '../contract/trainer';

/**
 * Begins to measure what other programs take of the computer.
 * @returns a function that tells the mean since then; undefined where the system does not count the time of its processors, or none passed
 */
export function measureOthers(): () => RunEnded['beside'] {
  const before = busyMs();
  const own = process.cpuUsage();
  const began = performance.now();
  return () => {
    const [busy, elapsed] = [busyMs() - before, performance.now() - began];
    const used = process.cpuUsage(own);
    if (busy <= 0 || elapsed <= 0) return undefined;
    const others = busy - (used.user + used.system) / 1000;
    return { cpuPercent: Math.max(0, Math.round((100 * others) / elapsed)) };
  };
}

/** The time that all processors together have worked since the system began. */
function busyMs(): number {
  return os.cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0);
}
