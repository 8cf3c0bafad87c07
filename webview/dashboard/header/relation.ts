import type { Comparison, DashboardState, ParentRun } from '../../../src/contract/dashboard';
import { defaultParameters, type KnownParameters } from '../../../src/contract/parameters';
import { differingParameters } from '../../../src/experiment/differences';
import { valueInWords } from '../../../src/experiment/runLabel';
import { element, icon, type Child } from '../../shared/dom';
import { send } from '../host';

/** How a run stands to the one that it was made from, or to the defaults; undefined where there is nothing to say. */
export function relationPart({ run: { config }, parent, comparison }: DashboardState): HTMLElement | undefined {
  if (!config) return undefined;
  if (parent && comparison) return verdictPart(comparison, parent);
  const changes = changesInWords(parent?.parameters ?? defaultParameters, config.parameters);
  const inWords = changes === '' ? [] : [' in ', element('strong', {}, changes)];
  if (parent) return part('git-compare', [changes === '' ? 'the same parameters as ' : 'differs from ', parentLink(parent), inWords]);
  return changes === '' ? undefined : part('git-compare', ['differs from the defaults', inWords]);
}

const verdicts: Readonly<Record<Comparison['verdict'], { readonly icon: string; readonly words: string }>> = {
  identical: { icon: 'verified', words: 'identical to ' },
  'within tolerance': { icon: 'pass', words: 'within tolerance of ' },
  different: { icon: 'warning', words: 'differs from its original ' },
  unknown: { icon: 'question', words: 'cannot be compared with ' },
};

function verdictPart({ verdict, causes, lines }: Comparison, parent: ParentRun): HTMLElement {
  const { icon, words } = verdicts[verdict];
  const why = verdict === 'unknown' ? lines : verdict === 'identical' ? [] : causes;
  const shown = part(icon, [element('strong', {}, words), parentLink(parent), why.length > 0 ? `: ${why.join(', ')}` : '']);
  shown.title = lines.join('\n');
  shown.dataset['verdict'] = verdict;
  return shown;
}

function part(iconName: string, words: readonly Child[]): HTMLElement {
  return element('span', { class: 'part relation' }, icon(iconName), element('span', {}, words));
}

function parentLink({ label }: ParentRun): HTMLElement {
  const link = element('button', { type: 'button', class: 'link' }, label);
  link.addEventListener('click', () => send({ type: 'act', action: 'openParent' }));
  return link;
}

/** `num_filters 32 → 64 · seed 1 → 3` */
function changesInWords(from: KnownParameters, to: KnownParameters): string {
  return differingParameters(to, from)
    .map(name => `${name} ${valueInWords(name, from)} → ${valueInWords(name, to)}`)
    .join(' · ');
}
