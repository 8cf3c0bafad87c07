import assert from 'node:assert/strict';

type Counts = Record<string, { passed: number; failed: number }>;

describe('the second try of tests that need a VS Code', () => {
  const files = ['/dist/one.test.mjs', '/dist/two.test.mjs', '/dist/three.test.mjs'];

  /** Runs with files that fail at the first and the second try; what came out, and which files were run. */
  async function tried(
    failing: readonly (readonly string[])[],
    isPart = false,
  ): Promise<{ outcome: unknown; runs: string[][]; said: string }> {
    const { runTwice } = await import('../../../scripts/secondTry.mjs');
    const runs: string[][] = [];
    let said = '';
    const log = console.log;
    console.log = line => void (said += String(line));
    try {
      const run = (some: readonly string[]): Promise<Counts> => {
        const bad = failing[runs.length] ?? [];
        runs.push([...some]);
        return Promise.resolve(Object.fromEntries(some.map(file => [file, { passed: 3, failed: bad.includes(file) ? 1 : 0 }])));
      };
      const outcome = await runTwice(files, { isPart, run });
      return { outcome, runs, said };
    } finally {
      console.log = log;
    }
  }

  it('is not made when all is well', async () => {
    const { outcome, runs, said } = await tried([]);
    assert.deepEqual(outcome, { passed: 9, failed: 0, wavered: [] });
    assert.deepEqual([runs.length, said], [1, '']);
  });

  it('is of the files that failed, and says aloud which passed only then', async () => {
    const { outcome, runs, said } = await tried([[files[0]!, files[2]!], [files[2]!]]);
    assert.deepEqual(outcome, { passed: 9, failed: 1, wavered: ['one.test'] });
    assert.deepEqual(runs[1], [files[0], files[2]]);
    assert.match(said, /!!! 2 of 3 files failed and run once more, in another VS Code: one\.test, three\.test/);
  });

  it('is not made of what is run as a part', async () => {
    const { outcome, runs } = await tried([[files[1]!]], true);
    assert.deepEqual(outcome, { passed: 9, failed: 1, wavered: [] });
    assert.equal(runs.length, 1);
  });
});
