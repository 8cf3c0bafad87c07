import { testAccessibility, wear } from './accessibility';
import { testEvaluation } from './evaluation';
import { testHostileName, writeHostileRuns } from './hostileName';
import { trainRuns } from './runFiles';
import { useWorkbench } from './useWorkbench';

/** What only reads runs: in one workbench, since opening one takes longer than most of these tests. */
describe('of runs that are there', () => {
  const workbench = useWorkbench({
    settings: { 'window.commandCenter': false, 'files.simpleDialog.enable': true },
    fill: async folder => {
      await wear(folder, 'Dark Modern');
      writeHostileRuns(folder);
      await trainRuns(folder, ['--name', 'baseline', '--num-filters', '4']);
    },
  });
  before('open the view', () => workbench().activity('Digits Lab').click());

  const closeAll = async (): Promise<void> => {
    await workbench().runCommand('Notifications: Clear All Notifications');
    await workbench().runCommand('View: Close All Editors');
  };

  describe('a name that is a link, an icon and Markdown', () => {
    testHostileName(workbench);
    after(closeAll);
  });

  describe('the evaluation', () => {
    testEvaluation(workbench);
    after(closeAll);
  });

  describe("the dashboard's accessibility", () => testAccessibility(workbench));
});
