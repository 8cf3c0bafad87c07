import { testFirstRun } from './firstRun';
import { useWorkbench } from './useWorkbench';

describe('in the oldest VS Code that the extension can be installed in', () => {
  testFirstRun(useWorkbench({ release: 'oldest' }));
});
