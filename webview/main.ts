import type { DashboardSection, DashboardState } from '../src/contract/dashboard';
import { fill } from './dom';
import { createHeader } from './header';
import { channel, send } from './host';
import { createProgress } from './progress';
import { remember, remembered, rememberRun } from './remembered';
import { createTabs } from './tabs';
import { createTrouble } from './trouble';
import { sections } from './views/sections';

window.addEventListener('error', ({ message }) => send({ type: 'failed', message }));
window.addEventListener('unhandledrejection', ({ reason }) => send({ type: 'failed', message: String(reason) }));

const app = document.getElementById('app')!;
const above = [createHeader(), createProgress(), createTrouble()];
const views = sections.map(({ section, label, create }) => ({ section, label, view: create() }));
let state: DashboardState | undefined;
let shown: DashboardSection = 'live';
let isScheduled = false;

const tabs = createTabs(
  views.map(({ section, label, view }) => ({ section, label, content: view.element })),
  section => {
    shown = section;
    remember({ section });
    schedule();
  },
);

/** Shows the state before the next frame, once however many changes there were. */
function schedule(): void {
  if (isScheduled) return;
  isScheduled = true;
  requestAnimationFrame(() => {
    isScheduled = false;
    show();
  });
}

function show(): void {
  if (!state) return;
  if (!app.hasChildNodes())
    fill(
      app,
      above.map(({ element }) => element),
      tabs.element,
    );
  for (const part of above) part.update(state);
  views.find(({ section }) => section === shown)?.view.update(state);
}

// The time elapsed and the time left go on between two messages.
setInterval(() => {
  if (state?.status === 'running' && !document.hidden) schedule();
}, 1000);

channel.open({
  onState: (now, isWhole) => {
    state = now;
    if (isWhole) {
      rememberRun(now);
      tabs.show(remembered().section);
    }
    schedule();
  },
  answer: ({ section }) => {
    tabs.show(section);
    schedule();
  },
});
