/** `engine-speeds-MACHINE.json` in the user's cache folder: how fast each engine trains on this machine, measured once. */
import * as v from 'valibot';
import { engineNames } from '../engines';
import { list, oneOf, only, positive, record, text, time } from './basics';
import { threads } from './queue';

/** More than all engines with all numbers of threads that a person tries. */
export const MOST_SPEEDS = 200;

const engine = oneOf(engineNames);

/** A speed with which a trainer is to reckon. */
export const engineSpeed = record({
  engine,
  /** Of the default network; null if the engine did not work. */
  imagesPerSecond: v.nullable(positive),
});

const keptSpeed = record({
  ...engineSpeed.entries,
  /** Empty where the engine did not work. */
  engineVersion: text,
  /** Gradient workers. */
  threads,
  measuredAt: time,
});

export const engineSpeedsFile = record({
  schemaVersion: only(1),
  /** As the config of a run has it. */
  machine: text,
  /** This product's version: what another one measured does not count. */
  version: text,
  speeds: list(keptSpeed, MOST_SPEEDS),
});
