import type { DashboardState } from '../../../src/contract/dashboard';
import { MOST_NOTES } from '../../../src/contract/notes';
import { element, setText } from '../../shared/dom';
import { host, send } from '../host';
import { NotesDraft, type Draft } from '../notes/notesDraft';
import { remember, remembered } from '../remembered';
import type { View } from './view';

/** What is typed is saved when nothing more comes for so long: a panel may be closed without a word. */
const PAUSE_MS = 1_000;

/** The notes of a run, to be read and changed at any time. */
export function createNotesView(): View {
  const heading = element('h2', { id: 'notes' }, 'Notes');
  const saving = element('span', { class: 'muted', role: 'status' });
  const file = element('button', { type: 'button', class: 'link', hidden: '' }, 'Open notes.md');
  const area = element('textarea', {
    class: 'notesArea',
    'aria-labelledby': heading.id,
    placeholder: 'What do you expect, and why? Afterwards: what came of it?',
    rows: '12',
    maxlength: String(MOST_NOTES),
    spellcheck: 'false',
  });
  let draft: NotesDraft | undefined;
  let whyNotEdited: string | null = null;
  let cancelPause = (): void => undefined;

  let kept: Draft | null = remembered().draft ?? null;
  const keep = (unsaved: Draft | null): void => {
    if (unsaved?.runId === kept?.runId && unsaved?.text === kept?.text) return;
    kept = unsaved;
    remember({ draft: kept });
  };

  const show = (): void => {
    if (!draft) return;
    if (area.value !== draft.text) putText(area, draft.text);
    area.readOnly = whyNotEdited !== null;
    setText(saving, whyNotEdited ?? draft.state);
    keep(draft.unsaved ?? null);
  };
  const save = (): void => {
    cancelPause();
    void draft?.save();
  };
  const begin = ({ runId, notes }: DashboardState): void => {
    const isOfThis = kept?.runId === runId;
    // The panel shows another run now, or did when its page was there last.
    if (draft) save();
    else if (kept && !isOfThis) void askToSave(kept).catch(() => undefined);
    draft = new NotesDraft(runId, notes.text, { save: askToSave, onChange: show }, isOfThis ? kept : null);
    if (isOfThis) save();
  };

  area.addEventListener('focus', () => draft?.begin());
  area.addEventListener('input', () => {
    draft?.type(area.value);
    cancelPause();
    const pause = setTimeout(save, PAUSE_MS);
    cancelPause = () => clearTimeout(pause);
  });
  area.addEventListener('blur', save);
  area.addEventListener('keydown', event => {
    if (event.key === 'Escape') draft?.takeBack();
    else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) draft?.commit();
    else return;
    event.preventDefault();
    // The editor has keys of the same names.
    event.stopPropagation();
  });
  document.addEventListener('visibilitychange', () => document.hidden && save());
  file.addEventListener('click', () => send({ type: 'openArtifact', path: 'notes.md' }));

  return {
    element: element(
      'section',
      { class: 'card notes', 'aria-labelledby': heading.id },
      element('div', { class: 'cardHead' }, heading, saving, element('div', { class: 'tools' }, file)),
      area,
    ),
    update(state) {
      ({ whyNotEdited } = state.notes);
      if (draft?.runId !== state.runId) begin(state);
      else draft.hear(state.notes.text);
      file.hidden = !state.artifacts.some(({ path }) => path === 'notes.md');
      show();
    },
    focus: () => area.focus(),
  };
}

function askToSave({ runId, before, text }: Draft): Promise<string> {
  return host.ask({ type: 'saveNotes', runId, before, text }, String);
}

/** The caret stays where it is. */
function putText(area: HTMLTextAreaElement, text: string): void {
  const { selectionStart, selectionEnd } = area;
  area.value = text;
  if (document.activeElement === area) area.setSelectionRange(selectionStart, selectionEnd);
}
