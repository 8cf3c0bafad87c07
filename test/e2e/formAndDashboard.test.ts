import { testForm, writeOwnDigits } from './form';
import { testLiveDashboard } from './liveDashboard';
import { useWorkbench } from './useWorkbench';

describe('runs that are started from the form', () => {
  const workbench = useWorkbench({ settings: { 'files.simpleDialog.enable': true }, fill: writeOwnDigits });

  describe('the form', () => testForm(workbench));

  describe('the dashboard', () => {
    before('show the files', async () => {
      await workbench().runCommand('View: Close All Editors');
      await workbench().runCommand('View: Show Explorer');
    });
    testLiveDashboard(workbench);
  });
});
