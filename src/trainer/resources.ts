import os from 'node:os';
import type { ResourcesSampled } from '../contract/trainer';

export type ResourceSample = Pick<ResourcesSampled, 'cpuPercent' | 'residentBytes' | 'besideCpuPercent'>;

/** Reports again and again what this process uses. */
export interface Sampling {
  /** Reports it at once, too. */
  readonly sample: () => void;
  readonly dispose: () => void;
}

/** Reports once a second what this process uses, and what others do, without keeping it alive. */
export function sampleResources(report: (sample: ResourceSample) => void): Sampling {
  const others = measureOthers();
  let cpu = process.cpuUsage();
  let at = performance.now();
  const sample = (): void => {
    const used = process.cpuUsage(cpu);
    const now = performance.now();
    const cpuPercent = Math.round((used.user + used.system) / Math.max(1, now - at) / 10);
    cpu = process.cpuUsage();
    at = now;
    report({ cpuPercent, residentBytes: process.memoryUsage.rss(), ...others() });
  };
  const timer = setInterval(sample, 1000);
  timer.unref();
  return { sample, dispose: () => clearInterval(timer) };
}

/** Begins to measure what other programs take of the computer; tells the mean since then, or nothing where the system does not count. */
function measureOthers(): () => Pick<ResourceSample, 'besideCpuPercent'> {
  const before = busyMs();
  const own = process.cpuUsage();
  const began = performance.now();
  return () => {
    const [busy, elapsed] = [busyMs() - before, performance.now() - began];
    const used = process.cpuUsage(own);
    if (busy <= 0 || elapsed <= 0) return {};
    const others = busy - (used.user + used.system) / 1000;
    return { besideCpuPercent: Math.max(0, Math.round((100 * others) / elapsed)) };
  };
}

/** The time that all processors together have worked since the system began. */
function busyMs(): number {
  return os.cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0);
}
