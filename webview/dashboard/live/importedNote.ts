import { element, fill } from '../../shared/dom';
import type { View } from '../views/view';

/** Why there are no figures and curves of a run that was imported. */
export function createImportedNote(): View {
  const where = element('p');
  const root = element(
    'section',
    { class: 'card importedNote', 'aria-label': 'No epochs' },
    element('h2', {}, 'No epochs'),
    where,
    element('p', { class: 'muted' }, 'What its arrays say of the test images is under Evaluation.'),
  );
  return {
    element: root,
    update({ imported }) {
      const { tool, run } = imported?.source ?? { tool: '' };
      const sources = run === undefined ? '' : ` (${run})`;
      const text = `This run was imported from ${tool}${sources}: it was not trained here, so that there are no epochs, and no curves of them.`;
      if (where.textContent !== text) fill(where, text);
    },
  };
}
