import { testAccessibility, wear } from './accessibility';
import { testEvaluation } from './evaluation';
import { testManyClasses, writeManyClasses } from './manyClasses';
import { testImages } from './images';
import { testHostileName, writeHostileRuns } from './hostileName';
import { trainRuns } from './runFiles';
import { testThreshold } from './threshold';
import { useWorkbench } from './useWorkbench';

/** What only reads runs: in one workbench, since opening one takes longer than most of these tests. */
describe('of runs that are there', () => {
  const workbench = useWorkbench({
    settings: { 'window.commandCenter': false, 'files.simpleDialog.enable': true },
    fill: async folder => {
      await wear(folder, 'Dark Modern');
      writeHostileRuns(folder);
      await writeManyClasses(folder);
      // Good enough to be mistaken of some dozens of images, not of hundreds.
      const some = ['--num-filters', '4', '--batch-size', '16', '--learning-rate', '0.01'];
      await trainRuns(folder, ['--name', 'other', ...some, '--seed', '1'], ['--name', 'baseline', ...some]);
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

  describe('the threshold', () => {
    testThreshold(workbench);
    after(closeAll);
  });

  describe('the images behind the matrix', () => {
    testImages(workbench);
    after(closeAll);
  });

  describe('a matrix of many classes', () => {
    testManyClasses(workbench);
    after(closeAll);
  });

  describe("the dashboard's accessibility", () => testAccessibility(workbench));
});
