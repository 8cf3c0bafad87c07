import type { CommandArguments, CommandId } from '../contributions';
import { counted } from '../util/format';
import { failureInBrief } from '../wording/divergence';
import type { Services } from './services';
import { window } from './sinks/window';
import { chosenRuns, queueRows, rowBeside, runsOfRow } from './tree/queueRows';
import type { QueueTree } from './tree/queueTree';

interface QueueCommandParts {
  readonly services: Services;
  readonly queueTree: QueueTree;
}

type Argument = CommandArguments['digitsLab.removeFromQueue'];

/** The commands of the view Queue. A heading stands for all the runs under it. */
export function queueCommands({ services, queueTree }: QueueCommandParts) {
  const { lab } = services;
  /** A key tells which row has the focus, and not which are selected. */
  const chosen = (argument: Argument, selection: unknown): string[] =>
    chosenRuns(argument, Array.isArray(selection) || typeof argument === 'string' ? selection : queueTree.view.selected());
  const move = async (ids: readonly string[], step: -1 | 1): Promise<void> => {
    const [only] = ids;
    if (only === undefined) return;
    if (ids.length === 1) return lab.moveInQueue(only, step);
    const beside = rowBeside(queueRows(lab.queued, []), ids, step);
    if (beside) await lab.queue.place(ids, runsOfRow(beside));
  };
  return {
    'digitsLab.pauseQueue': () => lab.setQueuePaused(true),
    'digitsLab.continueQueue': () => lab.setQueuePaused(false),
    'digitsLab.startQueued': (argument: Argument, selection: unknown) => lab.startQueued(chosen(argument, selection)),
    'digitsLab.startAllQueued': () => lab.startQueued(lab.queued.flatMap(({ id, isAsked }) => (isAsked ? [] : [id]))),
    'digitsLab.moveUp': (argument: Argument, selection: unknown) => move(chosen(argument, selection), -1),
    'digitsLab.moveDown': (argument: Argument, selection: unknown) => move(chosen(argument, selection), 1),
    'digitsLab.removeFromQueue': (argument: Argument, selection: unknown) => removeFromQueue(services, chosen(argument, selection)),
    'digitsLab.stopAll': () => stopAll(services),
    'digitsLab.putBack': () => putBack(services),
    'digitsLab.retryFailed': (argument: Argument, selection: unknown) => {
      // From the view's title it is all of them, whatever is selected.
      const ids = argument === undefined ? [] : chosen(argument, selection);
      return retryFailed(services, ids.length > 0 ? ids : undefined);
    },
  } satisfies Partial<Record<CommandId, unknown>>;
}

async function removeFromQueue({ lab, edits, names }: Services, ids: readonly string[]): Promise<void> {
  const waiting = ids.filter(id => lab.queued.some(run => run.id === id));
  const what = waiting.length === 1 ? `“${names.fullOf(waiting[0]!)}”` : counted(waiting.length, 'run');
  await lab.queue.takeOut(waiting);
  if (waiting.length > 0) edits.offer(`Removed ${what} from the queue.`, () => lab.queue.putBack(waiting));
  for (const id of ids) if (!waiting.includes(id)) await lab.queue.remove(id);
}

/** Asks first: it is one click, and may end the work of hours. */
async function stopAll({ lab, edits }: Services): Promise<void> {
  const [training, waiting] = [lab.active.length, lab.queued.length];
  if (training + waiting === 0) throw new Error('Stop All: nothing is trained in this window, and nothing waits.');
  const stop = 'Stop All';
  const parts = [
    training > 0 && `stop ${training === 1 ? 'the run that is' : `the ${training} runs that are`} being trained`,
    waiting > 0 && `take ${counted(waiting, 'waiting run')} out of the queue`,
  ];
  const question = parts.filter(Boolean).join(' and ');
  const detail =
    'A run that is stopped finishes its batch and is evaluated. “Put Back What Was Taken Out” lets all of them go on later, also after a reload.';
  const answer = await window.showWarningMessage(`${question.charAt(0).toUpperCase()}${question.slice(1)}?`, { modal: true, detail }, stop);
  if (answer !== stop) return;
  const before = new Set(lab.queue.takenOut);
  const stopping = lab.queue.stopAll();
  await stopping;
  const ids = lab.queue.takenOut.filter(run => !before.has(run)).map(({ id }) => id);
  edits.offer(`Stopped ${counted(training, 'run')}, and took ${counted(waiting, 'run')} out of the queue.`, () => lab.queue.putBack(ids));
}

async function putBack({ lab }: Services): Promise<void> {
  const count = await lab.queue.putBack();
  const paused = lab.isQueuePaused ? ' It is paused.' : '';
  void window.showInformationMessage(
    count > 0 ? `Put ${counted(count, 'run')} back into the queue.${paused}` : 'What was taken out of the queue has its result already.',
  );
}

async function retryFailed({ lab, names }: Services, ids: readonly string[] | undefined): Promise<void> {
  const asked = lab.queue.failed.filter(({ id }) => ids?.includes(id) ?? true);
  const count = await lab.queue.retryFailed(asked.map(({ id }) => id));
  const others = asked.filter(({ mayRetry }) => !mayRetry);
  const [first] = others;
  const left =
    first &&
    ` ${others.length === 1 ? `“${names.fullOf(first.id)}” is` : `${others.length} are`} not: ${first.isRetry ? 'retried already' : failureInBrief(first.reason)}${others.length > 1 ? ', and others' : ''}.`;
  if (count === 0) throw new Error(`Retry Failed Runs: there is none that may be retried.${left ?? ''}`);
  void window.showInformationMessage(`${counted(count, 'failed run')} ${count === 1 ? 'waits' : 'wait'} once more.${left ?? ''}`);
}
