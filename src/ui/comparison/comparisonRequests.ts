import { commands } from 'vscode';
import type { FromComparison } from '../../contract/comparison';
import type { CommandId } from '../../contributions';
import { singleRunsInWords } from '../../wording/pairedInWords';
import { saveContent } from '../saveContent';
import type { Services } from '../services';
import { openConfigDiff } from './configDiff';
import { answerDifference, isAboutDifference } from './differenceRequests';
import type { KnownRecordings } from '../dashboard/knownRecordings';
import { comparedKeysOf, comparedScalarsOf } from './recordedRequests';
import type { TableViews } from './tableViews';

export interface RequestParts {
  readonly services: Services;
  readonly views: TableViews;
  /** What other tools recorded of the runs that are compared. */
  readonly recordings: KnownRecordings;
}

/** Does what a page of several runs asks, and answers it. @throws {Error} with why it cannot be done, for a person */
export async function answerComparison({ services, views, recordings }: RequestParts, request: FromComparison): Promise<unknown> {
  const { checked, log, lab } = services;
  if (isAboutDifference(request)) return answerDifference(services, request);
  switch (request.type) {
    case 'check':
      return checked.check(
        request.runIds.filter(id => lab.find(id)),
        request.isChecked,
      );
    case 'openRun':
      return execute('digitsLab.openDashboard', request.runId);
    case 'compare':
      return execute('digitsLab.compareRuns', undefined);
    case 'diff':
      return openConfigDiff(services, request.from, request.to);
    case 'paired':
      return whatSingleRunsTell(services, request);
    case 'recordedKeys':
      return comparedKeysOf(lab, recordings, request);
    case 'recordedCurves':
      return comparedScalarsOf(lab, recordings, request);
    case 'saveView':
      return views.save(request.view);
    case 'deleteView':
      return views.delete(request.name);
    case 'importArrays':
      return execute('digitsLab.importArrays', request.addresses);
    case 'save':
      return saveContent(request.fileName, request.content);
    case 'failed':
      return log.error(`A page of several runs: ${request.message}`);
  }
}

/** The sentence on what the test images alone could explain; null where there is nothing to say. */
async function whatSingleRunsTell(
  { lab, inspector }: Pick<Services, 'lab' | 'inspector'>,
  { baseline, runIds }: Extract<FromComparison, { type: 'paired' }>,
): Promise<string | null> {
  const from = lab.find(baseline);
  const runs = runIds.flatMap(id => lab.find(id) ?? []);
  if (!from || runs.length === 0) return null;
  const { results } = await inspector.ask({ type: 'paired', baseline: from.folder, folders: runs.map(({ folder }) => folder) });
  return singleRunsInWords(results);
}

function execute(command: CommandId, argument: unknown): Thenable<unknown> {
  return commands.executeCommand(command, argument);
}
