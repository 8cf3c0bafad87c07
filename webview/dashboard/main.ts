import type { DashboardSection, DashboardState } from '../../src/contract/dashboard';
import { fill } from '../shared/dom';
import { oncePerFrame } from '../shared/oncePerFrame';
import { takeDroppedFiles } from '../shared/droppedFiles';
import { createTabs } from '../shared/tabs';
import { createHeader } from './header';
import { host, send } from './host';
import { createProgress } from './progress';
import { remember, remembered, rememberRun } from './remembered';
import { createTrouble } from './trouble';
import { sections } from './views/sections';

const app = document.getElementById('app')!;
const above = [createHeader({ showNotes: () => showSection('notes') }), createProgress(), createTrouble()];
const views = sections.map(({ section, label, create }) => ({ section, label, view: create() }));
let state: DashboardState | undefined;
let shown: DashboardSection = 'live';

const schedule = oncePerFrame(() => {
  if (!state) return;
  if (!app.hasChildNodes())
    fill(
      app,
      above.map(({ element }) => element),
      tabs.element,
    );
  for (const part of above) part.update(state);
  views.find(({ section }) => section === shown)?.view.update(state);
});

const tabs = createTabs(
  'Views of the run',
  views.map(({ section, label, view }) => ({ name: section, label, content: view.element })),
  section => {
    shown = section;
    remember({ section });
    schedule();
  },
);

function showSection(section: DashboardSection): void {
  tabs.show(section);
  // What is shown for the first time is laid out in the next frame.
  requestAnimationFrame(() => views.find(one => one.section === section)?.view.focus?.());
}

takeDroppedFiles(document.documentElement, addresses => send({ type: 'importArrays', addresses }));

// The time elapsed and the time left go on between two messages.
setInterval(() => {
  if (state?.status === 'running' && !document.hidden) schedule();
}, 1000);

host.open({
  onState: (now, isWhole) => {
    state = now;
    if (isWhole) {
      rememberRun(now);
      tabs.show(remembered().section);
      // Notes that were typed and not saved are saved whichever view is shown.
      if (remembered().draft) views.find(({ section }) => section === 'notes')?.view.update(now);
    }
    schedule();
  },
  answer: ({ section }) => showSection(section),
});
