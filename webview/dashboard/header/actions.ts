import { VscodeButton } from '@vscode-elements/elements/dist/vscode-button/index.js';
import type { DashboardState, RunAction } from '../../../src/contract/dashboard';
import type { RunStatus } from '../../../src/contract/runState';
import { element, fill } from '../../shared/dom';
import { createMenu, type MenuItem } from '../../shared/menu';
import { send } from '../host';
import type { View } from '../views/view';

interface ActionFace {
  readonly label: string;
  /** What it is, where the label is short for it. */
  readonly title?: string;
  readonly icon: string;
}

const faces: Readonly<Record<RunAction, ActionFace>> = {
  stop: { label: 'Stop', icon: 'debug-stop' },
  resume: { label: 'Resume', icon: 'debug-continue' },
  rerun: { label: 'Rerun…', title: 'Rerun with one change…', icon: 'debug-rerun' },
  reproduce: { label: 'Reproduce', title: 'Train it again and compare', icon: 'sync' },
  effect: { label: 'What does one parameter do?', icon: 'beaker' },
  showLog: { label: 'Show log', icon: 'output' },
  difference: { label: 'Difference with…', icon: 'diff' },
  openConfig: { label: 'Open config', icon: 'json' },
  report: { label: 'Write report', icon: 'markdown' },
  openParent: { label: 'Open parent', icon: 'git-compare' },
  reveal: { label: 'Reveal run folder', icon: 'folder-opened' },
};

const allActions = Object.keys(faces) as readonly RunAction[];

/** Which actions are buttons, the most wanted last; all others that are possible stand in the menu. */
const buttonsOf: Readonly<Record<RunStatus, readonly RunAction[]>> = {
  starting: ['stop'],
  running: ['stop'],
  completed: ['reproduce', 'rerun'],
  stopped: ['rerun', 'resume'],
  failed: ['showLog', 'rerun'],
  interrupted: ['rerun', 'resume'],
};

/** What can be done with a run. */
export function createActions(): View {
  const root = element('div', { class: 'actions' });
  let actions: readonly RunAction[] = [];
  let shown: readonly RunAction[] = [];
  const menu = createMenu('More actions', () => [
    ...allActions.filter(action => actions.includes(action) && !shown.includes(action)).map(menuItem),
    ...shown.slice(0, -1).map(action => ({ ...menuItem(action), whenNarrow: true as const })),
  ]);
  return {
    element: root,
    update(state: DashboardState) {
      actions = state.actions;
      const before = shown.join();
      shown = buttonsOf[state.status].filter(action => actions.includes(action));
      if (root.hasChildNodes() && shown.join() === before) return;
      const hadFocus = root.contains(document.activeElement);
      const buttons = shown.map((action, index) => actionButton(action, index === shown.length - 1));
      fill(root, buttons, menu);
      // Otherwise the page would get the focus, and the Tab key would begin at its top. While a run is stopping there is the menu alone.
      const next = buttons.at(-1);
      if (!hadFocus) return;
      if (next) void next.updateComplete.then(() => next.focus());
      else menu.querySelector('button')?.focus();
    },
  };
}

function menuItem(action: RunAction): MenuItem {
  const { label, title = label, icon } = faces[action];
  return { label: title, icon, act: () => send({ type: 'act', action }) };
}

function actionButton(action: RunAction, isFirst: boolean): VscodeButton {
  const button = new VscodeButton();
  const { label, title, icon } = faces[action];
  button.append(label);
  button.icon = icon;
  if (title !== undefined) button.title = title;
  // Training ends with one click on Stop; that is no invitation.
  button.secondary = !isFirst || action === 'stop';
  button.dataset['action'] = action;
  if (!isFirst) button.classList.add('secondary');
  button.addEventListener('click', () => send({ type: 'act', action }));
  return button;
}
