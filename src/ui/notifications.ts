import { commands, ConfigurationTarget, workspace, type Disposable } from 'vscode';
import { accuracyToChooseBy, bestRuns } from '../experiment/bestRuns';
import type { EndedRun } from '../runs/executor';
import { compareWithOriginal } from '../runs/reproduction';
import { percent } from '../util/format';
import type { Services } from './services';
import { setting } from './settings';
import { window } from './sinks/window';

const OPEN = 'Open';
const SHOW_LOG = 'Show Log';
const NEVER = "Don't Show Again";

type Parts = Pick<Services, 'lab' | 'names' | 'log' | 'isLookedAt'>;

/** Tells a person who is looking elsewhere that runs have ended. */
export function createNotifications(services: Parts): Disposable {
  const notices = new EndNotices(services);
  const listening = [
    services.lab.onEnded(ended => void notices.add(ended)),
    // The rest of the queue may have been taken out of it.
    services.lab.onChanged(() => notices.tellHeld()),
  ];
  return { dispose: () => listening.forEach(one => one.dispose()) };
}

/** A failure is told at once; what went well when nothing is trained or waits any more, so that a queue of runs is told once. */
class EndNotices {
  private held: string[] = [];

  constructor(private readonly services: Parts) {}

  async add({ id, outcome }: EndedRun): Promise<void> {
    const { lab, names, log, isLookedAt } = this.services;
    const run = lab.find(id);
    const label = names.fullOf(id);
    const failure = 'reason' in outcome ? outcome : undefined;
    if (failure) log.error(`${id} (${label}): ${failure.reason}${failure.stderrTail ? `\n${failure.stderrTail}` : ''}`);
    else log.info(`${id} (${label}): ${outcome.status}`);
    const comparison = run && (await compareWithOriginal(run, other => lab.find(other)).catch((error: Error) => log.warn(error.message)));
    for (const line of comparison?.lines ?? []) log.info(`${id}: ${line}`);
    if (failure) {
      const how = failure.status === 'failed' ? 'failed' : 'was interrupted';
      if (setting('digitsLab.notifications') !== 'none' && !isLookedAt(id))
        await this.act(id, await window.showErrorMessage(`The run “${label}” ${how}: ${failure.reason}`, OPEN, SHOW_LOG));
    } else if (comparison) {
      // Whether the same came out again is what that run was for, and its dashboard does not say it.
      await this.tell(id, `“${label}”, trained again. ${comparison.lines.join(' ')}`);
    } else {
      this.held.push(id);
      this.tellHeld();
    }
  }

  tellHeld(): void {
    if (this.held.length === 0 || this.isMoreToCome()) return;
    const { lab, names, isLookedAt } = this.services;
    const runs = this.held.flatMap(id => lab.find(id) ?? []);
    this.held = [];
    const [first] = runs;
    if (!first || runs.every(({ id }) => isLookedAt(id))) return;
    const accuracy = first.summary?.testAccuracy;
    if (runs.length === 1) {
      const result = accuracy == null ? '' : `: ${percent(accuracy)} on the test images`;
      return void this.tell(first.id, `The run “${names.fullOf(first.id)}” has ended${result}.`);
    }
    const [bestId, ofOtherData] = [...bestRuns(runs)];
    const best = ofOtherData === undefined ? runs.find(({ id }) => id === bestId) : undefined;
    const which = best ? ` The best on the validation images is “${names.fullOf(best.id)}”: ${percent(accuracyToChooseBy(best)!)}.` : '';
    void this.tell((best ?? first).id, `${runs.length} runs have ended.${which}`);
  }

  private isMoreToCome(): boolean {
    const { active, queued, isQueuePaused } = this.services.lab;
    return active.length > 0 || (!isQueuePaused && queued.some(({ isAsked }) => isAsked));
  }

  /** What went well. */
  private async tell(id: string, message: string): Promise<void> {
    if (setting('digitsLab.notifications') === 'all')
      await this.act(id, await window.showInformationMessage(message, OPEN, SHOW_LOG, NEVER));
  }

  private async act(id: string, chosen: string | undefined): Promise<void> {
    if (chosen === OPEN) await commands.executeCommand('digitsLab.openDashboard', id);
    else if (chosen === SHOW_LOG) await commands.executeCommand('digitsLab.showLog', id);
    // That is said of what went well: a failure is told all the same.
    else if (chosen === NEVER)
      await workspace.getConfiguration('digitsLab').update('notifications', 'failures', ConfigurationTarget.Global);
  }
}
