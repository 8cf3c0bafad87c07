import assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';
import { getHeapStatistics } from 'node:v8';
import * as fc from 'fast-check';

/** Always the same cases in `npm test`, so that a change is judged by itself; scripts/fuzz.mjs takes another seed each time. */
const SEED = 20_261_128;
/** So much of a counterexample is shown. */
const SHOWN = 4000;

/** What scripts/fuzz.mjs asks of a test file, as JSON in the variable `DIGITS_FUZZ`. */
export interface LongFuzz {
  readonly seed: number;
  /** For all properties of the file together. */
  readonly durationMs: number;
  /** A line a property is added to this file. */
  readonly resultsFile: string;
}

/** Such a line. */
export interface FuzzResult {
  readonly property: string;
  readonly cases: number;
  readonly durationMs: number;
  /** Of the process so far. */
  readonly peakBytes: number;
  readonly failure: string | null;
}

/**
 * A test that something holds of every input that can be made.
 * @param cases in `npm test`; in scripts/fuzz.mjs there is a time instead
 */
export function property<T>(
  name: string,
  inputs: fc.Arbitrary<T>,
  holds: (input: T) => void | Promise<void>,
  { cases }: { readonly cases: number },
): void {
  it(name, async function () {
    const asked = process.env['DIGITS_FUZZ'];
    const long = asked === undefined ? undefined : (JSON.parse(asked) as LongFuzz);
    const durationMs = long ? long.durationMs / testsBeside(this.test!) : 0;
    if (long) this.timeout(durationMs + 300_000);
    const began = performance.now();
    const details = await fc.check(
      fc.asyncProperty(inputs, async input => {
        await holds(input);
        assertUnpolluted();
      }),
      long
        ? { seed: long.seed, numRuns: 2 ** 31, interruptAfterTimeLimit: durationMs, markInterruptAsFailure: false }
        : { seed: SEED, numRuns: cases },
    );
    const failure = details.failed ? await inWords(details) : null;
    if (long) {
      const result: FuzzResult = {
        property: this.test!.fullTitle(),
        cases: details.numRuns,
        durationMs: performance.now() - began,
        peakBytes: 1024 * process.resourceUsage().maxRSS,
        failure,
      };
      appendFileSync(long.resultsFile, `${JSON.stringify(result)}\n`);
    }
    if (failure !== null) assert.fail(failure);
  });
}

async function inWords<T>(details: fc.RunDetails<T>): Promise<string> {
  const { errorInstance: error } = details;
  const why = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `${why.slice(0, SHOWN)}\n${((await fc.asyncDefaultReportMessage(details)) ?? '').slice(0, SHOWN)}`;
}

function testsBeside(test: Mocha.Runnable): number {
  let suite = test.parent!;
  while (suite.parent) suite = suite.parent;
  return suite.total();
}

function assertUnpolluted(): void {
  for (const prototype of [Object.prototype, Array.prototype]) assert.deepEqual(Object.keys(prototype), []);
}

/** Does something that may take no more memory than that beside what there is: an input must not have it ask for what it is not worth. */
export async function within<T>(limitBytes: number, work: () => T | Promise<T>): Promise<T> {
  const before = taken();
  try {
    return await work();
  } finally {
    // What is not needed any more may have been collected meanwhile; what was asked for at once is still there.
    const bytes = taken() - before;
    assert.ok(bytes <= limitBytes, `${bytes} bytes of memory; at most ${limitBytes} are needed`);
  }
}

function taken(): number {
  const { used_heap_size, external_memory } = getHeapStatistics();
  return used_heap_size + external_memory;
}
