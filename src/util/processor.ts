import os from 'node:os';

/** The processor of this machine as a run's config names it: `8 × AMD EPYC 7763`. */
export function processorName(): string {
  const cpus = os.cpus();
  return `${cpus.length} × ${cpus[0]?.model.trim() ?? 'unknown'}`;
}
