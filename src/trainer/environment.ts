import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import os from 'node:os';
import type { Environment, RunConfig } from '../contract/run';
import { VERSION } from '../util/version';

/**
 * To be raised with every change after which the same parameters, seed and data train to other numbers: initial weights, shuffling,
 * dropout masks, splits, the graph, the optimizers.
 */
export const NUMERICS_VERSION = 1;

/** What this run runs on. */
export function describeEnvironment(): Environment {
  const cpus = os.cpus();
  return {
    os: `${os.type()} ${os.release()} ${process.arch}`,
    cpu: `${cpus.length} × ${cpus[0]?.model.trim() ?? 'unknown'}`,
    node: process.versions.node,
    version: VERSION,
  };
}

/** Which trainer this is, down to the bytes of its bundle. */
export function describeTrainer(): RunConfig['trainer'] {
  return { numericsVersion: NUMERICS_VERSION, bundleSha256: createHash('sha256').update(readFileSync(__filename)).digest('hex') };
}
