import { testAccessibility, wear } from './accessibility';
import { testEvaluation } from './evaluation';
import { testDraw } from './draw';
import { testHostileName, writeHostileRuns } from './hostileName';
import { testImages } from './images';
import { testImportedArrays, writeArrays } from './importArrays';
import { testKeptEvaluation } from './keptEvaluation';
import { testManyClasses, writeManyClasses } from './manyClasses';
import { testReport } from './report';
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
      await writeArrays(folder);
      // Good enough to be mistaken of some dozens of images, not of hundreds.
      const some = ['--num-filters', '4', '--batch-size', '16', '--learning-rate', '0.01'];
      const much = ['--train-samples', '10000', '--epochs', '4', '--num-filters', '8'];
      await trainRuns(folder, ['--name', 'practised', ...much], ['--name', 'baseline', ...some]);
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

  describe('the evaluation after a reload', () => {
    testKeptEvaluation(workbench);
    after(closeAll);
  });

  describe('a matrix of many classes', () => {
    testManyClasses(workbench);
    after(closeAll);
  });

  describe('a model that reads what is drawn', () => {
    testDraw(workbench);
    after(closeAll);
  });

  describe('a report', () => {
    testReport(workbench);
    after(closeAll);
  });

  describe("the dashboard's accessibility", () => {
    testAccessibility(workbench);
    after(closeAll);
  });

  describe('arrays of another program', () => testImportedArrays(workbench));
});
