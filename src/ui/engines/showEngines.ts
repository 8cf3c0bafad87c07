import { ConfigurationTarget, env, ProgressLocation, ThemeIcon, workspace, type QuickInputButton } from 'vscode';
import { engineChosen, engineNames, engineTitle, type EngineChoice, type EngineName } from '../../contract/engines';
import { autoTakes, inOwnProcess, measureEngines, type EngineState } from '../../runs/engines/measureEngines';
import type { AnsweringTrainerOptions } from '../../runs/process/answeringTrainer';
import { counted } from '../../util/format';
import { choiceInWords, speedInWords } from '../../wording/engineInWords';
import { setting } from '../settings';
import { pick, type Choice } from '../sinks/quickInput';
import { window, type Log } from '../sinks/window';

export interface ShowEngines {
  readonly trainer: AnsweringTrainerOptions;
  readonly log: Log;
  readonly threads: number;
}

type Row = Choice & { readonly choice: EngineChoice; readonly state?: EngineState };

const COPY = 'Copy Reason';
const SHOW_LOG = 'Show Log';
const why: QuickInputButton = { iconPath: new ThemeIcon('info'), tooltip: 'Why it does not work' };

/**
 * Measures what each engine does on this machine, and lets a person choose the one that the setting names.
 * @returns the choice that was made, if one was
 */
export async function showEngines({ trainer, log, threads }: ShowEngines): Promise<EngineChoice | undefined> {
  const ask = inOwnProcess(trainer);
  const states = await window.withProgress({ location: ProgressLocation.Notification, title: 'Measuring the engines' }, progress =>
    measureEngines(engineNames, { threads, ask, onEngine: engine => progress.report({ message: engineTitle(engine) }) }),
  );
  for (const state of states) if (state.state === 'broken') log.warn(`${engineTitle(state.engine)} does not work here: ${state.reason}`);
  const rows = rowsOf(states);
  const picked = await pick({
    title: 'Engines',
    placeholder: `Choose what computes; the speed is that of the default network with ${counted(threads, 'thread')}`,
    items: rows,
    active: rows.find(({ choice }) => choice === engineChosen(setting('digitsLab.engine'))),
  });
  const row = picked.how === 'accepted' || picked.how === 'button' ? picked.item : undefined;
  if (!row) return undefined;
  const { state, choice } = row;
  if (state && state.state !== 'works') {
    await tellWhy(state.engine, state, log);
    return undefined;
  }
  await workspace.getConfiguration('digitsLab').update('engine', choice, ConfigurationTarget.Global);
  return choice;
}

function rowsOf(states: readonly EngineState[]): Row[] {
  const taken = autoTakes(states);
  const current = engineChosen(setting('digitsLab.engine'));
  const chosen = (choice: EngineChoice): string => (choice === current ? 'current' : '');
  const words = (...parts: readonly string[]): string => parts.filter(Boolean).join(' · ');
  const auto: Row = {
    choice: 'auto',
    label: 'auto',
    icon: 'wand',
    description: words(chosen('auto'), taken === undefined ? 'no engine works here' : `takes ${engineTitle(taken)}`),
    detail: choiceInWords('auto'),
  };
  return [auto, ...states.map(state => rowOf(state, words(chosen(state.engine), state.engine === taken ? 'auto takes this one' : '')))];
}

function rowOf(state: EngineState, remarks: string): Row {
  const { engine } = state;
  const row = { choice: engine, state, label: engineTitle(engine) };
  const withRemarks = (words: string): string => [engine, words, remarks].filter(Boolean).join(' · ');
  if (state.state === 'works')
    return { ...row, icon: 'pass', description: withRemarks(speedInWords(state.imagesPerSecond)), detail: `Version ${state.version}` };
  const [detail] = state.reason.split('\n', 1);
  const isMissing = state.state === 'missing';
  const description = withRemarks(isMissing ? 'not installed' : 'does not work here');
  return { ...row, icon: isMissing ? 'circle-slash' : 'error', description, detail: detail!, buttons: [why] };
}

async function tellWhy(engine: EngineName, state: Exclude<EngineState, { readonly state: 'works' }>, log: Log): Promise<void> {
  const how = state.state === 'missing' ? 'is not installed' : 'does not work here';
  const show = state.state === 'missing' ? window.showInformationMessage : window.showWarningMessage;
  const answer = await show(`${engineTitle(engine)} ${how}: ${state.reason}`, COPY, SHOW_LOG);
  if (answer === COPY) await env.clipboard.writeText(state.reason);
  else if (answer === SHOW_LOG) log.show();
}
