import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { ClassScores, MeanScores } from '../../../src/contract/scores';
import type { Predictions } from '../../../src/evaluation/labels';

/** What scripts/makeEvaluationFixtures.py writes. */
interface FixtureFile {
  readonly classes: number;
  readonly truth: readonly number[];
  readonly probabilities: readonly number[];
  readonly expected: {
    readonly confusionMatrix: readonly (readonly number[])[];
    readonly normalised: Readonly<Record<'row' | 'column' | 'all', readonly (readonly number[])[]>>;
    readonly accuracy: number;
    readonly logLoss: { readonly clippedAsFloat32: number; readonly float32: number; readonly float64: number };
    readonly perClass: readonly ExpectedClass[];
    readonly macro: MeanScores;
    readonly micro: MeanScores;
    readonly weighted: MeanScores;
  };
}

/** What only {@link assertEqualsLibrary} looks at is not described: operating points, variances, macro curves. */

interface ExpectedClass extends ClassScores {
  /** Undefined where curves would take too much room. */
  readonly roc?: { readonly fpr: readonly number[]; readonly tpr: readonly number[]; readonly finiteThresholds: readonly number[] } | null;
  /** Without recall and thresholds where `roc` holds them, in the other order. */
  readonly precisionRecall?: {
    readonly precision: readonly number[];
    readonly recall?: readonly number[];
    readonly thresholds?: readonly number[];
  } | null;
}

export interface Fixture {
  readonly name: string;
  readonly predictions: Predictions & { readonly truth: Uint8Array; readonly probabilities: Float32Array };
  readonly expected: FixtureFile['expected'];
}

const folder = path.join(process.cwd(), 'test/fixtures/evaluation');

export const fixtures: readonly Fixture[] = readdirSync(folder)
  .filter(file => file.endsWith('.json'))
  .map(file => {
    const { classes, truth, probabilities, expected } = JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as FixtureFile;
    return {
      name: path.basename(file, '.json'),
      predictions: { classes, truth: Uint8Array.from(truth), probabilities: Float32Array.from(probabilities) },
      expected,
    };
  });

export function fixture(name: string): Fixture {
  const found = fixtures.find(each => each.name === name);
  assert(found, `no fixture ${name}`);
  return found;
}

/** Fails unless the numbers are equal to 1e-9, or both null. */
export function assertClose(actual: number | null, expected: number | null, what: string): void {
  const close = actual === null || expected === null ? actual === expected : Math.abs(actual - expected) <= 1e-9;
  assert(close, `${what}: got ${actual}, expected ${expected}`);
}

/**
 * Fails unless everything that a library has, numbers in objects and lists, is equal to 1e-9. What only we have is passed over, and the
 * log loss whose sum is of float32.
 */
export function assertEqualsLibrary(actual: unknown, expected: unknown, what: string): void {
  if (typeof expected === 'number') {
    assert(typeof actual === 'number', `${what}: got ${String(actual)}, expected ${expected}`);
    // Thresholds are stored with the digits that name a float32.
    if (/thresholds/i.test(what)) assert.equal(Math.fround(actual), Math.fround(expected), what);
    else assertClose(actual, expected, what);
  } else if (typeof expected === 'object' && expected !== null) {
    assert(typeof actual === 'object' && actual !== null, `${what}: got ${String(actual)}`);
    if (Array.isArray(expected)) assert.equal((actual as readonly unknown[]).length, expected.length, `length of ${what}`);
    for (const [key, value] of Object.entries(expected)) {
      if (key !== 'float32') assertEqualsLibrary((actual as Readonly<Record<string, unknown>>)[key], value, `${what}.${key}`);
    }
  } else assert.equal(actual, expected, what);
}

/** {@link assertClose} for each element. */
export function assertAllClose(actual: ArrayLike<number>, expected: ArrayLike<number>, what: string): void {
  assert.equal(actual.length, expected.length, `length of ${what}`);
  for (let i = 0; i < expected.length; i++) assertClose(actual[i]!, expected[i]!, `${what}[${i}]`);
}
