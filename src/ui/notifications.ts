import { commands, ConfigurationTarget, l10n, window, workspace, type Disposable } from 'vscode';
import { runLabel } from '../experiment/arrangement';
import type { LabRun } from '../runs/lab';
import type { RunOutcome } from '../runs/supervisor';
import { percent } from '../util/format';
import { findReproduction } from './reproduction';
import type { Services } from './services';
import { setting } from './settings';

/** Tells a person who is looking elsewhere that a run has ended. */
export function createNotifications(services: Services): Disposable {
  return services.lab.onEnded(outcome => void notify(services, outcome));
}

async function notify(services: Services, { id, outcome }: RunOutcome): Promise<void> {
  const { lab, log, isLookedAt } = services;
  const run = lab.find(id);
  const label = run ? runLabel(run) : id;
  if (outcome.status === 'failed') {
    log.error(`${id} (${label}): ${outcome.reason}${outcome.stderrTail ? `\n${outcome.stderrTail}` : ''}`);
  } else log.info(`${id} (${label}): ${outcome.status}`);
  const reproduction = run && (await reproductionInWords(services, run));
  const wanted = setting('digitsLab.notifications');
  const isWanted = wanted === 'all' || (wanted === 'failures' && outcome.status === 'failed');
  // A dashboard does not tell how a reproduction compares.
  if (!isWanted || (isLookedAt(id) && !reproduction)) return;
  const open = l10n.t('Open');
  const showLog = l10n.t('Show Log');
  const never = l10n.t("Don't Show Again");
  const buttons = [open, showLog, never];
  const chosen = await (outcome.status === 'failed'
    ? window.showErrorMessage(l10n.t('The run “{0}” failed: {1}', label, outcome.reason), ...buttons)
    : window.showInformationMessage(reproduction ?? endInWords(label, run), ...buttons));
  if (chosen === open) await commands.executeCommand('digitsLab.openDashboard', id);
  else if (chosen === showLog) await commands.executeCommand('digitsLab.showLog');
  else if (chosen === never) await workspace.getConfiguration('digitsLab').update('notifications', 'none', ConfigurationTarget.Global);
}

function endInWords(label: string, run: LabRun | undefined): string {
  const accuracy = run?.summary?.testAccuracy;
  if (accuracy == null) return l10n.t('The run “{0}” has ended.', label);
  return l10n.t('The run “{0}” has ended: {1} on the test images.', label, percent(accuracy));
}

/** What came out of a reproduction, which the log keeps too; undefined of another run. */
async function reproductionInWords({ lab, log }: Services, run: LabRun): Promise<string | undefined> {
  try {
    const reproduction = await findReproduction(lab, run);
    if (!reproduction) return undefined;
    const { original, comparison } = reproduction;
    log.info(`${run.id} reproduces ${original.id}. ${comparison.lines.join('\n')}`);
    return l10n.t('Reproduction of “{0}”. {1}', runLabel(original), comparison.lines.map(line => line.trim()).join(' '));
  } catch (error) {
    log.warn(`${run.id} cannot be compared with the run that it reproduces: ${(error as Error).message}`);
    return undefined;
  }
}
