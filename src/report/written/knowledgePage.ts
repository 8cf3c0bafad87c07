import { parameterTable, type KnownParameters } from '../../contract/parameters';
import { mainEffects, progressOf, type ComparisonResult } from '../../experiment/effects/comparisonResult';
import { comparisonTitle, effectInWords } from '../../experiment/effects/effectInWords';
import { differencesInWords } from '../../experiment/runLabel';
import { Markdown } from '../../util/markdown';
import { blocks } from './blocks';
import { REPORT_MARK } from './reportMark';

/** A comparison with where its report lies, seen from the page. */
export interface KnownResult {
  readonly result: ComparisonResult;
  /** With `/` on every system; undefined before there is one. */
  readonly report: string | undefined;
}

/**
 * What is known of each parameter so far, as Markdown: the parameters in their order, of each the comparisons in theirs, so that what is new is
 * what a version control shows.
 */
export function knowledgePage(known: readonly KnownResult[]): string {
  const sections = parameterTable.flatMap(({ name, label }) => {
    const ofParameter = known.filter(({ result }) => result.plan.factor === name);
    if (ofParameter.length === 0) return [];
    return [Markdown.of`## ${name} (${label})`, Markdown.joined(ofParameter.flatMap(linesOf), '\n')];
  });
  const nothing = Markdown.of`Nothing yet: ask what one parameter does.`;
  const page = blocks(
    Markdown.of`# What is known about each parameter`,
    Markdown.of`Each line is a comparison of this folder: one parameter changed, everything else held equal. A verdict is on its hypothesis alone.`,
    sections.length > 0 ? sections : nothing,
  );
  return `${REPORT_MARK}\n\n${page.source}\n`;
}

function linesOf({ result, report }: KnownResult): Markdown[] {
  const { plan } = result;
  const held = Object.entries(plan.baseline).filter(([name]) => name !== plan.factor && name !== 'seed');
  const set = differencesInWords(Object.fromEntries(held) as KnownParameters);
  const facts = [plan.createdAt.slice(0, 10), plan.author ?? '', set === '' ? 'all else default' : set].filter(fact => fact !== '');
  const { done, all } = progressOf(result);
  const linked = (text: string): string | Markdown => (report === undefined ? text : Markdown.link(text, report));
  if (done === 0) return [Markdown.of`- ${linked(comparisonTitle(plan))}: none of its ${all} pairs is here. _${facts.join(', ')}_`];
  return mainEffects(result).map(
    effect => Markdown.of`- **${effect.verdict ?? 'no verdict'}**: ${linked(effectInWords(effect))} _${facts.join(', ')}_`,
  );
}
