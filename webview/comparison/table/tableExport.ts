import { comparisonCsv } from '../../../src/report/comparisonCsv';
import { createExportMenu } from '../../shared/exportMenu';
import { send } from '../host';
import type { PageView } from '../pageView';
import type { Shown } from '../shown';
import type { Part } from '../toolbar';

/** Saves the table as it is shown: its rows, filtered, sorted and grouped, and its columns. */
export function createTableExport(view: PageView): Part {
  let shown: Shown | undefined;
  return {
    element: createExportMenu({
      label: 'Export the table',
      csv: () => (shown ? comparisonCsv(shown.table) : ''),
      fileName: () => (view.now.mode === 'table' ? 'runs' : 'comparison'),
      send,
    }),
    update(now) {
      shown = now;
    },
  };
}
