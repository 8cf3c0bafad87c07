import { VscodeButton } from '@vscode-elements/elements/dist/vscode-button/index.js';
import type { DashboardState, RunAction } from '../../src/contract/dashboard';
import { metrics } from '../../src/contract/metrics';
import { defaultParameters } from '../../src/contract/parameters';
import type { RunStatus } from '../../src/contract/runState';
import { imagesOf, mistakesOf } from '../../src/evaluation/mistakes';
import { wilsonHalfWidth } from '../../src/evaluation/wilson';
import { differingParameters } from '../../src/experiment/differences';
import { engineInWords } from '../../src/wording/engineInWords';
import { valueInWords } from '../../src/experiment/runLabel';
import { grouped, percent } from '../../src/util/format';
import { statusIcons } from '../../src/wording/statusIcon';
import { element, fill, icon, setText } from '../shared/dom';
import { send } from './host';
import { createMenu, type MenuItem } from '../shared/menu';
import type { View } from './views/view';

const actionLabels: Readonly<Record<RunAction, { readonly label: string; readonly icon: string }>> = {
  stop: { label: 'Stop', icon: 'debug-stop' },
  resume: { label: 'Resume', icon: 'debug-continue' },
  rerun: { label: 'Rerun with one change…', icon: 'debug-rerun' },
  reproduce: { label: 'Reproduce', icon: 'sync' },
  openNotes: { label: 'Notes', icon: 'note' },
  showLog: { label: 'Show log', icon: 'output' },
  openConfig: { label: 'Open config', icon: 'json' },
  openParent: { label: 'Open parent', icon: 'git-compare' },
  reveal: { label: 'Reveal run folder', icon: 'folder-opened' },
};

const allActions = Object.keys(actionLabels) as readonly RunAction[];

/** Which actions are buttons, the most wanted last; all others that are possible stand in the menu. */
const buttonsOf: Readonly<Record<RunStatus, readonly RunAction[]>> = {
  starting: ['openNotes', 'stop'],
  running: ['openNotes', 'stop'],
  completed: ['openNotes', 'reproduce', 'rerun'],
  stopped: ['rerun', 'resume'],
  failed: ['showLog', 'rerun'],
  interrupted: ['rerun', 'resume'],
};

/** What the run is, how it is, and what can be done with it. */
export function createHeader(): View {
  const status = element('span', { class: 'statusIcon' });
  const title = element('h1');
  // Read out when it changes.
  const chip = element('span', { class: 'chip', role: 'status' });
  const score = element('p', { class: 'score' });
  const buttons = element('div', { class: 'actions' });
  const origin = element('p', { class: 'origin' });
  let actions: readonly RunAction[] = [];
  let buttonsShown: readonly RunAction[] = [];
  const menu = createMenu('More actions', () => [
    ...allActions.filter(action => actions.includes(action) && !buttonsShown.includes(action)).map(menuItem),
    ...buttonsShown.slice(0, -1).map(action => ({ ...menuItem(action), whenNarrow: true as const })),
  ]);

  const showActions = (state: DashboardState): void => {
    actions = state.actions;
    const before = buttonsShown.join();
    buttonsShown = buttonsOf[state.status].filter(action => actions.includes(action));
    if (buttons.hasChildNodes() && buttonsShown.join() === before) return;
    const hadFocus = buttons.contains(document.activeElement);
    const shown = buttonsShown.map((action, index) => actionButton(action, index === buttonsShown.length - 1));
    fill(buttons, shown, menu);
    // Otherwise the page would get the focus, and the Tab key would begin at its top.
    const next = shown.at(-1);
    if (hadFocus) void next?.updateComplete.then(() => next.focus());
  };

  return {
    element: element(
      'header',
      { class: 'header' },
      element('div', { class: 'titleRow' }, element('div', { class: 'title' }, status, title, chip), score, buttons),
      origin,
    ),
    update(state) {
      const kind = state.status;
      if (status.dataset['status'] !== kind) {
        status.dataset['status'] = kind;
        status.replaceChildren(icon(statusIcons[kind]));
        status.classList.toggle('spinning', kind === 'running' || kind === 'starting');
        setText(chip, kind);
      }
      setText(title, state.label);
      showScore(score, state);
      showOrigin(origin, state);
      showActions(state);
    },
  };
}

function menuItem(action: RunAction): MenuItem {
  return { ...actionLabels[action], act: () => send({ type: 'act', action }) };
}

function actionButton(action: RunAction, isFirst: boolean): VscodeButton {
  const button = new VscodeButton();
  const { label, icon } = actionLabels[action];
  button.append(label);
  button.icon = icon;
  // Training ends with one click on Stop; that is no invitation.
  button.secondary = !isFirst || action === 'stop';
  button.dataset['action'] = action;
  if (!isFirst) button.classList.add('secondary');
  button.addEventListener('click', () => send({ type: 'act', action }));
  return button;
}

/** `99.12 % test accuracy ±0.18 from 10,000 images · 88 wrong` */
function showScore(target: HTMLElement, { run }: DashboardState): void {
  target.hidden = !run.evaluated;
  if (!run.evaluated) return;
  const { accuracy, scores } = run.evaluated;
  const images = imagesOf(scores.confusionMatrix);
  const wrong = mistakesOf(scores.confusionMatrix).all;
  const margin = (100 * wilsonHalfWidth(accuracy, images)).toFixed(2);
  const text = `${percent(accuracy)}|${metrics.test_accuracy.label.toLowerCase()}|±${margin} from ${grouped(images)} images · ${grouped(wrong)} wrong`;
  if (target.dataset['text'] === text) return;
  target.dataset['text'] = text;
  const [value, what, how] = text.split('|') as [string, string, string];
  target.title = `95 % confidence interval by Wilson's score`;
  target.replaceChildren(element('strong', {}, value), ' ', what, ' ', element('span', { class: 'muted' }, how));
}

function showOrigin(target: HTMLElement, { runId, run: { config }, parent, labels }: DashboardState): void {
  const text = JSON.stringify([runId, config?.id, parent?.runId, parent?.label, labels.name, labels.tags]);
  if (target.dataset['text'] === text) return;
  target.dataset['text'] = text;
  const parts: Node[] = [];
  const part = (...children: (Node | string)[]): void => void parts.push(element('span', { class: 'part' }, ...children));
  if (config && parent) {
    const { parameters } = config;
    const differing = differingParameters(parameters, parent.parameters);
    const changes = differing.map(name => `${name} ${valueInWords(name, parent.parameters)} → ${valueInWords(name, parameters)}`);
    const link = element('button', { type: 'button', class: 'link' }, parent.label);
    link.addEventListener('click', () => send({ type: 'act', action: 'openParent' }));
    const words = changes.length > 0 ? [' in ', element('strong', {}, changes.join(' · '))] : [];
    part(icon('git-compare'), element('span', {}, changes.length > 0 ? 'differs from ' : 'the same parameters as ', link, words));
  } else if (config && labels.name) {
    const differing = differingParameters(config.parameters);
    const changes = differing.map(name => `${name} ${valueInWords(name, defaultParameters)} → ${valueInWords(name, config.parameters)}`);
    if (changes.length > 0)
      part(icon('git-compare'), element('span', {}, 'differs from the defaults in ', element('strong', {}, changes.join(' · '))));
  }
  part(runId);
  if (config) part(config.dataset.name);
  if (config) part(engineInWords(config.engine));
  if (labels.tags.length > 0) part(icon('tag'), labels.tags.join(', '));
  fill(target, parts);
}
