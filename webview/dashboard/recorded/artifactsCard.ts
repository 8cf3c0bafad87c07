import type { DashboardState } from '../../../src/contract/dashboard';
import type { RecordedFacts } from '../../../src/contract/recorded';
import { bytes, counted } from '../../../src/util/format';
import { element, fill } from '../../shared/dom';

/** The artifacts that a script logged, each with its version; hidden where there are none. Their files are in the table below. */
export function createArtifactsCard(): { readonly element: HTMLElement; update(state: DashboardState): void } {
  const title = element('h2', { id: 'loggedArtifacts' }, 'Logged by the script');
  const body = element('tbody');
  const heads = ['Artifact', 'Version', 'Type', 'Aliases', 'Files', 'Size'].map(head =>
    element('th', { scope: 'col', class: head === 'Size' ? 'size' : undefined }, head),
  );
  const table = element(
    'table',
    { class: 'artifactTable loggedArtifacts', 'aria-labelledby': title.id },
    element('thead', {}, element('tr', {}, heads)),
    body,
  );
  const root = element(
    'section',
    { class: 'card', 'aria-labelledby': title.id, hidden: '' },
    element('div', { class: 'cardHead' }, title),
    element('div', { class: 'scroller' }, table),
  );
  let shown = '';
  return {
    element: root,
    update({ recorded }) {
      const artifacts = recorded?.facts.artifacts ?? [];
      root.hidden = artifacts.length === 0;
      const now = JSON.stringify(artifacts);
      if (now === shown) return;
      shown = now;
      fill(body, artifacts.map(rowOf));
    },
  };
}

function rowOf(artifact: RecordedFacts['artifacts'][number]): HTMLElement {
  const { name, version, type, aliases, description, files, missing } = artifact;
  const notes = [description, ...missing].filter(Boolean).join(' ');
  return element(
    'tr',
    {},
    element('th', { scope: 'row', title: notes === '' ? undefined : notes }, name, missing.length > 0 ? ' (not whole)' : ''),
    element('td', {}, version),
    element('td', {}, type),
    element('td', {}, aliases.join(', ')),
    element('td', {}, counted(files, 'file')),
    element('td', { class: 'size' }, bytes(artifact.bytes)),
  );
}
