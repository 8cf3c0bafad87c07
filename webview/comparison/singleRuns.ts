import { parseValue } from '../../src/contract/formats/parse';
import { pairedAnswer } from '../../src/contract/formats/comparison';
import { element, icon, setText } from '../shared/dom';
import { host } from './host';
import type { Part } from './toolbar';

/** Says what single runs can and cannot tell against the baseline. The host counts the images that only one of two runs reads right. */
export function createSingleRuns(): Part {
  const text = element('span');
  const root = element('p', { class: 'singleRuns muted', role: 'note', hidden: '' }, icon('info'), text);
  let asked = '';
  return {
    element: root,
    update({ baseline, compared }) {
      const others = compared.filter(({ id, summary }) => id !== baseline?.id && summary?.testAccuracy != null).slice(0, MOST_RUNS);
      const question = JSON.stringify([baseline?.id, others.map(({ id }) => id)]);
      if (question === asked) return;
      asked = question;
      root.hidden = true;
      if (!baseline || others.length === 0) return;
      const request = { type: 'paired', baseline: baseline.id, runIds: others.map(({ id }) => id) } as const;
      host
        .ask(request, answer => parseValue(pairedAnswer, answer, 'The answer on single runs'))
        .then(line => {
          if (question !== asked || line === null) return;
          setText(text, line);
          root.hidden = false;
        })
        // The host has said what went wrong.
        .catch(() => undefined);
    },
  };
}

/** So many runs are counted at once. */
const MOST_RUNS = 1000;
