import type { Artifact } from '../../../src/contract/dashboard';
import { artifactInWords } from '../../../src/wording/artifactInWords';
import { bytes } from '../../../src/util/format';
import { element, fill, icon, setText } from '../../shared/dom';
import { send } from '../host';
import { createArtifactsCard } from '../recorded/artifactsCard';
import type { View } from './view';

/** The files that the run left, to open or to reveal. */
export function createArtifactsView(): View {
  const title = element('h2', { id: 'artifactsTitle' }, 'Artifacts');
  const total = element('span', { class: 'muted' });
  const body = element('tbody');
  const table = element(
    'table',
    { class: 'artifactTable', 'aria-labelledby': title.id },
    element(
      'thead',
      {},
      element(
        'tr',
        {},
        element('th', { scope: 'col' }, 'File'),
        element('th', { scope: 'col', class: 'description' }, 'What it is'),
        element('th', { scope: 'col', class: 'size' }, 'Size'),
        element('td', {}),
      ),
    ),
    body,
  );
  const logged = createArtifactsCard();
  let shown = '';
  return {
    element: element(
      'div',
      { class: 'artifactCards' },
      logged.element,
      element(
        'section',
        { class: 'card artifacts', 'aria-labelledby': title.id },
        element('div', { class: 'cardHead' }, title, total),
        element('div', { class: 'scroller' }, table),
      ),
    ),
    update(state) {
      const { artifacts } = state;
      logged.update(state);
      // Rows that stay keep the focus of their buttons.
      const now = JSON.stringify(artifacts);
      if (now === shown) return;
      shown = now;
      table.hidden = artifacts.length === 0;
      setText(total, totalInWords(artifacts));
      fill(body, artifacts.map(artifactRow));
    },
  };
}

function totalInWords(artifacts: readonly Artifact[]): string {
  if (artifacts.length === 0) return 'Nothing is written yet.';
  return `${artifacts.length} ${artifacts.length === 1 ? 'file' : 'files'}, ${bytes(artifacts.reduce((sum, one) => sum + one.bytes, 0))}`;
}

function artifactRow({ path, bytes: size }: Artifact): HTMLElement {
  const what = artifactInWords(path);
  return element(
    'tr',
    {},
    element('th', { scope: 'row', title: what }, path),
    element('td', { class: 'description muted' }, what ?? ''),
    element('td', { class: 'size' }, bytes(size)),
    element('td', {}, rowButton('go-to-file', 'Open', path, 'openArtifact'), rowButton('folder-opened', 'Reveal', path, 'revealArtifact')),
  );
}

function rowButton(iconName: string, label: string, path: string, type: 'openArtifact' | 'revealArtifact'): HTMLElement {
  const button = element('button', { type: 'button', class: 'rowButton', 'aria-label': `${label} ${path}` }, icon(iconName), label);
  button.addEventListener('click', () => send({ type, path }));
  return button;
}
