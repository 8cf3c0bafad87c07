import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { untilReads } from '../until';
import { Dashboard } from './dashboard';
import { readConfigs, runsFolder } from './runFiles';
import type { Workbench } from './workbench';

/** Tests of a workbench that shows the tree of a folder, whose newest runs are `practised` and, the newest, `baseline`. */
export function testReport(workbench: () => Workbench): void {
  /** Of the newest run, or of the one before it. */
  const report = async (at: -1 | -2): Promise<string> => {
    const { id } = (await readConfigs(workbench().folder)).at(at)!;
    return path.join(runsFolder(workbench().folder), id, 'report.md');
  };

  it('from its menu, and opens in the preview with its pictures', async () => {
    await workbench().chooseFromMenu(workbench().treeRow(/^practised/), 'Write Report');
    const preview = workbench().dashboard();
    await preview.getByRole('heading', { level: 1, name: 'practised' }).waitFor();
    const picture = preview.getByRole('img', { name: /^Confusion matrix/ });
    await untilReads(
      'the width of the matrix',
      () => picture.evaluate(image => (image as unknown as { naturalWidth: number }).naturalWidth > 0),
      true,
    );
    assert.match(await readFile(await report(-2), 'utf8'), /# practised/);
    await workbench().screenshot('report');
    await preview.getByRole('heading', { name: 'Curves' }).scrollIntoViewIfNeeded();
    await workbench().screenshot('report-curves');
    await preview.getByRole('heading', { name: 'Configuration' }).scrollIntoViewIfNeeded();
    await workbench().screenshot('report-configuration');
  });

  it('from its dashboard', async () => {
    await workbench()
      .treeRow(/^baseline/)
      .click();
    await new Dashboard(workbench().dashboard()).title.filter({ hasText: 'baseline' }).waitFor();
    await workbench().dashboard().getByRole('button', { name: 'More actions' }).click();
    await workbench().dashboard().getByRole('menuitem', { name: 'Write report' }).click();
    await untilReads('the report', async () => existsSync(await report(-1)), true);
  });
}
