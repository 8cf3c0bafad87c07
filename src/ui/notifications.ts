import { commands, ConfigurationTarget, workspace, type Disposable } from 'vscode';
import type { EndedRun } from '../runs/executor';
import { compareWithOriginal } from '../runs/reproduction';
import { percent } from '../util/format';
import type { Services } from './services';
import { setting } from './settings';
import { window } from './sinks/window';

/** Tells a person who is looking elsewhere that a run has ended. */
export function createNotifications(services: Services): Disposable {
  return services.lab.onEnded(outcome => void notify(services, outcome));
}

async function notify({ lab, names, log, isLookedAt }: Services, { id, outcome }: EndedRun): Promise<void> {
  const run = lab.find(id);
  const label = names.fullOf(id);
  const failure = 'reason' in outcome ? outcome : undefined;
  if (failure) log.error(`${id} (${label}): ${failure.reason}${failure.stderrTail ? `\n${failure.stderrTail}` : ''}`);
  else log.info(`${id} (${label}): ${outcome.status}`);
  const comparison = run && (await compareWithOriginal(run, other => lab.find(other)).catch((error: Error) => log.warn(error.message)));
  for (const line of comparison?.lines ?? []) log.info(`${id}: ${line}`);
  const wanted = setting('digitsLab.notifications');
  const isWanted = wanted === 'all' || (wanted === 'failures' && failure !== undefined);
  // Whether the same came out again is what that run was for, and its dashboard does not say it.
  if (!isWanted || (isLookedAt(id) && !comparison)) return;
  const open = 'Open';
  const showLog = 'Show Log';
  const never = "Don't Show Again";
  const accuracy = run?.summary?.testAccuracy;
  const chosen = await (failure
    ? window.showErrorMessage(
        `The run “${label}” ${failure.status === 'failed' ? 'failed' : 'was interrupted'}: ${failure.reason}`,
        open,
        showLog,
      )
    : window.showInformationMessage(
        comparison
          ? `“${label}”, trained again. ${comparison.lines.join(' ')}`
          : accuracy == null
            ? `The run “${label}” has ended.`
            : `The run “${label}” has ended: ${percent(accuracy)} on the test images.`,
        open,
        showLog,
        never,
      ));
  if (chosen === open) await commands.executeCommand('digitsLab.openDashboard', id);
  else if (chosen === showLog) await commands.executeCommand('digitsLab.showLog', id);
  // That is said of what went well: a failure is told all the same.
  else if (chosen === never) await workspace.getConfiguration('digitsLab').update('notifications', 'failures', ConfigurationTarget.Global);
}
