import assert from 'node:assert/strict';
import { Workbench, type WorkbenchOptions } from './workbench';

/**
 * For the body of a `describe`: one workbench for its tests, opened before the first and closed after the last. A test fails that left an
 * error on the console of the extension's pages; of one that failed there is a picture in test-results/e2e.
 * @returns gives the workbench, inside a test
 */
export function useWorkbench(options: WorkbenchOptions | (() => Promise<WorkbenchOptions>) = {}): () => Workbench {
  let workbench: Workbench | undefined;
  before('open VS Code', async () => {
    workbench = await Workbench.open(typeof options === 'function' ? await options() : options);
  });
  afterEach('no errors on the console', async function () {
    if (workbench === undefined) return;
    const problems = workbench.takeProblems();
    if (this.currentTest?.isFailed() === true || problems.length > 0)
      await workbench.screenshot(`failed ${this.currentTest?.fullTitle() ?? ''}`.replaceAll(/[^\w]+/g, '-')).catch(() => undefined);
    assert.ok(problems.length === 0, `The console has errors:\n${problems.join('\n')}`);
  });
  after('close VS Code', async () => {
    await workbench?.close();
  });
  return () => {
    if (workbench === undefined) throw new Error('The workbench is there only while a test runs.');
    return workbench;
  };
}
